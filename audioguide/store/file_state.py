"""A file as it was, so that whether it still is can be told without reading it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from audioguide.store.keys import content_digest


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was."""

    path: str
    facts: tuple[int, ...] | None
    """Size, time of change in ns, inode; None when there was none."""
    digest: str = ""
    """Of its content."""

    def now(self) -> tuple[int, ...] | None:
        """Its facts as they are now."""
        return _facts(Path(self.path))

    def is_changed(self) -> bool:
        """Whether it is no longer as it was."""
        return self.now() != self.facts

    def renewed(self) -> "FileState":
        """With its facts as they are now, when it was only touched."""
        return replace(self, facts=self.now())


def file_state(path: Path, *, read: bool = False) -> FileState:
    """A file as it is now."""
    return FileState(str(path), _facts(path), content_digest(path) if read else "")


def read_states(found: Iterable[Mapping[str, Any]]) -> tuple[FileState, ...]:
    """Files from a record in JSON. Raises KeyError, TypeError."""
    return tuple(
        FileState(one["path"], one["facts"] and tuple(one["facts"]), one["digest"]) for one in found
    )


def _facts(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
