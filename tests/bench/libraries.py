"""The parts that measure whole libraries: the shipped one, and routines by the thousand."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import ROOT, Effort, compare, leave
from tests.bench.sandbox import Sandbox, idle
from tests.bench.sessions import CHIME, ENGLISH, GERMAN, Event, Session, library
from tests.bench.table import Figure, Part, Target, at_most, times

SHIPPED = ROOT / "scripts"
EDITED = "desk-reset.yaml"

SOME, MANY = 20, 1000
"""Generated routines."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A library, how it is measured, and the target of a build that has nothing to do."""

    what: str
    sandbox: Sandbox
    edited: Path
    spoken: list[Session]
    """What the plain script is given; empty: it is not run."""
    asked: float
    """Times an interpreter that does nothing."""
    colds: int
    """Runs of its cold build."""


def jobs(effort: Effort, root: Path) -> Part:
    """The shipped library, cold, with one job and with two."""
    sandbox = _shipped(root / "jobs")
    tasks = [
        sandbox.building(f"cold build, shipped library, -j {count}", options=["-j", str(count)])
        for count in (1, 2)
    ]
    one, two = found = compare(tasks, effort.runs)
    faster = one.wall / two.wall
    figures = [Figure(task.name, costs) for task, costs in zip(tasks, found, strict=True)]
    target = Target(
        "cold library on two cores", "≥ 1.7 × one", f"{faster:.3g} × one", faster >= 1.7
    )
    return Part(figures, [target])


def libraries(effort: Effort, root: Path) -> Part:
    """The shipped library and generated ones: cold, nothing to do, one line edited."""
    figures: list[Figure] = []
    targets: list[Target] = []
    for case in _cases(effort, root):
        figures += _cold(case)
        again, target = _again(case, effort)
        figures += again
        targets.append(target)
    return Part(figures, targets)


def _cases(effort: Effort, root: Path) -> list[_Case]:
    sandbox = _shipped(root / "shipped")
    scripts = sorted(path for path in sandbox.scripts.glob("*.yaml") if path.stem != "library")
    spoken = [_spoken(sandbox, path) for path in scripts]
    what = f"shipped library ({len(spoken)} routines)"
    found = [_Case(what, sandbox, sandbox.scripts / EDITED, spoken, 30, effort.runs)]
    for count, asked, colds in ((SOME, 30, effort.runs), (MANY, 150, 1)):
        sandbox = Sandbox(root / f"library-{count}")
        written = library(sandbox.scripts, count)
        spoken = written if count == SOME else []
        edited = sandbox.scripts / "r0000.yaml"
        found.append(_Case(f"{count} generated routines", sandbox, edited, spoken, asked, colds))
    return found


def _shipped(folder: Path) -> Sandbox:
    sandbox = Sandbox(folder)
    shutil.copytree(SHIPPED, sandbox.scripts)
    return sandbox


def _cold(case: _Case) -> list[Figure]:
    tasks = [case.sandbox.building(f"cold build, {case.what}")]
    if case.spoken:
        tasks.append(case.sandbox.plain(f"plain script, {case.what}", case.spoken))
    found = compare(tasks, case.colds)
    ours, plain = found[0], found[-1]
    if plain is ours:
        why = f"not run: see the {SOME} routines"
        return [Figure(tasks[0].name, ours), Figure(f"plain script, {case.what}", None, why)]
    against = times(ours, plain, "plain")
    return [Figure(tasks[0].name, ours, against), Figure(tasks[1].name, plain)]


def _again(case: _Case, effort: Effort) -> tuple[list[Figure], Target]:
    """The library once more, as it is and with one line edited. It has been built."""
    before = case.edited.read_text(encoding="utf-8")

    def rewrite(run: int) -> None:
        longer = before.replace("- say: ", f"- say: Softly now, {run + 1}. ", 1)
        case.edited.write_text(longer, encoding="utf-8")

    same = case.sandbox.building(f"nothing to do, {case.what}", leave)
    unchanged, python = compare([same, idle(case.sandbox)], effort.many)
    (edited,) = compare([case.sandbox.building("one-line edit", rewrite)], effort.runs)
    figures = [
        Figure(f"python -c pass, beside {case.what}", python),
        Figure(same.name, unchanged, times(unchanged, python, "python")),
        Figure(f"one-line edit, {case.what}", edited, times(edited, unchanged, "nothing to do")),
    ]
    return figures, at_most(same.name, unchanged.wall / python.wall, case.asked, "× python")


def _spoken(sandbox: Sandbox, script: Path) -> Session:
    """What is spoken in a script, by its plan with estimated lengths. Tones of the breath are
    silence: the plain script has none."""
    command = [sys.executable, "-m", "audioguide", "plan", str(script), "--json"]
    told = subprocess.run(
        command, cwd=ROOT, env=sandbox.environment(), stdout=subprocess.PIPE, check=True
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
