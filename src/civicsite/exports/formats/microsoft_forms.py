"""Microsoft Forms: the workbook it gives out, and what a spreadsheet makes of it.

Headings ``ID, Start time, Completion time, Email, Name`` in the language of whoever exports;
several choices are joined with ``;`` and another one at the end. Quizzes add columns of points and
feedback, which are no questions.
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import Encoding, Joining
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat

__all__ = ["FORMATS"]

FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "microsoft-forms",
            fingerprints=(
                ("ID", "Start time", "Completion time"),
                ("ID", "Godzina rozpoczęcia", "Godzina ukończenia"),
                ("Identyfikator", "Godzina rozpoczęcia", "Godzina ukończenia"),
                ("ID", "Startzeit", "Fertigstellungszeit"),
            ),
            time=("Completion time", "Godzina ukończenia", "Fertigstellungszeit"),
            personal=("Email", "Name", "Adres e-mail", "Nazwa", "E-Mail", "E-mail"),
            nobody=("anonymous", "anonimowy", "anonym"),
            encoding=Encoding(Joining(r"\s*;\s*", True), ()),
        )
    ),
)
