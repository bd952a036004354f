"""`audioguide verify`: finished sessions held against their plans."""

from pathlib import Path

import click

from audioguide.cli.exits import OK, PROBLEMS, refusals_told
from audioguide.cli.options import at_once, into


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[MP3]...")
@into
@at_once
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@refusals_told()
def verify(paths: tuple[Path, ...], output: Path, jobs: int, as_json: bool) -> int:
    """Listen to finished sessions, or folders of them, and hold every cue, level and chapter
    against the plan. Default: all of the output folder."""
    from audioguide.app.verify import verdicts_json, verify_sessions

    def tell(row: str) -> None:
        if not as_json:
            click.echo(row)

    verdicts = verify_sessions(paths, output, jobs, tell)
    if as_json:
        click.echo(verdicts_json(verdicts))
    return OK if all(verdict.good for verdict in verdicts) else PROBLEMS
