"""What the modules of the package import and use, read from their source without running it.

Modules go by their path below ``src/civicsite``, as house.md writes them: ``reading/sources.py``.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PACKAGE = "civicsite"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / PACKAGE


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """Something a module names: a module it imports or a full name such as ``os.path.join``."""

    line: int
    name: str


@cache
def project() -> Mapping[str, str]:
    """The source of every module of the package, by path."""
    return {
        file.relative_to(SOURCE).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(SOURCE.rglob("*.py"))
    }


def module_name(path: str) -> str:
    """``reading/sources.py`` is ``civicsite.reading.sources``; a folder's ``__init__.py`` is the
    folder."""
    parts = [PACKAGE, *path.removesuffix(".py").split("/")]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: str, modules: Mapping[str, str]) -> list[Use]:
    """The modules of the package that one of them imports, wherever the statement stands: in a
    function and under ``TYPE_CHECKING`` as well. ``Use.name`` is a path."""
    by_name = {module_name(each): each for each in modules}
    found = set()
    for line, full_name in _import_statements(path, ast.parse(modules[path])):
        # `from civicsite.reading import sources` names a module, `from civicsite.clock import
        # Clock` something in one.
        target = by_name.get(full_name) or by_name.get(full_name.rpartition(".")[0])
        if target is not None and full_name.split(".")[0] == PACKAGE:
            found.add(Use(line, target))
    return sorted(found)


def outside_modules(modules: Mapping[str, str]) -> list[str]:
    """The top-level names of everything else that is imported anywhere in the package."""
    names = {
        full_name.split(".")[0]
        for path, source in modules.items()
        for _, full_name in _import_statements(path, ast.parse(source))
    }
    return sorted(names - {PACKAGE, "__future__", "_typeshed"})


def full_names(path: str, source: str) -> list[Use]:
    """Every full name a module uses, aliases undone: the imports themselves, attributes of what was
    imported (``datetime.datetime.now``), built-ins (``built-in.open``), and the attributes of
    everything else without what stands before them (``*.read_text``)."""
    tree = ast.parse(source)
    aliases = _aliases(path, tree)
    builtins = _built_in_names(source)
    found = {Use(line, name) for line, name in _import_statements(path, tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            dotted = _dotted(node)
            base, _, rest = dotted.partition(".")
            if base in aliases:
                found.add(Use(node.lineno, f"{aliases[base]}.{rest}"))
            found.add(Use(node.lineno, f"*.{node.attr}"))
        elif isinstance(node, ast.Name) and node.id in builtins:
            found.add(Use(node.lineno, f"built-in.{node.id}"))
    return sorted(found)


def _import_statements(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(path, node)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _base(path: str, node: ast.ImportFrom) -> str:
    """The module after ``from``, dots at its beginning resolved."""
    if not node.level:
        return node.module or ""
    folder = [PACKAGE, *path.split("/")[:-1]]
    parts = folder[: len(folder) - (node.level - 1)]
    return ".".join([*parts, node.module] if node.module else parts)


def _aliases(path: str, tree: ast.AST) -> dict[str, str]:
    """The local names that imports make. Scopes are not told apart: a name that stands for ``os``
    in one function is looked at everywhere, which errs on the strict side."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            base = _base(path, node)
            names.update({a.asname or a.name: f"{base}.{a.name}" for a in node.names})
    return names


def _dotted(node: ast.expr) -> str:
    """``a.b.c`` as text; empty where a call or an index stands in between."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _built_in_names(source: str) -> set[str]:
    """The names some scope takes from the built-ins: read there, and bound nowhere around it."""
    top = symtable.symtable(source, "module", "exec")
    own = {s.get_name() for s in top.get_symbols() if s.is_assigned() or s.is_imported()}
    found: set[str] = set()
    scopes = [top]
    while scopes:
        scope = scopes.pop()
        scopes.extend(scope.get_children())
        for symbol in scope.get_symbols():
            bound = symbol.is_assigned() or symbol.is_imported()
            is_global = symbol.is_global() or scope is top
            if symbol.is_referenced() and is_global and not bound:
                found.add(symbol.get_name())
    return found - own
