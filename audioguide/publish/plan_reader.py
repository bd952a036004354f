"""A plan read from its file, which anybody may have changed."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import from_json

from audioguide.core.built_in import ENGINES
from audioguide.core.errors import PlanError
from audioguide.publish.built_audio import FORM, BuiltAudio
from audioguide.publish.plan_file import BUILT, PlanFile

_LONGEST = 24 * 3600
"""Seconds: whoever tells of more did not build it."""
_LOUDEST = 200.0
"""dB: no level and no gain comes near it, and powers of it are still numbers."""


def read_plan(content: bytes) -> PlanFile:
    """The plan that a file holds; what was built in another form is left out. Raises PlanError for
    anything else, and for times and sounds that no session has."""
    try:
        found = from_json(content)
        plan = _adapter().validate_python({**found, "built": _built(found.get(BUILT))})
        _check(plan)
    except (AttributeError, TypeError, ValueError) as error:
        raise PlanError("it is no plan of a session") from error
    return plan


@cache
def _adapter() -> TypeAdapter[PlanFile]:
    """Here: making it takes 10 ms, and few runs read a plan."""
    return TypeAdapter(PlanFile)


def _built(found: Any) -> Any:
    if not isinstance(found, dict):
        return found
    if found.get("form") != FORM:
        return None
    for voice in (clip.get("clip").get("voice") for clip in found.get("clips", ())):
        # One of an engine that is not here is told as one whose program is not: all the others are
        # still checked.
        if voice and voice.get("engine") not in ENGINES:
            voice["engine"] = "command"
    return found


def _check(plan: PlanFile) -> None:
    """Raise ValueError unless every time lies in the session, in order, and every cue has its
    sound."""
    spans = [(cue.start, cue.end) for cue in plan.cues]
    spans += [(chapter.start, chapter.end) for chapter in plan.chapters]
    if plan.built is not None:
        spans += [(one.start, one.end) for one in plan.built.stretches]
        _check_sounds(plan.built, len(plan.cues))
    if not 0 <= plan.length <= _LONGEST:
        raise ValueError("a length of no session")
    if not all(0 <= start <= end <= plan.length for start, end in spans):
        raise ValueError("a time outside the session")
    starts = [cue.start for cue in plan.cues]
    if starts != sorted(starts):
        raise ValueError("cues out of order")


def _check_sounds(built: BuiltAudio, cues: int) -> None:
    if len(built.sounds) != cues:
        raise ValueError("cues without a sound")
    if not all(0 <= sound < len(built.clips) for sound in built.sounds):
        raise ValueError("a sound that is none of its clips")
    levels = [clip.gain for clip in built.clips] + [one.level for one in built.stretches]
    if built.bed is not None:
        levels += [built.bed.level, built.bed.rise, built.bed.under or 0.0]
    if not all(level <= _LOUDEST for level in (*levels, built.speech or 0.0)):
        raise ValueError("a level of no sound")
