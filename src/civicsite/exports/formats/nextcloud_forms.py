"""Nextcloud Forms: CSV, ODS and XLSX, as its source writes them.

Headings ``User ID, User display name, Timestamp`` in the language of whoever exports, before them a
``Submission ID`` since 2026, when a second row with technical names came as well. Choices are
joined with ``; ``; a grid is ``Question (Row)`` and a ranking ``Question (Option)`` with the place
of the option in it.
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import Encoding, Joining
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat

__all__ = ["FORMATS"]

_NAMES = (
    ("User ID", "User display name", "Timestamp"),
    ("ID użytkownika", "Wyświetlana nazwa użytkownika", "Znacznik czasu"),
    ("ID użytkownika", "Nazwa wyświetlana użytkownika", "Znacznik czasu"),
    ("Benutzer-ID", "Anzeigename des Benutzers", "Zeitstempel"),
)
_NOBODY = ("Anonymous user", "Anonimowy użytkownik", "Anonymer Benutzer")

FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "nextcloud-forms",
            fingerprints=_NAMES,
            time=tuple(names[2] for names in _NAMES),
            personal=tuple(name for names in _NAMES for name in names[:2]),
            nobody=_NOBODY,
            ids_row="submission_id",
            encoding=Encoding(Joining(r";\s+", True), ("round",)),
        )
    ),
)
