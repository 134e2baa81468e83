"""The one law: whatever was edited in whatever order, an incremental build equals a clean one,
byte for byte; and a build that was stopped anywhere leaves whole files and is finished by the next.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicsite import standing
from civicsite.build import Options, build
from civicsite.output.operations import Operations
from civicsite.output.writing import Stopped
from civicsite.theme.overlay import default_theme_location
from tests.sites.tiny import AT, SITE, tree, write

PROCESS = "content/lipowiec/park/process.md"
EVENT = "content/lipowiec/park/events/spacer.md"
BALLOTS = "content/lipowiec/park/data/glosy.csv"
Edit = Callable[[Path], None]


def replaced(path: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        file = root / path
        if file.exists():
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")

    return edit


def same_size_and_time(root: Path) -> None:
    """The edit that tools which look at size and time never see."""
    file = root / PROCESS
    before = file.stat()
    file.write_text(file.read_text("utf-8").replace("O co pytamy", "O co prosim"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def restored_with_an_older_time(root: Path) -> None:
    write(root, {EVENT: SITE[EVENT]})
    os.utime(root / EVENT, (1_600_000_000, 1_600_000_000))


def renamed(root: Path) -> None:
    if (root / EVENT).exists():
        (root / EVENT).rename(root / "content/lipowiec/park/events/wycieczka.md")


def deleted(root: Path) -> None:
    (root / EVENT).unlink(missing_ok=True)


def template(root: Path) -> None:
    own = "{% extends 'base.html' %}{% block main %}<h1>{{ view.title }}</h1>{% endblock %}\n"
    write(root, {"themes/civic/templates/page.html": own})


def partial(root: Path) -> None:
    text = (default_theme_location() / "templates/macros.html").read_text("utf-8")
    write(
        root,
        {"themes/civic/templates/macros.html": text.replace('class="cards"', 'class="cards x"')},
    )


def asset(root: Path) -> None:
    write(root, {"themes/civic/assets/civic.css": "body { color: black; }\n"})


def theme_named(name: str) -> Edit:
    def edit(root: Path) -> None:
        file = root / "civicsite.yaml"
        rest = [row for row in file.read_text("utf-8").splitlines() if not row.startswith("theme:")]
        file.write_text("\n".join([*rest, f"theme: {name}", ""]), "utf-8")

    return edit


def look(root: Path) -> None:
    """A colour and a size of the town's own, in the settings and in the theme."""
    file = root / "civicsite.yaml"
    text = file.read_text("utf-8")
    if "look:" not in text:
        text += "look:\n  colours:\n    light:\n      accent: 7a1f5c\n      paper: fffffa\n"
    file.write_text(text, "utf-8")
    write(root, {"themes/civic/theme.yaml": "name: Civic\ntype:\n  ratio: 1.25\n"})


def themeless(root: Path) -> None:
    shutil.rmtree(root / "themes", ignore_errors=True)


def nothing(root: Path) -> None:
    """The build after this may find out by the disk alone that it has nothing to do."""


EDITS: dict[str, Edit] = {
    "nothing": nothing,
    "body": replaced(PROCESS, "O co pytamy", "O czym mówimy"),
    "title": replaced(PROCESS, "Park nad rzeką", "Park nad Lipką"),
    "rename": renamed,
    "delete": deleted,
    "restore": restored_with_an_older_time,
    "same size and time": same_size_and_time,
    "template": template,
    "partial": partial,
    "asset": asset,
    "theme gone": themeless,
    "plain theme": theme_named("plain"),
    "usual theme": theme_named("civic"),
    "look": look,
    "configuration": replaced("civicsite.yaml", "Partycypacja w Lipowcu", "Lipowiec pyta"),
    "export": replaced(BALLOTS, "2;paper", "1;paper"),
    "translation": replaced("content/lipowiec/park/process.en.md", "A park", "The park"),
    "place": replaced("content/lipowiec/places.yaml", "title: Ratusz", "title: Urząd"),
}
INSTANTS = [
    "2026-02-01T00:00:00+01:00",
    AT,
    "2026-04-02T00:00:00+02:00",
    "2026-06-01T00:00:00+02:00",
]


def build_at(root: Path, out: Path, at: str, operations: Operations | None = None) -> None:
    options = Options(root, out, datetime.fromisoformat(at))
    # The edits of a test follow each other faster than a disk is trusted to tell.
    with mock.patch.object(standing, "SETTLED", -(10**20)):
        report = standing.unchanged(options)
        if report is None:
            report = build(options, operations=operations or Operations(durable=False))
    assert report.ok, [str(d) for d in report.diagnostics]


@settings(max_examples=max(4, settings().max_examples // 4))
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(EDITS)), st.sampled_from(INSTANTS)), min_size=1, max_size=5
    )
)
def test_incremental_equals_clean(steps: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        root = write(Path(folder), SITE)
        build_at(root, root / "build", AT)
        for number, (name, at) in enumerate(steps):
            EDITS[name](root)
            build_at(root, root / "build", at)
            clean = root / f"clean-{number}"
            build_at(root, clean, at)
            assert tree(root / "build") == tree(clean), (name, at)


@pytest.mark.parametrize("name", sorted(EDITS))
def test_each_edit_alone(name: str, tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    build_at(root, root / "build", INSTANTS[3])
    EDITS[name](root)
    build_at(root, root / "build", INSTANTS[3])
    build_at(root, root / "clean", INSTANTS[3])
    assert tree(root / "build") == tree(root / "clean")


def test_a_build_stopped_at_any_operation_is_finished_by_the_next(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    old, new = tmp_path / "old", tmp_path / "new"
    build_at(root, old, AT)
    EDITS["title"](root)
    EDITS["delete"](root)
    build_at(root, new, AT)
    before, after = tree(old), tree(new)
    assert before != after
    stops = 0
    while True:
        for name in ("build", ".build.civicsite"):
            shutil.rmtree(root / name, ignore_errors=True)
        shutil.copytree(old, root / "build", copy_function=shutil.copy2)
        shutil.copytree(tmp_path / ".old.civicsite", root / ".build.civicsite")
        stops += 1
        try:
            build_at(root, root / "build", AT, Operations(stop_after=stops, durable=False))
        except Stopped:
            for path, content in tree(root / "build").items():
                assert content in (before.get(path), after.get(path)), f"{path} after {stops}"
            build_at(root, root / "build", AT)
            assert tree(root / "build") == after, stops
        else:
            break
    assert stops > len([path for path in after if before.get(path) != after[path]])
