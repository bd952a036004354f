"""Scripts into sessions."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audioguide.app.progress import Progress
from audioguide.app.request import Chosen, overrides_of, scripts_at
from audioguide.core.built_in import ClusterName
from audioguide.core.errors import OptionError, RequestError
from audioguide.core.names import NOWHERE
from audioguide.core.problem import Problem
from audioguide.session.library import build_library
from audioguide.session.options import BuildOptions
from audioguide.session.orphans import orphans, prune
from audioguide.session.runner import Runner, local_runner
from audioguide.site.publication import publish
from audioguide.store.store import Store, default_folder


@dataclass(frozen=True, slots=True)
class Cluster:
    """Who builds, when it is not this machine."""

    executor: ClusterName
    scheduler: str
    """Its address."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """A build that is asked for."""

    paths: tuple[Path, ...]
    output: Path
    chosen: Chosen
    jobs: int
    force: bool
    strict: bool
    only: str
    url: str | None
    """Where the output folder is published, as it was written; None leaves it as it was."""
    prune: bool
    cluster: Cluster | None


def build_sessions(request: BuildRequest, progress: Progress) -> tuple[Problem, ...]:
    """Bring sessions up to date, and what shows all of them. Returns what is wrong with the latter;
    places have the whole path. Raises AudioguideError."""
    scripts = scripts_at(request.paths)
    options = BuildOptions(
        request.output,
        overrides_of(request.chosen),
        force=request.force,
        strict=request.strict,
        only=request.only,
    )
    address = _address(request.url)
    store = Store(default_folder())
    progress.begin(len(scripts))
    try:
        with _runner(request, store) as runner:
            build_library(scripts, options, store, runner, progress.tell)
        left = orphans(scripts, options, store)
        for orphan in prune(left, options, store) if request.prune else left:
            progress.tell(orphan)
        return publish(scripts, request.output, address, store)
    except OSError as error:
        raise RequestError(f"cannot write to {request.output}: {error.strerror}") from error


def _address(url: str | None) -> str:
    if url is None or url == NOWHERE:
        return url or ""
    from audioguide.script.address import base_address

    try:
        return base_address(url)
    except ValueError as error:
        raise OptionError("--url", str(error)) from error


@contextmanager
def _runner(request: BuildRequest, store: Store) -> Iterator[Runner]:
    """This machine's, or a cluster's."""
    if request.cluster is None:
        with local_runner(store, request.jobs) as runner:
            yield runner
        return
    from audioguide.session.cluster import cluster_runner, connect

    with (
        connect(request.cluster.executor, request.cluster.scheduler) as workers,
        cluster_runner(workers, store) as runner,
    ):
        yield runner
