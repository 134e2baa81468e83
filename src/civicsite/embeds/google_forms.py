"""Google Forms: ``docs.google.com/forms/d/e/ID/viewform``.

Google's own snippet frames ``…/viewform?embedded=true``; frames are refused by Google for forms
that ask for an account, allow one answer per person or take files. Answers are stored by Google;
framing sets cookies and transfers data to the USA. A frame cannot tell us its height, so it gets
one that shows a few questions at a time.
"""

from __future__ import annotations

import re
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

# "/u/0" is the number of the account the editor was signed in with.
_FORM = re.compile(
    r"/forms/(?:u/\d+/)?(?P<id>d/e/[\w-]{10,}|d/[\w-]{10,})(?:/(?P<view>\w*))?/?", re.ASCII
)
# What residents' browsers show in the address bar before, after and beyond answering.
_PUBLIC_VIEWS = frozenset({"viewform", "formResponse", "closedform", "alreadyresponded"})
# Pre-filled answers and the language of the buttons; everything else only says who shared the link.
_KEPT = re.compile(r"(?:entry\.\d+(?:\.\w+)?|hl)=[^&]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class _GoogleForms:
    id: str = "google-forms"
    name: str = "Google Forms"
    hosts: tuple[str, ...] = ("docs.google.com", "forms.gle")
    domains: tuple[str, ...] = ()
    answers: tuple[str, ...] = ("google-forms",)
    frames: bool = True
    location: str = "US"
    notice: str = "https://policies.google.com/privacy"

    def recognise(
        self, address: Address, allowed: AllowedHost | None
    ) -> Embed | AddressProblem | None:
        if address.host == "forms.gle":
            return AddressProblem("form-short-link", (("host", address.host),))
        match = _FORM.fullmatch(address.path)
        if match is None:
            return None
        view = match["view"] or ""
        if view not in _PUBLIC_VIEWS and not (view == "" and match["id"].startswith("d/e/")):
            return AddressProblem("google-forms-edit-link")
        public = f"https://docs.google.com/forms/{match['id']}/viewform"
        kept = [part for part in address.query.split("&") if _KEPT.fullmatch(part)]
        return Embed(
            provider=self.id,
            name=self.name,
            kind=EmbedKind.FORM,
            address=_with_query(public, kept),
            frame=_with_query(public, [*kept, "embedded=true"]),
            size=Height(phone=860, desktop=720),
            sandbox=SANDBOX,
            allow="",
            referrer_policy="strict-origin",
            data_note_key="embed-privacy-google-forms",
            location=self.location,
            notice=self.notice,
        )


def _with_query(address: str, parameters: list[str]) -> str:
    return f"{address}?{'&'.join(parameters)}" if parameters else address


PROVIDER = _GoogleForms()
