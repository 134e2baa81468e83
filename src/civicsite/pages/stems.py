"""Words as the search compares them: folded, and without the ending.

The browser has no dictionary, so that it reduces what a visitor types by the rule that stands here;
the theme's ``search.js`` has the same rule in its own language, and gets the endings with the
index. No library has a stemmer for Polish (Snowball lacks it), so the endings are our own list,
taken from the declensions in A. Nagórko, *Zarys gramatyki polskiej*, and cut the longest first.
What the rule does not bring together, such as ``miasto`` and ``mieście``, the dictionary of the
extra ``search-pl`` does (:mod:`civicsite.pages.word_forms`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Stemmer", "folded", "stemmer", "words"]

LEAST = 3
"""Letters that stay, whatever the ending."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Stemmer:
    """How the words of a language are reduced."""

    endings: tuple[str, ...]
    """Folded, in the order in which they are tried: the longest first."""
    fleeting: bool = False
    """Whether an ``e`` before the last consonant comes and goes: ``ścieżek``, ``ścieżka``."""

    def stem(self, word: str) -> str:
        """A folded word without its ending."""
        for ending in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= LEAST:
                word = word[: len(word) - len(ending)]
                break
        if self.fleeting and len(word) > LEAST + 1 and word[-2] == "e" and word[-1] in "cklnr":
            word = word[:-2] + word[-1]
        return word


_ENDINGS = {
    "pl": """
        owaniami owaniach owaniem owania owanie owaniu owan iejszego iejszych iejszymi iejsza
        iejsze iejszy owego owych owymi owemu owie owej owym owac owal owany owana owane
        aniami aniach eniami eniach aniem eniem ania anie aniu enia enie eniu iego iemu iami iach
        iej iem iom imi ami ach ego emu ymi ych ich owa owe owy ow om ej em ie ia iu ii io ym im
        ac ec ic yc a e i o u y
        """,
    "en": "ations ation ings ing ies ied es ed ly s y",
    "uk": """
        уваннями уваннях уванням ування уванню ями ях ями ами ах ого ому ими их ої ою ею ів ам ям
        ом ем ій ий іи а я о е у ю и і ь
        """,
}


def stemmer(language: str) -> Stemmer:
    """The reduction for a language; one without endings leaves words as they are."""
    endings = {folded(ending) for ending in _ENDINGS.get(language, "").split()}
    return Stemmer(tuple(sorted(endings, key=lambda e: (-len(e), e))), language == "pl")


def folded(text: str) -> str:
    """Lower case without diacritics, so that ``ścieżka`` is found as ``sciezka``."""
    marked = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in marked if not "\u0300" <= char <= "\u036f").replace("ł", "l")


def words(text: str) -> list[str]:
    """The words of a text as they are written."""
    return _WORD.findall(text)
