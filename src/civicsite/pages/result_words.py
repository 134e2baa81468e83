"""Words that all parts of the results page need: reasons, and the names of what was voted for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from civicsite.language import Text
from civicsite.model.site import Process, Proposal
from civicsite.pages.context import Desk
from civicsite.pages.views import Link
from civicsite.reading.schema import ContestFields, ResultsFile
from civicsite.results.tally import Tally
from civicsite.terms import ItemWord

__all__ = ["Names", "exported_projects", "reasons", "word_or"]


def word_or(desk: Desk, key: str, otherwise: str) -> str:
    """A word of the catalogue, or what stands in a file where the catalogue has none."""
    return desk.word(key) if desk.language.catalogue.has(key) else otherwise


def reasons(desk: Desk, counted: Iterable[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    """Reasons in words with their numbers."""
    return tuple(
        (word_or(desk, f"reason-{reason}", reason), desk.language.number(count))
        for reason, count in counted
    )


def exported_projects(desk: Desk, process: Process) -> dict[tuple[str, str], str]:
    """Projects that a published result names and no file in ``proposals/`` describes: contest and
    number -> name in the address. Candidates get no page of their own from a table."""
    return desk.build.once("projects", "", process.id, partial(_exported_projects, desk, process))


def _exported_projects(desk: Desk, process: Process) -> dict[tuple[str, str], str]:
    if process.kind.item is not ItemWord.PROJECT:
        return {}
    described = {(item.contest or "", item.number) for item in process.proposals}
    return desk.urls.option_names(
        process,
        (
            (tally.contest, item.option.id)
            for tally in desk.build.tallies.get(process.id, ())
            for item in tally.options
            if item.option.title
            and described.isdisjoint({("", item.option.id), (tally.contest, item.option.id)})
        ),
    )


@dataclass(slots=True)
class Names:
    """What the options of one contest are called on the page: by their name, and by their number
    where they have none or it may not be shown."""

    desk: Desk
    process: Process
    fields: ResultsFile
    tally: Tally
    _options: dict[str, str] = field(init=False)
    _proposals: dict[str, Proposal] = field(init=False)

    def __post_init__(self) -> None:
        self._options = {o.option.id: o.option.title for o in self.tally.options}
        found = self.desk.build.proposals(self.process)
        self._proposals = {
            item.number: item
            for item in found
            if item.number in self._options and item.contest in (None, "", self.tally.contest)
        }

    @property
    def contest(self) -> ContestFields | None:
        """What the editor wrote about the contest, where there are several."""
        return next((c for c in self.fields.contests if c.id == self.tally.contest), None)

    def contest_title(self, id: str) -> str:
        """Name of another contest, inside a sentence."""
        title = next((str(c.title) for c in self.fields.contests if c.id == id), id)
        return self.desk.word("option-named", title=title)

    def proposal(self, id: str) -> Proposal | None:
        """The proposal behind an option."""
        return self._proposals.get(id)

    def link(self, id: str) -> Link | None:
        """The page of an option."""
        proposal = self.proposal(id)
        return self.desk.proposal_link(proposal) if proposal else self._exported(id)

    def _exported(self, id: str) -> Link | None:
        """The page of a project that only an export names."""
        name = exported_projects(self.desk, self.process).get((self.tally.contest, id))
        if name is None:
            return None
        lang = self.desk.urls.language_of(self.process.texts, self.desk.code)
        path = self.desk.urls.option(self.process, name, lang)
        return Link(self.title(id), path, lang=self.desk.foreign(lang))

    def name(self, id: str) -> Text:
        """The name beside the number; empty where there is none or it may not be shown."""
        return self.title(id) if self._options.get(id) or self.proposal(id) else Text("", None)

    def title(self, id: str) -> Text:
        """The name of an option, or its number."""
        proposal = self.proposal(id)
        if proposal:
            title: Text = proposal.texts.in_(self.desk.code).fields.title
            return title
        name = self._options.get(id)
        return Text(name or self.desk.word("option-number", number=id), None)

    def plain(self, id: str) -> str:
        """The name inside a sentence."""
        named = self._options.get(id) or self.proposal(id)
        title = str(self.title(id))
        return self.desk.word("option-named", title=title) if named else title

    def listed(self, ids: Sequence[str]) -> str:
        """Several names inside a sentence."""
        return self.desk.language.join([self.plain(id) for id in ids]) or "–"
