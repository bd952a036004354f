"""Options that several commands take: what the command line decides of sessions."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from audioguide.core.voice import ENGINES, VoiceChoice

if TYPE_CHECKING:
    from audioguide.script.command import Command

F = TypeVar("F", bound=Callable[..., Any])

into = click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    default="output",
    show_default=True,
    help="Folder of the sessions.",
)

at_once = click.option(
    *("-j", "--jobs"),
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="all cores",
    help="How much is done at once.",
)


def choosing(command: F) -> F:
    """Options that go over what scripts and libraries say; the command takes them as `chosen`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def command_of(
    length: str | None,
    values: tuple[str, ...],
    voice: str | None,
    engine: str | None,
    allow_commands: bool,
) -> "Command":
    """The options as one value. Raises BadParameter, ClickException."""
    from audioguide.script.command import Command
    from audioguide.script.duration import parse_duration

    try:
        lasting = None if length is None else parse_duration(length)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--length") from error
    chosen = VoiceChoice(engine, voice)
    return Command(chosen, lasting, dict(map(_pair, values)), allow_commands, _trusted())


def _trusted() -> tuple[str, ...]:
    """Folders whose voices may run programs, from the user's own configuration."""
    from platformdirs import user_config_path

    file = user_config_path("audioguide", appauthor=False) / "config.yaml"
    if not file.is_file():
        return ()
    from audioguide.core.errors import ScriptProblems
    from audioguide.script.user_config import trusted_folders

    try:
        return trusted_folders(file)
    except ScriptProblems as found:
        raise click.ClickException(str(found)) from found


def _pair(written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not name.isidentifier():
        raise click.BadParameter(f"`{written}`: write NAME=VALUE", param_hint="--set")
    return name, value


_OPTIONS = (
    click.option("--length", metavar="TIME", help="Fit flexible times to this length, such as 8m."),
    click.option(
        "--set",
        "values",
        metavar="NAME=VALUE",
        multiple=True,
        help="What {NAME} in texts stands for.",
    ),
    click.option("--voice", help="A voice, by its engine's name for it."),
    click.option(
        "--engine",
        type=click.Choice([name for name in ENGINES if name != "command"]),
        help="Who speaks; tone rehearses (each word 0.1 s of tone).",
    ),
    click.option(
        "--allow-commands", is_flag=True, help="Let voices of these scripts run programs."
    ),
)
