"""``sitemap.xml``, and what a page says of itself to whoever shows a link to it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.sites.news_site import LATE, NEWS
from tests.sites.test_pictures import site as with_pictures
from tests.sites.tiny import build, tree, write

ROOT = "https://lipowiec.example/bip/"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def changed(site: dict[str, bytes]) -> dict[str, str | None]:
    """Path -> date of its last change."""
    tree = ElementTree.fromstring(site["sitemap.xml"])
    return {
        str(url.findtext("s:loc", None, NAMES)).removeprefix(ROOT): url.findtext(
            "s:lastmod", None, NAMES
        )
        for url in tree.findall("s:url", NAMES)
    }


def test_pages_name_the_newest_dated_fact_and_no_other_day(tmp_path: Path) -> None:
    root = write(tmp_path, NEWS)
    assert build(root, at=LATE).exit_code == 0
    told = changed(tree(root / "build"))
    # As processes.json says; the first page and the municipality's show the same news.
    assert told["lipowiec/park.html"] == "2026-06-24T22:00:00Z"
    assert told["lipowiec/"] == told[""] == told["lipowiec/park.html"]
    assert told["en/lipowiec/park.html"] == told["lipowiec/park.html"]
    assert told["privacy.html"] is None
    before = tree(root / "build")
    assert build(root, at="2026-07-02T12:00:00+02:00").exit_code == 0
    assert tree(root / "build")["sitemap.xml"] == before["sitemap.xml"]


def test_an_earlier_build_tells_an_earlier_change(tmp_path: Path) -> None:
    root = write(tmp_path, NEWS)
    assert build(root, at="2026-03-02T12:00:00+01:00").exit_code == 0
    assert changed(tree(root / "build"))["lipowiec/park.html"] == "2026-02-28T23:00:00Z"


def test_a_shown_link_has_the_picture_of_its_page_with_its_words(tmp_path: Path) -> None:
    root = write(tmp_path, with_pictures())
    assert build(root).exit_code == 0
    page = (root / "build/lipowiec/park.html").read_text("utf-8")
    assert f'<meta property="og:image" content="{ROOT}lipowiec/park/images/foto.jpg">' in page
    assert '<meta property="og:image:alt" content="Łąka nad rzeką">' in page
    assert '<meta property="og:image:width" content="30">' in page
    assert '<meta property="og:image:height" content="40">' in page
    assert f'<meta property="og:url" content="{ROOT}lipowiec/park.html">' in page
    other = (root / "build/privacy.html").read_text("utf-8")
    assert "og:image" not in other
