"""The parts that measure whole libraries: the shipped one, and routines by the thousand."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.desk import Desk, idle
from tests.bench.measure import ROOT, Effort, compare, leave
from tests.bench.sessions import CHIME, ENGLISH, GERMAN, Event, Session, library
from tests.bench.table import Bar, Figure, Part, at_most, times

SHIPPED = ROOT / "scripts"
EDITED = "desk-reset.yaml"

SOME, MANY = 20, 1000
"""Generated routines."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A library, how it is measured, and the bar of a build that has nothing to do."""

    what: str
    desk: Desk
    edited: Path
    heard: list[Session]
    """What the plain script is given; empty: it is not run."""
    asked: float
    """Times an interpreter that does nothing."""
    colds: int
    """Runs of its cold build."""


def jobs(effort: Effort, root: Path) -> Part:
    """The shipped library, cold, with one job and with two."""
    desk = _shipped(root / "jobs")
    tasks = [
        desk.building(f"cold build, shipped library, -j {count}", options=["-j", str(count)])
        for count in (1, 2)
    ]
    one, two = found = compare(tasks, effort.runs)
    faster = one.wall / two.wall
    figures = [Figure(task.name, costs) for task, costs in zip(tasks, found, strict=True)]
    bar = Bar("cold library on two cores", "≥ 1.7 × one", f"{faster:.3g} × one", faster >= 1.7)
    return Part(figures, [bar])


def libraries(effort: Effort, root: Path) -> Part:
    """The shipped library and generated ones: cold, nothing to do, one line edited."""
    figures: list[Figure] = []
    bars: list[Bar] = []
    for catalogue in _shelves(effort, root):
        figures += _cold(catalogue)
        again, bar = _again(catalogue, effort)
        figures += again
        bars.append(bar)
    return Part(figures, bars)


def _shelves(effort: Effort, root: Path) -> list[_Shelf]:
    desk = _shipped(root / "shipped")
    scripts = sorted(path for path in desk.scripts.glob("*.yaml") if path.stem != "library")
    heard = [_heard(desk, path) for path in scripts]
    what = f"shipped library ({len(heard)} routines)"
    found = [_Shelf(what, desk, desk.scripts / EDITED, heard, 30, effort.runs)]
    for count, asked, colds in ((SOME, 30, effort.runs), (MANY, 150, 1)):
        desk = Desk(root / f"library-{count}")
        written = library(desk.scripts, count)
        heard = written if count == SOME else []
        edited = desk.scripts / "r0000.yaml"
        found.append(_Shelf(f"{count} generated routines", desk, edited, heard, asked, colds))
    return found


def _shipped(folder: Path) -> Desk:
    desk = Desk(folder)
    shutil.copytree(SHIPPED, desk.scripts)
    return desk


def _cold(catalogue: _Shelf) -> list[Figure]:
    tasks = [catalogue.desk.building(f"cold build, {catalogue.what}")]
    if catalogue.heard:
        tasks.append(catalogue.desk.plain(f"plain script, {catalogue.what}", catalogue.heard))
    found = compare(tasks, catalogue.colds)
    ours, plain = found[0], found[-1]
    if plain is ours:
        why = f"not run: see the {SOME} routines"
        return [Figure(tasks[0].name, ours), Figure(f"plain script, {catalogue.what}", None, why)]
    against = times(ours, plain, "plain")
    return [Figure(tasks[0].name, ours, against), Figure(tasks[1].name, plain)]


def _again(catalogue: _Shelf, effort: Effort) -> tuple[list[Figure], Bar]:
    """The library once more, as it is and with one line edited. It has been built."""
    before = catalogue.edited.read_text(encoding="utf-8")

    def rewrite(run: int) -> None:
        longer = before.replace("- say: ", f"- say: Softly now, {run + 1}. ", 1)
        catalogue.edited.write_text(longer, encoding="utf-8")

    same = catalogue.desk.building(f"nothing to do, {catalogue.what}", leave)
    unchanged, python = compare([same, idle(catalogue.desk)], effort.many)
    (edited,) = compare([catalogue.desk.building("one-line edit", rewrite)], effort.runs)
    figures = [
        Figure(f"python -c pass, beside {catalogue.what}", python),
        Figure(same.name, unchanged, times(unchanged, python, "python")),
        Figure(
            f"one-line edit, {catalogue.what}", edited, times(edited, unchanged, "nothing to do")
        ),
    ]
    return figures, at_most(same.name, unchanged.wall / python.wall, catalogue.asked, "× python")


def _heard(desk: Desk, script: Path) -> Session:
    """What is heard in a script, by its plan with estimated lengths. Tones of the breath are
    silence: the plain script has none."""
    command = [sys.executable, "-m", "audioguide", "plan", str(script), "--json"]
    told = subprocess.run(
        command, cwd=ROOT, env=desk.environment(), stdout=subprocess.PIPE, check=True
    )
    events: list[Event] = []
    at = 0.0
    for cue in json.loads(told.stdout)["cues"]:
        kind, start, end = cue["kind"], cue["start"], cue["end"]
        if kind == "tone":
            continue
        if start > at:
            events.append(("silence", start - at))
        events.append(("chime", cue["text"]) if kind == "chime" else ("say", cue["text"]))
        at = max(at, start + CHIME if kind == "chime" else end)
    text = script.read_text(encoding="utf-8")
    return Session(text, tuple(events), GERMAN if "\nlanguage: de\n" in text else ENGLISH)
