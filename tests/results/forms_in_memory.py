"""Filled-in forms that lie in memory, for tests that count surveys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from civicsite.diagnostics import Diagnostic, Span
from civicsite.exports.dataset import (
    Answer,
    CountedFile,
    Export,
    Provenance,
    Reading,
    Recognition,
    Response,
)
from civicsite.results.survey_counts import QuestionRequest, SurveyRequest, SurveyTally
from civicsite.results.surveys import count_survey
from tests.exports.files import in_memory

SURVEY = Span("content/lipowiec/ankieta/results.yaml", 3, 1)
PATH = "content/lipowiec/ankieta/data/ankieta.csv"


@dataclass
class Given:
    """A format that reads the same forms out of any file."""

    responses: Sequence[Response]
    name: str = "given"
    keys: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset({"responses"})
    readings: list[Reading] = field(default_factory=list)

    def recognise(self, head: bytes, filename: str) -> Recognition | None:
        return Recognition(self.name, "recognised-stated")

    def read(self, reading: Reading) -> Export:
        self.readings.append(reading)
        assert reading.respond
        for response in self.responses:
            reading.respond(response)
        provenance = Provenance(
            reading.file.path, "0" * 64, 1, "given", "recognised-stated", "UTF-8", ";",
            len(self.responses),
        )  # fmt: skip
        return Export((), provenance)


def form(complete: bool = True, line: int = 2, **answers: Answer | dict[str, Answer]) -> Response:
    """One filled-in form: an answer to each question, or to each row of a matrix."""
    flat: dict[tuple[str, str], Answer] = {}
    for question, answer in answers.items():
        if isinstance(answer, dict):
            flat |= {(question, row): cell for row, cell in answer.items()}
        else:
            flat[question, ""] = answer
    return Response(flat, complete, line=line)


def survey(*questions: QuestionRequest, **more: object) -> SurveyRequest:
    """A survey of one file."""
    values = {"span": SURVEY, **more}
    files = ((CountedFile(PATH, span=SURVEY, channel="online"), {}),)
    return SurveyRequest(questions, files, **values)  # type: ignore[arg-type]


def attempted(
    request: SurveyRequest, forms: Iterable[Response]
) -> tuple[SurveyTally | None, tuple[Diagnostic, ...]]:
    """Count forms; whatever is wrong with them comes back."""
    format = Given(tuple(forms))
    return count_survey(request, lambda path: in_memory(path, "x"), {"given": format})


def counted(request: SurveyRequest, forms: Iterable[Response]) -> SurveyTally:
    """The tally; there must be no diagnostic."""
    tally, problems = attempted(request, forms)
    assert problems == ()
    assert tally
    return tally


def options(*names: str) -> dict[str, tuple[str, ...]]:
    """Options that are called what their ids say."""
    return {name: (name,) for name in names}
