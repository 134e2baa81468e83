"""Commands that are loaded when they are called.

What makes pages takes a second to import, which ``--help`` and a build with nothing to do would
wait for. So the group knows the names of its commands and where they stand; until one is called, a
command without parameters holds its place and its help.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from civicsite.catalogues import Catalogue
from civicsite.cli.speaking import speak

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """A group that imports the module of a command when the command is called."""

    def __init__(self, *, modules: Mapping[str, str], **options: Any) -> None:
        """``modules``: by name of a command, the module that has it among its ``COMMANDS``."""
        super().__init__(**options)
        self._modules = modules
        self._catalogue: Catalogue | None = None
        self.commands = {name: click.Command(name) for name in modules}

    def use(self, catalogue: Catalogue) -> None:
        """Speak the language of a catalogue."""
        self._catalogue = catalogue
        speak(self, catalogue)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the table."""
        return [*self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, speaking the language of the catalogue."""
        if cmd_name not in self._modules:
            return None
        known = {str(c.name): c for c in import_module(self._modules[cmd_name]).COMMANDS}
        command: click.Command = known[cmd_name]
        if self._catalogue:
            speak(command, self._catalogue, f"-{cmd_name}")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, each with the beginning of its help."""
        width = formatter.width - 6 - max(map(len, self.commands))
        rows = [(name, held.get_short_help_str(width)) for name, held in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
