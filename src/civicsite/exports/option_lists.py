"""Tables that are not ballots: what could be voted for, and what was declared."""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.diagnostics import Diagnostic, Span, error, warning
from civicsite.exports.choices import Chooser
from civicsite.exports.dataset import (
    AS_FOUND,
    RESULTS_FILE,
    Declared,
    ExportFile,
    Findings,
    Inspector,
    Layout,
    Option,
    Provenance,
)
from civicsite.exports.tables import Table, open_table, with_columns
from civicsite.exports.text_tables import Row, parse_amount, tidy

__all__ = [
    "DeclaredTable",
    "OptionsTable",
    "read_declared",
    "read_options",
]


@dataclass(frozen=True, slots=True)
class OptionsTable:
    """``options:`` in ``results.yaml``: a table of options, and what its columns mean."""

    path: str
    id: str
    """Column of the number that ballots use."""
    title: str
    """Column of the title."""
    cost: str = ""
    """Column of the cost."""
    contest: str = ""
    """Column of the contest, by its id or title."""
    label: str = ""
    """Column of the wording on the ballot, where it differs from the title."""
    span: Span = RESULTS_FILE
    layout: Layout = AS_FOUND
    public_as: tuple[tuple[str, str], ...] = ()
    """Columns that may hold names and places, and why: ``candidate``, ``place``, ``official``."""


@dataclass(frozen=True, slots=True)
class DeclaredTable:
    """``declared:`` in ``results.yaml``: the commission's list, and what its columns mean."""

    path: str
    id: str
    """Column that names the option, by id or title."""
    selected: str
    """Column that says yes or no."""
    span: Span = RESULTS_FILE
    layout: Layout = AS_FOUND


def _open(
    file: ExportFile, ask: OptionsTable | DeclaredTable, findings: Findings, inspect: Inspector
) -> Table | None:
    names = [ask.id, ask.selected] if isinstance(ask, DeclaredTable) else [ask.id, ask.title]
    table = open_table(file, findings, with_columns(*names), ask.layout, ask.span)
    if table:
        inspect.columns(table.header, table.header_span())
    return table


def read_options(
    file: ExportFile, ask: OptionsTable, contests: dict[str, str], inspect: Inspector
) -> tuple[tuple[Option, ...], Provenance | None, tuple[Diagnostic, ...]]:
    """The options of a table in its order. ``contests`` gives the id of a contest for each of its
    names, folded; it is only used with a contest column."""
    findings = Findings(file.path)
    table = _open(file, ask, findings, inspect)
    if table is None:
        return (), None, findings.all()
    names = {"id": ask.id, "title": ask.title, "cost": ask.cost, "contest": ask.contest,
             "label": ask.label}  # fmt: skip
    columns = {key: table.column(name, ask.span) for key, name in names.items() if name}
    if None in columns.values():
        return (), None, findings.all()
    known = {key: index for key, index in columns.items() if index is not None}
    options: dict[tuple[str, str], Option] = {}
    for row in table:
        inspect.row(row.cells, row.line)
        option = _option(table, row, known, contests)
        if option is None:
            continue
        if (option.contest, option.id) in options:
            span = table.span(row, known["id"])
            findings.add(error("option-twice", span, id=option.id))
            continue
        options[option.contest, option.id] = option
    provenance = table.provenance("table", "recognised-stated")
    return tuple(options.values()), provenance, findings.all()


def _option(
    table: Table, row: Row, columns: dict[str, int], contests: dict[str, str]
) -> Option | None:
    cells = {key: tidy(row.cells[index]) for key, index in columns.items()}
    if not cells["id"]:
        table.findings.add(error("option-without-id", table.span(row, columns["id"])))
        return None
    contest = ""
    if "contest" in cells:
        contest = contests.get(cells["contest"].casefold(), "")
        if not contest:
            span = table.span(row, columns["contest"])
            table.findings.add(error("option-contest-unknown", span, id=cells["id"]))
            return None
    cost = None
    if cells.get("cost"):
        cost = parse_amount(cells["cost"])
        span = table.span(row, columns["cost"])
        if cost is None:
            table.findings.add(error("amount-unreadable", span, id=cells["id"]))
        elif cost < 0:
            table.findings.add(error("cost-negative", span, id=cells["id"]))
            cost = None
    labels = (cells["label"],) if cells.get("label") else ()
    return Option(cells["id"], cells["title"], contest, cost, labels)


_YES = frozenset({"1", "tak", "t", "x", "yes", "y", "true", "ja", "так", "prawda", "wybrany"})
_NO = frozenset({"", "0", "nie", "n", "no", "false", "nein", "ні", "fałsz", "-", "–"})


def read_declared(
    file: ExportFile, ask: DeclaredTable, options: tuple[Option, ...], inspect: Inspector
) -> tuple[Declared | None, Provenance | None, tuple[Diagnostic, ...]]:
    """The commission's list. A row that names none of the ``options`` is passed over with a
    warning: one protocol may cover several contests."""
    findings = Findings(file.path)
    table = _open(file, ask, findings, inspect)
    if table is None:
        return None, None, findings.all()
    id_column = table.column(ask.id, ask.span)
    selected_column = table.column(ask.selected, ask.span)
    if id_column is None or selected_column is None:
        return None, None, findings.all()
    chooser = Chooser(options)
    statuses: dict[str, str] = {}
    for row in table:
        inspect.row(row.cells, row.line)
        id = chooser.one(row.cells[id_column])
        word = tidy(row.cells[selected_column]).casefold()
        if id is None:
            span = table.span(row, id_column)
            suggestion = chooser.closest(row.cells[id_column])
            values = {"suggestion": suggestion} if suggestion else {}
            findings.add(warning("declared-option-unknown", span, **values))
        elif word not in _YES | _NO:
            findings.add(error("declared-unreadable", table.span(row, selected_column), id=id))
        elif id in statuses:
            findings.add(error("declared-twice", table.span(row, id_column), id=id))
        else:
            statuses[id] = "selected" if word in _YES else "not-selected"
    provenance = table.provenance("table", "recognised-stated")
    return Declared(tuple(statuses.items())), provenance, findings.all()
