"""A picture file -> how large it is, and the same picture without what a camera wrote into it.

A photo tells where and when it was taken and with whose telephone. Nothing of that may reach the
site, whether an extra is installed or not, so each format is taken apart here and only those parts
are kept that a browser needs to show it: a list of what stays, never of what goes. The pixels are
not touched.

- JPEG: ITU-T T.81 (markers), JFIF 1.02, Exif 2.32 (orientation), MPF (further pictures after the
  end, which are cut off)
- PNG: third edition of the W3C specification, with APNG
- WebP: RFC 9649
- GIF: GIF89a
- SVG: text; photos inside it are cleaned as well
- AVIF: ISO/IEC 23000-22; it is not rewritten, a file with metadata is refused
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

__all__ = ["ENDINGS", "MOST_PIXELS", "BrokenPicture", "Picture", "read_picture"]

MOST_PIXELS = 100_000_000
"""More pixels than any telephone makes; to unpack so many takes 400 MB in a visitor's browser."""


class BrokenPicture(ValueError):
    """The file is not what its ending says. ``code`` names the diagnostic. Whoever reads a file of
    an editor catches it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be published."""

    width: int | None
    """Pixels, as it is shown; None where an SVG does not say so."""
    height: int | None
    clean: bytes
    """The file without metadata."""


def read_picture(ending: str, data: bytes) -> Picture:
    """Read a file with a picture's ending (``.jpg``). Raises :class:`BrokenPicture`:
    ``image-broken``, ``image-too-large`` or ``image-metadata``."""
    try:
        found = ENDINGS[ending](data)
    except (IndexError, struct.error) as problem:
        raise BrokenPicture("image-broken") from problem
    if found.width is not None and found.height is not None:
        if not found.width or not found.height:
            raise BrokenPicture("image-broken")
        if found.width * found.height > MOST_PIXELS:
            raise BrokenPicture("image-too-large")
    return found


def _broken() -> BrokenPicture:
    return BrokenPicture("image-broken")


# --- orientation ---------------------------------------------------------------------------------


def _orientation(tiff: bytes) -> int:
    """How the picture is to be turned (Exif tag 0x0112), 1 where nothing says so."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for at in range(start + 2, min(start + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind = struct.unpack_from(f"{order}HH", tiff, at)
        if (tag, kind) == (0x0112, 3):
            (value,) = struct.unpack_from(f"{order}H", tiff, at + 8)
            return value if 1 <= value <= 8 else 1
    return 1


def _only_orientation(value: int) -> bytes:
    """Exif that says how to turn the picture and nothing else: without it, photos lie on their
    side."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, value, 0, 0)


def _turned(picture: Picture, orientation: int) -> Picture:
    if orientation < 5:
        return picture
    return replace(picture, width=picture.height, height=picture.width)


# --- JPEG ----------------------------------------------------------------------------------------

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_KEPT = _FRAMES | {0xC4, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
"""Tables, frames and scans."""
_KEPT_APPS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Colours: without these two, a photo looks different."""


def _jpeg(data: bytes) -> Picture:
    if data[:2] != b"\xff\xd8":
        raise _broken()
    kept, size, orientation, at = [b"\xff\xd8"], None, 1, 2
    while True:
        marker, payload, end = _segment(data, at)
        if marker == 0xD9:
            break
        segment = data[at:end]
        at = end
        if marker == 0xE0 and payload.startswith(b"JFIF\0"):
            # Without the small picture inside it.
            body = payload[:12].ljust(12, b"\0") + b"\0\0"
            kept.append(b"\xff\xe0" + struct.pack(">H", len(body) + 2) + body)
        elif marker == 0xE1 and payload.startswith(b"Exif\0\0"):
            orientation = _orientation(payload[6:])
        elif 0xE0 <= marker <= 0xEF:
            wanted = _KEPT_APPS.get(marker)
            if wanted and payload.startswith(wanted):
                kept.append(segment)
        elif marker in _KEPT:
            kept.append(segment)
            if marker in _FRAMES:
                height, width = struct.unpack_from(">HH", payload, 1)
                size = (width, height)
            elif marker == 0xDA:
                end = _scan_end(data, at)
                kept.append(data[at:end])
                at = end
    if size is None:
        raise _broken()
    if orientation != 1:
        exif = b"Exif\0\0" + _only_orientation(orientation)
        kept.insert(1, b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    kept.append(b"\xff\xd9")
    return _turned(Picture(*size, b"".join(kept)), orientation)


def _segment(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Marker, content and end of the segment at ``at``; fill bytes may stand before a marker."""
    if data[at] != 0xFF:
        raise _broken()
    mark = at + 1
    while data[mark] == 0xFF:
        mark += 1
    marker = data[mark]
    if marker in (0xD9, 0x01) or 0xD0 <= marker <= 0xD8:
        return marker, b"", mark + 1
    (length,) = struct.unpack_from(">H", data, mark + 1)
    end = mark + 1 + length
    if length < 2 or end > len(data):
        raise _broken()
    return marker, data[mark + 3 : end], end


_SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)


def _scan_end(data: bytes, at: int) -> int:
    """Where the compressed pixels end: at the first marker that is neither stuffing nor a
    restart."""
    found = _SCAN_END.search(data, at)
    if found is None:
        raise _broken()
    return found.start()


# --- PNG -----------------------------------------------------------------------------------------

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs"
    b" acTL fcTL fdAT".split()
)


def _png(data: bytes) -> Picture:
    if data[:8] != _PNG or data[12:16] != b"IHDR":
        raise _broken()
    width, height = struct.unpack_from(">II", data, 16)
    kept, orientation, at, name = [_PNG], 1, 8, b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data):
            raise _broken()
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        elif name == b"eXIf":
            orientation = _orientation(data[at + 8 : at + 8 + length])
        at = end
    if orientation != 1:
        kept.insert(2, _png_chunk(b"eXIf", _only_orientation(orientation)))
    return _turned(Picture(width, height, b"".join(kept)), orientation)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    check = zlib.crc32(name + body)
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)


# --- WebP ----------------------------------------------------------------------------------------

_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04
"""Bits of VP8X that promise the chunk."""


def _webp(data: bytes) -> Picture:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise _broken()
    (total,) = struct.unpack_from("<I", data, 4)
    if total + 8 > len(data):
        raise _broken()
    chunks = list(_riff(data[: total + 8], 12))
    turned = (
        _orientation(body.removeprefix(b"Exif\0\0")) for name, body in chunks if name == b"EXIF"
    )
    orientation = next(turned, 1)
    kept, size = b"", None
    for name, body in chunks:
        if name not in _WEBP_KEPT:
            continue
        size = size or _webp_size(name, body)
        if name == b"VP8X":
            flags = body[0] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if orientation != 1 else 0)
            body = bytes([flags]) + body[1:]
        elif name == b"ANMF":
            inner = (chunk for chunk in _riff(body, 16) if chunk[0] in _WEBP_KEPT)
            body = body[:16] + b"".join(_riff_chunk(*chunk) for chunk in inner)
        kept += _riff_chunk(name, body)
    if size is None:
        raise _broken()
    if orientation != 1:
        kept += _riff_chunk(b"EXIF", _only_orientation(orientation))
    clean = b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept
    return _turned(Picture(*size, clean), orientation)


def _riff(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    while at + 8 <= len(data):
        name = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        if at + 8 + length > len(data):
            raise _broken()
        yield name, data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _riff_chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _webp_size(name: bytes, body: bytes) -> tuple[int, int] | None:
    if name == b"VP8X":
        width, height = body[4:7], body[7:10]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if name == b"VP8 ":
        width_bits, height_bits = struct.unpack_from("<HH", body, 6)
        return width_bits & 0x3FFF, height_bits & 0x3FFF
    if name == b"VP8L":
        (bits,) = struct.unpack_from("<I", body, 1)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


# --- GIF -----------------------------------------------------------------------------------------


def _gif(data: bytes) -> Picture:
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        raise _broken()
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _palette(flags)
    kept = [data[:at]]
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:
            at = _blocks(data, at + 10 + _palette(data[at + 9]) + 1)
            kept.append(data[start:at])
        elif data[at] == 0x21:
            label, name = data[at + 1], data[at + 3 : at + 14]
            at = _blocks(data, at + 2)
            # How frames follow each other, and that they repeat; no comment, no text, no XMP.
            if label == 0xF9 or (label == 0xFF and name == b"NETSCAPE2.0"):
                kept.append(data[start:at])
        else:
            raise _broken()
    return Picture(width, height, b"".join([*kept, b"\x3b"]))


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """The end of a row of blocks, each with its length in front."""
    while data[at]:
        at += data[at] + 1
    return at + 1


# --- SVG, AVIF -----------------------------------------------------------------------------------

_SVG_ROOT = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_NUMBER = r"([0-9]{1,6}(?:\.[0-9]{1,9})?)"
_INNER = re.compile(rb"data:image/(jpe?g|png|webp|gif);base64,([A-Za-z0-9+/=\s]*)")


def _svg(data: bytes) -> Picture:
    root = _SVG_ROOT.search(data)
    if root is None:
        raise _broken()
    tag = root[0].decode("utf-8", "replace")
    sides = [
        re.search(rf"\s{name}\s*=\s*[\"']{_NUMBER}(?:px)?[\"']", tag)
        for name in ("width", "height")
    ]
    box = re.search(
        rf"\sviewBox\s*=\s*[\"']\s*\S+[\s,]+\S+[\s,]+{_NUMBER}[\s,]+{_NUMBER}\s*[\"']", tag
    )
    found = [side[1] for side in sides if side]
    values = found if len(found) == 2 else [box[1], box[2]] if box else []
    width, height = [max(1, round(float(value))) for value in values] or (None, None)
    return Picture(width, height, _INNER.sub(_inner, data))


def _inner(match: re.Match[bytes]) -> bytes:
    """A photo inside a drawing, cleaned."""
    try:
        data = base64.b64decode(match[2], validate=False)
    except binascii.Error as problem:
        raise _broken() from problem
    clean = read_picture(f".{match[1].decode()}", data).clean
    return b"data:image/" + match[1] + b";base64," + base64.b64encode(clean)


def _avif(data: bytes) -> Picture:
    if data[4:8] != b"ftyp":
        raise _broken()
    # Anywhere in the file: rather refuse one whose pixels happen to look like it than let one out.
    if any(mark in data for mark in (b"Exif", b"application/rdf+xml", b"adobe:ns:meta")):
        raise BrokenPicture("image-metadata")
    at = data.find(b"ispe")
    if at < 0:
        raise _broken()
    width, height = struct.unpack_from(">II", data, at + 8)
    turned = data.find(b"irot")
    picture = Picture(width, height, data)
    return _turned(picture, 5) if turned >= 0 and data[turned + 4] % 2 else picture


ENDINGS: dict[str, Callable[[bytes], Picture]] = {
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".png": _png,
    ".webp": _webp,
    ".gif": _gif,
    ".svg": _svg,
    ".avif": _avif,
}
"""Endings of the pictures that browsers show, in small letters."""
