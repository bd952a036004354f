"""What was measured, as Markdown: a table of figures, and one of the targets."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Costs

FIGURES = (
    "| what | wall, s | fastest to slowest | CPU, s | peak of the largest process, MB | runs "
    "| against |\n|---|---|---|---|---|---|---|"
)
BARS = "| what | asked | seen | met |\n|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Figure:
    """A row: what something costs."""

    what: str
    costs: Costs | None
    """None: it was not measured, `against` says why."""
    against: str = ""

    def __str__(self) -> str:
        if self.costs is None:
            return f"| {self.what} | – | – | – | – | 0 | {self.against} |"
        low, high = self.costs.spread
        digits = 3 if self.costs.wall < 1 else 2
        return (
            f"| {self.what} | {self.costs.wall:.{digits}f} | {low:.{digits}f} to {high:.{digits}f} "
            f"| {self.costs.cpu:.{digits}f} | {self.costs.peak / 1e6:.0f} "
            f"| {len(self.costs.runs)} | {self.against} |"
        )


@dataclass(frozen=True, slots=True)
class Target:
    """A row: what was asked, and what was seen."""

    what: str
    asked: str
    seen: str
    met: bool

    def __str__(self) -> str:
        return f"| {self.what} | {self.asked} | {self.seen} | {'yes' if self.met else '**no**'} |"


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the benchmark has found."""

    figures: Sequence[Figure]
    targets: Sequence[Target]


def at_most(what: str, seen: float, target: float, unit: str) -> Target:
    """A target that must not be passed."""
    return Target(what, f"≤ {target:.3g} {unit}", f"{seen:.3g} {unit}", seen <= target)


def times(costs: Costs, other: Costs, name: str) -> str:
    """How the wall time of one compares with that of another."""
    return f"{costs.wall / other.wall:.3g} × {name}"


def load() -> str:
    """How busy the machine is: processes that ran or waited in the last 1, 5 and 15 min."""
    return " ".join(f"{number:.1f}" for number in os.getloadavg())


def page(parts: Sequence[Part], before: str) -> str:
    """Both tables, below what they were measured on. `before` is the load before they were."""
    figures = [str(figure) for part in parts for figure in part.figures]
    targets = [str(target) for part in parts for target in part.targets]
    return "\n".join(
        [
            f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, "
            f"Python {platform.python_version()}. Load before: {before}, after: {load()}.",
            "Wall time, CPU time and memory are medians.",
            *("", FIGURES, *figures, "", BARS, *targets, ""),
        ]
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
