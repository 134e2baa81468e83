"""KoboToolbox and ODK Central: forms that are filled in on telephones.

KoboToolbox gives a question of several choices as a column with all of them, joined by spaces, and
as ``Question/Option`` with 1 or 0; ODK Central as the joined column, and on request as the columns.
Groups and the rows of matrices stand before a ``/`` (``-`` in ODK Central).
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import SPACES, Encoding, Joining
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat

__all__ = ["FORMATS"]

_PERSONAL = ("username", "deviceid", "phonenumber", "_submitted_by", "_uuid", "subscriberid",
             "simserial", "SubmitterID", "SubmitterName", "DeviceID")  # fmt: skip

FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "kobotoolbox",
            fingerprints=(("_id", "_uuid", "_submission_time"),),
            time=("_submission_time",),
            utc=True,
            personal=_PERSONAL,
            encoding=Encoding(Joining(SPACES), ("slash",), both=True),
        )
    ),
    FormFormat(
        FormService(
            "odk-central",
            fingerprints=(("SubmissionDate", "KEY", "meta-instanceID"),),
            time=("SubmissionDate",),
            utc=True,
            personal=_PERSONAL,
            encoding=Encoding(Joining(SPACES), ("slash", "hyphen"), both=True),
        )
    ),
)
