"""pyttsx3's own drivers for macOS and Windows, over stand-ins for what these systems have."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from audioguide.core.errors import SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.engine import Speaker
from audioguide.speech.process.fresh_process import FreshProcess
from audioguide.speech.pyttsx3.engine import Pyttsx3Engine

STAND_INS = Path(__file__).parents[1] / "stand_ins"


@pytest.fixture(params=["a loop that ends by itself", "a loop that waits"])
def macos(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Pyttsx3Engine]:
    """Its files appear bit by bit, after the loop has ended or while it waits."""
    monkeypatch.setenv("PYTHONPATH", str(STAND_INS / "macos"))
    monkeypatch.setenv("AUDIOGUIDE_PATIENT_LOOP", "1" if "waits" in request.param else "")
    engine = Pyttsx3Engine(driver="nsss")
    yield engine
    engine.close()


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pyttsx3Engine]:
    monkeypatch.setenv("PYTHONPATH", str(STAND_INS / "windows"))
    engine = Pyttsx3Engine(driver="sapi5")
    yield engine
    engine.close()


def pitch(pcm: bytes, rate: int) -> float:
    """Hz of the loudest tone."""
    spectrum = np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2")))
    return float(spectrum.argmax() * rate / (len(pcm) / 2))


def test_aiff_that_appears_late_is_heard_whole(macos: Pyttsx3Engine) -> None:
    """The stand-in speaks a word in 60 s / pace, Samantha at 400 Hz: the bins are 1 Hz wide."""
    spoken = macos.speak("one two three", Voice(), 180)

    assert len(spoken.pcm) == 2 * spoken.rate
    assert pitch(spoken.pcm, spoken.rate) == pytest.approx(400, abs=1)


@pytest.mark.parametrize(
    ("voice", "hertz"),
    [
        (Voice(name="daniel"), 200),
        (Voice(name="com.apple.voice.compact.en-GB.Daniel"), 200),
        (Voice(language="de"), 300),
        (Voice(language="en-GB"), 400),  # the system's own voice speaks English
    ],
    ids=["name", "id", "language", "own"],
)
def test_macos_voices_are_chosen_by_name_id_or_language(
    macos: Pyttsx3Engine, voice: Voice, hertz: int
) -> None:
    spoken = macos.speak("one two three", voice)

    assert pitch(spoken.pcm, spoken.rate) == pytest.approx(hertz, abs=1)


def test_a_voice_that_macos_would_pass_over_is_an_error(macos: Pyttsx3Engine) -> None:
    with pytest.raises(SpeechError, match="no voice `nobody`"):
        macos.speak("Hello.", Voice(name="nobody"))


def test_macos_voices_are_listed(macos: Pyttsx3Engine) -> None:
    assert macos.speakers() == [
        Speaker("Anna", "de-DE", "female"),
        Speaker("Daniel", "en-GB", "male"),
        Speaker("Samantha", "en-US", "female"),
    ]


def test_windows_speech_is_heard_though_nobody_tells_of_its_end(windows: Pyttsx3Engine) -> None:
    spoken = windows.speak("one two three", Voice(name="Microsoft Hedda Desktop"))

    assert spoken.rate == 16_000
    assert pitch(spoken.pcm, spoken.rate) == pytest.approx(300, abs=1)


def test_pace_changes_the_length_on_windows(windows: Pyttsx3Engine) -> None:
    slow, fast = (windows.speak("one two", Voice(), pace).pcm for pace in (110, 220))

    assert len(slow) > 1.5 * len(fast)


def test_a_language_that_windows_has_no_voice_for_is_told(windows: Pyttsx3Engine) -> None:
    assert windows.why_missing(Voice(language="de")) is None
    assert "no voice `fr`" in (windows.why_missing(Voice(language="fr")) or "")


def test_windows_voices_are_listed(windows: Pyttsx3Engine) -> None:
    assert windows.speakers() == [
        Speaker("Microsoft Hedda Desktop", "de-DE", "female"),
        Speaker("Microsoft David Desktop", "en-US", "male"),
    ]


@pytest.mark.parametrize("driver", ["nsss", "sapi5"])
def test_each_utterance_has_a_process_of_its_own(driver: str) -> None:
    """Both systems have one engine in a process, and no safe fork."""
    assert isinstance(Pyttsx3Engine(driver=driver)._process(), FreshProcess)


def test_phonemes_are_refused_where_they_would_be_read_out(windows: Pyttsx3Engine) -> None:
    assert windows.phonemes("Psoas.", Voice()) is None
    with pytest.raises(SpeechError, match="takes none"):
        windows.speak("The [[soU'as]] muscle.", Voice())
