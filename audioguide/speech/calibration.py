"""What a rate in words a minute is in an engine's own terms: each voice is measured once.

Engines agree on no unit of pace, and where they say "words a minute" they do not keep to it:
eSpeak's 150 are 186 between the first and the last sound of a line. So a few lines are spoken at
several paces, and what lies between is interpolated.
"""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from threading import Lock

from audioguide.core import doing
from audioguide.core.errors import SpeechError
from audioguide.core.log import stage
from audioguide.core.tempo import Calibration, Mark, Tempo, counted, rising
from audioguide.core.voice import Voice
from audioguide.language import LANGUAGES
from audioguide.speech.engine import Engine
from audioguide.store.keys import key
from audioguide.store.store import Store

_VERSION = 1
"""Counted up when voices would be measured otherwise."""

_BASE = "en"
"""Whose lines are spoken for a language that has none."""


def calibration_lines(language: str) -> tuple[str, ...]:
    """What is spoken to measure a voice of a language."""
    table = LANGUAGES.get(language.partition("-")[0]) or LANGUAGES[_BASE]
    return table.calibration


class Calibrations:
    """What was measured of voices: what engines bring along, what is in the store, and what is
    measured now. Safe to use from several threads."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._found: dict[str, Calibration] = {}
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def known(self, engine: Engine, voice: Voice) -> Calibration | None:
        """A voice's calibration if it can be told without speaking: one that has a single pace, or
        was never measured here, has none. Raises SpeechError."""
        brought = engine.measured(voice)
        if brought is not None or not engine.paces(voice):
            return brought
        return self._kept(_key(engine, voice))

    def of(self, engine: Engine, voice: Voice) -> Calibration | None:
        """A voice's calibration, measured if need be, which takes a while; None if it has a single
        pace. Raises SpeechError."""
        found = self.known(engine, voice)
        if found is not None or not engine.paces(voice):
            return found
        key_ = _key(engine, voice)
        with self._lock:
            lock = self._locks.setdefault(key_, Lock())
        with lock:
            return self._kept(key_) or self._measure(engine, voice, key_)

    def forget(self) -> None:
        """Look anew."""
        self._found.clear()

    def _kept(self, key_: str) -> Calibration | None:
        if key_ not in self._found and self._store is not None:
            with suppress(ValueError, TypeError, KeyError):
                self._found[key_] = _read(self._store.get("pace", key_))
        return self._found.get(key_)

    def _measure(self, engine: Engine, voice: Voice, key_: str) -> Calibration:
        doing.tell(f"{voice.shown}: measuring how fast it speaks, which is done once")
        with stage(f"measure the pace of {voice.shown}"):
            found = measure(engine, voice, calibration_lines(voice.language))
        self._found[key_] = found
        if self._store is not None:
            self._store.put("pace", key_, json.dumps(asdict(found)).encode())
        return found


def measure(engine: Engine, voice: Voice, lines: Sequence[str]) -> Calibration:
    """Speak lines at each pace of an engine, and see how long they take. Raises SpeechError."""
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        paces = engine.paces(voice)
        spoken = [list(pool.map(partial(_lasting, engine, voice, pace), lines)) for pace in paces]
    marks = zip(paces, spoken, strict=True)
    return rising([Mark(pace, _tempo(lines, lasting)) for pace, lasting in marks])


def _lasting(engine: Engine, voice: Voice, pace: float, line: str) -> tuple[float, float]:
    """Seconds from the first to the last sound of a line, and of the longest silence between."""
    import numpy as np

    from audioguide.speech.silence import longest_silence, spoken_part

    spoken = engine.speak(line, voice, pace)
    samples = np.frombuffer(spoken.pcm, "<i2")
    first, end = spoken_part(samples)
    if first == end:
        raise SpeechError(f"the voice {voice.name or voice.engine} is silent: its pace is unknown")
    return (end - first) / spoken.rate, longest_silence(samples[first:end]) / spoken.rate


def _tempo(lines: Sequence[str], lasting: Sequence[tuple[float, float]]) -> Tempo:
    """Least squares of what the lengths follow from."""
    import numpy as np

    counts = np.array([counted(line) for line in lines], dtype=float)
    lengths = np.array([length for length, _ in lasting])
    parts, *_ = np.linalg.lstsq(counts, lengths, rcond=None)
    words = sum(len(line.split()) for line in lines)
    pauses = [pause for line, (_, pause) in zip(lines, lasting, strict=True) if counted(line)[2]]
    start, letter, sentence, clause = (round(float(part), 4) for part in parts)
    pause = float(np.median(pauses)) if pauses else 0.0
    return Tempo(60 * words / float(lengths.sum()), start, letter, sentence, clause, pause)


def _key(engine: Engine, voice: Voice) -> str:
    """By all that its lengths follow from."""
    told = engine.identity(voice).fingerprint()
    spoken = (
        voice.engine,
        voice.name,
        voice.language,
        voice.run,
        calibration_lines(voice.language),
    )
    return key("pace", _VERSION, told, spoken, list(engine.paces(voice)))


def _read(content: bytes | None) -> Calibration:
    found = json.loads(content or b"")
    marks = tuple(Mark(one["pace"], Tempo(**one["tempo"])) for one in found["marks"])
    if not marks:
        raise ValueError("no marks")
    return Calibration(marks)
