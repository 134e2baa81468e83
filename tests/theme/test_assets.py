"""Files of a theme get names that change with their content."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from civicsite.diagnostics import Diagnostic
from civicsite.theme.assets import AssetFile, PublishedAsset, publish_assets


def publish(
    files: dict[str, str | bytes],
) -> tuple[dict[str, PublishedAsset], tuple[Diagnostic, ...]]:
    return publish_assets(
        {
            name: AssetFile(f"themes/x/assets/{name}", c.encode() if isinstance(c, str) else c)
            for name, c in files.items()
        }
    )


def ten(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]


def test_the_name_carries_ten_digits_of_the_digest() -> None:
    done, problems = publish({"civic.js": "1;", "fonts/a.woff2": b"x"})
    assert not problems
    assert done["civic.js"].path == f"assets/civic.{ten(b'1;')}.js"
    assert done["fonts/a.woff2"].path == f"assets/fonts/a.{ten(b'x')}.woff2"


def test_a_style_sheet_refers_to_the_new_names() -> None:
    done, problems = publish(
        {
            "css/main.css": '@import "base.css";\na{background:url( ../img/a.svg#mark )}\n'
            "b{background:url('x.png?v=2')}",
            "css/base.css": "p{color:red}",
            "css/x.png": "png",
            "img/a.svg": "<svg/>",
        }
    )
    assert not problems
    base = f"base.{ten(b'p{color:red}')}.css"
    assert done["css/main.css"].content.decode() == (
        f'@import "{base}";\na{{background:url("../img/a.{ten(b"<svg/>")}.svg#mark")}}\n'
        f'b{{background:url("x.{ten(b"png")}.png?v=2")}}'
    )


def test_a_changed_picture_renames_every_style_sheet_above_it() -> None:
    files = {"a.css": "@import 'b.css';", "b.css": "p{background:url(c.png)}", "c.png": "1"}
    one, _ = publish(files)
    two, _ = publish({**files, "c.png": "2"})
    assert one["a.css"].path != two["a.css"].path


def test_what_only_looks_like_an_address_stays() -> None:
    css = '/* url(no.png) */ a::before{content:"url(no.png) \\" url(no.png)"}'
    css += "b{background:url(data:image/png;base64,AA==)} c{filter:url(#blur)}"
    done, problems = publish({"a.css": css})
    assert not problems
    assert done["a.css"].content.decode() == css


def test_a_file_that_is_not_there_is_told_with_its_line_and_the_likely_one() -> None:
    _, [problem] = publish({"a.css": "p{}\n  q{background:url(bild.png)}", "bild.jpg": ""})
    assert problem.code == "template-asset-missing"
    assert str(problem.span) == "themes/x/assets/a.css:2:16"
    assert problem.span.excerpt == "  q{background:url(bild.png)}"
    assert dict(problem.values) == {"address": "bild.png", "suggestion": "bild.jpg"}


def test_another_host_is_never_asked() -> None:
    css = "@import 'https://fonts.example/a.css'; a{background:url(//cdn.example/x.png)}"
    _, problems = publish({"a.css": css})
    assert [(p.code, dict(p.values)["address"]) for p in problems] == [
        ("template-asset-remote", "https://fonts.example/a.css"),
        ("template-asset-remote", "//cdn.example/x.png"),
    ]


def test_nothing_outside_the_folder_is_named() -> None:
    css = "a{background:url(../../templates/home.html)} b{background:url(/x.png)}"
    _, problems = publish({"a.css": css})
    assert [p.code for p in problems] == ["template-asset-outside"] * 2


def test_style_sheets_that_import_each_other_are_told_and_not_followed() -> None:
    _, [problem] = publish({"a.css": "@import 'b.css';", "b.css": "@import 'a.css';"})
    assert (problem.code, problem.span.path) == ("template-asset-circle", "themes/x/assets/b.css")
    assert dict(problem.values) == {"name": "a.css"}


@given(st.binary(max_size=200))
def test_a_style_sheet_without_addresses_stays_as_it_is(content: bytes) -> None:
    content = content.replace(b"url", b"").replace(b"@", b"")
    done, problems = publish({"a.css": content})
    assert not problems
    assert done["a.css"].content == content
