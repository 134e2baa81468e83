"""Bytes of a text file -> lines of text; a Markdown file -> its block of fields and its body.

Nothing is refused silently and nothing raises: what cannot be read becomes a diagnostic, and the
rest is read as well as it can be, so that an editor sees all problems of a file at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from civicsite.diagnostics import Diagnostic, Span, error

__all__ = ["Decoded", "FrontMatter", "decode", "split_front_matter"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file."""

    text: str
    """Without a byte order mark; every line break is ``\\n``. Bytes that are not UTF-8 stand as the
    guessed encoding reads them, or as U+FFFD."""
    lines: tuple[str, ...]
    """The lines as an editor counts them, without their breaks."""
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A Markdown file taken apart: the fields on top, then the text."""

    yaml: str
    """The block between the two ``---`` lines, without them."""
    yaml_line: int
    """Line of the file on which the block's first line stands, counted from 1."""
    body: str
    """The text after the block."""
    body_line: int
    """Line of the file on which the text's first line stands, counted from 1."""
    diagnostics: tuple[Diagnostic, ...] = ()


# The encodings in which Polish files still turn up: Windows of the 1990s and 2000s, and the
# ISO standard of the same time. Where both read the bytes equally well, Windows is the likelier.
_GUESSES = (("Windows-1250", "cp1250"), ("ISO-8859-2", "iso8859-2"))
_LIKELY = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”“’‘«»–—…§°²³½·×€äöüßÄÖÜáéíčřšžýůÁÉÍČŘŠŽ\u00a0")
_LIKELY_SHARE = 0.8
"""Least share of the bytes outside ASCII that a guess has to turn into a likely character."""

_NOISE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOISE_SHARE = 0.05
"""Text holds next to no control characters; in compressed data one byte in ten is one."""
_SAMPLE = 8192
"""Bytes that are looked at to tell text from something else."""


def decode(path: str, data: bytes) -> Decoded:
    """Read UTF-8, with or without a byte order mark.

    Diagnostics: ``file-utf16``, ``file-not-text``, ``file-has-nul``, ``file-not-utf8`` (with the
    likely ``encoding``), ``file-encoding-unknown``. At most one is given, at the first bad byte.
    """
    if (encoding := _utf16(data)) is not None:
        text = _unix(data.decode(encoding, "replace").removeprefix("\ufeff"))
        return _decoded(text, error("file-utf16", _span(path, text, 0)))
    data = data.removeprefix(b"\xef\xbb\xbf")
    if _is_noise(data):
        first = _NOISE.search(data)
        line = data.count(b"\n", 0, first.start() if first else 0) + 1
        return Decoded("", (), (error("file-not-text", Span(path, line)),))
    # Each byte that is not UTF-8 becomes one lone surrogate, so that its place is kept.
    raw = _unix(data.decode("utf-8", "surrogateescape"))
    bad = re.search(r"[\udc80-\udcff]", raw)
    if bad is not None:
        return _in_another_encoding(path, raw, bad.start())
    text = raw.replace("\0", " ")
    if "\0" in raw:
        place = _span(path, text, raw.index("\0"))
        return _decoded(text, error("file-has-nul", place, count=raw.count("\0")))
    return _decoded(text)


def _in_another_encoding(path: str, raw: str, first: int) -> Decoded:
    name, codec = _guess(bytes(ord(c) - 0xDC00 for c in raw if "\udc80" <= c <= "\udcff"))
    table = {0xDC00 + n: bytes([n]).decode(codec, "replace") for n in range(0x80, 0x100)}
    text = raw.translate(table).replace("\0", " ")
    place = _span(path, text, first)
    if name:
        return _decoded(text, error("file-not-utf8", place, encoding=name))
    return _decoded(text, error("file-encoding-unknown", place))


def _guess(high: bytes) -> tuple[str, str]:
    """The likeliest encoding by its name and its codec; no name when none is likely."""

    def share(codec: str) -> float:
        return sum(c in _LIKELY for c in high.decode(codec, "replace")) / len(high)

    name, codec = max(_GUESSES, key=lambda guess: share(guess[1]))
    return (name, codec) if share(codec) >= _LIKELY_SHARE else ("", "ascii")


def _utf16(data: bytes) -> str | None:
    """The codec when the bytes are UTF-16, be it without a byte order mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half < 2 or max(even, odd) < half * 0.7 or min(even, odd) > half * 0.05:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_noise(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(_NOISE.findall(sample)) > len(sample) * _NOISE_SHARE


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(text: str, *diagnostics: Diagnostic) -> Decoded:
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return Decoded(text, tuple(lines), diagnostics)


def _span(path: str, text: str, index: int) -> Span:
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    excerpt = text[start : end if end >= 0 else len(text)]
    return Span(path, text.count("\n", 0, index) + 1, index - start + 1, 1, excerpt)


# ---------------------------------------------------------------------------------------------

_FIELD = re.compile(r"[a-z][a-z0-9_]*[ \t]*:(?!//)")
"""How a field of ours begins, be it without a space after its colon. Names are English and
lower-case, which tells them from prose."""
_ANY_FIELD = re.compile(r"\S+[ \t]*:(?:\s|$)")
"""How a field begins that somebody wrote with a name of their own."""
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_FENCE_TYPO = re.compile(rf"\s*(?:(?:[{_DASHES}]\s*){{2,}}|[\u2013-\u2015]\s*|\.\.\.\s*)")
"""What people and word processors make of ``---``."""


def split_front_matter(path: str, decoded: Decoded) -> FrontMatter:
    """Take a Markdown file apart at its two ``---`` lines.

    A fence that is missing or misspelt is an error, and the place where it was meant is guessed so
    that the rest can be checked. Diagnostics: ``file-empty``, ``front-matter-missing``,
    ``front-matter-not-opened``, ``front-matter-not-closed``, ``front-matter-fence``,
    ``text-before-front-matter``.
    """
    rows = decoded.text.split("\n")
    first = _next_filled(rows, 0)
    if first is None:
        empty = () if decoded.diagnostics else (error("file-empty", Span(path, 1, 1)),)
        return FrontMatter("", 1, "", 1, empty)
    start, problem = _opening(path, rows, first)
    if start is None:
        return FrontMatter("", 1, decoded.text, 1, (problem,) if problem else ())
    problems = [problem] if problem else []
    stop, closed = _closing(rows, start)
    if not closed:
        # The line with which the block was opened; without one that mistake comes first.
        if problem is None or problem.code != "front-matter-not-opened":
            place = _row_span(path, rows, start - 1)
            problems.append(error("front-matter-not-closed", place, line=stop + 1))
    elif not _is_fence(rows[stop]):
        problems.append(_misspelt(path, rows, stop))
    after = stop + 1 if closed else stop
    return FrontMatter(
        "".join(f"{row}\n" for row in rows[start:stop]),
        start + 1,
        "\n".join(rows[after:]),
        min(after, len(rows) - 1) + 1,
        tuple(problems),
    )


def _opening(path: str, rows: list[str], first: int) -> tuple[int | None, Diagnostic | None]:
    """Index of the first row of the fields, if there are any, and what is wrong with the start."""
    if _is_fence(rows[first]):
        return first + 1, None
    place = _row_span(path, rows, first)
    if _FENCE_TYPO.fullmatch(rows[first]) and _opens_fields(rows, first):
        return first + 1, _misspelt(path, rows, first)
    later = [i for i in range(first + 1, len(rows)) if _is_fence(rows[i])]
    if _FIELD.match(rows[first]):
        second = _next_filled(rows, first + 1)
        if later or (second is not None and _FIELD.match(rows[second])):
            return first, error("front-matter-not-opened", place)
    for opening in islice(later, len(later) - 1 if later else 0):  # one more has to close it
        if _opens_fields(rows, opening):
            return opening + 1, error("text-before-front-matter", place, line=opening + 1)
    return None, error("front-matter-missing", place)


def _closing(rows: list[str], start: int) -> tuple[int, bool]:
    """Index of the row that closes the fields and True, or where it was meant and False.

    A row of dashes can also be a rule or the underline of a heading in the text, when the closing
    one was forgotten: prose after the last field tells.
    """
    fence = next((i for i in range(start, len(rows)) if _may_close(rows[i])), None)
    end = len(rows) if fence is None else fence
    prose = _prose(rows, start, end, certain=fence is not None)
    if prose is not None:
        return prose, False
    if fence is not None:
        return fence, True
    while end > start and not rows[end - 1].strip():
        end -= 1
    return end, False


def _prose(rows: list[str], start: int, end: int, *, certain: bool) -> int | None:
    """Index of the row after the last field at which the text begins, if any begins before ``end``.

    When a fence follows, only prose after an empty row is ``certain`` to be text: all else may be
    a slip among the fields.
    """
    field = _ANY_FIELD if certain else _FIELD
    fields = (i for i in range(end - 1, start - 1, -1) if field.match(rows[i]))
    last = next(fields, start - 1)
    for i in range(last + 1, end):
        after_gap = i > start and not rows[i - 1].strip()
        heading = rows[i].startswith("#") and after_gap and not certain
        if heading or (_is_prose(rows[i]) and (after_gap or not certain)):
            return i - 1 if after_gap else i
    return None


def _is_prose(row: str) -> bool:
    return bool(row.strip()) and not row.startswith((" ", "\t", "#", "- ", "}", "]", "\u00a0"))


def _is_fence(row: str) -> bool:
    return row.rstrip() == "---"


def _may_close(row: str) -> bool:
    # An indented row of dashes may be part of a longer value.
    return _is_fence(row) or (not row[:1].isspace() and bool(_FENCE_TYPO.fullmatch(row)))


def _opens_fields(rows: list[str], fence: int) -> bool:
    following = _next_filled(rows, fence + 1)
    return following is not None and bool(_FIELD.match(rows[following]))


def _next_filled(rows: list[str], start: int) -> int | None:
    return next((i for i in range(start, len(rows)) if rows[i].strip()), None)


def _misspelt(path: str, rows: list[str], index: int) -> Diagnostic:
    found = rows[index].strip()
    return error("front-matter-fence", _row_span(path, rows, index), found=found, suggestion="---")


def _row_span(path: str, rows: list[str], index: int) -> Span:
    row = rows[index]
    indent = len(row) - len(row.lstrip())
    return Span(path, index + 1, indent + 1, max(1, len(row.strip())), row)
