"""The command line speaks the editor's language, also about its own slips."""

from __future__ import annotations

import click
import pytest

from civicsite.catalogues import packaged_catalogue
from civicsite.cli.main import cli, main
from civicsite.cli.speaking import speak


@pytest.mark.parametrize(
    ("language", "line", "said"),
    [
        ("pl", ["biuld"], "Nie ma polecenia „biuld”. Czy chodziło o „build”?\nPomoc: civicsite --help"),
        ("pl", ["build", "--ony", "x"], "Nie ma opcji „--ony”. Czy chodziło o „--only”?\nPomoc: civicsite build --help"),
        ("en", ["new", "proces"], "WHAT is one of: site, municipality, process, event.\nHelp: civicsite new --help"),
        ("en", ["explain"], "PATH is missing.\nHelp: civicsite explain --help"),
        ("pl", ["serve", "--at", "wtorek"], "--at: „wtorek” to nie jest moment; wpisz np. 2026-12-16T00:01.\nPomoc: civicsite serve --help"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_the_way_to_help(
    language: str,
    line: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["civicsite", *line])
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{said}\n"


@pytest.mark.parametrize("language", ["en", "pl", "uk"])
def test_every_command_and_option_has_help(language: str) -> None:
    speak(cli, packaged_catalogue(language))

    def all_of(command: click.Command) -> list[click.Command]:
        inner = command.commands.values() if isinstance(command, click.Group) else ()
        return [command, *(found for item in inner for found in all_of(item))]

    for command in all_of(cli):
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                words = (parameter.help or "").split()
                assert len(words) > 1, (command.name, parameter.name)
