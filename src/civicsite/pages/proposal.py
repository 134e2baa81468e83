"""The page of a proposal, project, candidate or design."""

from __future__ import annotations

from collections.abc import Iterable

from civicsite.model.site import Process, Proposal
from civicsite.pages import cards, parts
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head, trail
from civicsite.pages.prose import prose, summary_of
from civicsite.pages.views import Fact, Link, ProposalView, SiteView
from civicsite.reading.schema import ProposalFields

__all__ = ["PAGES", "proposal_view"]


class _Proposals(PageKind):
    template = "proposal"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        for process in desk.build.processes():
            for item in desk.build.proposals(process):
                if desk.code in desk.urls.languages(item.texts):
                    aliases = item.texts.fields.aliases
                    view = proposal_view(desk, site, item)
                    yield Made(view, item.texts.source, process.municipality, aliases)


PAGES = _Proposals()


def proposal_view(desk: Desk, site: SiteView, proposal: Proposal) -> ProposalView:
    """One proposal with its history."""
    process = desk.build.site.processes[proposal.process]
    town = desk.build.site.municipalities[process.municipality]
    localised = proposal.texts.in_(desk.code)
    fields, bound = localised.fields, localised.bound
    card = cards.proposal_card(desk, process, proposal)
    results = desk.results_link(process)
    if results and proposal.contest:
        results = Link(results.title, results.path, proposal.contest, results.lang)
    paths = {
        code: desk.urls.proposal(proposal, code) for code in desk.urls.languages(proposal.texts)
    }
    return ProposalView(
        head(
            desk,
            "proposal",
            paths[desk.code],
            fields.title,
            summary_of(fields.summary, localised),
            paths,
            trail(desk, town, process),
            localised=localised,
        ),
        site,
        title=fields.title,
        item_word=process.kind.item,
        standing=card.standing,
        summary=fields.summary,
        image=card.image,
        facts=_facts(desk, process, proposal, fields),
        text=prose(desk, localised, {}),
        checks=parts.checks(desk, process, fields),
        votes=card.votes,
        result=results,
        follow_up=parts.follow_ups(desk, process, fields.follow_up, bound.span("follow_up")),
        progress=card.progress,
        updated=parts.updates(desk, fields.updated),
        process=desk.process_link(process),
    )


def _facts(
    desk: Desk, process: Process, proposal: Proposal, fields: ProposalFields
) -> tuple[Fact, ...]:
    town = desk.build.site.municipalities[process.municipality]
    known, words = parts.place_named(desk, town, fields.place)
    facts = [*parts.fact("number", fields.number)]
    facts += parts.fact("ballot-number", fields.ballot_number)
    if proposal.contest and process.results:
        contests = process.results.in_(desk.code).contests
        title = next((c.title for c in contests if c.id == proposal.contest), None)
        page = desk.contest_link(process, proposal.contest)
        if title and page:
            facts.append(Fact("contest", link=Link(title, page.path, lang=page.lang)))
        else:
            facts += parts.fact("contest", title)
    facts += parts.fact("cost", desk.money(fields.cost))
    if fields.cost_submitted is not None and fields.cost_submitted != fields.cost:
        facts += parts.fact("cost-submitted", desk.money(fields.cost_submitted))
    if known:
        lines = (known.title, known.address) if known.address else (known.title,)
        facts.append(Fact("place", lines=lines))
    facts += parts.fact("place", words)
    facts += parts.map_fact(desk, fields.position)
    if fields.author and desk.build.released(fields.author_shown_from):
        facts += parts.fact("author", fields.author)
    return tuple(facts)
