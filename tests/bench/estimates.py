"""Whether sessions are as long as was estimated before anything was spoken.

    python -m tests.bench.estimates ENGINE[:VOICE]…

Each routine is planned three times: with a cache that knows nothing, as by somebody who has just
written it; after its voice was measured; and exactly. It is also built. `length` is taken out of
all scripts: what is fitted says nothing of an estimate.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import ROOT
from tests.bench.narration import (
    KEPT,
    Narration,
    Narrator,
    Plan,
    names_of,
    narrator,
    progress,
    row,
    without_lengths,
)

BAR = 0.03
"""Share by which an estimate may be wrong."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """How long a plan is, in seconds."""

    whole: float
    speech: float
    """All that is spoken in it."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A routine, as it was planned and as it is."""

    name: str
    built: Lasting
    exact: Lasting
    guessed: Lasting
    """Nothing known of the voice."""
    measured: Lasting
    """The voice measured, no line of the routine looked at."""

    @property
    def off(self) -> float:
        """How wrong the better estimate is, as a share."""
        return self.measured.whole / self.built.whole - 1


def main() -> None:
    """Plan, build, plan again, and print a table for each narrator."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.estimates", description=__doc__)
    options.add_argument("narrators", nargs="+", type=narrator, metavar="ENGINE[:VOICE]")
    options.add_argument("--scripts", type=Path, default=ROOT / "scripts", help="the library")
    options.add_argument("--kept", type=Path, default=KEPT, help="a folder for what is built")
    chosen = options.parse_args()
    for one in chosen.narrators:
        folder = chosen.kept / one.folder
        scripts = folder / "scripts-without-length"
        fitted = without_lengths(chosen.scripts, scripts)
        narration = Narration(one, scripts, folder / "without-length", cache=folder / "cache")
        found, missing = estimates(narration)
        sys.stdout.write(page(one, found, missing, fitted))


def estimates(narration: Narration) -> tuple[list[Estimate], list[str]]:
    """The estimates of all routines, furthest off first, and the names of those that cannot be
    planned or built."""
    names = names_of(narration.scripts)
    unknown = narration.folder / "nothing-known"
    shutil.rmtree(unknown, ignore_errors=True)
    guessed = _planned(narration, names, "planned, nothing known", exact=False, cache=unknown)
    narration.build()
    built = narration.plans()
    measured = _planned(narration, names, "planned, voice measured", exact=False)
    exact = _planned(narration, names, "planned exactly", exact=True)
    found: list[Estimate] = []
    missing: list[str] = []
    for name in names:
        plans = [built.get(name), exact[name], guessed[name], measured[name]]
        there = [_lasting(plan) for plan in plans if plan is not None]
        if len(there) == len(plans):
            found.append(Estimate(name, *there))
        else:
            missing.append(name)
    return sorted(found, key=lambda one: -abs(one.off)), missing


def _planned(
    narration: Narration, names: Sequence[str], what: str, *, exact: bool, cache: Path | None = None
) -> dict[str, Plan | None]:
    found: dict[str, Plan | None] = {}
    for name in names:
        found[name] = narration.plan(name, exact=exact, cache=cache)
        progress(what, len(found), len(names))
    return found


def _lasting(plan: Plan) -> Lasting:
    spoken = [cue for cue in plan["cues"] if cue["kind"] in ("say", "cue", "count")]
    return Lasting(plan["length"], sum(cue["end"] - cue["start"] for cue in spoken))


def page(
    one: Narrator, found: Sequence[Estimate], missing: Sequence[str], fitted: Sequence[str]
) -> str:
    """The table of a narrator, as Markdown."""
    head = [f"{one}: routine", "built, s", "exact", "guessed", "measured"]
    head += ["of that speech, s", "guessed", "measured"]
    rows = [row(head), row(["---"] * len(head))]
    for each in found:
        whole, speech = each.built.whole, each.built.speech
        cells = [each.name, f"{whole:.1f}"]
        cells += [
            f"{one.whole / whole - 1:+.1%}" for one in (each.exact, each.guessed, each.measured)
        ]
        cells.append(f"{speech:.1f}")
        cells += [f"{one.speech / speech - 1:+.1%}" for one in (each.guessed, each.measured)]
        rows.append(row(cells))
    over = sum(abs(each.off) > BAR for each in found)
    rows += ["", f"Over {BAR:.0%}, voice measured: {over} of {len(found)}."]
    rows += [f"Not planned or not built: {', '.join(missing)}."] if missing else []
    rows += [f"`length` was taken out of {', '.join(fitted)}."] if fitted else []
    return "\n".join(["", *rows, ""])


if __name__ == "__main__":
    main()
