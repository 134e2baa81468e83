"""The kinds of value a field may hold, each read from the text exactly as the editor wrote it.

YAML's own guesses never reach a field: ``12:30`` arrives as five characters and the field decides
that it is a time, ``no`` is a word where a word is meant, ``010`` keeps its zero.
A value that does not fit raises ``PydanticCustomError`` whose type is our diagnostic code.
"""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from civicsite.clock import DateProblem, When, parse_when
from civicsite.language import Text

__all__ = [
    "Amount",
    "Colour",
    "ExactWhen",
    "FilePath",
    "FontStack",
    "Identifier",
    "Leaf",
    "Line",
    "Number",
    "ProgramAddress",
    "TextField",
    "Vague",
    "WebAddress",
    "Whole",
    "YesNo",
    "closest",
    "one_of",
]


class Leaf(str):
    """A scalar as written, with the language of the file it stands in.

    ``lang`` is None for the page's own language, else the language the text fell back to.
    """

    __slots__ = ("lang",)
    lang: str | None

    def __new__(cls, text: str, lang: str | None = None) -> Leaf:
        """A leaf holding ``text``."""
        leaf = super().__new__(cls, text)
        leaf.lang = lang
        return leaf


def closest(given: str, allowed: list[str]) -> str | None:
    """The allowed word that ``given`` most likely stands for, or None."""
    words = {word.lower(): word for word in reversed(allowed)}
    found = difflib.get_close_matches(given.lower(), words, n=1, cutoff=0.6)
    return words[found[0]] if found else None


def _fail(code: str, **values: str) -> NoReturn:
    raise PydanticCustomError(code, "", values)


def _scalar(value: Any, expected: str) -> str:
    """The text of a scalar; a list or a mapping where one value belongs is the editor's mistake."""
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return value.text
    _fail("value-expected", expected=expected)


def _text(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    text = _scalar(value, "text")
    return Text(text.strip(), getattr(value, "lang", None))


def _line(value: Any) -> str:
    text = str(_scalar(value, "text")).strip()
    if len(text.splitlines()) > 1:  # at a carriage return too, which ends a command of FTP
        _fail("text-one-line")
    return text


# At the start of the whole, of the host, or of the host after a user.
_OPTION = re.compile(r"(?:^|://|@)-")


def _program_address(value: Any) -> str:
    text = _line(value)
    if _OPTION.search(text):
        _fail("address-is-option", text=text)
    return text


_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _identifier(value: Any) -> str:
    from_scalar = str(_scalar(value, "identifier"))
    if not _IDENTIFIER.fullmatch(from_scalar):
        _fail("identifier-malformed", text=from_scalar)
    return from_scalar


_WHOLE = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+")


def _whole(value: Any) -> int:
    if isinstance(value, int):
        return value
    text = str(_scalar(value, "whole-number")).strip()
    if not _WHOLE.fullmatch(text) or len(text) > 15:
        _fail("whole-number-malformed", text=text)
    return int(re.sub(r"\D", "", text))


_AMOUNT = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(\.\d{1,2})?")


def _amount(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = str(_scalar(value, "amount")).strip()
    match = _AMOUNT.fullmatch(text)
    if not match or len(text) > 20:
        if re.fullmatch(r"[\d \u00a0\u202f]+,\d{1,2}", text):
            _fail("amount-comma", text=text, suggestion=text.replace(",", "."))
        _fail("amount-malformed", text=text)
    return Decimal(re.sub(r"\D", "", match[1]) + (match[2] or ""))


_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")


def _number(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = str(_scalar(value, "number")).strip()
    if not _NUMBER.fullmatch(text):
        _fail("number-malformed", text=text)
    return Decimal(text)


_YES = frozenset({"yes", "true", "tak", "так"})
_NO = frozenset({"no", "false", "nie", "ні"})


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(_scalar(value, "yes-no")).strip().lower()
    if text not in _YES | _NO:
        _fail("yes-no-malformed", text=text)
    return text in _YES


def _web_address(value: Any) -> str:
    text = str(_scalar(value, "web-address")).strip()
    if re.fullmatch(r"https?://[^\s/<>\"']+\.[^\s<>\"']+", text):
        return text
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text):
        _fail("web-address-malformed", text=text, suggestion=f"https://{text}")
    _fail("web-address-malformed", text=text)


def _file_path(value: Any) -> str:
    text = str(_scalar(value, "file-path")).strip()
    parts = text.split("/")
    if "\\" in text:
        _fail("file-path-malformed", text=text, suggestion=text.replace("\\", "/"))
    if not text or text.startswith("/") or ".." in parts or "" in parts or ":" in text:
        _fail("file-path-malformed", text=text)
    return text


_COLOUR = re.compile(r"#?((?:[0-9a-f]{3}){1,2})")


def _colour(value: Any) -> str:
    """``#rrggbb`` in small letters (CSS Color Level 4, 5.2); the sign may be left out, because
    YAML takes it for the beginning of a comment."""
    text = str(_scalar(value, "colour")).strip()
    found = _COLOUR.fullmatch(text.lower())
    if not found:
        _fail("colour-malformed", text=text)
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


_FONTS = re.compile(r"""[\w -]+|"[\w -]+"|'[\w -]+'""")


def _fonts(value: Any) -> str:
    """Names of fonts, the wanted one first (CSS Fonts Level 4, ``font-family``)."""
    text = str(_scalar(value, "fonts")).strip()
    names = [name.strip() for name in text.split(",")]
    if not all(_FONTS.fullmatch(name) for name in names):
        _fail("fonts-malformed", text=text)
    return ", ".join(names)


def _when(value: Any, info: ValidationInfo) -> When:
    if isinstance(value, When):
        return value
    zone: ZoneInfo = (info.context or {}).get("zone") or ZoneInfo("UTC")
    try:
        return parse_when(str(_scalar(value, "date")), zone)
    except DateProblem as problem:
        _fail(problem.code, **problem.values)


def _exact_when(value: Any, info: ValidationInfo) -> When:
    when = _when(value, info)
    if not when.exact:
        _fail("date-must-be-exact", text=when.text)
    return when


_Word = TypeVar("_Word", bound=StrEnum)


def one_of(words: type[_Word]) -> BeforeValidator:
    """A validator for one word of a vocabulary, with did-you-mean."""

    def read(value: Any) -> _Word:
        if isinstance(value, words):
            return value
        text = str(_scalar(value, "word")).strip()
        allowed = [member.value for member in words]
        if text in allowed:
            return words(text)
        suggestion = closest(text, allowed)
        listed = ", ".join(allowed)
        if suggestion:
            _fail("word-unknown", text=text, allowed=listed, suggestion=suggestion)
        _fail("word-unknown", text=text, allowed=listed)

    return BeforeValidator(read)


def _json(kind: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, **more})


_DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$"
_VAGUE_PATTERN = (
    r"^(\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?|-Q[1-4])?|to-be-set)$"
)

TextField = Annotated[Text, BeforeValidator(_text), _json("string")]
"""Text for residents, of any length; may be translated."""
Line = Annotated[str, BeforeValidator(_line), _json("string")]
"""One line that is the same in every language: a number, a name, a column heading."""
ProgramAddress = Annotated[str, BeforeValidator(_program_address), _json("string")]
"""An address that is handed to another program, which must not take it for an option: one such as
``--upload-pack=…`` would run a command."""
Identifier = Annotated[
    str, BeforeValidator(_identifier), _json("string", pattern=f"^{_IDENTIFIER.pattern}$")
]
"""A name other entries refer to: small letters without accents, digits and hyphens."""
Whole = Annotated[int, BeforeValidator(_whole), _json("integer", minimum=0)]
"""A whole number, 0 or more; thousands may be set apart by spaces."""
Amount = Annotated[Decimal, BeforeValidator(_amount), _json("number", minimum=0)]
"""An amount of money in the site's currency, with a decimal point where needed."""
Number = Annotated[Decimal, BeforeValidator(_number), _json("number")]
"""A number with a decimal point, such as a coordinate in degrees."""
YesNo = Annotated[bool, BeforeValidator(_yes_no), _json("string", enum=["yes", "no", "tak", "nie"])]
"""Yes or no (``tak`` and ``nie`` do too)."""
WebAddress = Annotated[str, BeforeValidator(_web_address), _json("string", format="uri")]
"""A complete web address that begins with ``https://``."""
FilePath = Annotated[str, BeforeValidator(_file_path), _json("string")]
"""A file, named from the process's folder with forward slashes."""
ExactWhen = Annotated[When, BeforeValidator(_exact_when), _json("string", pattern=_DATE_PATTERN)]
"""A day (``2026-06-14``) or a moment (``2026-06-14T20:00``) in the site's time zone."""
Vague = Annotated[When, BeforeValidator(_when), _json("string", pattern=_VAGUE_PATTERN)]
"""A day, a moment, a month, a quarter (``2027-Q1``), a year or ``to-be-set``."""
Colour = Annotated[
    str, BeforeValidator(_colour), _json("string", pattern="^#?([0-9a-fA-F]{3}){1,2}$")
]
"""A colour by the six digits of its red, green and blue: ``0b5460`` or ``"#0b5460"``."""
FontStack = Annotated[str, BeforeValidator(_fonts), _json("string")]
"""Names of fonts with commas between them, the wanted one first."""
