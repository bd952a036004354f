"""What is asked of a run, what became of each script, and what an output folder holds."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from audioguide.core.names import COVER
from audioguide.core.problem import Problem
from audioguide.core.units import NOTHING, Samples
from audioguide.script.files import ScriptFile
from audioguide.script.overrides import Overrides

PLAN = ".plan.json"
"""How the name of a session's plan ends."""

ENCLOSED = (".vtt", ".lrc", ".chapters.json", COVER)
"""How the names of the files end that go with a session, its plan aside."""

Status: TypeAlias = Literal["built", "fresh", "failed", "orphan", "pruned"]
"""What became of a session; an orphan's script is gone."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What is asked of every session of a run."""

    output: Path
    overrides: Overrides = field(default_factory=Overrides)
    force: bool = False
    """Build even what is fresh."""
    strict: bool = False
    """Take warnings for errors."""
    only: str = ""
    """The one chapter that is built, beside the session and listed nowhere; empty for all."""

    def target(self, located: ScriptFile) -> Path:
        """The MP3 of a script."""
        if not self.only:
            return self.output / f"{located.name}.mp3"
        from audioguide.core.names import file_name

        return self.output / f"{located.name}--{file_name(self.only)}.mp3"

    def beside(self, located: ScriptFile, ending: str = PLAN) -> Path:
        """The plan of a script, or another file that goes with its session."""
        return self.output / "data" / f"{located.name}{ending}"

    def files(self, located: ScriptFile) -> list[Path]:
        """All that is written of a session, its MP3 first."""
        return [self.target(located), *(self.beside(located, end) for end in (PLAN, *ENCLOSED))]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a session was looked at again."""

    text: str
    path: Path | None = None
    """The file that it is about."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one script."""

    located: ScriptFile
    status: Status
    length: Samples = NOTHING
    size: int = 0
    """Bytes."""
    problems: tuple[Problem, ...] = ()
    error: str = ""
    """Why it failed, when it was not for problems of the script."""
    why: tuple[Reason, ...] = ()
    """Why it was not taken to be fresh at a glance."""


def plan_files(output: Path) -> dict[str, Path]:
    """The plans in an output folder by the names of their sessions, in order."""
    data = output / "data"
    found = (
        Path(parent, file)
        for parent, _, files in os.walk(data)
        for file in files
        if file.endswith(PLAN) and not file.startswith(".")
    )
    return dict(
        sorted((plan.relative_to(data).as_posix().removesuffix(PLAN), plan) for plan in found)
    )
