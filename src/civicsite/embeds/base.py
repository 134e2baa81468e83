"""What a service is that residents take part in or watch, and how its address becomes an embed.

One provider is one file beside this one that exports ``PROVIDER``. Nothing here makes markup: the
theme shows a plain link first and loads the frame only after a click (CJEU C-40/17 *Fashion ID*:
whoever embeds is responsible for what the visitor's browser sends).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from civicsite.language import Text

__all__ = [
    "SANDBOX",
    "Address",
    "AddressProblem",
    "AllowedHost",
    "Embed",
    "EmbedKind",
    "Height",
    "Provider",
]

SANDBOX = "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox"
"""What a form needs: its own scripts, cookies and sending, and links that open a whole new tab.

Scripts together with ``allow-same-origin`` are safe only for a frame from another host;
``recognition`` takes it away for the site's own.
"""


class EmbedKind(StrEnum):
    """What residents do there."""

    FORM = "form"
    VIDEO = "video"
    MAP = "map"
    CHART = "chart"
    PAGE = "page"
    OFFICIAL = "official"
    """A state's service that knows who somebody is: linked with an instruction, never framed."""


@dataclass(frozen=True, slots=True)
class Height:
    """Height of a frame in CSS pixels, fixed so that the page does not jump."""

    phone: int
    """On narrow screens, where questions wrap into more lines."""
    desktop: int


@dataclass(frozen=True, slots=True)
class Embed:
    """One recognised form, video or page of a service, as plain data for a theme."""

    provider: str
    """Id of the provider, for example ``google-forms``."""
    name: str
    """The service's name, for residents."""
    kind: EmbedKind
    address: str
    """The public https address a resident opens, without what tracks who shared it."""
    frame: str | None
    """The https address for the frame; None when the service is only linked."""
    size: Height | tuple[int, int]
    """The frame's height, or for a video its ratio (width, height)."""
    sandbox: str
    """The ``sandbox`` attribute of the frame."""
    allow: str
    """The ``allow`` attribute (permissions policy) of the frame."""
    referrer_policy: str
    """The ``referrerpolicy`` attribute of the frame."""
    data_note_key: str
    """Catalogue key of the note on who receives what and where; takes ``name`` and ``host``."""
    privacy: Text | None = None
    """What the site's configuration adds to the note, in the site's words; often nothing."""
    location: str = ""
    """Where the data goes: ``EU``, ``PL``, ``US`` …; empty where only the town knows."""
    notice: str = ""
    """Address of the service's privacy notice."""
    resize: str = ""
    """How the frame tells its height: the name of a message in ``embeds.js``, or empty."""

    @property
    def host(self) -> str:
        """The host of the public address."""
        return urlsplit(self.address).hostname or ""

    @property
    def frame_host(self) -> str | None:
        """The host a page must allow to be framed (CSP ``frame-src``); None without a frame."""
        return urlsplit(self.frame).hostname if self.frame else None


@dataclass(frozen=True, slots=True)
class Address:
    """An https address that ``recognition`` has checked and taken apart."""

    host: str
    """ASCII, lower case, without a port: ``docs.google.com``."""
    path: str
    """Percent-encoded, begins with a slash."""
    query: str = ""
    """As written after the question mark, percent-encoded."""
    fragment: str = ""
    """As written after the number sign, percent-encoded."""

    def value(self, name: str) -> str | None:
        """The first value of a query parameter, decoded; None when it is absent."""
        return dict(reversed(parse_qsl(self.query, keep_blank_values=True))).get(name)

    def without_tracking(self) -> str:
        """The whole address without parameters that only tell who shared or advertised it."""
        kept = "&".join(part for part in self.query.split("&") if part and not _tracks(part))
        query = f"?{kept}" if kept else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"https://{self.host}{self.path}{query}{fragment}"


_TRACKING = frozenset({
    "_ga", "_gl", "dclid", "fbclid", "gbraid", "gclid", "igshid", "mc_cid", "mc_eid", "mkt_tok",
    "msclkid", "si", "usp", "wbraid", "yclid",
})  # fmt: skip


def _tracks(parameter: str) -> bool:
    name = unquote_plus(parameter.partition("=")[0]).lower()
    return name in _TRACKING or name.startswith("utm_")


@dataclass(frozen=True, slots=True)
class AddressProblem:
    """Why a provider cannot use an address of its own host. ``code`` names the catalogue entry."""

    code: str
    values: tuple[tuple[str, str], ...] = ()
    """What the sentence needs, by name."""


@dataclass(frozen=True, slots=True)
class AllowedHost:
    """A host that the site configuration adds under ``hosts:``."""

    host: str
    """Exactly this host, for example ``ankiety.lipowiec.example``; no subdomains with it."""
    provider: str
    """Id of the provider that reads its addresses: ``limesurvey``, or ``page`` for any page."""
    name: str
    """The service's name, for residents."""
    frame: bool
    """Whether its pages may be shown inside ours; the service must allow that too."""
    privacy: Text | None
    """Who receives the visitor's data there, and where; shown before anything is loaded."""
    path: str = ""
    """What addresses must begin with, after the host; empty for any."""
    parameters: tuple[tuple[str, str], ...] = ()
    """Query parameters that the frame needs."""


class Provider(Protocol):
    """One service. Adding one is adding a file that exports it as ``PROVIDER``."""

    @property
    def id(self) -> str:
        """Lower-case words with hyphens; stable, because configurations name it."""

    @property
    def name(self) -> str:
        """The service's name as people know it."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Its own hosts; empty for software that towns run on hosts they declare themselves."""

    @property
    def domains(self) -> tuple[str, ...]:
        """Domains whose every subdomain is a customer's host of this service."""

    @property
    def answers(self) -> tuple[str, ...]:
        """Export formats in which its answers come back; none where nothing is counted."""

    @property
    def frames(self) -> bool:
        """Whether anything of it may be shown inside a page, where its host allows that."""

    @property
    def location(self) -> str:
        """Where the data goes, as in :class:`Embed`."""

    @property
    def notice(self) -> str:
        """Address of its privacy notice; empty where the town has to name its own."""

    def recognise(
        self, address: Address, allowed: AllowedHost | None
    ) -> Embed | AddressProblem | None:
        """What the address leads to; None when it is no business of this provider.

        ``allowed`` is the configuration of the host, for a provider without hosts of its own.
        """
