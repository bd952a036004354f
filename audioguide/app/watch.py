"""Watching: a library built once, and again whenever something in it was saved."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TypeAlias

from audioguide.app.request import Chosen, command_of, scripts_at
from audioguide.core.errors import FfmpegError, WatchError
from audioguide.core.problem import Problem
from audioguide.script.located import Located, library_of
from audioguide.session.library import build_library, find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.session.runner import LocalRunner, local_runner
from audioguide.site.publication import publish
from audioguide.store.store import Store, default_folder

_TICK = 20
"""Milliseconds between two looks at what changed. A tick that brings something takes two looks,
one more must bring nothing: 40 to 60 ms from the last save to the build."""

_MOST = 5
"""Ticks that a burst may last: 0.3 s. Whoever saves without end is built all the same."""

_LOOK = 25
"""Ticks between two looks whether the folders are still the same: half a second."""

_PASSING = (
    *("*~", "*.bak", "*.tmp", "*.part", "*.swp", "*.swx"),
    "4913",  # vim tries out with it whether a folder can be written
    *("#*#", "*___jb_tmp___", "*___jb_old___"),  # Emacs, JetBrains
)
"""Files that editors leave beside the one they save."""

Saved: TypeAlias = frozenset[Path]
Ticks: TypeAlias = Generator[Saved, None, None]
"""What changed, tick by tick, mostly nothing; the first comes when watching has begun."""


@dataclass(frozen=True, slots=True)
class Area:
    """Folders, with all below them."""

    folders: tuple[Path, ...]
    without: tuple[Path, ...]
    """Folders in them that do not count: what a build writes itself."""
    seen: tuple[tuple[int, int] | None, ...]
    """Device and inode of each folder; None when it is gone. Another one may come in its place."""

    def holds(self, path: Path) -> bool:
        """Whether a build may depend on what changed at a path."""
        if any(_below(path, folder) is not None for folder in self.without):
            return False
        found = (_below(path, folder) for folder in self.folders)
        return all(map(_lasting, next((parts for parts in found if parts is not None), ())))


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
    options = BuildOptions(output, command_of(chosen))
    scripts_at(paths)
    return runs(paths, options, Store(default_folder()), jobs, report)


def watched(area: Area) -> Ticks:
    """What changes in an area. Raises WatchError, when the system watches no more folders."""
    from watchfiles import watch

    ticks = watch(
        *(folder for folder in area.folders if folder.is_dir()),
        watch_filter=None,
        debounce=2 * _TICK,
        step=_TICK,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    try:
        yield frozenset(Path(path) for _, path in next(ticks))
    except (OSError, RuntimeError) as error:
        folders = ", ".join(map(str, area.folders))
        raise WatchError(f"cannot watch {folders}: {error}") from error
    try:
        for changes in ticks:
            yield frozenset(Path(path) for _, path in changes)
    except RuntimeError:  # a name that is not UTF-8 ends it: whoever watches begins anew
        return


def runs(
    paths: Iterable[Path],
    options: BuildOptions,
    store: Store,
    jobs: int,
    report: Callable[[Outcome], None],
    watching: Callable[[Area], Ticks] = watched,
) -> Generator[Run, None, None]:
    """Build, and again after each burst of saves; `report` hears of outcomes as they come. Ends
    only by what is raised: KeyboardInterrupt, WatchError."""
    given = [Path(os.path.abspath(path)) for path in paths]
    look = partial(area_of, given, options, store)
    with ExitStack() as runners:
        bench = _Bench(options=options, store=store, jobs=jobs, report=report, runners=runners)
        while True:
            area = look()
            with closing(watching(area)) as ticks:
                next(ticks, None)  # from here on no save goes unnoticed
                yield bench.run(given)
                for _ in bursts(_while_there(area, look, ticks), area.holds):
                    yield bench.run(given)


def area_of(paths: Iterable[Path], options: BuildOptions, store: Store) -> Area:
    """What to watch for absolute paths: their libraries."""
    folders = sorted({_library(path) for path in paths})
    outer = [one for one in folders if not any(up in folders for up in one.parents)]
    written = (Path(os.path.abspath(folder)) for folder in (options.output, store.folder))
    # An output folder around the scripts: its files are looked at, and nothing is found to do.
    without = [one for one in written if all(_below(folder, one) is None for folder in outer)]
    return Area(tuple(outer), tuple(without), tuple(map(_identity, outer)))


def bursts(ticks: Iterable[Saved], holds: Callable[[Path], bool]) -> Iterator[Saved]:
    """What was saved together: all until a tick that brings nothing, or for as long as a burst may
    last."""
    burst: Saved = frozenset()
    lasted = 0
    for tick in ticks:
        saved = frozenset(filter(holds, tick))
        burst |= saved
        lasted += bool(burst)
        if burst and (not saved or lasted == _MOST):
            yield burst
            burst, lasted = frozenset(), 0


@dataclass(slots=True)
class _Bench:
    """A runner that stays, and what it did last."""

    options: BuildOptions
    store: Store
    jobs: int
    report: Callable[[Outcome], None]
    runners: ExitStack
    runner: LocalRunner | None = None
    scripts: set[Located] = field(default_factory=set)
    missing: set[Path] = field(default_factory=set)
    failed: set[Located] = field(default_factory=set)

    def run(self, paths: Iterable[Path]) -> Run:
        """Build what is there now."""
        began = time.perf_counter()
        scripts, missing = _found(paths)
        news: list[Outcome] = []

        def hear(outcome: Outcome) -> None:
            known = outcome.located in self.scripts and outcome.located not in self.failed
            if outcome.status != "fresh" or not known:
                news.append(outcome)
                self.report(outcome)

        error = ""
        problems: tuple[Problem, ...] = ()
        try:
            for located in sorted(self.scripts.difference(scripts)):
                if not located.path.exists():
                    hear(Outcome(located, "orphan"))
            outcomes = build_library(scripts, self.options, self.store, self._rested(), hear)
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


def _found(paths: Iterable[Path]) -> tuple[list[Located], set[Path]]:
    """The scripts at paths, and the paths where nothing is."""
    scripts: set[Located] = set()
    missing: set[Path] = set()
    for path in paths:
        try:
            scripts.update(find_scripts([path]))
        except FileNotFoundError:
            missing.add(path)
    return sorted(scripts), missing


def _while_there(area: Area, look: Callable[[], Area], ticks: Ticks) -> Iterator[Saved]:
    """Ticks until another area is to be watched: a folder may be replaced, a `library.yaml` may
    come or go above it."""
    for number, tick in enumerate(ticks):
        if number % _LOOK == 0 and look() != area:
            return
        yield tick


def _library(path: Path) -> Path:
    """The library that a path belongs to; nothing may be there yet."""
    return library_of(path.parent if path.suffix in (".yaml", ".yml") else path)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        facts = folder.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _below(path: Path, folder: Path) -> tuple[str, ...] | None:
    """The names on the way from a folder to a path in it; some systems tell paths without links."""
    for known in (folder, Path(os.path.realpath(folder))):
        if path.is_relative_to(known):
            return path.relative_to(known).parts
    return None


def _lasting(name: str) -> bool:
    return name[0] != "." and not any(fnmatchcase(name, pattern) for pattern in _PASSING)
