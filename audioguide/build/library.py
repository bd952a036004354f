"""A whole library: every script found, each session built, on all cores."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from audioguide.build.order import Order, Outcome
from audioguide.build.session import build_session
from audioguide.build.store import Store
from audioguide.build.workshop import Workshop
from audioguide.script.located import Located, locate
from audioguide.script.problem import Place, Problem


def find(paths: Iterable[Path]) -> list[Located]:
    """Every script at the paths, once, in order. Raises FileNotFoundError."""
    return sorted({located for path in paths for located in locate(path)})


def build_library(
    scripts: Iterable[Located],
    order: Order,
    store: Store,
    jobs: int,
    report: Callable[[Outcome], None],
) -> list[Outcome]:
    """Build each script's session; `report` hears of each, in order of the scripts. Raises OSError
    when nothing can be written to the output folder at all."""
    (order.output / "data").mkdir(parents=True, exist_ok=True)
    clashing: list[Outcome] = []
    outcomes: list[Outcome] = []
    with Workshop(store, jobs) as workshop, ThreadPoolExecutor(jobs) as sessions:
        try:
            building = [
                sessions.submit(build_session, located, order, workshop)
                for located in _alone(scripts, clashing)
            ]
            for outcome in chain(clashing, (future.result() for future in building)):
                report(outcome)
                outcomes.append(outcome)
        except BaseException:
            sessions.shutdown(wait=False, cancel_futures=True)
            workshop.stop()
            raise
    return outcomes


def _alone(scripts: Iterable[Located], failed: list[Outcome]) -> Iterator[Located]:
    """The scripts that have an output of their own; two cannot write one file."""
    taken: dict[str, Located] = {}
    for located in scripts:
        first = taken.setdefault(located.name, located)
        if first is located:
            yield located
        else:
            place = Place(located.path.relative_to(located.root).as_posix(), 1, 1)
            clash = Problem(place, f"its session would overwrite that of {first.path.name}")
            failed.append(Outcome(located, "failed", problems=(clash,)))
