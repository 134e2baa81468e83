"""A view and a theme -> the bytes of a page.

Templates come from site owners and strangers, so they run in Jinja's sandbox: they see the view,
the sentences of the page's language and nothing else; no file, no network, no clock, no chance.
Text is always escaped, and a name that does not exist is an error, never an empty place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache, lru_cache, partial
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, nodes
from jinja2 import Template as CompiledTemplate
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from civicsite.diagnostics import Diagnostic, Report, Span, error
from civicsite.language import Language, MissingMessage, MissingValue, Text, slug
from civicsite.pages import views
from civicsite.pages.urls import relative_address
from civicsite.reading.field_types import closest
from civicsite.theme.overlay import Template, Theme

__all__ = ["Renderer", "TemplateProblem", "template_file"]

_NAMES = ("view", "head", "site", "t", "has", "href", "asset", "number")
"""What a template sees besides Jinja's own ``range``, ``dict``, ``namespace``, ``cycler`` and
``joiner``."""
_REMOVED_FILTERS = ("safe", "random", "pprint")
"""``safe`` would switch escaping off, ``random`` would make two builds differ."""


class TemplateProblem(Exception):
    """A template failed on a page. ``build`` catches it and shows the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def template_file(template: str) -> str:
    """The file of a theme for what :attr:`Head.template <civicsite.pages.views.Head.template>`
    names: ``not_found.html`` for ``not-found``."""
    return f"{template.replace('-', '_')}.html"


class Renderer:
    """Renders views with one theme. It keeps no state between pages."""

    def __init__(self, theme: Theme, languages: Mapping[str, Language]) -> None:
        """``languages``: by code; their catalogues hold the theme's sentences already."""
        self._theme = theme
        self._languages = languages
        self._environment = _environment(tuple(theme.templates.values()))

    def compile(self, templates: Iterable[str]) -> None:
        """Make ready what pages with these templates need, before processes are forked that would
        each do it anew. A template that cannot be compiled is told when it is used."""
        for name in sorted(map(template_file, templates)):
            with suppress(TemplateError):
                self._environment.get_template(name)

    def render(self, view: views.View) -> bytes:
        """The page: UTF-8, ``\\n`` as line break, one at the end.

        Raises :class:`TemplateProblem`.
        """
        try:
            template = self._environment.get_template(template_file(view.head.template))
            text = template.render(_context(view, self._languages[view.head.lang]))
        except Exception as problem:
            found = _diagnostic(problem, self._theme, self._known_messages())
            if found is None:
                raise
            raise TemplateProblem(found) from problem
        return _tidy(text).encode("utf-8")

    def problems(self, templates: Iterable[str]) -> tuple[Diagnostic, ...]:
        """Everything that can be seen to be wrong with the templates without a page.

        ``templates``: what the pages name as their template. A theme that lacks one is refused
        before anything is built.

        Diagnostics: ``template-syntax``, ``template-missing-template``,
        ``template-unknown-variable``, ``template-missing-message``, ``template-missing-asset``,
        ``template-unescaped``.
        """
        report = Report()
        report.extend(
            _missing_template(Span(f"{self._theme.root}/templates"), name, self._theme)
            for name in sorted(set(map(template_file, templates)) - set(self._theme.templates))
        )
        trees: dict[str, nodes.Template] = {}
        for template in self._theme.templates.values():
            try:
                tree = self._environment.parsed(template.name)
                self._environment.get_template(template.name)
            except TemplateError as problem:
                found = _diagnostic(problem, self._theme, ())
                report.extend([found] if found else [])
            else:
                trees[template.name] = tree
        known = {*_NAMES, *self._environment.globals}.union(*map(_assigned, trees.values()))
        messages = self._known_messages()
        for name, tree in trees.items():
            template = self._theme.templates[name]
            report.extend(_findings(tree, template, self._theme, messages, known))
        return tuple(report)

    def _known_messages(self) -> tuple[str, ...]:
        """Keys that every language of the site has."""
        known = [set(language.catalogue.keys()) for language in self._languages.values()]
        return tuple(sorted(set.intersection(*known))) if known else ()


# --- the environment ----------------------------------------------------------------------------


class _MissingName(UndefinedError):
    """A template used a name that does not exist."""

    def __init__(self, name: str, owner: Any, message: str | None = None) -> None:
        super().__init__(message)
        self.name = name
        self.owner = owner
        """What should have had the name; None for a variable."""


class _MissingAsset(LookupError):
    """A template asked for a file that the theme does not have."""


class _Undefined(StrictUndefined):
    """As Jinja's, but what it raises tells the name as data."""

    __slots__ = ()

    def __init__(
        self, hint: str | None = None, obj: Any = None, name: str | None = None, exc: Any = None
    ) -> None:
        # Jinja stands a marker for "no object" there, which no page may show.
        owner = obj if is_dataclass(obj) or isinstance(obj, (Text, str, tuple, dict)) else None
        missing: Any = exc or partial(_MissingName, name or "", owner)
        super().__init__(hint, obj, name, missing)


class _ThemeLoader(BaseLoader):
    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = templates
        self._trees: dict[str, nodes.Template] = {}

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        found = self._templates.get(template)
        if found is None:
            raise TemplateNotFound(template)
        # The path stands as file name in tracebacks, which is how an error finds its line.
        return found.text, found.source, lambda: True

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> CompiledTemplate:
        """As Jinja's, but what :meth:`tree` parsed is not parsed again."""
        text, source, is_current = self.get_source(environment, name)
        tree = self._trees.pop(name, None) or environment.parse(text, name, source)
        code = environment.compile(tree, name, source)
        return environment.template_class.from_code(
            environment, code, {} if globals is None else globals, is_current
        )

    def tree(self, environment: Environment, name: str) -> nodes.Template:
        """A template taken apart. Raises TemplateError."""
        text, source, _ = self.get_source(environment, name)
        self._trees[name] = environment.parse(text, name, source)
        return self._trees[name]


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, which asks a dozen questions before every attribute. For a field of a view, that
    is for nearly all that templates read, the answer is known: fields are plain data."""

    loader: _ThemeLoader

    def parsed(self, name: str) -> nodes.Template:
        """A template taken apart. Raises TemplateError."""
        return self.loader.tree(self, name)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in _view_fields(obj.__class__):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@cache
def _view_fields(owner: type[Any]) -> frozenset[str]:
    """The public fields of a view; nothing for any other type."""
    if not (owner.__module__.startswith("civicsite.") and is_dataclass(owner)):
        return frozenset()
    return frozenset(field.name for field in fields(owner) if not field.name.startswith("_"))


@lru_cache(maxsize=4)
def _environment(templates: tuple[Template, ...]) -> _Environment:
    """What compiles and runs these templates. Kept, because one process may build many times (the
    preview does), and to compile all of them takes longer than to render fifty pages."""
    environment = _Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=_Undefined,
        loader=_ThemeLoader({template.name: template for template in templates}),
        cache_size=-1,
        auto_reload=False,
        finalize=_shown,
    )
    environment.globals.pop("lipsum")
    for name in _REMOVED_FILTERS:
        environment.filters.pop(name)
    environment.filters.update(plain=_plain, html=_html, slug=lambda value: slug(str(value)))
    return environment


def _shown(value: Any) -> Any:
    """What a template may print. The name of a function holds an address in memory, which differs
    from one build to the next."""
    if callable(value) and not isinstance(value, _Undefined):
        raise SecurityError("a function is no text; call it")
    return value


def _plain(value: Any) -> str:
    """The words alone, for attributes, where no ``<span lang>`` may stand."""
    return value.striptags() if isinstance(value, Markup) else str(value)


def _html(part: Any) -> Markup:
    """A sanitised part of a text as markup; anything else would let unescaped text in."""
    if not isinstance(part, views.Html):
        raise SecurityError("html is for parts of a Prose")
    return Markup(part.html)


# --- what a template sees -----------------------------------------------------------------------


def _context(view: views.View, language: Language) -> dict[str, Any]:
    head = view.head

    def t(key: str, **values: Any) -> Text | Markup:
        return _sentence(language, key, **values)

    def href(target: Any, anchor: str = "") -> str:
        path = target if isinstance(target, str) else target.path
        mark = anchor or ("" if isinstance(target, str) else getattr(target, "anchor", ""))
        return relative_address(head.path, path, mark, head.base)

    paths = {asset.name: asset.path for asset in view.site.assets}

    def asset(name: str) -> str:
        if name not in paths:
            raise _MissingAsset(name)
        return relative_address(head.path, paths[name], "", head.base)

    return {
        "view": view,
        "head": head,
        "site": view.site,
        "t": t,
        "has": language.catalogue.has,
        "href": href,
        "asset": asset,
        "number": language.number,
    }


# Private-use characters stand for pieces of markup while a sentence is put together.
_PIECE = re.compile("\ue000([0-9]+)\ue001")


def _sentence(language: Language, key: str, **values: Any) -> Text | Markup:
    """A sentence of the catalogue. Markup among the values, such as a ``<time>``, stays markup."""
    pieces: list[Markup] = []
    filled: dict[str, str | int | Text] = {}
    for name, value in values.items():
        if isinstance(value, Markup) or (isinstance(value, Text) and value.lang):
            filled[name] = f"\ue000{len(pieces)}\ue001"
            pieces.append(escape(value))
        else:
            filled[name] = value
    text = language.catalogue.marked(key, **filled)
    if not pieces:
        return text

    def piece(match: re.Match[str]) -> str:
        number = int(match[1])
        return str(pieces[number]) if number < len(pieces) else match[0]

    return Markup(_PIECE.sub(piece, str(escape(text))))


# --- after a template ---------------------------------------------------------------------------

_KEPT = re.compile(r"(<(pre|textarea)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"[ \t\r]*\n[ \t\r\n]*")


def _tidy(text: str) -> str:
    """Without empty lines and without spaces at either end of a line: a fifth of a page's bytes.

    What a browser shows as written, ``<pre>`` and ``<textarea>``, is left alone.
    """
    if not _KEPT.search(text):
        return _BREAK.sub("\n", text).strip() + "\n"
    # split() gives: outside, element, its name, outside, …
    parts = _KEPT.split(text.replace("\r\n", "\n"))
    parts[0::3] = [_BREAK.sub("\n", part) for part in parts[0::3]]
    parts[2::3] = ["" for _ in parts[2::3]]
    return "".join(parts).strip() + "\n"


# --- problems -> diagnostics --------------------------------------------------------------------


def _span(template: Template, line: int) -> Span:
    lines = template.text.split("\n")
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    return Span(template.source, line, 0, 1, excerpt)


def _with_suggestion(
    code: str, span: Span, wanted: str, known: list[str], **values: str
) -> Diagnostic:
    near = closest(wanted, known)
    return error(code, span, **values, **({"suggestion": near} if near else {}))


def _missing_template(span: Span, name: str, theme: Theme) -> Diagnostic:
    known = [other for other in theme.templates if other != span.path.rpartition("/")[2]]
    return _with_suggestion("template-missing-template", span, name, known, name=name)


def _missing_message(span: Span, key: str, known: tuple[str, ...]) -> Diagnostic:
    return _with_suggestion("template-missing-message", span, key, list(known), key=key)


def _missing_asset(span: Span, name: str, theme: Theme) -> Diagnostic:
    return _with_suggestion("template-missing-asset", span, name, [*theme.assets], name=name)


def _diagnostic(problem: Exception, theme: Theme, messages: tuple[str, ...]) -> Diagnostic | None:
    """What went wrong, at the line of the template; None when no template was at work."""
    span = _place(problem, theme)
    if span is None:
        return None
    if isinstance(problem, TemplateSyntaxError):
        return error("template-syntax", span, detail=problem.message or "")
    if isinstance(problem, _MissingName):
        return _missing_name(problem, span)
    if isinstance(problem, TemplateNotFound):
        return _missing_template(span, str(problem.name or ""), theme)
    if isinstance(problem, MissingMessage):
        return _missing_message(span, str(problem.args[0]), messages)
    if isinstance(problem, MissingValue):
        key, _, name = str(problem.args[0]).partition(": ")
        return error("template-missing-value", span, key=key, name=name)
    if isinstance(problem, _MissingAsset):
        return _missing_asset(span, str(problem.args[0]), theme)
    if isinstance(problem, SecurityError):
        return error("template-forbidden", span, detail=str(problem))
    return error("template-failed", span, detail=f"{type(problem).__name__}: {problem}")


def _missing_name(problem: _MissingName, span: Span) -> Diagnostic:
    if problem.owner is None:
        return _with_suggestion(
            "template-unknown-variable", span, problem.name, list(_NAMES), name=problem.name
        )
    known = [f.name for f in fields(problem.owner)] if is_dataclass(problem.owner) else []
    owner = type(problem.owner).__name__
    values = {"name": problem.name, "owner": owner}
    return _with_suggestion("template-unknown-field", span, problem.name, known, **values)


def _place(problem: Exception, theme: Theme) -> Span | None:
    by_source = {template.source: template for template in theme.templates.values()}
    if isinstance(problem, TemplateSyntaxError):
        found = by_source.get(problem.filename or "")
        return _span(found, problem.lineno) if found else None
    place = None
    trace = problem.__traceback__
    while trace is not None:
        found = by_source.get(trace.tb_frame.f_code.co_filename)
        if found is not None:
            place = _span(found, trace.tb_lineno)
        trace = trace.tb_next
    return place


# --- what can be seen without a page ------------------------------------------------------------


def _findings(
    tree: nodes.Template,
    template: Template,
    theme: Theme,
    messages: tuple[str, ...],
    known: set[str],
) -> Iterator[Diagnostic]:
    sentences = frozenset(messages)
    for name, line in _unknown_names(tree, known):
        span = _span(template, line)
        yield _with_suggestion("template-unknown-variable", span, name, [*_NAMES], name=name)
    for reference in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        wanted = reference.template  # type: ignore[attr-defined]
        if isinstance(wanted, nodes.Const) and wanted.value not in theme.templates:
            yield _missing_template(_span(template, reference.lineno), str(wanted.value), theme)
    for call in tree.find_all(nodes.Call):
        asked = _constant_argument(call)
        if asked and asked[0] == "t" and asked[1] not in sentences:
            yield _missing_message(_span(template, call.lineno), asked[1], messages)
        elif asked and asked[0] == "asset" and asked[1] not in theme.assets:
            yield _missing_asset(_span(template, call.lineno), asked[1], theme)
    for switch in tree.find_all(nodes.ScopedEvalContextModifier):
        yield error("template-unescaped", _span(template, switch.lineno))


def _constant_argument(call: nodes.Call) -> tuple[str, str] | None:
    """Function and first argument of ``t("key")``, where the argument is written out."""
    if not isinstance(call.node, nodes.Name) or not call.args:
        return None
    first = call.args[0]
    if isinstance(first, nodes.Const) and isinstance(first.value, str):
        return call.node.name, first.value
    return None


def _assigned(tree: nodes.Template) -> set[str]:
    """Names a template gives to something. Imports, macros and sets at the top reach into blocks
    and into what is included, which Jinja looks at each by itself."""
    found = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    found |= {macro.name for macro in tree.find_all(nodes.Macro)}
    found |= {use.target for use in tree.find_all(nodes.Import)}
    for use in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in use.names}
    return found


def _unknown_names(tree: nodes.Template, known: set[str]) -> list[tuple[str, int]]:
    """Variables that nothing defines, each with the first line it stands on."""
    unknown = find_undeclared_variables(tree) - known
    first: dict[str, int] = {}
    if not unknown:
        return []
    for name in tree.find_all(nodes.Name):
        if name.name in unknown:
            first[name.name] = min(name.lineno, first.get(name.name, name.lineno))
    return sorted(first.items())
