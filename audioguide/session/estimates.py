"""How long a session will be, without a sound."""

from audioguide.core.errors import ScriptProblems, SpeechError
from audioguide.core.problem import Problem
from audioguide.core.tempo import Tempo
from audioguide.core.voice import Voice
from audioguide.speech.register import Engines
from audioguide.timeline.clip import Clip, Extent
from audioguide.timeline.estimate import estimated
from audioguide.timeline.rundown import Rundown


def estimated_extents(rundown: Rundown, engines: Engines) -> dict[Clip, Extent]:
    """How long each clip will be in its voice, more or less. Raises ScriptProblems: a rate that a
    voice cannot speak at."""
    tempos = tempos_of(rundown, engines)
    return estimated(rundown.clips(), tempos.__getitem__)


def tempos_of(rundown: Rundown, engines: Engines) -> dict[Voice, Tempo]:
    """How fast each voice speaks, without a sound. Raises ScriptProblems: a rate that is known to
    be out of a voice's reach, told where the voice was chosen."""
    tempos: dict[Voice, Tempo] = {}
    problems: list[Problem] = []
    for voice in dict.fromkeys(clip.voice for clip in rundown.clips()):
        if voice is not None:
            try:
                tempos[voice] = engines.tempo(voice)
            except SpeechError as error:
                place = rundown.wanted[voice]
                problems.append(Problem(place, str(error), "give the voice another `rate`"))
    if problems:
        raise ScriptProblems(problems)
    return tempos
