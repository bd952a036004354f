"""Programs that can be killed with all that they have started, and that do not outlive us."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO

from audioguide.core import log

_GUARD = ("/bin/sh", "-c", "read -r _; kill -s KILL 0")
"""Waits for the end of its stdin, a pipe of which we alone hold the other end, and kills its
process group: the program, what that started, and itself.

The pipe closes however we end, by a `kill -9` too. PR_SET_PDEATHSIG is Linux's only, spares what
the program has started, and is set between fork and exec, where threads forbid much; an alarm,
which an exec keeps, strikes late and is the program's to put off.
"""


class ProcessGroup:
    """A program that runs, in the process group of its guard. On Windows it has no guard."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        streams: tuple[IO[bytes], IO[bytes], IO[bytes]],
        largest: int,
    ) -> None:
        """Start it in a folder, on stdin, stdout and stderr. Where it can be had, no file that it
        writes grows past `largest` bytes. Raises OSError and ValueError when it cannot be run."""
        stdin, stdout, stderr = streams
        self._command, self._began = command, monotonic()
        self._guard = _guard() if sys.platform != "win32" else None
        try:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                # No session of its own: a group is joined within one.
                process_group=None if self._guard is None else self._guard.pid,
            )
        except BaseException:
            self._dismiss()
            raise
        _bound(self._process.pid, largest)

    def wait(self, limit: float) -> int | None:
        """Its return code; None when it still runs after `limit` seconds."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(limit)
        return None

    def kill(self) -> None:
        """End it with all that it has started, at once; nothing happens when it has ended."""
        if sys.platform == "win32" or self._guard is None:
            self._process.kill()
        else:
            # The guard is waited for last: until then, nobody else's group has its number.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._guard.pid, signal.SIGKILL)

    def leave(self) -> None:
        """Kill what is left of it, and let go. Not to be killed any more afterwards."""
        self.kill()
        log.ran(self._command, self._began, self._process.wait())
        self._dismiss()

    def _dismiss(self) -> None:
        if self._guard is not None:
            assert self._guard.stdin is not None
            self._guard.stdin.close()  # it kills itself, if nobody has
            self._guard.wait()


def _guard() -> "subprocess.Popen[bytes]":
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        _GUARD, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env={}, process_group=0
    )


def _bound(process: int, largest: int) -> None:
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):
            resource.prlimit(process, resource.RLIMIT_FSIZE, (largest, largest))
