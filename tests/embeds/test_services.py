"""Every service of the catalogue: from what an editor pastes to what a page will hold."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic, Span
from civicsite.embeds.base import AllowedHost, Embed, EmbedKind
from civicsite.embeds.recognition import recognise
from civicsite.language import Text
from civicsite.registry import standard_registry

REGISTRY = standard_registry()
PROVIDERS = REGISTRY.providers
OWN_HOSTED = tuple(p.id for p in PROVIDERS if not (p.hosts or p.domains))
HOSTS = tuple(
    AllowedHost(f"{id}.lipowiec.example", id, f"Serwis {id}", True, Text("Serwer gminy."))
    for id in OWN_HOSTED
)
SPAN = Span("content/lipowiec/park/process.md", 12, 9)


def read(text: str) -> Embed | Diagnostic:
    return recognise(text, SPAN, PROVIDERS, HOSTS, own_host="lipowiec.example")


UMAP = (
    "scaleControl=true&miniMap=false&scrollWheelZoom=false&zoomControl=true&editMode=disabled"
    "&moreControl=false&searchControl=null&embedControl=null&datalayersControl=true"
    "&onLoadPanel=none&captionBar=false"
)
MS = "v4j5cvGGr0GRqy180BHbRwM0-lipowiec"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
TABLE = [
    # service, what is pasted, public address, frame
    ("microsoft-forms", f"https://forms.office.com/Pages/ResponsePage.aspx?id={MS}&origin=lprLink", f"https://forms.office.com/Pages/ResponsePage.aspx?id={MS}", f"https://forms.office.com/Pages/ResponsePage.aspx?id={MS}&embed=true"),
    ("microsoft-forms", "https://forms.office.com/e/AbC123", "https://forms.office.com/e/AbC123", "https://forms.office.com/e/AbC123?embed=true"),
    ("microsoft-forms", f'<iframe width="640px" src="https://forms.office.com/Pages/ResponsePage.aspx?id={MS}&embed=true"></iframe>', f"https://forms.office.com/Pages/ResponsePage.aspx?id={MS}", f"https://forms.office.com/Pages/ResponsePage.aspx?id={MS}&embed=true"),
    ("typeform", "https://form.typeform.com/to/Xyz12abc?utm_source=x", "https://form.typeform.com/to/Xyz12abc", "https://form.typeform.com/to/Xyz12abc?typeform-embed=embed-widget"),
    ("typeform", "https://lipowiec.typeform.com/to/Xyz12abc", "https://lipowiec.typeform.com/to/Xyz12abc", "https://lipowiec.typeform.com/to/Xyz12abc?typeform-embed=embed-widget"),
    ("tally", "https://tally.so/r/w7Bx2e", "https://tally.so/r/w7Bx2e", "https://tally.so/embed/w7Bx2e?alignLeft=1&transparentBackground=1"),
    ("jotform", "https://form.jotform.com/231234567890123", "https://form.jotform.com/231234567890123", "https://form.jotform.com/231234567890123"),
    ("kobotoolbox", "https://ee.kobotoolbox.org/x/AbCd12", "https://ee.kobotoolbox.org/x/AbCd12", "https://ee.kobotoolbox.org/i/AbCd12"),
    ("kobotoolbox", "https://ee-eu.kobotoolbox.org/single/AbCd12", "https://ee-eu.kobotoolbox.org/single/AbCd12", "https://ee-eu.kobotoolbox.org/single/i/AbCd12"),
    ("framaforms", "https://framaforms.org/ankieta-o-parku-1718000000", "https://framaforms.org/ankieta-o-parku-1718000000", "https://framaforms.org/ankieta-o-parku-1718000000"),
    ("eusurvey", "https://ec.europa.eu/eusurvey/runner/lipowiec?surveylanguage=PL", "https://ec.europa.eu/eusurvey/runner/lipowiec?surveylanguage=PL", None),
    ("webankieta", "https://www.webankieta.pl/ankieta/123456/park-nad-rzeka.html", "https://www.webankieta.pl/ankieta/123456/park-nad-rzeka.html", None),
    ("polis", "https://pol.is/4kjz5rrrfe?ui_lang=pl&x=1", "https://pol.is/4kjz5rrrfe?ui_lang=pl", "https://pol.is/4kjz5rrrfe?ui_lang=pl"),
    ("mentimeter", "https://www.menti.com/alabc123def4", "https://www.menti.com/alabc123def4", None),
    ("mentimeter", "https://www.mentimeter.com/app/presentation/alx9/embed", "https://www.mentimeter.com/app/presentation/alx9/embed", "https://www.mentimeter.com/app/presentation/alx9/embed"),
    ("slido", "https://app.sli.do/event/aBc123/live/questions", "https://app.sli.do/event/aBc123", "https://app.sli.do/event/aBc123"),
    ("slido", f"https://app.sli.do/event/aBc123/embed/polls/{UUID}", "https://app.sli.do/event/aBc123", f"https://app.sli.do/event/aBc123/embed/polls/{UUID}"),
    ("loomio", "https://www.loomio.com/p/AbC123/park-nad-rzeka", "https://www.loomio.com/p/AbC123", None),
    ("stanford-pb", "https://pbstanford.org/lipowiec2026/approval", "https://pbstanford.org/lipowiec2026", None),
    ("umap", "https://umap.openstreetmap.fr/pl/map/spacer_1234567#16/52.1/21.0", "https://umap.openstreetmap.fr/pl/map/spacer_1234567", f"https://umap.openstreetmap.fr/pl/map/spacer_1234567?{UMAP}"),
    ("openstreetmap", "https://www.openstreetmap.org/export/embed.html?bbox=20.9%2C52.1%2C21.0%2C52.2&layer=mapnik", "https://www.openstreetmap.org/export/embed.html?bbox=20.9%2C52.1%2C21.0%2C52.2&layer=mapnik", "https://www.openstreetmap.org/export/embed.html?bbox=20.9,52.1,21.0,52.2&layer=mapnik"),
    ("openstreetmap", "https://www.openstreetmap.org/?mlat=52.1&mlon=21.0#map=17/52.1/21.0", "https://www.openstreetmap.org/?mlat=52.1&mlon=21.0#map=17/52.1/21.0", None),
    ("maptionnaire", "https://app.maptionnaire.com/q/9a8b7c", "https://app.maptionnaire.com/q/9a8b7c", "https://app.maptionnaire.com/q/9a8b7c"),
    ("vimeo", "https://vimeo.com/123456789", "https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
    ("vimeo", "https://vimeo.com/123456789/0a1b2c3d4e", "https://vimeo.com/123456789/0a1b2c3d4e", "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e&dnt=1"),
    ("vimeo", '<iframe src="https://player.vimeo.com/video/123456789?h=0a1b2c3d4e&amp;badge=0"></iframe>', "https://vimeo.com/123456789?h=0a1b2c3d4e", "https://player.vimeo.com/video/123456789?h=0a1b2c3d4e&dnt=1"),
    ("datawrapper", "https://www.datawrapper.de/_/aB3dE/", "https://datawrapper.dwcdn.net/aB3dE/", "https://datawrapper.dwcdn.net/aB3dE/"),
    ("profil-zaufany", "https://pz.gov.pl/pz/index", "https://pz.gov.pl/pz/index", None),
    ("epuap", "https://epuap.gov.pl/wps/portal", "https://epuap.gov.pl/wps/portal", None),
    ("mobywatel", "https://info.mobywatel.gov.pl/uslugi", "https://info.mobywatel.gov.pl/uslugi", None),
    ("gov-pl", "https://www.gov.pl/web/gov/wyslij-pismo", "https://www.gov.pl/web/gov/wyslij-pismo", None),
    ("nextcloud-forms", "https://nextcloud-forms.lipowiec.example/apps/forms/s/AbCd1234", "https://nextcloud-forms.lipowiec.example/apps/forms/s/AbCd1234", "https://nextcloud-forms.lipowiec.example/apps/forms/embed/AbCd1234"),
    ("nextcloud-forms", "https://nextcloud-forms.lipowiec.example/chmura/index.php/apps/forms/s/AbCd1234", "https://nextcloud-forms.lipowiec.example/chmura/index.php/apps/forms/s/AbCd1234", "https://nextcloud-forms.lipowiec.example/chmura/index.php/apps/forms/embed/AbCd1234"),
    ("enketo", "https://enketo.lipowiec.example/x/AbCd12", "https://enketo.lipowiec.example/x/AbCd12", "https://enketo.lipowiec.example/i/AbCd12"),
    ("drupal-webform", "https://drupal-webform.lipowiec.example/pl/form/ankieta-o-parku", "https://drupal-webform.lipowiec.example/pl/form/ankieta-o-parku", None),
    ("peertube", "https://peertube.lipowiec.example/w/rNvXb1n", "https://peertube.lipowiec.example/w/rNvXb1n", "https://peertube.lipowiec.example/videos/embed/rNvXb1n?warningTitle=0&peertubeLink=0&p2p=0"),
    ("decidim", "https://decidim.lipowiec.example/processes/park/f/12/proposals/7", "https://decidim.lipowiec.example/processes/park/f/12/proposals/7", "https://decidim.lipowiec.example/processes/park/f/12/proposals/7/embed"),
    ("go-vocal", "https://go-vocal.lipowiec.example/pl-PL/projects/park/1", "https://go-vocal.lipowiec.example/pl-PL/projects/park/1", None),
    ("consul", "https://consul.lipowiec.example/budgets/2026/investments", "https://consul.lipowiec.example/budgets/2026/investments", None),
    ("adhocracy", "https://adhocracy.lipowiec.example/lipowiec/projects/park/", "https://adhocracy.lipowiec.example/lipowiec/projects/park/", None),
    ("meinberlin", "https://mein.berlin.de/projekte/park/", "https://mein.berlin.de/projekte/park/", "https://mein.berlin.de/embed/projects/park/"),
]  # fmt: skip


@pytest.mark.parametrize(("service", "pasted", "address", "frame"), TABLE)
def test_what_is_pasted_becomes(service: str, pasted: str, address: str, frame: str | None) -> None:
    found = read(pasted)
    assert isinstance(found, Embed), found
    assert (found.provider, found.address, found.frame) == (service, address, frame)


def test_the_table_covers_every_service() -> None:
    elsewhere = {"google-forms", "youtube", "limesurvey", "page"}
    assert {row[0] for row in TABLE} | elsewhere == {provider.id for provider in PROVIDERS}


@pytest.mark.parametrize(
    ("pasted", "code"),
    [
        ("https://forms.office.com/Pages/DesignPageV2.aspx?subpage=design&id=x", "provider-edit-link"),
        ("https://forms.office.com/Pages/ResponsePage.aspx?id=krotki", "form-not-recognised"),
        ("https://admin.typeform.com/form/Xyz12abc/create", "provider-edit-link"),
        ("https://tally.so/forms/w7Bx2e/edit", "provider-edit-link"),
        ("https://tally.so/pricing", "form-not-recognised"),
        ("https://www.jotform.com/build/231234567890123", "provider-edit-link"),
        ("https://form.jotform.com/templates", "form-not-recognised"),
        ("https://ee.kobotoolbox.org/preview/AbCd12", "form-not-recognised"),
        ("https://framaforms.org/node/123/webform-results", "provider-edit-link"),
        ("https://ec.europa.eu/commission/index_pl", "form-not-recognised"),
        ("https://ec.europa.eu/eusurvey/ankieta/management/test", "provider-edit-link"),
        ("https://www.webankieta.pl/cennik/", "form-not-recognised"),
        ("https://pol.is/m/4kjz5rrrfe", "provider-edit-link"),
        ("https://pol.is/signin", "form-not-recognised"),
        ("https://www.mentimeter.com/app/presentation/alx9/edit", "provider-edit-link"),
        ("https://www.mentimeter.com/pricing", "form-not-recognised"),
        ("https://app.sli.do/event/aBc123/admin/polls", "provider-edit-link"),
        ("https://www.loomio.com/dashboard", "form-not-recognised"),
        ("https://umap.openstreetmap.fr/pl/map/spacer_1234567/edit", "provider-edit-link"),
        ("https://www.openstreetmap.org/export/embed.html?bbox=javascript:alert(1)", "form-not-recognised"),
        ("https://app.maptionnaire.com/admin/q/9a8b7c", "form-not-recognised"),
        ("https://vimeo.com/manage/videos/123456789", "provider-edit-link"),
        ("https://vimeo.com/lipowiec", "form-not-recognised"),
        ("https://app.datawrapper.de/edit/aB3dE/publish", "provider-edit-link"),
        ("https://nextcloud-forms.lipowiec.example/apps/forms/AbCd1234/results", "provider-edit-link"),
        ("https://nextcloud-forms.lipowiec.example/apps/files/", "form-not-recognised"),
        ("https://peertube.lipowiec.example/about", "form-not-recognised"),
        ("https://decidim.lipowiec.example/admin/processes", "provider-edit-link"),
        ("https://consul.lipowiec.example/admin", "provider-edit-link"),
    ],
)  # fmt: skip
def test_what_residents_cannot_use_is_refused(pasted: str, code: str) -> None:
    found = read(pasted)
    assert isinstance(found, Diagnostic)
    assert found.code == code
    for language in ("en", "pl"):
        catalogue = packaged_catalogue(language)
        values = dict(found.values)
        assert catalogue.text(found.code, **values)
        assert catalogue.text(f"{found.code}.next", **values)


def disguises(host: str, rest: str) -> list[str]:
    return [
        f"https://{host}.evil.example{rest}",
        f"https://evil-{host}{rest}",
        f"https://{host}@evil.example{rest}",
        f"https://{host}%2eevil.example{rest}",
        f"https://evil.example/{host}{rest}",
        f"https://evil.example#{host}{rest}",
        f"https://evil.example\\@{host}{rest}",
        f"//{host}{rest}",
        f"javascript:alert(1)//{host}{rest}",
        f"data:text/html,{host}{rest}",
        f"https://{host.replace('o', chr(0x43E)).replace('a', chr(0x430))}{rest}",
        f"https://{host}\n.evil.example{rest}",
        f"https://{host}\x00{rest}",
        f"http://{host}{rest}",
        f"https://{host}:8443{rest}",
    ]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_no_disguise_reaches_a_page(row: tuple[str, str, str, str | None]) -> None:
    parts = urlsplit(row[2])
    rest = row[2].partition(parts.netloc)[2]
    for text in disguises(parts.netloc, rest):
        if text == row[2]:
            continue  # a host without the letters that the disguise replaces
        if text.startswith("https://evil-") and row[0] == "typeform":
            continue  # a customer of Typeform may be called so: the host is Typeform's own
        found = read(text)
        assert isinstance(found, Diagnostic), (text, found)


words = st.text(max_size=12) | st.sampled_from([row[1] for row in TABLE]).map(
    lambda address: urlsplit(address).path
)
queries = st.text(max_size=20) | st.sampled_from(["id=1&bbox=1,2,3,4", "h=x&v=y", 'lang=pl"><b>'])


@given(
    st.sampled_from([*(row[1] for row in TABLE), *(host.host for host in HOSTS)]), words, queries
)
def test_a_frame_is_always_https_on_a_host_of_its_service(
    pasted: str, path: str, query: str
) -> None:
    host = urlsplit(pasted).hostname or pasted
    found = read(f"https://{host}/{quote(path).lstrip('/')}?{query}")
    if isinstance(found, Diagnostic):
        return
    provider = next(item for item in PROVIDERS if item.id == found.provider)
    for address in (found.address, found.frame or found.address):
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert parts.username is None
        assert parts.port is None
        own = {*provider.hosts, *(allowed.host for allowed in HOSTS)}
        assert parts.hostname in own or any(
            (parts.hostname or "").endswith(f".{domain}") for domain in provider.domains
        )
        assert not set(address) & set("<>\"' \n")


def test_answers_come_back_in_formats_that_there_are() -> None:
    for provider in PROVIDERS:
        assert set(provider.answers) <= set(REGISTRY.formats), provider.id


def test_services_of_the_state_are_never_framed() -> None:
    for provider in PROVIDERS:
        for host in provider.hosts:
            found = read(f"https://{host}/")
            if isinstance(found, Embed) and found.kind is EmbedKind.OFFICIAL:
                assert found.frame is None


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_every_service_says_who_receives_what(row: tuple[str, str, str, str | None]) -> None:
    found = read(row[1])
    assert isinstance(found, Embed)
    for language in ("en", "pl", "uk"):
        said = packaged_catalogue(language).text(
            found.data_note_key, name=found.name, host=found.host
        )
        assert said.endswith(".")
    assert found.privacy or found.location
    assert found.notice.startswith("https://") or found.kind is EmbedKind.OFFICIAL or (
        found.privacy or found.provider == "stanford-pb"
    )  # fmt: skip
