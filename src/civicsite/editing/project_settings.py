"""What an import has to know about the project it writes into."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from civicsite.language import Language
from civicsite.reading.schema import SiteFields
from civicsite.reading.sources import DiskSources
from civicsite.reading.text_files import decode
from civicsite.reading.yaml_nodes import Scalar, Sequence, parse_yaml

__all__ = ["site_settings"]

_SETTINGS = "civicsite.yaml"


def site_settings(project: Path) -> tuple[tuple[str, ...], ZoneInfo]:
    """Languages and time zone of the project; where its settings do not say them, the usual ones.
    What is wrong with the settings is for ``check`` to say."""
    fields = SiteFields.model_fields
    languages: tuple[str, ...] = fields["languages"].default
    zone: str = fields["time_zone"].default
    sources = DiskSources(project, only=[_SETTINGS])
    if sources.exists(_SETTINGS):
        root = parse_yaml(_SETTINGS, decode(_SETTINGS, sources.read(_SETTINGS)).text).root
        listed, named = (root and root.get(name) for name in ("languages", "time_zone"))
        if isinstance(listed, Sequence):
            known = (item.text for item in listed.items if isinstance(item, Scalar))
            languages = tuple(filter(Language.supports, known)) or languages
        if isinstance(named, Scalar):
            zone = named.text
    try:
        return languages, ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return languages, ZoneInfo(fields["time_zone"].default)
