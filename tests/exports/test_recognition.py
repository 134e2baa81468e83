"""Every sample is recognised by exactly one format, so that nobody has to name it."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports.records import head_columns
from civicsite.registry import standard_registry
from tests.exports.files import SAMPLES, sample

REGISTRY = standard_registry()
FORMATS = REGISTRY.formats
EXPECTED = {
    "adhocracy/poll.csv": "adhocracy-poll",
    "consul/investments.csv": "consul-supports",
    "decidim/projects.json": "decidim-projects",
    "decidim/proposals.csv": "decidim-proposals",
    "decidim/survey-pl.csv": "decidim-survey",
    "decidim/survey.json": "decidim-survey",
    "go-vocal/budget-pl.csv": "go-vocal-budget",
    "go-vocal/votes.csv": "go-vocal-votes",
    "mlodziezowa-rada.csv": "ranked-csv",
    "park.pb": "pabulib",
    "polis/votes.csv": "polis",
    "rada-osiedla.blt": "blt",
    "warsaw/ranking.csv": "warsaw-bo",
}


def recognised(head: bytes, filename: str) -> list[str]:
    return [name for name, item in FORMATS.items() if item.recognise(head[:65536], filename)]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_sample_is_recognised_by_exactly_one_format(name: str) -> None:
    assert (SAMPLES / name).is_file()
    assert recognised(sample(name), name) == [EXPECTED[name]]
    assert recognised(sample(name), "export") == [EXPECTED[name]], "the name must play no part"


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_windows_line_ends_and_compression_change_nothing(name: str) -> None:
    content = sample(name).replace(b"\r\n", b"\n")
    assert recognised(content.replace(b"\n", b"\r\n"), name) == [EXPECTED[name]]
    if not name.endswith(".json"):  # platforms give out JSON as it is
        assert recognised(gzip.compress(content), name) == [EXPECTED[name]]


def test_no_sample_is_taken_for_two_formats() -> None:
    samples = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    assert len(samples) > len(EXPECTED)
    for path in samples:
        found = recognised(path.read_bytes(), path.name)
        name = path.relative_to(SAMPLES).as_posix()
        assert found == ([EXPECTED[name]] if name in EXPECTED else []), name


PAGES = {
    "adhocracy/comments.csv": "comments",
    "adhocracy/items.csv": "items",
    "consul/investments.csv": "investments",
    "decidim/comments.json": "comments",
    "decidim/meetings.csv": "meetings",
    "decidim/projects.json": "projects",
    "decidim/proposals.csv": "proposals",
    "decidim/results.csv": "results",
    "go-vocal/budget-pl.csv": "inputs",
    "go-vocal/comments.csv": "comments",
    "go-vocal/inputs-pl.csv": "inputs",
    "go-vocal/votes.csv": "inputs",
    "warsaw/implementation.csv": "implementation",
    "warsaw/ranking.csv": "ranking",
}
"""What becomes pages, and what its rows are."""


@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_becomes_pages_is_of_exactly_one_kind_of_its_platform(name: str) -> None:
    platform = {"warsaw": "warsaw-bo"}.get(name.split("/")[0], name.split("/")[0])
    columns = head_columns(sample(name))
    fitting = [(k.platform, k.name) for k in REGISTRY.contents if k.fits(columns)]
    assert [item for item in fitting if item[0] == platform] == [(platform, PAGES[name])]


@given(st.binary(max_size=200))
def test_no_bytes_trouble_a_recogniser(noise: bytes) -> None:
    recognised(noise, "x.csv")
