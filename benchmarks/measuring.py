"""What a finished process cost, and what a built site holds."""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from corpus import PageText, town_slug


@dataclass(frozen=True, slots=True)
class Cost:
    """What the operating system accounted to one command and every process it waited for."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of the processors, user and system."""
    peak: float
    """MiB of the largest single process. Workers beside it are not added: what a forked worker
    shares with its parent would be counted twice."""


def measured(command: list[str], folder: Path) -> Cost:
    """Run a command to its end. Raises RuntimeError with the end of its output when it fails."""
    with (folder / ".output").open("w+", encoding="utf-8") as said:
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{command[0]}: {said.read()[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@dataclass(frozen=True, slots=True)
class Work:
    """What was written: the measure of whether two tools did the same."""

    texts: int
    """Texts with a page of their own that has the text's title."""
    listed: int
    """Texts that the list of their town, or the page of their process, names and links."""
    towns: int
    """Towns that the home page links."""
    pages: int
    links: int
    feeds: int
    entries: int
    tables: int
    footnotes: int
    definitions: int
    mebibytes: float


_LINK = re.compile(r"<a\s[^>]*?href=[\"']?([^\"'\s>]+)")


def work(output: Path, texts: list[PageText], titles: dict[int, str]) -> Work:
    """Count a built site. ``titles``: what edited texts are called now."""
    pages: dict[str, str] = {}
    feeds = entries = size = 0
    for path in output.rglob("*"):
        if not path.is_file():
            continue
        size += path.stat().st_size
        if path.suffix == ".html":
            name = path.relative_to(output).as_posix()
            pages[name.removesuffix("/index.html").removesuffix(".html")] = path.read_text("utf-8")
        elif path.suffix in (".xml", ".atom"):
            found = len(re.findall(r"<(?:item|entry)\b", path.read_text("utf-8")))
            feeds, entries = feeds + bool(found), entries + found
    by_slug = {name.rsplit("/", 1)[-1]: text for name, text in pages.items()}
    lists = {
        town: (pages.get(town_slug(town), ""), _ends(pages.get(town_slug(town), "")))
        for town in {text.town for text in texts}
    }
    own = listed = 0
    for text in texts:
        title = titles.get(text.number, text.title)
        own += title in by_slug.get(text.slug, "")
        page, ends = lists[text.town]
        if text.slug not in ends:
            page = by_slug.get(f"process-{text.owner:06d}", "")
            ends = _ends(page)
        listed += title in page and text.slug in ends
    home = _ends(pages.get("index", ""))
    whole = pages.values()
    return Work(
        texts=own,
        listed=listed,
        towns=sum(town_slug(town) in home for town in lists),
        pages=len(pages),
        links=sum(len(_LINK.findall(page)) for page in whole),
        feeds=feeds,
        entries=entries,
        tables=sum("miejsce</th>" in page for page in whole),
        footnotes=sum('id="fn' in page for page in whole),
        definitions=sum("<dd>" in page for page in (by_slug.get(t.slug, "") for t in texts)),
        mebibytes=size / 2**20,
    )


def _ends(page: str) -> set[str]:
    """The last name of every address a page links, without its ending."""
    found = set()
    for address in _LINK.findall(page):
        name = address.removesuffix("index.html").rstrip("/").rsplit("/", 1)[-1]
        found.add(name.removesuffix(".html"))
    return found
