"""A library build that is killed at random moments, built again, and held byte for byte against one
that nobody disturbed.

Every other kill takes the whole process group, as when a terminal or a container goes; the others
take the command alone (`kill -9 PID`): what it started has to end by itself.
"""

import contextlib
import hashlib
import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

from tests.bench.measure import Cost, Costs, Effort, compare, measure, start, tell
from tests.bench.sandbox import Sandbox
from tests.bench.sessions import library
from tests.bench.table import Figure, Part, Target

ROUTINES = 4
SEED = 3

PATIENCE = 2.0
"""Seconds in which what a killed command started has to end by itself."""
INTERVAL = 0.02
"""Seconds between two looks."""

PART = ".part"
"""How files end that are being written."""
PROC = Path("/proc")

KILLS, TOO_LATE, SAME = "kills", "too late", "identical"
FINISHED, HALF, PARTS = "files", "half-written", "parts"
ORPHANS, STAYING, TEMPORARY = "orphans", "staying", "temporary"
"""What is counted."""


def kill(effort: Effort, root: Path) -> Part:
    """What came of so many kills, counted."""
    sandbox = Sandbox(root / "kill")
    library(sandbox.scripts, ROUTINES)
    (undisturbed,) = compare([sandbox.building("undisturbed build")], 3)
    expected = _digests(sandbox)
    chance = random.Random(SEED)
    moments = [chance.uniform(0, min(undisturbed.spread)) for _ in range(effort.kills)]
    counts: Counter[str] = Counter()
    resumed: list[Cost] = []
    for number, moment in enumerate(moments):
        sandbox.clear()
        counts += _killed(sandbox, moment, number % 2 == 0, expected)
        resumed.append(measure(sandbox.building("build after a kill")))
        counts += _left(sandbox, expected)
        tell(f"  kill {number + 1} of {effort.kills}, at {moment:.2f} s: {dict(counts)}")
    return Part(_figures(undisturbed, Costs(tuple(resumed)), sum(moments), counts), _bars(counts))


def _killed(sandbox: Sandbox, moment: float, group: bool, expected: dict[str, str]) -> Counter[str]:
    """Start a build, kill it after so many seconds, and count what it leaves behind."""
    task = sandbox.building("to be killed")
    child = start(task.command, task.environment)
    time.sleep(moment)
    in_time = child.poll() is None
    if in_time:
        (os.killpg if group else os.kill)(child.pid, signal.SIGKILL)
    child.wait()
    orphans, staying = _running(sandbox), _outstaying(sandbox)
    for process in staying:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    found = _digests(sandbox)
    return Counter(
        {
            KILLS: 1,
            TOO_LATE: not in_time,
            FINISHED: len(found),
            HALF: sum(expected.get(name) != digest for name, digest in found.items()),
            ORPHANS: len(orphans),
            STAYING: len(staying),
        }
    )


def _left(sandbox: Sandbox, expected: dict[str, str]) -> Counter[str]:
    """What the next build has made of it."""
    parts = sum(1 for _ in sandbox.folder.rglob(f"*{PART}"))
    temporary = list(sandbox.temporary.iterdir())
    shutil.rmtree(sandbox.temporary)
    sandbox.temporary.mkdir()
    return Counter({SAME: _digests(sandbox) == expected, PARTS: parts, TEMPORARY: len(temporary)})


def _digests(sandbox: Sandbox) -> dict[str, str]:
    """What every file under its final name holds."""
    found: dict[str, str] = {}
    for path in sorted(sandbox.output.rglob("*")):
        if path.is_file() and path.suffix != PART:
            with path.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            found[path.relative_to(sandbox.output).as_posix()] = digest
    return found


def _outstaying(sandbox: Sandbox) -> list[int]:
    """Processes of the sandbox that do not end in time."""
    limit = time.monotonic() + PATIENCE
    while (running := _running(sandbox)) and time.monotonic() < limit:
        time.sleep(INTERVAL)
    return running


def _running(sandbox: Sandbox) -> list[int]:
    """Processes of the sandbox, known by the cache that was named to them and what they started."""
    mark = f"AUDIOGUIDE_CACHE={sandbox.cache}\0".encode()
    return [int(path.parent.name) for path in PROC.glob("[0-9]*/environ") if mark in _read(path)]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended, or is somebody else's
        return b""


def _figures(undisturbed: Costs, again: Costs, spent: float, counts: Counter[str]) -> list[Figure]:
    reused = sum(undisturbed.wall - cost.wall for cost in again.runs)
    told = (
        f"of {spent:.1f} s before the kills, {reused:.1f} s were not spent again; "
        f"{counts[TOO_LATE]} kills came too late; {counts[ORPHANS]} processes outlived theirs; "
        f"{counts[TEMPORARY]} files or folders stayed in TMPDIR"
    )
    what = f"{ROUTINES} generated routines"
    return [
        Figure(f"cold build for the kills, {what}", undisturbed),
        Figure(f"build after a kill, {what}", again, told),
    ]


def _bars(counts: Counter[str]) -> list[Target]:
    kills = counts[KILLS]
    same = Target(
        f"kill -9 at {kills} moments: outputs of the next build identical",
        str(kills),
        str(counts[SAME]),
        counts[SAME] == kills,
    )
    none = (
        (HALF, f"half-written under their final name, of {counts[FINISHED]} files seen"),
        (PARTS, f"`{PART}` files left after the next build"),
        (STAYING, f"processes left over after {PATIENCE:g} s"),
    )
    return [
        same,
        *(
            Target(f"kill -9: {what}", "0", str(counts[key]), counts[key] == 0)
            for key, what in none
        ),
    ]
