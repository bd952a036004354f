"""`audioguide new`: a script to start from."""

from pathlib import Path

import click

from audioguide.cli.exits import OK, refusals_told


@click.command()
@click.argument("name")
@click.option("--from", "routine", metavar="ROUTINE", help="Start from a shipped routine.")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    help="The script's file, or its folder.  [default: scripts]",
)
@refusals_told()
def new(name: str, routine: str | None, output: Path | None) -> int:
    """Write a short script that explains itself to scripts/NAME.yaml, for you to change."""
    from audioguide.app.new import new_script
    from audioguide.app.words import shown

    written = new_script(name, routine, output)
    path = shown(written.path)
    click.echo(f"{path}: written")
    if written.lexicon is not None:
        click.echo("for the voice to say all of its words well, add to your library.yaml:")
        click.echo(written.lexicon)
    click.echo(f"next: audioguide build {path}")
    click.echo(f"      audioguide watch {path}    builds it again on every save")
    return OK
