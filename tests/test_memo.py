from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.memo import Memo, MemoryStore, content_key


def _dump(value: object) -> bytes:
    return json.dumps(value).encode()


class Expensive:
    """Counts how often it is really computed."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.calls = 0

    def __call__(self) -> object:
        self.calls += 1
        return self.answer


def ask(memo: Memo, expensive: Expensive, *inputs: bytes | str, kind: str = "markdown") -> object:
    return memo.get(kind, inputs, expensive, _dump, json.loads)


def test_the_second_call_is_answered_from_the_store() -> None:
    store, expensive = MemoryStore(), Expensive({"html": "<p>Lipowiec</p>"})
    first, second = Memo(store, "program"), Memo(store, "program")

    assert ask(first, expensive, b"Lipowiec") == {"html": "<p>Lipowiec</p>"}
    assert ask(second, expensive, b"Lipowiec") == {"html": "<p>Lipowiec</p>"}

    assert expensive.calls == 1
    assert (first.hits, first.misses) == (0, 1)
    assert (second.hits, second.misses) == (1, 0)
    assert first.used == second.used == set(store.entries)


@pytest.mark.parametrize(
    ("kind", "program", "inputs"),
    [
        ("image", "program", (b"a", b"b")),
        ("markdown", "program 2", (b"a", b"b")),
        ("markdown", "program", (b"a", b"c")),
        ("markdown", "program", (b"b", b"a")),
        ("markdown", "program", (b"a",)),
        ("markdown", "program", (b"ab", b"")),
        ("markdown", "program", (b"a", "b")),
    ],
)
def test_another_kind_program_or_input_is_another_call(
    kind: str, program: str, inputs: tuple[bytes | str, ...]
) -> None:
    store = MemoryStore()
    ask(Memo(store, "program"), Expensive(1), b"a", b"b")

    assert ask(Memo(store, program), Expensive(2), *inputs, kind=kind) == 2


def test_first_and_second_call_agree_even_when_dump_loses_something() -> None:
    memo = Memo(MemoryStore(), "program")
    expensive = Expensive((1, 2))  # JSON knows no tuples

    assert ask(memo, expensive, b"") == ask(memo, expensive, b"") == [1, 2]


def test_two_callers_never_share_a_mutable_value() -> None:
    memo = Memo(MemoryStore(), "program")
    answer = [1]
    ask(memo, Expensive(answer), b"")
    got = ask(memo, Expensive(answer), b"")
    assert isinstance(got, list)
    got.append(2)

    assert ask(memo, Expensive(answer), b"") == [1]


def test_bytes_that_load_does_not_understand_are_computed_again() -> None:
    store = MemoryStore()
    memo = Memo(store, "program")
    memo.get("markdown", [b""], lambda: "old", lambda _: b"not JSON", lambda _: "old")

    assert ask(memo, Expensive("new"), b"") == "new"
    assert ask(memo, Expensive("newer"), b"") == "new"


@given(st.data())
def test_a_flipped_bit_in_the_store_never_reaches_an_answer(data: st.DataObject) -> None:
    store = MemoryStore()
    ask(Memo(store, "program"), Expensive("509 głosów"), b"")
    [(key, stored)] = store.entries.items()
    bit = data.draw(st.integers(0, len(stored) * 8 - 1))
    broken = bytearray(stored)
    broken[bit // 8] ^= 1 << bit % 8
    store.entries[key] = bytes(broken)

    memo = Memo(store, "program")
    assert ask(memo, Expensive("509 głosów"), b"") == "509 głosów"
    assert memo.misses == 1
    assert store.entries[key] == stored


@given(st.data())
def test_a_cut_off_entry_never_reaches_an_answer(data: st.DataObject) -> None:
    store = MemoryStore()
    ask(Memo(store, "program"), Expensive(1234), b"")
    [(key, stored)] = store.entries.items()
    store.entries[key] = stored[: data.draw(st.integers(0, len(stored) - 1))]

    assert ask(Memo(store, "program"), Expensive(1234), b"") == 1234


def test_an_entry_under_the_wrong_key_is_not_believed() -> None:
    store = MemoryStore()
    memo = Memo(store, "program")
    ask(memo, Expensive("Lipowiec"), b"Lipowiec")
    [entry] = store.entries.values()
    ask(memo, Expensive("Brzezno"), b"Brzezno")
    store.entries = dict.fromkeys(store.entries, entry)

    assert ask(memo, Expensive("Brzezno"), b"Brzezno") == "Brzezno"


_parts = st.lists(st.one_of(st.binary(max_size=4), st.text("ab:0\udc80", max_size=4)), max_size=4)


@given(_parts, _parts)
def test_different_parts_have_different_keys(
    one: list[bytes | str], other: list[bytes | str]
) -> None:
    assert (content_key(*one) == content_key(*other)) == (one == other)
