"""Services whose addresses follow patterns: a row says it all.

A row gives the shapes of address that the service hands out, and what is made of each. Templates
are filled with the named groups of the pattern, which hold ASCII letters, digits and hyphens only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from civicsite.embeds.base import (
    SANDBOX,
    Address,
    AddressProblem,
    AllowedHost,
    Embed,
    EmbedKind,
    Height,
)

__all__ = ["FORM_HEIGHT", "ID", "PatternProvider", "Shape"]

ID = r"(?P<id>[A-Za-z0-9_-]+)"
"""The id of one form, video or map in a path."""
FORM_HEIGHT = Height(phone=860, desktop=760)
"""Enough for a few questions; a frame cannot tell its height unless its service sends it."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of address and what it becomes."""

    path: str
    """Pattern of the whole path."""
    address: str = ""
    """Path of the public address; empty keeps the one that was pasted."""
    frame: str = ""
    """Path of the frame, or a whole https address; empty: only linked."""
    needs: tuple[tuple[str, str], ...] = ()
    """Query parameters that must be there, with the pattern of their value; also groups."""
    keeps: tuple[str, ...] = ()
    """Query parameters that stay in the address and in the frame."""
    adds: tuple[tuple[str, str], ...] = ()
    """Query parameters that the frame needs."""
    problem: str = ""
    """Instead of all that: the code of what is wrong with such an address."""

    def match(self, address: Address) -> dict[str, str] | None:
        """The groups, when an address has this shape."""
        found = re.fullmatch(self.path, address.path, re.ASCII)
        if found is None:
            return None
        groups = {name: text for name, text in found.groupdict().items() if text is not None}
        for name, pattern in self.needs:
            value = address.value(name)
            if value is None or not re.fullmatch(pattern, value, re.ASCII):
                return None
            groups[name] = value
        return groups


@dataclass(frozen=True, slots=True)
class PatternProvider:
    """A service as rows of shapes. An address of its host that has none of them is refused."""

    id: str
    name: str
    shapes: tuple[Shape, ...]
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kind: EmbedKind = EmbedKind.FORM
    size: Height | tuple[int, int] = FORM_HEIGHT
    sandbox: str = SANDBOX
    allow: str = ""
    referrer_policy: str = "strict-origin"
    note: str = "embed-privacy-host"
    """Catalogue key of who receives what."""
    location: str = ""
    notice: str = ""
    resize: str = ""
    answers: tuple[str, ...] = ()

    @property
    def frames(self) -> bool:
        """Whether one of its shapes has a frame."""
        return any(shape.frame for shape in self.shapes)

    def recognise(
        self, address: Address, allowed: AllowedHost | None
    ) -> Embed | AddressProblem | None:
        """The embed of the first shape that fits."""
        if not (self.hosts or self.domains) and allowed is None:
            return None
        for shape in self.shapes:
            groups = shape.match(address)
            if groups is None:
                continue
            if shape.problem:
                return AddressProblem(shape.problem, (("name", self.name),))
            return self._embed(address, allowed, shape, groups)
        return None

    def _embed(
        self,
        address: Address,
        allowed: AllowedHost | None,
        shape: Shape,
        groups: dict[str, str],
    ) -> Embed:
        kept = _kept(address, shape.keeps)
        if shape.address:
            needed = [(name, groups[name]) for name, _ in shape.needs]
            public = _filled(address.host, shape.address, groups, [*needed, *kept])
        else:
            public = address.without_tracking()
        frame = None
        if shape.frame and (allowed is None or allowed.frame):
            frame = _filled(address.host, shape.frame, groups, [*kept, *shape.adds])
        return Embed(
            provider=self.id,
            name=(allowed.name if allowed else "") or self.name,
            kind=self.kind,
            address=public,
            frame=frame,
            size=self.size,
            sandbox=self.sandbox,
            allow=self.allow,
            referrer_policy=self.referrer_policy,
            data_note_key=self.note,
            privacy=allowed.privacy if allowed else None,
            location=self.location,
            notice=self.notice,
            resize=self.resize if frame else "",
        )


def _kept(address: Address, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Parameters that stay, each once, in the order of the row."""
    given = dict(reversed(parse_qsl(address.query)))
    return [(name, given[name]) for name in names if name in given]


def _filled(
    host: str, template: str, groups: dict[str, str], parameters: list[tuple[str, str]]
) -> str:
    """A template with its groups and parameters, as a whole address."""
    path = re.sub(r"\{(\w+)\}", lambda match: groups.get(match[1], ""), template)
    whole = path if path.startswith("https://") else f"https://{host}{path}"
    if not parameters:
        return whole
    return f"{whole}{'&' if '?' in whole else '?'}{urlencode(parameters)}"
