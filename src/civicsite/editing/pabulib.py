"""``civicsite import pabulib``: participatory-budget elections of the library become processes.

The ``.pb`` file goes into ``data/`` as it came; the projects are read from it by every build. So
a later correction of the file needs no second import. Names become slugs and escaped text,
nothing else (decision 11).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from civicsite.diagnostics import Diagnostic, Report, Severity, Span, error
from civicsite.editing.block_style import quoted
from civicsite.exports.dataset import CountedFile, Export, ExportFile, Facts, Reading
from civicsite.exports.formats.pabulib import Pabulib
from civicsite.exports.gate import Gate
from civicsite.language import slug
from civicsite.output.operations import Operations
from civicsite.output.writing import ProjectFolder
from civicsite.reading.sources import DiskSources

__all__ = ["Imported", "import_pabulib"]

_IN_FILE_ORDER = frozenset({"greedy", "greedy-no-skip", "greedy-threshold"})
"""Rules whose ties the library settles by the order of the file, as its selections show."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One election that became a process."""

    path: str
    projects: int
    ballots: int


def import_pabulib(
    files: Sequence[Path], into: Path
) -> tuple[tuple[Imported, ...], tuple[Diagnostic, ...]]:
    """Write a process for each file below ``into``, the content folder. Nothing is overwritten;
    with a problem in one file the others are still imported."""
    report, imported = Report(), []
    for file in files:
        sources = DiskSources(file.parent, only=[file.name])
        if not sources.exists(file.name):
            report.add(error("import-file-missing", Span(str(file)), path=str(file)))
            continue
        data = sources.read(file.name)
        export = _read(file.name, data)
        report.extend(export.diagnostics)
        if export.facts is None or any(d.severity is Severity.ERROR for d in export.diagnostics):
            continue
        meta = dict(export.facts.more)
        folder, written = _files(file.name, data, export.facts, meta)
        town = folder.split("/")[0]
        name = quoted(meta.get("unit") or town)
        description = {f"{town}/municipality.md": _lines("---", f"name: {name}", "---")}
        if DiskSources(into, only=[town]).exists(f"{town}/municipality.md"):
            description = {}
        made = ProjectFolder(into, Operations()).create_all({**description, **written})
        report.extend(made.diagnostics)
        if not made.diagnostics:
            ballots = export.provenance.rows_read if export.provenance else 0
            imported.append(Imported(f"{into}/{folder}", len(export.options), ballots))
    return tuple(imported), tuple(report)


def _read(name: str, data: bytes) -> Export:
    file = ExportFile(name, lambda: BytesIO(data))
    entry = CountedFile(name)
    reading = Reading(file, entry, "recognised-stated", {}, lambda ballot: None, Gate(name))
    return Pabulib().read(reading)


def _lines(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _files(
    name: str, data: bytes, facts: Facts, meta: dict[str, str]
) -> tuple[str, dict[str, bytes]]:
    stem = re.sub(r"\.pb(\.gz)?$", "", name)
    town = slug(meta.get("unit") or meta.get("country") or "import") or "import"
    folder = f"{town}/{slug(stem) or 'import'}"
    ending = ".pb.gz" if name.endswith(".gz") else ".pb"
    data_file = f"data/{slug(stem) or 'import'}{ending}"
    return folder, {
        f"{folder}/process.md": _process(facts, meta),
        f"{folder}/results.yaml": _results(data_file, facts),
        f"{folder}/{data_file}": data,
    }


def _process(facts: Facts, meta: dict[str, str]) -> bytes:
    lines = ["---", f"title: {quoted(facts.title or 'Pabulib')}", "kind: participatory-budget"]
    district = meta.get("district") or meta.get("subunit")
    if district:
        lines.append(f"area: {quoted(district)}")
    if facts.budget is not None and facts.currency in ("", "PLN"):
        lines.append(f"budget: {facts.budget:.2f}".removesuffix(".00"))
    if facts.begins:
        lines += ["phases:", "  - id: vote", "    does: vote", f"    from: {facts.begins}"]
        if facts.ends:
            lines.append(f"    to: {facts.ends}")
    return _lines(*lines, "---")


def _results(data_file: str, facts: Facts) -> bytes:
    lines = ["status: final"]
    if facts.budget is not None:
        lines.append(f"budget: {facts.budget:.2f}".removesuffix(".00"))
    lines += [
        "ballots:",
        f"  - file: {data_file}",
        "    format: pabulib",
        "validity:",
        "  as_declared: yes",
    ]
    if facts.rule not in ("", "unknown"):
        lines += ["rule:", f"  name: {slug(facts.rule) if '/' in facts.rule else facts.rule}"]
    if facts.rule in _IN_FILE_ORDER or facts.rule.startswith("equal-shares"):
        lines += ["ties:", "  by:", "    - file-order"]
    return _lines(*lines)
