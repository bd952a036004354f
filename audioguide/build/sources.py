"""The files that a session is read from, and those it is made with."""

from pathlib import Path

from audioguide.build.routine import Routine
from audioguide.ffmpeg import executable
from audioguide.script.located import SETTINGS, Located
from audioguide.speech import installed
from audioguide.timeline.clip import Speech, Strike


def read_from(routine: Routine, located: Located) -> list[Path]:
    """Every file that a session depends on, whether it is there or not: its script, fragments,
    settings and sound files."""
    texts = {SETTINGS, *routine.script.files}
    sounds = {clip.file for clip in routine.plan.clips() if isinstance(clip, Strike) and clip.file}
    if routine.plan.bed is not None and routine.plan.bed.file:
        sounds.add(routine.plan.bed.file)
    return sorted({*(located.root / name for name in texts), *map(Path, sounds)})


def made_with(routine: Routine) -> list[Path]:
    """Files by which another ffmpeg, or another version of an engine, is told. Raises
    FfmpegError."""
    clips = routine.plan.clips()
    engines = {clip.voice.engine for clip in clips if isinstance(clip, Speech)}
    return sorted({Path(executable()), *(path for name in engines for path in installed(name))})
