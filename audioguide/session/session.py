"""One session, from its script to its MP3: the stages in order."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from audioguide.core import log
from audioguide.core.errors import BedError, FfmpegError, ScriptProblems, SpeechError
from audioguide.core.log import stage
from audioguide.core.problem import Place, Problem
from audioguide.core.units import Frames, start_of
from audioguide.publish.built_audio import BuiltAudio
from audioguide.publish.plan_file import PlanFile, plan_json, plan_of
from audioguide.script.files import ScriptFile
from audioguide.session.context import BuildContext
from audioguide.session.estimates import tempos_of
from audioguide.session.options import BuildOptions, Outcome, Reason
from audioguide.session.record import (
    changed_since,
    differing,
    load,
    save,
    still_stands,
)
from audioguide.session.routine import Routine, about_of, read_routine
from audioguide.session.sidecars import Sidecars, sidecars
from audioguide.session.sources import recorded, settings_shown
from audioguide.store.files import replacing, write
from audioguide.store.keys import key
from audioguide.timeline.bed import LaidBed
from audioguide.timeline.clip import Clip, Extent
from audioguide.timeline.excerpt import excerpt
from audioguide.timeline.fit import fit
from audioguide.timeline.rundown import Rundown
from audioguide.timeline.segment import Assembly, segments
from audioguide.timeline.voice_resolver import VoicesHere

_HARDLY_SOFTER = 0.5
"""LU that nobody is told of."""


def build_session(
    located: ScriptFile, options: BuildOptions, context: BuildContext, why: tuple[Reason, ...] = ()
) -> Outcome:
    """Bring a session up to date that is stale for some reasons. A failure is an outcome, not an
    exception: the other sessions of a library are built all the same."""
    try:
        with log.session(located.name):
            return _build(located, options, context, why)
    except FAILURES as error:
        return failed(located, error, why)


FAILURES = (ScriptProblems, BedError, FfmpegError, SpeechError, OSError)
"""What a session may fail of, and the others be built all the same."""


def failed(located: ScriptFile, error: Exception, why: tuple[Reason, ...]) -> Outcome:
    """The outcome of a session that one of FAILURES ended."""
    match error:
        case ScriptProblems(problems=problems):
            return Outcome(located, "failed", problems=problems, why=why)
        case OSError(filename=filename, strerror=strerror):
            name = os.fsdecode(filename) if filename else "a file"
            return Outcome(located, "failed", error=f"{name}: {strerror or error}", why=why)
        case _:
            return Outcome(located, "failed", error=str(error), why=why)


def _build(
    located: ScriptFile, options: BuildOptions, context: BuildContext, why: tuple[Reason, ...]
) -> Outcome:
    ready = _prepare(located, options, context)
    length = start_of(ready.assembly.timeline.length)
    target = options.target(located)
    if options.only:
        _write(target, ready, context)
        return Outcome(
            located, "built", length=length, size=target.stat().st_size, problems=ready.warnings
        )
    made_of = ready.made_of(context)
    before = load(context.store, target)
    if before is not None:
        why = (*why, *differing(before.settings, settings_shown(ready.routine, located)))
    fresh = not options.force and before is not None and still_stands(before, made_of)
    if fresh:
        log.note("%s is fresh after all", located.name)
    else:
        built = _write(target, ready, context)
        with stage("publish"):
            for ending, content in ready.sidecars.files.items():
                write(options.beside(located, ending), content)
            write(options.beside(located), plan_json(replace(ready.plan, built=built)))
    routine, engines = ready.routine, context.engines
    record = recorded(routine, located, options, engines, made_of, length, ready.warnings)
    if not changed_since(record, context.begun):
        save(context.store, target, record)
    status: Literal["built", "fresh"] = "fresh" if fresh else "built"
    return Outcome(
        located, status, length=length, size=target.stat().st_size, problems=ready.warnings, why=why
    )


@dataclass(frozen=True, slots=True)
class _PreparedSession:
    """A session of which all is known but its frames."""

    routine: Routine
    assembly: Assembly
    plan: PlanFile
    """As long as nothing is built of it."""
    sidecars: Sidecars
    warnings: tuple[Problem, ...]

    def made_of(self, context: BuildContext) -> str:
        """The whole input of its files, in one word."""
        segments = context.segments
        places = [(start, segments.key(segment)) for start, segment in self.assembly.segments]
        length = self.assembly.timeline.length
        return key(self.sidecars.digest(), plan_json(self.plan).decode(), length, places)


def _prepare(located: ScriptFile, options: BuildOptions, context: BuildContext) -> _PreparedSession:
    """All up to the frames; words are spoken for their lengths."""
    library = context.library(located.root)
    with stage("read"):
        engines = context.engines
        here = VoicesHere(engines.why_missing, engines.best)
        routine = read_routine(located, options.overrides, library, here=here)
    script = routine.script
    if options.only:
        routine = replace(routine, rundown=excerpt(routine.rundown, options.only, script.place))
    rundown = routine.rundown
    try:
        with stage("speak"):
            extents = spoken_extents(rundown, context)
        with stage("lay out"):
            timeline = fit(rundown, extents)
    except ScriptProblems as found:
        raise ScriptProblems([*rundown.warnings, *found.problems]) from found
    with stage("bed"):
        laid = _laid(routine, context)
    warnings = (*rundown.warnings, *timeline.warnings, *_too_soft(routine, context))
    if options.strict and warnings:
        raise ScriptProblems(warnings)
    placed = tuple(segments(timeline, wake=rundown.wake, laid=laid))
    about = about_of(routine, located.number)
    plan = plan_of(script.place.file, script.title, timeline, about, estimated=False)
    assembly = Assembly(timeline, rundown.bed, placed)
    with stage("sidecars"):
        enclosed = sidecars(routine, located, timeline, plan, context)
    return _PreparedSession(routine, assembly, plan, enclosed, warnings)


def spoken_extents(rundown: Rundown, context: BuildContext) -> Mapping[Clip, Extent]:
    """The length of every clip. Raises ScriptProblems for those that cannot be spoken, a fault that
    many share told once; and, before anything is spoken, as `tempos_of`."""
    tempos_of(rundown, context.engines)
    places = rundown.clips()
    extents, faults = context.clips.extents(places)
    told: dict[str, list[Place]] = {}
    for clip, why in faults.items():
        told.setdefault(f"{clip.sounded}: {why}", []).append(places[clip])
    if told:
        raise ScriptProblems(_fault(message, sorted(at)) for message, at in told.items())
    return extents


def _fault(message: str, places: list[Place]) -> Problem:
    what, why = message.split(": ", 1)
    others = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
    return Problem(places[0], f"this cannot be {what}{others}: {why}")


def _laid(routine: Routine, context: BuildContext) -> LaidBed | None:
    """The bed under a session. Raises ScriptProblems when it cannot be played."""
    bed = routine.rundown.bed
    if bed is None:
        return None
    try:
        return LaidBed(bed, Frames(context.beds.facts(bed).frames))
    except BedError as error:
        message = f"this bed cannot be played: {error}"
        raise ScriptProblems([Problem(_place_of_bed(routine), message)]) from error


def _too_soft(routine: Routine, context: BuildContext) -> tuple[Problem, ...]:
    """That a bed's peaks do not allow it to be as loud as was asked for."""
    bed = routine.rundown.bed
    missing = 0.0 if bed is None else context.beds.short_of(bed)
    if missing < _HARDLY_SOFTER:
        return ()
    message = f"this bed plays {missing:.0f} LU softer than was asked for: its peaks are high"
    hint = "give it a higher `level`, or a file that is more even"
    return (Problem(_place_of_bed(routine), message, hint, "warning"),)


def _place_of_bed(routine: Routine) -> Place:
    return routine.script.places.get("bed", routine.library.place)


def _write(target: Path, ready: _PreparedSession, context: BuildContext) -> BuiltAudio:
    from audioguide.mp3.link import link
    from audioguide.session.measure import measured

    found, assembly = context.segments, ready.assembly
    with stage("encode"):
        found.ensure(segment for _, segment in assembly.segments)
    coded = ((start, found.frames(segment)) for start, segment in assembly.segments)
    length, bed, tag = assembly.timeline.length, assembly.bed, ready.sidecars.tag
    with stage("link"), replacing(target) as out:
        digest = link(out, tag, length, coded, found.between(bed), found.format(bed))
    with stage("measure"):
        return measured(assembly, digest, context)
