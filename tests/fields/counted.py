"""The parts of the planted site that are counted: a vote in one contest, and a survey."""

from __future__ import annotations

from tests.fields.planting import Document, Shown
from tests.results.forms_in_memory import Given, form

__all__ = ["DATA", "DOCUMENTS", "FORMS"]

_VOTE, _SURVEY = "content/lipowiec/remis", "content/lipowiec/ankieta"

DOCUMENTS = (
    Document("process.md", f"{_VOTE}/process.md", given={"kind": "vote"}, only=("title", "kind")),
    Document(
        "results.yaml",
        f"{_VOTE}/results.yaml",
        given={
            "publish_at": "2026-01-02",
            "seats": "1",
            "marks": ["1", "1"],
            "electorate.districts.key": "Zarzecze",
            "electorate.on": Shown("2031-07-07", "7 lipca 2031"),
            "ballots[].file": "data/glosy.csv",
            "ballots[].channel_column": "Kanał",
            "ballots[].channels": {"Urna": "paper", "Sieć": "online"},
            "ballots[].choice": "Wybór",
            "ballots[].voter": "Karta",
            "ballots[].received": "Kiedy",
            "ballots[].header_row": "1",
            "validity.too_many_marks": "invalid",
            "validity.too_few_marks": "invalid",
            "validity.blank": "invalid",
            "validity.unknown_option": "invalid",
            "validity.duplicate_in_channel": "last",
            "validity.both_channels": "all-invalid",
            "validity.received_until": {"online": "2026-03-31T20:00", "paper": "2026-03-31"},
            "options.file": "data/opcje.csv",
            "options.id": "Nr",
            "options.title": "Tytuł",
            "options.cost": "Koszt",
            "options.header_row": "1",
            "rule.name": "single-choice",
            "rule.quorum": "12",
            "rule.quorum_share": "31",
            "ties.by": ["draw"],
            "ties.draws[].among": ["1", "2"],
            "ties.draws[].order": ["2", "1"],
            "declared.file": "data/ogloszone.csv",
            "declared.id": "Nr",
            "declared.selected": "Wybrano",
            "declared.header_row": "1",
        },
        only=(
            "publish_at",
            "electorate",
            "seats",
            "marks",
            "ballots",
            "validity",
            "options",
            "rule",
            "ties",
            "declared",
        ),
        left_out=(
            "electorate.districts",
            "ballots[].format",
            "ballots[].channel",
            "ballots[].district",
            "ballots[].district_column",
            "ballots[].contest",
            "ballots[].choices",
            "ballots[].attributes",
            "ballots[].cast",
            "ballots[].valid",
            "ballots[].invalid",
            "ballots[].option",
            "ballots[].votes",
            "ballots[].separator",
            "ballots[].dates",
            "ballots[].header_rows",
            "ballots[].sheet",
            "ballots[].protocol",
            "ballots[].received_on",
            "validity.as_declared",
            "validity.too_many_points",
            "validity.too_few_points",
            "validity.points_off_scale",
            "validity.overvote",
            "options.contest",
            "options.sheet",
            "options.public_as",
            "ties.draws[].contest",
            "declared.options",
            "declared.explained",
            "declared.sheet",
        ),
    ),
    Document(
        "process.md", f"{_SURVEY}/process.md", given={"kind": "survey"}, only=("title", "kind")
    ),
    Document(
        "results.yaml",
        f"{_SURVEY}/results.yaml",
        given={
            "publish_at": "2026-01-02",
            "responses.files[].file": Shown("data/zqanswersx.csv", "zqanswersx.csv"),
            "responses.files[].format": "polis",
            "responses.files[].channel": "online",
            "responses.incomplete": "leave-out",
            "responses.questions": [
                {
                    "id": "park",
                    "column": "Park",
                    "title": "{m}",
                    "text": "{m}",
                    "type": "single",
                    "denominator": "answered",
                    "no_answer": ["nie powiem"],
                    "other": "{m}",
                    "options": [
                        {"id": "tak", "title": "{m}", "as": ["Tak", "Owszem"]},
                        {"id": "nie", "title": "{m}"},
                        {"id": "moze", "title": "{m}"},
                    ],
                    "groups": [{"id": "reszta", "title": "{m}", "of": ["nie", "moze"]}],
                },
                {
                    "id": "droga",
                    "column": "Droga",
                    "title": "Droga",
                    "type": "number",
                    "unit": "{m}",
                    "denominator": "answered",
                    "asked_if": {"question": "park", "answer": ["tak"]},
                    "unusable": "leave-out",
                },
            ],
            "method.mode": ["online"],
            "method.from": "2026-03-01",
            "method.to": "2026-03-31",
            "method.complete": "80",
        },
        only=("publish_at", "responses", "method"),
        left_out=("responses.files[].columns",),
    ),
)

_BALLOTS = [
    # Wybór; Wybór 2; Kanał; Kanał 2; Karta; Karta 2; Kiedy; Kiedy 2
    *(
        ("1", "2", "Urna", "Sieć", f"u{n}", f"v{n}", "2026-03-30 10:00", "2026-05-01 10:00")
        for n in range(20)
    ),
    *(
        ("2", "2", "Sieć", "Sieć", f"s{n}", "v1", "2026-03-30 10:00", "2026-03-30 10:00")
        for n in range(20)
    ),
]
FORMS = Given(
    [
        *(form(park=("Tak",), droga=(f"{n % 7 + 1}",)) for n in range(40)),
        *(form(park=("nie",)) for _ in range(15)),
        *(form(park=("moze",)) for _ in range(15)),
        *(form(park=("nie powiem",)) for _ in range(5)),
        *(form(park=("Inaczej",)) for _ in range(5)),
    ],
    name="polis",
)
"""Stands for a format of filled-in forms: the survey is read from it, whatever lies in the file."""


def _csv(*rows: tuple[str, ...]) -> bytes:
    return "".join(";".join(row) + "\n" for row in rows).encode()


DATA = {
    f"{_VOTE}/data/glosy.csv": _csv(
        ("Wybór", "Wybór 2", "Kanał", "Kanał 2", "Karta", "Karta 2", "Kiedy", "Kiedy 2"), *_BALLOTS
    ),
    f"{_VOTE}/data/opcje.csv": _csv(
        ("Nr", "Tytuł", "Tytuł 2", "Koszt", "Koszt 2"),
        ("1", "Lipa", "Klon", "10", "30"),
        ("2", "Dąb", "Buk", "20", "40"),
    ),
    f"{_VOTE}/data/ogloszone.csv": _csv(
        ("Nr", "Wybrano", "Wybrano 2"), ("1", "nie", "tak"), ("2", "tak", "nie")
    ),
    f"{_SURVEY}/data/zqanswersx.csv": b"Park;Droga\n",
}
"""Path -> content of what is counted."""
