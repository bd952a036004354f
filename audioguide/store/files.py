"""Files that are whole or not there: written beside their target and renamed over it."""

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO

_DAY = 86400
"""Seconds after which a part is nobody's: a writer adds to its part many times a second."""

_NAMED = 40
"""Characters of a target's name in that of its part: at 4 bytes each they leave room, within the
255 that file systems allow, for who writes it."""

_PART = re.compile(r"\..*\.(?P<writer>\d+)-(?P<host>[0-9a-f]{8})-\w+\.part")


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """A file to write; it takes the target's place when the block ends well, and goes without a
    trace when it does not. What killed processes left in its folder goes too. Raises OSError."""
    _clear_once(target.parent)
    writer = f"{os.getpid()}-{_host()}-{os.urandom(4).hex()}"
    part = target.with_name(f".{target.name[:_NAMED]}.{writer}.part")
    try:
        with _opened(part) as out:
            yield out
        part.replace(target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink()
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(target)  # a full disk does not say what it has no room for
        raise


def write(target: Path, content: bytes) -> None:
    """Put content in a file, all of it or nothing. Raises OSError."""
    with replacing(target) as out:
        out.write(content)


def is_part(name: str) -> bool:
    """Whether a file of this name was being written here, and may still be."""
    return _PART.fullmatch(name) is not None


def is_left(part: Path) -> bool:
    """Whether nobody will end a part: its writer is dead, or it was not touched for a day."""
    found = _PART.fullmatch(part.name)
    if found is None:
        return False
    if found["host"] == _host() and not _lives(int(found["writer"])):
        return True
    try:
        return time.time() - part.stat().st_mtime > _DAY
    except OSError:
        return False


def _opened(part: Path) -> IO[bytes]:
    try:
        return part.open("xb")
    except FileNotFoundError:  # the first file of its folder, or the store was cleared just now
        part.parent.mkdir(parents=True, exist_ok=True)
        return part.open("xb")


@cache
def _clear_once(folder: Path) -> None:
    """Remove what killed processes left in a folder; looked for once in a process."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".part") and is_left(Path(entry.path)):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _lives(process: int) -> bool:
    """Whether a process of this host may be alive."""
    if sys.platform == "win32":
        return True  # there, signal 0 would be Ctrl-C
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@cache
def _host() -> str:
    """A token of all processes that see each other by their ids: those of one machine since it
    started, and of one container."""
    facts = [] if sys.platform == "win32" else [os.uname().nodename]
    with suppress(OSError):
        facts.append(Path("/proc/sys/kernel/random/boot_id").read_text())
    with suppress(OSError):
        facts.append(str(Path("/proc/self/ns/pid").readlink()))
    return sha256("\n".join(facts).encode()).hexdigest()[:8]
