"""What every speech engine must do, whichever speaks."""

import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from audioguide.core.errors import ClosedError, SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.engine import Engine
from audioguide.speech.register import engine_named

TEXTS = [f"Lie down, and count {n} breaths." for n in range(5)] + ["One.", "Halfway.", "one"]

AWKWARD = [
    "-rf is no option here.",
    "It's \"quoted\", `ticked` and 'single'.",
    "$(touch PWNED); touch PWNED | cat > PWNED & {text} {{out}} %s \\n",
    "First line.\nSecond line.\tAnd a tab.",
    "Größe, naïve, Übung; ½ a breath … 🙂.",
    "<speak>One <break time='9s'/> two.</speak>",
    "[[ is no phoneme.",
    "word " * 59,
]

FOREIGN = "Breathe: 深呼吸, дыхание."


@dataclass(frozen=True)
class Case:
    """An engine, a voice that it has, and one that it has not."""

    voice: Voice
    unknown: Voice | None
    others: tuple[Voice, ...] = ()
    """Voices of another identity."""
    psoas: str | None = None
    """What it says for `Psoas.`, where it can tell."""
    refuses: tuple[str, ...] = ()
    """Awkward texts that it does not speak, and says so: letters that it cannot read, say."""


def _hibari() -> Case:
    if find_spec("hibari") is None:
        pytest.skip("needs hibari: pip install 'audioguide[natural]'")
    refuses = (FOREIGN,)
    return Case(Voice("hibari"), Voice("hibari", "nobody"), psoas="sˈOəs.", refuses=refuses)


def _piper() -> Case:
    if find_spec("piper") is None:
        pytest.skip("needs Piper: pip install 'audioguide[piper]'")
    pytest.importorskip("onnx", reason="needs onnx to make a voice: pip install onnx")
    from tests.tiny_voice import write_voice

    voices = Path("voices")
    write_voice(voices)
    write_voice(voices, "en_US-other-low", tuned=150.0)
    voice = Voice("piper", "en_US-tiny-low")
    unknown, other = (replace(voice, name=name) for name in ("nobody", "en_US-other-low"))
    return Case(voice, unknown, (other,), psoas="sˈoʊəz.")


def _kokoro() -> Case:
    if find_spec("kokoro_onnx") is None:
        pytest.skip("needs Kokoro: pip install 'audioguide[kokoro]'")
    pytest.importorskip("onnx", reason="needs onnx to make a model: pip install onnx")
    from tests.tiny_kokoro import write_kokoro

    write_kokoro(Path("voices"))
    voice = Voice("kokoro", "af_heart")
    unknown, other = (replace(voice, name=name) for name in ("nobody", "bf_emma"))
    refuses = (FOREIGN, *(text for text in AWKWARD if text.startswith("[[")))
    return Case(voice, unknown, (other,), psoas="sˈoʊəz.", refuses=refuses)


def _command(*run: str) -> Callable[[], Case]:
    def case() -> Case:
        if not shutil.which(run[0]):
            pytest.skip(f"needs {run[0]}: apt-get install {run[0]}")
        voice = Voice("command", run=run)
        return Case(
            voice, Voice("command", run=("nobody-has-this",)), (Voice("command", run=("sh",)),)
        )

    return case


CASES: dict[str, Callable[[], Case]] = {
    "tone": lambda: Case(Voice("tone"), None),
    "hibari": _hibari,
    "pyttsx3": lambda: Case(Voice(), Voice(name="nobody"), psoas="sˈəʊəz"),
    "piper": _piper,
    "kokoro": _kokoro,
    "flite": _command("flite", "-t", "{text}", "-o", "{out}"),
    "espeak-ng": _command("espeak-ng", "-s", "{rate}", "-w", "{out}", "--", "{text}"),
    "espeak-ng in a pipe": _command("espeak-ng", "-v", "{language}", "--stdin", "--stdout"),
}


@pytest.fixture(scope="module", params=CASES)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Case]:
    folder = tmp_path_factory.mktemp("engines")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("AUDIOGUIDE_VOICES", str(folder / "voices"))
        yield CASES[request.param]()


@pytest.fixture(scope="module")
def engine(case: Case) -> Iterator[Engine]:
    """One for all tests: what one of them does must not matter to the next."""
    made = engine_named(case.voice.engine)
    yield made
    made.close()


def test_every_engine_speaks(engine: Engine, case: Case) -> None:
    spoken = engine.speak("Breathe out slowly.", case.voice)

    assert np.abs(np.frombuffer(spoken.pcm, "<i2").astype(int)).max() > 3000
    assert 0.25 < len(spoken.pcm) / 2 / spoken.rate < 3


def test_every_engine_gives_the_same_samples_in_any_order(engine: Engine, case: Case) -> None:
    """eSpeak alone would not: its samples depend on what the process spoke before. Nor would Piper:
    its noise goes on from one text to the next."""
    forward = [engine.speak(text, case.voice).pcm for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        backward = list(pool.map(lambda text: engine.speak(text, case.voice).pcm, TEXTS[::-1]))

    assert forward == backward[::-1]


def test_another_instance_speaks_the_same(engine: Engine, case: Case) -> None:
    other = engine_named(case.voice.engine)
    other.warm()
    other.speak("Something else first.", case.voice)

    assert other.speak(TEXTS[0], case.voice) == engine.speak(TEXTS[0], case.voice)

    other.close()


def test_an_awkward_text_is_spoken_and_runs_nothing(
    engine: Engine, case: Case, tmp_path: Path
) -> None:
    """By its whole path: a program has a working folder of its own, which is gone afterwards."""
    pwned = tmp_path / "pwned"
    texts = [text.replace("PWNED", str(pwned)) for text in (*AWKWARD, FOREIGN)]

    for text in texts:
        if text in case.refuses:
            with pytest.raises(SpeechError):
                engine.speak(text, case.voice)
        else:
            assert any(engine.speak(text, case.voice).pcm)
    assert not pwned.exists()


def test_an_unknown_voice_is_an_error(engine: Engine, case: Case) -> None:
    if case.unknown is None:
        pytest.skip("this engine takes any voice")

    with pytest.raises(SpeechError, match="nobody"):
        engine.speak("Hello.", case.unknown)


def test_an_unknown_voice_is_told_before_it_speaks(engine: Engine, case: Case) -> None:
    assert engine.why_missing(case.voice) is None
    assert case.unknown is None or "nobody" in (engine.why_missing(case.unknown) or "")


def test_an_identity_is_the_same_in_another_instance_and_differs_between_voices(
    engine: Engine, case: Case
) -> None:
    content = engine.identity(case.voice).fingerprint()

    assert engine_named(case.voice.engine).identity(case.voice).fingerprint() == content
    assert all(engine.identity(other).fingerprint() != content for other in case.others)


def test_the_voices_that_are_listed_are_there_and_in_order(engine: Engine, case: Case) -> None:
    speakers = engine.speakers()

    assert [*speakers] == sorted(speakers, key=lambda who: (who.language, who.name))
    assert [engine.why_missing(replace(case.voice, name=who.name)) for who in speakers[:9]] == [
        None for _ in speakers[:9]
    ]


def test_what_will_be_said_is_told_without_a_change_to_it(engine: Engine, case: Case) -> None:
    before = engine.speak("Psoas.", case.voice)
    said = engine.phonemes("Psoas.", case.voice)

    assert said == case.psoas
    assert engine.speak("Psoas.", case.voice) == before


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_no_process_and_no_file_outlive_an_engine(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = _children()
    engine = engine_named(case.voice.engine)
    engine.speak("Hello.", case.voice)

    engine.close()

    assert _children() <= before
    assert not list(folder.iterdir())


def test_a_closed_engine_starts_nothing_more(case: Case) -> None:
    if case.voice.engine == "tone":
        pytest.skip("this engine starts nothing at all")
    engine = engine_named(case.voice.engine)
    engine.close()
    engine.close()

    with pytest.raises(ClosedError):
        engine.speak("Hello.", case.voice)


def _children() -> set[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {child for task in tasks for child in task.read_text().split()}
