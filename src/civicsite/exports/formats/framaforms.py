"""Framaforms and other sites with Webform for Drupal 7, as its source writes the export.

Three header rows: the title of the form; the names of questions that have several columns, each
above the first of them; the names of all columns. So nothing says where the columns of a question
end: those that hold more than ``X`` are questions of their own. *Compact* exports join choices with
a comma instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from civicsite.exports.dataset import Format
from civicsite.exports.form_answers import Encoding, Joining
from civicsite.exports.form_services import FormService
from civicsite.exports.forms import FormFormat
from civicsite.exports.tables import Table
from civicsite.exports.text_tables import tidy

__all__ = ["FORMATS"]

_OTHER = ("other...", "other…", "autre", "autre…", "autre...", "inne...", "inne…", "sonstiges...")


def _join(rows: Sequence[Sequence[str]]) -> list[str]:
    """``Question [Option]`` below a question with several columns, as far as the next one."""
    if len(rows) < 3:
        return list(rows[-1])
    above, names, joined, question = rows[1], rows[2], [], ""
    own = {"sid", "uid"} <= {name.casefold() for name in names}
    for column, name in enumerate(names):
        begins = above[column] if column < len(above) else ""
        # Above the columns of the service itself stands its own heading.
        question = "" if column == 0 and own else (begins or question)
        joined.append(f"{question} [{name}]" if question and name else name)
    return joined


def _settle(table: Table) -> None:
    """Take columns that hold more than marks out of the question before them."""
    width = len(table.names)
    free = [False] * width
    for cells in table.again():
        for column, cell in enumerate(cells[:width]):
            free[column] = free[column] or tidy(cell).casefold() not in ("", "x")
    names, ended = [], ""
    for name, has_words in zip(table.names, free, strict=True):
        question, opening, option = name.removesuffix("]").partition(" [")
        if opening and has_words and option.casefold() not in _OTHER:
            ended = question
        names.append(option if opening and ended == question else name)
        ended = ended if opening else ""
    table.rename(names)


FORMATS: tuple[Format, ...] = (
    FormFormat(
        FormService(
            "framaforms",
            fingerprints=(("SID", "UID"),),
            time=("Submitted Time", "Time", "Completed Time"),
            finished=tuple((name, r"0?|no|non|nie|nein") for name in ("Draft", "Brouillon")),
            personal=("IP Address", "Adresse IP", "UID", "Username", "Nom d'utilisateur"),
            encoding=Encoding(Joining(r"\s*,\s*"), ("bracket",)),
            header_rows=3,
            join=_join,
            settle=_settle,
        )
    ),
)
