"""Seconds and peak memory of a count, beside DuckDB and pabutools where they are installed.

``python benchmarks/counting.py`` makes its own ballots, always the same ones, counts them with
every engine in a process of its own and holds the votes against each other: a run in which two
engines count differently is worth nothing and ends with an error. Two votes are counted:

* 128,000 ballots with one mark, as a ``.pb`` file (pabutools reads only those) and as a table;
* a million ballots with one to five marks among 120 projects, as a table (``--ballots 5000000``).

Seconds are those of the clock around reading, counting and deciding, without starting Python and
importing; ``cpu`` is the time the processor worked for it, the sturdier number on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECTS = 120
SINGLE = 128_000
BUDGET = 2_000_000
Found = dict[str, int]

# --- ballots ------------------------------------------------------------------------------------


def costs() -> list[int]:
    return [50_000 + 1_000 * (7 * number % 90) for number in range(1, PROJECTS + 1)]


def rows(ballots: int, most: int) -> list[str]:
    """Marks of every ballot; some projects are liked much more than others."""
    chance = random.Random(ballots)
    names = [str(number) for number in range(1, PROJECTS + 1)]
    weights = [1 / (number + 3) for number in range(PROJECTS)]
    drawn = chance.choices(names, weights, k=ballots * most)
    sizes = [1 + chance.randrange(most) for _ in range(ballots)]
    found, place = [], 0
    for size in sizes:
        found.append(",".join(dict.fromkeys(drawn[place : place + size])))
        place += size
    return found


def write_table(path: Path, marks: list[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("Nr;Projekty\n")
        file.writelines(f"{number};{cell}\n" for number, cell in enumerate(marks, 1))


def write_pb(path: Path, marks: list[str]) -> None:
    meta = {
        "description": "Generated", "country": "Poland", "unit": "Lipowiec", "instance": "2026",
        "num_projects": PROJECTS, "num_votes": len(marks), "budget": BUDGET,
        "vote_type": "choose-1", "rule": "greedy", "date_begin": "2026", "date_end": "2026",
        "min_length": 1, "max_length": 1,
    }  # fmt: skip
    with path.open("w", encoding="utf-8") as file:
        file.write("META\nkey;value\n")
        file.writelines(f"{key};{value}\n" for key, value in meta.items())
        file.write("PROJECTS\nproject_id;cost;name\n")
        file.writelines(f"{n};{cost};Project {n}\n" for n, cost in enumerate(costs(), 1))
        file.write("VOTES\nvoter_id;vote\n")
        file.writelines(f"{number};{cell}\n" for number, cell in enumerate(marks, 1))


# --- engines: each runs in a process of its own -------------------------------------------------


def civicsite(path: str) -> Callable[[], Found]:
    from decimal import Decimal

    from civicsite.exports.dataset import CountedFile, ExportFile, Option
    from civicsite.exports.validity import Validity
    from civicsite.registry import standard_registry
    from civicsite.results.rules.base import TieBreak
    from civicsite.results.tally import ContestRequest, CountRequest, count

    registry = standard_registry()
    is_pb = path.endswith(".pb")
    options = tuple(
        Option(str(n), f"Project {n}", cost=Decimal(c)) for n, c in enumerate(costs(), 1)
    )
    contest = ContestRequest(
        "", budget=Decimal(BUDGET), rule="greedy", ties=TieBreak(("file-order",))
    )
    file = CountedFile(path, "pabulib") if is_pb else CountedFile(
        path, "table", choices=(("", "Projekty"),)
    )  # fmt: skip
    asked = CountRequest(
        (contest,),
        (file,),
        # As such a file is imported: its ballots were checked before.
        Validity(is_pb, too_many_marks="invalid", unknown_option="invalid"),
        options=() if is_pb else options,
    )

    def run() -> Found:
        (tally,), problems = count(
            asked,
            lambda name: ExportFile(name, lambda: Path(name).open("rb")),  # noqa: SIM115
            registry.formats,
            registry.rules,
        )
        assert not problems, problems
        assert tally.outcome is not None
        assert tally.outcome.complete
        return {item.option.id: item.votes for item in tally.options}

    return run


def duckdb(path: str) -> Callable[[], Found]:
    import duckdb as engine

    def run() -> Found:
        query = """
            SELECT mark, count(*)
            FROM (
                SELECT unnest(string_split(Projekty, ',')) AS mark
                FROM read_csv(?, delim = ';', header = true, all_varchar = true)
            )
            GROUP BY mark
        """
        return dict(engine.connect().execute(query, [path]).fetchall())

    return run


def pabutools(path: str) -> Callable[[], Found]:
    from pabutools.election import Cost_Sat, parse_pabulib
    from pabutools.rules import greedy_utilitarian_welfare

    def run() -> Found:
        instance, profile = parse_pabulib(path)
        greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)
        return {project.name: profile.approval_score(project) for project in instance}

    return run


ENGINES = {"civicsite": civicsite, "duckdb": duckdb, "pabutools": pabutools}


def peak() -> float:
    """Most memory this process had, in MB. Linux counts what the parent had before this one began
    into ``ru_maxrss``, and tells its own beside."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(engine: str, path: str) -> None:
    """What a process says about itself, as JSON on one line."""
    try:
        run = ENGINES[engine](path)
    except ImportError:
        print(json.dumps(None))
        return
    clock, cpu = time.perf_counter(), time.process_time()
    votes = run()
    said = {
        "seconds": time.perf_counter() - clock,
        "cpu": time.process_time() - cpu,
        "peak": peak(),
        "votes": {id: number for id, number in votes.items() if number},
    }
    print(json.dumps(said))


# --- the comparison -----------------------------------------------------------------------------


def compare(title: str, engines: list[tuple[str, Path]], limit: int) -> bool:
    """Print one table; False when two engines count differently."""
    print(f"\n{title}")
    print(f"{'engine':<12} {'file':<6} {'seconds':>9} {'cpu':>9} {'peak MB':>9} {'cpu, ratio':>11}")
    votes: Found | None = None
    same, own = True, 0.0
    for engine, path in engines:
        command = [sys.executable, __file__, "--measure", engine, str(path)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired:
            print(f"{engine:<12} {path.suffix:<6} more than {limit} s")
            continue
        if done.returncode:
            print(f"{engine:<12} {path.suffix:<6} failed: {done.stderr.strip().splitlines()[-1]}")
            same = same and engine != "civicsite"
            continue
        said = json.loads(done.stdout.splitlines()[-1])
        if said is None:
            print(f"{engine:<12} {path.suffix:<6} not installed, left out")
            continue
        own = own or said["cpu"]
        ratio = said["cpu"] / own
        print(
            f"{engine:<12} {path.suffix:<6} {said['seconds']:>9.2f} {said['cpu']:>9.2f}"
            f" {said['peak']:>9.0f} {ratio:>11.2f}"
        )
        votes = votes or said["votes"]
        if said["votes"] != votes:
            print(f"{engine} counts other votes: this run is worth nothing")
            same = False
    return same


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ballots", type=int, default=1_000_000, help="approval ballots")
    parser.add_argument("--limit", type=int, default=600, help="seconds for one engine")
    parser.add_argument("--measure", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(*asked.measure)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        single, approval = Path(folder, "single.csv"), Path(folder, "approval.csv")
        pb = single.with_suffix(".pb")
        marks = rows(SINGLE, 1)
        write_table(single, marks)
        write_pb(pb, marks)
        same = compare(
            f"{SINGLE:,} ballots with one mark",
            [("civicsite", pb), ("civicsite", single), ("duckdb", single), ("pabutools", pb)],
            asked.limit,
        )
        write_table(approval, rows(asked.ballots, 5))
        same &= compare(
            f"{asked.ballots:,} ballots with up to five marks",
            [("civicsite", approval), ("duckdb", approval)],
            asked.limit,
        )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
