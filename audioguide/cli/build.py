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
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def build(
    paths: tuple[Path, ...],
    output: Path,
    jobs: int,
    force: bool,
    strict: bool,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Build scripts, or folders of them, into MP3 sessions. Default: scripts/."""
    from audioguide import ffmpeg
    from audioguide.build.library import build_library, find
    from audioguide.build.order import Order
    from audioguide.build.store import Store, default_folder
    from audioguide.cli.report import Report

    try:
        scripts = find(paths or (Path("scripts"),))
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    try:
        ffmpeg.executable()
    except ffmpeg.FfmpegError as error:
        raise click.ClickException(str(error)) from error
    order = Order(output, command_of(**chosen), force, strict)
    with Report(len(scripts), as_json) as report:
        try:
            build_library(scripts, order, Store(default_folder()), jobs, report.tell)
        except OSError as error:
            raise click.ClickException(f"cannot write to {output}: {error.strerror}") from error
    return report.finish()
