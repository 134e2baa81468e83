"""Which HTML may stand in an editor's text, and what has been taken out of it.

The sanitiser runs on what Markdown made, so that nothing (raw HTML, attribute lists, addresses)
gets round it. It parses as a browser does (html5ever), lets through the names listed here and
closes what is open. Afterwards nothing is written but what came through, by
:mod:`civicsite.reading.markup`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser

import nh3

from civicsite.reading.markup_marks import INTERNAL, MARK_ATTRIBUTE, split, without_marks
from civicsite.reading.markup_parts import start_tag

__all__ = [
    "EMBEDDING",
    "HARMLESS",
    "OTHER",
    "SCHEMES",
    "TAGS",
    "Removal",
    "allowed_value",
    "clean",
    "removals",
    "scheme",
    "words",
]


def words(text: str) -> frozenset[str]:
    """The words of a text as a set: ``words("td th")``."""
    return frozenset(text.split())


TAGS = words(
    """
    a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub
    summary sup table tbody td tfoot th thead tr u ul var wbr
    """
)
"""The tags that may stand."""

_EVERYWHERE = words(f"id class lang title dir {MARK_ATTRIBUTE}")
_SOMEWHERE = {
    "a": words("href hreflang"),
    "details": words("open"),
    "img": words("src alt width height"),
    "li": words("value"),
    "ol": words("start reversed type"),
    # Markdown's tables are aligned by `align`, which becomes a class.
    "td": words("align colspan rowspan"),
    "th": words("align colspan rowspan scope abbr"),
}

EMBEDDING = words("applet audio embed frame frameset iframe object script video")
"""What people paste when a service gives them a piece of code."""
HARMLESS = words(
    """
    acronym address article aside base big body center col colgroup data font footer head header
    hgroup html label link main meta nav nobr rp rt ruby section strike style time title tt
    """
)
"""Tags that may go without a reader missing anything."""
OTHER = words(
    """
    area button canvas datalist dialog dir fieldset form frame input legend map marquee math menu
    meter noembed noframes noscript optgroup option output param picture plaintext progress search
    select slot source svg template textarea track xmp
    """
)
"""Other tags of HTML; any name that is in no set here is something else in angle brackets."""
_WITHOUT_CONTENT = EMBEDDING - {"embed", "frame"} | words(
    "canvas math noembed noframes noscript select style svg template textarea title xmp"
)
"""Tags whose content is not text that was meant to be read."""

SCHEMES = words("http https mailto tel")

_VALUES = {
    "class": re.compile(r"[^\W\d][\w+#.-]*"),  # also "ważne", and "language-c++" of code
    "id": re.compile(r"[A-Za-z][A-Za-z0-9_-]*"),
    "lang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
    "hreflang": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "width": re.compile(r"[1-9][0-9]{0,4}"),
    "height": re.compile(r"[1-9][0-9]{0,4}"),
    "colspan": re.compile(r"[1-9][0-9]{0,2}"),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}"),
    "start": re.compile(r"-?[0-9]{1,6}"),
    "value": re.compile(r"-?[0-9]{1,6}"),
    "type": re.compile(r"[1aAiI]"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
    "align": re.compile(r"left|right|center"),
}


def allowed_value(name: str, value: str) -> bool:
    """True when an attribute that may stand may have this value; a class is asked for by word."""
    pattern = _VALUES.get(name)
    return pattern is None or bool(pattern.fullmatch(value))


_IGNORED = re.compile(rf"[\0-\x20\x7f-\xa0{INTERNAL}]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def scheme(address: str) -> str:
    """``https`` for ``https://…``, lower-case; empty for an address within the site.

    Read as generously as a browser reads it: blanks and control characters play no part.
    """
    found = _SCHEME.match(_IGNORED.sub("", address))
    return found[1].lower() if found else ""


def _permitted(tag: str, name: str, value: str) -> str | None:
    if name in ("href", "src") and scheme(without_marks(value)) not in (SCHEMES | {""}):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(_WITHOUT_CONTENT),
    attributes={"*": set(_EVERYWHERE), **{tag: set(names) for tag, names in _SOMEWHERE.items()}},
    attribute_filter=_permitted,
    url_schemes=set(SCHEMES),
    link_rel=None,  # `markup` knows which links leave the site
    strip_comments=True,
)


def clean(html: str) -> str:
    """Well-formed HTML of the allowed tags and attributes alone."""
    return _CLEANER.clean(html)


@dataclass(frozen=True, slots=True)
class Removal:
    """A tag, or one attribute of a tag, that the sanitiser takes out."""

    tag: str
    attribute: str = ""
    """Empty when it is the whole tag."""
    value: str = ""
    """The value of the attribute."""
    mark: int | None = None
    """The number of the mark at it, when there is one."""


def removals(html: str) -> tuple[Removal, ...]:
    """What :func:`clean` takes out of ``html``: each start tag and attribute, in order.

    Comments are left out silently: they are an editor's notes.
    """
    scanner = _Scanner()
    scanner.feed(html)
    scanner.close()
    return tuple(scanner.found)


class _Scanner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Removal] = []
        self._after = False

    def handle_data(self, data: str) -> None:
        # Something like <https://…> or <me@…> that was no link has its mark behind it.
        first = next(split(data), None)
        if self._after and isinstance(first, int):
            self.found[-1] = replace(self.found[-1], mark=first)
        self._after = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = [number for _, value in attrs for number in split(value or "")]
        place = next((number for number in marks if isinstance(number, int)), None)
        self._after = tag not in TAGS and place is None
        if tag not in TAGS:
            self.found.append(Removal(without_marks(tag), mark=place))
            return
        for name, value in attrs:
            if not _stays(tag, name, value or ""):
                plain = without_marks(value or "")
                self.found.append(Removal(tag, without_marks(name), plain, place))


def _stays(tag: str, name: str, value: str) -> bool:
    if name in ("href", "src"):  # the sanitiser also refuses what it cannot read as an address
        return f' {name}="' in clean(start_tag(tag, [(name, value)]))
    return name in _EVERYWHERE or name in _SOMEWHERE.get(tag, ())
