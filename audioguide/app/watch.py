"""Watching: a library built once, and again whenever something in it was saved."""

import os
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from audioguide.app.request import Chosen, overrides_of, scripts_at
from audioguide.app.saves import Ticks, WatchedArea, area_of, bursts, watched, while_there
from audioguide.core.errors import FfmpegError
from audioguide.core.problem import Problem
from audioguide.script.files import ScriptFile
from audioguide.session.library import build_library, find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.session.runner import LocalRunner, local_runner
from audioguide.site.publication import publish
from audioguide.store.store import Store, default_folder


@dataclass(frozen=True, slots=True)
class Run:
    """What is new after building once more."""

    outcomes: tuple[Outcome, ...]
    """Of what was built or failed, is new, good again or gone: on the first run, all."""
    missing: tuple[Path, ...]
    """Paths that were named, and are gone since the last run."""
    took: float
    """Seconds."""
    error: str = ""
    """Why it was broken off."""
    problems: tuple[Problem, ...] = ()
    """Of what shows all sessions; places have the whole path."""


def watch_sessions(
    paths: tuple[Path, ...],
    output: Path,
    chosen: Chosen,
    jobs: int,
    report: Callable[[Outcome], None],
) -> Generator[Run, None, None]:
    """Build the sessions of the scripts at the paths, and again after each burst of saves, as
    `runs` does. Raises RequestError at once when there is nothing at a path."""
    options = BuildOptions(output, overrides_of(chosen))
    scripts_at(paths)
    return runs(paths, options, Store(default_folder()), jobs, report)


def runs(
    paths: Iterable[Path],
    options: BuildOptions,
    store: Store,
    jobs: int,
    report: Callable[[Outcome], None],
    watching: Callable[[WatchedArea], Ticks] = watched,
) -> Generator[Run, None, None]:
    """Build, and again after each burst of saves; `report` is told of outcomes as they come. Ends
    only by what is raised: KeyboardInterrupt, WatchError."""
    given = [Path(os.path.abspath(path)) for path in paths]
    look = partial(area_of, given, options, store)
    with ExitStack() as runners:
        rebuilder = _Rebuilder(
            options=options, store=store, jobs=jobs, report=report, runners=runners
        )
        while True:
            area = look()
            with closing(watching(area)) as ticks:
                next(ticks, None)  # from here on no save goes unnoticed
                yield rebuilder.run(given)
                for _ in bursts(while_there(area, look, ticks), area.holds):
                    yield rebuilder.run(given)


@dataclass(slots=True)
class _Rebuilder:
    """A runner that stays, and what it did last."""

    options: BuildOptions
    store: Store
    jobs: int
    report: Callable[[Outcome], None]
    runners: ExitStack
    runner: LocalRunner | None = None
    scripts: set[ScriptFile] = field(default_factory=set)
    missing: set[Path] = field(default_factory=set)
    failed: set[ScriptFile] = field(default_factory=set)

    def run(self, paths: Iterable[Path]) -> Run:
        """Build what is there now."""
        began = time.perf_counter()
        scripts, missing = _found(paths)
        news: list[Outcome] = []

        def note(outcome: Outcome) -> None:
            known = outcome.located in self.scripts and outcome.located not in self.failed
            if outcome.status != "fresh" or not known:
                news.append(outcome)
                self.report(outcome)

        error = ""
        problems: tuple[Problem, ...] = ()
        try:
            for located in sorted(self.scripts.difference(scripts)):
                if not located.path.exists():
                    note(Outcome(located, "orphan"))
            outcomes = build_library(scripts, self.options, self.store, self._rested(), note)
            problems = publish(scripts, self.options.output, "", self.store)
            self.failed = {one.located for one in outcomes if one.status == "failed"}
        except FfmpegError as broken:
            error = str(broken)
        except BrokenPipeError:
            raise  # whoever read the report has left
        except OSError as broken:
            error = f"cannot write to {self.options.output}: {broken.strerror}"
        if error:
            self.runners.close()  # a runner that was stopped does not begin again
            self.runner = None
        gone, self.missing = tuple(sorted(missing - self.missing)), missing
        self.scripts = set(scripts)
        return Run(
            outcomes=tuple(news),
            missing=gone,
            took=time.perf_counter() - began,
            error=error,
            problems=problems,
        )

    def _rested(self) -> LocalRunner:
        """The runner, which reads anew what it had read before the save."""
        if self.runner is None:
            self.runner = self.runners.enter_context(local_runner(self.store, self.jobs))
        else:
            self.runner.rest()
        return self.runner


def _found(paths: Iterable[Path]) -> tuple[list[ScriptFile], set[Path]]:
    """The scripts at paths, and the paths where nothing is."""
    scripts: set[ScriptFile] = set()
    missing: set[Path] = set()
    for path in paths:
        try:
            scripts.update(find_scripts([path]))
        except FileNotFoundError:
            missing.add(path)
    return sorted(scripts), missing
