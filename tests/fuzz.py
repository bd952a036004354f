"""Whatever a script or a library holds: ScriptProblems, or a timeline. `make fuzz N=100000 SEED=1`.

Shipped scripts and settings are mutated, read, written out, and fitted with estimated lengths. Each
input runs in one of two processes that may take 256 MiB more than when they are empty, for at most
2 s of a processor. The same N and SEED give the same inputs."""

import argparse
import os
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from audioguide.core.errors import ScriptProblems
from audioguide.core.units import samples
from audioguide.script.files import LIBRARY_FILE, SHARED, ScriptFile
from audioguide.script.library import read_library
from audioguide.script.overrides import Overrides
from audioguide.session.routine import read_routine
from audioguide.timeline.fit import fit
from tests.writing import extent

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "scripts"
FOUND = Path(tempfile.gettempdir(), "audioguide-fuzz")

LIMIT = 2.0
"""Seconds of a processor for one input."""
MEMORY = 256 << 20
"""Bytes above the base of a process."""
BATCH = 250

SIGNS = [
    sign.encode()
    for sign in (
        *("{", "}", "{{", "{side}", "{ball}", "[", "]", "[]", "{}", ":", ": ", "- ", "\n", "\r\n"),
        *("\t", "  ", "'", '"', "\\", "&a ", "*a", "<<: *a", "!", "!!int ", "|", ">", "#", " #"),
        *("%", "? ", ",", "@", "`", "~", "---\n", "\0", "\x85", "\u2028", "\ufeff", "🙂", "\u202e"),
        *("ß", "\u0131", "true", "no", "0x10", ".inf", ".nan", "1e9", "-5s", "0s", "190:20:30"),
        *("9" * 40, "1s-3h", "0.000000001s", "1:30", "10s left", "1/3", "x" * 6000),
        *("- repeat: 1000\n  steps:\n    ", "- breathe: { in: 0.2s, out: 9s, cycles: 1000 }\n"),
        *("- reps: 100\n  every: 0.1s\n", "- rest: 1s-2s\n", "- { say: Hi., within: 0.1s }\n"),
        *("- include: shared/close.yaml\n", "- include: ../x.yaml\n", "- include: script.yaml\n"),
        *("length: 5m\n", "values: { ball: a }\n", "language: de\n", "voice: calm\n"),
        *("allow: { long-press: a }\n", "- hold: 5s\n  countdown: 10\n  start_chime: bell\n"),
        *("gap: 0.1s\n", "voices: { calm: { rate: 99, name: x } }\n", "chimes: { a: x.wav }\n"),
        *("lexicon: { hips: hipps, en: { a: b } }\n", "programmes: { a: [script] }\n"),
        *("bed: brown-noise\n", "bed: { sound: shared/close.yaml, level: 6 }\n", "bed: none\n"),
        *("bed: ../x.wav\n", "rise: 14.5", "level: ", "stereo: ", "wake: true\n"),
        *("red_flags: shared/red-flags.yaml\n", "chimes: { a: " + "b" * 300 + " }\n"),
    )
]

STEPS = (
    b"- sides: [right, left]\n  steps: [{ hold: 20s-3h, at: { 1/3: '{Side}', 9s left: b } }]\n",
    b"- hold: 10s-3h\n  countdown: 10\n  start_chime: bell\n  at: { halfway: a, 30s left: b }\n",
    b"- rest: 0.00002s-0.00004s\n",
    b"- pause: 0s-3h\n",
    b"- say: Psoas.\n  within: 0.05s\n",
    b"- include: shared/close.yaml\n",
)
"""Whole steps, that an input goes further with than with signs."""

SWELLING = (
    b"- repeat: 1000\n  steps: [{ breathe: { in: 0.2s, out: 0.2s, cycles: 1000, by: words } }]\n",
    b"- repeat: 1000\n  steps: [{ repeat: 40, steps: [{ pause: 1s-2s }, { say: Hi. }] }]\n",
    b"- repeat: 300\n  steps: [{ reps: 100, every: 0.5s, say: '{n} {total} {ball}' }]\n",
    b"- repeat: 1000\n  steps: [{ say: '{n} " + b"psoas " * 800 + b"' }]\n",
    b"- repeat: 1000\n  steps: [{ repeat: 1000, steps: [{ note: a }] }]\n",
    b"- breathe: { in: 60s, hold: 60s, out: 60s, rest: 60s, cycles: 1000 }\n",
)
"""Steps that would fill a memory, were they not stopped. Each takes most of a second."""

SETTINGS_SEED = b"""\
title: Hips
author: Ada
gap: 0.5s
voice: calm
voices: { calm: { rate: 120 }, low: { engine: tone, name: low } }
chimes: { bowl: shared/close.yaml }
bed: { sound: shared/close.yaml, level: 24.5 }
wake: false
lexicon: { psoas: so-as, de: { Fu\xc3\x9f: Fuhss }, low: { hips: hipps }, tone: { en: { a: b } } }
programmes: { week: [script, more/other] }
red_flags: shared/red-flags.yaml
ease_off: shared/ease-off.yaml
"""

STEPS_SEED = b"""\
title: All of it
length: 5m
values: { ball: tennis ball }
voice: { rate: 150 }
bed: { sound: rain, level: 20, rise: 6, stereo: true }
wake: true
allow: { long-press: It is a test. }
steps:
  - rest: 20s-40s
    say: Lie still on the {ball}.
    at: { halfway: Half., 10s left: Ten more seconds. }
    start_chime: wood
    countdown: 3
    chime: bell
  - breathe: { in: 4s, hold: 1s, out: 6s, rest: 1s, cycles: 5, by: words }
  - breathe: { in: 4s, out: 6s, cycles: 2 }
  - reps: 10
    every: 3s
    say: Lift, and lower.
    count: tick
  - say: Breathe.
    within: 5s
    voice: { rate: 100 }
  - pause: 30s-3m
  - repeat: 3
    steps:
      - say: "{n} of {total}"
"""


@dataclass(frozen=True)
class Outcome:
    """What came of some inputs."""

    counts: Counter[str]
    slowest: tuple[float, int]
    """Seconds, and the number of the input."""
    peak: int
    """Bytes of memory that the process has taken at most."""
    failures: tuple[str, ...]


def main() -> int:
    """Run N inputs, print what came of them; 1 when anything but ScriptProblems came out."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--inputs", "-n", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", type=int, help="One input by its number, in this process.")
    chosen = options.parse_args()
    if chosen.only is not None:
        _tell(_one(chosen.seed, chosen.only, *_workplace()))
        return 0
    started = time.monotonic()
    batches = [
        (chosen.seed, range(first, min(first + BATCH, chosen.inputs)))
        for first in range(0, chosen.inputs, BATCH)
    ]
    counts: Counter[str] = Counter()
    slowest, peak = (0.0, 0), 0
    failures: list[str] = []
    with ProcessPoolExecutor(2, get_context("spawn"), initializer=_bound) as pool:
        for done, outcome in enumerate(pool.map(_batch, batches), start=1):
            counts += outcome.counts
            slowest, peak = max(slowest, outcome.slowest), max(peak, outcome.peak)
            failures += outcome.failures
            if done % 40 == 0:
                _tell(f"{counts.total()} inputs, {len(failures)} failures")
    took = time.monotonic() - started
    _tell(
        f"{counts.total()} inputs of seed {chosen.seed} in {took:.0f} s "
        f"({counts.total() / took:.0f} a second): {counts['problems']} with problems, "
        f"{counts['clean']} clean, {counts['failed']} failed"
    )
    _tell(f"slowest: input {slowest[1]}, {slowest[0]:.3f} s")
    _tell(f"peak memory of a process: {peak / (1 << 20):.0f} MiB")
    for failure in failures[:20]:
        _tell(failure)
    return 1 if failures else 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _bound() -> None:
    """Limit the memory of this process to what it holds now and MEMORY more."""
    held = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (held + MEMORY, held + MEMORY))
    signal.signal(signal.SIGPROF, _too_slow)


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"over {LIMIT} s")


def _workplace() -> tuple[Path, list[tuple[str, bytes]]]:
    """A library of the shipped files, and what is mutated: scripts, fragments, settings."""
    fast = Path("/dev/shm")
    root = Path(tempfile.mkdtemp(dir=fast if fast.is_dir() else None))
    seeds = [(LIBRARY_FILE, SETTINGS_SEED), ("script.yaml", STEPS_SEED)]
    for path in sorted(SHIPPED.rglob("*.yaml")):
        name = path.relative_to(SHIPPED).as_posix()
        seeds.append(
            (name if SHARED in name or name == LIBRARY_FILE else "script.yaml", path.read_bytes())
        )
    return root, seeds


def _batch(work: tuple[int, range]) -> Outcome:
    seed, numbers = work
    root, seeds = _workplace()
    counts: Counter[str] = Counter()
    slowest = (0.0, 0)
    failures: list[str] = []
    for number in numbers:
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        try:
            counts[_one(seed, number, root, seeds)] += 1
        except BaseException as error:
            signal.setitimer(signal.ITIMER_PROF, 0)
            counts["failed"] += 1
            failures.append(_keep(seed, number, root, error))
        signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, (time.process_time() - started, number))
    _remove(root)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Outcome(counts, slowest, peak, tuple(failures))


def _one(seed: int, number: int, root: Path, seeds: list[tuple[str, bytes]]) -> str:
    """Write an input, and take it as far as it goes."""
    chance = random.Random(f"{seed} {number}")
    files = dict(seeds[2:])  # the fragments, and the last of the scripts
    files[LIBRARY_FILE] = SETTINGS_SEED if chance.random() < 0.5 else b"title: Hips\n"
    script = chance.choice([content for name, content in seeds if name == "script.yaml"])
    files["script.yaml"] = _mutated(chance, script)
    name = chance.choice([name for name in files if name != "script.yaml"])
    if chance.random() < 0.5:
        files[name] = _mutated(chance, files[name])
    if chance.random() < 0.02:
        files[chance.choice(["script.yaml", LIBRARY_FILE])] = chance.randbytes(
            chance.randrange(200)
        )
    files["more/other.yaml"] = b""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    length = samples(chance.choice([60, 300, 600])) if chance.random() < 0.2 else None
    try:
        library = read_library(root)
        located = ScriptFile(root, root / "script.yaml")
        found = read_routine(located, Overrides(length=length), library).rundown
        fit(found, {clip: extent(clip) for clip in found.clips()}, estimated=True)
    except ScriptProblems as problems:
        assert problems.problems
        str(problems)
        return "problems"
    return "clean"


def _mutated(chance: random.Random, content: bytes) -> bytes:
    """Content with some of it dropped, doubled, moved, or replaced by signs."""
    starts = [found.start() for found in re.finditer(rb"^ *- ", content, re.MULTILINE)]
    if starts and chance.random() < 0.5:
        at = chance.choice(starts)
        steps = SWELLING if chance.random() < 0.02 else STEPS
        indent = content[at : content.index(b"-", at)]
        step = b"".join(indent + line for line in chance.choice(steps).splitlines(keepends=True))
        content = content[:at] + step + content[at:]
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 4])):
        start = chance.randrange(len(content) + 1)
        if chance.random() < 0.4:  # at the start of a line, where YAML listens
            start = content.rfind(b"\n", 0, start) + 1
        end = min(len(content), start + chance.choice([0, 0, 1, 5, 40]))
        put = chance.choice(
            [
                *(b"", chance.choice(SIGNS), chance.choice(SIGNS), content[start:end] * 2),
                *(content[end : end + 30], bytes([chance.randrange(256)])),
                *(b" " * chance.randrange(8) + chance.choice(SIGNS),),
            ]
        )
        content = content[:start] + put + content[end:]
    return content


def _keep(seed: int, number: int, root: Path, error: BaseException) -> str:
    """A failing input, saved as a library of its own beside its traceback."""
    folder = FOUND / f"{seed}-{number}"
    for path in root.rglob("*.y*ml"):
        copy = folder / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (folder / "traceback.txt").write_text("".join(traceback.format_exception(error)))
    return f"{folder}/script.yaml: {type(error).__name__}: {str(error)[:120]}"


def _remove(root: Path) -> None:
    for folder, _, files in os.walk(root, topdown=False):
        for name in files:
            Path(folder, name).unlink()
        Path(folder).rmdir()


if __name__ == "__main__":
    sys.exit(main())
