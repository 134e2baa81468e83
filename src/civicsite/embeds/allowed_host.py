"""Any page of a host that the site configuration declares with ``provider: page``."""

from __future__ import annotations

from dataclasses import dataclass

from civicsite.embeds.base import (
    SANDBOX,
    Address,
    AddressProblem,
    AllowedHost,
    Embed,
    EmbedKind,
    Height,
)

__all__ = ["PROVIDER"]


@dataclass(frozen=True, slots=True)
class _Page:
    id: str = "page"
    name: str = "page"
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    frames: bool = True
    location: str = ""
    notice: str = ""

    def recognise(
        self, address: Address, allowed: AllowedHost | None
    ) -> Embed | AddressProblem | None:
        if allowed is None:
            return None
        public = address.without_tracking()
        return Embed(
            provider=self.id,
            name=allowed.name or allowed.host,
            kind=EmbedKind.PAGE,
            address=public,
            frame=public if allowed.frame else None,
            size=Height(phone=720, desktop=720),
            sandbox=SANDBOX,
            allow="fullscreen",
            referrer_policy="strict-origin",
            data_note_key="embed-privacy-host",
            privacy=allowed.privacy,
        )


PROVIDER = _Page()
