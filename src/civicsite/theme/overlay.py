"""The look of a site: the site's own theme laid over the one it builds on, over ``civic``.

A theme is a folder of ``templates/``, ``assets/``, ``locales/`` and ``theme.yaml``; every part is
optional. ``themes/civic/templates/home.html`` in a project therefore replaces one template of the
default and nothing else. What an overlay does not have is taken from the layer below it, file by
file and sentence by sentence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from importlib.resources.abc import Traversable
from zoneinfo import ZoneInfo

from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.language import Catalogue, CatalogueProblem
from civicsite.reading import text_files, yaml_nodes
from civicsite.reading.binding import Bound, bind
from civicsite.reading.field_types import Identifier, Line, closest
from civicsite.reading.schema import LookFields
from civicsite.reading.sources import Sources
from civicsite.theme.assets import AssetFile, PublishedAsset, publish_assets
from civicsite.theme.program import packaged_folder
from civicsite.theme.tokens import IMPORT, TEMPLATE, ContrastFields, TokenLayer, resolve

__all__ = [
    "DEFAULT",
    "FOLDER",
    "Layer",
    "Template",
    "Theme",
    "ThemeFields",
    "default_layer",
    "default_theme_location",
    "load_theme",
    "shipped_layers",
    "theme_layers",
]

DEFAULT = "civic"
"""The theme that ships with the program; the lowest layer of every other one."""
FOLDER = "themes"
"""Folder of a project that holds its themes."""
_DESCRIPTION = "theme.yaml"
_FALLBACK = "en"


class ThemeFields(LookFields):
    """``theme.yaml``: what a theme says about itself, and its tokens."""

    name: Line
    """The theme's name, for people."""
    version: Line = "0"
    """The theme's version."""
    inherits: Identifier | None = None
    """Another theme this one builds on; without it ``civic``."""
    contrast: tuple[ContrastFields, ...] = ()
    """Colours that must be told apart; those of the themes below hold as well."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The files of one theme."""

    root: str
    """Where they lie, for messages: ``themes/civic``."""
    files: Mapping[str, bytes]
    """Content by path in the theme: ``templates/home.html``."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template as its author wrote it."""

    name: str
    """Name other templates know it by: ``home.html``."""
    source: str
    """Where it lies, for messages: ``themes/civic/templates/home.html``."""
    text: str
    """The text with ``\\n`` as its only line break."""


@dataclass(frozen=True)
class Theme:
    """All layers as one."""

    name: str
    """For people."""
    version: str
    root: str
    """Where its own files lie, for messages: ``themes/civic``."""
    templates: Mapping[str, Template]
    """By name."""
    assets: Mapping[str, PublishedAsset]
    """By name; the output paths carry a hash of the content."""
    catalogues: Mapping[str, Catalogue]
    """What the theme says on pages, by language code; only what is written in that language."""
    digest: str
    """SHA-256 over the templates, in hexadecimal. Assets reach a page by their names, and the
    sentences by the digest of the catalogue."""

    def catalogue(self, code: str) -> Catalogue:
        """All sentences for a page in ``code``: its own, or English where it has none."""
        own = code.lower().split("-")[0]
        layers = [self.catalogues[c] for c in (_FALLBACK, own, code) if c in self.catalogues]
        return reduce(Catalogue.merged, layers, Catalogue(code, {}))

    def asset_outputs(self) -> Mapping[str, bytes]:
        """Content of every asset by its output path, sorted."""
        return {asset.path: asset.content for asset in sorted(self.assets.values(), key=_path)}

    def asset_paths(self) -> tuple[tuple[str, str], ...]:
        """Name and output path of every asset, sorted; what ``SiteView.assets`` holds."""
        return tuple((name, asset.path) for name, asset in sorted(self.assets.items()))


def _path(asset: PublishedAsset) -> str:
    return asset.path


# --- where themes lie ---------------------------------------------------------------------------


def default_theme_location() -> Traversable:
    """The folder of the default theme: inside an installed package, beside ``src`` in a
    checkout."""
    return packaged_folder(FOLDER) / DEFAULT


def default_layer() -> Layer:
    """The default theme, read, and with it what others made that any theme may use."""
    files = dict(_packaged(default_theme_location(), ""))
    vendored = _packaged(packaged_folder("vendor"), "assets/")
    files.update((name, data) for name, data in vendored if name.endswith(_SERVED))
    return Layer(f"{FOLDER}/{DEFAULT}", files)


_SERVED = (".js", ".css", ".png")
"""Of what lies in ``vendor``, what pages may load."""


def _packaged(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith(".") or entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _packaged(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.read_bytes()


_NOTHING: Mapping[str, Layer] = {}


def shipped_layers() -> dict[str, Layer]:
    """The other themes that come with the program, read, by name."""
    return {
        name: Layer(f"{FOLDER}/{name}", dict(_packaged(packaged_folder(FOLDER) / name, "")))
        for name in _OTHERS
    }


_OTHERS = ("plain",)


def theme_layers(
    sources: Sources, name: str, default: Layer, shipped: Mapping[str, Layer] = _NOTHING
) -> tuple[tuple[Layer, ...], tuple[Diagnostic, ...]]:
    """The layers of the theme a site names, the highest first, ``default`` last.

    ``themes/<name>/`` of the project comes first, then the theme of that name that ships, then what
    its ``inherits:`` names. ``shipped`` are the themes beside the default, by name. Diagnostics:
    ``template-theme-unknown``, ``template-theme-inherits-itself`` and those of ``theme.yaml``.
    """
    report, layers, seen = Report(), [], [DEFAULT]
    span = Span(f"{FOLDER}/{name}")
    wanted: str | None = name
    while wanted is not None:
        root = f"{FOLDER}/{wanted}"
        files = {path.removeprefix(f"{root}/"): sources.read(path) for path in sources.under(root)}
        below = shipped.get(wanted)
        if not files and wanted != DEFAULT and not below:
            report.add(_unknown(sources, wanted, span, shipped))
            break
        if wanted in seen[1:]:
            report.add(error("template-theme-inherits-itself", span, name=wanted))
            break
        seen.append(wanted)
        layer = Layer(root, files)
        layers += [each for each in (layer if files else None, below) if each]
        described = _description(layer, report)
        span = Span(f"{root}/{_DESCRIPTION}")
        wanted = described.value.inherits if described else None
    return (*layers, default), tuple(report)


def _unknown(sources: Sources, name: str, span: Span, shipped: Mapping[str, Layer]) -> Diagnostic:
    known = sorted({path.split("/")[1] for path in sources.under(FOLDER)} | {DEFAULT, *shipped})
    near = closest(name, known)
    values = {"name": name, "known": ", ".join(known)}
    if near:
        values["suggestion"] = near
    return error("template-theme-unknown", span, **values)


def _description(layer: Layer, report: Report) -> Bound[ThemeFields] | None:
    """What a layer says about itself; None when it says nothing or what it says is wrong."""
    if _DESCRIPTION not in layer.files:
        return None
    path = f"{layer.root}/{_DESCRIPTION}"
    decoded = text_files.decode(path, layer.files[_DESCRIPTION])
    report.extend(decoded.diagnostics)
    if decoded.diagnostics:
        return None
    parsed = yaml_nodes.parse_yaml(path, decoded.text)
    report.extend(parsed.diagnostics)
    if parsed.root is None:
        return None
    bound, problems = bind(ThemeFields, parsed.root, ZoneInfo("UTC"))
    report.extend(problems)
    return bound


# --- layers -> theme ----------------------------------------------------------------------------


def load_theme(
    layers: Sequence[Layer], look: TokenLayer | None = None
) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """One theme from its layers, the highest first. ``look`` is what the site sets to its own.

    Problems of templates themselves are found by ``output.render``; here: files that are not
    UTF-8, style sheets that refer to what is not there, catalogues that cannot be read, and (as
    warnings) sentences that nothing asks for.
    """
    overlaying = _Overlaying()
    for layer in reversed(layers):
        overlaying.lay(layer)
    overlaying.report.extend(overlaying.strangers())
    overlaying.set_tokens(look)
    assets, problems = publish_assets(overlaying.assets)
    overlaying.report.extend(problems)
    theme = Theme(
        overlaying.fields.name,
        overlaying.fields.version,
        layers[0].root,
        dict(sorted(overlaying.templates.items())),
        assets,
        dict(sorted(overlaying.catalogues.items())),
        _digest(overlaying.templates),
    )
    return theme, tuple(overlaying.report)


def _digest(templates: Mapping[str, Template]) -> str:
    rows = [[name, template.text] for name, template in sorted(templates.items())]
    canonical = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()


@dataclass(slots=True)
class _Overlaying:
    """Layers are laid from the lowest to the highest."""

    templates: dict[str, Template] = field(default_factory=dict)
    assets: dict[str, AssetFile] = field(default_factory=dict)
    catalogues: dict[str, Catalogue] = field(default_factory=dict)
    fields: ThemeFields = field(default_factory=lambda: ThemeFields(name=DEFAULT))
    report: Report = field(default_factory=Report)
    looks: list[TokenLayer] = field(default_factory=list)
    _themes: dict[str, str] = field(default_factory=dict)
    """The theme that each template is of, by its name."""
    _laid: list[tuple[str, Catalogue, Catalogue]] = field(default_factory=list)
    """Source of every catalogue that lies over another, what it says, and English below it."""

    def lay(self, layer: Layer) -> None:
        described = _description(layer, self.report)
        if described:
            self.fields = described.value
            self.looks.append(TokenLayer(described.value, described, (), described.value.contrast))
        base = self.catalogues.get(_FALLBACK)
        for path, content in sorted(layer.files.items()):
            kind, _, name = path.partition("/")
            source = f"{layer.root}/{path}"
            if kind == "templates":
                self._template(name, source, content, layer.root.rpartition("/")[2])
            elif kind == "assets":
                self.assets[name] = AssetFile(source, content)
            elif kind == "locales" and path.endswith(".po"):
                self._catalogue(name.partition("/")[0], source, content, base)

    def _template(self, name: str, source: str, content: bytes, theme: str) -> None:
        """Lay a template. The one it replaces stays known by its theme: ``civic/base.html`` is what
        a template extends that changes one block of it."""
        decoded = text_files.decode(source, content)
        self.report.extend(decoded.diagnostics)
        if name in self.templates:
            former = f"{self._themes[name]}/{name}"
            self.templates.setdefault(former, replace(self.templates[name], name=former))
        self.templates[name] = Template(name, source, decoded.text)
        self._themes[name] = theme

    def set_tokens(self, site: TokenLayer | None) -> None:
        """Put the tokens where style sheets and templates ask for them."""
        looks = [*self.looks, *([site] if site else [])]
        tokens, problems = resolve(looks, self.assets)
        self.report.extend(problems)
        self.templates[TEMPLATE] = Template(TEMPLATE, TEMPLATE, tokens.template)
        for name, file in self.assets.items():
            if name.endswith(".css") and IMPORT.encode() in file.content:
                content = file.content.replace(IMPORT.encode(), tokens.css.encode(), 1)
                self.assets[name] = replace(file, content=content)

    def _catalogue(self, code: str, source: str, content: bytes, base: Catalogue | None) -> None:
        try:
            catalogue = Catalogue.from_po(content, code)
        except CatalogueProblem as problem:
            span = Span(source, problem.line)
            self.report.add(error(problem.code, span, **problem.values))
            return
        if base is not None:
            self._laid.append((source, catalogue, base))
        below = self.catalogues.get(code, Catalogue(code, {}))
        self.catalogues[code] = below.merged(catalogue)

    def strangers(self) -> Iterator[Diagnostic]:
        """Sentences that nothing can ask for. A theme may add keys for its own templates."""
        for source, catalogue, base in self._laid:
            for key in catalogue.strangers(base):
                if not base.has(key) and any(key in t.text for t in self.templates.values()):
                    continue
                near = closest(key, [known for known in base.messages if known != key])
                values = {"suggestion": near} if near else {}
                yield warning("template-message-unused", Span(source), key=key, **values)
