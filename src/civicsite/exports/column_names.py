"""The names of columns: several header rows made one, equal names told apart, and the columns that
a service makes of one question."""

from __future__ import annotations

from collections.abc import Sequence

from civicsite.exports.text_tables import tidy

__all__ = ["USUAL", "expansions", "has_column", "joined", "told_apart"]

STYLES = {
    "bracket": (" [", "]"), "slash": ("/", ""), "round": (" (", ")"), "dash": (" - ", ""),
    "hyphen": ("-", ""),
}  # fmt: skip
"""How a service names a column of a question with several: ``Question [Row]``, ``Question/Row``,
``Question (Row)``, ``Question - Row``, ``Question-Row``."""
USUAL = ("bracket", "slash", "round", "dash")
"""Those that a table may have which no service is known to have made."""


def joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name for each column of a header of several rows: ``Question [Option]``.

    Above, a heading over several columns stands in the first of them (merged cells); it holds as
    far as there are names below it and none beside it.
    """
    width = max(map(len, rows))
    levels = [[*row, *[""] * (width - len(row))] for row in rows]
    for upper in range(len(levels) - 1):
        over = ""
        for column in range(width):
            has_below = any(level[column] for level in levels[upper + 1 :])
            if levels[upper][column]:
                over = levels[upper][column] if has_below else ""
            elif has_below:
                levels[upper][column] = over
            else:
                over = ""
    names = []
    for column in range(width):
        first, *rest = [level[column] for level in levels if level[column]] or [""]
        names.append(first + "".join(f" [{name}]" for name in rest))
    return names


def told_apart(names: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Equal names become ``Name``, ``Name (2)``; the second value says which were equal."""
    given, told, unique_names = set(names), set[str](), []
    numbers: dict[str, int] = {}
    twice = set()
    for name in names:
        unique, n = name, numbers.get(name, 1)
        while name and (unique in told or (n > 1 and unique in given)):
            n += 1
            unique = f"{name} ({n})"
        numbers[name] = n
        if n > 1:
            twice.add(name)
        told.add(unique)
        unique_names.append(unique)
    return tuple(unique_names), frozenset(twice)


def expansions(
    header: Sequence[str], name: str, styles: Sequence[str] = USUAL
) -> tuple[tuple[str, int], ...]:
    """The columns that a service made of one question: what each is about, and its index. All of
    them are named in the same style, the first of ``styles`` that occurs."""
    wanted = tidy(name)
    for style in styles:
        opening, closing = STYLES[style]
        found = []
        for begins in dict.fromkeys((wanted + opening, wanted + opening.lstrip())):
            if begins == f"{wanted}- ":
                continue  # a hyphen belongs to the word before it
            for index, heading in enumerate(header):
                inner = heading[len(begins) : len(heading) - len(closing)]
                if heading.startswith(begins) and heading.endswith(closing) and inner.strip():
                    found.append((tidy(inner.replace("][", " ").replace("] [", " ")), index))
        if found:
            return tuple(sorted(found, key=lambda item: item[1]))
    return ()


def has_column(header: Sequence[str], name: str) -> bool:
    """Whether a column, or a question of several columns, has this name."""
    return name in header or bool(expansions(header, name))
