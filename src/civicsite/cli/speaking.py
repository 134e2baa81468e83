"""Help and complaints of the command line, in the editor's language.

A command's help is the sentence ``cli-help-NAME`` of the catalogue, an option's the sentence its
declaration names. What click itself would say in English about a slip is said from the catalogue
as well.
"""

from __future__ import annotations

import click

from civicsite.catalogues import Catalogue

__all__ = ["complaint", "speak"]


def speak(command: click.Command, catalogue: Catalogue, path: str = "") -> None:
    """Put the help of a command, its options and its sub-commands into the catalogue's words."""
    command.help = catalogue.text(f"cli-help{path}")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            words = f"cli-option-{(parameter.name or '').rstrip('_')}"
            parameter.help = catalogue.text(words)
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            speak(inner, catalogue, f"{path}-{name}")


def complaint(problem: click.ClickException, catalogue: Catalogue) -> str:
    """What is wrong with a command line, and where its help is."""
    context = problem.ctx if isinstance(problem, click.UsageError) else None
    help_command = f"{context.command_path if context else 'civicsite'} --help"
    return (
        f"{_sentence(problem, catalogue)}\n{catalogue.text('cli-see-help', command=help_command)}"
    )


def _sentence(problem: click.ClickException, catalogue: Catalogue) -> str:
    if isinstance(problem, click.NoSuchOption):
        near = next(iter(problem.possibilities or ()), "")
        return _suggesting("cli-no-such-option", problem.option_name, near, catalogue)
    if isinstance(problem, click.NoSuchCommand):
        near = next(iter(problem.possibilities or ()), "")
        return _suggesting("cli-no-such-command", problem.command_name, near, catalogue)
    if isinstance(problem, click.MissingParameter):
        name = problem.param.human_readable_name if problem.param else problem.param_hint
        return catalogue.text("cli-missing", name=str(name or ""))
    if isinstance(problem, click.BadParameter):
        name = problem.param.human_readable_name if problem.param else problem.param_hint
        choices = getattr(getattr(problem.param, "type", None), "choices", ())
        if choices:
            known = ", ".join(str(choice) for choice in choices)
            return catalogue.text("cli-one-of", name=str(name), known=known)
        return catalogue.text("cli-bad-value", name=str(name or ""), detail=problem.message)
    return catalogue.text("cli-bad-line", detail=problem.format_message())


def _suggesting(key: str, text: str, near: str, catalogue: Catalogue) -> str:
    said = catalogue.text(key, text=text)
    return f"{said} {catalogue.text('cli-did-you-mean', suggestion=near)}" if near else said
