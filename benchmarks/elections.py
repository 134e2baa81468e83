"""Seconds and memory of real participatory budgets: ``civicsite import pabulib``, then ``build``.

``python benchmarks/elections.py FOLDER`` takes every ``.pb`` and ``.pb.gz`` file of a folder into a
project and builds it. A file that cannot be imported is named and the rest is measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measuring import Cost, measured

CIVICSITE = [sys.executable, "-c", "import civicsite.cli.main as m; m.main()"]
_CONTENT = "content"


def project(folder: Path) -> None:
    """A project without content; the import makes the towns."""
    (folder / _CONTENT).mkdir()
    (folder / "civicsite.yaml").write_text(
        "title: Wybory\naddress: https://wybory.example/\nlanguages:\n  - pl\n"
        "time_zone: Europe/Warsaw\ntheme: civic\n",
        "utf-8",
    )


def line(what: str, cost: Cost, number: int) -> str:
    return (
        f"| {what} | {number} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.cpu / number:.3f} |"
        f" {cost.peak:.0f} | {cost.peak / number:.2f} |"
    )


def imported(files: list[Path], folder: Path) -> tuple[list[Cost], list[str]]:
    """The cost of each file that could be imported, and what was said of the others."""
    costs, refused = [], []
    for path in files:
        command = [*CIVICSITE, "import", "pabulib", str(path), "--into", _CONTENT]
        try:
            costs.append(measured(command, folder))
        except RuntimeError as problem:
            refused.append(f"{path.name}: {str(problem).strip().splitlines()[-1]}")
    return costs, refused


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="folder of .pb and .pb.gz files")
    asked = parser.parse_args()
    files = sorted(
        path.resolve() for path in asked.source.rglob("*") if path.name.endswith((".pb", ".pb.gz"))
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder)
        costs, refused = imported(files, folder)
        if not costs:
            print("\n".join(["No election was imported.", *refused]))
            return 1
        size = sum(path.stat().st_size for path in files) / 2**20
        total = Cost(
            sum(cost.wall for cost in costs),
            sum(cost.cpu for cost in costs),
            max(cost.peak for cost in costs),
        )
        built = measured([*CIVICSITE, "build"], folder)
        pages = sum(1 for _ in (folder / "build").rglob("*.html"))
    print(f"{len(costs)} elections, {size:.1f} MiB of files, {pages} pages\n")
    print("| work | number | wall s | cpu s | cpu s each | peak MiB | MiB each |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    print(line("import, elections", total, len(costs)))
    print(line("build, elections", built, len(costs)))
    print(line("build, pages", built, pages))
    if refused:
        print("\nNot imported:\n" + "\n".join(f"* {item}" for item in refused))
    return 0


if __name__ == "__main__":
    sys.exit(main())
