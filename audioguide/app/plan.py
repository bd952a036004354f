"""What a session will be, without its MP3: for cue sheets."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias, assert_never

from audioguide.app.request import Chosen, overrides_of
from audioguide.app.sheet import settings_text, sheet_text
from audioguide.core.errors import RequestError, ScriptProblems
from audioguide.core.problem import Problem
from audioguide.publish.plan_file import plan_json, plan_of
from audioguide.script.files import ScriptFile, locate
from audioguide.script.overrides import Overrides
from audioguide.session.context import BuildContext, build_context
from audioguide.session.estimates import estimated_extents
from audioguide.session.routine import Routine, about_of, read_routine
from audioguide.session.session import spoken_extents
from audioguide.store.store import Store, default_folder
from audioguide.timeline.fit import fit
from audioguide.timeline.layout import Timeline
from audioguide.timeline.voice_resolver import VoicesHere

PlanForm: TypeAlias = Literal["sheet", "settings", "json"]
"""A cue sheet for people, who decided each setting, or the plan for programs."""

_AT_ONCE = 2
"""Utterances spoken at once for exact times."""


@dataclass(frozen=True, slots=True)
class PlanText:
    """What there is to say of a script."""

    root: Path
    """The folder of its library."""
    problems: tuple[Problem, ...]
    text: str | None
    """None when the problems do not let it be planned."""


def plan_session(script: Path, chosen: Chosen, form: PlanForm, *, exact: bool) -> PlanText:
    """The plan of one script as text; `exact` as in `preview`. Raises AudioguideError."""
    if not script.is_file():
        raise RequestError(f"there is no script at {script}")
    (located,) = locate(script)
    try:
        with build_context(Store(default_folder()), _AT_ONCE) as context:
            routine, timeline = preview(located, overrides_of(chosen), context, exact=exact)
    except ScriptProblems as found:
        return PlanText(located.root, found.problems, None)
    text = _text(form, located, routine, timeline, estimated=not exact)
    return PlanText(located.root, timeline.warnings, text)


def preview(
    located: ScriptFile, overrides: Overrides, context: BuildContext, *, exact: bool
) -> tuple[Routine, Timeline]:
    """A routine and its timeline. `exact` speaks what was not spoken yet; otherwise lengths of
    speech are estimated. Raises ScriptProblems, SpeechError, FfmpegError, OSError."""
    library, engines = context.library(located.root), context.engines
    if exact:
        here = VoicesHere(engines.why_missing, engines.best)
        routine = read_routine(located, overrides, library, here=here)
        return routine, fit(routine.rundown, spoken_extents(routine.rundown, context))
    trusting, here = replace(overrides, allow_commands=True), VoicesHere(best=engines.best)
    routine = read_routine(located, trusting, library, here=here)
    extents = estimated_extents(routine.rundown, engines)
    return routine, fit(routine.rundown, extents, estimated=True)


def _text(
    form: PlanForm, located: ScriptFile, routine: Routine, timeline: Timeline, *, estimated: bool
) -> str:
    file, title = routine.script.place.file, routine.script.title
    match form:
        case "sheet":
            return sheet_text(title, file, timeline, estimated=estimated)
        case "settings":
            return settings_text(routine.settings, timeline)
        case "json":
            about = about_of(routine, located.number)
            plan = plan_of(file, title, timeline, about, estimated=estimated)
            return plan_json(plan).decode().removesuffix("\n")
        case _:
            assert_never(form)
