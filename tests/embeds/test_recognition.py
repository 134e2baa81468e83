"""Any text an editor may paste becomes an embed or one sentence on what to do about it."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Diagnostic, Severity, Span
from civicsite.embeds import allowed_host, google_forms, limesurvey, youtube
from civicsite.embeds.base import (
    SANDBOX,
    Address,
    AddressProblem,
    AllowedHost,
    Embed,
    EmbedKind,
    Height,
)
from civicsite.embeds.recognition import recognise
from civicsite.language import Catalogue, Text, packaged_catalogue

PROVIDERS = tuple(module.PROVIDER for module in (google_forms, youtube, limesurvey, allowed_host))
HOSTS = (
    AllowedHost("ankiety.lipowiec.example", "limesurvey", "Ankiety", True, Text("Serwer gminy.")),
    AllowedHost("mapa.lipowiec.example", "page", "Mapa", True, Text("Serwer gminy.")),
    AllowedHost("Żuraw.Lipowiec.example", "page", "Żuraw", False, Text("Serwer gminy.")),
)
SPAN = Span("content/lipowiec/park/process.md", 12, 9)
FORM = "https://docs.google.com/forms/d/e/1FAIpQLSdX9lipowiec/viewform"
ENGLISH, POLISH = packaged_catalogue("en"), packaged_catalogue("pl")


def read(text: str, own_host: str = "lipowiec.example") -> Embed | Diagnostic:
    return recognise(text, SPAN, PROVIDERS, HOSTS, own_host=own_host)


def embed(text: str, own_host: str = "lipowiec.example") -> Embed:
    found = read(text, own_host)
    assert isinstance(found, Embed), found
    return found


def words(text: str, catalogue: Catalogue = ENGLISH) -> tuple[str, str]:
    """The sentence on what is wrong, and the one on what to do next."""
    found = read(text)
    assert isinstance(found, Diagnostic), found
    assert (found.severity, found.span) == (Severity.ERROR, SPAN)
    values = dict(found.values)
    after = f"{found.code}.suggest" if "suggestion" in values else f"{found.code}.next"
    return catalogue.text(found.code, **values), catalogue.text(after, **values)


def code(text: str) -> str:
    found = read(text)
    assert isinstance(found, Diagnostic), found
    return found.code


# What editors paste


@pytest.mark.parametrize(
    "text",
    [
        FORM,
        f"  {FORM}?usp=sf_link\n",
        FORM.replace("https", "HTTPS").replace("docs.google", "Docs.Google"),
        FORM.replace(".com/", ".com:443/"),
        FORM.replace(".com/", ".com./"),
        f'<iframe src="{FORM}?embedded=true" width="640" height="1234">Ładuję…</iframe>',
        f"<IFRAME width=640 SRC='{FORM}?embedded=true&amp;hl2=x'></IFRAME>",
        f'<p>x</p><iframe data-src="https://other.example" src={FORM}></iframe>',
        f'<iframe src="{FORM.removeprefix("https:")}"></iframe>',
    ],
)
def test_share_links_and_snippets_lead_to_the_same_form(text: str) -> None:
    assert embed(text) == embed(FORM)


def test_each_provider_gets_the_addresses_of_its_hosts() -> None:
    texts = [
        FORM,
        "https://youtu.be/aB3-_xYz012",
        "https://ankiety.lipowiec.example/123456",
        "https://mapa.lipowiec.example/park",
    ]
    assert [embed(text).provider for text in texts] == [
        "google-forms",
        "youtube",
        "limesurvey",
        "page",
    ]


def test_a_host_with_polish_letters_is_matched_as_browsers_ask_for_it() -> None:
    assert embed("https://żuraw.lipowiec.example/ścieżka") == embed(
        "https://xn--uraw-99a.lipowiec.example/%C5%9Bcie%C5%BCka"
    )
    assert embed("https://żuraw.lipowiec.example/").host == "xn--uraw-99a.lipowiec.example"


def test_the_configuration_may_add_other_pages_of_a_known_host() -> None:
    spreadsheet = "https://docs.google.com/spreadsheets/d/1x/pubhtml"
    allowed = AllowedHost("docs.google.com", "page", "Arkusz", False, Text("Google, USA."))
    found = recognise(spreadsheet, SPAN, PROVIDERS, [allowed], own_host="")
    assert isinstance(found, Embed)
    assert found.provider == "page"


# What is refused, in the words the editor reads


def test_an_unknown_host_comes_with_the_recipe() -> None:
    assert words("https://formularze.example.com/x") == (
        "this site does not know the host “formularze.example.com” yet.",
        "If you trust it, add to civicsite.yaml under “hosts:” an entry with"
        " “host: formularze.example.com”, “provider: page” (or what runs there, such as “limesurvey”, “nextcloud-forms” or “decidim”), “name:” (the"
        " service’s name), “frame: no” (or “yes” to show it inside the page) and “privacy:” (who"
        " receives the data, and where).",
    )


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        (FORM.replace("google", "gogle"), FORM),
        (FORM.replace("docs", "doc"), FORM),
        ("https://mapa.lipowiec.exmaple/park?utm_source=x", "https://mapa.lipowiec.example/park"),
    ],
)
def test_a_host_that_is_nearly_right_is_corrected(text: str, suggestion: str) -> None:
    host = urlsplit(text).hostname
    assert words(text) == (
        f"this site does not know the host “{host}” yet.",
        f"Did you mean “{suggestion}”?",
    )
    assert words(text, POLISH)[1] == f"Czy chodziło o „{suggestion}”?"


@pytest.mark.parametrize(
    "text",
    [
        "https://docs.google.com.evil.example/forms/d/e/1FAIpQLSdX9lipowiec/viewform",
        "https://evil.example/https://docs.google.com/forms",
        "https://evil.example?docs.google.com",
        "https://evil.example#@docs.google.com",
        "https://sub.mapa.lipowiec.example/park",
        "https://lipowiec.example/",
    ],
)
def test_a_host_is_known_only_as_a_whole(text: str) -> None:
    assert code(text) == "form-host-unknown"


def test_an_unencrypted_address() -> None:
    assert words("http://mapa.lipowiec.example:80/park") == (
        "the address “http://mapa.lipowiec.example:80/park” is not encrypted (it begins with"
        " http://), so answers could be read on their way.",
        "Try “https://mapa.lipowiec.example/park” in your browser and, if it opens, write that"
        " address here.",
    )


@pytest.mark.parametrize("text", ["docs.google.com/forms/x", "//docs.google.com/forms/x"])
def test_an_address_without_its_beginning(text: str) -> None:
    assert words(text) == (
        f"the address “{text}” does not begin with https://.",
        "Did you mean “https://docs.google.com/forms/x”?",
    )


@pytest.mark.parametrize("host", ["forms.gle", "bit.ly"])
def test_a_short_link(host: str) -> None:
    assert words(f"https://{host}/AbC123", POLISH) == (
        f"{host} skraca adresy, więc z tego odnośnika nie widać, co się otworzy.",
        "Otwórz odnośnik w przeglądarce i skopiuj długi adres, do którego prowadzi.",
    )


def test_the_address_of_the_editor() -> None:
    assert words("https://docs.google.com/forms/d/1aBcDeFgHiJkL/edit#responses", POLISH) == (
        "ten adres otwiera formularz do edycji, a nie do wypełnienia przez mieszkańców.",
        "W Formularzach Google wybierz „Opublikuj” (lub „Wyślij”), skopiuj link dla"
        " odpowiadających, otwórz go i skopiuj adres, który kończy się na „viewform”.",
    )


def test_an_invitation_of_one_person_is_not_repeated_in_the_message() -> None:
    said = words("https://ankiety.lipowiec.example/123456?token=s3cret")
    assert said[0] == (
        "this is one person’s invitation: everybody who opens it would answer in that person’s"
        " name."
    )
    assert "s3cret" not in "".join(said)


@pytest.mark.parametrize("text", ["https://ewa:s3cret@docs.google.com/x", "https://ewa@a.example"])
def test_a_password_in_an_address_is_not_repeated_in_the_message(text: str) -> None:
    said = words(text)
    assert said[0] == (
        "the address contains a user name or a password, and everybody would see it on the page."
    )
    assert "ewa" not in "".join(said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "form-address-empty"),
        ('<iframe src=""></iframe>', "form-address-empty"),
        ("<iframe width=640></iframe>", "form-snippet-without-address"),
        ("formularz", "form-address-invalid"),
        ("https://", "form-address-invalid"),
        ("https://[::1", "form-address-invalid"),
        ("https://a.example:99999999/", "form-address-invalid"),
        ("https://-a-.example/", "form-address-invalid"),
        ("https://docs.google.com/forms /x", "form-address-invalid"),
        ("https://docs.google.com\\@evil.example/", "form-address-credentials"),
        ("https://docs.goo\ngle.com/forms", "form-address-invalid"),
        ("https://mapa.lipowiec.example/\ud800", "form-address-invalid"),
        ("javascript:alert(1)", "form-address-scheme"),
        ("JavaScript://docs.google.com/%0aalert(1)", "form-address-scheme"),
        ("data:text/html,x", "form-address-scheme"),
        ("mailto:urzad@lipowiec.example", "form-address-scheme"),
        ("https://mapa.lipowiec.example:8443/", "form-address-port"),
        ("https://docs.google.com/document/d/1x/edit", "form-not-recognised"),
        ("https://www.youtube.com/@lipowiec", "youtube-not-a-video"),
        ("https://ankiety.lipowiec.example/", "limesurvey-not-a-survey"),
    ],
)
def test_other_refusals(text: str, expected: str) -> None:
    assert code(text) == expected
    assert all(words(text)), "the catalogue lacks a sentence"
    assert all(words(text, POLISH))


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "serwer",
        "ankiety.local",
        "intranet.lan",
        "127.0.0.1",
        "10.1.2.3",
        "8.8.8.8",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::1]",
        "[fe80::1%25eth0]",
        "mapa.lipowiec.example.127.0.0.1",
        "１２７.0.0.1",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_only_the_office_can_reach_is_refused(scheme: str, host: str) -> None:
    assert code(f"{scheme}://{host}/x") == "form-address-private"


def test_a_private_host_stays_refused_when_the_configuration_allows_it() -> None:
    allowed = AllowedHost("10.1.2.3", "page", "x", True, Text("x"))
    found = recognise("https://10.1.2.3/", SPAN, PROVIDERS, [allowed], own_host="")
    assert isinstance(found, Diagnostic)
    assert found.code == "form-address-private"


def test_a_provider_that_does_not_exist_is_corrected() -> None:
    allowed = replace(HOSTS[0], provider="limesurvy")
    found = recognise("https://ankiety.lipowiec.example/1", SPAN, PROVIDERS, [allowed], own_host="")
    assert isinstance(found, Diagnostic)
    values = dict(found.values)
    assert ENGLISH.text(found.code, **values) == (
        "civicsite.yaml names the provider “limesurvy” for this host, and there is none of that"
        " name; hosts may use: limesurvey, page."
    )
    assert values["suggestion"] == "limesurvey"


# Frames


@pytest.mark.parametrize(
    "own", ["mapa.lipowiec.example", "www.mapa.lipowiec.example", "MAPA.lipowiec.example"]
)
def test_a_frame_from_our_own_host_cannot_reach_into_our_pages(own: str) -> None:
    found = embed("https://mapa.lipowiec.example/park", own_host=own)
    assert found.sandbox == "allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox"
    assert embed("https://mapa.lipowiec.example/park").sandbox == SANDBOX


def test_a_provider_is_one_object_and_nothing_else_has_to_change() -> None:
    class Polls:
        id = "polls"
        name = "Polls"
        hosts = ("polls.example",)

        def recognise(
            self, address: Address, allowed: AllowedHost | None
        ) -> Embed | AddressProblem | None:
            public = address.without_tracking()
            return Embed(
                self.id, self.name, EmbedKind.FORM, public, public, Height(1, 1), "", "", "", "x"
            )

    found = recognise("https://polls.example/1", SPAN, [*PROVIDERS, Polls()], HOSTS, own_host="")
    assert isinstance(found, Embed)
    assert (found.provider, found.frame_host) == ("polls", "polls.example")


# Laws

PIECES = st.sampled_from(
    ["https://", "http://", "//", "docs.google.com", "forms.gle", "/forms/d/e/", "1FAIpQLSdX9lipo",
     "/viewform", "/edit", "?", "&", "#", "@", ":", "youtu.be/", "www.youtube.com/watch?v=", "https://www.youtube.com/shorts/",
     "aB3-_xYz012", "t=", "ankiety.lipowiec.example/", "mapa.lipowiec.example", "123456", "lang=",
     "token=", "<iframe src=", '"', "'", ">", "&amp;", "%", "%00", "\\", "[", "]", ".", "\n", " ",
     "javascript:", "127.0.0.1", "localhost", "ż", "\ud800", "／", "xn--"]
)  # fmt: skip
PASTED = (
    st.text()
    | st.lists(PIECES | st.text(max_size=3), max_size=12).map("".join)
    | st.lists(PIECES, max_size=6).map(lambda parts: FORM + "".join(parts))
    | st.lists(PIECES, max_size=6).map(lambda p: "https://mapa.lipowiec.example/" + "".join(p))
)
KNOWN = {host for provider in PROVIDERS for host in provider.hosts} | {
    "ankiety.lipowiec.example",
    "mapa.lipowiec.example",
    "xn--uraw-99a.lipowiec.example",
}


@given(PASTED)
def test_any_text_is_an_embed_on_a_known_host_or_one_problem(text: str) -> None:
    found = read(text)
    if isinstance(found, Diagnostic):
        assert found.span == SPAN
        return
    for address in filter(None, (found.address, found.frame)):
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert parts.netloc in KNOWN
        assert address.isascii()
        assert not set(address) & set(' \t\n\r"<>\\`')
    assert found.frame_host is None or found.frame_host in KNOWN


@given(PASTED)
def test_the_public_address_of_an_embed_leads_to_the_same_embed(text: str) -> None:
    found = read(text)
    if isinstance(found, Embed):
        assert read(found.address) == found


@given(st.ip_addresses())
def test_an_address_in_numbers_is_always_refused(
    number: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    host = f"[{number}]" if number.version == 6 else str(number)
    assert code(f"https://{host}/x") == "form-address-private"
