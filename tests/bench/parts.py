"""The parts that measure sessions, and the targets they must reach."""

from pathlib import Path

from tests.bench.measure import Costs, Effort, Task, compare, leave
from tests.bench.sandbox import Sandbox, idle
from tests.bench.sessions import BED, session
from tests.bench.table import Figure, Part, Target, at_most, times

MINUTES = (15, 60, 180)
BARE = "eSpeak NG and one ffmpeg run"


def cold(effort: Effort, root: Path) -> Part:
    """Sessions nobody has built before, by audioguide, the plain script and the bare tools."""
    parts = [
        _against_plain(effort, root, 15, 0.5),
        _against_plain(effort, root, 60, 0.1),
        _without_plain(effort, root, 180),
    ]
    return Part(
        [row for part in parts for row in part.figures],
        [target for part in parts for target in part.targets],
    )


def edit(effort: Effort, root: Path) -> Part:
    """A line written anew in a session that was built, the whole command."""
    tasks = [_editing(root, minutes) for minutes in MINUTES]
    tasks.append(_editing(root, 15, BED))
    sandbox = Sandbox(root / "edit-plain")
    tasks.append(sandbox.plain("plain script, 15 min", [session(15, edit=1)]))
    quarter, hour, three, bed, plain = compare(tasks, effort.runs)
    figures = [
        Figure("one-line edit, 15 min", quarter, times(quarter, plain, "plain")),
        Figure("one-line edit, 60 min", hour, times(hour, quarter, "15 min")),
        Figure("one-line edit, 180 min", three, times(three, quarter, "15 min")),
        Figure("one-line edit, 15 min with a bed", bed, times(bed, quarter, "without")),
        Figure("plain script, 15 min, edited", plain),
    ]
    longest = 1.3 * quarter.wall + 0.1
    targets = [
        at_most("one-line edit, 15 min", quarter.wall / plain.wall, 0.15, "× plain"),
        at_most("one-line edit, 60 min (1.3 × 15 min + 0.1 s)", hour.wall, longest, "s"),
        at_most("one-line edit under a bed, 15 min", bed.wall / quarter.wall, 3, "× without"),
    ]
    return Part(figures, targets)


def warm(effort: Effort, root: Path) -> Part:
    """Sessions that are up to date."""
    tasks = [idle(Sandbox(root / "warm-python"))]
    for minutes in MINUTES:
        sandbox = Sandbox(root / f"warm-{minutes}").built(session(minutes))
        tasks.append(sandbox.building(f"nothing to do, {minutes} min", leave))
    nothing, *sessions = compare(tasks, effort.many)
    figures = [
        Figure(task.name, costs, times(costs, nothing, "python"))
        for task, costs in zip(tasks[1:], sessions, strict=True)
    ]
    return Part([Figure("python -c pass", nothing), *figures], [])


def memory(effort: Effort, root: Path) -> Part:
    """The largest process of a cold build, by the length of the session."""
    tasks: list[Task] = []
    for bed in ("", BED):
        for minutes in (10, 180):
            sandbox = Sandbox(root / f"memory-{minutes}{'-bed' if bed else ''}")
            sandbox.write(session(minutes, bed))
            under = " with a bed" if bed else ""
            tasks.append(sandbox.building(f"cold build for its memory, {minutes} min{under}"))
    # Memory hardly varies: three runs say as much as many.
    short, long, short_bed, long_bed = found = compare(tasks, min(3, effort.runs))
    targets = [
        *_memory_targets("180 min", long, short),
        *_memory_targets("180 min with a bed", long_bed, short_bed),
    ]
    return Part(
        [Figure(task.name, costs) for task, costs in zip(tasks, found, strict=True)], targets
    )


def _against_plain(effort: Effort, root: Path, minutes: int, asked: float) -> Part:
    sandbox, tasks = _competition(root, minutes)
    tasks.append(sandbox.plain("plain script", [session(minutes)]))
    ours, floor, plain = compare(tasks, effort.runs)
    sandbox.same_session("floor", "plain")
    what = f"cold build, {minutes} min"
    against = f"{times(ours, plain, 'plain')}, {times(ours, floor, 'bare')}"
    figures = [
        Figure(what, ours, against),
        Figure(f"plain script, {minutes} min", plain),
        Figure(f"{BARE}, {minutes} min", floor),
    ]
    return Part(figures, [at_most(what, ours.wall / plain.wall, asked, "× plain")])


def _without_plain(effort: Effort, root: Path, minutes: int) -> Part:
    """As above, for a session that would keep the plain script busy for hours."""
    sandbox, tasks = _competition(root, minutes)
    ours, floor = compare(tasks, effort.runs)
    sandbox.same_session("floor")
    why = "not run: what it copies grows with the square of the length"
    figures = [
        Figure(f"cold build, {minutes} min", ours, times(ours, floor, "bare")),
        Figure(f"plain script, {minutes} min", None, why),
        Figure(f"{BARE}, {minutes} min", floor),
    ]
    return Part(figures, [])


def _competition(root: Path, minutes: int) -> tuple[Sandbox, list[Task]]:
    sandbox = Sandbox(root / f"cold-{minutes}")
    sandbox.write(session(minutes))
    name = f"cold build, {minutes} min"
    return sandbox, [sandbox.building(name), sandbox.floor(BARE, [session(minutes)])]


def _memory_targets(what: str, long: Costs, short: Costs) -> tuple[Target, Target]:
    return (
        at_most(f"peak memory, {what}", long.peak / short.peak, 1.3, "× 10 min"),
        at_most(f"peak memory, {what}", long.peak / 1e6, 150, "MB"),
    )


def _editing(root: Path, minutes: int, bed: str = "") -> Task:
    sandbox = Sandbox(root / f"edit-{minutes}{'-bed' if bed else ''}").built(session(minutes, bed))

    def rewrite(run: int) -> None:
        sandbox.write(session(minutes, bed, edit=run + 1))

    return sandbox.building(f"one-line edit, {minutes} min{' with a bed' if bed else ''}", rewrite)
