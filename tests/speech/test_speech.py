"""What pyttsx3 does to those who trust it, and the processes in which engines speak. What every
engine must do is in test_engines.py."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from audioguide.core.errors import ClosedError, MissingError, SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.audio_file import read_speech
from audioguide.speech.process.fork_client import ForkClient
from audioguide.speech.process.fresh_process import FreshProcess
from audioguide.speech.process.speech_process import Job
from audioguide.speech.pyttsx3.engine import DRIVER, PROGRAM, Pyttsx3Engine
from audioguide.speech.sentences import LONGEST, sentences
from audioguide.speech.tone import WORD, ToneEngine

VOICE = Voice()
TEXTS = [f"Lie down, and count {n} breaths." for n in range(12)] + ["One.", "Halfway.", "one"]


def job(text: str = "Hello.", limit: int = 30) -> Job:
    words = {"ask": "speech", "driver": DRIVER, "text": text, "voice": "gmw/en", "language": "en"}
    return Job({**words, "rate": "150", "pitch": "50"}, limit)


@pytest.fixture
def pyttsx3() -> Iterator[Pyttsx3Engine]:
    made = Pyttsx3Engine()
    yield made
    made.close()


def test_a_fresh_process_speaks_as_the_fork_server_does(pyttsx3: Pyttsx3Engine) -> None:
    fresh = Pyttsx3Engine(FreshProcess(PROGRAM, DRIVER))

    assert fresh.speak(TEXTS[3], VOICE) == pyttsx3.speak(TEXTS[3], VOICE)


def test_pace_changes_the_length(pyttsx3: Pyttsx3Engine) -> None:
    slow, fast = (pyttsx3.speak(TEXTS[0], Voice(), pace).pcm for pace in (110, 220))

    assert len(slow) > 1.5 * len(fast)


def test_a_text_without_words_is_an_error_at_once(pyttsx3: Pyttsx3Engine) -> None:
    """Not after the time that an engine is given for a file that is late."""
    impatient = Pyttsx3Engine(pyttsx3._process(), limit=3)

    with pytest.raises(SpeechError, match="spoke nothing"):
        impatient.speak("—", VOICE)


def test_pitch_changes_the_sound_and_50_is_the_voice_s_own(pyttsx3: Pyttsx3Engine) -> None:
    """The length stays: only the pitch does not."""
    own, other = (pyttsx3.speak("Hello.", Voice(pitch=pitch)).pcm for pitch in (50, 80))

    assert other != own
    assert abs(len(other) - len(own)) < 0.1 * len(own)
    assert own == pyttsx3.speak("Hello.", Voice()).pcm


def test_phonemes_in_a_text_are_spoken_as_such(pyttsx3: Pyttsx3Engine) -> None:
    """eSpeak says its own phonemes of a word as it says the word: within 5 % of its length, for the
    stress of a word in the dictionary is not only in its phonemes."""
    word, phonemes, letters = (
        len(pyttsx3.speak(text, VOICE).pcm) for text in ("father", "[[f'A:D3]]", "[ f'A:D3 ]")
    )

    assert phonemes == pytest.approx(word, rel=0.05)
    assert letters > 1.5 * word


def test_a_text_without_phonemes_is_spoken_as_if_there_were_none(pyttsx3: Pyttsx3Engine) -> None:
    """`[[` alone opens nothing; beside phonemes, it would swallow the rest."""
    assert len(pyttsx3.speak("Breathe [[ slowly.", VOICE).pcm) > 20_000
    with pytest.raises(SpeechError, match="no `]]` closes"):
        pyttsx3.speak("[[soU'as]] and [[ slowly.", VOICE)


@pytest.mark.parametrize("ask", [Pyttsx3Engine.speak, Pyttsx3Engine.phonemes])
def test_ipa_is_an_error_that_names_it(
    pyttsx3: Pyttsx3Engine, ask: Callable[[Pyttsx3Engine, str, Voice], object]
) -> None:
    """eSpeak would leave it out, and tell nobody."""
    with pytest.raises(SpeechError, match=r"`\[\[θʃʌɹɒ\]\]`: 'θ' is in no phoneme of eSpeak"):
        ask(pyttsx3, "The [[soU'as]] and [[θʃʌɹɒ]] muscle.", VOICE)


def test_phonemes_are_told_in_ipa_and_the_author_s_own_as_they_are(pyttsx3: Pyttsx3Engine) -> None:
    assert pyttsx3.phonemes("Breathe, [[soU'as]] out.", VOICE) == "bɹˈiːð soU'as ˈaʊt"


def test_the_voices_are_those_that_can_speak(pyttsx3: Pyttsx3Engine) -> None:
    """Faroese is listed by eSpeak, without its dictionary; Norwegian has another one's name."""
    languages = {who.name: who.language for who in pyttsx3.speakers()}

    assert languages["gmw/en"] == "en-GB"
    assert languages["gmw/en-us"] == "en-US"
    assert "gmq/nb" in languages
    assert "gmq/fo" not in languages


def test_our_own_voices_are_known_without_starting_the_engine(pyttsx3: Pyttsx3Engine) -> None:
    assert pyttsx3.why_missing(Voice()) is pyttsx3.why_missing(Voice(language="de")) is None
    assert pyttsx3._process()._server is None  # type: ignore[attr-defined]


def test_a_language_without_a_voice_is_told(pyttsx3: Pyttsx3Engine) -> None:
    assert "no voice `xx`" in (pyttsx3.why_missing(Voice(language="xx")) or "")


class Answering:
    """Says what it was given to say, one after another; an error is raised."""

    def __init__(self, *answers: bytes | SpeechError) -> None:
        self.answers = list(answers)

    def say(self, job: Job) -> bytes:
        answer = self.answers.pop(0)
        if isinstance(answer, SpeechError):
            raise answer
        return answer

    def warm(self) -> None: ...

    def forget(self) -> None: ...

    def close(self) -> None: ...


def test_a_voice_that_could_not_be_asked_for_is_not_missing() -> None:
    engine = Pyttsx3Engine(Answering(SpeechError("it took too long and was stopped"), b""))

    with pytest.raises(SpeechError, match="took too long"):
        engine.why_missing(Voice(name="ann"))
    assert engine.why_missing(Voice(name="ann")) is None


def test_a_missing_voice_is_asked_for_once_in_a_run() -> None:
    engine = Pyttsx3Engine(Answering(b"there is no voice `ann`", b""))
    ann = Voice(name="ann")
    told = [engine.why_missing(ann) for _ in range(2)]
    engine.forget()

    assert [*told, engine.why_missing(ann)] == [*["there is no voice `ann`"] * 2, None]


def test_an_engine_that_could_not_be_loaded_is_tried_again_in_the_next_run() -> None:
    server = ForkClient(PROGRAM, DRIVER)
    server._broken = "the speech engine cannot be loaded: no library"
    with pytest.raises(SpeechError, match="no library"):
        server.say(job())
    server.forget()

    try:
        with pytest.raises(SpeechError, match="no voice `nobody`"):
            server.say(Job({**job().words, "voice": "nobody"}, 30))
    finally:
        server.close()


def test_a_hanging_utterance_is_stopped_and_the_next_one_works() -> None:
    server = ForkClient(PROGRAM, DRIVER)
    try:
        with pytest.raises(SpeechError, match="took too long"):
            server.say(job("Hello there. " * 20, limit=0))
        assert read_speech(server.say(job())).pcm
    finally:
        server.close()


def test_a_killed_server_is_started_again(pyttsx3: Pyttsx3Engine) -> None:
    before = pyttsx3.speak("Hello.", VOICE)
    server = pyttsx3._process()._server  # type: ignore[attr-defined]
    server.process.kill()
    server.process.wait()

    assert pyttsx3.speak("Hello.", VOICE) == before


def test_a_warmed_engine_speaks_the_same(pyttsx3: Pyttsx3Engine) -> None:
    warmed = Pyttsx3Engine()
    warmed.warm()

    assert warmed.speak("Hello.", VOICE) == pyttsx3.speak("Hello.", VOICE)

    warmed.close()


def test_an_engine_that_is_warmed_for_nothing_can_be_closed() -> None:
    server = ForkClient(PROGRAM, DRIVER)
    server.warm()

    server.close()

    assert server._server is None


@pytest.mark.parametrize("kind", [ForkClient, FreshProcess])
def test_what_is_closed_starts_no_process(kind: type[ForkClient | FreshProcess]) -> None:
    process = kind("nobody_has_this")
    process.close()

    with pytest.raises(ClosedError):
        process.say(job())


@pytest.mark.skipif(sys.platform == "win32", reason="needs a fifo")
def test_closing_ends_a_fresh_process_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    os.mkfifo(begun)
    process = FreshProcess(PROGRAM, DRIVER)
    code = f"import time; open({str(begun)!r}, 'w').close(); time.sleep(60)"
    monkeypatch.setattr(process, "_command", [sys.executable, "-c", code])
    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(process.say, job())
        begun.read_text()  # until it runs
        process.close()

        assert "was killed" in str(said.exception(timeout=20))


@pytest.mark.skipif(sys.platform == "win32", reason="has no signals")
def test_a_program_for_another_processor_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be started, and killed, for every text."""
    server = ForkClient(PROGRAM, DRIVER)
    code = "import os, signal; os.kill(os.getpid(), signal.SIGILL)"
    monkeypatch.setattr(server, "_command", [sys.executable, "-c", code])

    with pytest.raises(MissingError, match=r"did not start: .* another processor"):
        server.say(job())


def test_a_failure_is_tried_once_more() -> None:
    class Stumbling:
        attempts = 0

        def say(self, job: Job) -> bytes:
            self.attempts += 1
            if self.attempts == 1:
                raise SpeechError("stumbled")
            return FreshProcess(PROGRAM, DRIVER).say(job)

        def warm(self) -> None: ...

        def forget(self) -> None: ...

        def close(self) -> None: ...

    process = Stumbling()

    assert Pyttsx3Engine(process).speak("Hello.", VOICE).pcm
    assert process.attempts == 2


def test_nothing_an_engine_prints_reaches_our_output() -> None:
    code = (
        "from audioguide.speech.register import engine_named\n"
        "from audioguide.core.voice import Voice\n"
        "e = engine_named('pyttsx3'); e.speak('Hello.', Voice()); e.close()"
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

    for process in (ForkClient(PROGRAM, DRIVER), FreshProcess(PROGRAM, DRIVER)):
        assert read_speech(process.say(job())).pcm
        process.close()


def test_no_process_and_no_file_outlive_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    engine = Pyttsx3Engine()
    engine.speak("Hello.", VOICE)
    server = engine._process()._server  # type: ignore[attr-defined]
    assert server.folder.is_dir()

    engine.close()

    assert server.process.returncode == 0
    assert not list(tmp_path.iterdir())


def test_the_server_leaves_when_its_owner_dies(tmp_path: Path) -> None:
    """Its owner is killed; the pipe closes, and the server takes its folder along."""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = ForkClient(PROGRAM, DRIVER)._command
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
    assert len(ToneEngine().speak("one two three", VOICE).pcm) == 3 * 2 * WORD


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


def test_many_threads_share_one_server(pyttsx3: Pyttsx3Engine) -> None:
    alone = pyttsx3.speak("Hello.", VOICE)
    barrier = threading.Barrier(8)

    def speak(_: int) -> bytes:
        barrier.wait()
        return pyttsx3.speak("Hello.", VOICE).pcm

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(speak, range(8))) == {alone.pcm}
