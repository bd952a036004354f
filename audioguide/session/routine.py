"""A script as far as it can be taken without a sound: read, its choices made, planned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from audioguide.core.voice import Voice
from audioguide.publish.plan_file import About
from audioguide.script.choices import Choices, choose
from audioguide.script.command import Command
from audioguide.script.located import Located
from audioguide.script.model import Script
from audioguide.script.reader import Kept, read_script
from audioguide.script.settings import Library
from audioguide.timeline.rundown import Rundown
from audioguide.timeline.rundown_writer import write_rundown
from audioguide.timeline.voice_resolver import never_missing


@dataclass(frozen=True, slots=True)
class Routine:
    """A script, what holds for it, and what happens in it."""

    script: Script
    library: Library
    choices: Choices
    rundown: Rundown


def about_of(routine: Routine, number: int) -> About:
    """What a listener is told of a routine; `number` is its place in its folder."""
    script, choices = routine.script, routine.choices
    return About(
        summary=script.summary,
        author=choices.artist,
        album=choices.album,
        number=number,
        language=choices.language,
        date=script.date,
        tags=script.tags,
        areas=script.areas,
        tools=script.tools,
        position=script.position,
        source=script.source,
        cover=script.cover,
    )


def read_routine(
    located: Located,
    command: Command,
    library: Library,
    kept: Kept | None = None,
    why_missing: Callable[[Voice], str | None] = never_missing,
) -> Routine:
    """The routine of a script; `kept` are fragments that scripts of its library share. Raises
    ScriptProblems."""
    script = read_script(located.path, located.root, library, kept)
    choices = choose(library, script, command.for_library(located.root))
    if choices.bed and choices.bed.file:
        file = str(Path(located.root, choices.bed.file))
        choices = replace(choices, bed=replace(choices.bed, file=file))
    chimes = {name: Path(located.root, file) for name, file in library.chimes.items()}
    return Routine(script, library, choices, write_rundown(script, choices, chimes, why_missing))
