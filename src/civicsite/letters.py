"""Letters without a library of their own: alphabetical order and ASCII slugs.

ICU would give both, as a compiled dependency of 30 MB; a town's lists need one alphabet each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

__all__ = ["SortKey", "alphabetical", "slug"]

SortKey = tuple[tuple[tuple[int, int, str], ...], str, str, str]
"""Letters and numbers; then accents; then lower before upper case; then the text itself."""

_APOSTROPHES = "'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}`´"
_UNDECOMPOSED = {
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ı": "i",
    "ŋ": "n", "ŧ": "t", "ß": "ss",
}  # fmt: skip
"""Latin letters for which Unicode has no decomposition into a base letter and a mark."""

# Cabinet of Ministers of Ukraine, resolution 55 of 27 January 2010, and the usual reading of the
# Cyrillic letters Ukrainian lacks.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
    "з": "z", "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu", "я": "ia",
    "ё": "io", "ъ": "", "ы": "y", "э": "e", "ў": "u",
}  # fmt: skip
_AT_THE_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

_SORTED_PART = re.compile(r"\d+|[^\W\d_]|[\W_]+")
_GAP = (0, 0, "")


def _folded(text: str) -> str:
    """Composed characters, without case; twice, because folding can undo the composition."""
    once = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", once).casefold()


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def alphabetical(text: str, alphabet: str) -> SortKey:
    """The place of a text in the order of an alphabet, given as its lower-case letters in order.

    Digits stand before letters and numbers count by value; a space stands before both, so that
    „Nowa Sól” precedes „Nowak”; quotation marks around a title play no part. A letter that the
    alphabet lacks sorts as its base letter, or after the alphabet if that is not there either.
    """
    folded = _folded(text)
    weights = [
        weight for part in _SORTED_PART.findall(folded) for weight in _weights(part, alphabet)
    ]
    first = next((n for n, weight in enumerate(weights) if weight != _GAP), len(weights))
    while len(weights) > first and weights[-1] == _GAP:
        weights.pop()
    return tuple(weights[first:]), folded, text.swapcase(), text


def _weights(part: str, alphabet: str) -> Iterator[tuple[int, int, str]]:
    if part[0].isdecimal():
        digits = "".join(str(unicodedata.decimal(char)) for char in part).lstrip("0")
        yield 1, len(digits), digits
    elif part.isalpha():
        yield from _letter(part, alphabet)
    elif _without_marks(part).strip(_APOSTROPHES):
        yield _GAP


@cache
def _letter(char: str, alphabet: str) -> tuple[tuple[int, int, str], ...]:
    places = {letter: place for place, letter in enumerate(alphabet)}
    base = char if char in places else _UNDECOMPOSED.get(char) or _without_marks(char)
    return tuple((2, places[c], "") if c in places else (3, 0, c) for c in base)


def slug(text: str, longest: int = 80) -> str:
    """Lower-case ASCII words joined by hyphens, for addresses and file names.

    Cut at a word's end when longer than ``longest`` characters. Empty when nothing can be written
    with a-z and 0-9; the caller decides what stands there then.
    """
    folded = _folded(text).translate(dict.fromkeys(map(ord, _APOSTROPHES)))
    latin = "".join(
        _latin(char, before) for char, before in zip(folded, " " + folded, strict=False)
    )
    words = "-".join(re.findall("[a-z0-9]+", _folded(_without_marks(latin))))
    if len(words) <= longest:
        return words
    cut = words[: longest + 1].rpartition("-")[0] if "-" in words[: longest + 1] else words
    return cut[:longest]


def _latin(char: str, before: str) -> str:
    if char in _AT_THE_START and not before.isalpha():
        return _AT_THE_START[char]
    if char == "г" and before == "з":
        return "gh"
    return _CYRILLIC.get(char, _UNDECOMPOSED.get(char, char))
