"""The part that measures engines: pyttsx3 beside hibari, and beside Piper on voices that are made
here. Those hum: what a real model reckons for its speech is not in their figures, what it weighs
is. Linux only."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine
from audioguide.speech.pyttsx3.engine import Pyttsx3Engine
from tests.bench.measure import Cost, Costs, Effort, tell
from tests.bench.table import Figure, Part, times

TEXTS = [f"Let your breath go all the way out, and count {n} of them." for n in range(20)]
"""After the first one."""
LONG = "Let the shoulder sink into the floor, keep your knee soft, and turn one hip. " * 3
"""The child that speaks it lives long enough to be looked at."""

BALLAST = 60_000_000
"""Bytes: what a Piper voice of medium quality has."""

PROC = Path("/proc")

_NEEDED = {"hibari": ("hibari",), "piper": ("piper", "onnx")}
"""Modules, by engine."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    make: Callable[[], Engine]
    voice: Voice


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one run has shown."""

    first: Cost
    """The process that forks is started; its memory."""
    after: Cost
    """Each text; the memory of the child that speaks."""
    audio: float
    """Seconds of speech in a second."""
    own: int
    """Bytes of the child that it shares with nobody."""


def voices(effort: Effort, root: Path) -> Part:
    """How long a first text takes with an engine, each one after it, and what they weigh."""
    candidates = _candidates(root)
    found: dict[str, list[_Heard]] = {one.name: [] for one in candidates}
    for run in range(effort.runs):
        for one in candidates:
            found[one.name].append(_hear(one))
            tell(f"  {one.name}, run {run + 1} of {effort.runs}")
    figures: list[Figure] = []
    own = found["pyttsx3"]
    for name, spoken in found.items():
        figures += _figures(name, spoken, own)
    for name, needs in _NEEDED.items():
        if not _is_here(name):
            figures.append(Figure(name, None, f"not run: needs {' and '.join(needs)}"))
    return Part(figures, [])


def _is_here(engine: str) -> bool:
    return all(find_spec(module) for module in _NEEDED[engine])


def _candidates(root: Path) -> list[_Candidate]:
    found = [_Candidate("pyttsx3", Pyttsx3Engine, Voice())]
    if _is_here("hibari"):
        from audioguide.speech.hibari.engine import HibariEngine

        found.append(_Candidate("hibari", HibariEngine, Voice("hibari")))
    if not _is_here("piper"):
        return found
    from audioguide.speech.piper.engine import PiperEngine
    from tests.tiny_voice import write_voice

    for name, ballast in (("en_US-tiny-low", 0), ("en_US-large-low", BALLAST)):
        model = write_voice(root, name, ballast=ballast)
        what = f"piper, a voice of {model.stat().st_size / 1e6:.3g} MB"
        found.append(_Candidate(what, lambda: PiperEngine(root), Voice("piper", name)))
    return found


def _hear(one: _Candidate) -> _Heard:
    with closing(one.make()) as engine:
        others = _children("self")
        began = time.perf_counter()
        engine.speak("Lie down.", one.voice)
        wall = time.perf_counter() - began
        (server,) = _children("self") - others
        cpu, first = _cpu(server), Cost(wall, _cpu(server), _weight(server)[0])
        began = time.perf_counter()
        spoken = [engine.speak(text, one.voice) for text in TEXTS]
        wall = time.perf_counter() - began
        seconds = sum(len(one.pcm) / 2 / one.rate for one in spoken)
        cpu = _cpu(server) - cpu
        whole, own = _child(engine, one.voice, server)
    after = Cost(wall / len(TEXTS), cpu / len(TEXTS), whole)
    return _Heard(first, after, seconds / wall, own)


def _child(engine: Engine, voice: Voice, server: str) -> tuple[int, int]:
    """The most that a child weighed while it spoke, in bytes; and of that its own."""
    most = (0, 0)
    with ThreadPoolExecutor(1) as pool:
        spoken = pool.submit(engine.speak, LONG, voice)
        while not spoken.done():
            for child in _children(server):
                with suppress(OSError):  # it has ended
                    most = max(most, _weight(child))
        spoken.result()
    return most


def _children(process: str) -> set[str]:
    tasks = (PROC / process / "task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}


def _cpu(process: str) -> float:
    """Seconds, of a process and of its children that have ended: proc(5), stat, 14 to 17."""
    told = (PROC / process / "stat").read_text().rpartition(")")[2].split()
    return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")


def _weight(process: str) -> tuple[int, int]:
    """Bytes in memory; and those that it shares with nobody."""
    told = (PROC / process / "smaps_rollup").read_text().splitlines()[1:]
    facts = {name: int(size) for name, size, *_ in map(str.split, told)}
    return facts["Rss:"] * 1024, (facts["Private_Clean:"] + facts["Private_Dirty:"]) * 1024


def _figures(name: str, spoken: list[_Heard], plain: list[_Heard]) -> list[Figure]:
    first, after = _first(spoken), _after(spoken)
    audio, own = median(one.audio for one in spoken), median(one.own for one in spoken)
    told = f"{audio:.0f} s of speech a second; {own / 1e6:.1f} MB are its own"
    if spoken is plain:
        against = ["", told]
    else:
        slower = times(after, _after(plain), "pyttsx3")
        against = [times(first, _first(plain), "pyttsx3"), f"{slower}; {told}"]
    return [
        Figure(f"{name}: first text, server", first, against[0]),
        Figure(f"{name}: each text after, child", after, against[1]),
    ]


def _first(spoken: list[_Heard]) -> Costs:
    return Costs(tuple(one.first for one in spoken))


def _after(spoken: list[_Heard]) -> Costs:
    return Costs(tuple(one.after for one in spoken))
