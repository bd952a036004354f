"""A process that speaks, as engines know it: what it is asked, and what comes of it."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audioguide.core.errors import SpeechError


@dataclass(frozen=True, slots=True)
class Job:
    """One question for a process of its own."""

    words: Mapping[str, str]
    """What its program must know."""
    limit: int
    """Seconds until it is killed."""


class SpeechProcess(Protocol):
    """Whatever turns a job into the bytes of a file, mostly of sound."""

    def say(self, job: Job) -> bytes:
        """The file's content. Raises SpeechError."""

    def warm(self) -> None:
        """Start what takes a while, without waiting for it."""

    def forget(self) -> None:
        """Try anew what could not be loaded."""

    def close(self) -> None:
        """Stop every process, and start no other: what would need one raises ClosedError."""


def command_of(function: str, program: str, arguments: Sequence[str]) -> list[str]:
    """The command that runs a function of ours with a program. -P keeps the working folder out of
    the import path: it may be somebody else's library, and a `json.py` in it must stay unread."""
    home = str(Path(__file__).parents[3])
    runner, name = function.split(".")
    code = (
        f"import sys; home = {home!r}; home in sys.path or sys.path.insert(0, home); "
        f"from audioguide.speech.process.{runner} import {name}; "
        f"import {program} as program; {name}(program, sys.argv[1:])"
    )
    return [sys.executable, "-P", "-c", code, *arguments]


def take(out: Path) -> bytes:
    """What was written into a file, which goes. Raises SpeechError when there is none."""
    try:
        content = out.read_bytes()
        out.unlink()
    except OSError as error:
        raise SpeechError(f"no sound file came out: {error.strerror}") from error
    return content
