"""A page kind, a provider, an export format and a counting rule are one object each: added to the
registry of a build, they make pages, and nothing else has to change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from civicsite.build import BuildReport, Options, build
from civicsite.embeds.base import Address, AddressProblem, AllowedHost, Embed, EmbedKind, Height
from civicsite.exports.dataset import Export, Provenance, Reading
from civicsite.language import Text
from civicsite.pages.base import Made, PageKind
from civicsite.pages.context import Desk
from civicsite.pages.frame import head
from civicsite.pages.views import Head, Link, SiteView, View
from civicsite.registry import Registry, standard_registry
from tests.results.test_open_folders import FewestVotes, Letters
from tests.sites.tiny import SITE, write


@dataclass(frozen=True, slots=True)
class ListView(View):
    """Every process of the site on one page."""

    processes: tuple[Link, ...]


class Lists(PageKind):
    """A list of all processes for people, and one for machines."""

    template = "all-processes"

    def pages(self, desk: Desk, site: SiteView) -> Iterable[Made]:
        path = f"{desk.urls.prefix(desk.code)}wszystko.html"
        title = Text("Wszystko")
        links = tuple(desk.process_link(process) for process in desk.build.processes())
        view = ListView(head(desk, self.template, path, title, "Wszystko", {}), site, links)
        yield Made(view, "civicsite.yaml", aliases=("lista",) if desk.code == "pl" else ())

    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        yield "lista.txt", "\n".join(head.path for head in heads).encode()


@dataclass(frozen=True, slots=True)
class Polls:
    """A service with hosts of its own."""

    id: str = "polls"
    name: str = "Sondy"
    hosts: tuple[str, ...] = ("sondy.example",)

    def recognise(
        self, address: Address, allowed: AllowedHost | None
    ) -> Embed | AddressProblem | None:
        public = address.without_tracking()
        size = Height(400, 300)
        note = "embed-privacy-host"
        return Embed(
            self.id, self.name, EmbedKind.FORM, public, public, size, "", "", "origin", note
        )


class SignedLetters(Letters):
    """Letters that say where they come from."""

    def read(self, reading: Reading) -> Export:
        source = Provenance(
            reading.file.path, "5" * 64, 13, self.name, "recognised-stated", "UTF-8", "", 5
        )
        return replace(super().read(reading), provenance=source)


TEMPLATE = """\
{% extends "base.html" %}
{% import "macros.html" as m with context %}
{% block main %}<h1>{{ view.head.title }}</h1>
{% for item in view.processes %}{{ m.link(item) }}{% endfor %}{% endblock %}
"""
WORDS = """\
msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "format.letters"
msgstr "litery"
"""
FOLDER = "content/lipowiec/park"
CHANGED = {
    f"{FOLDER}/process.md": SITE[f"{FOLDER}/process.md"].replace(
        "https://docs.google.com/forms/d/e/1FAIpQLSexample/viewform", "https://sondy.example/park"
    ),
    f"{FOLDER}/results.yaml": "publish_at: 2026-05-10T12:00\nseats: 1\nballots:\n"
    "  - file: data/glosy.txt\nvalidity:\n  as_declared: yes\nrule:\n  name: fewest-votes\n",
    f"{FOLDER}/data/glosy.txt": "LETTERS abbab",
    f"{FOLDER}/proposals/laka.md": "---\ntitle: Łąka\nnumber: a\n---\n",
    f"{FOLDER}/proposals/plac.md": "---\ntitle: Plac\nnumber: b\n---\n",
    "themes/civic/templates/all_processes.html": TEMPLATE,
    "themes/civic/locales/pl/letters.po": WORDS,
    "themes/civic/locales/en/letters.po": WORDS.replace("Language: pl", "Language: en"),
}


@pytest.fixture
def more() -> Registry:
    standard = standard_registry()
    return replace(
        standard,
        providers=(*standard.providers, Polls()),
        formats={**standard.formats, "letters": SignedLetters()},
        rules={**standard.rules, "fewest-votes": FewestVotes()},
        pages=(*standard.pages, Lists()),
    )


def built(root: Path, registry: Registry | None) -> BuildReport:
    at = datetime.fromisoformat("2026-05-11T12:00:00+02:00")
    return build(Options(root, root / "build", at), registry=registry)


def test_what_is_added_makes_pages(tmp_path: Path, more: Registry) -> None:
    write(tmp_path, {**SITE, **CHANGED})
    report = built(tmp_path, more)
    assert report.ok, report.diagnostics
    out = tmp_path / "build"
    page = (out / "wszystko.html").read_text("utf-8")
    assert '<a href="lipowiec/park.html">Park nad rzeką</a>' in page
    assert '<meta name="civicsite:template" content="all-processes">' in page
    assert 'href="../lipowiec/park.html"' not in page
    assert "A park by the river" in (out / "en/wszystko.html").read_text("utf-8")
    assert 'content="0; url=wszystko.html"' in (out / "lista.html").read_text("utf-8")
    assert "<loc>https://lipowiec.example/bip/wszystko.html</loc>" in (
        out / "sitemap.xml"
    ).read_text("utf-8")
    assert "lipowiec/park.html" in (out / "lista.txt").read_text("utf-8").split("\n")
    said = {}
    for name in ("laka", "plac"):
        proposal = (out / f"lipowiec/park/proposals/{name}.html").read_text("utf-8")
        [status] = re.findall('<p class="status">(.*?)</p>', proposal, re.S)
        said[name] = re.sub("<[^>]*>", "", status)
    assert said == {"laka": "wybrano głosy: 2 Wyniki", "plac": "głosy: 3 Wyniki"}
    assert "litery" in (out / "lipowiec/park/results.html").read_text("utf-8")


def test_a_provider_that_is_added_is_offered(tmp_path: Path, more: Registry) -> None:
    write(tmp_path, {**SITE, **CHANGED})
    at = datetime.fromisoformat("2026-03-11T12:00:00+01:00")
    report = build(Options(tmp_path, tmp_path / "build", at), registry=more)
    assert report.ok, report.diagnostics
    html = (tmp_path / "build/lipowiec/park.html").read_text("utf-8")
    assert 'href="https://sondy.example/park"' in html
    assert "Pokaż na tej stronie (połączy z serwisem Sondy)" in html
    assert "frame-src https://sondy.example;" in html


def test_without_them_the_same_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {**SITE, **CHANGED})
    codes = {found.code for found in built(tmp_path, None).diagnostics}
    assert "format-not-recognised" in codes
    assert not (tmp_path / "build").exists()


def test_a_page_kind_without_its_template_is_refused(tmp_path: Path, more: Registry) -> None:
    files = {**SITE, **CHANGED}
    del files["themes/civic/templates/all_processes.html"]
    write(tmp_path, files)
    found = [d for d in built(tmp_path, more).diagnostics if d.severity == "error"]
    assert [(d.code, dict(d.values)["name"]) for d in found] == [
        ("template-missing-template", "all_processes.html")
    ]


def test_a_host_names_a_provider_that_is_there(tmp_path: Path) -> None:
    hosts = "hosts:\n  - host: ankiety.lipowiec.example\n    provider: limesurvy\n"
    write(tmp_path, {**SITE, "civicsite.yaml": SITE["civicsite.yaml"] + hosts})
    [found] = [d for d in built(tmp_path, None).diagnostics if d.severity == "error"]
    assert (found.code, found.span.line, found.span.column) == ("form-provider-unknown", 8, 15)
    assert dict(found.values)["suggestion"] == "limesurvey"


def test_what_a_host_does_with_data_is_told_in_the_language_of_the_page(tmp_path: Path) -> None:
    hosts = (
        "hosts:\n  - id: ankiety\n    host: ankiety.lipowiec.example\n    provider: page\n"
        "    name: Ankiety\n    privacy: Odpowiedzi zostają w gminie.\n"
    )
    process = CHANGED[f"{FOLDER}/process.md"].replace("sondy.example", "ankiety.lipowiec.example")
    files = {**SITE, f"{FOLDER}/process.md": process}
    files["civicsite.yaml"] += hosts
    write(tmp_path, files)
    at = datetime.fromisoformat("2026-03-11T12:00:00+01:00")
    assert build(Options(tmp_path, tmp_path / "build", at)).ok
    english = tmp_path / "build/en/lipowiec/park.html"
    assert '<span lang="pl">Odpowiedzi zostają w gminie.</span>' in english.read_text("utf-8")
    words = "hosts:\n  - id: ankiety\n    name: Surveys\n    privacy: Answers stay in the town.\n"
    (tmp_path / "civicsite.en.yaml").write_text(f"title: Taking part\n{words}", "utf-8")
    assert build(Options(tmp_path, tmp_path / "build", at)).ok
    assert "Answers stay in the town." in english.read_text("utf-8")
    polish = (tmp_path / "build/lipowiec/park.html").read_text("utf-8")
    assert "Odpowiedzi zostają w gminie." in polish
