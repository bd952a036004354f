"""`audioguide build`: scripts into sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audioguide.cli.codes import PROBLEMS
from audioguide.cli.options import at_once, choosing, command_of, into

if TYPE_CHECKING:
    from audioguide.build.crew import Crew
    from audioguide.build.store import Store


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@into
@at_once
@click.option("--force", is_flag=True, help="Build even what is up to date.")
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--only", metavar="CHAPTER", default="", help="One chapter, as NAME--CHAPTER.mp3.")
@click.option("--why", is_flag=True, help="Tell of each session which input made it stale.")
@click.option(
    "--url",
    metavar="ADDRESS",
    help="Where the output folder is published: writes feed.xml; `none` removes it.",
)
@click.option("--prune", is_flag=True, help="Remove sessions whose script is gone.")
@click.option(
    "--executor", type=click.Choice(["dask"]), help="Have sessions built by a cluster's workers."
)
@click.option("--scheduler", metavar="ADDRESS", help="Where the cluster's scheduler answers.")
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def build(
    paths: tuple[Path, ...],
    output: Path,
    jobs: int,
    force: bool,
    strict: bool,
    only: str,
    why: bool,
    url: str | None,
    prune: bool,
    executor: str | None,
    scheduler: str | None,
    as_json: bool,
    **chosen: Any,
) -> int:
    """Build scripts, or folders of them, into MP3 sessions. Default: scripts/."""
    from audioguide.build.library import build_library, find
    from audioguide.build.order import Order
    from audioguide.build.orphans import orphans
    from audioguide.build.orphans import prune as prune_them
    from audioguide.build.publication import publish
    from audioguide.build.store import Store, default_folder
    from audioguide.cli.report import Report, tell_problems
    from audioguide.ffmpeg import FfmpegError

    if (executor is None) != (scheduler is None):
        raise click.UsageError("--executor and --scheduler go together: a kind and its address")
    try:
        scripts = find(paths or (Path("scripts"),))
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    if only and executor:
        raise click.UsageError("--only is built on this machine: leave out --executor")
    order = Order(output, command_of(**chosen), force, strict, only)
    address = _address(url)
    store = Store(default_folder())
    with Report(len(scripts), as_json, why=why) as report:
        try:
            with _crew(executor, scheduler, store, jobs) as crew:
                build_library(scripts, order, store, crew, report.tell)
            left = orphans(scripts, order, store)
            for orphan in prune_them(left, order, store) if prune else left:
                report.tell(orphan)
            found = publish(scripts, output, address, store)
            tell_problems(found, Path())
        except FfmpegError as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"cannot write to {output}: {error.strerror}") from error
    code = report.finish()
    return PROBLEMS if any(strict or one.severity == "error" for one in found) else code


def _address(url: str | None) -> str:
    if url is None:
        return ""
    from audioguide.publish.names import NOWHERE
    from audioguide.script.address import base_address

    if url == NOWHERE:
        return url
    try:
        return base_address(url)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--url") from error


@contextmanager
def _crew(
    executor: str | None, scheduler: str | None, store: "Store", jobs: int
) -> "Iterator[Crew]":
    """Who builds: this machine, or a cluster."""
    if executor is None or scheduler is None:
        from audioguide.build.crew import Local

        with Local(store, jobs) as crew:
            yield crew
        return
    from audioguide.build.parcel import RemoteError
    from audioguide.build.remote import Remote, connect

    try:
        with connect(executor, scheduler) as workers, Remote(workers, store) as crew:
            yield crew
    except RemoteError as error:
        raise click.ClickException(str(error)) from error
