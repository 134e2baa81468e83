"""Sentences that are hard to follow, and words that lead by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civicsite.reading.markup_source import MarkedText, Problems, Spot

__all__ = ["LONGEST", "wording"]

LONGEST = 40
"""Words of a sentence. Guides to plain language ask for 15 to 25 on average (European Commission,
"How to write clearly"); beyond 40 nearly every reader has to begin again."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\w.,]*")
_END = re.compile(r"(?<=[.!?…])[”»\"')]*\s+(?=[„«“\"'(]?[A-ZĄĆĘŁŃÓŚŹŻА-ЯІЇЄҐ\d])")
_GAP = r"[\s*_>`\[\]\\]+"
"""What may stand between two words in the Markdown of a paragraph."""
_BEGINNING = 6

_COLOUR = (
    r"(?:czerwon|zielon|niebiesk|żółt|pomarańczow|fioletow|szar|różow|brązow|granatow)"
    r"(?:ymi|imi|ym|im|ych|ich|ej|emu|ego|ą|e|y|a|o|i)"
)
_MARKED = r"(?:zaznacz|oznacz|wyróżni|zakreśl|podświetl)\w*"
_ALONE = re.compile(
    rf"\b(?:{_MARKED}\s+(?:na\s+|kolorem\s+)?{_COLOUR}(?:\s+kolorem)?"
    rf"|{_MARKED}\s+{_COLOUR}\s+kolorem"
    r"|(?:marked|shown|highlighted|coloured|colored|drawn)\s+(?:in\s+)?"
    r"(?:red|green|blue|yellow|orange|purple|grey|gray|pink|brown)"
    r"|(?:позначен|виділен)\w*\s+(?:на\s+)?(?:кольором\s+)?"
    r"(?:червон|зелен|син|жовт|помаранчев|фіолетов|сір)\w*(?:\s+кольором)?)\b",
    re.IGNORECASE,
)
"""What is marked in a colour, in the three languages (WCAG 2.2, 1.4.1)."""


def wording(text: str, source: MarkedText, problems: Problems) -> None:
    """Warn about what is hard to read. ``text`` has one line for each paragraph, item or cell."""
    for found in _ALONE.finditer(text):
        words = " ".join(found[0].split())
        problems.warning("text-colour-only", _place(words.split(), source), text=words)
    for sentence in _sentences(text):
        words_in = _WORD.findall(sentence)
        if len(words_in) > LONGEST:
            spot = _place(sentence.split(), source)
            problems.warning("text-sentence-long", spot, words=len(words_in), most=LONGEST)


def _sentences(text: str) -> Iterator[str]:
    """A full stop ends one where something that can begin another follows: after ``ul. Lipowa`` a
    sentence is taken to be shorter than it is, never longer."""
    for line in text.split("\n"):
        if len(line) > LONGEST:  # a word has a letter
            yield from _END.split(line)


def _place(words: list[str], source: MarkedText) -> Spot | None:
    """Where the words begin: in Markdown there may be signs between them."""
    for count in range(min(_BEGINNING, len(words)), 0, -1):
        spot = source.first(re.compile(_GAP.join(map(re.escape, words[:count]))))
        if spot:
            return spot
    return None
