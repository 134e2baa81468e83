"""Seconds and memory of building the same texts with civicsite and with other generators.

``python benchmarks/building.py --tools DIR`` builds 1,000 texts with every tool in turn, three
rounds, and writes a table in Markdown and a picture. DIR holds one folder a tool:
``DIR/hugo``, ``DIR/mkdocs``, ``DIR/pelican`` and ``DIR/zensical`` are virtual environments with
the package of that name, ``DIR/eleventy`` is a folder with ``@11ty/eleventy``,
``markdown-it-footnote`` and ``markdown-it-deflist`` installed from npm. What is not there is left
out by name. A tool that did not write every text, list and home page makes the run invalid.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus import PageText, texts
from layouts import LAYOUTS, Layout, cleared
from measuring import Cost, Work, measured, work
from picture import picture

WORKS = ("cold", "nothing changed", "a body edited", "a title edited", "the theme edited")
SETTLED = 3
"""Seconds before a build: civicsite trusts the times of files only when they are older than two."""
Costs = dict[tuple[str, str], list[Cost]]


class Site:
    """The corpus laid out for one tool, and what was edited in it."""

    def __init__(self, layout: Layout, command: list[str], folder: Path, corpus: list[PageText]):
        self.layout, self.command, self.folder = layout, command, folder
        self.corpus, self.titles = corpus, dict[int, str]()
        folder.mkdir(parents=True)
        layout.write(folder, corpus)

    def version(self) -> str:
        asked = [*self.command[: -len(self.layout.arguments) or None], *self.layout.version]
        done = subprocess.run(asked, capture_output=True, text=True, check=True)
        found = re.search(r"\d+\.\d[\w.+-]*", done.stdout + done.stderr)
        return found[0] if found else "unknown"

    def build(self) -> Cost:
        return measured(self.command, self.folder)

    def work(self) -> Work:
        return work(self.folder / self.layout.output, self.corpus, self.titles)

    def prepare(self, job: str, turn: int) -> None:
        """Do the edit that the job is about."""
        text = self.corpus[len(self.corpus) // 2 // 5 * 5]
        path = self.folder / self.layout.source(text)
        if job == "cold":
            cleared(self.layout, self.folder)
        elif job == "a body edited":
            _change(path, lambda said: f"{said}\nDopisano {turn}.\n")
        elif job == "a title edited":
            before = self.titles.get(text.number, text.title)
            self.titles[text.number] = f"{text.title} {turn}"
            line = self.layout.title
            old, new = (line.format(title=t) for t in (before, self.titles[text.number]))
            _change(path, lambda said: said.replace(old, new, 1))
        elif job == "the theme edited":
            _change(
                self.folder / self.layout.theme,
                lambda said: said.replace("</body>", f"<!-- {turn} --></body>", 1),
            )


def _change(path: Path, how: Callable[[str], str]) -> None:
    before = path.read_text("utf-8")
    after = how(before)
    if after == before:
        raise RuntimeError(f"{path}: nothing to edit")
    path.write_text(after, "utf-8")


def run(sites: list[Site], rounds: int, jobs: tuple[str, ...], settled: float) -> Costs:
    """Every job of every tool, the tools in turn within a job."""
    costs: Costs = {}
    for turn in range(1, rounds + 1):
        for job in jobs:
            for site in sites:
                site.prepare(job, turn)
                time.sleep(settled)
                costs.setdefault((site.layout.name, job), []).append(site.build())
    return costs


def unequal(done: dict[str, Work], corpus: list[PageText]) -> list[str]:
    """What tools did not do that all have to."""
    towns = len({text.town for text in corpus})
    found = []
    for name, did in done.items():
        for what, has, due in (
            ("texts with a page", did.texts, len(corpus)),
            ("texts in a list", did.listed, len(corpus)),
            ("towns on the home page", did.towns, towns),
            ("pages with a table", did.tables, sum("| --- |" in t.body for t in corpus)),
            ("pages with a footnote", did.footnotes, sum("[^1]" in t.body for t in corpus)),
            ("pages with definitions", did.definitions, sum("\n:   " in t.body for t in corpus)),
        ):
            if has < due:
                found.append(f"{name}: {what}: {has} of {due}")
    return found


# --- what is told -------------------------------------------------------------------------------


def cost_table(sites: list[Site], costs: Costs, jobs: tuple[str, ...], against: str) -> list[str]:
    lines = [
        f"| work | tool | wall s | cpu s | peak MiB | wall, cpu, peak: ratio to {against} |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for job in jobs:
        for site in sites:
            own, other = costs[site.layout.name, job], costs[against, job]
            middle = [
                statistics.median(getattr(cost, part) for cost in own)
                for part in ("wall", "cpu", "peak")
            ]
            ratios = [
                statistics.median(
                    getattr(mine, part) / max(getattr(its, part), 0.001)
                    for mine, its in zip(own, other, strict=True)
                )
                for part in ("wall", "cpu", "peak")
            ]
            lines.append(
                f"| {job} | {site.layout.name} | {middle[0]:.2f} | {middle[1]:.2f} |"
                f" {middle[2]:.0f} | {' / '.join(f'{ratio:.2f}' for ratio in ratios)} |"
            )
    return lines


def work_table(sites: list[Site], done: dict[str, Work]) -> list[str]:
    lines = [
        "| tool | version | texts | in lists | pages | links | feeds, entries | MiB | without |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for site in sites:
        did = done[site.layout.name]
        lines.append(
            f"| {site.layout.name} | {site.version()} | {did.texts} | {did.listed} | {did.pages} |"
            f" {did.links} | {did.feeds}, {did.entries} | {did.mebibytes:.1f} |"
            f" {site.layout.without} |"
        )
    return lines


def machine() -> str:
    with Path("/proc/meminfo").open() as file:
        memory = int(file.readline().split()[1]) / 2**20
    return (
        f"{len(os.sched_getaffinity(0))} processors, {memory:.0f} GiB,"
        f" {platform.system()} {platform.release()}, Python {platform.python_version()}"
    )


def shares(corpus: list[PageText]) -> str:
    """What the corpus is made of (the work depends on it)."""
    parts = (("tables", "| --- |"), ("footnotes", "[^1]"), ("definition lists", "\n:   "))
    told = (
        f"{name} in {100 * sum(mark in text.body for text in corpus) / len(corpus):.0f} %"
        for name, mark in parts
    )
    size = sum(len(text.body.encode()) for text in corpus) / len(corpus)
    return f"{len(corpus):,} texts of {size:,.0f} bytes; {', '.join(told)}"


def compare(asked: argparse.Namespace, folder: Path) -> int:
    corpus = list(texts(asked.pages))
    sites, absent = [], []
    # The site is built outside the folder of tools, and its configuration names two of its modules.
    os.environ["NODE_PATH"] = str(asked.tools / "eleventy" / "node_modules")
    for layout in LAYOUTS:
        command = layout.command(asked.tools)
        if asked.only and layout.name not in asked.only:
            continue
        if command is None:
            absent.append(layout.name)
            continue
        sites.append(Site(layout, command, folder / layout.name, corpus))
    jobs = tuple(asked.works or WORKS)
    costs = run(sites, asked.rounds, jobs, asked.settled)
    done = {site.layout.name: site.work() for site in sites}
    against = "hugo" if "hugo" in done else sites[0].layout.name
    problems = unequal(done, corpus)
    lines = [f"{shares(corpus)}. {machine()}. Medians of {asked.rounds}, in turns.", ""]
    lines += [*cost_table(sites, costs, jobs, against), "", *work_table(sites, done)]
    lines += [f"\nNot installed, left out: {', '.join(absent)}."] if absent else []
    lines += ["\nUnequal work, **this run is invalid**:", *(f"* {p}" for p in problems)] * bool(
        problems
    )
    print("\n".join(lines))
    if asked.picture:
        medians = {key: statistics.median(cost.wall for cost in own) for key, own in costs.items()}
        asked.picture.write_text(picture(medians, shares(corpus)), "utf-8")
    return 1 if problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tools", type=Path, default=Path("tools"), help="folder of the tools")
    parser.add_argument("--only", nargs="+", metavar="TOOL", help="these tools alone")
    parser.add_argument("--works", nargs="+", choices=WORKS, help="these works alone")
    parser.add_argument("--picture", type=Path, help="where the picture (SVG) goes")
    parser.add_argument("--settled", type=float, default=SETTLED, help="seconds before a build")
    asked = parser.parse_args()
    asked.tools = asked.tools.resolve()
    with tempfile.TemporaryDirectory() as folder:
        return compare(asked, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
