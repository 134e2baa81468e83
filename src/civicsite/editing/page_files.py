"""What a platform published -> the files an editor would have written: block style, escaped, and
without the people who wrote it.

Texts are looked at for personal data before they become files: what stands in a file of the folder
is read by everybody who can read the repository.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic, Report, Span, error, warning
from civicsite.editing.block_style import plain, quoted
from civicsite.editing.html_text import to_line, to_markdown
from civicsite.exports.contents import (
    Contents,
    ExportedContribution,
    ExportedEvent,
    ExportedFollowUp,
    ExportedProposal,
    Texts,
)
from civicsite.exports.gate import check_text
from civicsite.language import slug
from civicsite.reading.yaml_nodes import LONGEST

__all__ = ["PageFiles", "page_files"]


@dataclass(frozen=True, slots=True)
class PageFiles:
    """The files of a process, by path below its folder."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    """How many ``proposals``, ``contributions`` and ``events`` they hold."""
    diagnostics: tuple[Diagnostic, ...]


def page_files(contents: Contents, languages: Sequence[str]) -> PageFiles:
    """Every proposal, meeting and remark. ``languages`` are those of the site: texts of the first
    go into the main file, those of the others into translations."""
    writing = _Writing(languages)
    writing.numbers_once(contents)
    attached = writing.attached(contents)
    for item in contents.proposals:
        writing.proposal(item, attached.pop(item.address, ()) if item.address else ())
    for result in (entry for entries in attached.values() for entry in entries):
        writing.result(result)
    for event in contents.events:
        writing.event(event)
    writing.contributions(contents)
    return writing.done(contents)


_Titled = ExportedProposal | ExportedEvent | ExportedFollowUp
"""What gets a page of its own."""


@dataclass(slots=True)
class _Page:
    """A file to be, and what its name is made of."""

    folder: str
    stem: str
    number: str
    lines: list[str]
    body: str
    translations: dict[str, bytes] = field(default_factory=dict)

    def content(self) -> bytes:
        """The whole file."""
        return _file(self.lines, self.body)


def _file(fields: Sequence[str], body: str) -> bytes:
    text = "\n".join(["---", *fields, "---"])
    return (f"{text}\n\n{body}\n" if body else f"{text}\n").encode()


class _Writing:
    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = languages
        self._words = packaged_catalogue(languages[0])
        self._report = Report()
        self._pages: list[_Page] = []
        self._files: dict[str, bytes] = {}
        self._pictures: Counter[str] = Counter()

    # --- texts ---

    def _main(self, texts: Texts) -> str:
        """The text in the site's main language; where there is none, the first there is."""
        for language in (self._languages[0], "", *self._languages[1:], *texts):
            if texts.get(language, "").strip():
                return texts[language]
        return ""

    def _line(self, text: str, source: Span) -> str:
        line = to_line(text)
        self._report.extend(check_text(source, line))
        return line

    def _body(self, text: str, source: Span) -> str:
        written = to_markdown(text)
        self._pictures[source.path] += written.pictures
        self._report.extend(check_text(source, written.text))
        return written.text

    def _page(self, folder: str, stem: str, item: _Titled, fields: list[str]) -> _Page:
        """A page with its translations."""
        title = self._line(self._main(item.title), item.source)
        if not title:
            title = item.number
            self._report.add(warning("import-without-title", item.source, number=item.number))
        page = _Page(
            folder,
            stem + slug(title, 60),
            slug(item.number),
            [f"title: {quoted(title)}", *fields],
            self._body(self._main(item.body), item.source),
        )
        for language in self._languages[1:]:
            own_title = self._line(item.title.get(language, ""), item.source)
            own_body = self._body(item.body.get(language, ""), item.source)
            if own_title and (own_title, own_body) != (title, page.body):
                page.translations[language] = _file([f"title: {quoted(own_title)}"], own_body)
        self._pages.append(page)
        return page

    # --- proposals ---

    def numbers_once(self, contents: Contents) -> None:
        """Two proposals, or two remarks, with one number cannot be told apart afterwards."""
        for items in (contents.proposals, contents.contributions):
            first: dict[str, Span] = {}
            for item in items:
                if not item.number:
                    self._report.add(error("import-without-number", item.source))
                elif item.number in first:
                    values = {"number": item.number, "where": str(first[item.number])}
                    self._report.add(error("import-number-twice", item.source, **values))
                else:
                    first[item.number] = item.source

    @staticmethod
    def attached(contents: Contents) -> dict[str, tuple[ExportedFollowUp, ...]]:
        """What was done, by the address of the proposal it carries out; what belongs to none of
        them stands under the empty address."""
        known = {item.address for item in contents.proposals if item.address}
        found: dict[str, tuple[ExportedFollowUp, ...]] = {}
        for entry in contents.follow_ups:
            for address in [url for url in entry.proposals if url in known] or [""]:
                found[address] = (*found.get(address, ()), entry)
        return found

    def proposal(self, item: ExportedProposal, done: Sequence[ExportedFollowUp]) -> None:
        """One proposal with what was done about it."""
        fields = [f"number: {quoted(item.number)}"]
        if item.cost is not None:
            fields.append(f"cost: {_amount(item.cost)}")
        if item.place:
            fields.append(f"place: {quoted(self._line(item.place, item.source))}")
        if item.latitude is not None and item.longitude is not None:
            fields += ["position:", f"  lat: {item.latitude:f}", f"  lon: {item.longitude:f}"]
        answer = self._line(self._main(item.answer), item.source)
        fields += self._state(item, answer)
        fields += self._follow_up(done)
        page = self._page("proposals", "", item, fields)
        if answer and "evaluation:" not in fields:
            heading = self._words.text("import-heading-answer")
            said = self._body(self._main(item.answer), item.source)
            page.body = f"{page.body}\n\n## {heading}\n\n{said}".lstrip()

    def _state(self, item: ExportedProposal, answer: str) -> Iterator[str]:
        values = {"number": item.number}
        if item.state == "withdrawn":
            if item.withdrawn_on is None:
                self._report.add(warning("import-withdrawn-without-day", item.source, **values))
                return
            yield from ("state_changes:", f"  - on: {item.withdrawn_on}", "    what: withdrawn")
        elif item.state and item.answered_on is None:
            self._report.add(warning("import-answer-without-day", item.source, **values))
        elif item.state == "rejected" and not answer:
            self._report.add(warning("import-rejected-without-reason", item.source, **values))
        elif item.state:
            result = "positive" if item.state == "accepted" else "negative"
            yield from (
                "evaluation:",
                "  - stage: substantive",
                f"    on: {item.answered_on}",
                f"    result: {result}",
            )
            if answer:
                yield f"    reason: {quoted(answer)}"

    def _follow_up(self, entries: Sequence[ExportedFollowUp]) -> Iterator[str]:
        dated = [(entry.on, entry) for entry in entries if entry.on is not None]
        for entry in entries:
            if entry.on is None:
                self._report.add(warning("import-result-without-day", entry.source))
        if dated:
            yield "follow_up:"
        for on, entry in sorted(dated, key=lambda pair: pair[0]):
            progress = entry.progress
            reached = "planned" if not progress else "done" if progress == 100 else "in-progress"
            status = entry.state or reached
            yield from (f"  - date: {on}", f"    status: {status}")
            if progress is not None:
                yield f"    progress: {int(progress)}"
            if entry.cost is not None:
                yield f"    cost: {_amount(entry.cost)}"
            words = [self._line(self._main(entry.status), entry.source)]
            if entry.proposals:
                words.append(self._line(self._main(entry.body), entry.source))
            if text := ". ".join(word.rstrip(".") for word in words if word):
                yield f"    text: {quoted(text)}"

    def result(self, entry: ExportedFollowUp) -> None:
        """What was done where the proposal is not there: a page of its own."""
        alone = replace(entry, proposals=(), body={})
        # Numbers of results and of proposals are counted apart.
        fields = [f"number: {quoted(f'R{entry.number}')}", *self._follow_up([alone])]
        self._page("proposals", "", entry, fields)

    # --- events ---

    def event(self, item: ExportedEvent) -> None:
        """One meeting."""
        fields = ["kind: meeting", f"from: {_moment(item.starts)}"]
        if item.ends is not None and item.ends > item.starts:
            fields.append(f"to: {_moment(item.ends)}")
        place = self._line(self._main(item.place), item.source)
        address = self._line(item.address, item.source)
        where = ", ".join(part for part in dict.fromkeys((place, address)) if part)
        fields.append(f"mode: {'on-site' if where else 'online'}")
        if where:
            fields.append(f"place: {quoted(where)}")
        if not item.published:
            fields.append("draft: yes")
        if item.withdrawn:
            reason = self._words.text("import-reason-cancelled")
            fields += ["status:", "  what: cancelled", f"  reason: {quoted(reason)}"]
        fields += self._report_of(item)
        self._page("events", f"{item.starts.date()}-", item, fields)

    def _report_of(self, item: ExportedEvent) -> list[str]:
        fields = []
        if item.attendees is not None:
            fields += ["  attendees:", f"    count: {item.attendees}"]
        if item.contributions is not None:
            fields.append(f"  contributions: {item.contributions}")
        if organisations := self._line(item.organisations, item.source):
            fields += ["  organisations:", f"    - {quoted(organisations)}"]
        return ["report:", *fields] if fields else []

    # --- contributions ---

    def contributions(self, contents: Contents) -> None:
        """All remarks as one set. Their words stand in the file and are not published: that takes
        an editor who has read them and adds ``points`` to ``publish``."""
        if not contents.contributions:
            return
        titles = {
            item.address: self._main(item.title) for item in contents.proposals if item.address
        }
        lines = ["sets:", "  - id: remarks", "    kind: remarks", "    publish:"]
        lines += [f"      - {name}" for name in ("number", "received_on", "channel")]
        lines.append("    items:")
        for item in contents.contributions:
            lines += self._contribution(item, titles)
        text = "\n".join(lines) + "\n"
        if len(text) > LONGEST:
            source, count = contents.contributions[0].source, len(contents.contributions)
            self._report.add(error("import-remarks-too-long", source, count=count, most=LONGEST))
        self._files["contributions.yaml"] = text.encode()

    def _contribution(self, item: ExportedContribution, titles: Mapping[str, str]) -> Iterator[str]:
        yield f"      - number: {quoted(item.number)}"
        if item.received_on is not None:
            yield f"        received_on: {item.received_on}"
        yield "        channel: online"
        about = titles.get(item.about, "" if "://" in item.about else item.about)
        words = [self._line(about, item.source)]
        if item.reply_to:
            words.append(self._words.text("import-in-reply", number=plain(item.reply_to)))
        if any(words):
            yield f"        concerns: {quoted(' – '.join(word for word in words if word))}"
        if text := self._line(item.text, item.source):
            yield from ("        points:", '          - n: "1"')
            yield f"            summary: {quoted(text)}"

    # --- the end ---

    def done(self, contents: Contents) -> PageFiles:
        """Names for all files. Titles that give the same name are told apart by the number."""
        stems = Counter((page.folder, page.stem) for page in self._pages)
        for page in self._pages:
            name = page.stem
            if stems[page.folder, page.stem] > 1 or not page.stem.strip("-"):
                name = f"{page.stem}-{page.number}".strip("-")
            path = f"{page.folder}/{name}"
            if f"{path}.md" in self._files:
                self._report.add(error("import-name-twice", Span(f"{path}.md"), path=f"{path}.md"))
            self._files[f"{path}.md"] = page.content()
            for language, content in page.translations.items():
                self._files[f"{path}.{language}.md"] = content
        for path, count in self._pictures.items():
            if count:
                self._report.add(warning("import-pictures-left-out", Span(path), count=count))
        counts = {
            "proposals": sum(page.folder == "proposals" for page in self._pages),
            "events": sum(page.folder == "events" for page in self._pages),
            "contributions": len(contents.contributions),
        }
        return PageFiles(self._files, counts, tuple(self._report))


def _amount(cost: Decimal) -> str:
    return f"{cost:.2f}".removesuffix(".00")


def _moment(moment: datetime) -> str:
    """Local time; in the hour that occurs twice with its offset."""
    twice = moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()
    text = moment.isoformat(timespec="minutes")
    return text if twice else text[:16]
