"""What a session will be, without its MP3: for cue sheets."""

from dataclasses import replace

from audioguide.script.command import Command
from audioguide.script.located import Located
from audioguide.session.context import BuildContext
from audioguide.session.routine import Routine, read_routine
from audioguide.session.session import spoken_extents
from audioguide.timeline.estimate import estimated
from audioguide.timeline.fit import fit
from audioguide.timeline.layout import Timeline


def preview(
    located: Located, command: Command, context: BuildContext, *, exact: bool
) -> tuple[Routine, Timeline]:
    """A routine and its timeline. `exact` speaks what was not spoken yet; otherwise lengths of
    speech are estimated. Raises ScriptProblems, SpeechError, FfmpegError, OSError."""
    library = context.library(located.root)
    if exact:
        routine = read_routine(located, command, library, why_missing=context.clips.why_missing)
        return routine, fit(routine.rundown, spoken_extents(routine.rundown, context))
    routine = read_routine(located, replace(command, commands=True), library)
    extents = estimated(routine.rundown.clips())
    return routine, fit(routine.rundown, extents, estimated=True)
