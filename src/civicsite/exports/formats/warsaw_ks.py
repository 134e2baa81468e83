"""Surveys of Warsaw's consultation platform (konsultacje społeczne, built on Decidim).

``Lp.`` and ``Data wypełnienia`` first, then a column for each question ``1. Question``, for each
option of a question with several choices ``1. Question - Option``, for each row of a matrix ``1.
Question - Row`` or ``1. Question - Row - Option``; at the end sex, age, district and address.
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
            "warsaw-ks",
            fingerprints=(("Data wypełnienia",),),
            first=("Lp.", "Lp"),
            time=("Data wypełnienia",),
            order="day-first",
            personal=("Adres email", "Adres e-mail", "E-mail"),
            encoding=Encoding(styles=("dash",)),
        )
    ),
)
