"""A format and a rule are one object each: handed to the count, they work, and nothing else has
to change."""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.exports.dataset import Ballot, CountedFile, Export, Option, Reading, Recognition
from civicsite.results.rules.base import Outcome, Points, Question, Settings, Step
from civicsite.results.tally import count
from tests.exports.files import in_memory
from tests.results.counting import REGISTRY, RESULTS, STRICT, request


@dataclass(frozen=True)
class Letters:
    """Every letter is a ballot."""

    name: str = "letters"
    makes: frozenset[str] = frozenset({"ballots"})
    keys: frozenset[str] = frozenset({"contest"})

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        return Recognition(self.name, "recognised-stated") if head.startswith(b"LETTERS ") else None

    def read(self, reading: Reading) -> Export:
        with reading.file.stream() as stream:
            for letter in stream.read().decode().removeprefix("LETTERS "):
                reading.deliver(Ballot(reading.entry.contest, (letter,)))
        return Export((), options=(Option("a"), Option("b")))


@dataclass(frozen=True)
class FewestVotes:
    """The option with fewest votes wins."""

    name: str = "fewest-votes"
    settings: type[Settings] = Settings
    needs_ballots: bool = False
    ranks: bool = False
    points: Points = "any"
    most_seats: int | None = 1

    def most_marks(self, seats: int | None) -> int | None:
        return 1

    def missing(self, question: Question) -> str | None:
        return None

    def count(self, question: Question) -> Outcome:
        last = min(question.options, key=question.score)
        return Outcome((Step(last.id, question.score(last), "elected"),))


def test_a_new_format_is_recognised_and_read() -> None:
    formats = {**REGISTRY.formats, "letters": Letters()}
    asked = request(CountedFile("data/x", span=RESULTS), options=(), validity=STRICT)
    file = in_memory("data/x", "LETTERS abba" + "a")
    (tally,), problems = count(asked, lambda path: file, formats, REGISTRY.rules)
    assert problems == ()
    assert [(item.option.id, item.votes) for item in tally.options] == [("a", 3), ("b", 2)]


def test_a_new_rule_decides() -> None:
    rules = {**REGISTRY.rules, "fewest-votes": FewestVotes()}
    asked = request(
        CountedFile("data/x", "table", RESULTS, choices=(("", "P"),)),
        options=(Option("a"), Option("b")),
        rule="fewest-votes",
    )
    file = in_memory("data/x", "Nr;P\n1;a\n2;b\n3;a\n")
    (tally,), problems = count(asked, lambda path: file, REGISTRY.formats, rules)
    assert problems == ()
    assert tally.outcome is not None
    assert tally.outcome.selected == ("b",)


def test_what_is_installed() -> None:
    assert {"blt", "pabulib", "ranked-csv", "reduced", "table", "totals"} <= set(REGISTRY.formats)
    assert {"greedy", "greedy-no-skip", "greedy-threshold", "approval", "single-choice"} <= set(
        REGISTRY.rules
    )
    assert all(REGISTRY.formats[name].name == name for name in REGISTRY.formats)
    assert all(REGISTRY.rules[name].name == name for name in REGISTRY.rules)
