"""What a session came from: the files it is read from and made with, and all that held for it."""

from pathlib import Path

from audioguide.core.ffmpeg import executable
from audioguide.core.problem import Problem
from audioguide.core.units import Samples
from audioguide.script.files import LIBRARY_FILE, ScriptFile
from audioguide.session.options import BuildOptions
from audioguide.session.record import NUMBER, VERSION, Record, asked, voice_state
from audioguide.session.routine import Routine
from audioguide.speech.register import Engines
from audioguide.store.file_state import file_state


def read_from(routine: Routine, located: ScriptFile) -> list[Path]:
    """Every file that a session depends on, whether it is there or not: its script, fragments,
    settings, sound files and pictures."""
    texts = {LIBRARY_FILE, *routine.script.files}
    others = {str(path) for clip in routine.rundown.clips() for path in clip.files}
    if routine.script.cover:
        others.add(str(Path(located.root, routine.script.cover)))
    if routine.rundown.bed is not None and routine.rundown.bed.file:
        others.add(routine.rundown.bed.file)
    return sorted({*(located.root / name for name in texts), *map(Path, others)})


def recorded(
    routine: Routine,
    located: ScriptFile,
    options: BuildOptions,
    engines: Engines,
    made_of: str,
    length: Samples,
    warnings: tuple[Problem, ...],
) -> Record:
    """The record of a session whose files have just been written. Raises FfmpegError."""
    return Record(
        version=VERSION,
        root=str(located.root),
        script=str(located.path),
        asked=asked(options),
        settings=settings_shown(routine, located),
        inputs=tuple(file_state(path, read=True) for path in read_from(routine, located)),
        tools=(file_state(Path(executable())),),
        voices=tuple(voice_state(voice, engines) for voice in routine.rundown.wanted),
        best=routine.rundown.best,
        outputs=tuple(map(file_state, options.files(located))),
        made_of=made_of,
        length=length,
        warnings=warnings,
        missing=bool(routine.rundown.warnings),
    )


def settings_shown(routine: Routine, located: ScriptFile) -> dict[str, str]:
    """What holds for a session, by name, for people."""
    held = {name: value for name, value, _ in routine.settings.origins}
    return {**held, NUMBER: str(located.number)}
