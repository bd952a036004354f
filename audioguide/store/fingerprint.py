"""What a file holds, in a word; a large one is read again only when it may have changed."""

import json
import os
import time
from contextlib import suppress
from hashlib import blake2b, file_digest
from pathlib import Path

_FRESH_NS = 2_000_000_000
"""A file changed so short a time ago may change again without its times telling: FAT counts in two
seconds, others in milliseconds."""

_SIZE = 16
"""Bytes of a digest."""

_KNOWN: dict[Path, tuple[list[int], str]] = {}


def digest(path: Path, note: Path | None = None) -> str:
    """A digest of a file's content. It is remembered in this process and, beyond it, in the file
    `note`, by the file's size, times and inode. A note that is damaged, or cannot be written, costs
    time and nothing else. Raises OSError when the file cannot be read."""
    seen = _see(path)
    known, found = _KNOWN.get(path) or _noted(note)
    if known != seen:
        with path.open("rb") as file:
            found = file_digest(file, lambda: blake2b(digest_size=_SIZE)).hexdigest()
        if seen != _see(path) or time.time_ns() - seen[1] < _FRESH_NS:
            return found
        _write(note, seen, found)
    _KNOWN[path] = seen, found
    return found


def _see(path: Path) -> list[int]:
    facts = path.stat()
    return [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]


def _noted(note: Path | None) -> tuple[list[int], str]:
    if note is not None:
        with suppress(OSError, ValueError, TypeError, KeyError):
            noted = json.loads(note.read_text())
            seen, found = list(noted["seen"]), str(noted["digest"])
            if len(bytes.fromhex(found)) == _SIZE:
                return seen, found
    return [], ""


def _write(note: Path | None, seen: list[int], found: str) -> None:
    if note is None:
        return
    part = note.with_name(f"{note.name}.{os.getpid()}")
    with suppress(OSError):
        part.write_text(json.dumps({"seen": seen, "digest": found}))
        part.replace(note)
