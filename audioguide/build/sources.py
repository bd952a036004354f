"""What a session came from: the files it is read from and made with, and all that held for it."""

from pathlib import Path

from audioguide.build.order import Order
from audioguide.build.record import VERSION, Record, asked, see
from audioguide.build.routine import Routine
from audioguide.ffmpeg import executable
from audioguide.script.located import SETTINGS, Located
from audioguide.script.problem import Problem
from audioguide.speech import installed
from audioguide.timeline.clip import Speech, Strike
from audioguide.units import Samples


def read_from(routine: Routine, located: Located) -> list[Path]:
    """Every file that a session depends on, whether it is there or not: its script, fragments,
    settings and sound files."""
    texts = {SETTINGS, *routine.script.files}
    sounds = {clip.file for clip in routine.plan.clips() if isinstance(clip, Strike) and clip.file}
    if routine.plan.bed is not None and routine.plan.bed.file:
        sounds.add(routine.plan.bed.file)
    return sorted({*(located.root / name for name in texts), *map(Path, sounds)})


def recorded(
    routine: Routine,
    located: Located,
    order: Order,
    made_of: str,
    length: Samples,
    warnings: tuple[Problem, ...],
) -> Record:
    """The record of a session whose files have just been written."""
    return Record(
        version=VERSION,
        root=str(located.root),
        script=str(located.path),
        asked=asked(order),
        settings=settings(routine),
        inputs=tuple(see(path, read=True) for path in read_from(routine, located)),
        tools=tuple(see(path) for path in made_with(routine)),
        outputs=(see(order.target(located)), see(order.beside(located))),
        made_of=made_of,
        length=length,
        warnings=warnings,
    )


def settings(routine: Routine) -> dict[str, str]:
    """What holds for a session, by name, for people."""
    return {name: value for name, value, _ in routine.choices.origins}


def made_with(routine: Routine) -> list[Path]:
    """Files by which another ffmpeg, or another version of an engine, is told. Raises
    FfmpegError."""
    clips = routine.plan.clips()
    engines = {clip.voice.engine for clip in clips if isinstance(clip, Speech)}
    return sorted({Path(executable()), *(path for name in engines for path in installed(name))})
