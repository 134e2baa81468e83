"""Pictures of a site: their size on the page, and nothing in them that a camera wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.test_pictures import SECRET, pixels, with_secrets
from tests.sites.tiny import SITE, build, tree, write

PARK = "content/lipowiec/park"


def site() -> dict[str, str | bytes]:
    """A process with a picture of its own, one in its text, and one among its documents."""
    process = SITE[f"{PARK}/process.md"].replace(
        "ways:\n",
        "image:\n  file: images/foto.jpg\n  alt: Łąka nad rzeką\n"
        "documents:\n  - id: skan\n    file: documents/skan.png\n    title: Skan mapy\nways:\n",
    )
    pictures = {
        f"{PARK}/images/foto.jpg": with_secrets(".jpg", 6),
        f"{PARK}/images/plan.webp": with_secrets(".webp"),
        f"{PARK}/documents/skan.png": with_secrets(".png"),
    }
    text = f"{process}\n![Plan parku](images/plan.webp)\n"
    return {**SITE, f"{PARK}/process.md": text, **pictures}


def test_a_published_picture_tells_its_size_and_nothing_else(tmp_path: Path) -> None:
    root = write(tmp_path, site())
    done = build(root)
    assert done.exit_code == 0, done.output
    built = tree(root / "build")
    for ending, path in (
        (".jpg", "images/foto.jpg"),
        (".webp", "images/plan.webp"),
        (".png", "documents/skan.png"),
    ):
        published = built[f"lipowiec/park/{path}"]
        assert SECRET not in published
        assert pixels(published) == pixels(with_secrets(ending, 6 if ending == ".jpg" else 1))
    assert not [path for path, content in built.items() if SECRET in content]
    page = built["lipowiec/park.html"].decode()
    # The photo was taken with the telephone upright: the file is 40 wide, what is seen is 30 wide.
    assert 'src="park/images/foto.jpg" alt="Łąka nad rzeką" loading="lazy" width="30"' in page
    assert 'src="park/images/plan.webp" alt="Plan parku" width="40" height="30"' in page
    before = tree(root / "build")
    assert build(root).exit_code == 0
    assert tree(root / "build") == before


@pytest.mark.parametrize(
    ("path", "line"), [("images/foto.jpg", "process.md:"), ("documents/skan.png", "process.md:")]
)
def test_a_picture_that_is_none_stops_the_build(tmp_path: Path, path: str, line: str) -> None:
    root = write(tmp_path, {**site(), f"{PARK}/{path}": b"%PDF-1.7"})
    done = build(root)
    assert done.exit_code == 1
    assert line in done.output
    assert f"pliku „{path}” nie da się odczytać jako obrazu" in done.output
    assert "Otwórz go w programie graficznym i zapisz ponownie jako JPEG albo PNG." in done.output
    assert not (root / "build/lipowiec").exists()
