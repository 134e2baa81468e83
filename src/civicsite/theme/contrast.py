"""Contrast between two colours, and the nearest colour that has enough of it.

Ratio: WCAG 2.2, "contrast ratio" and "relative luminance". Distance: OKLab (B. Ottosson, "A
perceptual color space for image processing", 2020), in which equal steps look equally large.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import dist

__all__ = ["contrast", "nearest_passing"]

_Triple = tuple[float, float, float]
_FADINGS = (1.0, 0.75, 0.5, 0.25, 0.0)
_STEPS = 1000
"""Lightness is tried in thousandths: finer than the 256 levels of a screen."""


def contrast(one: str, other: str) -> float:
    """The ratio of two colours written ``#rrggbb``: 1 for equal ones, 21 for black on white."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def nearest_passing(colour: str, against: Iterable[tuple[str, float]]) -> str | None:
    """The colour nearest to ``colour`` that has the ratio asked for with every colour given.

    The hue stays, so that a town's green stays green: the lightness moves, and where that is not
    enough the colour fades. None when no such colour will do.
    """
    wanted = tuple(against)
    _, a, b = own = _oklab(_linear(colour))
    tried = {
        _hex(_from_oklab((step / _STEPS, a * fading, b * fading)))
        for fading in _FADINGS
        for step in range(_STEPS + 1)
    }
    passing = [
        (dist(_oklab(_linear(near)), own), near)
        for near in tried
        if all(contrast(near, other) >= least for other, least in wanted)
    ]
    return min(passing)[1] if passing else None


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> _Triple:
    """The channels as light: the inverse of the sRGB transfer function, with WCAG's threshold."""
    red, green, blue = (_channel(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def _channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _hex(linear: _Triple) -> str:
    """The nearest colour that a screen has."""
    shown = []
    for light in linear:
        held = min(max(light, 0.0), 1.0)
        value = 12.92 * held if held <= 0.0031308 else 1.055 * held ** (1 / 2.4) - 0.055
        shown.append(f"{round(value * 255):02x}")
    return "#" + "".join(shown)


def _oklab(linear: _Triple) -> _Triple:
    red, green, blue = linear
    long = _root(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = _root(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = _root(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lab: _Triple) -> _Triple:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _root(value: float) -> float:
    return float(max(value, 0.0) ** (1 / 3))
