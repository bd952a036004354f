"""What is saved in the folders of a library: what counts, and what belongs together."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TypeAlias

from audioguide.core.errors import WatchError
from audioguide.script.files import library_of
from audioguide.session.options import BuildOptions
from audioguide.store.store import Store

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
class WatchedArea:
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


def watched(area: WatchedArea) -> Ticks:
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


def area_of(paths: Iterable[Path], options: BuildOptions, store: Store) -> WatchedArea:
    """What to watch for absolute paths: their libraries."""
    folders = sorted({_library(path) for path in paths})
    outer = [one for one in folders if not any(up in folders for up in one.parents)]
    written = (Path(os.path.abspath(folder)) for folder in (options.output, store.folder))
    # An output folder around the scripts: its files are looked at, and nothing is found to do.
    without = [one for one in written if all(_below(folder, one) is None for folder in outer)]
    return WatchedArea(tuple(outer), tuple(without), tuple(map(_identity, outer)))


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


def while_there(
    area: WatchedArea, look: Callable[[], WatchedArea], ticks: Ticks
) -> Iterator[Saved]:
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
