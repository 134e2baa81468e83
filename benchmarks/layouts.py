"""The same texts laid out for every tool: a page a text, a list a town, a home page.

Each layout says what command builds it, where its output is, which file holds a text, and what it
does not do that another one does.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import PageText, town_name, town_slug, write_project

from civicsite.theme.program import packaged_folder


@dataclass(frozen=True, slots=True)
class Layout:
    """One tool at work on the corpus."""

    name: str
    program: tuple[str, ...]
    """The command, below the folder of tools; for civicsite the interpreter that runs this."""
    arguments: tuple[str, ...]
    version: tuple[str, ...]
    write: Callable[[Path, list[PageText]], None]
    output: str
    caches: tuple[str, ...]
    source: Callable[[PageText], str]
    theme: str
    """The file whose edit is the edit of the theme."""
    without: str
    """What it does not do, said beside its figures."""
    title: str = "title: {title}"
    """The line of a text's file that holds its title."""

    def command(self, tools: Path) -> list[str] | None:
        """None when the tool is not there."""
        if self.name == "civicsite":
            return [*self.program, *self.arguments]
        path = tools / self.name / self.program[0]
        return [str(path), *self.arguments] if path.exists() else None


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _front(text: PageText, more: str = "") -> str:
    return (
        f"---\ntitle: {text.title}\nsummary: {text.summary}\ndate: {text.day}\n"
        f"kind: {text.kind}\n{more}---\n"
    )


def _towns(texts: list[PageText]) -> list[int]:
    return sorted({text.town for text in texts})


_SHELL = """<!doctype html>
<html lang="pl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body>
<header><nav><a href="/index.html">Kraj</a></nav></header>
<main>{main}</main><footer><p>Kraj</p></footer></body></html>
"""


def _shell(title: str, main: str) -> str:
    return _SHELL.format(title=title, main=main)


# --- civicsite ----------------------------------------------------------------------------------


def _civicsite_source(text: PageText) -> str:
    owner = f"content/{text.town_slug}/process-{text.owner:06d}"
    if text.sort == "process":
        return f"{owner}/process.md"
    return f"{owner}/{text.sort}s/{text.slug}.md"


def _write_civicsite(into: Path, texts: list[PageText]) -> None:
    write_project(into, len(texts))
    base = packaged_folder("themes").joinpath("civic", "templates", "base.html")
    _put(into / "themes" / "civic" / "templates" / "base.html", base.read_text("utf-8"))


# --- hugo ---------------------------------------------------------------------------------------

_HUGO = {
    "single": (
        "{{ .Title }}",
        '<p><a href="{{ .Parent.RelPermalink }}">{{ .Parent.Title }}</a></p><h1>{{ .Title }}</h1>'
        '<p>{{ .Params.kind }}, {{ .Date.Format "2006-01-02" }}</p><p>{{ .Params.summary }}</p>'
        "{{ .Content }}",
    ),
    "list": (
        "{{ .Title }}",
        "<h1>{{ .Title }}</h1><ul>{{ range .Pages }}"
        '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Params.kind }}, '
        '{{ .Date.Format "2006-01-02" }}</li>{{ end }}</ul>',
    ),
    "home": (
        "{{ .Site.Title }}",
        "<h1>{{ .Site.Title }}</h1><ul>{{ range .Site.Sections }}"
        '<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>',
    ),
}


def _write_hugo(into: Path, texts: list[PageText]) -> None:
    _put(
        into / "hugo.toml",
        'baseURL = "https://kraj.example/"\ntitle = "Kraj"\nlocale = "pl"\n'
        'uglyURLs = true\nbuildFuture = true\ndisableKinds = ["taxonomy", "term"]\n'
        "[services.rss]\nlimit = 20\n",
    )
    for name, (title, main) in _HUGO.items():
        _put(into / "layouts" / f"{name}.html", _shell(title, main))
    for town in _towns(texts):
        _put(
            into / "content" / town_slug(town) / "_index.md",
            f"---\ntitle: {town_name(town)}\n---\n",
        )
    for text in texts:
        _put(into / "content" / text.town_slug / f"{text.slug}.md", _front(text) + text.body)


# --- mkdocs and zensical ------------------------------------------------------------------------

_MKDOCS = _shell(
    "{{ page.title|e }}",
    "{% if page.is_homepage %}<h1>Kraj</h1><ul>"
    "{% for part in nav.items %}{% if part.children %}"
    '<li><a href="/{{ part.children[0].url }}">{{ part.children[0].title|e }}</a></li>'
    "{% endif %}{% endfor %}</ul>"
    "{% elif page.meta.town %}<h1>{{ page.title|e }}</h1><ul>{% for item in page.parent.children %}"
    "{% if item.url != page.url %}"
    '<li><a href="/{{ item.url }}">{{ item.title|e }}</a>'
    "{% if item.meta %} {{ item.meta.kind|e }}, {{ item.meta.date }}{% endif %}</li>"
    "{% endif %}{% endfor %}</ul>"
    '{% else %}<p><a href="index.html">{{ page.meta.place|e }}</a></p><h1>{{ page.title|e }}</h1>'
    "<p>{{ page.meta.kind|e }}, {{ page.meta.date }}</p><p>{{ page.meta.summary|e }}</p>"
    "{{ page.content }}{% endif %}",
)


# It knows no parent of a page and fails on a value that is not there.
_ZENSICAL = _shell(
    "{{ page.title|e }}",
    "{% if 'place' in page.meta %}"
    '<p><a href="index.html">{{ page.meta.place|e }}</a></p><h1>{{ page.title|e }}</h1>'
    "<p>{{ page.meta.kind|e }}, {{ page.meta.date }}</p><p>{{ page.meta.summary|e }}</p>"
    "{{ page.content }}"
    "{% elif 'town' in page.meta %}<h1>{{ page.title|e }}</h1><ul>"
    "{% for part in nav.items %}{% if part.children and part.children[0].url == page.url %}"
    "{% for item in part.children[1:] %}"
    '<li><a href="/{{ item.url }}">{{ item.title|e }}</a></li>{% endfor %}'
    "{% endif %}{% endfor %}</ul>"
    "{% else %}<h1>Kraj</h1><ul>{% for part in nav.items %}{% if part.children %}"
    '<li><a href="/{{ part.children[0].url }}">{{ part.children[0].title|e }}</a></li>'
    "{% endif %}{% endfor %}</ul>{% endif %}",
)


def _write_mkdocs(into: Path, texts: list[PageText], theme: str, page: str = _MKDOCS) -> None:
    _put(
        into / "mkdocs.yml",
        "site_name: Kraj\nsite_url: https://kraj.example/\nuse_directory_urls: false\n"
        f"{theme}plugins: []\nmarkdown_extensions:\n"
        "  - tables\n  - footnotes\n  - def_list\n  - toc\n",
    )
    _put(into / "theme" / "main.html", page)
    _put(into / "docs" / "index.md", "---\ntitle: Kraj\n---\n")
    for town in _towns(texts):
        _put(
            into / "docs" / town_slug(town) / "index.md",
            f"---\ntitle: {town_name(town)}\ntown: yes\n---\n",
        )
    for text in texts:
        place = f"place: {town_name(text.town)}\n"
        _put(into / "docs" / text.town_slug / f"{text.slug}.md", _front(text, place) + text.body)


def _write_plain_mkdocs(into: Path, texts: list[PageText]) -> None:
    _write_mkdocs(into, texts, "theme:\n  name: null\n  custom_dir: theme\n")


def _write_zensical(into: Path, texts: list[PageText]) -> None:
    _write_mkdocs(into, texts, "theme:\n  custom_dir: theme\n", _ZENSICAL)


# --- pelican ------------------------------------------------------------------------------------

_PELICAN = {
    "article": (
        "{{ article.title|e }}",
        '<p><a href="/{{ article.category.url }}">{{ article.category|e }}</a></p>'
        "<h1>{{ article.title|e }}</h1>"
        "<p>{{ article.kind|e }}, {{ article.date.date() }}</p><p>{{ article.lead|e }}</p>"
        "{{ article.content }}",
    ),
    "category": (
        "{{ category|e }}",
        "<h1>{{ category|e }}</h1><ul>{% for item in articles %}"
        '<li><a href="/{{ item.url }}">{{ item.title|e }}</a> {{ item.kind|e }}, '
        "{{ item.date.date() }}</li>{% endfor %}</ul>",
    ),
    "index": (
        "Kraj",
        "<h1>Kraj</h1><ul>{% for item, _ in categories %}"
        '<li><a href="/{{ item.url }}">{{ item|e }}</a></li>{% endfor %}</ul>',
    ),
}


def _write_pelican(into: Path, texts: list[PageText]) -> None:
    _put(
        into / "pelicanconf.py",
        "SITENAME = 'Kraj'\nSITEURL = 'https://kraj.example'\nTIMEZONE = 'Europe/Warsaw'\n"
        "DEFAULT_LANG = 'pl'\nPATH = 'content'\nTHEME = 'theme'\nTHEME_STATIC_PATHS = []\n"
        "DIRECT_TEMPLATES = ['index']\nAUTHOR_SAVE_AS = TAG_SAVE_AS = ''\n"
        "WITH_FUTURE_DATES = True\nDEFAULT_PAGINATION = False\n"
        "ARTICLE_URL = ARTICLE_SAVE_AS = '{category}/{slug}.html'\n"
        "CATEGORY_URL = CATEGORY_SAVE_AS = '{slug}/index.html'\nSLUGIFY_SOURCE = 'basename'\n"
        "FEED_ALL_ATOM = 'feed.xml'\nFEED_MAX_ITEMS = 20\nCATEGORY_FEED_ATOM = None\n"
        "TRANSLATION_FEED_ATOM = None\nSLUG_REGEX_SUBSTITUTIONS = []\n"
        "MARKDOWN = {'extension_configs': {f'markdown.extensions.{name}': {} "
        "for name in ('tables', 'footnotes', 'def_list', 'toc', 'meta')}}\n",
    )
    for name, (title, main) in _PELICAN.items():
        _put(into / "theme" / "templates" / f"{name}.html", _shell(title, main))
    for text in texts:
        head = (
            f"Title: {text.title}\nDate: {text.day}\nCategory: {text.town_slug}\n"
            f"Slug: {text.slug}\nKind: {text.kind}\nLead: {text.summary}\n\n"
        )
        _put(into / "content" / text.town_slug / f"{text.slug}.md", head + text.body)


# --- eleventy -----------------------------------------------------------------------------------

_ELEVENTY_CONFIG = """const deflist = require("markdown-it-deflist");
const footnote = require("markdown-it-footnote");
module.exports = function (config) {
  config.setQuietMode(true);
  config.amendLibrary("md", (md) => md.use(deflist).use(footnote));
  config.addCollection("towns", (api) => {
    const towns = new Map();
    for (const item of api.getFilteredByTag("text")) {
      if (!towns.has(item.data.town)) towns.set(item.data.town, []);
      towns.get(item.data.town).push(item);
    }
    return [...towns].map(([slug, items]) => ({ slug, items, name: items[0].data.place }));
  });
  config.addCollection("newest", (api) =>
    api.getFilteredByTag("text").sort((a, b) => b.date - a.date).slice(0, 20));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return { dir: { input: "content", includes: "../layouts", output: "out" },
           markdownTemplateEngine: false };
};
"""

_ELEVENTY_FEED = """---
permalink: /feed.xml
---
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Kraj</title><id>https://kraj.example/</id>
{% for item in collections.newest %}<entry><title>{{ item.data.title }}</title>
<id>https://kraj.example{{ item.url }}</id><updated>{{ item.date.toISOString() }}</updated>
<summary>{{ item.data.summary }}</summary></entry>
{% endfor %}</feed>
"""


def _write_eleventy(into: Path, texts: list[PageText]) -> None:
    _put(into / "eleventy.config.js", _ELEVENTY_CONFIG)
    page = _shell(
        "{{ title }}",
        '<p><a href="/{{ town }}/index.html">{{ place }}</a></p><h1>{{ title }}</h1>'
        "<p>{{ kind }}, {{ page.date | day }}</p><p>{{ summary }}</p>{{ content | safe }}",
    )
    towns = _shell(
        "{{ part.name }}",
        "<h1>{{ part.name }}</h1><ul>{% for item in part.items %}"
        '<li><a href="{{ item.url }}">{{ item.data.title }}</a> {{ item.data.kind }}, '
        "{{ item.date | day }}</li>{% endfor %}</ul>",
    )
    home = _shell(
        "Kraj",
        "<h1>Kraj</h1><ul>{% for part in collections.towns %}"
        '<li><a href="/{{ part.slug }}/index.html">{{ part.name }}</a></li>{% endfor %}</ul>',
    )
    _put(into / "layouts" / "page.njk", page)
    _put(
        into / "content" / "towns.njk",
        "---\npagination:\n  data: collections.towns\n  size: 1\n  alias: part\n"
        'permalink: "/{{ part.slug }}/index.html"\n---\n' + towns,
    )
    _put(into / "content" / "index.njk", f"---\npermalink: /index.html\n---\n{home}")
    _put(into / "content" / "feed.njk", _ELEVENTY_FEED)
    for text in texts:
        more = (
            f"layout: page.njk\ntags: text\ntown: {text.town_slug}\n"
            f"place: {town_name(text.town)}\npermalink: /{text.town_slug}/{text.slug}.html\n"
        )
        _put(into / "content" / text.town_slug / f"{text.slug}.md", _front(text, more) + text.body)


# --- all ----------------------------------------------------------------------------------------


def _in(folder: str) -> Callable[[PageText], str]:
    return lambda text: f"{folder}/{text.town_slug}/{text.slug}.md"


_NO_CHECKS = "no check of fields, links or dates, no calendar, no open data"
_RUN = "import civicsite.cli.main as m; m.main()"

LAYOUTS = (
    Layout(
        "civicsite", (sys.executable, "-c", _RUN), ("build",), ("--version",),
        _write_civicsite, "build", (".civicsite", ".build.civicsite"), _civicsite_source,
        "themes/civic/templates/base.html", "",
    ),
    Layout(
        "hugo", ("bin/hugo",), ("--quiet",), ("version",), _write_hugo, "public",
        ("resources", ".hugo_build.lock"), _in("content"), "layouts/single.html",
        f"{_NO_CHECKS}; every build is a full one",
    ),
    Layout(
        "eleventy", ("node_modules/.bin/eleventy",), (), ("--version",), _write_eleventy, "out",
        (), _in("content"), "layouts/page.njk",
        f"{_NO_CHECKS}, one feed, no sitemap; every build is a full one",
    ),
    Layout(
        "mkdocs", ("bin/mkdocs",), ("build", "--quiet"), ("--version",), _write_plain_mkdocs,
        "site", (), _in("docs"), "theme/main.html",
        f"{_NO_CHECKS} but those of links, no feed; every build is a full one "
        "(its --dirty leaves lists stale)",
    ),
    Layout(
        "pelican", ("bin/pelican",), ("content", "-s", "pelicanconf.py", "-o", "output", "-q"),
        ("--version",), _write_pelican, "output", ("cache",), _in("content"),
        "theme/templates/article.html",
        f"{_NO_CHECKS}, one feed, no sitemap; every build is a full one", "Title: {title}",
    ),
    Layout(
        "zensical", ("bin/zensical",), ("build",), ("--version",), _write_zensical, "site",
        (".cache",), _in("docs"), "theme/main.html",
        f"{_NO_CHECKS} but those of links, no feed; no date and kind in lists; writes its own "
        "assets and a search index",
    ),
)  # fmt: skip


def cleared(layout: Layout, folder: Path) -> None:
    """As if never built."""
    for name in (layout.output, *layout.caches):
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
