"""What is asked of a run, and what became of each script."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from audioguide.script.command import Command
from audioguide.script.located import Located
from audioguide.script.problem import Problem
from audioguide.units import NOTHING, Samples


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of every session of a run."""

    output: Path
    command: Command = field(default_factory=Command)
    force: bool = False
    """Build even what is fresh."""
    strict: bool = False
    """Take warnings for errors."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one script."""

    located: Located
    status: Literal["built", "fresh", "failed"]
    length: Samples = NOTHING
    size: int = 0
    """Bytes."""
    problems: tuple[Problem, ...] = ()
    error: str = ""
    """Why it failed, when it was not for problems of the script."""
