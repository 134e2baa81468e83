"""Contrast by the formula of WCAG, and the nearest colour that passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.theme.contrast import contrast, nearest_passing

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_the_formula_gives_the_known_ratios() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#123456", "#123456") == 1


@given(colours, colours)
def test_the_order_of_two_colours_does_not_matter(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


def test_a_green_that_is_too_pale_becomes_a_darker_green() -> None:
    near = nearest_passing("#3cb371", [("#ffffff", 4.5)])
    assert near is not None
    assert contrast(near, "#ffffff") >= 4.5
    assert contrast(near, "#ffffff") < 4.6  # no darker than it must be
    red, green, blue = (int(near[n : n + 2], 16) for n in (1, 3, 5))
    assert green > red
    assert green > blue


@given(colours, colours)
def test_what_is_proposed_passes(colour: str, ground: str) -> None:
    near = nearest_passing(colour, [(ground, 4.5)])
    assert near is not None  # black or white is far enough from any single colour
    assert contrast(near, ground) >= 4.5


@given(colours, colours)
def test_a_colour_that_passes_is_hardly_changed(colour: str, ground: str) -> None:
    if contrast(colour, ground) >= 4.6:
        near = nearest_passing(colour, [(ground, 4.5)])
        assert near is not None
        assert all(
            abs(int(near[n : n + 2], 16) - int(colour[n : n + 2], 16)) <= 2 for n in (1, 3, 5)
        )


def test_what_cannot_be_told_apart_from_both_has_no_proposal() -> None:
    assert nearest_passing("#808080", [("#ffffff", 4.5), ("#000000", 7), ("#767676", 4.5)]) is None
