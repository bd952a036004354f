"""A rate is words a minute as they are heard, whatever an engine makes of its own settings."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audioguide.core.errors import SpeechError
from audioguide.core.voice import FAST, SLOW, Voice
from audioguide.speech.calibration import calibration_lines, measure
from audioguide.speech.engine import Engine, Identity, Spoken
from audioguide.speech.pyttsx3.engine import DRIVER, Pyttsx3Engine
from audioguide.speech.register import Engines
from audioguide.speech.silence import spoken_part
from audioguide.speech.tone import ToneEngine
from audioguide.store.store import Store

RATES = range(SLOW, FAST + 1, 20)


class Paced(Engine):
    """Its pace 1 is a word in 0.5 s, its pace 2 one in 0.25 s; it counts what it says."""

    def __init__(self, *paces: float) -> None:
        self.said, self._paces = 0, paces

    def paces(self, voice: Voice) -> Sequence[float]:
        return self._paces

    def identity(self, voice: Voice) -> Identity:
        return Identity("paced 1")

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        self.said += 1
        return Spoken(ToneEngine().speak(text, voice).pcm * 5, round(48_000 * (pace or 1)))


def test_a_voice_is_measured_once_and_kept(tmp_path: Path) -> None:
    engine, another = Paced(1, 2), Paced(1, 2)
    for one in (engine, engine, another):
        Engines(Store(tmp_path), {"tone": one}).speak("Rest.", Voice("tone", rate=150))

    assert engine.said == 2 * len(calibration_lines("en")) + 2
    assert another.said == 1


def test_what_is_kept_and_damaged_is_measured_again(tmp_path: Path) -> None:
    engine = Paced(1, 2)
    Engines(Store(tmp_path), {"tone": engine}).speak("Rest.", Voice("tone", rate=150))
    said = engine.said
    for entry in (tmp_path / "pace").rglob("*"):
        if entry.is_file():
            entry.write_bytes(b"nothing")
    Engines(Store(tmp_path), {"tone": engine}).speak("Rest.", Voice("tone", rate=150))

    assert engine.said == 2 * said


def test_a_rate_that_a_voice_cannot_speak_at_is_an_error(tmp_path: Path) -> None:
    engines = Engines(Store(tmp_path), {"tone": Paced(1, 2)})

    with pytest.raises(
        SpeechError, match=r"80 words a minute is out of reach: tone speaks from 12"
    ):
        engines.speak("Rest.", Voice("tone", rate=80))


def test_a_rate_beyond_a_voice_is_told_without_a_sound_once_it_was_measured(
    tmp_path: Path,
) -> None:
    engines = Engines(Store(tmp_path), {"tone": Paced(1, 2)})
    guessed = engines.tempo(Voice("tone", rate=80))
    engines.speak("Rest.", Voice("tone", rate=150))

    assert guessed.rate
    with pytest.raises(SpeechError, match="out of reach"):
        engines.tempo(Voice("tone", rate=80))


def test_a_voice_that_is_silent_cannot_be_measured() -> None:
    class Silent(Paced):
        def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
            return Spoken(bytes(200), 48_000)

    with pytest.raises(SpeechError, match="is silent"):
        measure(Silent(1, 2), Voice("tone"), ["Rest."])


@pytest.fixture(scope="module")
def engines() -> Iterator[Engines]:
    with closing(Engines()) as made:
        yield made


@pytest.mark.skipif(DRIVER != "espeak", reason="measured with eSpeak NG")
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("rate", RATES)
def test_pyttsx3_keeps_to_the_rate(engines: Engines, language: str, rate: int) -> None:
    assert _heard(engines, Voice(language=language, rate=rate)) == pytest.approx(rate, rel=0.03)


@pytest.mark.skipif(DRIVER != "espeak", reason="measured with eSpeak NG")
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_table_of_espeak_is_what_is_measured(language: str) -> None:
    with closing(Pyttsx3Engine()) as engine:
        voice = Voice(language=language)
        brought = engine.measured(voice)
        assert brought is not None
        found = measure(engine, voice, calibration_lines(language))

    for mark, shipped in zip(found.marks, brought.marks, strict=True):
        assert mark.pace == shipped.pace
        assert mark.tempo.rate == pytest.approx(shipped.tempo.rate, abs=0.1)


def _heard(engines: Engines, voice: Voice) -> float:
    """Words a minute between the first and the last sound of each line."""
    lines = calibration_lines(voice.language)
    lengths = []
    for line in lines:
        spoken = engines.speak(line, replace(voice))
        first, end = spoken_part(np.frombuffer(spoken.pcm, "<i2"))
        lengths.append((end - first) / spoken.rate)
    return 60 * sum(len(line.split()) for line in lines) / sum(lengths)
