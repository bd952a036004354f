"""Finished sessions, and the plans kept beside them."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from audioguide.core.errors import PlanError
from audioguide.publish.catalogue import Chapter
from audioguide.publish.made import Made, read_made
from audioguide.session.options import PLAN, planned
from audioguide.timeline.clip import Speech

_LONGEST = 24 * 3600
"""Seconds: whoever promises more did not build it."""


@dataclass(frozen=True, slots=True)
class FinishedSession:
    """An MP3, and where its plan is."""

    name: str
    mp3: Path
    plan: Path | None
    """None when there is none."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What should be heard when, in seconds."""

    kind: str
    start: float
    end: float
    text: str
    sound: int
    """Its clip's place in what was made."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a plan says of a session."""

    title: str
    length: float
    """Seconds."""
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    """In order of start."""
    made: Made


def find_finished(paths: Iterable[Path], output: Path) -> list[FinishedSession]:
    """The MP3s at the paths, those below folders included; without a path, every session that has
    its plan in the output folder. In order, each once. Raises FileNotFoundError."""
    given = [Path(os.path.abspath(path)) for path in paths]
    found = [one for path in given for one in _at(path)] if given else list(_planned(output))
    return list({one.mp3: one for one in sorted(found, key=lambda one: one.mp3)}.values())


def read_promise(finished: FinishedSession) -> Promise:
    """A session's plan. Raises PlanError when it is missing, not one of ours, or of a version that
    did not tell what it built; OSError."""
    if finished.plan is None:
        raise PlanError("there is no plan of it: it was not built here, or its plan was removed")
    try:
        found = json.loads(finished.plan.read_bytes())
        if isinstance(found, dict) and "cues" in found and "made" not in found:
            raise PlanError("its plan does not tell how it was made; build it again")
        return _promise(found)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise PlanError(f"{finished.plan} is no plan of a session") from error


def volume(promise: Promise, cue: Cue) -> float:
    """LU by which a cue's voice speaks louder than others."""
    clip = promise.made.clips[cue.sound].clip
    return clip.voice.volume if isinstance(clip, Speech) else 0.0


def _at(path: Path) -> Iterator[FinishedSession]:
    if not path.exists():
        raise FileNotFoundError(path)
    files = path.rglob("*.mp3") if path.is_dir() else [path]
    for mp3 in files:
        if not mp3.name.startswith(".") or mp3 == path:
            yield _beside(mp3)


def _beside(mp3: Path) -> FinishedSession:
    for folder in mp3.parents:
        inside = mp3.relative_to(folder)
        plan = folder / "data" / inside.parent / f"{mp3.stem}{PLAN}"
        if plan.is_file():
            return FinishedSession((inside.parent / mp3.stem).as_posix(), mp3, plan)
    return FinishedSession(mp3.stem, mp3, None)


def _planned(output: Path) -> Iterator[FinishedSession]:
    output = Path(os.path.abspath(output))
    for name, plan in planned(output).items():
        yield FinishedSession(name, output / f"{name}.mp3", plan)


def _promise(found: Any) -> Promise:
    made = read_made(found["made"])
    TypeAdapter(Made).validate_python(asdict(made))
    pairs = zip(found["cues"], made.sounds, strict=True)
    cues = [
        Cue(str(c["kind"]), float(c["start"]), float(c["end"]), str(c["text"]), sound)
        for c, sound in pairs
    ]
    length = float(found["length"])
    places = [(cue.start, cue.end) for cue in cues]
    places += [(stretch.start, stretch.end) for stretch in (made.bed.alone if made.bed else ())]
    if not all(0 <= cue.sound < len(made.clips) for cue in cues):
        raise ValueError("a cue without a sound")
    if not all(0 <= start <= end <= length <= _LONGEST for start, end in places):
        raise ValueError("a sound without a place")
    chapters = tuple(
        Chapter(str(c["title"]), float(c["start"]), float(c["end"])) for c in found["chapters"]
    )
    in_order = tuple(sorted(cues, key=lambda cue: cue.start))
    return Promise(str(found["title"]), length, chapters, in_order, made)
