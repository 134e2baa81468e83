from __future__ import annotations

import pytest

from civicsite.embeds.base import Address, AddressProblem, Embed, EmbedKind, Height
from civicsite.embeds.google_forms import PROVIDER

FORM = "1FAIpQLSdX9-lipowiec_karta"
PUBLIC = f"https://docs.google.com/forms/d/e/{FORM}/viewform"


def recognise(path: str, query: str = "") -> Embed | AddressProblem | None:
    return PROVIDER.recognise(Address("docs.google.com", path, query), None)


def embed(path: str, query: str = "") -> Embed:
    found = recognise(path, query)
    assert isinstance(found, Embed)
    return found


def test_a_public_form() -> None:
    assert embed(f"/forms/d/e/{FORM}/viewform", "usp=sf_link") == Embed(
        provider="google-forms",
        name="Google Forms",
        kind=EmbedKind.FORM,
        address=PUBLIC,
        frame=f"{PUBLIC}?embedded=true",
        size=Height(phone=860, desktop=720),
        sandbox="allow-scripts allow-forms allow-same-origin allow-popups"
        " allow-popups-to-escape-sandbox",
        allow="",
        referrer_policy="strict-origin",
        data_note_key="embed-privacy-google-forms",
        location="US",
        notice="https://policies.google.com/privacy",
    )


@pytest.mark.parametrize(
    "path",
    [
        f"/forms/d/e/{FORM}/viewform",
        f"/forms/d/e/{FORM}/viewform/",
        f"/forms/d/e/{FORM}",
        f"/forms/u/0/d/e/{FORM}/viewform",
        f"/forms/d/e/{FORM}/formResponse",
        f"/forms/d/e/{FORM}/closedform",
    ],
)
def test_every_address_a_resident_may_see_leads_to_the_form(path: str) -> None:
    assert embed(path).address == PUBLIC


def test_the_form_under_its_document_id() -> None:
    found = embed("/forms/d/1aBcDeFgHiJkL-m/viewform", "edit_requested=true")
    assert found.address == "https://docs.google.com/forms/d/1aBcDeFgHiJkL-m/viewform"


def test_pre_filled_answers_and_the_language_stay_and_the_rest_goes() -> None:
    query = "usp=pp_url&entry.123=Pula+Zach%C3%B3d&entry.4.other_option_response=x&hl=pl&vc=0"
    found = embed(
        f"/forms/d/e/{FORM}/viewform", f"{query}&embedded=true&emailAddress=a%40b.example"
    )
    kept = "entry.123=Pula+Zach%C3%B3d&entry.4.other_option_response=x&hl=pl"
    assert found.address == f"{PUBLIC}?{kept}"
    assert found.frame == f"{PUBLIC}?{kept}&embedded=true"


@pytest.mark.parametrize(
    "path",
    [
        "/forms/d/1aBcDeFgHiJkL-m/edit",
        "/forms/d/1aBcDeFgHiJkL-m",
        "/forms/u/1/d/1aBcDeFgHiJkL-m/edit",
        "/forms/d/1aBcDeFgHiJkL-m/prefill",
        f"/forms/d/e/{FORM}/viewanalytics",
    ],
)
def test_the_address_of_the_editor_is_refused(path: str) -> None:
    assert recognise(path) == AddressProblem("google-forms-edit-link")


def test_a_short_link_is_refused_because_it_hides_the_form() -> None:
    found = PROVIDER.recognise(Address("forms.gle", "/AbC123"), None)
    assert found == AddressProblem("form-short-link", (("host", "forms.gle"),))


@pytest.mark.parametrize("path", ["/document/d/1aBcDeFgHiJkL-m/edit", "/forms", "/forms/d/e/short"])
def test_other_documents_are_not_its_business(path: str) -> None:
    assert recognise(path) is None
