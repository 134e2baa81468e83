"""Surveys of Gdynia's platform (built on Decidim).

Headings as Decidim has them, but a column for each option, ``Question - Option``, with ``1`` or the
option and words of one's own in it; times are ``14/06/2026: 19:58``, which tells them from others.
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import Encoding
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat

__all__ = ["FORMATS"]

FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "gdynia",
            fingerprints=(
                ("Odpowiedziałem", "Hash IP", "Status użytkownika"),
                ("Answered on", "IP Hash", "User status"),
            ),
            looks=r"\d{2}/\d{2}/\d{4}: \d{2}:\d{2}",
            time=("Odpowiedziałem", "Answered on"),
            order="day-first",
            personal=("ID", "ID odpowiedzi", "Answer ID", "Hash IP", "IP Hash"),
            encoding=Encoding(styles=("dash",)),
        )
    ),
)
