"""Every problem of a script, found without a sound."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from itertools import chain
from pathlib import Path

from audioguide.app.lexicon_use import SpokenTexts, never_fitting, whole_libraries
from audioguide.app.request import Chosen, overrides_of, scripts_at
from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem
from audioguide.core.tempo import sentence_ends
from audioguide.core.units import seconds
from audioguide.core.voice import Voice
from audioguide.safety.rules import unsafe
from audioguide.script.files import ScriptFile
from audioguide.script.library import Library, read_library
from audioguide.script.overrides import Overrides
from audioguide.script.reader import FragmentCache
from audioguide.session.estimates import estimated_extents
from audioguide.session.routine import Routine, read_routine
from audioguide.speech.register import Engines
from audioguide.store.store import Store, default_folder
from audioguide.timeline.clip import Clip, Extent, Speech
from audioguide.timeline.fit import fit
from audioguide.timeline.layout import layout
from audioguide.timeline.rundown import Rundown
from audioguide.timeline.voice_resolver import VoicesHere

_AT_ONCE = 100
"""Scripts in one task of the pool; fewer are checked without starting one."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found."""

    scripts: int
    """How many were checked."""
    problems: Mapping[Path, tuple[Problem, ...]]
    """By library folder, in order of place."""


def check_scripts(paths: Iterable[Path], chosen: Chosen) -> CheckResult:
    """The problems of the scripts at the paths. Raises RequestError."""
    scripts = scripts_at(paths)
    found = check_library(scripts, overrides_of(chosen), os.cpu_count() or 1)
    return CheckResult(len(scripts), found)


def check_library(
    scripts: Sequence[ScriptFile], overrides: Overrides, jobs: int
) -> dict[Path, tuple[Problem, ...]]:
    """The problems of many scripts by library folder, in order of place; one that several scripts
    share, in a fragment or in the library's settings, is told once. Where all scripts of a library
    are checked, so are the words of its lexicon."""
    parts = [scripts[at : at + _AT_ONCE] for at in range(0, len(scripts), _AT_ONCE)]
    found: dict[Path, set[Problem]] = {located.root: set() for located in scripts}
    whole = whole_libraries(scripts)
    check = partial(_check, overrides=overrides, whole=whole)
    if jobs == 1 or len(parts) <= 1:
        told = [check(part) for part in parts]
    else:
        with ProcessPoolExecutor(min(jobs, len(parts))) as pool:
            told = list(pool.map(check, parts))
    for root, problems in chain.from_iterable(part.problems for part in told):
        found[root].update(problems)
    for root in whole:
        found[root].update(never_fitting(root, [it.used[root] for it in told if root in it.used]))
    return {root: tuple(sorted(problems)) for root, problems in found.items()}


def check_script(
    located: ScriptFile,
    overrides: Overrides,
    engines: Engines,
    library: Library,
    fragments: FragmentCache | None = None,
) -> tuple[Problem, ...]:
    """The errors and warnings of a script, in order of place. Cues are judged by estimated lengths
    of speech, safety at the longest of each range."""
    problems, _ = _checked(located, overrides, engines, library, fragments)
    return problems


@dataclass(frozen=True, slots=True)
class _PartResult:
    """What a check of some scripts found."""

    problems: list[tuple[Path, tuple[Problem, ...]]]
    used: dict[Path, frozenset[Place] | None]
    """Of each library that is checked as a whole, the words of its lexicon that fit here; None
    where that is not known."""


def _check(
    scripts: Iterable[ScriptFile], overrides: Overrides, whole: Collection[Path]
) -> _PartResult:
    libraries = cache(lambda root: (read_library(root), FragmentCache()))
    found: list[tuple[Path, tuple[Problem, ...]]] = []
    said: dict[Path, SpokenTexts] = {}
    with closing(Engines(Store(default_folder()))) as engines:
        for each in scripts:
            rundown = None
            try:
                problems, rundown = _checked(each, overrides, engines, *libraries(each.root))
            except ScriptProblems as of_library:
                problems = of_library.problems
            found.append((each.root, problems))
            if each.root in whole:
                said.setdefault(each.root, SpokenTexts(each.root)).add(rundown)
    return _PartResult(found, {root: texts.used() for root, texts in said.items()})


def _checked(
    located: ScriptFile,
    overrides: Overrides,
    engines: Engines,
    library: Library,
    fragments: FragmentCache | None,
) -> tuple[tuple[Problem, ...], Rundown | None]:
    """The problems of a script, and what happens in its session, where it can be read."""
    try:
        trusting, here = replace(overrides, allow_commands=True), VoicesHere(best=engines.best)
        routine = read_routine(located, trusting, library, fragments, here)
    except ScriptProblems as found:
        return found.problems, None
    try:
        extents = estimated_extents(routine.rundown, engines)
    except ScriptProblems as found:
        return found.problems, routine.rundown
    parts = (_crowded(routine, extents), _unsafe(routine, extents), _parted(routine, engines))
    return tuple(sorted({*chain.from_iterable(parts)})), routine.rundown


def _crowded(routine: Routine, extents: Mapping[Clip, Extent]) -> tuple[Problem, ...]:
    try:
        return fit(routine.rundown, extents, estimated=True).warnings
    except ScriptProblems as found:
        return found.problems


def _parted(routine: Routine, engines: Engines) -> Iterator[Problem]:
    """Texts in which a voice pauses longer than the gap that parts them from others: one thought
    would sound like two. Told once of each voice."""
    gap = seconds(routine.rundown.gap)
    texts: dict[Voice, list[Place]] = {}
    for clip, place in routine.rundown.clips().items():
        if isinstance(clip, Speech) and sentence_ends(clip.spoken):
            texts.setdefault(clip.voice, []).append(place)
    for voice, places in texts.items():
        pause = engines.tempo(voice).pause
        if pause > gap:
            others = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
            yield Problem(
                min(places),
                f"{voice.shown} pauses {pause:.1f} s between the sentences of this text{others}, "
                f"longer than the {gap:g} s between two texts",
                f"let `gap` be longer, such as {pause + 0.2:.1f}s, or the voice faster",
                "warning",
            )


def _unsafe(routine: Routine, extents: Mapping[Clip, Extent]) -> tuple[Problem, ...]:
    longest = layout(routine.rundown, extents, Fraction(1), judge=False)
    return unsafe(routine.script, routine.library, routine.rundown, longest)
