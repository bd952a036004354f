"""The store: what was spoken and encoded, kept by the content it was made from.

An entry is a digest and what it is the digest of. A cache is a guess: an entry that does not match
its digest is as good as none. Two builds may write at once: an entry appears whole, by renaming,
and both would write the same.
"""

import os
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from audioguide.build.files import replacing

Kind = Literal["length", "sound", "bed", "frames", "record"]

LIMIT = 2 << 30
"""Bytes the store may hold."""

VARIABLE = "AUDIOGUIDE_CACHE"

_DIGEST = 16
_TOUCH_AFTER = 3600
"""Seconds between two notes of an entry's use: least recently used needs no finer time."""


def default_folder() -> Path:
    """The folder that AUDIOGUIDE_CACHE names, else the platform's."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("audioguide", appauthor=False)


class Store:
    """Content-addressed entries in a folder that never grows past its limit."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self._limit = limit
        self._written = False

    def get(self, kind: Kind, key: str) -> bytes | None:
        """An entry's content; None when there is none, or it is damaged."""
        try:
            with self._path(kind, key).open("rb") as entry:
                found = entry.read()
                self._note_use(entry.fileno())
        except OSError:
            return None
        digest, content = found[:_DIGEST], found[_DIGEST:]
        return content if digest == _digest(content) else None

    def has(self, kind: Kind, key: str) -> bool:
        """Whether there is an entry, damaged or not."""
        return self._path(kind, key).exists()

    def put(self, kind: Kind, key: str, content: bytes) -> None:
        """Keep content under a key. Raises OSError when the disk is full or the folder cannot be
        written."""
        with replacing(self._path(kind, key)) as out:
            out.write(_digest(content))
            out.write(content)
        self._written = True

    def trim(self) -> None:
        """Remove what was used longest ago until the limit is kept. Nothing is scanned when
        nothing was written."""
        if not self._written:
            return
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        for _, size, path in entries:
            if total <= self._limit:
                break
            path.unlink(missing_ok=True)
            total -= size

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        for parent, _, names in os.walk(self.folder):
            for name in names:
                path = Path(parent, name)
                try:
                    facts = path.stat()
                except OSError:
                    continue
                yield facts.st_mtime, facts.st_size, path

    def _note_use(self, entry: int) -> None:
        facts = os.fstat(entry)
        # The clock decides only what is forgotten first, never what is built.
        if os.utime in os.supports_fd and time.time() > facts.st_mtime + _TOUCH_AFTER:
            os.utime(entry)

    def _path(self, kind: Kind, key: str) -> Path:
        return self.folder / kind / key[:2] / key


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=_DIGEST).digest()
