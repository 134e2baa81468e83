"""A whole site small enough to read, and the command line that builds it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from civicsite.cli.main import cli

SITE = {
    "civicsite.yaml": """\
title: Partycypacja w Lipowcu
address: https://lipowiec.example/bip/
languages:
  - pl
  - en
""",
    "content/lipowiec/municipality.md": """\
---
name: Lipowiec
data_protection:
  controller: Burmistrz
  purpose: Konsultacje
  basis: RODO
---

Zobacz [zasady](pages/zasady.md#jak-rozmawiamy).
""",
    "content/lipowiec/places.yaml": """\
places:
  - id: ratusz
    title: Ratusz
    address: ul. Lipowa 1
    step_free: yes
""",
    "content/lipowiec/pages/zasady.md": """\
---
title: Zasady
---

## Jak rozmawiamy

Spokojnie.
""",
    "content/lipowiec/park/process.md": """\
---
title: Park nad rzeką
kind: consultation
summary: Pytamy o park.
phases:
  - id: uwagi
    does: comment
    from: 2026-03-01
    to: 2026-03-31
  - id: decyzja
    does: decide
    from: 2026-04-01
    to: 2026-04-30
ways:
  karta:
    title: Formularz uwag
    form: https://docs.google.com/forms/d/e/1FAIpQLSexample/viewform
  urna:
    title: Karty w ratuszu
    places:
      - ratusz
---

## O co pytamy

::: way karta
""",
    "content/lipowiec/park/process.en.md": """\
---
title: A park by the river
---
""",
    "content/lipowiec/park/events/spacer.md": """\
---
title: Spacer
kind: research-walk
from: 2026-03-14T11:00
to: 2026-03-14T13:00
place: ratusz
report:
  attendees:
    count: 12
---
""",
    "content/lipowiec/park/results.yaml": """\
publish_at: 2026-05-10T12:00
ballots:
  - file: data/glosy.csv
    format: table
    channel_column: Kanał
    choice: Wybór
validity:
  too_many_marks: invalid
  unknown_option: invalid
electorate:
  count: 20
seats: 1
marks:
  - 1
  - 1
rule:
  name: single-choice
""",
    "content/lipowiec/park/data/glosy.csv": "Wybór;Kanał\n1;online\n1;online\n2;paper\n1, 2;online\n1;paper\n",
    "content/lipowiec/park/proposals/laka.md": '---\ntitle: Łąka\nnumber: "1"\n---\n\nŁąka kwietna.\n',
    "content/lipowiec/park/proposals/plac.md": '---\ntitle: Plac\nnumber: "2"\n---\n',
}
"""Path -> text."""

AT = "2026-03-10T12:00:00+01:00"
"""While the consultation is open."""


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below ``root``."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def run(*arguments: str | Path, language: str = "pl") -> Result:
    """The command line, as an editor meets it."""
    return CliRunner().invoke(
        cli, [str(argument) for argument in arguments], env={"LANG": language, "CI": "1"}
    )


def build(root: Path, *more: str, at: str = AT, language: str = "pl") -> Result:
    """``civicsite build`` of a site at an instant."""
    return run("build", "--project", root, "--at", at, *more, language=language)


def tree(folder: Path) -> dict[str, bytes]:
    """Path -> bytes of everything in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
