"""The catalogue of published data, ``catalog.jsonld``, as data portals gather it (DCAT-AP 3.0).

Its datasets are the published records of results: one for each process, its files as distributions.
There is no catalogue before the first result is out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from civicsite.clock import Precision
from civicsite.model.site import Process
from civicsite.pages.base import PageKind
from civicsite.pages.context import Desk
from civicsite.pages.views import Head

__all__ = ["PAGES"]

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_TYPES = {"json": ("application/json", "JSON"), "csv": ("text/csv", "CSV")}
_LANGUAGES = {"pl": "POL", "en": "ENG", "uk": "UKR"}
"""Languages as the Publications Office of the European Union writes them."""


class _Catalogue(PageKind):
    def files(self, desk: Desk, heads: Sequence[Head]) -> Iterable[tuple[str, bytes]]:
        known = [p for p in desk.build.processes() if desk.build.downloads.get(p.id)]
        if known:
            told = {"@context": _CONTEXT, **_catalogue(desk, known)}
            text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            yield desk.urls.catalogue, text.encode()


PAGES = _Catalogue()


def _catalogue(desk: Desk, processes: Sequence[Process]) -> dict[str, Any]:
    fields = desk.build.site.settings.in_(desk.code)
    home = desk.canonical(desk.urls.home(desk.code))
    return {
        "@id": desk.canonical(desk.urls.catalogue),
        "@type": "dcat:Catalog",
        "dct:title": _words(desk, str(fields.title)),
        "dct:description": _words(desk, str(fields.description or fields.title)),
        "dct:publisher": {"@type": "foaf:Agent", "@id": home, "foaf:name": str(fields.title)},
        **_language(desk),
        "foaf:homepage": {"@id": home},
        "dcat:dataset": [_dataset(desk, process) for process in processes],
    }


def _dataset(desk: Desk, process: Process) -> dict[str, Any]:
    assert process.results
    town = desk.municipality_link(desk.build.site.municipalities[process.municipality])
    fields = process.texts.in_(desk.code).fields
    page = desk.canonical(desk.urls.results(process, desk.code))
    title = desk.word("results-of", title=str(fields.title))
    published = process.results.main.value.publish_at
    told: dict[str, Any] = {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": process.id,
        "dct:title": _words(desk, title),
        "dct:description": _words(desk, str(fields.summary or title)),
        "dct:publisher": {
            "@type": "foaf:Agent",
            "@id": desk.canonical(town.path),
            "foaf:name": str(town.title),
        },
        **_language(desk),
        "dcat:landingPage": {"@id": page},
    }
    if published:
        day = published.precision is Precision.DAY
        kind = "xsd:date" if day else "xsd:dateTime"
        told["dct:issued"] = {"@type": kind, "@value": desk.known_date(published).iso}
    files = desk.build.downloads[process.id]
    told["dcat:distribution"] = [_distribution(desk, process, file.name) for file in files]
    return told


def _distribution(desk: Desk, process: Process, name: str) -> dict[str, Any]:
    address = desk.canonical(desk.urls.download(process, name))
    media, format = _TYPES.get(name.rpartition(".")[2], ("text/plain", "TXT"))
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA + media},
        "dct:format": {"@id": f"{_AUTHORITY}file-type/{format}"},
    }


def _words(desk: Desk, words: str) -> dict[str, str]:
    return {"@language": desk.code, "@value": words}


def _language(desk: Desk) -> dict[str, Any]:
    known = _LANGUAGES.get(desk.code)
    return {"dct:language": {"@id": f"{_AUTHORITY}language/{known}"}} if known else {}
