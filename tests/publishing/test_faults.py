"""What goes wrong with hosting, each with the live site looked at after every change."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.publish import Request
from civicsite.publishing.base import Fault, TransportProblem
from civicsite.publishing.planning import rank
from tests.publishing.server import Killed, MemoryTarget, Server, Town, assert_true

CSS1, CSS2 = "assets/civic.0123456789.css", "assets/civic.abcdef0123.css"
FIRST = {
    CSS1: b"first style",
    "index.html": b"home one",
    "feed.xml": b"feed one",
    "a.html": b"page a one",
    "b.html": b"page b one",
    "old.html": b"leaves soon",
    "data/wyniki.csv": b"a;1",
}
SECOND = {
    CSS2: b"second style",
    "index.html": b"home two",
    "feed.xml": b"feed two!",
    "a.html": b"page a two, longer",
    "b.html": b"page b one",
    "c.html": b"page c is new",
    "data/wyniki.csv": b"a;2",
}
STAYS = FIRST.keys() & SECOND.keys()


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def published(town: Town, server: Server | None = None) -> Server:
    """The first release is on the server, and every visit from now on is checked."""
    server = server or Server()
    town.build(FIRST)
    assert town.publish(MemoryTarget(server)).ok
    watch(server)
    server.log.clear()
    town.build(SECOND)
    return server


def watch(server: Server, window: set[str] | None = None) -> None:
    """From now on: no page that stays answers 404 or is half a file; what is there is one release
    or the other; the manifest claims nothing that is not there."""

    def look() -> None:
        for path, data in server.site.items():
            assert data in (FIRST.get(path), SECOND.get(path)), f"half a file: {path}"
        missing = STAYS - server.site.keys()
        if window is None:
            assert not missing
            assert_true(server)
        else:
            assert len(missing) <= 1
            window.update(missing)

    server.watch = look


def refusing(fault: Fault, kind: str, path: str) -> Callable[[int, str, str], None]:
    def hook(number: int, done: str, where: str) -> None:
        if done == kind and path in where:
            raise TransportProblem(fault, where, "as the server says it")

    return hook


def codes(report: object) -> list[str]:
    return [found.code for found in report.diagnostics]  # type: ignore[attr-defined]


def completed(town: Town, server: Server) -> None:
    """The next run does the rest."""
    server.hook = lambda number, kind, path: None
    report = town.publish(MemoryTarget(server))
    assert report.ok, codes(report)
    assert server.site == {**SECOND, CSS1: FIRST[CSS1]}
    assert_true(server)
    assert (
        sorted(p for p in server.files if p.startswith(".civicsite/"))
        == sorted([".civicsite/manifest.json", f".civicsite/files-run-{town.runs}-office.json.gz"])
        or report.told is None
    )


def test_a_release_follows_another_without_a_hole(town: Town) -> None:
    server = published(town)
    completed(town, server)
    town.build({**SECOND, "a.html": b"page a two, longer"})
    assert town.publish(MemoryTarget(server)).told is None, "nothing is left to do"


def test_assets_go_first_and_home_last_and_removals_at_the_end(town: Town) -> None:
    server = published(town)
    server.log.clear()
    completed(town, server)
    placed = [p for kind, p in server.log if kind == "rename" and not p.startswith(".civicsite")]
    assert placed == [
        CSS2, "data/wyniki.csv", "a.html", "c.html", "feed.xml", "index.html",
    ]  # fmt: skip
    assert [rank(path) for path in placed] == sorted(rank(path) for path in placed)
    manifest = server.log.index(("rename", ".civicsite/manifest.json"))
    assert server.log.index(("delete", "old.html")) > manifest


def test_assets_of_the_release_before_stay_for_open_pages_and_go_with_the_next(town: Town) -> None:
    server = published(town)
    completed(town, server)
    server.watch = lambda: None
    town.build({**SECOND, "a.html": b"third"})
    assert town.publish(MemoryTarget(server)).told.removed == (CSS1,)  # type: ignore[union-attr]
    assert CSS1 not in server.files


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        (Fault.FULL, "write", "publish-full"),
        (Fault.FULL, "write-rest", "publish-full"),
        (Fault.LOST, "write", "publish-lost"),
        (Fault.LOST, "write-rest", "publish-lost"),
        (Fault.LOST, "rename", "publish-lost"),
        (Fault.DENIED, "write", "publish-denied"),
        (Fault.DENIED, "rename", "publish-denied"),
        (Fault.REFUSED, "write", "publish-refused"),
    ],
)
@pytest.mark.parametrize("number", range(0, 12, 2))
def test_whatever_fails_for_good_the_site_stays_and_the_next_run_does_the_rest(
    town: Town, fault: Fault, kind: str, code: str, number: int
) -> None:
    """552 quota, a full disk, 421 that does not end, wrong rights: from the n-th write on."""
    server = published(town)
    seen = 0

    def hook(_: int, done: str, where: str) -> None:
        nonlocal seen
        if done == kind:
            seen += 1
            if seen > number:
                raise TransportProblem(fault, where, "as the server says it")

    server.hook = hook
    report = town.publish(MemoryTarget(server))
    assert code in codes(report) or report.ok
    assert report.ok == (seen <= number)
    completed(town, server)


@pytest.mark.parametrize("number", range(0, 90, 5))
def test_a_connection_that_breaks_once_is_made_again(town: Town, number: int) -> None:
    server = published(town)
    broken = False
    start = server.count

    def hook(count: int, kind: str, path: str) -> None:
        nonlocal broken
        if count - start == number and not broken:
            broken = True
            raise TransportProblem(Fault.LOST, path, "421 Timeout")

    server.hook = hook
    assert town.publish(MemoryTarget(server)).ok
    assert server.site == {**SECOND, CSS1: FIRST[CSS1]}


@pytest.mark.parametrize("lie", ["write", "rename"])
def test_a_server_that_lies_about_success_is_not_believed(town: Town, lie: str) -> None:
    server = published(town)
    server.lie_about = {lie}
    report = town.publish(MemoryTarget(server))
    assert codes(report) == ["publish-untrue"]
    server.lie_about = set()
    completed(town, server)


def test_a_server_that_stores_less_than_it_was_sent_is_not_believed(town: Town) -> None:
    server = published(town)
    server.mangle = lambda path, data: data[:5] if "part-" in path else data
    assert codes(town.publish(MemoryTarget(server))) == ["publish-untrue"]
    server.mangle = lambda path, data: data
    completed(town, server)


def test_a_server_that_changes_bytes_is_found_out_by_verify(town: Town) -> None:
    server = published(town)
    server.watch = lambda: None
    server.mangle = lambda path, data: data.replace(b"two", b"TWO") if "part-" in path else data
    assert town.publish(MemoryTarget(server)).ok, "the length is right"
    server.mangle = lambda path, data: data
    report = town.publish(MemoryTarget(server), Request(verify=True, dry_run=True))
    assert report.wrong == ("a.html", "feed.xml", "index.html")
    assert town.publish(MemoryTarget(server), Request(verify=True)).ok
    assert server.site == {**SECOND, CSS1: FIRST[CSS1]}


# Decision 22


def test_where_no_file_goes_over_another_one_page_at_a_time_is_missing_for_two_commands(
    town: Town,
) -> None:
    server = published(town, Server(replaces=False))
    window: set[str] = set()
    watch(server, window)
    report = town.publish(MemoryTarget(server))
    assert report.ok
    assert report.window
    assert window == {"index.html", "feed.xml", "a.html", "data/wyniki.csv"}
    assert server.site == {**SECOND, CSS1: FIRST[CSS1]}
    for n, (kind, path) in enumerate(server.log):
        if kind == "rename" and path.startswith(".civicsite/away-"):
            assert server.log[n + 1][0] == "rename", "nothing between the two"


@pytest.mark.parametrize("number", range(0, 140, 2))
def test_killed_in_that_moment_the_next_run_repairs_it_before_anything_else(
    town: Town, number: int
) -> None:
    server = published(town, Server(replaces=False))
    watch(server, set())
    kill_at(server, number, town)
    server.log.clear()
    report = town.publish(MemoryTarget(server))
    assert report.ok, codes(report)
    assert server.site == {**SECOND, CSS1: FIRST[CSS1]}


# kill -9


def kill_at(server: Server, number: int, town: Town) -> bool:
    """Publish and die before operation ``number``; False when it was done before."""
    start, dead = server.count, False

    def hook(count: int, kind: str, path: str) -> None:
        nonlocal dead
        if dead or count - start >= number:
            dead = True
            raise Killed

    server.hook = hook
    try:
        town.publish(MemoryTarget(server))
    except Killed:
        return True
    finally:
        server.hook = lambda count, kind, path: None
    return False


@pytest.mark.parametrize("number", range(100))
def test_killed_at_any_operation_the_site_is_whole_and_the_next_run_does_the_rest(
    town: Town, number: int
) -> None:
    server = published(town)
    killed = kill_at(server, number, town)
    sent = {p for kind, p in server.log if kind == "rename"}
    server.log.clear()
    completed(town, server)
    again = {p for kind, p in server.log if kind == "rename" and not p.startswith(".civicsite/")}
    assert len(again & sent & STAYS) <= 1, "at most one file is sent twice"
    assert killed or number > 40


PATHS = [CSS1, CSS2, "index.html", "feed.xml", "a.html", "b.html", "x/c.html", "x/d.csv"]
SITES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from([b"one", b"two", b"three"]),
                        min_size=1)  # fmt: skip


@given(st.lists(st.tuples(SITES, st.integers(0, 120)), min_size=1, max_size=5), st.booleans())
def test_any_number_of_kills_and_changes_ends_in_the_site(
    steps: list[tuple[Mapping[str, bytes], int]], replaces: bool
) -> None:
    """The build changes between the kills; files of somebody else stay."""
    with tempfile.TemporaryDirectory() as folder:
        town, server = Town(Path(folder)), Server(replaces=replaces)
        server.files["x/obcy.txt"] = b"not ours"
        for site, number in steps:
            town.build(site)
            if replaces:
                server.watch = lambda: assert_true(server)
            kill_at(server, number, town)
        report = town.publish(MemoryTarget(server))
        assert report.ok, codes(report)
        last = steps[-1][0]
        rest = {p: d for p, d in server.site.items() if p not in last}
        assert {p: server.site.get(p) for p in last} == dict(last)
        assert rest.pop("x/obcy.txt") == b"not ours"
        assert rest.keys() <= {CSS1, CSS2}, "only assets of the release before"


# Two publishers


def test_two_publishers_do_not_interleave(town: Town) -> None:
    server = published(town)
    town.alive = True
    kill_at(server, 30, town)
    before = dict(server.files)
    report = town.publish(MemoryTarget(server), computer="other")
    assert codes(report) == ["publish-locked"]
    assert server.files == before


def test_a_lock_that_was_left_behind_ends_by_its_time(town: Town) -> None:
    server = published(town)
    kill_at(server, 30, town)
    request = Request(take_over=True)
    assert codes(town.publish(MemoryTarget(server), request, computer="other")) == [
        "publish-locked"
    ]
    town.clock.seconds += 15 * 60
    assert town.publish(MemoryTarget(server), request, computer="other").ok
    assert server.site == {**SECOND, CSS1: FIRST[CSS1]}


def test_whoever_lost_the_lock_stops(town: Town) -> None:
    """A computer that slept while another took over."""
    server = published(town)
    other = Town(town.root)
    other.clock.seconds += 16 * 60
    other.runs = 100
    begun = False

    def hook(count: int, kind: str, path: str) -> None:
        nonlocal begun
        if kind == "rename" and path == "a.html" and not begun:
            begun = True
            other.publish(MemoryTarget(server), Request(take_over=True), computer="other")

    server.hook = hook
    report = town.publish(MemoryTarget(server))
    assert begun
    assert not report.ok
    assert server.site == {**SECOND, CSS1: FIRST[CSS1]}


def test_a_newer_release_of_somebody_else_is_not_published_over(town: Town) -> None:
    server = published(town)
    server.watch = lambda: None
    assert codes(town.publish(MemoryTarget(server), computer="other")) == ["publish-elsewhere"]
    assert town.publish(MemoryTarget(server), Request(take_over=True), computer="other").ok
    town.build(FIRST)
    before = dict(server.files)
    assert codes(town.publish(MemoryTarget(server))) == ["publish-newer"]
    assert server.files == before
    assert town.publish(MemoryTarget(server), Request(shared=True)).ok, "in CI"


# What is not ours


def test_files_of_somebody_else_are_neither_replaced_nor_removed(town: Town) -> None:
    server = Server({"index.html": b"the page of the hosting", "obcy.txt": b"somebody's"})
    town.build(FIRST)
    assert codes(town.publish(MemoryTarget(server))) == ["publish-foreign"]
    assert server.site == {"index.html": b"the page of the hosting", "obcy.txt": b"somebody's"}
    assert town.publish(MemoryTarget(server), Request(take_over=True)).ok
    assert server.site == {**FIRST, "obcy.txt": b"somebody's"}


def test_damaged_records_are_never_guessed_over(town: Town) -> None:
    server = published(town)
    server.files[".civicsite/manifest.json"] = b"{}"
    server.watch = lambda: None
    before = server.site
    assert codes(town.publish(MemoryTarget(server))) == ["publish-records-unreadable"]
    assert server.site == before


# The plan, and a way back


def test_many_removals_need_a_yes(town: Town) -> None:
    server = Server()
    many = {f"p/{n}.html": b"page" for n in range(30)}
    town.build({**FIRST, **many})
    assert town.publish(MemoryTarget(server)).ok
    town.build(FIRST)
    assert codes(town.publish(MemoryTarget(server))) == ["publish-removals"]
    assert len(server.site) == len(FIRST) + 30
    assert town.publish(MemoryTarget(server), agree=True).ok
    assert server.site == FIRST


def test_a_dry_run_changes_nothing(town: Town) -> None:
    server = published(town)
    before, log = dict(server.files), len(server.log)
    report = town.publish(MemoryTarget(server), Request(dry_run=True))
    assert report.plan is not None
    assert report.plan.new == (CSS2, "c.html")
    assert report.plan.changed == ("a.html", "data/wyniki.csv", "feed.xml", "index.html")
    assert report.plan.gone == ("old.html",)
    assert server.files == before
    assert {kind for kind, _ in server.log[log:]} <= {"open", "read", "size"}


def test_a_release_can_be_taken_back(town: Town) -> None:
    server = published(town)
    completed(town, server)
    report = town.publish(MemoryTarget(server), Request(rollback=True))
    assert report.ok, codes(report)
    assert {p: server.site[p] for p in FIRST} == FIRST
    assert town.publish(MemoryTarget(server), Request(rollback=True)).ok
    assert {p: server.site[p] for p in SECOND} == SECOND


def test_without_the_files_of_the_release_before_there_is_no_way_back(town: Town) -> None:
    server = Server()
    town.build(FIRST)
    assert town.publish(MemoryTarget(server)).ok
    assert codes(town.publish(MemoryTarget(server), Request(rollback=True))) == [
        "publish-no-former"
    ]


def test_a_file_that_becomes_a_folder_goes_before_what_comes_into_it(town: Town) -> None:
    server = Server()
    town.build({"a": b"file", "index.html": b"home"})
    assert town.publish(MemoryTarget(server)).ok
    server.log.clear()
    town.build({"a/b.html": b"page", "index.html": b"home"})
    assert town.publish(MemoryTarget(server)).ok
    assert server.log.index(("delete", "a")) < server.log.index(("rename", "a/b.html"))


def test_a_long_file_that_was_cut_is_continued(town: Town) -> None:
    server = Server(has_resume=True)
    long = b"x" * (1 << 20)
    town.build({"film.bin": long})
    cut = False

    def hook(count: int, kind: str, path: str) -> None:
        nonlocal cut
        if kind == "write-rest" and "part-" in path and not cut:
            cut = True
            raise TransportProblem(Fault.LOST, path, "426 cut")

    server.hook = hook
    assert town.publish(MemoryTarget(server)).ok
    assert server.site == {"film.bin": long}
