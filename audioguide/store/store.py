"""The store: what was spoken and encoded, kept by the content it was made from.

An entry is a digest and what it is the digest of. A cache is a guess: an entry that does not match
its digest is as good as none. Two builds may write at once: an entry appears whole, by renaming,
and both would write the same.
"""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal, get_args

from audioguide.store.files import is_left, is_part, replacing

EntryKind = Literal["length", "sound", "pace", "bed", "frames", "cover", "record"]
KINDS: tuple[EntryKind, ...] = get_args(EntryKind)

LIMIT = 2 << 30
"""Bytes the store may hold."""

VARIABLE = "AUDIOGUIDE_CACHE"

_DIGEST = 16
_NOTES = "written"
"""The file in which each run notes how many bytes it wrote."""

_TOUCH_AFTER = 3600
"""Seconds between two notes of an entry's use: least recently used needs no finer time."""

_ROOM = 16
"""A trim leaves one part in so many of the limit free, and as much may be written before the store
is looked through again: one process never takes it past its limit, several by that much each."""

_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the store something is."""

    entries: int = 0
    size: int = 0
    """Bytes."""


@dataclass(frozen=True, slots=True, order=True)
class _Entry:
    used: float
    size: int
    path: Path
    kind: EntryKind


def default_folder() -> Path:
    """The folder that AUDIOGUIDE_CACHE names, else the platform's."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("audioguide", appauthor=False)


class Store:
    """Content-addressed entries in a folder that never grows past its limit. What else lies in
    the folder is left alone."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._found: int | None = None
        """Bytes there when it was looked through last."""
        self._written = 0
        """Bytes written since."""

    def get(self, kind: EntryKind, key: str) -> bytes | None:
        """An entry's content; None when there is none, or it is damaged."""
        try:
            with self._path(kind, key).open("rb") as entry:
                found = entry.read()
                self._note_use(entry.fileno())
        except OSError:
            return None
        digest, content = found[:_DIGEST], found[_DIGEST:]
        return content if digest == _digest(content) else None

    def has(self, kind: EntryKind, key: str) -> bool:
        """Whether there is an entry, damaged or not."""
        return self._path(kind, key).exists()

    def put(self, kind: EntryKind, key: str, content: bytes) -> None:
        """Keep content under a key. Raises OSError when the disk is full or the folder cannot be
        written."""
        with replacing(self._path(kind, key)) as out:
            out.write(_digest(content))
            out.write(content)
        self._written += _DIGEST + len(content)
        if self._written > self.limit // _ROOM:
            self.prune(self._goal)

    def trim(self) -> None:
        """Remove what was used longest ago until the limit is kept. Nothing is looked through
        when nothing was written, or too little to matter."""
        if not self._written:
            return
        found = self._noted() if self._found is None else self._found
        if found is None or found + self._written > self._goal:
            self.prune(self._goal)
        else:
            self._note(self._written)
            self._found, self._written = found + self._written, 0

    def prune(self, keep: int) -> Share:
        """Remove what was used longest ago until at most so many bytes are kept, and what killed
        processes left. Returns what was removed."""
        self._written = 0  # at once: another thread that writes need not begin this too
        entries = sorted(self._entries())
        total = sum(entry.size for entry in entries)
        removed = Share()
        for entry in entries:
            if total <= keep:
                break
            # Windows keeps a file that another process has open; the next time will do.
            with suppress(OSError):
                entry.path.unlink(missing_ok=True)
                total -= entry.size
                removed = Share(removed.entries + 1, removed.size + entry.size)
        self._found = total
        with suppress(OSError):
            (self.folder / _NOTES).unlink(missing_ok=True)
        self._note(total)
        return removed

    def clear(self) -> Share:
        """Remove every entry, and the folders that are empty then. Returns what was removed."""
        removed = self.prune(0)
        with suppress(OSError):
            (self.folder / _NOTES).unlink(missing_ok=True)
        for kind in KINDS:
            for folder in (*_folders(self.folder / kind), self.folder / kind):
                with suppress(OSError):  # something else lies in it
                    folder.rmdir()
        with suppress(OSError):
            self.folder.rmdir()
        return removed

    def shares(self) -> dict[EntryKind, Share]:
        """How much there is of each kind."""
        found = dict.fromkeys(KINDS, Share())
        for entry in self._entries():
            share = found[entry.kind]
            found[entry.kind] = Share(share.entries + 1, share.size + entry.size)
        return found

    def _noted(self) -> int | None:
        """How much there is by the notes of all who wrote since it was looked through last; None
        when that is not known. Looking through a full store takes longer than most edits."""
        try:
            return sum(map(int, (self.folder / _NOTES).read_text().split()))
        except (OSError, ValueError):
            return None

    def _note(self, written: int) -> None:
        with suppress(OSError), (self.folder / _NOTES).open("a") as notes:
            notes.write(f"{written}\n")

    @property
    def _goal(self) -> int:
        return self.limit - self.limit // _ROOM

    def _entries(self) -> Iterator[_Entry]:
        """Every entry; what killed processes left is removed on the way."""
        for kind in KINDS:
            for folder in _folders(self.folder / kind):
                with suppress(OSError), os.scandir(folder) as files:
                    yield from _entries_of(kind, folder.name, files)

    def _note_use(self, entry: int) -> None:
        facts = os.fstat(entry)
        # The clock decides only what is forgotten first, never what is built.
        if os.utime in os.supports_fd and time.time() > facts.st_mtime + _TOUCH_AFTER:
            os.utime(entry)

    def _path(self, kind: EntryKind, key: str) -> Path:
        return self.folder / kind / key[:2] / key


def _folders(parent: Path) -> list[Path]:
    """The folders of a kind's entries, by the first letters of their keys."""
    try:
        return [path for path in parent.iterdir() if re.fullmatch("[0-9a-f]{2}", path.name)]
    except OSError:
        return []


def _entries_of(
    kind: EntryKind, start: str, files: "Iterator[os.DirEntry[str]]"
) -> Iterator[_Entry]:
    for file in files:
        # Another process may have removed it since it was listed.
        with suppress(OSError):
            if _KEY.fullmatch(file.name) and file.name.startswith(start):
                facts = file.stat(follow_symlinks=False)
                yield _Entry(facts.st_mtime, facts.st_size, Path(file.path), kind)
            elif is_part(file.name) and is_left(Path(file.path)):
                Path(file.path).unlink()


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()
