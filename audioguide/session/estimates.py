"""How long a session will be, without a sound."""

from audioguide.core.errors import ScriptProblems, SpeechError
from audioguide.core.problem import Place, Problem
from audioguide.core.tempo import Tempo
from audioguide.core.voice import Voice
from audioguide.speech.register import Engines
from audioguide.timeline.clip import Clip, Extent
from audioguide.timeline.estimate import estimated
from audioguide.timeline.rundown import Rundown


def estimated_extents(rundown: Rundown, engines: Engines) -> dict[Clip, Extent]:
    """How long each clip will be in its voice, more or less. Raises ScriptProblems: a rate that a
    voice cannot speak at."""
    clips = rundown.clips()
    tempos: dict[Voice, Tempo] = {}
    problems: list[Problem] = []
    for voice, place in _voices(clips).items():
        try:
            tempos[voice] = engines.tempo(voice)
        except SpeechError as error:
            problems.append(Problem(place, str(error), "give the voice another `rate`"))
    if problems:
        raise ScriptProblems(problems)
    return estimated(clips, tempos.__getitem__)


def _voices(clips: dict[Clip, Place]) -> dict[Voice, Place]:
    """Every voice, and where it first speaks."""
    found: dict[Voice, Place] = {}
    for clip, place in clips.items():
        if clip.voice is not None:
            found.setdefault(clip.voice, place)
    return found
