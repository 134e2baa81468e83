"""Which HTML may stand in an editor's text, and what has been taken out of it.

The sanitiser runs on what Markdown made, so that nothing (raw HTML, attribute lists, addresses)
gets round it. It parses as a browser does (html5ever), lets through the names listed here and
closes what is open. Afterwards nothing is written but what came through, by
:mod:`civicsite.reading.markup`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

from civicsite.reading.markup_marks import INTERNAL, MARK_ATTRIBUTE, split, without_marks

__all__ = [
    "EMBEDDING",
    "HARMLESS",
    "SCHEMES",
    "Removal",
    "allowed_value",
    "clean",
    "removals",
    "scheme",
]

TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub
    summary sup table tbody td tfoot th thead tr u ul var wbr
    """.split()
)
"""The tags that may stand."""

_EVERYWHERE = frozenset({"id", "class", "lang", "title", "dir", MARK_ATTRIBUTE})
_SOMEWHERE: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "hreflang"}),
    "details": frozenset({"open"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    # Markdown's tables are aligned by `align`, which becomes a class.
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope", "abbr"}),
}

EMBEDDING = frozenset(
    {"script", "iframe", "object", "embed", "video", "audio", "frame", "frameset", "applet"}
)
"""What people paste when a service gives them a piece of code."""
_WITHOUT_CONTENT = EMBEDDING - {"frame", "embed"} | frozenset(
    "canvas math noembed noframes noscript select style svg template textarea title xmp".split()
)
"""Tags whose content is not text that was meant to be read."""
HARMLESS = frozenset(
    """
    acronym address article aside base big body center col colgroup data font footer head header
    hgroup html label link main meta nav nobr rp rt ruby section strike style time title tt
    """.split()
)
"""Tags that may go without a reader missing anything."""

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_VALUES = {
    "class": re.compile(r"[A-Za-z][A-Za-z0-9_-]*"),
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


def scheme(address: str) -> str:
    """``https`` for ``https://…``, lower-case; empty for an address within the site.

    Read as generously as a browser reads it: blanks and control characters play no part.
    """
    bare = re.sub(rf"[\0-\x20\x7f-\xa0{INTERNAL}]", "", address)
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", bare)
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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = [number for _, value in attrs for number in split(value or "")]
        place = next((number for number in marks if isinstance(number, int)), None)
        if tag not in TAGS:
            self.found.append(Removal(without_marks(tag), mark=place))
            return
        for name, value in attrs:
            plain = without_marks(value or "")
            if not _may_stand(tag, name) or _permitted(tag, name, plain) is None:
                self.found.append(Removal(tag, without_marks(name), plain, place))


def _may_stand(tag: str, name: str) -> bool:
    return name in _EVERYWHERE or name in _SOMEWHERE.get(tag, ())
