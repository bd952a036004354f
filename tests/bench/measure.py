"""Commands as children: wall time, processor time, and memory; several runs side by side, medians.

This module and the process it runs in stay small: the kernel counts what a child held before its
`exec`, which is our own memory, in its peak.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The tree under test: commands run in it, so `-m audioguide` is this one and no installed one."""


def leave(run: int) -> None:
    """Prepare nothing: all stays as it is."""


@dataclass(frozen=True, slots=True)
class Task:
    """A command to measure."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    prepare: Callable[[int], None] = leave
    """Untimed, before each run, with its number from 0."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, of the child and of all its descendants that it waited for."""
    peak: int
    """Bytes, of the largest of these processes."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What several runs took."""

    runs: tuple[Cost, ...]

    @property
    def wall(self) -> float:
        """Median seconds."""
        return statistics.median(cost.wall for cost in self.runs)

    @property
    def cpu(self) -> float:
        """Median seconds of a processor."""
        return statistics.median(cost.cpu for cost in self.runs)

    @property
    def peak(self) -> float:
        """Median bytes."""
        return statistics.median(cost.peak for cost in self.runs)

    @property
    def spread(self) -> tuple[float, float]:
        """Seconds of the fastest and of the slowest run."""
        walls = [cost.wall for cost in self.runs]
        return min(walls), max(walls)


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    runs: int
    """Of what takes seconds."""
    kills: int

    @property
    def many(self) -> int:
        """Runs of what takes a fraction of a second."""
        return 3 * self.runs


def compare(tasks: Sequence[Task], runs: int) -> list[Costs]:
    """The costs of each task. Tasks take turns, A B A B, so that what else the machine does falls
    on all of them. Raises RuntimeError when one fails."""
    found: list[list[Cost]] = [[] for _ in tasks]
    for run in range(runs):
        for task, costs in zip(tasks, found, strict=True):
            task.prepare(run)
            costs.append(measure(task))
            tell(f"  {task.name}, run {run + 1} of {runs}: {costs[-1].wall:.2f} s")
    return [Costs(tuple(costs)) for costs in found]


def measure(task: Task) -> Cost:
    """One run of a task, without its preparation. Raises RuntimeError when it fails."""
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        child = start(task.command, task.environment, complaints.fileno())
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"{task.name} ended with {child.returncode}:\n{said}")
    # ru_maxrss: the largest of the child and its descendants, in KiB (getrusage(2)).
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def start(
    command: Sequence[str], environment: Mapping[str, str], complaints: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """A command in a process group of its own, its results thrown away."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=complaints,
        start_new_session=True,
    )


def tell(line: str) -> None:
    """Show how far it is."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
