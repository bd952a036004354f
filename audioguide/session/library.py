"""A whole library: every script found, each session built, on all cores."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import chain
from pathlib import Path

from audioguide.core import log
from audioguide.core.problem import Place, Problem
from audioguide.core.units import Samples
from audioguide.script.files import ScriptFile, locate
from audioguide.session.options import BuildOptions, Outcome, Reason
from audioguide.session.record import load, renewed, save, stale
from audioguide.session.runner import Runner
from audioguide.speech.register import Engines
from audioguide.store.single_flight import result
from audioguide.store.store import Store


def find_scripts(paths: Iterable[Path]) -> list[ScriptFile]:
    """Every script at the paths, once, in order. Raises FileNotFoundError."""
    return sorted({located for path in paths for located in locate(path)})


def build_library(
    scripts: Iterable[ScriptFile],
    options: BuildOptions,
    store: Store,
    runner: Runner,
    report: Callable[[Outcome], None],
) -> list[Outcome]:
    """Bring each script's session up to date; `report` is told of each, in order of the scripts.
    Raises OSError when nothing can be written to the output folder at all."""
    (options.output / "data").mkdir(parents=True, exist_ok=True)
    clashing: list[Outcome] = []
    alone = list(_alone(scripts, clashing))
    known: dict[ScriptFile, Future[Outcome]] = {}
    engines = Engines()  # for what they tell of voices: the runner has those that speak
    try:
        for located, why in _longest_first(_stale(alone, options, store, engines, known)):
            known[located] = runner.begin(located, options, why)
        outcomes: list[Outcome] = []
        for outcome in chain(clashing, (result(known[located]) for located in alone)):
            report(outcome)
            outcomes.append(outcome)
        return outcomes
    except BaseException:
        runner.stop()
        raise


def _stale(
    scripts: Iterable[ScriptFile],
    options: BuildOptions,
    store: Store,
    engines: Engines,
    fresh: dict[ScriptFile, Future[Outcome]],
) -> Iterator[tuple[ScriptFile, tuple[Reason, ...]]]:
    """The scripts to look at, and why; what is fresh at a glance is known at once."""
    for located in scripts:
        target = options.target(located)
        record = load(store, target)
        why = stale(record, located, options, engines)
        if record is None or why:
            reasons = "; ".join(f"{one.path or ''} {one.text}".strip() for one in why)
            log.note("%s is stale: %s", located.name, reasons)
            yield located, why
            continue
        now = renewed(record)
        if now != record:
            save(store, target, now)  # touched: the next glance need not read
        outcome = Outcome(
            located,
            "fresh",
            length=Samples(record.length),
            size=target.stat().st_size,
            problems=record.warnings,
        )
        fresh[located] = Future()
        fresh[located].set_result(outcome)


def _longest_first(
    found: Iterable[tuple[ScriptFile, tuple[Reason, ...]]],
) -> list[tuple[ScriptFile, tuple[Reason, ...]]]:
    """So that no core waits at the end for one that began late. A script's size tells enough."""
    return sorted(found, key=lambda one: -_size(one[0].path))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _alone(scripts: Iterable[ScriptFile], failed: list[Outcome]) -> Iterator[ScriptFile]:
    """The scripts that have an output of their own; two cannot write one file."""
    taken: dict[str, ScriptFile] = {}
    for located in scripts:
        first = taken.setdefault(located.name, located)
        if first is located:
            yield located
        else:
            place = Place(located.path.relative_to(located.root).as_posix(), 1, 1)
            clash = Problem(place, f"its session would overwrite that of {first.path.name}")
            failed.append(Outcome(located, "failed", problems=(clash,)))
