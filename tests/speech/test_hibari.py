"""hibari's engine, on the voice that comes with its package: what is read, joined, refused."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

if find_spec("hibari") is None:  # it is not imported here: that would report to onnxruntime's maker
    pytest.skip("needs hibari: pip install 'audioguide[natural]'", allow_module_level=True)

from audioguide.core.errors import MissingError, SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.audio_file import read_speech
from audioguide.speech.calibration import calibration_lines
from audioguide.speech.engine import Speaker, Spoken
from audioguide.speech.hibari import engine as hibari_engine
from audioguide.speech.hibari import program
from audioguide.speech.hibari.engine import PROGRAM, HibariEngine
from audioguide.speech.hibari.paces import PACES
from audioguide.speech.installed import place
from audioguide.speech.process.fresh_process import FreshProcess
from audioguide.speech.process.speech_process import Job
from audioguide.speech.register import Engines
from audioguide.speech.silence import spoken_part

VOICE = Voice("hibari")
LONG = "Let the shoulder sink into the floor. " * 40

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@pytest.fixture(scope="module")
def hibari() -> Iterator[HibariEngine]:
    """For all tests that change nothing: it takes a while to load."""
    engine = HibariEngine()
    yield engine
    engine.close()


@pytest.fixture
def other() -> Iterator[HibariEngine]:
    """One that is not loaded yet."""
    engine = HibariEngine()
    yield engine
    engine.close()


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with the model of the package, and what that says of it."""
    own, copied = (folder / "hibari" / "assets" for folder in (place("hibari-tts"), tmp_path))
    copied.mkdir(parents=True)
    for name in ("hibari.onnx", "voices.json"):
        shutil.copy(own / name, copied / name)
    return tmp_path


def test_sentences_are_told_in_misaki_s_phonemes(hibari: HibariEngine) -> None:
    assert hibari.phonemes("Lie down. Breathe.", VOICE) == "lˈI dˌWn. bɹˈið."


def test_phonemes_in_a_text_are_spoken_as_such(hibari: HibariEngine) -> None:
    assert hibari.phonemes("Press the [[sˈOəz]] now.", VOICE) == "pɹˈɛs ðə sˈOəz nˈW."
    assert hibari.speak("[[bɹˈið.]]", VOICE) == hibari.speak("Breathe.", VOICE)


def test_phonemes_are_not_taken_for_words_and_sentences(hibari: HibariEngine) -> None:
    """hibari would end a sentence in these, and read the arrow as `to`."""
    assert hibari.phonemes("[[sˈO. əz→]], [[vs]]", VOICE) == "sˈO. əz→, vs"


def test_the_g_of_a_keyboard_is_that_of_the_ipa(hibari: HibariEngine) -> None:
    assert hibari.phonemes("[[gˈO]]", VOICE) == "ɡˈO"


@pytest.mark.parametrize("written", ["soU@s", "sˈoʊəz1", "sˈO\u0361əz"])
def test_phonemes_that_hibari_has_not_are_an_error(hibari: HibariEngine, written: str) -> None:
    with pytest.raises(SpeechError, match=r"is no phoneme of hibari.*misaki.*\[\[sˈOəz\]\]"):
        hibari.speak(f"The [[{written}]].", VOICE)


def test_phonemes_that_are_not_closed_are_an_error(hibari: HibariEngine) -> None:
    with pytest.raises(SpeechError, match="no `]]` closes"):
        hibari.speak("The [[sˈOəz]] and the [[sˈOəz", VOICE)


def test_a_link_that_an_author_writes_is_read_and_is_no_phonemes(hibari: HibariEngine) -> None:
    assert hibari.phonemes("See [the page](/index/) now.", VOICE) == (
        "sˈi (ðə pˈAʤ) (ˈɪndˌɛks) nˈW."
    )


def test_a_bracket_before_phonemes_swallows_no_words(hibari: HibariEngine) -> None:
    assert hibari.phonemes("[See [[sˈOəz]] here.", VOICE) == "(sˈi sˈOəz hˈɪɹ."


@pytest.mark.parametrize(
    "text", ["Привет", "αβγ", "深呼吸", "々", "ー", "עברית", "숨", "Breathe, дыши."]
)
def test_letters_of_another_script_are_an_error(hibari: HibariEngine, text: str) -> None:
    with pytest.raises(SpeechError, match=r"reads Latin letters, and '.' is none: give these word"):
        hibari.phonemes(text, VOICE)


@pytest.mark.parametrize("text", ["Breathe 🙂 out.", "Breathe ❤️ out.", "Breathe 👩‍🦰 out."])
def test_symbols_are_passed_over(hibari: HibariEngine, text: str) -> None:
    assert hibari.phonemes(text, VOICE).split() == ["bɹˈið", "ˈWt."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("naïve", "nIˈiv"),
        ("Größe", "ɡɹˈɜɹs"),
        ("cafe\u0301", "kæfˈA"),
        ("breathe\u00ad", "bɹˈið"),
        ("Ｂｒｅａｔｈｅ", "bɹˈið"),
    ],
)
def test_letters_with_marks_are_read(hibari: HibariEngine, text: str, said: str) -> None:
    assert hibari.phonemes(text, VOICE) == said


@pytest.mark.parametrize(
    ("text", "plain"), [("Nguyễn", "Nguyen"), ("ħal", "hal"), ("GRÖẞE", "GRÖßE"), ("ﬃ", "ffi")]
)
def test_a_letter_that_hibari_has_not_is_read_as_the_likest_that_it_has(
    hibari: HibariEngine, text: str, plain: str
) -> None:
    """It would leave them out."""
    assert hibari.phonemes(text, VOICE) == hibari.phonemes(plain, VOICE)


def test_a_word_with_an_accent_is_not_taken_for_a_mark(hibari: HibariEngine) -> None:
    """Of these, hibari would say `see` alone."""
    assert len(hibari.phonemes("See (/sˈOəz/)", VOICE)) > len("sˈi (slˈæʃ slˈæʃ)")


@pytest.mark.parametrize("text", ["", " ", "...", "—", "🙂", "“?!”", "[[ˈ]]"])
def test_a_text_without_words_is_an_error(hibari: HibariEngine, text: str) -> None:
    with pytest.raises(SpeechError, match="no words in this text"):
        hibari.speak(text, VOICE)


def test_a_sentence_without_words_is_passed_over(hibari: HibariEngine) -> None:
    assert hibari.speak("Breathe. … — Out.", VOICE).pcm
    assert hibari.phonemes("Breathe.\n…\nOut.", VOICE) == "bɹˈið. ˈWt."


def test_a_number_beyond_all_words_is_an_error(hibari: HibariEngine) -> None:
    with pytest.raises(SpeechError, match="so long a number: write it in words"):
        hibari.speak("Count to " + "1" * 50, VOICE)


@pytest.mark.parametrize("letters", ["a", "aA", "1,", "(", "ä"])
def test_a_word_of_5000_letters_is_read(hibari: HibariEngine, letters: str) -> None:
    """In time: hibari alone takes a minute for 800 of `aA`."""
    text = "Say " + letters * (5000 // len(letters))

    assert hibari.phonemes(text, VOICE).startswith("sˈA")


def test_a_long_word_is_read_to_its_end(hibari: HibariEngine) -> None:
    """hibari alone reads 24 letters of a word that it does not know."""
    word = "blorbingstonewaldenfurter"
    first, last = hibari.phonemes(word[:24], VOICE), hibari.phonemes(f"{word}zzyzx", VOICE)

    assert last.startswith(first)
    assert len(last) > len(first)


@pytest.mark.slow
def test_5000_characters_are_spoken(hibari: HibariEngine) -> None:
    text = ("Let the shoulder sink into the floor, and breathe. " * 100)[:5000]
    spoken = hibari.speak(text, VOICE)

    assert len(spoken.pcm) / 2 / spoken.rate > 250


def test_no_piece_is_longer_than_a_process_can_bear() -> None:
    phonemes = [f"{'bɹˈið, ' * 60}{'ˈWt ' * 90}{'A' * 1000}", "A" * 151, "bɹˈið " * 26]
    pieces = [piece for one in phonemes for piece in program._pieces(one)]

    assert max(map(len, pieces)) == 150
    assert "".join(pieces).replace(" ", "") == "".join(phonemes).replace(" ", "")


def test_speech_is_24_khz_without_silence_at_its_ends(hibari: HibariEngine) -> None:
    spoken = hibari.speak("Breathe out, slowly.", VOICE)
    samples = _samples(spoken)
    first, end = spoken_part(samples)

    assert spoken.rate == 24_000
    assert first <= 0.003 * spoken.rate
    assert samples.size - end <= 0.01 * spoken.rate


@pytest.mark.parametrize(("pace", "pause"), [(1.0, 0.5), (0.66, 0.615), (PACES[0], 0.7)])
def test_between_two_sentences_is_a_pause_that_is_shorter_than_a_gap(
    hibari: HibariEngine, pace: float, pause: float
) -> None:
    assert _longest_zeros(hibari.speak("Lie down. Breathe.", VOICE, pace)) == pytest.approx(
        pause, abs=0.002
    )


def test_where_a_sentence_is_broken_the_pause_is_shorter(hibari: HibariEngine) -> None:
    text = f"Sink into {'the floor, and into ' * 9} the floor."

    assert _longest_zeros(hibari.speak(text, VOICE)) == pytest.approx(0.25, abs=0.002)


def test_a_slower_pace_is_slower(hibari: HibariEngine) -> None:
    lengths = [len(hibari.speak("Breathe out, slowly.", VOICE, pace).pcm) for pace in PACES]

    assert lengths == sorted(lengths, reverse=True)
    assert len(hibari.speak("Breathe out, slowly.", VOICE).pcm) in range(lengths[-1], lengths[0])


def test_nothing_clips_and_a_louder_wave_would_not_either() -> None:
    wave = 1.2 * np.sin(np.arange(24_000) / 50).astype(np.float32)

    assert np.abs(program._sound(wave, 24_000).astype(int)).max() < 32_000


def test_samples_that_are_no_numbers_are_an_error() -> None:
    with pytest.raises(SpeechError, match="samples that are no numbers"):
        program._sound(np.array([0.5, np.nan], np.float32), 24_000)


@pytest.mark.parametrize("rate", [110, 150, 190])
def test_a_rate_is_what_is_heard(rate: int) -> None:
    """3 % of it, over the lines that voices are measured by."""
    engines, lines = Engines(), calibration_lines("en")
    spoken = [engines.speak(line, replace(VOICE, rate=rate)) for line in lines]
    engines.close()
    ends = [(spoken_part(_samples(one)), one.rate) for one in spoken]
    seconds = sum((end - first) / samples for (first, end), samples in ends)

    assert 60 * sum(len(line.split()) for line in lines) / seconds == pytest.approx(rate, rel=0.03)


def test_what_comes_along_was_measured_at_every_pace_and_covers_what_is_asked_for(
    hibari: HibariEngine,
) -> None:
    found = hibari.measured(VOICE)

    assert found is not None
    assert tuple(mark.pace for mark in found.marks) == tuple(hibari.paces(VOICE))
    assert found.slowest <= 100
    assert found.fastest >= 220


def test_another_version_is_measured_anew(
    hibari: HibariEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hibari_engine, "installed", lambda name: "0.2.9")

    assert hibari.measured(VOICE) is None


@pytest.mark.parametrize("language", ["de", "fr-CA", "zh"])
def test_another_language_is_missing(hibari: HibariEngine, language: str) -> None:
    assert hibari.why_missing(replace(VOICE, language=language)) == (
        f"hibari speaks English, and not `{language}`"
    )


@pytest.mark.parametrize("language", ["en", "en-US", "en-GB"])
def test_every_english_is_spoken(hibari: HibariEngine, language: str) -> None:
    assert hibari.why_missing(replace(VOICE, name="heart", language=language)) is None


@pytest.mark.parametrize("name", ["emma", "fenrir", "Heart", "../heart"])
def test_another_voice_is_missing_and_is_never_fetched(
    other: HibariEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """hibari itself would fetch one that it knows into its folder: it is not even started."""
    monkeypatch.setenv("HIBARI_HOME", str(tmp_path / "voices"))

    with pytest.raises(MissingError, match=f"hibari has one voice, `heart`, and no `{name}`"):
        other.speak("Hello.", replace(VOICE, name=name))
    assert not other._processes._processes
    assert not (tmp_path / "voices").exists()


def test_the_one_voice_is_listed(hibari: HibariEngine) -> None:
    assert hibari.speakers() == (Speaker("heart", "en-US", "female", "Apache-2.0"),)


def test_without_hibari_it_is_said_how_to_get_it(
    hibari: HibariEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(hibari_engine, "installed", missing)

    assert hibari.why_missing(VOICE) == (
        "hibari is not installed: pip install 'audioguide[natural]'"
    )
    assert hibari.measured(VOICE) is None
    with pytest.raises(MissingError, match="pip install"):
        hibari.speakers()


def test_an_identity_names_what_it_computes_with(
    hibari: HibariEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hibari_engine, "installed", lambda name: f"of {name}")

    assert hibari.identity(VOICE).version == (
        "hibari-tts of hibari-tts onnxruntime of onnxruntime numpy of numpy"
    )


def test_another_model_is_another_identity(hibari: HibariEngine, packages: Path) -> None:
    copied = HibariEngine(packages)
    same = copied.identity(VOICE).fingerprint()
    _change(packages)

    assert same == hibari.identity(VOICE).fingerprint()
    assert copied.identity(VOICE).fingerprint() != same


def test_an_identity_is_told_without_an_import() -> None:
    """A run with nothing to do asks for it."""
    code = (
        "import sys; from audioguide.core.voice import Voice\n"
        "from audioguide.speech.register import engine_named\n"
        "assert engine_named('hibari').identity(Voice('hibari')).files\n"
        "heavy = {'hibari', 'numpy', 'onnxruntime', 'importlib.metadata'} & {*sys.modules}\n"
        "assert not heavy, heavy"
    )

    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("file", "content", "how"),
    [
        ("hibari.onnx", None, "missing"),
        ("hibari.onnx", b"", "damaged"),
        ("hibari.onnx", b"<html>404</html>", "damaged"),
        ("voices.json", None, "damaged"),
        ("voices.json", b"{", "damaged"),
        ("voices.json", b'{"heart": {"bytes": "many"}}', "damaged"),
    ],
)
def test_a_damaged_package_is_told_before_it_speaks(
    packages: Path, file: str, content: bytes | None, how: str
) -> None:
    path = packages / "hibari" / "assets" / file
    path.unlink()
    if content is not None:
        path.write_bytes(content)

    assert HibariEngine(packages).why_missing(VOICE) == (
        f"hibari's model is {how}: pip install --force-reinstall hibari-tts"
    )


def test_a_model_that_keeps_its_length_is_told_when_it_is_loaded(packages: Path) -> None:
    _change(packages)
    engine = HibariEngine(packages)

    with pytest.raises(MissingError, match=r"model is damaged: .* --force-reinstall hibari-tts"):
        engine.speak("Hello.", VOICE)
    engine.close()


@pytest.mark.parametrize(
    ("broken", "told"),
    [("raise ImportError('no AVX')", "ImportError: no AVX"), ("raise MemoryError", "MemoryError")],
)
def test_an_onnxruntime_that_cannot_start_is_an_error(
    other: HibariEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, told: str
) -> None:
    (tmp_path / "onnxruntime.py").write_text(broken)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(MissingError, match=f"hibari cannot start: {told}"):
        other.speak("Hello.", VOICE)


def test_what_could_not_be_loaded_is_tried_again_when_it_is_forgotten(
    other: HibariEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "onnxruntime.py").write_text("raise MemoryError")
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path))
        for _ in range(2):
            with pytest.raises(SpeechError, match="cannot start"):
                other.speak("Hello.", VOICE)

    other.forget()

    assert other.speak("Hello.", VOICE).pcm


@ON_LINUX
def test_a_process_that_is_killed_is_told_and_the_next_text_is_spoken(
    hibari: HibariEngine,
) -> None:
    with pytest.raises(SpeechError, match="was killed"):
        _speak_and_kill(hibari, lambda server: _children(server))

    assert hibari.speak("Hello.", VOICE).pcm


@ON_LINUX
def test_a_server_that_is_killed_is_told_and_another_one_speaks(other: HibariEngine) -> None:
    before = other.speak("Hello.", VOICE)

    with pytest.raises(SpeechError, match="the speech server stopped"):
        _speak_and_kill(other, lambda server: [server] if _children(server) else [])

    assert other.speak("Hello.", VOICE) == before


def test_what_takes_too_long_is_stopped() -> None:
    hasty = HibariEngine(limit=0)

    with pytest.raises(SpeechError, match="took too long"):
        hasty.speak(LONG, VOICE)

    hasty.close()


def test_a_process_without_fork_speaks_the_same(hibari: HibariEngine) -> None:
    model = str(hibari.identity(VOICE).files[0])
    words = {"ask": "speech", "text": "Lie down.", "pace": "1.0"}

    fresh = FreshProcess(PROGRAM, model).say(Job(words, 60))

    assert read_speech(fresh) == hibari.speak("Lie down.", VOICE)


def test_four_threads_are_given_the_same_samples(hibari: HibariEngine, other: HibariEngine) -> None:
    texts = [f"Lie down, and count {n} breaths." for n in range(8)]
    alone = [hibari.speak(text, VOICE, 0.7) for text in texts]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: other.speak(text, VOICE, 0.7), texts)) == alone


def test_whether_scipy_is_there_makes_no_difference(
    hibari: HibariEngine, other: HibariEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """hibari would take its Fourier transform from there; this one turns all it is given round."""
    before = hibari.speak("Lie down.", VOICE)
    package = tmp_path / "scipy"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "fft.py").write_text(
        "import numpy as np\n"
        "def rfft(x, axis, overwrite_x): return -np.fft.rfft(x, axis=axis).astype('c8')\n"
        "def irfft(x, n, axis): return np.fft.irfft(x, n=n, axis=axis).astype('f4')[::-1]\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert other.speak("Lie down.", VOICE) == before


def test_no_socket_is_opened_and_nothing_is_printed_or_kept(tmp_path: Path) -> None:
    """onnxruntime reports to its maker, and keeps what it will report in the user's cache, unless
    it is told not to before it is imported."""
    code = (
        "from audioguide.core.voice import Voice\n"
        "from audioguide.speech.hibari.engine import HibariEngine\n"
        "e = HibariEngine()\n"
        "for text in ('Lie down.', 'Breathe.', 'Zzyzx, and out.'): e.speak(text, Voice('hibari'))\n"
        "e.close()"
    )
    trace, home = tmp_path / "trace", tmp_path / "home"
    home.mkdir()
    strace = ["strace", "-f", "-e", "trace=network", "-o", str(trace)]
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    try:
        subprocess.run([*strace, "true"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs strace, and leave to use it: apt install strace")

    done = subprocess.run(
        [*strace, sys.executable, "-c", code],
        env={**kept, "HOME": str(home), "XDG_CACHE_HOME": str(home)},
        capture_output=True,
        check=True,
    )

    assert "exited with 0" in trace.read_text()
    assert not re.search(r"socket\(|connect\(|sendto\(", trace.read_text())
    assert (done.stdout, done.stderr) == (b"", b"")
    assert not list(home.iterdir())


def _samples(spoken: Spoken) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return np.frombuffer(spoken.pcm, "<i2")


def _longest_zeros(spoken: Spoken) -> float:
    """Seconds of the longest silence that is none of the voice's."""
    runs = "".join("0" if sample == 0 else "1" for sample in _samples(spoken)).split("1")
    return max(map(len, runs)) / spoken.rate


def _change(packages: Path) -> None:
    """Make another model of the same length."""
    model = packages / "hibari" / "assets" / "hibari.onnx"
    model.write_bytes(model.read_bytes()[::-1])


def _speak_and_kill(engine: HibariEngine, whom: Callable[[str], Sequence[str]]) -> None:
    """Kill some process of an engine that speaks, as soon as there is one."""
    engine.speak("Hello.", VOICE)
    _, client = engine._processes._processes["heart"]
    server = str(client._server.process.pid)  # type: ignore[attr-defined]
    with ThreadPoolExecutor(1) as pool:
        spoken = pool.submit(engine.speak, LONG, VOICE)
        while not (found := whom(server)):
            assert not spoken.done()
        os.kill(int(found[0]), signal.SIGKILL)
        spoken.result()


def _children(process: str) -> list[str]:
    tasks = Path("/proc", process, "task").glob("*/children")
    return [child for task in tasks for child in task.read_text().split()]
