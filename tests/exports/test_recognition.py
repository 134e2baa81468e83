"""Every sample is recognised by exactly one format, so that nobody has to name it."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.registry import standard_registry
from tests.exports.files import SAMPLES, sample

FORMATS = standard_registry().formats
EXPECTED = {
    "mlodziezowa-rada.csv": "ranked-csv",
    "park.pb": "pabulib",
    "polis/votes.csv": "polis",
    "rada-osiedla.blt": "blt",
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
    assert recognised(gzip.compress(content), name) == [EXPECTED[name]]


@given(st.binary(max_size=200))
def test_no_bytes_trouble_a_recogniser(noise: bytes) -> None:
    recognised(noise, "x.csv")
