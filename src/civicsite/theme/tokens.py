"""The look of a theme as tokens: colours of both schemes, one type scale, one spacing scale, shape
and fonts. A town sets single ones to its own in ``civicsite.yaml``.

Tokens reach pages in two ways. Style sheets read them as custom properties, which stand in the
place of ``@import "tokens.css"``; templates import ``tokens.html`` where HTML needs a colour. So
they enter every page's key through the names of the style sheets and the digest of the templates.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from civicsite.diagnostics import Diagnostic, Span, error
from civicsite.reading.binding import Bound, Place
from civicsite.reading.field_types import Identifier, Number, closest
from civicsite.reading.schema import FaceFields, Fields, LookFields
from civicsite.theme.contrast import contrast, nearest_passing

__all__ = ["IMPORT", "SHEET", "TEMPLATE", "ContrastFields", "TokenLayer", "Tokens", "resolve"]

SHEET = "tokens.css"
"""The name by which a style sheet imports the tokens; no such file is published."""
IMPORT = f'@import "{SHEET}";'
TEMPLATE = "tokens.html"
"""The template by which others import the colours."""

_SCHEMES = ("light", "dark")
_SIZES = {"base": Decimal("1.0625"), "ratio": Decimal("1.2"), "narrow": Decimal("1.13")}
_UNIT = Decimal("0.25")
_BOUNDS = {
    "base": (Decimal(1), Decimal("1.5")),
    "ratio": (Decimal("1.05"), Decimal("1.5")),
    "narrow": (Decimal("1.05"), Decimal("1.5")),
    "space": (Decimal("0.1"), Decimal("0.5")),
    "shape": (Decimal(0), Decimal(40)),
    "weight": (Decimal(1), Decimal(1000)),
}
"""What keeps text readable and a page in order, whoever sets it."""
_GROUPS = (("colours",), ("shape",), ("fonts",))
_STEPS = range(-1, 6)
"""-1: notes; 0: running text; 5: the title of a page."""
_SPACES = (1, 2, 3, 4, 6, 8, 12, 16, 24)
"""Distances in units; between two of them the eye sees a difference."""


class ContrastFields(Fields):
    """Colours that must be told apart, in both schemes."""

    of: tuple[Identifier, ...]
    """Colours of text or marks."""
    on: tuple[Identifier, ...]
    """Colours they stand on."""
    least: Number = Decimal("4.5")
    """The least ratio: 4.5 for text, 3 for marks and controls (WCAG 2.2, 1.4.3 and 1.4.11)."""


@dataclass(frozen=True, slots=True)
class TokenLayer:
    """What one theme, or the site, says about tokens."""

    fields: LookFields
    bound: Bound[Any]
    place: Place = ()
    """Where the block stands in its file."""
    contrast: tuple[ContrastFields, ...] = ()
    free: bool = True
    """Whether it may name tokens that nobody below it has: a theme may, a site may not."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """All looks as one."""

    css: str
    """Custom properties and font faces, on one line so that a style sheet keeps its lines."""
    template: str
    """What ``tokens.html`` holds: ``colours``, by scheme and name."""


@dataclass(frozen=True, slots=True)
class _Set:
    """A value, where it was written, and which look wrote it."""

    value: Any
    span: Span
    rank: int


@dataclass(slots=True)
class _Resolving:
    values: dict[Place, _Set] = field(default_factory=dict)
    """By the way to it from the look's block."""
    faces: dict[tuple[str, Decimal | None, bool], tuple[FaceFields, Span]] = field(
        default_factory=dict
    )
    diagnostics: list[Diagnostic] = field(default_factory=list)


def resolve(
    looks: Sequence[TokenLayer], assets: Container[str] = ()
) -> tuple[Tokens, tuple[Diagnostic, ...]]:
    """One set of tokens from the looks, the lowest first.

    Diagnostics: ``look-value-missing``, ``look-token-unknown``, ``look-out-of-range``,
    ``look-font-missing``, ``contrast-low-on-light`` and ``contrast-low-on-dark``, each where the
    value was written.
    """
    found = _Resolving()
    for rank, look in enumerate(looks):
        _lay(look, rank, found)
    for face, span in found.faces.values():
        if face.file not in assets:
            found.diagnostics.append(error("look-font-missing", span, file=face.file))
    colours = {scheme: _colours(found.values, scheme) for scheme in _SCHEMES}
    found.diagnostics.extend(_contrasts(looks, colours))
    return Tokens(_css(found, colours), _template(colours)), tuple(found.diagnostics)


# --- looks -> values ----------------------------------------------------------------------------


def _lay(look: TokenLayer, rank: int, found: _Resolving) -> None:
    depth = len(look.place)
    for key, span in look.bound.keys.items():
        # `accent: #0b5460` without quotes is a comment to YAML, and nobody would notice.
        group = key[depth : depth + 1] if key[:depth] == look.place else ()
        if group in _GROUPS and key not in look.bound.spans:
            found.diagnostics.append(error("look-value-missing", span, name=str(key[-1])))
    for place, value, bounds in _written(look.fields):
        span = look.bound.span(*look.place, *place)
        if place not in found.values and not look.free and place[0] in ("colours", "shape"):
            found.diagnostics.append(_unknown(look, place, found))
            continue
        low, high = _BOUNDS.get(bounds, (value, value))
        if not low <= value <= high:
            values = {"name": str(place[-1]), "low": str(low), "high": str(high)}
            found.diagnostics.append(error("look-out-of-range", span, **values))
            continue
        found.values[place] = _Set(value, span, rank)
    for index, face in enumerate(look.fields.faces):
        span = look.bound.span(*look.place, "faces", index, "file")
        found.faces[face.family, face.weight, face.italic] = (face, span)


def _written(fields: LookFields) -> Iterator[tuple[Place, Any, str]]:
    """Every value that is set: its place, itself, and the name of its bounds."""
    for scheme in _SCHEMES:
        for name, colour in getattr(fields.colours, scheme).items():
            yield ("colours", scheme, name), colour, ""
    for name in _SIZES:
        if (size := getattr(fields.type, name)) is not None:
            yield ("type", name), size, name
    if fields.space is not None:
        yield ("space",), fields.space, "space"
    for name, width in fields.shape.items():
        yield ("shape", name), width, "shape"
    for name, fonts in fields.fonts.items():
        yield ("fonts", name), fonts, ""


def _unknown(look: TokenLayer, place: Place, found: _Resolving) -> Diagnostic:
    known = sorted({str(way[-1]) for way in found.values if way[:-1] == place[:-1]})
    values = {"name": str(place[-1]), "known": ", ".join(known)}
    if near := closest(str(place[-1]), known):
        values["suggestion"] = near
    return error("look-token-unknown", look.bound.keys[(*look.place, *place)], **values)


def _colours(values: Mapping[Place, _Set], scheme: str) -> dict[str, _Set]:
    """The colours of a scheme, by name; what dark does not name is as in light."""
    found: dict[str, _Set] = {}
    for wanted in ("light", scheme):
        found.update(
            (str(place[2]), value)
            for place, value in values.items()
            if place[:2] == ("colours", wanted)
        )
    return dict(sorted(found.items()))


# --- contrast -----------------------------------------------------------------------------------


def _contrasts(
    looks: Sequence[TokenLayer], schemes: Mapping[str, Mapping[str, _Set]]
) -> Iterator[Diagnostic]:
    """Each colour that is too close to others, told once, where a town or the higher theme chose
    it, with the pair that lacks most."""
    rules = [
        (one, other, float(rule.least))
        for look in looks
        for rule in look.contrast
        for one in rule.of
        for other in rule.on
    ]
    for look in looks:
        yield from _strangers(look, schemes["light"])
    for scheme, colours in schemes.items():
        pairs = [pair for pair in rules if pair[0] in colours and pair[1] in colours]
        worst: dict[str, tuple[float, str, float, float]] = {}
        for one, other, least in pairs:
            ratio = contrast(colours[one].value, colours[other].value)
            later = colours[other].rank > colours[one].rank
            name, against = (other, one) if later else (one, other)
            if ratio < least:
                told = (ratio / least, against, ratio, least)
                worst[name] = min(worst.get(name, told), told)
        for name, (_, against, ratio, least) in worst.items():
            near = nearest_passing(
                colours[name].value, _asked(name, pairs, colours)
            ) or nearest_passing(colours[name].value, [(colours[against].value, least)])
            values = {"name": name, "other": against, "colour": str(colours[name].value)}
            values |= {"ratio": f"{int(ratio * 100) / 100:.2f}", "least": f"{least:g}"}
            if near:
                values["suggestion"] = near
            yield error(_LOW[scheme], colours[name].span, **values)


_LOW = {"light": "contrast-low-on-light", "dark": "contrast-low-on-dark"}


def _strangers(look: TokenLayer, colours: Mapping[str, _Set]) -> Iterator[Diagnostic]:
    """Colours of a rule that no theme has."""
    for index, rule in enumerate(look.contrast):
        for part, names in (("of", rule.of), ("on", rule.on)):
            for n, name in enumerate(names):
                if name not in colours:
                    values = {"name": name, "known": ", ".join(colours)}
                    if near := closest(name, list(colours)):
                        values["suggestion"] = near
                    span = look.bound.span("contrast", index, part, n)
                    yield error("look-token-unknown", span, **values)


def _asked(
    name: str, pairs: Sequence[tuple[str, str, float]], colours: Mapping[str, _Set]
) -> list[tuple[str, float]]:
    """All that is asked of one colour, so that what is proposed fails nowhere else."""
    return [
        (colours[other if one == name else one].value, least)
        for one, other, least in pairs
        if name in (one, other)
    ]


# --- values -> CSS, template --------------------------------------------------------------------


def _css(found: _Resolving, schemes: Mapping[str, Mapping[str, _Set]]) -> str:
    values = found.values
    sizes = {name: _value(values, ("type", name), usual) for name, usual in _SIZES.items()}
    unit = _value(values, ("space",), _UNIT)
    light = [f"--{name}:{one.value}" for name, one in schemes["light"].items()]
    dark = [
        f"--{name}:{one.value}"
        for name, one in schemes["dark"].items()
        if one.value != schemes["light"].get(name, one).value or name not in schemes["light"]
    ]
    rest = [f"--space-{n}:{_number(unit * n)}rem" for n in _SPACES]
    rest += [f"--{p[1]}:{_number(v.value)}px" for p, v in values.items() if p[0] == "shape"]
    rest += [f"--font-{p[1]}:{v.value}" for p, v in values.items() if p[0] == "fonts"]
    wide = _scale(sizes["base"], sizes["ratio"])
    narrow = _scale(sizes["base"], sizes["narrow"])
    css = "".join(_face(face) for face, _ in found.faces.values())
    css += f":root{{color-scheme:light dark;{';'.join([*light, *narrow, *rest])}}}"
    css += f"@media (min-width:44rem){{:root{{{';'.join(wide)}}}}}"
    if dark:
        css += f"@media (prefers-color-scheme:dark){{:root{{{';'.join(dark)}}}}}"
    return css


def _value(values: Mapping[Place, _Set], place: Place, usual: Decimal) -> Decimal:
    return Decimal(values[place].value) if place in values else usual


def _scale(base: Decimal, ratio: Decimal) -> list[str]:
    """``--step--1`` to ``--step-5``, in rem."""
    return [f"--step-{step}:{_number(base * ratio**step)}rem" for step in _STEPS]


def _number(value: Decimal) -> str:
    """As CSS writes it, to a ten-thousandth."""
    return f"{round(value, 4):f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value)}"


def _face(face: FaceFields) -> str:
    weight = f"font-weight:{_number(face.weight)};" if face.weight is not None else ""
    style = "font-style:italic;" if face.italic else ""
    name = json.dumps(face.family, ensure_ascii=False)
    address = json.dumps(face.file, ensure_ascii=False)
    return (
        f"@font-face{{font-family:{name};{weight}{style}font-display:swap;"
        f'src:url({address}) format("woff2")}}'
    )


def _template(schemes: Mapping[str, Mapping[str, _Set]]) -> str:
    plain = {
        scheme: {name: one.value for name, one in colours.items()}
        for scheme, colours in schemes.items()
    }
    return "{% set colours = " + json.dumps(plain, sort_keys=True) + " %}\n"
