"""A whole library: every script found, each session built, on all cores."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import chain
from pathlib import Path

from audioguide.build.crew import Crew
from audioguide.build.order import Order, Outcome, Reason
from audioguide.build.record import load, renewed, save, stale
from audioguide.build.store import Store
from audioguide.build.waiting import result
from audioguide.script.located import Located, locate
from audioguide.script.problem import Place, Problem
from audioguide.units import Samples


def find(paths: Iterable[Path]) -> list[Located]:
    """Every script at the paths, once, in order. Raises FileNotFoundError."""
    return sorted({located for path in paths for located in locate(path)})


def build_library(
    scripts: Iterable[Located],
    order: Order,
    store: Store,
    crew: Crew,
    report: Callable[[Outcome], None],
) -> list[Outcome]:
    """Bring each script's session up to date; `report` hears of each, in order of the scripts.
    Raises OSError when nothing can be written to the output folder at all."""
    (order.output / "data").mkdir(parents=True, exist_ok=True)
    clashing: list[Outcome] = []
    alone = list(_alone(scripts, clashing))
    known: dict[Located, Future[Outcome]] = {}
    try:
        for located, why in _longest_first(_stale(alone, order, store, known)):
            known[located] = crew.begin(located, order, why)
        outcomes: list[Outcome] = []
        for outcome in chain(clashing, (result(known[located]) for located in alone)):
            report(outcome)
            outcomes.append(outcome)
        return outcomes
    except BaseException:
        crew.stop()
        raise


def _stale(
    scripts: Iterable[Located], order: Order, store: Store, fresh: dict[Located, Future[Outcome]]
) -> Iterator[tuple[Located, tuple[Reason, ...]]]:
    """The scripts to look at, and why; what is fresh at a glance is known at once."""
    for located in scripts:
        target = order.target(located)
        record = load(store, target)
        why = stale(record, located, order)
        if record is None or why:
            yield located, why
            continue
        now = renewed(record)
        if now != record:
            save(store, target, now)  # touched: the next glance need not read
        outcome = Outcome(
            located, "fresh", Samples(record.length), target.stat().st_size, record.warnings
        )
        fresh[located] = Future()
        fresh[located].set_result(outcome)


def _longest_first(
    found: Iterable[tuple[Located, tuple[Reason, ...]]],
) -> list[tuple[Located, tuple[Reason, ...]]]:
    """So that no core waits at the end for one that began late. A script's size tells enough."""
    return sorted(found, key=lambda one: -_size(one[0].path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


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
