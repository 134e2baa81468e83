"""Services of the state that know who somebody is: linked with an instruction, never framed.

A page that frames a login is what phishing looks like; the services forbid it as well.
"""

from __future__ import annotations

from civicsite.embeds.base import EmbedKind
from civicsite.embeds.shapes import PatternProvider, Shape

__all__ = ["PROVIDERS"]


def _service(id: str, name: str, *hosts: str) -> PatternProvider:
    return PatternProvider(
        id,
        name,
        (Shape(r"/.*"),),
        hosts=hosts,
        kind=EmbedKind.OFFICIAL,
        sandbox="",
        note=f"embed-official-{id}",
        location="PL",
    )


PROVIDERS = (
    _service("profil-zaufany", "Profil Zaufany", "pz.gov.pl", "www.pz.gov.pl", "login.gov.pl"),
    _service("epuap", "ePUAP", "epuap.gov.pl", "www.epuap.gov.pl"),
    _service(
        "mobywatel",
        "mObywatel",
        "mobywatel.gov.pl",
        "www.mobywatel.gov.pl",
        "info.mobywatel.gov.pl",
        "obywatel.gov.pl",
    ),
    _service("gov-pl", "gov.pl", "www.gov.pl", "gov.pl"),
)
