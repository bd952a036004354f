"""A script as far as it can be taken without a sound: read, its choices made, planned."""

from dataclasses import dataclass, replace
from pathlib import Path

from audioguide.script.choices import Choices, choose
from audioguide.script.command import Command
from audioguide.script.located import Located
from audioguide.script.model import Script
from audioguide.script.reader import Kept, read_script
from audioguide.script.settings import Library
from audioguide.timeline.plan import Plan, plan


@dataclass(frozen=True, slots=True)
class Routine:
    """A script, what holds for it, and what happens in it."""

    script: Script
    library: Library
    choices: Choices
    plan: Plan


def read_routine(
    located: Located, command: Command, library: Library, kept: Kept | None = None
) -> Routine:
    """The routine of a script; `kept` are fragments that scripts of its library share. Raises
    ScriptProblems."""
    script = read_script(located.path, located.root, library, kept)
    choices = choose(library, script, command)
    if choices.bed and choices.bed.file:
        file = str(Path(located.root, choices.bed.file))
        choices = replace(choices, bed=replace(choices.bed, file=file))
    chimes = {name: str(Path(located.root, file)) for name, file in library.chimes.items()}
    return Routine(script, library, choices, plan(script, choices, chimes))
