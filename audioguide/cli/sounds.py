"""`audioguide chimes` and `audioguide beds`: what there is to hear, and samples of it."""

import os
from collections.abc import Callable, Iterable
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from audioguide.app.samples import Script

_say = click.option(
    "--say", "text", metavar="TEXT", help="Build a sample of each, with these words."
)
_output = click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    default="samples",
    show_default=True,
    help="Folder for the samples.",
)


@click.command()
@_say
@_output
def chimes(text: str | None, output: Path) -> int:
    """List the chimes that are built in: what each takes of the time, and how long it rings."""
    from audioguide.app.samples import with_chime
    from audioguide.core.units import Samples, seconds
    from audioguide.sound.chime import CHIMES

    made = {name: make() for name, make in CHIMES.items()}
    click.echo(f"{'chime':<14} {'takes':>6} {'rings':>7}")
    for name, chime in made.items():
        times = f"{seconds(chime.strike):>4.1f} s {seconds(Samples(chime.wave.size)):>5.1f} s"
        click.echo(f"{name:<14} {times}  {_first_sentence(CHIMES[name])}")
    return _sampled(made, with_chime, text, output)


@click.command()
@_say
@_output
def beds(text: str | None, output: Path) -> int:
    """List the beds that are built in."""
    from audioguide.app.samples import over_bed
    from audioguide.sound.bed import BEDS

    for name, make in BEDS.items():
        click.echo(f"{name:<14} {_first_sentence(make)}")
    return _sampled(BEDS, over_bed, text, output)


def _first_sentence(made_by: Callable[..., object]) -> str:
    told = " ".join((getdoc(made_by) or "").split()).split(". ")[0]
    return told.split(", shape")[0].rstrip(".")


def _sampled(
    names: Iterable[str], script: "Callable[[str, str], Script]", text: str | None, output: Path
) -> int:
    if text is None:
        return 0
    from audioguide.app.samples import build_samples
    from audioguide.cli.report import Report
    from audioguide.store.store import Store, default_folder

    scripts = [script(name, text) for name in names]
    with Report(len(scripts), as_json=False) as report:
        try:
            store = Store(default_folder())
            build_samples(scripts, output, os.cpu_count() or 1, store, report.tell)
        except OSError as error:
            raise click.ClickException(f"cannot write to {output}: {error.strerror}") from error
    return report.finish()
