"""Totals from a commission's protocol: one row is one option and its votes.

What the protocol says about ballots (cast, valid, invalid by reason) stands in ``results.yaml``
beside the file, because protocols put it in a heading and not in the table.
"""

from __future__ import annotations

from dataclasses import replace

from civicsite.diagnostics import error
from civicsite.exports.choices import Chooser
from civicsite.exports.dataset import (
    CountedFile,
    Export,
    Findings,
    Format,
    Option,
    Provenance,
    Reading,
    Recognition,
    Totals,
)
from civicsite.exports.row_words import is_sum
from civicsite.exports.tables import Table, open_table, with_columns
from civicsite.exports.text_tables import Row, parse_count, tidy

__all__ = ["FORMATS"]


class TotalsFormat:
    """Votes per option, as a commission counted them."""

    name = "totals"
    makes = frozenset({"totals"})
    keys = frozenset(
        {"channel", "contest", "cast", "valid", "invalid", "option", "votes", "protocol",
         "header_row", "header_rows", "sheet"}
    )  # fmt: skip

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        """Never: any table with a column of numbers could be one of totals."""
        return None

    def read(self, reading: Reading) -> Export:
        """The votes of the protocol; a number it states twice is compared."""
        entry, findings = reading.entry, Findings(reading.file.path)
        for key, name in (("option", entry.option), ("votes", entry.votes)):
            if not name:
                findings.add(error("totals-without-column", entry.span, key=key, file=entry.path))
        if not entry.option or not entry.votes:
            return Export(findings.all())
        fits = with_columns(entry.option, entry.votes)
        table = open_table(reading.file, findings, fits, entry.layout, entry.span, keep_sums=True)
        if table is None:
            return Export(findings.all())
        option, votes = (table.column(name, entry.span) for name in (entry.option, entry.votes))
        if option is None or votes is None:
            return Export(findings.all())
        reading.inspect.columns(table.header, table.header_span())
        known = reading.options.get(entry.contest, ())
        lines = _Lines(table, option, votes, known)
        for row in table:
            reading.inspect.row(row.cells, row.line)
            lines.take(row)
        lines.finish(entry)
        _compare(entry, findings)
        totals = Totals(
            entry.contest, entry.channel, tuple(lines.counted.items()),
            entry.cast, entry.valid, entry.invalid,
        )  # fmt: skip
        options = () if known else tuple(Option(id, id, entry.contest) for id in lines.counted)
        provenance = table.provenance(self.name, reading.recognised_by, entry.channel)
        return Export(findings.all(), lines.without_sums(provenance), (totals,), options)


FORMATS: tuple[Format, ...] = (TotalsFormat(),)


class _Lines:
    """The rows of a protocol."""

    def __init__(self, table: Table, option: int, votes: int, known: tuple[Option, ...]) -> None:
        self._table, self._option, self._votes = table, option, votes
        self._known = known
        self._chooser = Chooser(known)
        self._sums: list[tuple[Row, int]] = []
        self.counted: dict[str, int] = {}

    def take(self, row: Row) -> None:
        """One row: an option, or the sum at the foot."""
        findings = self._table.findings
        name = tidy(row.cells[self._option])
        votes = parse_count(row.cells[self._votes])
        id = self._chooser.one(name) if self._known else name
        if (id is None or not self._known) and (not name or is_sum(name)):
            if votes is not None:
                self._sums.append((row, votes))
            return
        if id is None:
            closest = self._chooser.closest(name)
            values = {"suggestion": closest} if closest else {}
            span = self._table.span(row, self._option)
            findings.add(error("totals-option-unknown", span, **values))
        elif votes is None:
            findings.add(error("count-unreadable", self._table.span(row, self._votes), id=id))
        elif id in self.counted:
            findings.add(error("totals-option-twice", self._table.span(row, self._option), id=id))
        else:
            self.counted[id] = votes

    def finish(self, entry: CountedFile) -> None:
        """Compare the sum rows, and miss what has no row."""
        counted = sum(self.counted.values())
        for row, stated in self._sums:
            if stated != counted:
                span = self._table.span(row, self._votes)
                self._table.findings.add(
                    error("totals-sum-differs", span, stated=stated, counted=counted)
                )
        for option in self._known:
            if option.id not in self.counted and not option.withdrawn:
                self._table.findings.add(
                    error("totals-option-missing", entry.span, id=option.id, file=entry.path)
                )

    def without_sums(self, provenance: Provenance) -> Provenance:
        """The provenance with the rows at the foot counted apart."""
        if not self._sums:
            return provenance
        return replace(
            provenance,
            rows_read=provenance.rows_read - len(self._sums),
            rows_left_out=(*provenance.rows_left_out, ("sum-row", len(self._sums))),
        )


def _compare(entry: CountedFile, findings: Findings) -> None:
    """What the protocol says about its ballots must add up with itself."""
    invalid = sum(number for _, number in entry.invalid)
    if entry.cast is not None and entry.valid is not None and entry.valid + invalid != entry.cast:
        values = {"cast": entry.cast, "valid": entry.valid, "invalid": invalid}
        findings.add(error("totals-do-not-add-up", entry.span, file=entry.path, **values))
