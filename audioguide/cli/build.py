"""`audioguide build`: scripts into sessions."""

import os
from pathlib import Path
from typing import Any

import click

from audioguide.cli.options import choosing, command_of


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    default="output",
    show_default=True,
    help="Folder for the sessions.",
)
@click.option(
    *("-j", "--jobs"),
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="all cores",
    help="How much is done at once.",
)
@click.option("--force", is_flag=True, help="Build even what is up to date.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--why", is_flag=True, help="Tell of each session which input made it stale.")
@click.option("--prune", is_flag=True, help="Remove sessions whose script is gone.")
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def build(
    paths: tuple[Path, ...],
    output: Path,
    jobs: int,
    force: bool,
    strict: bool,
    why: bool,
    prune: bool,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Build scripts, or folders of them, into MP3 sessions. Default: scripts/."""
    from audioguide.build.crew import Local
    from audioguide.build.library import build_library, find
    from audioguide.build.order import Order
    from audioguide.build.orphans import orphans
    from audioguide.build.orphans import prune as prune_them
    from audioguide.build.store import Store, default_folder
    from audioguide.cli.report import Report
    from audioguide.ffmpeg import FfmpegError

    try:
        scripts = find(paths or (Path("scripts"),))
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    order = Order(output, command_of(**chosen), force, strict)
    store = Store(default_folder())
    with Report(len(scripts), as_json, why=why) as report, Local(store, jobs) as crew:
        try:
            build_library(scripts, order, store, crew, report.tell)
            left = orphans(scripts, order, store)
            for orphan in prune_them(left, order) if prune else left:
                report.tell(orphan)
        except FfmpegError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"cannot write to {output}: {error.strerror}") from error
    return report.finish()
