"""What a session will be, without its MP3: for cue sheets."""

from dataclasses import replace

from audioguide.build.estimate import estimated
from audioguide.build.routine import Routine, read_routine
from audioguide.build.session import spoken_extents
from audioguide.build.workshop import Workshop
from audioguide.script.command import Command
from audioguide.script.located import Located
from audioguide.timeline.fit import fit
from audioguide.timeline.layout import Timeline


def preview(
    located: Located, command: Command, workshop: Workshop, *, exact: bool
) -> tuple[Routine, Timeline]:
    """A routine and its timeline. `exact` speaks what was not spoken yet; otherwise lengths of
    speech are estimated. Raises ScriptProblems, SpeechError, FfmpegError, OSError."""
    library = workshop.library(located.root)
    if exact:
        routine = read_routine(located, command, library, lacks=workshop.clips.lacks)
        return routine, fit(routine.plan, spoken_extents(routine.plan, workshop))
    routine = read_routine(located, replace(command, commands=True), library)
    extents = estimated(routine.plan.clips())
    return routine, fit(routine.plan, extents, estimated=True)
