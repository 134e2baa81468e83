"""The reference page and the JSON Schema, derived from ``reading/schema.py``.

``python -m civicsite.editing.reference docs`` writes ``docs/reference/fields.md`` and
``docs/reference/*.schema.json``. A test holds what is committed against what this makes.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from civicsite.editing.results_schema import results_schema
from civicsite.publishing.base import Target
from civicsite.reading import schema
from civicsite.registry import Registry, standard_registry
from civicsite.results.rules.base import Rule

__all__ = ["documents", "fields_of", "settings_of", "write_reference"]

FILES: Mapping[str, type[BaseModel]] = {
    "civicsite.yaml": schema.SiteFields,
    "municipality.md": schema.MunicipalityFields,
    "places.yaml": schema.PlacesFile,
    "pages/*.md": schema.PageFields,
    "process.md": schema.ProcessFields,
    "process.easy.md": schema.EasyFields,
    "events/*.md": schema.EventFields,
    "proposals/*.md": schema.ProposalFields,
    "contests/*.md": schema.ContestPageFields,
    "contributions.yaml": schema.ContributionsFile,
    "results.yaml": schema.ResultsFile,
}
"""The files an editor writes and the fields they hold."""


def fields_of() -> dict[str, list[tuple[str, str, str]]]:
    """Block -> name, type as written and docstring of each of its fields, from the source."""
    tree = ast.parse(inspect.getsource(schema))
    return {node.name: list(_fields(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _fields(block: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for statement, after in zip(block.body, [*block.body[1:], None], strict=True):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        said = ""
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            said = " ".join(str(after.value.value).split())
        name = statement.target.id.removesuffix("_")
        yield name, ast.unparse(statement.annotation), said


def documents() -> dict[str, bytes]:
    """Path below ``docs`` -> content of every generated document."""
    made = {"reference/fields.md": _page().encode()}
    registry = standard_registry()
    for name, model in FILES.items():
        stem = name.replace("/*", "").replace(".", "-")
        described = _with_names(model.model_json_schema(), registry)
        text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True)
        made[f"reference/{stem}.schema.json"] = f"{text}\n".encode()
    schema_text = json.dumps(results_schema(), ensure_ascii=False, indent=1)
    made["reference/results.schema.json"] = f"{schema_text}\n".encode()
    made["reference/providers.md"] = _providers(registry).encode()
    made["reference/rules.md"] = _rules(registry).encode()
    return made


def _rules(registry: Registry) -> str:
    """Every counting rule with the fields of its own."""
    lines = [
        "# Counting rules",
        "",
        "Made from `src/civicsite/results/rules/` by `make docs`; do not edit.",
        "",
        "What may stand beside `name:` in the block `rule:` of results.yaml, besides `quorum` and",
        "`quorum_share`, which every rule has.",
        "",
    ]
    for name, rule in sorted(registry.rules.items()):
        single = rule.needs_ballots or rule.points in ("needed", "by-place")
        needs = "single ballots only" if single else "single ballots and totals of protocols"
        lines += [f"## `{name}`", "", f"Counts from {needs}.", ""]
        own = settings_of(rule.settings)
        if own:
            lines += ["| field | value | meaning |", "| --- | --- | --- |"]
            lines += [f"| `{field}` | `{_value(kind)}` | {said} |" for field, kind, said in own]
            lines.append("")
    return "\n".join(lines)


def settings_of(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    """Name, type and docstring of the fields that a rule adds to ``rule:``."""
    found: list[tuple[str, str, str]] = []
    for kind in reversed(model.__mro__[: model.__mro__.index(schema.RuleFields)]):
        (block,) = ast.parse(inspect.getsource(kind)).body
        assert isinstance(block, ast.ClassDef)
        found += _fields(block)
    return found


def _providers(registry: Registry) -> str:
    """Every service whose addresses are known."""
    lines = [
        "# Services whose forms, films and maps are known",
        "",
        "Made from `src/civicsite/embeds/` by `make docs`; do not edit.",
        "",
        "An editor pastes the address that residents use, a share link or the whole `<iframe>`",
        "snippet. Whatever else stands in civicsite.yaml under `hosts:` is known as well: programs",
        "without hosts of their own in this table are named there as `provider:`.",
        "",
        "| provider | service | hosts | inside a page | data goes to | privacy notice"
        " | answers come back as |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for provider in sorted(registry.providers, key=lambda item: item.name.casefold()):
        hosts = [*provider.hosts, *(f"*.{domain}" for domain in provider.domains)]
        lines.append(
            f"| `{provider.id}` | {provider.name} | {', '.join(hosts) or 'the town names them'} |"
            f" {'after a click' if provider.frames else 'linked only'} |"
            f" {provider.location or '–'} | {provider.notice or '–'} |"
            f" {', '.join(f'`{name}`' for name in provider.answers) or '–'} |"
        )
    return "\n".join([*lines, ""])


def _with_names(described: dict[str, Any], registry: Registry) -> dict[str, Any]:
    """A JSON Schema in which fields that name something of an open folder list what there is, so
    that an editor's program completes it."""
    hosted = sorted(provider.id for provider in registry.providers if not provider.hosts)
    named = {
        ("HostFields", "provider"): hosted,
        ("BallotsFile", "format"): _formats(registry, "ballots", "totals"),
        ("ResponsesFile", "format"): _formats(registry, "responses"),
        ("RuleFields", "name"): sorted(registry.rules),
        ("TargetFields", "to"): sorted(registry.targets),
    }
    for (block, field), names in named.items():
        properties = described.get("$defs", {}).get(block, {}).get("properties", {})
        if field in properties:
            properties[field] = {**properties[field], "examples": names}
    if block := described.get("$defs", {}).get("RuleFields"):
        block["allOf"] = [_of_rule(name, registry.rules[name]) for name in sorted(registry.rules)]
    if block := described.get("$defs", {}).get("TargetFields"):
        targets = registry.targets
        block["allOf"] = [_of_target(name, targets[name]) for name in sorted(targets)]
    return described


def _of_target(name: str, target: Target) -> dict[str, Any]:
    """With this name a block ``publish:`` has the fields of that target and no others."""
    own = target.settings.model_json_schema()
    fields = {"properties": own["properties"], "required": own["required"]}
    return {
        "if": {"properties": {"to": {"const": name}}},
        "then": {**fields, "additionalProperties": False},
    }


def _of_rule(name: str, rule: Rule) -> dict[str, Any]:
    """With this name a block ``rule:`` has the fields of that rule and no others."""
    own = rule.settings.model_json_schema()
    fields = {"properties": own["properties"], "required": own["required"]}
    return {
        "if": {"properties": {"name": {"const": name}}},
        "then": {**fields, "additionalProperties": False},
    }


def _formats(registry: Registry, *makes: str) -> list[str]:
    return sorted(
        name for name, found in registry.formats.items() if not found.makes.isdisjoint(makes)
    )


def _page() -> str:
    blocks = fields_of()
    lines = [
        "# Fields",
        "",
        "Made from `src/civicsite/reading/schema.py` by `make docs`; do not edit.",
        "",
    ]
    titles = {model.__name__: name for name, model in FILES.items()}
    for name, fields in blocks.items():
        if not fields:
            continue
        own = inspect.getdoc(getattr(schema, name)) or ""
        lines += [f"## {titles.get(name, name)}", "", " ".join(own.split()), ""]
        lines += ["| field | value | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{field}` | `{_value(kind)}` | {said} |" for field, kind, said in fields]
        lines.append("")
    return "\n".join(lines)


def _value(annotation: str) -> str:
    """The type in the words of the reference."""
    text = annotation.replace(" | None", "").replace("|", "or")
    if text.startswith("Annotated[terms."):
        return text.removeprefix("Annotated[terms.").split(",")[0]
    return text.replace("tuple[", "list of ").replace(", ...]", "")


def write_reference(folder: Path) -> tuple[str, ...]:
    """Write the documents into ``folder``, over those of before; returns the paths that changed."""
    changed = []
    for path, content in documents().items():
        target = folder / path
        if target.is_file() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        changed.append(path)
    return tuple(changed)


if __name__ == "__main__":
    write_reference(Path(sys.argv[1]))
