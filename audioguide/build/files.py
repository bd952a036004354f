"""Files that are whole or not there: written beside their target and renamed over it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


def _read_umask() -> int:
    umask = os.umask(0o022)
    os.umask(umask)
    return umask


_UMASK = _read_umask()
"""Read once, at import: reading it means setting it, for all threads."""


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """A file to write; it takes the target's place when the block ends well, and goes without a
    trace when it does not. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".part", delete=False
    ) as out:
        part = Path(out.name)
        try:
            # mkstemp makes files for their owner alone; these are for whoever may read the folder.
            part.chmod(0o666 & ~_UMASK)
            yield out
            out.close()
            part.replace(target)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise


def write(target: Path, content: bytes) -> None:
    """Put content in a file, all of it or nothing. Raises OSError."""
    with replacing(target) as out:
        out.write(content)
