"""Exports of Go Vocal, CONSUL, adhocracy+ and Warsaw become pages."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from civicsite.reading.sources import DiskSources
from tests.editing.test_import_decidim import imported, said, written
from tests.exports.files import SAMPLES, sample
from tests.exports.sheets import xlsx
from tests.sites.tiny import build, write


def test_go_vocal_inputs_and_comments(tmp_path: Path) -> None:
    files = (SAMPLES / "go-vocal" / name for name in ("inputs-pl.csv", "comments.csv"))
    result = imported(tmp_path, *files, platform="go-vocal")
    assert result.exit_code == 0, result.output
    assert written(tmp_path) == {
        "proposals/pomost-na-stawie.md": (
            '---\ntitle: "Pomost na stawie"\nnumber: "6f1a"\nplace: "Pomost"\nposition:\n'
            "  lat: 52.1\n  lon: 21.25\n---\n\nSzeroki i bez barierek\n"
        ),
        "contributions.yaml": (
            "sets:\n  - id: remarks\n    kind: remarks\n    publish:\n      - number\n"
            "      - received_on\n      - channel\n    items:\n"
            '      - number: "c1"\n        received_on: 2026-03-05\n        channel: online\n'
            '        concerns: "Pomost na stawie"\n        points:\n          - n: "1"\n'
            '            summary: "A wędkarze?"\n'
        ),
    }


def test_every_sheet_of_a_go_vocal_workbook_is_read(tmp_path: Path) -> None:
    header = ["ID", "Title", "Description", "Submitted at", "Project"]
    book = xlsx(
        [header, ["a", "Ławka", "Z oparciem", "2026-03-02 10:00:00", "Park"]],
        "Zbieranie pomysłów",
        Drugi=[header, ["b", "Kosz", "Duży", "2026-03-02 10:00:00", "Park"]],
        Info=[["Legend"], ["x"]],
    )
    file = write(tmp_path, {"inputs.xlsx": book}) / "inputs.xlsx"
    result = imported(tmp_path, file, platform="go-vocal")
    assert result.exit_code == 0, result.output
    assert sorted(written(tmp_path)) == ["proposals/kosz.md", "proposals/lawka.md"]


def test_consul_prices_are_whole_numbers_with_thousands_apart(tmp_path: Path) -> None:
    result = imported(tmp_path, SAMPLES / "consul" / "investments.csv", platform="consul")
    assert result.exit_code == 0, result.output
    files = written(tmp_path)
    assert files["proposals/fontanna.md"] == (
        '---\ntitle: "Fontanna"\nnumber: "7"\ncost: 10000\nplace: "Centrum"\n---\n'
    )
    assert files["proposals/kolejka-linowa.md"] == (
        '---\ntitle: "Kolejka linowa"\nnumber: "8"\n---\n'
    )
    assert "number 8 was decided, and the export does not say on which day" in said(result)
    assert "ania" not in "".join(files.values())


def test_adhocracy_ideas_with_their_answers(tmp_path: Path) -> None:
    files = (SAMPLES / "adhocracy" / name for name in ("items.csv", "comments.csv"))
    result = imported(tmp_path, *files, platform="adhocracy", language="pl")
    assert result.exit_code == 0, result.output
    found = written(tmp_path)
    assert found["proposals/zielony-dach.md"] == (
        '---\ntitle: "Zielony dach"\nnumber: "LIP-2026-00001"\ncost: 1500\nplace: "Przystanek"\n'
        "position:\n  lat: 52.1\n  lon: 21.25\n---\n\nNa przystanku.\n\n## Odpowiedź urzędu\n\n"
        "Zrobimy.\n"
    )
    assert 'summary: "Super"' in found["contributions.yaml"]
    assert "o numerze LIP-2026-00001 zdecydowano, ale eksport nie mówi, którego dnia" in (
        said(result)
    )


def test_what_warsaw_carried_out_stands_at_its_project(tmp_path: Path) -> None:
    files = (SAMPLES / "warsaw" / name for name in ("ranking.csv", "implementation.csv"))
    result = imported(tmp_path, *files, platform="warsaw-bo")
    assert result.exit_code == 0, result.output
    found = written(tmp_path)
    assert found["proposals/psi-wybieg.md"] == (
        '---\ntitle: "Psi wybieg"\nnumber: "2"\ncost: 60000\nfollow_up:\n  - date: 2026-05-14\n'
        '    status: done\n    cost: 58000.50\n    text: "Zrealizowany. Otwarty"\n---\n'
    )
    assert found["proposals/kladka.md"] == (
        '---\ntitle: "Kładka"\nnumber: "R103"\nfollow_up:\n  - date: 2026-04-01\n'
        '    status: not-possible\n    text: "Odstąpiono"\n---\n\nGrunt jest prywatny.\n'
    )
    assert build(tmp_path).exit_code == 0


def test_warsaws_list_to_vote_on_has_its_header_in_row_eleven(tmp_path: Path) -> None:
    rows: list[list[object]] = [[] for _ in range(8)]
    rows += [
        ["", "", "POMYSŁY PODDANE POD GŁOSOWANIE W DZIELNICY PODLESIE"],
        [],
        ["", "", "Nr na liście", "Tytuł projektu (numer ESOG)", "Koszty realizacji"],
        ["", "", 1, "Tężnia (101)", "90 000,00 zł"],
        ["", "", 2, "Psi wybieg (102)", "60 000,50 zł"],
    ]
    file = write(tmp_path, {"lista.xlsx": xlsx(rows, "Lista")}) / "lista.xlsx"
    result = imported(tmp_path, file, platform="warsaw-bo")
    assert result.exit_code == 0, result.output
    found = written(tmp_path)
    assert found["proposals/psi-wybieg.md"] == (
        '---\ntitle: "Psi wybieg"\nnumber: "2"\ncost: 60000.50\n---\n'
    )
    assert sorted(found) == ["proposals/psi-wybieg.md", "proposals/teznia.md"]


def test_people_in_warsaws_full_list_of_projects_are_never_read(tmp_path: Path) -> None:
    header = "Numer projektu;Imię;Nazwisko;E-mail;Telefon;Tytuł;Krótki opis;Pełny opis projektu;Koszt;Lokalizacja"
    row = (
        "102;Ewa;Zmyślona;ewa@nikt.example;600 700 800;Psi wybieg;Dla psów;Z płotem;60000;ul. Psia"
    )
    file = write(tmp_path, {"p.csv": f"{header}\n{row}\n"}) / "p.csv"
    result = imported(tmp_path, file, platform="warsaw-bo")
    assert result.exit_code == 0, result.output
    assert written(tmp_path)["proposals/psi-wybieg.md"] == (
        '---\ntitle: "Psi wybieg"\nnumber: "102"\ncost: 60000\nplace: "ul. Psia"\n---\n\n'
        "Dla psów\n\nZ płotem\n"
    )


@pytest.mark.parametrize("platform", ["go-vocal", "consul", "adhocracy", "warsaw-bo"])
def test_a_file_of_another_platform_is_refused(tmp_path: Path, platform: str) -> None:
    file = write(tmp_path, {"m.csv": sample("decidim/meetings.csv")}) / "m.csv"
    result = imported(tmp_path, file, platform=platform)
    assert result.exit_code == 1
    assert "m.csv: the columns of this file are none of those that" in said(result)


def test_titles_that_give_one_name_are_told_apart_by_the_number(tmp_path: Path) -> None:
    rows = "ID,Title,Supports,Feasibility\n1,Ławka!,0,-\n2,Ławka?,0,-\n3,!?,0,-\n"
    file = write(tmp_path, {"i.csv": rows}) / "i.csv"
    assert imported(tmp_path, file, platform="consul").exit_code == 0
    assert sorted(written(tmp_path)) == [
        "proposals/3.md", "proposals/lawka-1.md", "proposals/lawka-2.md",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    file = write(tmp_path, {name: "x"}) / name
    opened = DiskSources._open

    def failing(self: DiskSources, path: str) -> io.RawIOBase:
        if path == name:
            raise OSError(5, "Input/output error")
        return opened(self, path)

    monkeypatch.setattr(DiskSources, "_open", failing)
    result = imported(tmp_path, file, platform="consul")
    assert result.exit_code == 1
    assert "Input/output error" in said(result)
