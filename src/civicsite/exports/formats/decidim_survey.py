"""Answers to Decidim's surveys, as CSV, JSON and workbook.

``Answer ID, Answered on, IP Hash, User status`` in the language of whoever exports, then ``1.
Question``. Several choices are joined with a comma and a space (a list in JSON), words of one's own
stand in brackets behind the choice, and a matrix has a column ``4. Question/Row`` for each row.
Times are in UTC.
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import Encoding, Joining
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat
from civicsite.exports.json_tables import BETWEEN

__all__ = ["FORMATS"]

FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "decidim-survey",
            fingerprints=(
                ("Answered on", "IP Hash", "User status"),
                ("Odpowiedziałem", "Hash IP", "Status użytkownika"),
            ),
            looks=r"\d{4}-\d{2}-\d{2}",
            time=("Answered on", "Odpowiedziałem"),
            utc=True,
            personal=("ID", "Answer ID", "ID odpowiedzi", "IP Hash", "Hash IP"),
            encoding=Encoding(Joining(r",\s+"), ("slash",), own_in_brackets=True),
            in_json=Joining(BETWEEN, True),
        )
    ),
)
