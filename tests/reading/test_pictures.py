"""What of a picture is published. The samples are made here, by another program (Pillow), with a
place and a name in every part of a file that can hold one."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from civicsite.reading.pictures import ENDINGS, BrokenPicture, read_picture

SECRET = b"Jan Sekretny"
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}


def exif(orientation: int = 1) -> bytes:
    """Exif with a name and a place."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x013B] = SECRET.decode()
    told.get_ifd(0x8825).update({1: "N", 2: (52.0, 14.0, 3.0), 3: "E", 4: (21.0, 0.0, 4.0)})
    return told.tobytes()


def scene(width: int = 40, height: int = 30) -> Image.Image:
    """Something that is not one colour."""
    return Image.linear_gradient("L").resize((width, height)).convert("RGB")


def saved(ending: str, picture: Image.Image | None = None, **more: Any) -> bytes:
    out = io.BytesIO()
    (picture or scene()).save(out, FORMATS[ending], **more)
    return out.getvalue()


def with_secrets(ending: str, orientation: int = 1) -> bytes:
    """A photo that tells much, with more after its end."""
    if ending == ".jpg":
        made = saved(".jpg", exif=exif(orientation), comment=SECRET, xmp=SECRET, progressive=True)
        return made + saved(".jpg", exif=exif())
    if ending == ".png":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        return saved(".png", exif=exif(orientation), pnginfo=text) + SECRET
    if ending == ".webp":
        return saved(".webp", exif=exif(orientation), xmp=SECRET, lossless=True) + SECRET
    return saved(".gif", comment=SECRET) + SECRET


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    picture = Image.open(io.BytesIO(data))
    return picture.size, picture.convert("RGBA").tobytes()


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_of_who_and_where_is_left_and_no_pixel_changes(ending: str) -> None:
    data = with_secrets(ending)
    assert SECRET in data
    found = read_picture(ending, data)
    assert (found.width, found.height) == (40, 30)
    assert SECRET not in found.clean
    assert pixels(found.clean) == pixels(data)
    assert not dict(Image.open(io.BytesIO(found.clean)).getexif())
    assert read_picture(ending, found.clean).clean == found.clean


@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_photo_taken_upright_stays_upright(ending: str, orientation: int) -> None:
    found = read_picture(ending, with_secrets(ending, orientation))
    assert dict(Image.open(io.BytesIO(found.clean)).getexif()) == {0x0112: orientation}
    assert (found.width, found.height) == ((40, 30) if orientation < 5 else (30, 40))
    assert SECRET not in found.clean


def test_colours_keep_their_profile() -> None:
    profile = b"profile" * 20
    for ending in (".jpg", ".png", ".webp"):
        clean = read_picture(ending, saved(ending, icc_profile=profile)).clean
        assert Image.open(io.BytesIO(clean)).info["icc_profile"] == profile


def test_moving_pictures_keep_moving() -> None:
    frames = [scene(), Image.new("RGB", (40, 30), "red")]
    for ending in (".gif", ".webp", ".png"):
        data = saved(ending, frames[0], save_all=True, append_images=frames[1:], loop=0)
        clean = Image.open(io.BytesIO(read_picture(ending, data).clean))
        assert getattr(clean, "n_frames", 1) == 2
        assert clean.info.get("loop") == 0


def test_a_small_picture_inside_a_photo_goes() -> None:
    data = saved(".jpg")
    assert data[2:4] == b"\xff\xe0"
    (length,) = struct.unpack_from(">H", data, 4)
    inside = data[6 : 4 + length - 2] + b"\x02\x02" + SECRET
    grown = data[:4] + struct.pack(">H", len(inside) + 2) + inside + data[4 + length :]
    found = read_picture(".jpg", grown)
    assert SECRET not in found.clean
    assert pixels(found.clean) == pixels(data)


def test_drawings_tell_their_size_and_photos_inside_are_cleaned() -> None:
    inner = base64.b64encode(with_secrets(".jpg"))
    head = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120.4 60">'
    data = head + b'<image href="data:image/jpeg;base64,' + inner + b'"/></svg>'
    found = read_picture(".svg", data)
    assert (found.width, found.height) == (120, 60)
    clean = base64.b64decode(found.clean.partition(b"base64,")[2].partition(b'"')[0])
    assert SECRET not in clean
    assert pixels(clean) == pixels(with_secrets(".jpg"))
    sized = b'<svg width="50px" height="20" viewBox="0 0 1 1"/>'
    assert (read_picture(".svg", sized).width, read_picture(".svg", sized).height) == (50, 20)
    assert read_picture(".svg", b'<svg width="100%" height="5"/>').width is None


def test_a_photo_with_metadata_that_cannot_be_cleaned_is_refused() -> None:
    with pytest.raises(BrokenPicture, match="image-metadata"):
        read_picture(".avif", b"\0\0\0\x18ftypavif" + b"infe Exif ispe")
    sized = b"\0\0\0\x18ftypavif ispe" + bytes(4) + struct.pack(">II", 64, 48)
    assert (read_picture(".avif", sized).width, read_picture(".avif", sized).height) == (64, 48)


def test_a_small_file_with_enormous_dimensions_is_refused() -> None:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    with pytest.raises(BrokenPicture, match="image-too-large"):
        read_picture(".png", b"\x89PNG\r\n\x1a\n" + chunk + end)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_picture_that_ends_too_early_is_refused(ending: str) -> None:
    data = saved(ending)
    for length in range(0, len(data) - 1, 7):
        with pytest.raises(BrokenPicture, match="image-broken"):
            read_picture(ending, data[:length])


def test_a_file_that_is_something_else_is_refused() -> None:
    for ending in ENDINGS:
        with pytest.raises(BrokenPicture, match="image-broken"):
            read_picture(ending, b"%PDF-1.7 something else altogether")


@given(
    st.sampled_from(sorted(ENDINGS)), st.sampled_from(sorted(FORMATS)), st.integers(0), st.binary()
)
def test_hostile_bytes_are_refused_or_read_and_never_end_in_an_exception(
    ending: str, kind: str, at: int, noise: bytes
) -> None:
    data = saved(kind)
    at %= len(data)
    try:
        found = read_picture(ending, data[:at] + noise + data[at + len(noise) :])
    except BrokenPicture:
        return
    assert read_picture(ending, found.clean).clean == found.clean
