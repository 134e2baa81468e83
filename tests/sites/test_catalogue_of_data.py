"""``catalog.jsonld``: the published results as a data portal gathers them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sites.tiny import SITE, build, tree, write

ROOT = "https://lipowiec.example/bip/"


def test_results_are_datasets_from_the_moment_they_are_out(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    assert build(root, at="2026-05-10T11:59:59+02:00").exit_code == 0
    assert not (root / "build/catalog.jsonld").exists()
    assert build(root, at="2026-05-10T12:00:00+02:00").exit_code == 0
    told = json.loads((root / "build/catalog.jsonld").read_bytes())
    assert (told["@type"], told["@id"]) == ("dcat:Catalog", f"{ROOT}catalog.jsonld")
    assert told["dct:title"] == {"@language": "pl", "@value": "Partycypacja w Lipowcu"}
    (dataset,) = told["dcat:dataset"]
    assert dataset["dct:title"]["@value"] == "Wyniki: Park nad rzeką"
    assert dataset["dct:description"]["@value"] == "Pytamy o park."
    assert dataset["dct:publisher"]["foaf:name"] == "Lipowiec"
    assert dataset["dct:issued"] == {"@type": "xsd:dateTime", "@value": "2026-05-10T12:00:00+02:00"}
    files = {
        item["dcat:downloadURL"]["@id"]: item["dct:format"]["@id"].rpartition("/")[2]
        for item in dataset["dcat:distribution"]
    }
    published = {p for p in tree(root / "build") if p.startswith("lipowiec/park/results/")}
    assert set(files) == {ROOT + path for path in published}
    assert files[f"{ROOT}lipowiec/park/results/results.csv"] == "CSV"
    home = (root / "build/index.html").read_text("utf-8")
    assert '<link rel="alternate" type="application/ld+json" href="catalog.jsonld"' in home
