from __future__ import annotations

from dataclasses import replace

import pytest

from civicsite.embeds.base import Address, AddressProblem, AllowedHost, Embed, EmbedKind, Height
from civicsite.embeds.limesurvey import PROVIDER
from civicsite.language import Text

HOST = "ankiety.lipowiec.example"
ALLOWED = AllowedHost(
    HOST, "limesurvey", "Ankiety Lipowca", frame=True, privacy=Text("Serwer gminy, dane w Polsce.")
)


def recognise(path: str, query: str = "") -> Embed | AddressProblem | None:
    return PROVIDER.recognise(Address(HOST, path, query), ALLOWED)


def embed(path: str, query: str = "") -> Embed:
    found = recognise(path, query)
    assert isinstance(found, Embed)
    return found


def test_a_survey() -> None:
    assert embed("/index.php/123456", "lang=pl&newtest=Y&utm_source=fb") == Embed(
        provider="limesurvey",
        name="Ankiety Lipowca",
        kind=EmbedKind.FORM,
        address=f"https://{HOST}/index.php/123456?lang=pl",
        frame=f"https://{HOST}/index.php/123456?lang=pl",
        size=Height(phone=860, desktop=760),
        sandbox="allow-scripts allow-forms allow-same-origin allow-popups"
        " allow-popups-to-escape-sandbox",
        allow="",
        referrer_policy="strict-origin",
        data_note_key="embed-privacy-host",
        privacy=Text("Serwer gminy, dane w Polsce."),
    )


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/123456", "", "/123456"),
        ("/123456/", "lang=pl", "/123456?lang=pl"),
        ("/123456/lang-pl", "", "/123456?lang=pl"),
        ("/123456/lang/en-GB", "", "/123456?lang=en-GB"),
        ("/index.php/12345", "", "/index.php/12345"),
        ("/index.php/survey/index/sid/123456", "", "/index.php/123456"),
        ("/lime/2026/index.php/123456", "", "/lime/2026/index.php/123456"),
        ("/index.php", "r=survey/index&sid=123456", "/index.php?r=survey/index&sid=123456"),
        ("/index.php", "r=survey%2Findex&sid=123456&lang=pl",
         "/index.php?r=survey/index&sid=123456&lang=pl"),
        ("/index.php", "sid=123456&lang=pl", "/index.php?sid=123456&lang=pl"),
        ("/123456", "lang=%22onload", "/123456"),
    ],
)  # fmt: skip
def test_the_forms_of_its_addresses(path: str, query: str, address: str) -> None:
    assert embed(path, query).address == f"https://{HOST}{address}"


def test_it_is_only_linked_when_the_configuration_says_so() -> None:
    found = PROVIDER.recognise(Address(HOST, "/123456"), replace(ALLOWED, frame=False))
    assert isinstance(found, Embed)
    assert found.frame is None
    assert found.frame_host is None


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/index.php/123456", "token=aB3dE5&lang=pl"),
        ("/index.php", "r=survey/index&sid=123456&token=x"),
        ("/index.php/survey/index/sid/123456/token/aB3dE5", ""),
        ("/index.php/123456/token/aB3dE5/lang/pl", ""),
    ],
)
def test_an_invitation_for_one_person_is_refused(path: str, query: str) -> None:
    assert recognise(path, query) == AddressProblem("limesurvey-personal-link")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/index.php/admin/survey/sa/view/surveyid/123456", ""),
        ("/index.php/surveyAdministration/view", "surveyid=123456"),
        ("/index.php", "r=surveyAdministration/view&surveyid=123456"),
        ("/admin/123456", ""),
    ],
)
def test_the_address_of_the_editor_is_refused(path: str, query: str) -> None:
    assert recognise(path, query) == AddressProblem("limesurvey-admin-link")


@pytest.mark.parametrize(
    ("path", "query"),
    [("/", ""), ("/index.php", ""), ("/2026", ""), ("/index.php", "r=site/login&sid=123456")],
)
def test_an_address_without_a_survey_is_refused(path: str, query: str) -> None:
    problem = AddressProblem("limesurvey-not-a-survey", (("host", HOST),))
    assert recognise(path, query) == problem


def test_it_has_no_host_of_its_own() -> None:
    assert PROVIDER.hosts == ()
    assert PROVIDER.recognise(Address(HOST, "/123456"), None) is None
