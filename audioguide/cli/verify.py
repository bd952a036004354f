"""`audioguide verify`: finished sessions held against their plans."""

from pathlib import Path

import click

from audioguide.cli.codes import OK, PROBLEMS
from audioguide.cli.options import at_once, into
from audioguide.core.errors import FfmpegError


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[MP3]...")
@into
@at_once
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def verify(paths: tuple[Path, ...], output: Path, jobs: int, as_json: bool) -> int:
    """Listen to finished sessions, or folders of them, and hold every cue, level and chapter
    against the plan. Default: all of the output folder."""
    from audioguide.app.verdicts import HEAD, verdict_text, verdicts_json
    from audioguide.core import ffmpeg
    from audioguide.store.store import Store, default_folder
    from audioguide.verify.finished import find_finished
    from audioguide.verify.verdict import Verdict
    from audioguide.verify.verdict import verify as listen

    try:
        sessions = find_finished(paths, output)
        ffmpeg.executable()
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    except FfmpegError as error:
        raise click.ClickException(str(error)) from error
    if not sessions:
        raise click.ClickException("there is no session to verify")

    def tell(verdict: Verdict) -> None:
        if not as_json:
            click.echo(verdict_text(verdict))

    if not as_json:
        click.echo(HEAD)
    verdicts = listen(sessions, Store(default_folder()), jobs, tell)
    if as_json:
        click.echo(verdicts_json(verdicts))
    return OK if all(verdict.good for verdict in verdicts) else PROBLEMS
