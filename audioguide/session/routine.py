"""A script as far as it can be taken without a sound: read, its settings made, planned."""

from dataclasses import dataclass, replace
from pathlib import Path

from audioguide.publish.plan_file import About
from audioguide.script.files import ScriptFile
from audioguide.script.library import Library
from audioguide.script.model import Script
from audioguide.script.overrides import Overrides
from audioguide.script.reader import FragmentCache, read_script
from audioguide.script.session_settings import SessionSettings, decide_settings
from audioguide.timeline.rundown import Rundown
from audioguide.timeline.rundown_writer import write_rundown
from audioguide.timeline.voice_resolver import ANYWHERE, VoicesHere


@dataclass(frozen=True, slots=True)
class Routine:
    """A script, what holds for it, and what happens in it."""

    script: Script
    library: Library
    settings: SessionSettings
    rundown: Rundown


def about_of(routine: Routine, number: int) -> About:
    """What a listener is told of a routine; `number` is its place in its folder."""
    script, settings = routine.script, routine.settings
    return About(
        summary=script.summary,
        author=settings.artist,
        album=settings.album,
        number=number,
        language=settings.language,
        date=script.date,
        tags=script.tags,
        areas=script.areas,
        tools=script.tools,
        position=script.position,
        source=script.source,
        cover=script.cover,
    )


def read_routine(
    located: ScriptFile,
    overrides: Overrides,
    library: Library,
    fragments: FragmentCache | None = None,
    here: VoicesHere = ANYWHERE,
) -> Routine:
    """The routine of a script; `fragments` are fragments that scripts of its library share;
    `here` are the voices of this machine. Raises ScriptProblems."""
    script = read_script(located.path, located.root, library, fragments)
    settings = decide_settings(library, script, overrides.for_library(located.root))
    if settings.bed and settings.bed.file:
        file = str(Path(located.root, settings.bed.file))
        settings = replace(settings, bed=replace(settings.bed, file=file))
    chimes = {name: Path(located.root, file) for name, file in library.chimes.items()}
    return Routine(script, library, settings, write_rundown(script, settings, chimes, here))
