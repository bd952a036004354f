"""Options that several commands take: what the command line decides of sessions."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from audioguide.app.request import Chosen
from audioguide.core.built_in import AUTO, ENGINES, EngineChoice
from audioguide.core.voice import FASTEST, SLOWEST

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

saying = click.option(
    "--say", "text", metavar="TEXT", help="Build a sample of each, with these words."
)

samples_into = click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    default="samples",
    show_default=True,
    help="Folder for the samples.",
)


def choosing(command: Callable[..., int]) -> Callable[..., int]:
    """Options that go over what scripts and libraries say; the command takes them as `chosen`."""

    @wraps(command)
    def chosen_for(
        length: str | None,
        values: tuple[str, ...],
        voice: str | None,
        engine: EngineChoice | None,
        rate: int | None,
        allow_commands: bool,
        **others: Any,
    ) -> int:
        chosen = Chosen(
            length=length,
            values=values,
            voice=voice,
            engine=engine,
            rate=rate,
            allow_commands=allow_commands,
        )
        return command(chosen=chosen, **others)

    for option in reversed(_OPTIONS):
        chosen_for = option(chosen_for)
    return chosen_for


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
        type=click.Choice([AUTO, *(name for name in ENGINES if name != "command")]),
        help="Who speaks: auto is the best there is, tone rehearses (each word 0.1 s of tone).",
    ),
    click.option(
        "--rate",
        type=click.IntRange(SLOWEST, FASTEST),
        metavar="WORDS",
        help="Words a minute, 150 if nobody says otherwise.",
    ),
    click.option(
        "--allow-commands", is_flag=True, help="Let voices of these scripts run programs."
    ),
)
