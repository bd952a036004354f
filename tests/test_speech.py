"""Engines: what every one of them must do, and what pyttsx3 does to those who trust it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from audioguide.speech import ENGINES, Engine, SpeechError
from audioguide.speech.process import ForkServer, FreshProcess, Job, _python
from audioguide.speech.pyttsx3_engine import Pyttsx3, read_wav
from audioguide.speech.sentences import LONGEST, sentences
from audioguide.speech.tone import WORD, Tone
from audioguide.voice import Voice

VOICE = Voice()
TEXTS = [f"Lie down, and count {n} breaths." for n in range(12)] + ["One.", "Halfway.", "one"]


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made = ENGINES[request.param]()
    yield made
    made.close()


@pytest.fixture
def pyttsx3() -> Iterator[Pyttsx3]:
    made = Pyttsx3()
    yield made
    made.close()


def test_every_engine_speaks(engine: Engine) -> None:
    spoken = engine.speak("Breathe out slowly.", VOICE)

    assert np.abs(np.frombuffer(spoken.pcm, "<i2")).max() > 3000
    assert 0.25 < len(spoken.pcm) / 2 / spoken.rate < 3


def test_every_engine_gives_the_same_samples_in_any_order(engine: Engine) -> None:
    """eSpeak alone would not: its samples depend on what the process spoke before."""
    forward = [engine.speak(text, VOICE).pcm for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        backward = list(pool.map(lambda text: engine.speak(text, VOICE).pcm, TEXTS[::-1]))[::-1]

    assert forward == backward


def test_a_fresh_process_speaks_as_the_fork_server_does(pyttsx3: Pyttsx3) -> None:
    fresh = Pyttsx3(FreshProcess())

    assert fresh.speak(TEXTS[3], VOICE) == pyttsx3.speak(TEXTS[3], VOICE)


def test_rate_changes_the_length(pyttsx3: Pyttsx3) -> None:
    slow, fast = (pyttsx3.speak(TEXTS[0], Voice(rate=rate)).pcm for rate in (110, 220))

    assert len(slow) > 1.5 * len(fast)


def test_an_unknown_voice_is_an_error(pyttsx3: Pyttsx3) -> None:
    with pytest.raises(SpeechError, match="nobody"):
        pyttsx3.speak("Hello.", Voice(name="nobody"))


def test_a_rate_beyond_the_engine_is_an_error(pyttsx3: Pyttsx3) -> None:
    with pytest.raises(SpeechError, match="rate of 1000000"):
        pyttsx3.speak("Hello.", Voice(rate=1_000_000))


def test_a_hanging_utterance_is_stopped_and_the_next_one_works() -> None:
    server = ForkServer()
    try:
        with pytest.raises(SpeechError, match="took too long"):
            server.say(Job("Hello there. " * 20, "gmw/en", 150, limit=0))
        assert read_wav(server.say(Job("Hello.", "gmw/en", 150, limit=30))).pcm
    finally:
        server.close()


def test_a_killed_server_is_started_again(pyttsx3: Pyttsx3) -> None:
    before = pyttsx3.speak("Hello.", VOICE)
    server = pyttsx3._mouth._server  # type: ignore[attr-defined]
    server.process.kill()
    server.process.wait()

    assert pyttsx3.speak("Hello.", VOICE) == before


def test_a_warmed_engine_speaks_the_same(pyttsx3: Pyttsx3) -> None:
    warmed = Pyttsx3()
    warmed.warm()

    assert warmed.speak("Hello.", VOICE) == pyttsx3.speak("Hello.", VOICE)

    warmed.close()


def test_an_engine_that_is_warmed_for_nothing_can_be_closed() -> None:
    server = ForkServer()
    server.warm()

    server.close()

    assert server._server is None


def test_a_failure_is_tried_once_more() -> None:
    class Stumbling:
        attempts = 0

        def say(self, job: Job) -> bytes:
            self.attempts += 1
            if self.attempts == 1:
                raise SpeechError("stumbled")
            return FreshProcess().say(job)

        def warm(self) -> None: ...

        def close(self) -> None: ...

    mouth = Stumbling()

    assert Pyttsx3(mouth).speak("Hello.", VOICE).pcm
    assert mouth.attempts == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no WAV file"),
        (b"FORM\0\0\0\0AIFF", "no WAV file but b'FORM'"),
        (b"RIFF\0\0\0\0WAVE", "damaged"),
    ],
)
def test_a_file_that_is_no_speech_is_an_error(content: bytes, message: str) -> None:
    with pytest.raises(SpeechError, match=message):
        read_wav(content)


def test_silence_is_an_error(tmp_path: Path) -> None:
    import wave

    with wave.open(str(tmp_path / "silent.wav"), "wb") as out:
        out.setparams((1, 2, 22050, 0, "NONE", ""))
        out.writeframes(bytes(1000))

    with pytest.raises(SpeechError, match="spoke nothing"):
        read_wav((tmp_path / "silent.wav").read_bytes())


def test_nothing_an_engine_prints_reaches_our_output() -> None:
    code = (
        "from audioguide.speech import ENGINES; from audioguide.voice import Voice\n"
        "e = ENGINES['pyttsx3'](); e.speak('Hello.', Voice()); e.close()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_module_in_the_working_folder_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scripts are untrusted, and one works in their folder."""
    for name in ("json", "wave", "selectors", "espeakng_loader", "audioguide"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)

    for mouth in (ForkServer(), FreshProcess()):
        assert read_wav(mouth.say(Job("Hello.", "gmw/en", 150, limit=30))).pcm
        mouth.close()


def test_no_process_and_no_file_outlive_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    engine = Pyttsx3()
    engine.speak("Hello.", VOICE)
    server = engine._mouth._server  # type: ignore[attr-defined]
    assert server.folder.is_dir()

    engine.close()

    assert server.process.returncode == 0
    assert not list(tmp_path.iterdir())


def test_the_server_leaves_when_its_owner_dies(tmp_path: Path) -> None:
    """Its owner is killed; the pipe closes, and the server takes its folder along."""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = _python("audioguide.speech.fork_server")
    server = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    assert server.stdin is not None
    assert server.stdout is not None
    with server.stdout:
        assert Path(json.loads(server.stdout.readline())["folder"]).is_dir()
        server.stdin.close()
        assert server.wait(timeout=30) == 0
    assert not list(tmp_path.iterdir())


def test_tone_speaks_each_word_in_100_ms() -> None:
    assert len(Tone().speak("one two three", VOICE).pcm) == 3 * 2 * WORD


def test_a_short_text_is_spoken_whole() -> None:
    assert sentences("Lie down. Breathe.") == ["Lie down. Breathe."]


def test_a_long_text_is_cut_after_sentences() -> None:
    text = " ".join(f"This is sentence number {n} of a long talk." for n in range(40))
    pieces = sentences(text)

    assert " ".join(pieces) == text
    assert all(len(piece) <= LONGEST and piece.endswith(".") for piece in pieces)


def test_a_text_without_sentences_is_cut_between_words() -> None:
    text = "word " * 300
    pieces = sentences(text.strip())

    assert max(map(len, pieces)) <= LONGEST
    assert " ".join(pieces) == text.strip()


def test_many_threads_share_one_server(pyttsx3: Pyttsx3) -> None:
    alone = pyttsx3.speak("Hello.", VOICE)
    barrier = threading.Barrier(8)

    def speak(_: int) -> bytes:
        barrier.wait()
        return pyttsx3.speak("Hello.", VOICE).pcm

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(speak, range(8))) == {alone.pcm}
