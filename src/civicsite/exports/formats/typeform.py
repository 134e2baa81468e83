"""Typeform: responses as CSV or a workbook.

The first column is ``#``; the times and a ``Network ID``, which is made of the address of the
device, stand at the end. Several choices had a column for each option that holds the option's own
words; newer files join them with `` / `` in one cell.
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
            "typeform",
            fingerprints=(("#", "Submit Date (UTC)"), ("#", "Start Date (UTC)", "Network ID")),
            first=("#",),
            time=("Submit Date (UTC)",),
            utc=True,
            finished=(("Response Type", r"completed"), ("Submit Date (UTC)", r".+")),
            personal=("#", "Network ID", "Token"),
            encoding=Encoding(Joining(r"\s+/\s+"), ()),
        )
    ),
)
