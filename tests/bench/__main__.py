"""`python -m tests.bench`: run the parts that are named, or all of them, and write the tables."""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.kill import kill
from tests.bench.libraries import jobs, libraries
from tests.bench.measure import Effort, tell
from tests.bench.parts import cold, edit, memory, warm
from tests.bench.table import Part, load, page
from tests.bench.voices import voices

PARTS: dict[str, Callable[[Effort, Path], Part]] = {
    "edit": edit,
    "cold": cold,
    "warm": warm,
    "library": libraries,
    "memory": memory,
    "jobs": jobs,
    "kill": kill,
    "voices": voices,
}

FULL, QUICK = Effort(runs=5, kills=200), Effort(runs=3, kills=20)


def main() -> int:
    """Measure, and print the tables; 1 when a target is not met."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("parts", nargs="*", metavar="NAME", help=f"of {', '.join(PARTS)}")
    options.add_argument("--quick", action="store_true", help="fewer runs and fewer kills")
    options.add_argument("-n", "--kills", type=int, help="how many builds are killed")
    options.add_argument("-o", "--output", type=Path, help="a file for the tables")
    chosen = options.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        options.error(f"there is no part {', '.join(sorted(unknown))}: {', '.join(PARTS)}")
    effort = QUICK if chosen.quick else FULL
    effort = Effort(effort.runs, effort.kills if chosen.kills is None else chosen.kills)
    before = load()
    found: list[Part] = []
    for name in chosen.parts or PARTS:
        tell(name)
        found.append(_run(name, effort))
        told = page(found, before)
        if chosen.output:
            chosen.output.write_text(told, encoding="utf-8")
    sys.stdout.write(told)
    return 0 if all(target.met for part in found for target in part.targets) else 1


def _run(name: str, effort: Effort) -> Part:
    root = Path(tempfile.mkdtemp(prefix=f"audioguide-bench-{name}-"))
    try:
        return PARTS[name](effort, root)
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    sys.exit(main())
