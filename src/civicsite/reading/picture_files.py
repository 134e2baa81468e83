"""The pictures of a project: how large they are, and what of them is published."""

from __future__ import annotations

import json
from dataclasses import dataclass

from civicsite.memo import Memo
from civicsite.reading.pictures import ENDINGS, BrokenPicture, read_picture
from civicsite.reading.sources import Sources

__all__ = ["PictureFacts", "Pictures", "is_picture"]


def is_picture(path: str) -> bool:
    """Whether a file has the ending of a picture that browsers show."""
    return _ending(path) in ENDINGS


def _ending(path: str) -> str:
    name = path.rpartition("/")[2].lower()
    return f".{name.rpartition('.')[2]}" if "." in name else ""


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a page needs to know of a picture."""

    width: int | None = None
    """Pixels, as it is shown; None where the file does not say so."""
    height: int | None = None
    problem: str | None = None
    """Code of what keeps it from being published."""


class Pictures:
    """The pictures of one build. What follows from their bytes is remembered."""

    def __init__(self, sources: Sources, memo: Memo) -> None:
        self._sources = sources
        self._memo = memo

    def facts(self, path: str) -> PictureFacts:
        """How large a picture is, or why it may not be published."""

        def look() -> PictureFacts:
            try:
                found = read_picture(_ending(path), self._sources.read(path))
            except BrokenPicture as problem:
                return PictureFacts(problem=problem.code)
            return PictureFacts(found.width, found.height)

        inputs = [_ending(path), self._sources.digest(path)]
        return self._memo.get("picture", inputs, look, _dump, _load)

    def clean(self, path: str) -> bytes:
        """A picture as it is published: without what a camera wrote into it. Only for one whose
        facts name no problem."""
        return read_picture(_ending(path), self._sources.read(path)).clean


def _dump(facts: PictureFacts) -> bytes:
    return json.dumps([facts.width, facts.height, facts.problem]).encode()


def _load(data: bytes) -> PictureFacts:
    width, height, problem = json.loads(data)
    return PictureFacts(width, height, problem)
