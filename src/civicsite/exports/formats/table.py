"""A plain table of forms: one row is one person.

Any table is one, so it is never recognised. The editor names the columns, and with ``separator:``
what stands between several choices in one cell; without it the known options tell.
"""

from __future__ import annotations

from civicsite.exports.dataset import Format
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat

__all__ = ["FORMATS"]

FORMATS: tuple[Format, ...] = (FormFormat(FormService("table")),)
