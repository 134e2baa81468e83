"""Reading YAML in tests: the plain values of nodes, and what is said in a few words."""

from __future__ import annotations

from typing import TypeAlias

from civicsite.catalogues import packaged_catalogue
from civicsite.diagnostics import Diagnostic
from civicsite.reading.yaml_nodes import Mapping, Node, Scalar, Sequence, parse_yaml
from civicsite.saying import next_step, sentence

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"

PATH = "content/lipowiec/park/process.md"


def plain(node: Node | None) -> Plain:
    """Texts, lists and dictionaries; None for nothing at all."""
    if isinstance(node, Scalar):
        return None if node.null else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    return None


def places(text: str) -> list[str]:
    """Everything that is said about a text: line, column and code."""
    return [place(found) for found in parse_yaml(PATH, text).diagnostics]


def place(found: Diagnostic) -> str:
    """Line, column and code of a diagnostic."""
    return f"{found.span.line}:{found.span.column}: {found.code}"


def said(found: Diagnostic, language: str) -> tuple[str, str]:
    """The sentence and the next step, as an editor reads them."""
    catalogue = packaged_catalogue(language)
    return sentence(found, catalogue), next_step(found, catalogue)
