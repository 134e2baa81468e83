"""What the open folders hold: providers, export formats, counting rules, page kinds,
publishing targets.

Adding one is adding one file; nothing else names it. Only ``build`` makes the registry value, the
earlier floors are handed it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from civicsite import embeds, pages, publishing
from civicsite.embeds.base import Provider
from civicsite.exports import formats
from civicsite.exports.contents import ContentFormat
from civicsite.exports.dataset import Format
from civicsite.pages.base import PageKind
from civicsite.publishing.base import Target
from civicsite.results import rules
from civicsite.results.rules.base import Rule

__all__ = ["Registry", "standard_registry"]


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that comes as one file each."""

    providers: tuple[Provider, ...]
    formats: Mapping[str, Format]
    rules: Mapping[str, Rule]
    pages: tuple[PageKind, ...]
    contents: tuple[ContentFormat, ...] = ()
    """Exports of platforms that become pages."""
    targets: Mapping[str, Target] = field(default_factory=dict)
    """Where a site can be published."""


def standard_registry() -> Registry:
    """The registry of everything that is installed."""
    return Registry(
        (
            *_exported(embeds, "PROVIDER"),
            *(item for found in _exported(embeds, "PROVIDERS") for item in found),
        ),
        {item.name: item for found in _exported(formats, "FORMATS") for item in found},
        {item.name: item for found in _exported(rules, "RULES") for item in found},
        tuple(_exported(pages, "PAGES")),
        tuple(item for found in _exported(formats, "CONTENTS") for item in found),
        {item.name: item for item in _exported(publishing, "TARGET")},
    )


def _exported(package: ModuleType, name: str) -> Iterator[Any]:
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda item: item.name):
        loaded = import_module(f"{package.__name__}.{module.name}")
        if hasattr(loaded, name):
            yield getattr(loaded, name)
