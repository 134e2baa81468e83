from __future__ import annotations

from dataclasses import replace

import pytest

from civicsite.diagnostics import Diagnostic, Span
from civicsite.embeds.allowed_host import PROVIDER
from civicsite.embeds.base import Address, AllowedHost, Embed, EmbedKind, Height
from civicsite.embeds.recognition import recognise
from civicsite.language import Text

HOST = "mapa.lipowiec.example"
ALLOWED = AllowedHost(HOST, "page", "Mapa uwag", frame=True, privacy=Text("Serwer gminy."))


def test_any_page_of_a_declared_host() -> None:
    address = Address(HOST, "/park", "warstwa=uwagi&utm_source=fb", "14/52.1/23.1")
    public = f"https://{HOST}/park?warstwa=uwagi#14/52.1/23.1"
    assert PROVIDER.recognise(address, ALLOWED) == Embed(
        provider="page",
        name="Mapa uwag",
        kind=EmbedKind.PAGE,
        address=public,
        frame=public,
        size=Height(phone=720, desktop=720),
        sandbox="allow-scripts allow-forms allow-same-origin allow-popups"
        " allow-popups-to-escape-sandbox",
        allow="fullscreen",
        referrer_policy="strict-origin",
        data_note_key="embed-privacy-host",
        privacy=Text("Serwer gminy."),
    )


def test_without_leave_to_frame_it_is_only_linked() -> None:
    found = PROVIDER.recognise(Address(HOST, "/"), replace(ALLOWED, frame=False, name=""))
    assert isinstance(found, Embed)
    assert found.frame is None
    assert found.name == HOST


def test_an_undeclared_host_is_not_its_business() -> None:
    assert PROVIDER.recognise(Address(HOST, "/"), None) is None


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("utm_source=x&UTM_campaign=y&a=1&fbclid=z&usp=q&si=w", "?a=1"),
        ("b=%20&&a", "?b=%20&a"),
        ("gclid=1", ""),
        ("utm%5Fsource=x", ""),
    ],
)
def test_what_tracks_is_dropped_and_the_rest_stays_byte_for_byte(query: str, kept: str) -> None:
    assert Address(HOST, "/x", query).without_tracking() == f"https://{HOST}/x{kept}"


def test_a_town_says_where_its_forms_stand_and_what_their_frame_needs() -> None:
    own = AllowedHost(
        HOST,
        "page",
        "Ankiety",
        frame=True,
        privacy=Text("Serwer gminy."),
        path="/ankieta/",
        parameters=(("embed", "true"), ("język", "pl&en")),
    )

    def read(address: str) -> Embed | Diagnostic:
        return recognise(address, Span("x"), (PROVIDER,), (own,), own_host="lipowiec.example")

    found = read(f"https://{HOST}/ankieta/7?x=1#start")
    assert isinstance(found, Embed)
    assert found.address == f"https://{HOST}/ankieta/7?x=1#start"
    assert found.frame == (f"https://{HOST}/ankieta/7?x=1&embed=true&j%C4%99zyk=pl%26en#start")
    outside = read(f"https://{HOST}/admin/7")
    assert isinstance(outside, Diagnostic)
    assert outside.code == "form-outside-path"
    assert dict(outside.values) == {"host": HOST, "path": "/ankieta/"}
