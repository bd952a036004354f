"""`audioguide voices`: who can speak on this machine, samples of them, and voices to fetch."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.cli.codes import OK, PROBLEMS
from audioguide.core.voice import ENGINES, Voice

if TYPE_CHECKING:
    from audioguide.speech.engine import Speaker
    from audioguide.speech.piper.voice_source import Offer

_LISTED = tuple(name for name in ENGINES if name != "command")
"""Engines that have voices of their own."""


@click.group(invoke_without_command=True)
@click.option("--engine", type=click.Choice(_LISTED), help="Only its voices.")
@click.option("--language", help="Only voices of a language, such as de or en-GB.")
@click.option("--gender", type=click.Choice(["female", "male"]), help="Only such voices.")
@click.option("--say", "text", metavar="TEXT", help="Build a sample of each, with these words.")
@click.option("--phonemes", metavar="TEXT", help="Show how one voice says a text.")
@click.option("--voice", "named", metavar="NAME", help="Whose phonemes; its engine's name for it.")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    default="samples",
    show_default=True,
    help="Folder for the samples.",
)
@click.pass_context
def voices(
    context: click.Context,
    engine: str | None,
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
        spoken = (language or Voice().language).partition("-")[0]
        voice = Voice(engine or Voice().engine, named or "", spoken)
        return _tell_phonemes(phonemes, voice)
    found = [
        (name, speaker)
        for name, speaker in _speakers(engine)
        if _speaks(speaker, language) and gender in (None, speaker.gender)
    ]
    _tell(found)
    return OK if text is None else _build_samples(found, text, output)


@voices.command()
@click.argument("name")
@click.option(
    "--from", "source", metavar="PLACE", help="Another collection: its address, or its folder."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def add(name: str, source: str | None, yes: bool) -> int:
    """Fetch a voice for Piper, NAME as en_US-lessac-medium, once its size, licence and checksums
    have been shown."""
    import sys

    from audioguide.core.errors import SpeechError
    from audioguide.speech.piper import voice_folder, voice_source

    folder = voice_folder.folder()
    try:
        offered = voice_source.offer(name, source or voice_source.own_collection())
        _tell_offer(offered, folder)
        if not yes:
            if not sys.stdin.isatty():
                raise click.UsageError("nobody can be asked here: --yes fetches it")
            click.confirm("Fetch it?", abort=True)
        with click.progressbar(length=offered.size, label=name, file=sys.stderr) as bar:
            voice_source.fetch(offered, folder, bar.update)
    except (SpeechError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"voice: {{ engine: piper, name: {name} }}")
    return OK


def _speakers(engine: str | None) -> "Iterator[tuple[str, Speaker]]":
    """Engines' names and voices; those of engines that are not installed are only missed aloud."""
    from contextlib import closing

    from audioguide.core.errors import SpeechError
    from audioguide.speech.register import ENGINES as MAKERS

    for name in (engine,) if engine else _LISTED:
        with closing(MAKERS[name]()) as made:
            try:
                yield from ((name, speaker) for speaker in made.speakers())
            except SpeechError as error:
                click.echo(f"{name}: {error}", err=True)


def _speaks(speaker: "Speaker", language: str | None) -> bool:
    tag = speaker.language.casefold()
    wanted = (language or "").casefold()
    return not wanted or tag == wanted or tag.startswith(f"{wanted}-")


def _tell(found: "list[tuple[str, Speaker]]") -> None:
    rows = [(name, one.name, one.language, one.gender, one.licence) for name, one in found]
    titles = ("engine", "name", "language", "gender", "licence")
    widths = [max(map(len, column)) for column in zip(titles, *rows, strict=True)]
    for row in (titles, *rows):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _tell_offer(offered: "Offer", folder: Path) -> None:
    click.echo(f"{offered.name}: {offered.language}, {offered.quality} quality")
    licence = _printable(offered.licence) or "its model card names none: read it below"
    click.echo(f"licence   {licence}")
    click.echo(f"size      {offered.size / 1e6:.1f} MB, into {folder}")
    for file in offered.files:
        click.echo(f"          {file.name}  {file.size} bytes  md5 {file.md5}")
    click.echo("\n".join(f"  | {_printable(line)}" for line in offered.card.strip().splitlines()))


def _printable(text: str) -> str:
    """Somebody else's words, without what would move a terminal's cursor."""
    from audioguide.script.source import UNPRINTABLE

    return UNPRINTABLE.sub("", text)


def _tell_phonemes(text: str, voice: Voice) -> int:
    from contextlib import closing

    from audioguide.core.errors import ScriptProblems, SpeechError
    from audioguide.script.located import library_of
    from audioguide.script.settings import read_library
    from audioguide.speech.register import ENGINES as MAKERS

    here = Path("scripts") if Path("scripts").is_dir() else Path()
    try:
        lexicon = read_library(library_of(here.absolute())).lexicon
    except ScriptProblems as found:
        raise click.ClickException(str(found)) from found
    spelt = lexicon.spell(text, voice.language, voice.name)
    with closing(MAKERS[voice.engine]()) as engine:
        try:
            told = engine.phonemes(spelt, voice)
        except SpeechError as error:
            raise click.ClickException(str(error)) from error
    if spelt != text:
        click.echo(f"{text} → {spelt}")
    click.echo(told or f"{voice.engine} cannot tell")
    return OK if told else PROBLEMS


def _build_samples(found: "list[tuple[str, Speaker]]", text: str, output: Path) -> int:
    import os

    from audioguide.app.samples import build_samples, in_voice
    from audioguide.cli.report import Report
    from audioguide.store.store import Store, default_folder

    scripts = [in_voice(name, speaker.name, text) for name, speaker in found]
    with Report(len(scripts), as_json=False) as report:
        try:
            store = Store(default_folder())
            build_samples(scripts, output, os.cpu_count() or 1, store, report.tell)
        except OSError as error:
            raise click.ClickException(f"cannot write to {output}: {error.strerror}") from error
    return report.finish()
