"""Finished sessions, and the plans kept beside them."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audioguide.core.errors import PlanError
from audioguide.publish.built_audio import BuiltAudio
from audioguide.publish.plan_file import PlanFile
from audioguide.publish.plan_reader import read_plan
from audioguide.session.options import PLAN, plan_files


@dataclass(frozen=True, slots=True)
class FinishedSession:
    """An MP3, and where its plan is."""

    name: str
    mp3: Path
    plan: Path | None
    """None when there is none."""


def find_finished(paths: Iterable[Path], output: Path) -> list[FinishedSession]:
    """The MP3s at the paths, those below folders included; without a path, every session that has
    its plan in the output folder. In order, each once. Raises FileNotFoundError."""
    given = [Path(os.path.abspath(path)) for path in paths]
    found = [one for path in given for one in _at(path)] if given else list(_planned(output))
    return list({one.mp3: one for one in sorted(found, key=lambda one: one.mp3)}.values())


def read_plan_of(finished: FinishedSession) -> tuple[PlanFile, BuiltAudio]:
    """A session's plan, and what was built of it. Raises PlanError when the plan is missing, not
    one of ours, or of a version that did not tell what it built; OSError."""
    if finished.plan is None:
        raise PlanError("there is no plan of it: it was not built here, or its plan was removed")
    try:
        plan = read_plan(finished.plan.read_bytes())
    except PlanError as error:
        raise PlanError(f"{finished.plan} is no plan of a session") from error
    if plan.built is None:
        raise PlanError("its plan does not tell how it was made; build it again")
    return plan, plan.built


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
    for name, plan in plan_files(output).items():
        yield FinishedSession(name, output / f"{name}.mp3", plan)
