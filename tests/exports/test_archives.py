from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicsite.exports import archives
from civicsite.exports.archives import Unpacked, unpack
from tests.exports.files import in_memory, places, words


def packed(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def unpacked(data: bytes) -> Unpacked:
    found = unpack(in_memory("data/x.zip", data))
    assert found is not None
    return found


def test_the_members_come_back_with_their_bytes() -> None:
    found = unpacked(packed(("a.csv", b"a;b\n"), ("deep/c.csv", b"c"), ("__MACOSX/._a.csv", b"")))
    assert found.diagnostics == ()
    assert [(item.path, item.stream().read()) for item in found.files] == [
        ("data/x.zip/a.csv", b"a;b\n"), ("data/x.zip/deep/c.csv", b"c"),
    ]  # fmt: skip


def test_what_is_no_archive_is_left_to_others() -> None:
    assert unpack(in_memory("a.csv", "a;b")) is None
    assert unpack(in_memory("a.csv", "")) is None


@pytest.mark.parametrize(
    "name",
    ["../a.csv", "a/../../b.csv", "/etc/a.csv", "a//b.csv", "./a.csv", "a\\b.csv", "C:a.csv"],
)
def test_a_name_that_leaves_the_archive_refuses_all_of_it(name: str) -> None:
    found = unpacked(packed(("good.csv", b"x"), (name, b"y")))
    assert found.files == ()
    assert places(found.diagnostics) == ["data/x.zip: archive-path-unsafe"]


def test_the_message_says_which_name() -> None:
    assert words(unpacked(packed(("../a.csv", b"x"))).diagnostics) == [
        "“../a.csv” in the archive names a place outside the archive’s own folder, so nothing of"
        " the archive is read. Download the archive from the platform itself, or pack its files"
        " anew."
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    found = unpacked(packed(("a.csv", b"x"), ("a.csv", b"y")))
    assert (found.files, places(found.diagnostics)) == ((), ["data/x.zip: archive-name-twice"])


def test_a_bomb_is_cut_off_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_BYTES", 3 << 20)
    found = unpacked(packed(("a.csv", b"\0" * (2 << 20)), ("b.csv", b"\0" * (2 << 20))))
    assert (found.files, places(found.diagnostics)) == ((), ["data/x.zip: archive-too-big"])


def test_a_size_that_is_not_true_is_no_way_round_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_BYTES", 1 << 20)
    data = packed(("a.csv", b"\0" * (2 << 20)))
    lying = data.replace(struct.pack("<L", 2 << 20), struct.pack("<L", 5))
    assert lying != data
    assert unpacked(lying).files == ()


def test_too_many_members_are_refused() -> None:
    found = unpacked(packed(*((f"{n}.csv", b"") for n in range(501))))
    assert (found.files, places(found.diagnostics)) == ((), ["data/x.zip: archive-too-many"])


def test_a_locked_member_is_told() -> None:
    data = packed(("a.csv", b"x"))
    locked = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    assert places(unpacked(locked).diagnostics) == ["data/x.zip: archive-locked"]


@pytest.mark.parametrize("cut", [5, 20, 60])
def test_an_archive_that_is_cut_off_is_told(cut: int) -> None:
    data = packed(("a.csv", b"some text"))
    assert places(unpacked(data[:-cut]).diagnostics) == ["data/x.zip: archive-broken"]


@given(st.data())
def test_no_change_of_its_bytes_raises(data: st.DataObject) -> None:
    content = bytearray(packed(("a.csv", b"a;b\n1;2\n"), ("b/c.csv", b"x" * 50)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(4, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    unpacked(bytes(content))
