"""Sessions built on this machine, in one call."""

from collections.abc import Callable, Iterable

from audioguide.script.files import ScriptFile
from audioguide.session.library import build_library
from audioguide.session.options import BuildOptions, Outcome
from audioguide.session.runner import local_runner
from audioguide.store.store import Store


def build_all(
    scripts: Iterable[ScriptFile],
    options: BuildOptions,
    store: Store,
    jobs: int,
    report: Callable[[Outcome], None],
) -> list[Outcome]:
    """Build sessions with `jobs` at once."""
    with local_runner(store, jobs) as runner:
        return build_library(scripts, options, store, runner, report)
