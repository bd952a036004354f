"""`audioguide watch`: sessions built again on every save."""

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audioguide.app.request import SCRIPTS, Chosen
from audioguide.cli.exits import OK, refusals_told
from audioguide.cli.options import at_once, choosing, into

if TYPE_CHECKING:
    from audioguide.app.progress import Outcome
    from audioguide.app.watch import Run


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@into
@at_once
@choosing
@refusals_told()
def watch(paths: tuple[Path, ...], output: Path, jobs: int, chosen: Chosen) -> int:
    """Build scripts, or folders of them, and build again on every save. Default: scripts/."""
    from audioguide.app.watch import watch_sessions
    from audioguide.cli.report import Report

    paths = paths or (SCRIPTS,)
    report = Report(as_json=False)

    def hear(outcome: "Outcome") -> None:
        report.tell(outcome)

    with closing(watch_sessions(paths, output, chosen, jobs, hear)) as built:
        click.echo(f"watching {' '.join(map(_named, paths))}: Ctrl-C ends", err=True)
        _tell_first(next(built))
        for run in built:
            _tell(run)
            report = Report(as_json=False)  # a problem that is still there is told again
    return OK


def _named(path: Path) -> str:
    return f"{path}/" if path.is_dir() else str(path)


def _tell_first(run: "Run") -> None:
    """Raises ClickException: what cannot be done the first time is wrongly asked for."""
    if run.error:
        raise click.ClickException(run.error)
    if not run.outcomes:
        click.echo("no scripts found yet", err=True)
    _tell(run)


def _tell(run: "Run") -> None:
    from audioguide.app.words import shown
    from audioguide.cli.report import tell_problems

    for path in run.missing:
        click.echo(f"there is nothing at {shown(path)} any more", err=True)
    tell_problems(run.problems, Path())
    if run.error:
        click.echo(run.error, err=True)
    tally = Counter(outcome.status for outcome in run.outcomes)
    if tally:
        told = ", ".join(f"{count} {status}" for status, count in sorted(tally.items()))
        click.echo(f"{told} in {run.took:.2f} s")
