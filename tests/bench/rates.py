"""Whether voices speak at the rate that is asked of them.

    python -m tests.bench.rates [--rates 110,120,…] [-n LINES] [--built RATE] ENGINE[:VOICE]…

Words a minute between the first and the last sound of a line, over many lines: of those by which
voices are calibrated, and of others from the routines, which say whether the calibration holds.
What is measured so comes from the code that trims speech; so, at one rate, the routines are built
too, and their lines measured in the decoded MP3.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np

from audioguide.app.request import Chosen, overrides_of, scripts_at
from audioguide.core.built_in import EngineName
from audioguide.core.errors import SpeechError
from audioguide.core.voice import Voice
from audioguide.session.context import build_context
from audioguide.session.routine import read_routine
from audioguide.speech.calibration import calibration_lines
from audioguide.speech.register import Engines
from audioguide.speech.silence import spoken_part
from audioguide.store.store import Store
from audioguide.timeline.clip import Speech
from tests.bench.measure import ROOT, tell
from tests.bench.narration import KEPT, Narration, Narrator, Plan, at_rate, narrator, row
from tests.listening import decode

RATES = ",".join(map(str, range(110, 200, 10)))
LEAST = 4
"""Words of a line that is measured: in a shorter one, the rate of that one word counts."""
BAR = 0.05
"""Share by which a rate may be missed."""

_SOUNDING = 10 ** (-50 / 20)
"""Amplitude: the floor that wakes headphones stays under it."""
_AROUND = 0.15
"""Seconds before and after a line in which it may sound."""
_RATE = 48_000
"""Samples a second of an MP3."""

Line = tuple[str, str]
"""A text, and how the engine is given it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was heard where a rate was asked for, in words a minute."""

    rate: int
    calibrated: float | None
    """Over the calibration lines; None: out of the voice's reach."""
    others: float | None
    """Over lines of the routines."""


def main() -> None:
    """Speak, and print a table for each narrator."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.rates", description=__doc__)
    options.add_argument("narrators", nargs="+", type=narrator, metavar="ENGINE[:VOICE]")
    options.add_argument("--scripts", type=Path, default=ROOT / "scripts", help="the library")
    options.add_argument("--language", default="en", help="of the lines and the voice")
    options.add_argument("--rates", default=RATES, help="with commas between")
    options.add_argument("-n", "--lines", type=int, default=150, help="lines of the routines")
    options.add_argument("--built", type=int, default=150, help="the rate of the MP3s; 0: none")
    options.add_argument("--kept", type=Path, default=KEPT, help="a folder for what is built")
    chosen = options.parse_args()
    rates = [int(rate) for rate in chosen.rates.split(",")]
    for one in chosen.narrators:
        folder = chosen.kept / one.folder
        voice = Voice(cast(EngineName, one.engine), one.voice, chosen.language)
        others = routine_lines(chosen.scripts, one, chosen.language, chosen.lines)
        with closing(Engines(Store(folder / "cache"))) as engines:
            found = [asked(engines, replace(voice, rate=rate), others) for rate in rates]
        sys.stdout.write(page(one, found, len(others)))
        if chosen.built:
            scripts = at_rate(chosen.scripts, folder / "scripts-at-rate", chosen.built)
            narration = Narration(one, scripts, folder / "at-rate", cache=folder / "cache")
            narration.build()
            lines = built_lines(narration, chosen.language)
            once = list(dict(lines).items())
            sys.stdout.write(
                f"\nDecoded from the MP3s, {chosen.built} asked: "
                f"{_cell(_rate(once), chosen.built)} over {len(once)} distinct lines, "
                f"{_cell(_rate(lines), chosen.built)} over all {len(lines)}.\n"
            )


def routine_lines(scripts: Path, one: Narrator, language: str, most: int) -> list[Line]:
    """Lines of the routines in a language, of LEAST words or more, each once, as the narrator is
    given them; `most` of them, or all if that is 0, the same ones each time."""
    overrides = overrides_of(Chosen(engine=cast(EngineName, one.engine), voice=one.voice or None))
    found: dict[Line, None] = {}
    with build_context(Store(KEPT / "none"), 1) as context:
        for located in scripts_at([scripts]):
            library = context.library(located.root)
            for clip in read_routine(located, overrides, library).rundown.clips():
                if isinstance(clip, Speech) and clip.voice.language.startswith(language):
                    found[clip.text, clip.spoken] = None
    lines = [line for line in found if len(line[0].split()) >= LEAST]
    # Evenly through all lengths: by chance, 40 lines of eSpeak's miss the rate of all by 2 %.
    lines.sort(key=lambda line: (len(line[0]), line))
    count = min(most or len(lines), len(lines))
    return [lines[(2 * number + 1) * len(lines) // (2 * count)] for number in range(count)]


def asked(engines: Engines, voice: Voice, others: Sequence[Line]) -> Asked:
    """What a voice makes of its rate."""
    own = [(text, text) for text in calibration_lines(voice.language)]
    tell(f"  {voice.engine} {voice.name} at {voice.rate}")
    try:
        return Asked(
            voice.rate, spoken_rate(engines, voice, own), spoken_rate(engines, voice, others)
        )
    except SpeechError as error:
        tell(f"  {error}")
        return Asked(voice.rate, None, None)


def spoken_rate(engines: Engines, voice: Voice, lines: Sequence[Line]) -> float:
    """Words a minute of lines as they are spoken. Raises SpeechError."""

    def lasting(line: Line) -> float:
        spoken = engines.speak(line[1], voice)
        first, end = spoken_part(np.frombuffer(spoken.pcm, "<i2"))
        return (end - first) / spoken.rate

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        lengths = list(pool.map(lasting, lines))
    return _rate([(text, length) for (text, _), length in zip(lines, lengths, strict=True)])


def built_lines(narration: Narration, language: str) -> list[tuple[str, float]]:
    """The lines of built sessions, and the seconds from the first to the last sound of each. Lines
    under a bed or the tail of a chime are left out: where they end cannot be heard."""
    found: list[tuple[str, float]] = []
    for session, plan in narration.plans().items():
        if plan["about"]["language"].startswith(language) and not plan["made"]["bed"]:
            wave = decode(narration.output / f"{session}.mp3")
            for start, end, text in _alone(plan):
                part = np.abs(wave[round(start * _RATE) : round(end * _RATE)])
                loud = np.flatnonzero(part > _SOUNDING)
                found.append((text, float(loud[-1] + 1 - loud[0]) / _RATE))
    return found


def _rate(lines: Sequence[tuple[str, float]]) -> float:
    """Words a minute of texts that take so many seconds."""
    return 60 * sum(len(text.split()) for text, _ in lines) / sum(length for _, length in lines)


def _alone(plan: Plan) -> Iterator[tuple[float, float, str]]:
    """The lines during which nothing else sounds: from when to when, and what is said."""
    for cue in plan["cues"]:
        start, end = cue["start"] - _AROUND, cue["end"] + _AROUND
        others = [one for one in plan["cues"] if one is not cue]
        alone = all(one["end"] <= start or one["start"] >= end for one in others)
        if alone and cue["kind"] in ("say", "cue") and len(cue["text"].split()) >= LEAST:
            yield max(0.0, start), end, cue["text"]


def page(one: Narrator, found: Sequence[Asked], lines: int) -> str:
    """The table of a narrator, as Markdown."""
    rows = [row([f"{one}: asked", "calibration lines", f"{lines} lines of the routines"])]
    rows.append(row(["---"] * 3))
    rows += [
        row([str(each.rate), _cell(each.calibrated, each.rate), _cell(each.others, each.rate)])
        for each in found
    ]
    off = [each.others / each.rate - 1 for each in found if each.others is not None]
    if off:
        worst = max(off, key=abs)
        met = "met" if abs(worst) <= BAR else "**not met**"
        rows += ["", f"Furthest off: {worst:+.1%}; within {BAR:.0%}: {met}."]
    return "\n".join(["", *rows, ""])


def _cell(heard: float | None, rate: int) -> str:
    return "out of reach" if heard is None else f"{heard:.1f} ({heard / rate - 1:+.1%})"


if __name__ == "__main__":
    main()
