"""Values survive the way to JSON and back; whatever else comes back is refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.dataset import Judged, Option, Provenance, Reduced, Totals
from civicsite.plain import from_data, to_data

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    share: Fraction
    score: int | Decimal | Fraction = 0
    pairs: tuple[tuple[str, int], ...] = ()
    three: tuple[str, int, bool] = ("", 0, False)
    options: tuple[Option, ...] = ()
    maybe: Totals | None = None
    lists: tuple[tuple[str, ...], ...] = ()


def values() -> st.SearchStrategy[Sample]:
    whole = st.integers(-(10**30), 10**30)
    money = st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
    pairs = st.dictionaries(st.text(), whole).map(lambda found: tuple(found.items()))
    return st.builds(
        Sample,
        st.text(),
        st.fractions(),
        whole | money,
        pairs,
        st.tuples(st.text(), whole, st.booleans()),
        st.lists(st.builds(Option, st.text(), st.text(), cost=st.none() | money), max_size=3).map(tuple),
        st.none() | st.builds(Totals, st.text(), st.text(), pairs, st.none() | whole),
        st.lists(st.lists(st.text(), max_size=3).map(tuple), max_size=3).map(tuple),
    )  # fmt: skip


@given(values())
def test_every_value_comes_back_equal_through_json(value: Sample) -> None:
    assert from_data(Sample, json.loads(json.dumps(to_data(value)))) == value


@given(ANYTHING)
def test_anything_else_is_a_value_error(data: object) -> None:
    for kind in (Sample, Reduced):
        with pytest.raises(ValueError, match=r"."):
            from_data(kind, data)


def test_defaults_are_left_out_and_pairs_are_objects() -> None:
    judged = Judged("online", 3, (("blank", 1),))
    assert to_data(judged) == {"channel": "online", "valid": 3, "invalid": {"blank": 1}}


def test_a_field_nobody_knows_is_named() -> None:
    with pytest.raises(ValueError, match=r"^/sources/0/colour: unknown$"):
        from_data(
            Reduced,
            {"contest": "", "sha256": "", "judged": [], "sources": [{**source(), "colour": 1}]},
        )


def source() -> dict[str, object]:
    return to_data(Provenance("a.csv", "0" * 64, 1, "table", "x", "UTF-8", ";", 1))  # type: ignore[no-any-return]


@pytest.mark.parametrize("bad", [1.0, True, "1", None])
def test_only_a_whole_number_is_a_whole_number(bad: object) -> None:
    with pytest.raises(ValueError, match=r"^/valid: "):
        from_data(Judged, {"channel": "", "valid": bad})
