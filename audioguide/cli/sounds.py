"""`audioguide chimes` and `audioguide beds`: what there is to hear, and samples of it."""

from pathlib import Path

import click

from audioguide.cli.exits import OK, refusals_told
from audioguide.cli.options import samples_into, saying


@click.command()
@saying
@samples_into
@refusals_told()
def chimes(text: str | None, output: Path) -> int:
    """List the chimes that are built in: what each takes of the time, and how long it rings."""
    from audioguide.app.sounds import list_chimes, sample_chimes
    from audioguide.cli.report import sampled
    from audioguide.core.units import seconds

    click.echo(f"{'chime':<14} {'takes':>6} {'rings':>7}")
    for one in list_chimes():
        times = f"{seconds(one.strike):>4.1f} s {seconds(one.ringing):>5.1f} s"
        click.echo(f"{one.name:<14} {times}  {one.about}")
    return OK if text is None else sampled(lambda report: sample_chimes(text, output, report))


@click.command()
@saying
@samples_into
@refusals_told()
def beds(text: str | None, output: Path) -> int:
    """List the beds that are built in."""
    from audioguide.app.sounds import list_beds, sample_beds
    from audioguide.cli.report import sampled

    for one in list_beds():
        click.echo(f"{one.name:<14} {one.about}")
    return OK if text is None else sampled(lambda report: sample_beds(text, output, report))
