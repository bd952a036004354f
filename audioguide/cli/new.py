"""`audioguide new`: a script to start from."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.codes import OK

if TYPE_CHECKING:
    from audioguide.script.lexicon import Respelling


@click.command()
@click.argument("name")
@click.option("--from", "routine", metavar="ROUTINE", help="Start from a shipped routine.")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    help="The script's file, or its folder.  [default: scripts]",
)
def new(name: str, routine: str | None, output: Path | None) -> int:
    """Write a short script that explains itself to scripts/NAME.yaml, for you to change."""
    from audioguide.app.starter import copied, starter, title_for, unknown_words

    path = free_place(name, output)
    title = title_for(name)
    try:
        text = starter(title) if routine is None else copied(routine, title)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--from") from error
    keep(path, text)
    click.echo(f"{_shown(path)}: written")
    if routine is not None and (unknown := unknown_words(routine, path.parent)):
        click.echo(_spellings(unknown))
    click.echo(f"next: audioguide build {_shown(path)}")
    click.echo(f"      audioguide watch {_shown(path)}    builds it again on every save")
    return OK


def free_place(name: str, output: Path | None) -> Path:
    """The file for a new script. Raises ClickException: no name for a script, or it is taken."""
    from audioguide.app.starter import place

    try:
        return place(name, output)
    except FileExistsError as error:
        taken, free = error.args
        message = f"{taken} is there already, and was not changed; {free} is free (-o {free})"
        raise click.ClickException(message) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def keep(path: Path, text: str) -> None:
    """Write a script, all of it or nothing. Raises ClickException."""
    from audioguide.store.files import write

    try:
        write(path, text.encode())
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error


def _shown(path: Path) -> str:
    from audioguide.app.words import shown

    return shown(path)


def _spellings(unknown: "list[Respelling]") -> str:
    """What to add to a library, for the voice to say the words of a routine as intended."""
    from audioguide.importing.writing import in_yaml

    lines = ["for the voice to say all of its words well, add to your library.yaml:", "  lexicon:"]
    for scope in dict.fromkeys(entry.scope for entry in unknown):
        lines += [f"    {scope}:"] if scope else []
        indent = "      " if scope else "    "
        lines += [f"{indent}{e.word}: {in_yaml(e.spelt)}" for e in unknown if e.scope == scope]
    return "\n".join(lines)
