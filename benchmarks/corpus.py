"""An invented country of any size, always the same for one size: the corpus of the benchmarks.

Every text becomes one page, in civicsite and in its peers; a town has forty of them. Six in ten are
processes, two are events and two are proposals. One text in four has a table, one in eight a
footnote, one in eight a definition list, one in two a list. Results and translations are extra work
of civicsite alone and off unless asked for, because no peer has anything like them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

PAGES_PER_TOWN = 40
FIRST_DAY = date(2024, 1, 1)
KINDS = ("consultation", "survey", "idea-collection", "vote")

_NOUNS = """ulica park rzeka most szkoła chodnik drzewo ławka ścieżka plac rynek biblioteka osiedle
mieszkanka mieszkaniec uwaga propozycja pomysł termin spotkanie urząd burmistrz rada projekt koszt
budżet zieleń oświetlenie przystanek autobus rower dziecko senior boisko świetlica kładka
parking odpowiedź ankieta głosowanie wynik decyzja raport warsztat spacer dyżur skrzynka
formularz"""
_ACTIONS = """pytamy zbieramy czytamy porównujemy liczymy budujemy poprawiamy sadzimy naprawiamy
odpowiadamy zapraszamy ogłaszamy publikujemy rozmawiamy"""
_WORDS, _VERBS = _NOUNS.split(), _ACTIONS.split()
_JOINTS = ("oraz", "i", "albo", "a także", "bez", "przy", "obok", "zamiast", "po", "przed")


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of the corpus."""

    town: int
    number: int
    sort: str
    """``process``, ``event`` or ``proposal``."""
    kind: str
    title: str
    summary: str
    day: date
    body: str
    """Markdown that civicsite and its peers read alike."""
    owner: int
    """Number of the process that an event or a proposal belongs to; its own for a process."""

    @property
    def slug(self) -> str:
        return f"{self.sort}-{self.number:06d}"

    @property
    def town_slug(self) -> str:
        return town_slug(self.town)


def town_slug(town: int) -> str:
    return f"gmina-{town:04d}"


def town_name(town: int) -> str:
    return f"Gmina {town:04d}"


def texts(pages: int, seed: int = 7) -> Iterator[PageText]:
    """The pages in order, one at a time. The text of a page does not depend on ``pages``."""
    owner = 0
    for number in range(pages):
        chance = random.Random(f"{seed}-{number}")
        sort = ("process", "process", "event", "process", "proposal")[number % 5]
        sort = "process" if number % PAGES_PER_TOWN == 0 else sort
        owner = number if sort == "process" else owner
        yield PageText(
            town=number // PAGES_PER_TOWN,
            number=number,
            sort=sort,
            kind=KINDS[number % len(KINDS)],
            title=f"{_sentence(chance, 4)[:-1]} {number}",
            summary=_sentence(chance, 14),
            day=FIRST_DAY + timedelta(days=chance.randrange(1200)),
            body=_body(chance),
            owner=owner,
        )


def _sentence(chance: random.Random, words: int) -> str:
    said = [chance.choice(_VERBS)]
    while len(said) < words:
        said.append(chance.choice(_JOINTS if len(said) % 3 == 2 else _WORDS))
    return f"{' '.join(said).capitalize()}."


def _paragraph(chance: random.Random) -> str:
    sentences = [_sentence(chance, chance.randrange(6, 15)) for _ in range(chance.randrange(3, 6))]
    sentences[0] = (
        sentences[0].replace(" ", " **", 1).replace(" ", "** ", 2).replace("** **", " **")
    )
    return " ".join(sentences)


def _body(chance: random.Random) -> str:
    parts = [_paragraph(chance), _paragraph(chance)]
    for number in range(3):
        parts += [f"## {_sentence(chance, 3)[:-1]} {number}", _paragraph(chance)]
    if chance.random() < 0.5:
        parts.append("\n".join(f"- {_sentence(chance, 6)}" for _ in range(4)))
    if chance.random() < 0.25:
        rows = [f"| {chance.choice(_WORDS)} | {chance.randrange(900)} |" for _ in range(5)]
        parts.append("\n".join(["| miejsce | liczba |", "| --- | --- |", *rows]))
    if chance.random() < 0.125:
        parts.append(f"{_sentence(chance, 5)[:-1]}[^1].\n\n[^1]: {_sentence(chance, 6)}")
    if chance.random() < 0.125:
        parts.append(f"{chance.choice(_WORDS)}\n:   {_sentence(chance, 8)}")
    parts += [
        _paragraph(chance),
        f"[{chance.choice(_WORDS)}](https://urzad.example/{chance.random():.6f})",
    ]
    return "\n\n".join(parts) + "\n"


# --- as a project of civicsite ------------------------------------------------------------------


def write_project(into: Path, pages: int, *, ballots: int = 0, translated: bool = False) -> None:
    """A whole project. ``ballots``: so many for every hundredth process, as a result to count;
    ``translated``: every fourth process in English too."""
    into.mkdir(parents=True, exist_ok=True)
    settings = "title: Kraj\naddress: https://kraj.example/\nlanguages:\n  - pl\n"
    settings += "  - en\n" if translated else ""
    _write(into / "civicsite.yaml", settings + "time_zone: Europe/Warsaw\ntheme: civic\n")
    town = -1
    owners: dict[int, Path] = {}
    for text in texts(pages):
        folder = into / "content" / text.town_slug
        if text.town != town:
            town = text.town
            owners.clear()
            _write(
                folder / "municipality.md", f"---\nname: {town_name(town)}\n---\n{text.summary}\n"
            )
        if text.sort == "process":
            owners[text.number] = folder / text.slug
            _write_process(owners[text.number], text)
            if ballots and text.number % 100 == 0:
                _write_vote(owners[text.number], text, ballots)
            if translated and text.number % 4 == 0:
                head = f"---\ntitle: {text.title} in English\n---\n"
                _write(owners[text.number] / "process.en.md", head + text.body)
        elif text.sort == "event":
            head = f"---\ntitle: {text.title}\nkind: meeting\nfrom: {text.day}T17:00\n---\n"
            _write(owners[text.owner] / "events" / f"{text.slug}.md", head + text.body)
        else:
            head = f"---\ntitle: {text.title}\nsummary: {text.summary}\n---\n"
            _write(owners[text.owner] / "proposals" / f"{text.slug}.md", head + text.body)


def _write_process(folder: Path, text: PageText) -> None:
    later = [text.day + timedelta(days=days) for days in (0, 30, 31, 90)]
    phases = [("comment", later[0], later[1]), ("evaluate", later[2], later[3])]
    head = f"---\ntitle: {text.title}\nkind: {text.kind}\nsummary: {text.summary}\nphases:\n"
    for number, (does, start, end) in enumerate(phases):
        head += f"  - id: etap-{number}\n    does: {does}\n    from: {start}\n    to: {end}\n"
    head += "---\n"
    _write(folder / "process.md", head + text.body)


def _write_vote(folder: Path, text: PageText, ballots: int) -> None:
    chance = random.Random(text.number)
    options = [chr(ord("A") + n) for n in range(6)]
    rows = "".join(f"{chance.choice(options)}\n" for _ in range(ballots))
    _write(folder / "data" / "glosy.csv", f"glos\n{rows}")
    told = "".join(
        f"  - id: {o.lower()}\n    title: Projekt {o}\n    in_export: {o}\n" for o in options
    )
    _write(
        folder / "results.yaml",
        "ballots:\n  - file: data/glosy.csv\n    format: table\n    channel: online\n"
        "    choices: glos\n"
        f"rule: single-choice\nseats: 1\noptions:\n{told}",
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
