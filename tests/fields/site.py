"""A site in which every field of the content model is written at least once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from civicsite.language import Text
from tests.fields.counted import DATA, DOCUMENTS
from tests.fields.leaves import Leaf, leaves
from tests.fields.planting import Document, Planting, Shown

__all__ = ["BEFORE", "LATE", "Planted", "planted", "translated"]

BEFORE = "2026-03-10T12:00:00+01:00"
"""While things are open."""
LATE = "2041-01-01T12:00:00+01:00"
"""When everything is over."""

_TOWN = "content/lipowiec"
_BIG, _SMALL = f"{_TOWN}/wielki", f"{_TOWN}/maly"
_PAST = "2026-01-02"
_FORM = "https://zqhost.example/zqpath/{m}"

_TABLE = tuple(
    f"sets[].{name}"
    for name in ("file", "columns", "decisions", "channels", "author_kinds", "header_row", "sheet")
)
"""A set with a table instead of items has tests of its own."""

_DOCUMENTS = (
    Document(
        "civicsite.yaml",
        "civicsite.yaml",
        given={
            "address": "https://{m}.example/",
            "languages": ["pl"],
            "time_zone": "Europe/Warsaw",
            "currency": "EUR",
            "theme": "civic",
            "hosts[].host": Shown("zqhost.example", "zqhost.example"),
            "hosts[].provider": "page",
            "hosts[].path": "/zqpath/",
            "kinds[].id": "narada",
            "kinds[].phases.key": "comment",
            "kinds[].required[]": "summary",
            "repository": "public",
        },
        left_out=("home", "publish", "look", "use"),
    ),
    Document(
        "municipality.md",
        f"{_TOWN}/municipality.md",
        given={"country": "PL", "accessibility.status": "partial"},
        left_out=("accessibility.law", "accessibility.enforcement"),
    ),
    Document(
        "municipality.md",
        "content/brezova/municipality.md",
        given={"country": "CZ", "accessibility.status": "partial"},
        only=("name", "country", "accessibility"),
    ),
    Document(
        "places.yaml",
        f"{_TOWN}/places.yaml",
        given={"places[].id": "ratusz"},
        more={"places": [{"id": "biblioteka", "title": "Biblioteka", "address": "Rynek 2"}]},
    ),
    Document(
        "pages/*.md",
        f"{_TOWN}/pages/druga.md",
        given={"order": "70000"},
        only=("title", "order"),
    ),
    Document("pages/*.md", f"{_TOWN}/pages/zasady.md", given={"draft": "no", "publish_at": _PAST}),
    Document(
        "process.md",
        f"{_BIG}/process.md",
        given={
            "id": "wielki",
            "draft": "no",
            "publish_at": _PAST,
            "kind": "narada",
            "series": "seria",
            "phases[].id": "uwagi",
            "phases[].does": "comment",
            "phases[].from": "2026-03-01",
            "phases[].to": Shown("2026-03-31", "2026-03-31"),
            "phases[].ways[]": "karta",
            "ways.key": "karta",
            "ways.*.form": _FORM,
            "ways.*.video": _FORM,
            "ways.*.map": _FORM,
            "ways.*.places[]": "ratusz",
            "interventions[].what": "extended",
            "interventions[].phase": "uwagi",
            "decisions[].covers[]": Shown("pula", "Dotyczy: zqpulax"),
            "decisions[].publish_at": _PAST,
            "duties[].within.days": "30",
            "duties[].within.after": "uwagi",
            "documents[].publish_at": _PAST,
            "documents[].lang": Shown("de", 'hreflang="de"'),
            "outcome.publish_at": _PAST,
            "report.publish_at": _PAST,
            "report.changes[].set": "uwagi",
            "report.changes[].remarks[]": Shown("K2", "#remark_uwagi_k2"),
            "report.changes[].follow_up": "krok",
            "follow_up[].id": "krok",
            "spending.year": Shown("4321", "w 4321 r."),
            "follow_up[].progress": Shown("73", "wykonano 73%"),
        },
        left_out=("eligibility.text", "announced[].proof", "duties[].by", "procedure"),
        more={
            "phases": [{"id": "odbior", "does": "implement", "from": "2026-Q4"}],
            "ways": {"list": {"post": "Rynek 1"}},
        },
    ),
    Document(
        "process.md",
        f"{_SMALL}/process.md",
        given={
            "kind": "narada",
            "series": "seria",
            "phases[].id": "glosowanie",
            "phases[].does": "comment",
            "phases[].from": "2026-03-01",
            "phases[].to": "2026-03-31",
            "ways.key": "poczta",
            "duties[].within.after": "glosowanie",
        },
        only=(
            "title",
            "kind",
            "series",
            "eligibility",
            "announced",
            "phases",
            "ways",
            "duties",
            "decisions",
            "summary",
        ),
        left_out=(
            "phases[].title",
            "phases[].ways",
            "ways.*.form",
            "ways.*.video",
            "ways.*.map",
            "ways.*.places",
            "announced[].url",
            "duties[].title",
            "duties[].within",
            "duties[].done_on",
            "decisions[].publish_at",
        ),
    ),
    Document("process.easy.md", f"{_BIG}/process.easy.md"),
    Document(
        "events/*.md",
        f"{_BIG}/events/spacer.md",
        given={
            "id": "spacer",
            "draft": "no",
            "publish_at": _PAST,
            "from": Shown("2026-05-01T11:00", "2026-05-01T11:00:00"),
            "to": Shown("2026-05-02T13:00", "2026-05-02T13:00:00"),
            "place": "ratusz",
            "join.public": "yes",
            "registration.form": _FORM,
            "registration.until": Shown("2026-04-20", "2026-04-20"),
            "recording.url": _FORM,
            "report.publish_at": _PAST,
        },
        left_out=("status",),
    ),
    Document(
        "events/*.md",
        f"{_BIG}/events/narada.md",
        given={"id": "narada", "from": "2026-05-03T11:00", "status.what": "moved"},
        only=("id", "title", "kind", "from", "place", "status", "mode"),
    ),
    Document(
        "proposals/*.md",
        f"{_BIG}/proposals/laka.md",
        given={
            "id": "laka",
            "draft": "no",
            "publish_at": _PAST,
            "number": Shown("zqL1qx", "zqL1qx"),
            "contest": Shown("pula", '<a href="../contests/pula.html">'),
            "place": "ratusz",
            "author_shown_from": _PAST,
            "state_changes[].what": "merged",
            "state_changes[].into": Shown("P2", '<a href="plac.html">'),
            "follow_up[].progress": Shown("74", "wykonano 74%"),
        },
    ),
    Document(
        "proposals/*.md",
        f"{_BIG}/proposals/plac.md",
        given={"number": "P2", "contest": "pula"},
        only=("title", "number", "contest", "ballot_number", "place"),
    ),
    Document(
        "proposals/*.md",
        f"{_BIG}/proposals/lipa.md",
        given={"number": "P3", "contest": "pula"},
        only=("title", "number", "contest", "ballot_number"),
    ),
    Document(
        "contests/*.md",
        f"{_BIG}/contests/pula.md",
        given={"id": "pula", "draft": "no", "publish_at": _PAST},
    ),
    Document(
        "contributions.yaml",
        f"{_BIG}/contributions.yaml",
        given={
            "sets[].publish": [
                "number",
                "received_on",
                "channel",
                "event",
                "round",
                "concerns",
                "withdrawn_on",
                "replaces",
                "same_as",
                "author_kind",
                "points",
                "support",
                "response",
            ],
            "sets[].id": "uwagi",
            "sets[].publish_at": _PAST,
            "sets[].items[].event": Shown("spacer", '<a href="wielki/events/spacer.html">'),
            "sets[].items[].replaces": Shown("K2", "zastępuje nr K2"),
            "sets[].items[].same_as": Shown("K3", "ta sama treść co nr K3"),
        },
        more={
            "sets[].items": [{"number": "K2"}, {"number": "K3"}],
            "sets[].items[].points": [{"n": "{m}", "summary": "zqanother"}],
        },
        left_out=_TABLE,
    ),
    Document(
        "contributions.yaml",
        f"{_SMALL}/contributions.yaml",
        left_out=(
            *_TABLE,
            "sets[].title",
            "sets[].publish",
            "sets[].publish_at",
            "sets[].items[].event",
            "sets[].items[].replaces",
            "sets[].items[].same_as",
            "sets[].items[].response.on",
        ),
    ),
    Document(
        "results.yaml",
        f"{_BIG}/results.yaml",
        given={
            "publish_at": Shown("2026-01-02", "2026-01-02"),
            "status": "preliminary",
            "contests[].id": "pula",
            "contests[].title": Shown("zqpulax", "zqpulax"),
            "contests[].marks": ["1", "1"],
            "contests[].held": "voted",
            "contests[].electorate.on": Shown("2031-09-09", "9 września 2031"),
            "protests[].filed_on": Shown("2031-08-08", "8 sierpnia 2031"),
            "contests[].rule.name": "single-choice",
            "ballots[].file": Shown("data/zqballotsx.csv", "zqballotsx.csv"),
            "ballots[].format": "table",
            "ballots[].channel": "online",
            "ballots[].choices": {"pula": "Wybór"},
            "validity.as_declared": "yes",
            "verification.removed_before_export.key": "not-entitled",
            "declared.options[]": "P2",
            "declared.explained[].id": "P2",
        },
        more={
            "contests": [
                {
                    "id": "rada",
                    "title": "Rada",
                    "held": "unopposed",
                    "unopposed_rule": "{m}",
                    "basis": "{m}",
                }
            ],
            "declared.explained": [{"id": "P3", "why": "{m}"}],
        },
        only=(
            "publish_at",
            "status",
            "final_on",
            "text",
            "protests",
            "corrections",
            "contests",
            "ballots",
            "validity",
            "verification",
            "declared",
        ),
        left_out=(
            "contests[].electorate.districts",
            "contests[].points",
            "contests[].points_each",
            "contests[].points_by_place",
            "contests[].unopposed_rule",
            "contests[].basis",
            "contests[].rule.quorum_share",
            "contests[].ties",
            "contests[].declared",
            "ballots[].channel_column",
            "ballots[].channels",
            "ballots[].district",
            "ballots[].district_column",
            "ballots[].contest",
            "ballots[].choice",
            "ballots[].voter",
            "ballots[].attributes",
            "ballots[].cast",
            "ballots[].valid",
            "ballots[].invalid",
            "ballots[].option",
            "ballots[].votes",
            "ballots[].received",
            "ballots[].separator",
            "ballots[].dates",
            "ballots[].header_row",
            "ballots[].header_rows",
            "ballots[].sheet",
            "validity.too_many_marks",
            "validity.too_few_marks",
            "validity.too_many_points",
            "validity.too_few_points",
            "validity.points_off_scale",
            "validity.blank",
            "validity.unknown_option",
            "validity.overvote",
            "validity.duplicate_in_channel",
            "validity.both_channels",
            "validity.received_until",
            "declared.file",
            "declared.id",
            "declared.selected",
            "declared.header_row",
            "declared.sheet",
        ),
    ),
    Document(
        "results.yaml",
        f"{_SMALL}/results.yaml",
        given={"marks": ["1", "2"]},
        only=("budget", "seats", "marks"),
    ),
)


@dataclass(frozen=True)
class Planted:
    """The site, and what to look for on its pages."""

    documents: Mapping[str, dict[str, Any]]
    planting: Planting
    others: Mapping[str, bytes]

    def files(self, documents: Mapping[str, dict[str, Any]] | None = None) -> dict[str, bytes]:
        """Path -> content of the whole folder."""
        found = dict(self.others)
        for path, fields in (documents or self.documents).items():
            text = json.dumps(fields, ensure_ascii=False)
            found[path] = (f"---\n{text}\n---\n" if path.endswith(".md") else text).encode()
        return found


def planted() -> Planted:
    """The site."""
    planting = Planting()
    documents = {made.path: planting.document(made) for made in (*_DOCUMENTS, *DOCUMENTS)}
    ballots = "Wybór\n" + "P3\n" * 30 + "P2\n" * 20
    for path in [path for path in documents if path.endswith("/process.md")]:
        folder = path.removesuffix("/process.md")
        listed = documents[path].setdefault("documents", [])
        known = {document["file"] for document in listed}
        listed += [
            {"id": f"plik-{n}", "file": file, "title": file}
            for n, file in enumerate(planting.listed(folder))
            if file not in known
        ]
    return Planted(
        documents,
        planting,
        {**planting.files, f"{_BIG}/data/zqballotsx.csv": ballots.encode(), **DATA},
    )


def translated(site: Planted) -> tuple[dict[str, dict[str, Any]], Callable[[Leaf], list[str]]]:
    """An English file for every document, with the names of items and the texts alone; and what to
    look for in the place of a field's words."""
    texts = {leaf.name for leaf in leaves() if leaf.type is Text}
    said: dict[str, list[str]] = {}
    files = {}
    for made in (*_DOCUMENTS, *DOCUMENTS):
        stem, _, ending = made.path.rpartition(".")
        block = _english(site.documents[made.path], made.file, "", texts, said)
        if block:
            files[f"{stem}.en.{ending}"] = block

    def words(leaf: Leaf) -> list[str]:
        pattern = re.compile(re.escape(leaf.name).replace(r"\.\*", r"\.[^.\[\]]+"))
        return [w for name, ws in said.items() if pattern.fullmatch(name) for w in ws]

    return files, words


def _english(value: Any, file: str, path: str, texts: set[str], said: dict[str, list[str]]) -> Any:
    """The translation of a value; None where it holds no text."""
    name = f"{file}: {path}"
    if isinstance(value, dict):
        found = {
            key: other
            for key, inner in value.items()
            if (other := _english(inner, file, f"{path}.{key}" if path else key, texts, said))
            is not None
        }
        names = {key: value[key] for key in ("id", "number", "n") if key in value and path}
        return {**names, **found} if found else None
    if isinstance(value, list):
        items = [_english(item, file, f"{path}[]", texts, said) for item in value]
        return [item for item in items if item is not None] or None
    if not any(re.fullmatch(re.escape(t).replace(r"\.\*", r"\.[^.\[\]]+"), name) for t in texts):
        return None
    word = f"en{len(said):03d}{value}"
    said.setdefault(name, []).append(word)
    return word
