"""Tally: submissions as CSV.

Headings ``Submission ID, Respondent ID, Submitted at``. Several choices are joined with a comma in
one cell and stand beside it as ``Question (Option)`` with ``TRUE`` or ``FALSE``; a ranking is one
cell, the first place first.
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
            "tally",
            fingerprints=(("Submission ID", "Respondent ID", "Submitted at"),),
            time=("Submitted at",),
            personal=("Submission ID", "Respondent ID"),
            encoding=Encoding(Joining(r",\s+"), ("round",), both=True),
        )
    ),
)
