"""Google Forms: the CSV that Forms gives out, and the linked Sheet.

The first column is the time of arrival. The CSV of Forms joins choices with ``;`` and writes
``2026/05/04 8:37:00 AM EET``; the Sheet joins them with a comma and a space, which also occur
inside choices, and writes times as its locale has them. A grid is ``Question [Row]``.
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import Encoding, Joining
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat

__all__ = ["FORMATS"]

_TIME = ("Timestamp", "Sygnatura czasowa", "Zeitstempel", "Позначка часу")

FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "google-forms",
            fingerprints=((),),
            first=_TIME,
            looks=r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\D",
            time=_TIME,
            personal=("Adres e-mail", "Nazwa użytkownika", "Email Address", "Username",
                      "E-Mail-Adresse", "Nutzername"),
            encoding=Encoding(Joining(r"\s*;\s*|,\s+"), ("bracket",)),
            # Opened and saved by a spreadsheet, the CSV of Forms has the times of a Sheet.
            joinings=((r"\d{4}/\d{1,2}/\d{1,2} .*[AP]M .*", Joining(r"\s*;\s*", True)),),
        )
    ),
)  # fmt: skip
