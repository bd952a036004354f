"""A plan read from its file, which anybody may have changed."""

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any

from audioguide.core.errors import PlanError
from audioguide.publish.built_audio import BuiltAudio, read_built
from audioguide.publish.plan_file import BUILT, PlanFile

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_LONGEST = 24 * 3600
"""Seconds: whoever tells of more did not build it."""


def read_plan(content: bytes) -> PlanFile:
    """The plan that a file holds. Raises PlanError for anything else, and for times and sounds that
    no session has."""
    from pydantic_core import from_json

    try:
        found = from_json(content)
        plan = _adapter().validate_python({**found, "built": _built(found)})
        _check(plan)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise PlanError("it is no plan of a session") from error
    return plan


@cache
def _adapter() -> "TypeAdapter[PlanFile]":
    from pydantic import TypeAdapter

    return TypeAdapter(PlanFile)


def _built(found: dict[str, Any]) -> BuiltAudio | None:
    from pydantic import TypeAdapter

    if BUILT not in found:
        return None
    built = read_built(found[BUILT])
    TypeAdapter(BuiltAudio).validate_python(asdict(built))
    return built


def _check(plan: PlanFile) -> None:
    """Raise ValueError unless every time lies in the session and every cue has its sound."""
    spans = [(cue.start, cue.end) for cue in plan.cues]
    spans += [(chapter.start, chapter.end) for chapter in plan.chapters]
    if plan.built is not None:
        spans += [(one.start, one.end) for one in plan.built.stretches]
        if len(plan.built.sounds) != len(plan.cues):
            raise ValueError("cues without a sound")
        if not all(0 <= sound < len(plan.built.clips) for sound in plan.built.sounds):
            raise ValueError("a sound that is none of its clips")
    if not 0 <= plan.length <= _LONGEST:
        raise ValueError("a length of no session")
    if not all(0 <= start <= end <= plan.length for start, end in spans):
        raise ValueError("a time outside the session")
    starts = [cue.start for cue in plan.cues]
    if starts != sorted(starts):
        raise ValueError("cues out of order")
