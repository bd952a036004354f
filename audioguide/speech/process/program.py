"""What runs in a process of its own: something loaded once, then asked.

Engines keep state from one utterance to the next, hang, and crash. So each question is answered by
a process that is used for nothing else and can be killed.
"""

import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

from audioguide.core.errors import SpeechError

_GRACE = 5
"""Seconds after a job's limit, at which who asked should have killed the process."""


class Program(Protocol):
    """A module that speaks. Whatever it raises is told; a SpeechError in its own words."""

    def preload(self, *arguments: str) -> None:
        """Import and load what answering needs, and start nothing that a fork would break."""

    def answer(self, job: Mapping[str, str]) -> None:
        """Write the answer to a job into the file `job["out"]`."""


def run_once(program: Program, arguments: Sequence[str]) -> None:
    """Answer the one job on stdin and leave: for platforms that cannot fork. Never returns."""
    job = json.load(sys.stdin)
    if sys.platform != "win32":
        signal.alarm(int(job["limit"]) + _GRACE)  # should who asked be killed, nobody else stops us
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = 1
    try:
        program.preload(*arguments)
        program.answer(job)
        status = 0
    except BaseException as error:  # the process boundary: all of it is reported
        os.write(2, f"\n{in_one_line(error)}".encode(errors="replace"))
    finally:
        os._exit(status)  # an engine that was started may not let go of its threads


def in_one_line(error: BaseException) -> str:
    """What an error says, in one line, to those outside of its process."""
    words = " ".join(str(error).split())
    return words if isinstance(error, SpeechError) else f"{type(error).__name__}: {words}"


def ended(code: int) -> str:
    """How a process ended that had nothing to say of it, by its return code."""
    return f"failed ({code})" if code > 0 else f"was killed ({signal.strsignal(-code)})"
