"""What residents read: every word of every vocabulary, in English and Polish."""

from __future__ import annotations

from enum import EnumType

import pytest

from civicsite import terms
from civicsite.catalogues import Catalogue
from civicsite.pages.plan import templates
from civicsite.registry import standard_registry
from tests.theme.sample_parts import languages, renderer, theme

PREFIXES = {
    terms.Does: "phase",
    terms.State: "state",
    terms.Channel: "channel",
    terms.EventKind: "event-kind",
    terms.Mode: "mode",
    terms.EventStatus: "event-status",
    terms.Intervention: "intervention",
    terms.Who: "who",
    terms.AnnouncedIn: "announced",
    terms.PostCounts: "post-counts",
    terms.OnlineAssurance: "assurance-online",
    terms.PaperAssurance: "assurance-paper",
    terms.DocumentStatus: "document-status",
    terms.DecisionStatus: "decision-status",
    terms.DutyKind: "duty",
    terms.EvaluationStage: "check",
    terms.EvaluationResult: "evaluation-result",
    terms.StateChange: "check",
    terms.FollowUpStatus: "follow-up",
    terms.ContributionKind: "contribution-kind",
    terms.AuthorKind: "author-kind",
    terms.PointDecision: "point-decision",
    terms.Held: "held",
    terms.ResultsStatus: "results-status",
    terms.Access: "access",
    terms.Conformance: "conformance",
    terms.ItemWord: "item",
    terms.SurveyMode: "survey-mode",
    terms.Recruited: "recruited",
    terms.Denominator: "denominator",
    terms.Incomplete: "incomplete",
    terms.TieMethod: "tie-by",
}
UNSEEN = {
    terms.DateOrder,
    terms.Extra,
    terms.NeverSuppressed,
    terms.PublicAs,
    terms.QuestionType,
    terms.Repository,
    terms.Unusable,
    terms.WhenBlank,
    terms.WhenBothChannels,
    terms.WhenOvervoted,
    terms.WhenRefused,
    terms.WhenTooFew,
    terms.WhenTwice,
    terms.WhenUnknown,
}
"""What an editor configures and no resident reads."""
DERIVED = {
    "phase-state": (
        "past",
        "current",
        "upcoming",
        "cancelled",
    ),
    "duty-state": (
        "done",
        "due",
        "overdue",
    ),
    "point-decision": ("unanswered",),
    "standing": (
        "admitted",
        "rejected",
        "in-evaluation",
        "withdrawn",
        "merged",
        "selected",
        "not-selected",
    ),
    "decision": (
        "funded",
        "does-not-fit",
        "funded-in-part",
        "in-conflict",
        "out-of-reach",
        "below-threshold",
        "stopped",
        "no-votes",
        "elected",
        "not-elected",
        "tied",
    ),
    "check": (
        "appeal",
        "appeal-filed",
    ),
    "event-state": (
        "upcoming",
        "now",
        "past",
    ),
    "origin": (
        "recounted",
        "declared",
    ),
    "official": (
        "recounted",
        "declared",
    ),
    "level": (
        "ballots",
        "ballots-published",
        "protocols",
        "office",
    ),
    "now": (
        "open",
        "upcoming",
        "underway",
        "suspended",
        "cancelled",
        "annulled",
        "finished",
    ),
    "way-stopped": (
        "suspended",
        "cancelled",
        "annulled",
    ),
}
"""Words of views that no editor writes; documented in ``pages/views.py``."""


def vocabularies() -> list[EnumType]:
    found = (getattr(terms, name) for name in terms.__all__)
    return [kind for kind in found if isinstance(kind, EnumType)]


def own(code: str) -> Catalogue:
    """The catalogue of one language alone, without what English lends it."""
    return theme().catalogues[code]


def test_every_vocabulary_is_known_here() -> None:
    assert set(vocabularies()) == {*PREFIXES, *UNSEEN}


@pytest.mark.parametrize("code", ["en", "pl"])
def test_every_word_of_every_vocabulary_has_its_text(code: str) -> None:
    wanted = {f"{p}.{word}" for kind, p in PREFIXES.items() for word in kind}
    wanted |= {f"items.{word}" for word in terms.ItemWord} | {
        f"{p}.{word}" for p, derived in DERIVED.items() for word in derived
    }
    assert sorted(wanted - set(own(code).keys())) == []


@pytest.mark.parametrize("code", ["en", "pl"])
def test_every_built_in_kind_has_its_names_and_its_phases(code: str) -> None:
    for kind in terms.BUILT_IN_KINDS:
        assert own(code).has(f"kind.{kind.id}.name")
        assert own(code).has(f"kind.{kind.id}.plural")
        for does in kind.phases:
            assert own(code).has(f"kind.{kind.id}.phase.{does}") or own(code).has(f"phase.{does}")


@pytest.mark.parametrize("code", ["en", "pl"])
def test_every_format_and_every_rule_is_called_something(code: str) -> None:
    registry = standard_registry()
    names = [f"format.{name}" for name in registry.formats]
    names += [f"rule.{name}" for name in registry.rules]
    assert [name for name in names if not own(code).has(name)] == []


def test_polish_says_all_that_english_says() -> None:
    assert own("pl").missing(own("en")) == ()
    assert own("pl").strangers(own("en")) == ()


def test_ukrainian_says_nothing_that_english_does_not_and_names_the_frame_and_the_states() -> None:
    assert own("uk").strangers(own("en")) == ()
    frame = {"skip-to-content", "navigation", "languages", "breadcrumbs", "home", "untranslated"}
    states = {f"state.{word}" for word in terms.State}
    heads = {"open-now", "now-title", "phases", "events", "documents", "results", "contributions"}
    assert sorted((frame | states | heads) - set(own("uk").keys())) == []


def test_values_have_the_same_names_in_every_language() -> None:
    for code in ("pl", "uk"):
        for key, message in own(code).messages.items():
            assert message.placeholders == own("en").messages[key].placeholders, f"{code} {key}"


def test_the_templates_ask_for_nothing_that_is_not_there() -> None:
    assert renderer().problems(templates(standard_registry().pages)) == ()


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 proces"), (2, "2 procesy"), (5, "5 procesów"), (12, "12 procesów"), (22, "22 procesy")],
)
def test_polish_counts_in_three_forms(count: int, said: str) -> None:
    assert languages()["pl"].catalogue.text("processes-count", count=count) == said


def test_dates_stand_in_sentences_or_after_a_colon() -> None:
    say = languages()["pl"].catalogue.text
    assert say("way-open-until", date="14 czerwca 2026") == "Otwarte do 14 czerwca 2026"
    assert say("way-open-until-vague", date="czerwiec 2026") == "Koniec: czerwiec 2026"
