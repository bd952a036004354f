"""`audioguide build`: scripts into sessions."""

from contextlib import closing
from pathlib import Path

import click

from audioguide.app.request import Chosen
from audioguide.cli.exits import PROBLEMS, refusals_told
from audioguide.cli.options import at_once, choosing, into
from audioguide.core.built_in import CLUSTERS, ClusterName


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
    "--executor", type=click.Choice(CLUSTERS), help="Have sessions built by a cluster's workers."
)
@click.option("--scheduler", metavar="ADDRESS", help="Where the cluster's scheduler answers.")
@choosing
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
@refusals_told()
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
    executor: ClusterName | None,
    scheduler: str | None,
    as_json: bool,
    chosen: Chosen,
) -> int:
    """Build scripts, or folders of them, into MP3 sessions. Default: scripts/."""
    from audioguide.app.build import BuildRequest, Cluster, build_sessions
    from audioguide.cli.report import Report, tell_problems

    if (executor is None) != (scheduler is None):
        raise click.UsageError("--executor and --scheduler go together: a kind and its address")
    if only and executor:
        raise click.UsageError("--only is built on this machine: leave out --executor")
    request = BuildRequest(
        paths=paths,
        output=output,
        chosen=chosen,
        jobs=jobs,
        force=force,
        strict=strict,
        only=only,
        url=url,
        prune=prune,
        cluster=None if executor is None or scheduler is None else Cluster(executor, scheduler),
    )
    with closing(Report(as_json, why=why)) as report:
        found = build_sessions(request, report)
        tell_problems(found, Path())
    code = report.finish()
    return PROBLEMS if any(strict or one.severity == "error" for one in found) else code
