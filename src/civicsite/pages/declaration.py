"""The accessibility declaration of each municipality, made part by part from the one table in
``model.declaration``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from civicsite.clock import When
from civicsite.diagnostics import warning
from civicsite.language import Text
from civicsite.model.declaration import (
    POLAND,
    STATUS,
    Listing,
    Mark,
    Part,
    Sentence,
    Shape,
    holds,
    next_review,
    table_of,
    value,
)
from civicsite.model.site import Municipality
from civicsite.pages import parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, trail
from civicsite.pages.views import (
    DeclarationPart,
    DeclarationView,
    ListingView,
    Phrase,
    SiteView,
    StatementView,
)
from civicsite.reading.schema import AccessibilityFields, AppFields, Contact, Enforcement

__all__ = ["PAGES", "declaration_view"]

OMBUDSMAN = "https://bip.brpo.gov.pl/"
"""The Polish Commissioner for Human Rights, who may be asked once the procedure is over."""


class _Declarations(PageKind):
    template = "declaration"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for town in desk.build.site.municipalities.values():
            if desk.code == desk.build.site.main_language:
                _remind(desk, town)
            made = declaration_view(desk, site, town)
            if made:
                yield Made(made, town.texts.source, town.id)


PAGES = _Declarations()


def declaration_view(desk: Desk, site: SiteView, town: Municipality) -> DeclarationView | None:
    """The declaration in a language the municipality is written in; None where there is none."""
    localised = town.texts.in_(desk.code)
    fields = localised.fields.accessibility
    languages = desk.urls.languages(town.texts)
    if fields is None or desk.code not in languages:
        return None
    making = _Making(desk, town, fields)
    first, *others = making.parts()
    paths = {code: desk.urls.declaration(town, code) for code in languages}
    return DeclarationView(
        head(
            desk,
            "declaration",
            paths[desk.code],
            desk.declaration_title(town),
            making.word("description", name=str(making.body)),
            paths,
            trail(desk, town),
            localised=localised,
        ),
        site,
        title=first.title,
        id=first.id,
        opening=first.body,
        parts=_nested(others),
    )


def _nested(flat: list[DeclarationPart]) -> tuple[DeclarationPart, ...]:
    """Parts with a heading of level 3 below the one of level 2 before them."""
    found: list[DeclarationPart] = []
    for part in flat:
        if part.level == 2:
            found.append(part)
        else:
            above = found.pop()
            found.append(
                DeclarationPart(
                    above.level, above.title, above.id, above.body, (*above.parts, part)
                )
            )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Making:
    """The sentences of one declaration in one language."""

    desk: Desk
    town: Municipality
    fields: AccessibilityFields

    @property
    def body(self) -> Text:
        """The public body that answers for the site."""
        return self.fields.body or self.town.texts.in_(self.desk.code).fields.name

    def word(self, key: str, **values: str) -> str:
        """A word of the declaration of this country."""
        country = "declaration" if table_of(self.town) is POLAND else "eu-declaration"
        return self.desk.word(f"{country}.{key}", **values)

    def parts(self) -> Iterator[DeclarationPart]:
        """The parts that hold, one after another."""
        for part in table_of(self.town):
            if holds(self.fields, part.when):
                title = Text(self.word(part.word), None)
                yield DeclarationPart(part.level, title, part.id, tuple(self._body(part)))

    def _body(self, part: Part) -> Iterator[StatementView | ListingView]:
        for row in part.body:
            if isinstance(row, Listing):
                yield ListingView(tuple(map(self._item, getattr(self.fields, row.field))))
            elif holds(self.fields, row.when):
                made = self._statement(row)
                if made:
                    yield made

    def _item(self, item: Text | AppFields) -> Phrase:
        if isinstance(item, AppFields):
            return Phrase(item.name, shape=Shape.LINK, value=item.url)
        return Phrase(item)

    def _statement(self, row: Sentence) -> StatementView | None:
        """A sentence with its values; None while one of them is not written."""
        values = {mark.name: self._value(mark) for mark in row.marks}
        if None in values.values():
            return None
        key = f"{STATUS}.{self.fields.status}" if row.word == STATUS else row.word
        said = self.word(key, **{name: f"\0{name}\0" for name in values})
        phrases = [
            values[piece] if odd else Phrase(Text(piece, None))
            for odd, piece in _alternating(said.split("\0"))
            if piece
        ]
        return StatementView(tuple(phrase for phrase in phrases if phrase), row.id)

    def _value(self, mark: Mark) -> Phrase | None:
        written = value(self.fields, mark.field) if mark.field else self._known(mark)
        if not written:
            return None
        if isinstance(written, When):
            date = self.desk.known_date(written)
            return Phrase(Text(date.text, None), mark.id, mark.shape, date.iso)
        if isinstance(written, Contact):
            written = written.unit or written.person
        if isinstance(written, Enforcement):
            written = written.body
        if not written:
            return None
        if isinstance(written, Phrase):
            return Phrase(written.text, mark.id, mark.shape, written.value)
        text = written if isinstance(written, Text) else Text(str(written), None)
        address = parts.phone_link(text.text) if mark.shape is Shape.PHONE else text.text
        linked = mark.shape in (Shape.LINK, Shape.MAIL, Shape.PHONE)
        return Phrase(text, mark.id, mark.shape, address if linked else "")

    def _known(self, mark: Mark) -> Text | str | Phrase:
        """What the site knows without being told."""
        if mark.name == "body":
            return self.body
        if mark.name == "extent":
            return self.word("extent")
        if mark.name == "ombudsman":
            return Phrase(Text(self.word("ombudsman"), None), value=OMBUDSMAN)
        return self.desk.canonical(self.desk.urls.municipality(self.town, self.desk.code))


def _alternating(pieces: list[str]) -> Iterator[tuple[bool, str]]:
    """Text, name, text …: each with whether it is a name."""
    return ((bool(number % 2), piece) for number, piece in enumerate(pieces))


def _remind(desk: Desk, town: Municipality) -> None:
    """The yearly review is due, or past; and no day of it lies ahead."""
    bound = town.texts.main.bound
    fields = town.texts.fields.accessibility
    reviewed = fields.reviewed_on if fields else None
    span = bound.span("accessibility", "reviewed_on")
    if reviewed and reviewed.start and not desk.clock.reached(reviewed.start):
        desk.build.report.add(warning("declaration-review-ahead", span, date=reviewed.text))
        return
    review = next_review(town, desk.build.site.zone)
    if review is None:
        return
    past, due = desk.clock.reached(review.past), desk.clock.reached(review.due)
    if past or due:
        code = "declaration-review-past" if past else "declaration-review-due"
        found = warning(code, span, date=review.last.isoformat())
        desk.build.report.add(found)
