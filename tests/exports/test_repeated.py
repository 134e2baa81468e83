from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.repeated import Repeated


@given(st.lists(st.text("abc", max_size=2)))
def test_it_counts_texts_that_occur_more_than_once(texts: list[str]) -> None:
    repeated = Repeated()
    for text in texts:
        repeated.add(text)
    assert repeated.count() == sum(number > 1 for number in Counter(texts).values())
