"""`audioguide build`: scripts into sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audioguide.cli.codes import PROBLEMS
from audioguide.cli.options import at_once, choosing, command_of, into

if TYPE_CHECKING:
    from audioguide.session.runner import Runner
    from audioguide.store.store import Store


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
    from audioguide.cli.report import Report, tell_problems
    from audioguide.core.errors import FfmpegError
    from audioguide.session.library import build_library, find_scripts
    from audioguide.session.options import BuildOptions
    from audioguide.session.orphans import orphans
    from audioguide.session.orphans import prune as prune_them
    from audioguide.site.publication import publish
    from audioguide.store.store import Store, default_folder

    if (executor is None) != (scheduler is None):
        raise click.UsageError("--executor and --scheduler go together: a kind and its address")
    try:
        scripts = find_scripts(paths or (Path("scripts"),))
    except FileNotFoundError as error:
        raise click.ClickException(f"there is nothing at {error.args[0]}") from error
    if only and executor:
        raise click.UsageError("--only is built on this machine: leave out --executor")
    options = BuildOptions(output, command_of(**chosen), force, strict, only)
    address = _address(url)
    store = Store(default_folder())
    with Report(len(scripts), as_json, why=why) as report:
        try:
            with _runner(executor, scheduler, store, jobs) as runner:
                build_library(scripts, options, store, runner, report.tell)
            left = orphans(scripts, options, store)
            for orphan in prune_them(left, options, store) if prune else left:
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
    from audioguide.core.names import NOWHERE
    from audioguide.script.address import base_address

    if url == NOWHERE:
        return url
    try:
        return base_address(url)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--url") from error


@contextmanager
def _runner(
    executor: str | None, scheduler: str | None, store: "Store", jobs: int
) -> "Iterator[Runner]":
    """Who builds: this machine, or a cluster."""
    if executor is None or scheduler is None:
        from audioguide.session.runner import LocalRunner

        with LocalRunner(store, jobs) as runner:
            yield runner
        return
    from audioguide.core.errors import ClusterError
    from audioguide.session.cluster import ClusterRunner, connect

    try:
        with connect(executor, scheduler) as workers, ClusterRunner(workers, store) as runner:
            yield runner
    except ClusterError as error:
        raise click.ClickException(str(error)) from error
