"""LimeSurvey on a host that the site configuration declares.

Addresses are ``/123456``, ``/index.php/123456`` or ``/index.php?r=survey/index&sid=123456``, below
any folder, with ``lang`` for the language. Whether it may be framed is the installation's choice
(``x_frame_options``), and its session cookie must be ``SameSite=None``, or answering ends with
"session expired"; hence ``frame`` in the configuration.
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

_BASE = r"(?P<base>(?:/[\w.~-]+)*?)"
_SURVEY = re.compile(
    _BASE + r"(?P<script>/index\.php)?(?:/survey/index(?:/sid)?)?/(?P<sid>\d{5,9})"
    r"(?:/lang[-/](?P<lang>[\w-]+))?/?",
    re.ASCII,
)
_SCRIPT = re.compile(_BASE + r"/(?:index\.php)?", re.ASCII)
_ADMINISTRATION = re.compile(
    r"(?:^|/)(?:admin|surveyAdministration|questionAdministration)(?:/|$)", re.ASCII
)
_PERSONAL = re.compile(r"/(?:token|participant)/", re.ASCII | re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class _LimeSurvey:
    id: str = "limesurvey"
    name: str = "LimeSurvey"
    hosts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    answers: tuple[str, ...] = ("limesurvey",)
    frames: bool = True
    location: str = ""
    notice: str = ""

    def recognise(
        self, address: Address, allowed: AllowedHost | None
    ) -> Embed | AddressProblem | None:
        if allowed is None:
            return None
        # One person's key: whoever opens the link would answer in that person's name.
        if address.value("token") is not None or _PERSONAL.search(address.path):
            return AddressProblem("limesurvey-personal-link")
        route = address.value("r") or ""
        if _ADMINISTRATION.search(address.path) or _ADMINISTRATION.search(route):
            return AddressProblem("limesurvey-admin-link")
        survey = _survey(address, route)
        if survey is None:
            return AddressProblem("limesurvey-not-a-survey", (("host", address.host),))
        public, language = survey
        if language and _LANGUAGE.fullmatch(language):
            public += f"{'&' if '?' in public else '?'}lang={language}"
        return Embed(
            provider=self.id,
            name=allowed.name or self.name,
            kind=EmbedKind.FORM,
            address=public,
            frame=public if allowed.frame else None,
            size=Height(phone=860, desktop=760),
            sandbox=SANDBOX,
            allow="",
            referrer_policy="strict-origin",
            data_note_key="embed-privacy-host",
            privacy=allowed.privacy,
        )


def _survey(address: Address, route: str) -> tuple[str, str] | None:
    """The survey's address without parameters, and its language or an empty text."""
    language = address.value("lang") or ""
    if match := _SURVEY.fullmatch(address.path):
        script = match["script"] or ""
        public = f"https://{address.host}{match['base']}{script}/{match['sid']}"
        return public, language or match["lang"] or ""
    sid = address.value("sid") or ""
    if (
        (match := _SCRIPT.fullmatch(address.path))
        and route in ("", "survey", "survey/index")
        and re.fullmatch(r"\d{5,9}", sid, re.ASCII)
    ):
        query = f"r=survey/index&sid={sid}" if route else f"sid={sid}"
        return f"https://{address.host}{match['base']}/index.php?{query}", language
    return None


PROVIDER = _LimeSurvey()
