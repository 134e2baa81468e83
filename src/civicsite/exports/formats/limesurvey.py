"""LimeSurvey: responses as CSV or a workbook, with codes or with full wordings.

With codes an option is a column ``Q1[SQ001]`` with ``Y`` in it, with wordings ``Question [Option]``
with ``Yes``; rows of arrays and ranks are named the same way, and ``[other]`` holds words of one's
own. ``N/A`` is a question that was not shown. An empty ``submitdate`` is a form left before its
end; forms of a survey that keeps no dates have the year 1980.
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import Encoding
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat

__all__ = ["FORMATS"]

_SUBMITTED = ("submitdate", "Date submitted", "Datum Abgeschickt")

FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "limesurvey",
            fingerprints=(
                ("id", "submitdate", "lastpage"),
                ("Response ID", "Date submitted", "Last page"),
                ("Antwort ID", "Datum Abgeschickt", "Letzte Seite"),
            ),
            time=_SUBMITTED,
            undated=r"1980-01-01.*",
            finished=tuple((heading, r".*\d.*") for heading in _SUBMITTED),
            must_tell_finished=True,
            personal=("token", "ipaddr", "refurl", "seed", "Access code", "IP address",
                      "Referrer URL", "Seed", "firstname", "lastname", "email"),
            encoding=Encoding(
                styles=("bracket",), not_shown=frozenset({"n/a"}), comments="comment"
            ),
        )
    ),
)  # fmt: skip
