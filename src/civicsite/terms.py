"""The controlled vocabulary of participation: one word for one thing.

Members are the words an editor writes. What a resident reads for them stands in the catalogue
under ``<vocabulary>.<word>``, for example ``channel.paper``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "BUILT_IN_KINDS",
    "INVITING",
    "Access",
    "AnnouncedIn",
    "AuthorKind",
    "Channel",
    "Conformance",
    "ContributionKind",
    "DateOrder",
    "DecisionStatus",
    "Denominator",
    "DocumentStatus",
    "Does",
    "DutyKind",
    "EvaluationResult",
    "EvaluationStage",
    "EventKind",
    "EventStatus",
    "Extra",
    "FollowUpStatus",
    "Held",
    "Incomplete",
    "Intervention",
    "ItemWord",
    "Kind",
    "Mode",
    "NeverSuppressed",
    "OnlineAssurance",
    "PaperAssurance",
    "PointDecision",
    "PostCounts",
    "PublicAs",
    "QuestionType",
    "Recruited",
    "Repository",
    "ResultsStatus",
    "State",
    "StateChange",
    "SurveyMode",
    "TieMethod",
    "Unusable",
    "WhenBlank",
    "WhenBothChannels",
    "WhenOvervoted",
    "WhenRefused",
    "WhenTooFew",
    "WhenTwice",
    "WhenUnknown",
    "Who",
]


class Does(StrEnum):
    """Who acts in a phase, by what they do. Only :data:`INVITING` ones invite residents."""

    PREPARE = "prepare"
    INFORM = "inform"
    SUBMIT = "submit"
    COMMENT = "comment"
    VOTE = "vote"
    APPEAL = "appeal"
    SELECT = "select"
    DELIBERATE = "deliberate"
    EVALUATE = "evaluate"
    COUNT = "count"
    DECIDE = "decide"
    IMPLEMENT = "implement"


INVITING = frozenset({Does.SUBMIT, Does.COMMENT, Does.VOTE, Does.APPEAL})
"""What residents do themselves; the phases between are the authority's."""


class State(StrEnum):
    """Where a process stands at the build's instant. Derived, never typed in."""

    UPCOMING = "upcoming"
    OPEN = "open"
    UNDERWAY = "underway"
    """Started, and no phase invites residents now."""
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    ANNULLED = "annulled"
    FINISHED = "finished"


class Channel(StrEnum):
    """How a ballot or contribution arrived, as the count sees it."""

    ONLINE = "online"
    PAPER = "paper"
    ON_SITE = "on-site"


class DateOrder(StrEnum):
    """Which comes first in a date such as 6/9/2026 of an export."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class EventKind(StrEnum):
    """What kind of meeting an event is."""

    MEETING = "meeting"
    WORKSHOP = "workshop"
    RESEARCH_WALK = "research-walk"
    WORLD_CAFE = "world-cafe"
    EXPERT_PANEL = "expert-panel"
    DUTY_HOURS = "duty-hours"
    CONSULTATION_POINT = "consultation-point"
    OUTDOOR_MEETING = "outdoor-meeting"
    INTERVIEW = "interview"
    DEBATE = "debate"
    CONFERENCE = "conference"
    DRAW = "draw"
    SESSION = "session"


class Mode(StrEnum):
    """Where an event takes place."""

    ON_SITE = "on-site"
    ONLINE = "online"
    HYBRID = "hybrid"


class EventStatus(StrEnum):
    """What happened to an announced event."""

    CANCELLED = "cancelled"
    MOVED = "moved"


class Intervention(StrEnum):
    """What happened to the process itself, outside its calendar."""

    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ANNULLED = "annulled"
    EXTENDED = "extended"
    REPEATED = "repeated"


class Who(StrEnum):
    """Who may take part."""

    RESIDENTS = "residents"
    VOTERS = "voters"
    STUDENTS = "students"
    ORGANISATIONS = "organisations"
    MEMBERS = "members"
    EVERYONE = "everyone"


class AnnouncedIn(StrEnum):
    """Where a process was announced; ``bip`` is the Polish public information bulletin."""

    BIP = "bip"
    WEBSITE = "website"
    NOTICE_BOARD = "notice-board"
    PRESS = "press"
    RADIO = "radio"
    SOCIAL_MEDIA = "social-media"
    LETTER = "letter"
    SMS = "sms"
    POSTERS = "posters"
    SCHOOL = "school"


class PostCounts(StrEnum):
    """Which date counts for a letter."""

    SENT = "sent"
    RECEIVED = "received"


class OnlineAssurance(StrEnum):
    """How an online form holds to one person, one vote."""

    NONE = "none"
    EMAIL = "email"
    SMS = "sms"
    TOKEN = "token"
    ACCOUNT = "account"
    TRUSTED_PROFILE = "trusted-profile"


class PaperAssurance(StrEnum):
    """How a paper vote holds to one person, one vote."""

    NONE = "none"
    SIGNATURE_LIST = "signature-list"
    IDENTITY_CHECK = "identity-check"
    SCHOOL_LIST = "school-list"


class DocumentStatus(StrEnum):
    """Standing of a document."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    REPEALED = "repealed"
    INFORMATION = "information"


class DecisionStatus(StrEnum):
    """Standing of an authority's resolution."""

    PLANNED = "planned"
    ADOPTED = "adopted"
    REFUSED = "refused"
    APPEALED = "appealed"
    ANNULLED = "annulled"


class DutyKind(StrEnum):
    """What is owed by a date."""

    REPORT = "report"
    ANSWER = "answer"
    RESULTS = "results"
    PUBLICATION = "publication"
    DECISION = "decision"
    OTHER = "other"


class EvaluationStage(StrEnum):
    """Which check of a proposal."""

    FORMAL = "formal"
    SUBSTANTIVE = "substantive"


class EvaluationResult(StrEnum):
    """Outcome of a check or an appeal. A reason is required with a negative one."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    TO_COMPLETE = "to-complete"


class StateChange(StrEnum):
    """What became of a proposal before the vote."""

    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    CHANGED = "changed"


class FollowUpStatus(StrEnum):
    """How far a decision has been carried out."""

    PLANNED = "planned"
    CONTRACTED = "contracted"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NOT_POSSIBLE = "not-possible"


class ContributionKind(StrEnum):
    """What a set of contributions holds."""

    REMARKS = "remarks"
    IDEAS = "ideas"
    QUESTIONS = "questions"
    RECOMMENDATIONS = "recommendations"


class AuthorKind(StrEnum):
    """Who a contribution comes from; never a name."""

    RESIDENT = "resident"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"


class PointDecision(StrEnum):
    """The answer to one point of a contribution."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    OUT_OF_SCOPE = "out-of-scope"


class TieMethod(StrEnum):
    """What settles a tie of options that are level."""

    LOWER_COST = "lower-cost"
    FILE_ORDER = "file-order"
    EARLIER_ROUNDS = "earlier-rounds"
    DRAW = "draw"


class WhenRefused(StrEnum):
    """What becomes of a ballot that breaks a rule nobody may be lenient about."""

    INVALID = "invalid"


class WhenTooFew(StrEnum):
    """What becomes of a ballot with fewer marks or points than asked for."""

    INVALID = "invalid"
    VALID = "valid"


class WhenBlank(StrEnum):
    """What a ballot without a mark stands for."""

    INVALID = "invalid"
    NOT_CAST = "not-cast"


class WhenUnknown(StrEnum):
    """What becomes of a ballot with a mark for something that does not stand for the vote."""

    DROP_MARK = "drop-mark"
    INVALID = "invalid"


class WhenOvervoted(StrEnum):
    """What a rank of a ballot means that names several options."""

    NEXT_CHOICE = "next-choice"
    END = "end"
    INVALID = "invalid"


class WhenTwice(StrEnum):
    """Which of several ballots of one voter counts."""

    FIRST = "first"
    LAST = "last"
    ALL_INVALID = "all-invalid"


class WhenBothChannels(StrEnum):
    """Which ballot counts of a voter who used several channels."""

    ALL_INVALID = "all-invalid"
    ONLINE = "online"
    PAPER = "paper"
    ON_SITE = "on-site"


class Held(StrEnum):
    """Whether a contest was voted on."""

    VOTED = "voted"
    UNOPPOSED = "unopposed"
    NO_CANDIDATES = "no-candidates"


class ResultsStatus(StrEnum):
    """Standing of published results."""

    PRELIMINARY = "preliminary"
    FINAL = "final"


class SurveyMode(StrEnum):
    """How the answers of a survey were given."""

    ONLINE = "online"
    PAPER = "paper"
    TELEPHONE = "telephone"
    FACE_TO_FACE = "face-to-face"


class Recruited(StrEnum):
    """How those who answered a survey came to it. Only a random sample speaks for others."""

    SELF_SELECTED = "self-selected"
    RANDOM = "random"
    QUOTA = "quota"


class QuestionType(StrEnum):
    """What an answer to a question of a survey is."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    MATRIX = "matrix"
    RANKING = "ranking"
    TEXT = "text"


class Denominator(StrEnum):
    """Of whom a share of answers is a share."""

    ASKED = "asked"
    ANSWERED = "answered"
    SUBMITTED = "submitted"


class Incomplete(StrEnum):
    """What becomes of a form that was left before its end."""

    LEAVE_OUT = "leave-out"
    COUNT = "count"


class Unusable(StrEnum):
    """What becomes of an answer that cannot be counted."""

    LEAVE_OUT = "leave-out"


class PublicAs(StrEnum):
    """Why a column may show names and places."""

    CANDIDATE = "candidate"
    PLACE = "place"
    OFFICIAL = "official"


class NeverSuppressed(StrEnum):
    """Numbers that a statute makes public, however small they are."""

    VOTES = "votes"
    TURNOUT = "turnout"


class Extra(StrEnum):
    """A heavy package that only some sites need, as ``pip install 'civicsite[…]'`` names it."""

    S3 = "s3"
    SEARCH_PL = "search-pl"
    SFTP = "sftp"


class Repository(StrEnum):
    """Who can read the history of the folder."""

    PUBLIC = "public"
    PRIVATE = "private"


class Access(StrEnum):
    """Whether a place can be reached without steps."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"


class Conformance(StrEnum):
    """Conformance state of the accessibility declaration (technical conditions 2.0, 2024)."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class ItemWord(StrEnum):
    """What a kind calls the things people put forward or choose between."""

    PROPOSAL = "proposal"
    PROJECT = "project"
    CANDIDATE = "candidate"
    DESIGN = "design"
    IDEA = "idea"
    QUESTION = "question"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of process: its vocabulary and what its pages must hold."""

    id: str
    item: ItemWord
    required: tuple[str, ...] = ()
    """Fields of ``process.md`` that ``check`` and ``publish`` require (decision 15)."""
    phases: tuple[Does, ...] = ()
    """The usual phases, in order; ``new process`` writes them."""
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    """Language code -> word -> text, for kinds that a town adds; the built-in ones have theirs
    in the catalogue. Words: ``name``, ``plural`` and ``phase.<does>``."""


_ALWAYS = ("summary", "scope", "eligibility", "contact", "phases", "ways")

BUILT_IN_KINDS: tuple[Kind, ...] = (
    Kind(
        "consultation",
        ItemWord.PROPOSAL,
        (*_ALWAYS, "legal_basis", "announced", "duties"),
        (Does.INFORM, Does.COMMENT, Does.EVALUATE, Does.DECIDE),
    ),
    Kind(
        "participatory-budget",
        ItemWord.PROJECT,
        (*_ALWAYS, "legal_basis", "announced"),
        (Does.SUBMIT, Does.EVALUATE, Does.APPEAL, Does.VOTE, Does.COUNT, Does.IMPLEMENT),
    ),
    Kind(
        "election",
        ItemWord.CANDIDATE,
        (*_ALWAYS, "legal_basis"),
        (Does.SUBMIT, Does.EVALUATE, Does.VOTE, Does.COUNT),
    ),
    Kind(
        "survey",
        ItemWord.QUESTION,
        ("summary", "scope", "contact", "phases", "ways"),
        (Does.PREPARE, Does.COMMENT, Does.EVALUATE),
    ),
    Kind(
        "vote",
        ItemWord.DESIGN,
        _ALWAYS,
        (Does.INFORM, Does.VOTE, Does.COUNT, Does.IMPLEMENT),
    ),
    Kind(
        "idea-collection",
        ItemWord.IDEA,
        ("summary", "scope", "contact", "phases", "ways"),
        (Does.SUBMIT, Does.EVALUATE, Does.DECIDE),
    ),
    Kind(
        "citizens-assembly",
        ItemWord.RECOMMENDATION,
        ("summary", "scope", "contact", "phases", "selection"),
        (Does.SELECT, Does.DELIBERATE, Does.DECIDE, Does.IMPLEMENT),
    ),
)
"""The kinds that come with civicsite; ``kinds:`` in ``civicsite.yaml`` adds more."""
