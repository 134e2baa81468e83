"""On which pages every field of the content model shows, found out by building a site.

``python -m tests.fields.shown docs`` writes ``docs/reference/fields-shown.md``; a test holds it
against what is committed.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import civicsite.build
from civicsite.build import BuildReport, Options, Planned, prepare
from civicsite.memo import MemoryStore
from civicsite.output.render import Renderer
from civicsite.pages.plan import Copy, Output
from civicsite.pages.views import View
from civicsite.reading.sources import MemorySources
from civicsite.registry import standard_registry
from tests.fields.counted import FORMS
from tests.fields.elsewhere import ALTERNATIVES, BEHAVIOUR, ELSEWHERE
from tests.fields.leaves import Leaf, leaves
from tests.fields.planting import Place
from tests.fields.site import BEFORE, LATE, planted

__all__ = ["Evidence", "Looking", "evidence", "table"]

WRITTEN = "tests/fields/test_shown.py::test_what_is_written_stands_on_a_page"
CHANGED = "tests/fields/test_shown.py::test_another_value_changes_a_page"
TRANSLATED = "tests/fields/test_shown.py::test_every_text_is_translated_by_id"

Documents = Mapping[str, dict[str, Any]]


@dataclass(frozen=True)
class Evidence:
    """Where a field shows and which test shows it."""

    leaf: Leaf
    pages: tuple[str, ...]
    """Page kinds, and files for machines."""
    test: str
    """Empty when nothing shows it."""
    reason: str = ""
    """Why no page shows it."""


class Looking:
    """Builds the planted site in memory, again and again, and looks at its pages."""

    def __init__(self) -> None:
        self.site = planted()
        self._store = MemoryStore()
        standard = standard_registry()
        self._registry = replace(standard, formats={**standard.formats, FORMS.name: FORMS})
        self._theme: Any = None
        self._renderer: Renderer | None = None
        self._outputs: dict[str, dict[str, Output]] = {}
        self.pages: dict[str, dict[str, str]] = {}
        """Instant -> path -> what stands there."""
        for at in (BEFORE, LATE):
            plan = self.planned(self.site.documents, at)
            assert plan
            self._outputs[at] = {output.path: output for output in plan.outputs}
            self.pages[at] = {output.path: self.rendered(output) for output in plan.outputs}

    def planned(
        self, documents: Documents, at: str, languages: tuple[str, ...] = ("pl",)
    ) -> Planned | None:
        """Everything but writing; None when the documents hold an error. The theme is read once."""
        if languages != ("pl",):
            documents = _with(documents, "civicsite.yaml", ("languages",), list(languages))
            self._theme = self._renderer = None
        options = Options(Path(), Path("build"), datetime.fromisoformat(at))
        report = BuildReport()
        real = civicsite.build._theme
        if self._theme is not None:
            civicsite.build._theme = lambda *given: self._theme
        try:
            sources = MemorySources(self.site.files(documents))
            plan = prepare(options, sources, self._store, self._registry, report)
        finally:
            civicsite.build._theme = real
        if self._renderer is None:
            assert plan is not None, [(d.code, d.span.path, d.values) for d in report.diagnostics]
            self._theme = (plan.theme, plan.languages)
            self._renderer = Renderer(plan.theme, plan.languages)
        return plan

    def rendered(self, output: Output) -> str:
        assert self._renderer
        content = output.content
        if isinstance(content, View):
            return self._renderer.render(content).decode()
        return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""

    def holding(self, words: list[str]) -> set[str]:
        """Kinds of the pages, and files for machines, on which one of the words stands."""
        return {
            _kind(output)
            for at, outputs in self._outputs.items()
            for output in outputs.values()
            if any(w in output.path or w in self.pages[at][output.path] for w in words)
        }

    def changed(self, leaf: Leaf, value: Any) -> set[str]:
        """Kinds of the pages that become others, appear or go away with another value."""
        for document, place in self.site.planting.places_of(leaf):
            documents = _with(self.site.documents, document, place, value)
            for at in (BEFORE, LATE):
                found = set(self._differences(documents, at))
                if found:
                    return found
        return set()

    def _differences(self, documents: Documents, at: str) -> Iterator[str]:
        plan = self.planned(documents, at)
        if plan is None:
            return
        before = self._outputs[at]
        after = {output.path: output for output in plan.outputs}
        for path in sorted(before.keys() | after.keys()):
            old, new = before.get(path), after.get(path)
            if old and new and old.parts == new.parts:
                continue
            if old and new and self.pages[at][path] == self.rendered(new):
                continue
            yield _kind(new or old)


def _kind(output: Output | None) -> str:
    assert output
    content = output.content
    if isinstance(content, View):
        return content.head.template
    if isinstance(content, Copy):
        return "copied file"
    folder, _, name = output.path.rpartition("/")
    return (
        f"…/{name}"
        if folder.endswith("/results")
        else f"*.{name.rpartition('.')[2]}"
        if folder
        else name
    )


def _with(documents: Documents, document: str, place: Place, value: Any) -> Documents:
    changed = copy.deepcopy(dict(documents))
    block: Any = changed[document]
    for part in place[:-1]:
        block = block[part]
    block[place[-1]] = value
    return changed


def alternatives(leaf: Leaf) -> Iterator[Any]:
    """Other values that the field may have."""
    if leaf.name in ALTERNATIVES:
        yield from ALTERNATIVES[leaf.name]
    elif leaf.path.endswith("publish_at"):
        yield "2051-01-01"
    elif leaf.type is bool:
        yield from ("no", "yes")
    elif isinstance(leaf.type, type) and issubclass(leaf.type, StrEnum):
        yield from (word.value for word in reversed(leaf.type))


def evidence(looking: Looking) -> list[Evidence]:
    """For every field of the content model, in the order of the schema."""
    return [_evidence(looking, leaf) for leaf in leaves()]


def _evidence(looking: Looking, leaf: Leaf) -> Evidence:
    found = looking.holding(looking.site.planting.words_of(leaf))
    if found:
        return Evidence(leaf, _sorted(found), WRITTEN)
    for value in alternatives(leaf):
        found = looking.changed(leaf, value)
        if found:
            return Evidence(leaf, _sorted(found), CHANGED)
    for name, test in BEHAVIOUR.items():
        if covers(name, leaf):
            return Evidence(leaf, (), test)
    if leaf.path.endswith("[].id"):
        return Evidence(leaf, (), TRANSLATED)
    for name, reason in ELSEWHERE.items():
        if covers(name, leaf):
            return Evidence(leaf, (), "", reason)
    return Evidence(leaf, (), "")


def covers(name: str, leaf: Leaf) -> bool:
    """Whether an entry names the field, or with ``…`` at its end what stands below it."""
    if name.endswith("…"):
        return leaf.name.startswith(name.removesuffix("…"))
    return leaf.name == name


def _sorted(kinds: set[str]) -> tuple[str, ...]:
    return tuple(sorted(kinds))


def table(found: list[Evidence]) -> str:
    """The generated page."""
    lines = [
        "# Where every field shows",
        "",
        "Made by `make docs` from a site in which every field of the content model is written; do"
        " not edit. A page kind stands in the second column when what is written in the field"
        " stands on such a page, or when another value makes it another page. A field without a"
        " page steers something else; its test shows what.",
        "",
    ]
    file = ""
    for item in found:
        if item.leaf.file != file:
            file = item.leaf.file
            lines += ["", f"## {file}", "", "| field | pages | test |", "| --- | --- | --- |"]
        pages = ", ".join(item.pages) or "–"
        test = f"`{item.test}`" if item.test else item.reason
        lines.append(f"| `{item.leaf.path}` | {pages} | {test} |")
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


@cache
def looked() -> tuple[Looking, list[Evidence]]:
    """The site and the evidence, made once."""
    looking = Looking()
    return looking, evidence(looking)


if __name__ == "__main__":
    text = table(looked()[1])
    (Path(sys.argv[1]) / "reference" / "fields-shown.md").write_text(text, "utf-8")
