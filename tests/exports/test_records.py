from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Diagnostic
from civicsite.exports.contents import Contents
from civicsite.exports.dataset import Findings
from civicsite.exports.json_text import json_keys, read_json
from civicsite.exports.moments import parse_day, parse_moment
from civicsite.exports.records import Record, head_columns, open_records
from civicsite.registry import standard_registry
from tests.exports.files import SAMPLES, in_memory, places, words

WARSAW = ZoneInfo("Europe/Warsaw")
CONTENTS = standard_registry().contents


def opened(content: str | bytes, findings: Findings) -> list[Record]:
    tables = open_records(in_memory("data/x", content), findings, lambda columns: True)
    return [record for table in tables for record in table.rows]


def records(content: str | bytes) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    findings = Findings("x")
    rows = [(r.row, dict(r.cells)) for r in opened(content, findings)]
    return rows, places(findings.all())


def test_a_table_and_json_give_the_same_records() -> None:
    table = 'id;title/pl;tags;n\n1;"a;b";x, y;2.50\n2;;;\n'
    json = (
        '[{"id": 1, "title": {"pl": "a;b"}, "tags": ["x", "y"], "n": 2.50},'
        ' {"id": 2, "title": {"pl": null}, "tags": [], "n": null}]'
    )
    expected = [
        (1, {"id": "1", "title/pl": "a;b", "tags": "x, y", "n": "2.50"}),
        (2, {"id": "2", "title/pl": "", "tags": "", "n": ""}),
    ]
    assert records(table) == (expected, [])
    assert records(json) == (expected, [])


def test_a_list_of_json_keeps_its_values_apart() -> None:
    (record,) = opened('[{"a": ["x, y", "z", true, {"b": "c"}]}]', Findings("x"))
    assert record.lists == {"a": ("x, y", "z", "true")}
    assert record.cells["a/b"] == "c"


def test_texts_by_language_leave_out_what_a_machine_translated() -> None:
    table = "id;title/pl;title/en;title/machine_translations/es;title\n1;Ławka;;Banco;Bank\n"
    (record,) = opened(table, Findings("x"))
    assert record.texts("title") == {"": "Bank", "pl": "Ławka"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[" * 100_000, "json-no-rows"),
        ("[{" + '"a":[' * 100_000, "json-too-deep"),
        ('[{"a": 1}', "json-unreadable"),
        (b'[{"a": "\xb1"}]', "json-not-utf8"),
        ('[{"a": 1}, 2]', "json-no-rows"),
        ("", "export-empty"),
    ],
)
def test_what_is_no_list_of_rows_is_told(content: str | bytes, told: str) -> None:
    _, found = records(content)
    if content == "[" * 100_000:
        assert found == []  # a table with one strange column; no importer takes it
    else:
        assert [place.rpartition(" ")[2] for place in found] == [told]


def test_numbers_of_json_are_never_rounded() -> None:
    digits = "9" * 5000
    found = read_json(in_memory("x", f'[{{"a": {digits}, "b": 0.1000000000000000055, "c": NaN}}]'))
    assert not isinstance(found, Diagnostic)
    assert found.value == [{"a": digits, "b": "0.1000000000000000055", "c": "NaN"}]


def test_a_json_bomb_is_told_with_its_place() -> None:
    found = read_json(in_memory("x.json", '[{"a":\n' + "[" * 40))
    assert isinstance(found, Diagnostic)
    assert places([found]) == ["x.json:2: json-too-deep"]
    assert words([found]) == [
        "the brackets in this file are nested more than 32 deep, which no export of a platform is."
        " Download the file from the platform again."
    ]


def test_the_keys_of_the_first_object_are_its_columns() -> None:
    head = b'[ {"id": 1, "t": {"pl": "a \\" {", "x/y": [{"n": 1}]}, "z": ["a:b"]}, {"other": 1}]'
    assert json_keys(head) == {"id", "t", "t/pl", "t/x/y", "t/x/y/n", "z"}
    assert json_keys(head[:20]) == {"id", "t"}
    assert json_keys(b"id;t\n1;2") == frozenset()


@given(st.binary(max_size=200))
def test_any_bytes_give_diagnostics_and_no_exception(noise: bytes) -> None:
    for content in (noise, b"[{" + noise, b'[{"a": ' + noise + b"}]", b"id;title/pl\n" + noise):
        head_columns(content)
        records(content)


@given(st.data())
def test_no_kind_of_export_raises_for_what_a_row_holds(data: st.DataObject) -> None:
    """Every sample with cells replaced by anything goes through every kind it fits."""
    for path in sorted(SAMPLES.rglob("*.*")):
        if path.suffix not in (".csv", ".json"):
            continue
        findings = Findings(path.name)
        file = in_memory(path.name, path.read_bytes())
        for kind in CONTENTS:
            for table in open_records(file, findings, kind.fits):
                for record in table.rows:
                    cells = {
                        name: data.draw(st.one_of(st.just(cell), st.text(max_size=12)))
                        for name, cell in record.cells.items()
                    }
                    changed = replace(record, cells=cells, lists={})
                    kind.take(changed, Contents(WARSAW, findings))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-05-26 22:39:50 UTC", "2026-05-27T00:39:50+02:00"),
        ("2026-05-26T22:39:50.123Z", "2026-05-27T00:39:50+02:00"),
        ("2026-05-26T22:39:50+02:00", "2026-05-26T22:39:50+02:00"),
        ("26.05.2026 22:39", "2026-05-26T22:39:00+02:00"),
        ("26-05-2026 22:39:50", "2026-05-26T22:39:50+02:00"),
        ("26/05/2026: 22:39", "2026-05-26T22:39:00+02:00"),
        ("05/06/2026 22:39", None),
        ("2026-02-30 10:00", None),
        ("99-99-2026 22:39:50", None),
        ("jutro", None),
    ],
)
def test_moments(text: str, moment: str | None) -> None:
    expected = None if moment is None else datetime.fromisoformat(moment)
    assert parse_moment(text, WARSAW) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-26", date(2026, 5, 26)),
        ("26.05.2026", date(2026, 5, 26)),
        ("26-05-2026", date(2026, 5, 26)),
        ("2026-05-26 22:39:50 UTC", date(2026, 5, 27)),
        ("05/06/2026", None),
        ("2026-02-30", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert parse_day(text, WARSAW) == day


@given(st.text(max_size=30))
def test_no_text_troubles_a_date(text: str) -> None:
    parse_day(text, WARSAW)
    parse_moment(text, WARSAW)
