"""Piper's engine, on voices that are made here: what is loaded, chosen, refused."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

if find_spec("piper") is None:  # it is not imported here: that would report to its maker
    pytest.skip("needs Piper: pip install 'audioguide[piper]'", allow_module_level=True)
pytest.importorskip("onnx", reason="needs onnx to make a voice: pip install onnx")

from audioguide.core.errors import SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.audio_file import read_speech
from audioguide.speech.engine import Speaker
from audioguide.speech.piper import engine as piper_engine
from audioguide.speech.piper import voice_folder
from audioguide.speech.piper.engine import PROGRAM, PiperEngine
from audioguide.speech.process.fork_client import ForkClient
from audioguide.speech.process.fresh_process import FreshProcess
from audioguide.speech.process.speech_process import Job
from audioguide.store import fingerprint as digest
from tests.tiny_voice import PHONEME, RATE, settings_of, write_voice

VOICE = Voice("piper", "en_US-tiny-low")
OLD = 1_600_000_000_000_000_000
"""A time, in ns: a file of just now is not remembered."""


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    write_voice(tmp_path / "voices")
    return tmp_path / "voices"


@pytest.fixture
def piper(voices: Path) -> Iterator[PiperEngine]:
    engine = PiperEngine(voices)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PiperEngine]:
    """For tests that change nothing: it takes a while to load."""
    folder = tmp_path_factory.mktemp("voices")
    write_voice(folder)
    write_voice(folder, "en_US-many-low", speakers=3)
    engine = PiperEngine(folder)
    yield engine
    engine.close()


def test_every_phoneme_is_spoken(shared: PiperEngine) -> None:
    """Begin, end, and padding after each but the last: two of ours for each phoneme, and three."""
    said = shared.phonemes("Breathe.", VOICE)

    assert said == "bɹˈiːð."
    assert len(shared.speak("Breathe.", VOICE).pcm) == 2 * PHONEME * (2 * len(said) + 3)


def test_the_noise_of_the_model_is_heard_and_the_same_each_time(shared: PiperEngine) -> None:
    """It is in the padding, which is silent otherwise; beyond the voice's last tone."""
    first, second = (np.frombuffer(shared.speak("Hm.", VOICE).pcm, "<i2") for _ in range(2))

    assert np.abs(first[-PHONEME:]).max() > 10
    assert (first == second).all()


def test_a_process_without_fork_speaks_the_same(piper: PiperEngine, voices: Path) -> None:
    model = voices / "en_US-tiny-low.onnx"
    words = {"ask": "speech", "text": "Lie down.", "speaker": "", "length": "1.0"}

    fresh = FreshProcess(PROGRAM, str(model), f"{model}.json").say(Job(words, 30))

    assert read_speech(fresh) == piper.speak("Lie down.", VOICE)


def test_a_voice_is_loaded_once(shared: PiperEngine) -> None:
    shared.speak("One.", VOICE)
    server = shared._process(shared._chosen(VOICE)[0])._server  # type: ignore[attr-defined]
    shared.speak("Two.", VOICE)

    assert shared._process(shared._chosen(VOICE)[0])._server is server  # type: ignore[attr-defined]


def test_pace_is_counted_from_the_voice_s_own(shared: PiperEngine) -> None:
    own, half = (len(shared.speak("Hello.", VOICE, pace).pcm) for pace in (2, 1))

    assert half == 2 * own


def test_between_two_sentences_is_silence(shared: PiperEngine) -> None:
    pcm = np.frombuffer(shared.speak("One. Two.", VOICE).pcm, "<i2")
    silent = "".join("0" if sample == 0 else "1" for sample in pcm)

    assert "0" * round(0.2 * RATE) in silent


def test_phonemes_in_a_text_are_spoken_as_such(shared: PiperEngine) -> None:
    assert shared.phonemes("Breathe [[aʊt]] now.", VOICE) == "bɹˈiːð aʊt nˈaʊ."
    assert shared.speak("[[bɹˈiːð.]]", VOICE) == shared.speak("Breathe.", VOICE)


def test_phonemes_that_the_voice_has_not_are_an_error(shared: PiperEngine) -> None:
    """Those of eSpeak, mostly: Piper would leave them out."""
    with pytest.raises(SpeechError, match=r"'@' is no phoneme .* IPA"):
        shared.speak("[[soU@s]]", VOICE)


def test_phonemes_that_are_not_closed_are_an_error(shared: PiperEngine) -> None:
    """Piper would read them as a word, and nobody would know why it sounds so."""
    with pytest.raises(SpeechError, match="no `]]` closes"):
        shared.speak("[[aʊt]] and [[aʊt", VOICE)


def test_a_speaker_is_chosen_by_number_or_name(shared: PiperEngine) -> None:
    first, second, named, others = (
        shared.speak("Hello.", replace(VOICE, name=f"en_US-many-low{which}")).pcm
        for which in ("", "#1", "#p1", "#2")
    )

    assert second == named
    assert len({first, second, others}) == 3


@pytest.mark.parametrize("which", ["#3", "#-1", "#nobody", "#²"])
def test_a_speaker_that_is_not_there_is_an_error(shared: PiperEngine, which: str) -> None:

    assert "it has 3, from 0 on" in (
        shared.why_missing(replace(VOICE, name=f"en_US-many-low{which}")) or ""
    )


def test_without_a_name_the_first_voice_of_the_language_speaks(
    piper: PiperEngine, voices: Path
) -> None:
    write_voice(voices, "en_GB-alba-low", tuned=200.0)
    spoken = {
        language: piper.speak("Hello.", Voice("piper", language=language)).pcm
        for language in ("en", "en-US")
    }

    assert spoken["en-US"] == piper.speak("Hello.", VOICE).pcm
    assert spoken["en"] == piper.speak("Hello.", replace(VOICE, name="en_GB-alba-low")).pcm


def test_a_language_without_a_voice_is_told(piper: PiperEngine) -> None:
    assert "speaks `de`: `audioguide voices add NAME`" in (
        piper.why_missing(Voice("piper", language="de")) or ""
    )


def test_voices_are_listed_with_what_their_card_says(piper: PiperEngine, voices: Path) -> None:
    write_voice(voices, "de_DE-eva-low")
    (voices / "de_DE-eva-low.MODEL_CARD").unlink()

    assert piper.speakers() == [
        Speaker("de_DE-eva-low", "de-DE"),
        Speaker("en_US-tiny-low", "en-US", licence="CC0 1.0"),
    ]


def test_another_model_of_the_same_name_is_noticed_and_spoken_with(
    piper: PiperEngine, voices: Path
) -> None:
    version, before = piper.identity(VOICE).fingerprint(), piper.speak("Hello.", VOICE)
    write_voice(voices, tuned=150.0)

    assert piper.identity(VOICE).fingerprint() != version
    assert piper.speak("Hello.", VOICE) != before


def test_a_voice_s_files_are_those_by_which_it_is_told_from_another(
    piper: PiperEngine, voices: Path
) -> None:
    """Without a name, a voice that is added may come first."""
    own = (voices / "en_US-tiny-low.onnx", voices / "en_US-tiny-low.onnx.json")
    named, first = piper.identity(VOICE).files, piper.identity(Voice("piper")).files
    write_voice(voices, "en_US-added-low")

    assert named == first == piper.identity(VOICE).files == own
    assert piper.identity(Voice("piper")).files[0] == voices / "en_US-added-low.onnx"


def test_other_settings_are_another_identity(piper: PiperEngine, voices: Path) -> None:
    version = piper.identity(VOICE).fingerprint()
    settings = {**settings_of("en_US-tiny-low"), "inference": {"length_scale": 2}}
    (voices / "en_US-tiny-low.onnx.json").write_text(json.dumps(settings))

    assert piper.identity(VOICE).fingerprint() != version


@pytest.mark.parametrize("name", ["../en_US-tiny-low", "/etc/passwd", "a..b", ".hidden", "a/b"])
def test_a_name_does_not_lead_out_of_the_folder(piper: PiperEngine, name: str) -> None:
    assert "is no name of a voice" in (piper.why_missing(replace(VOICE, name=name)) or "")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("onnx", None, "`audioguide voices add en_US-tiny-low` fetches it"),
        ("onnx.json", None, "`audioguide voices add en_US-tiny-low` fetches it"),
        ("onnx", b"", "en_US-tiny-low.onnx is empty"),
        ("onnx.json", b"", "en_US-tiny-low.onnx.json is empty"),
        ("onnx.json", b"{", "cannot be read"),
        ("onnx.json", b"\xff\xfe", "cannot be read"),
        ("onnx.json", b"[" * 100_000, "cannot be read"),
        ("onnx.json", b"[]", "holds no settings"),
        ("onnx.json", b"{}", "no `num_symbols`"),
        ("onnx.json", settings_of("en_US-x", phonemes="pinyin"), "phonemes of the kind pinyin"),
        ("onnx.json", {**settings_of("en_US-x"), "audio": {}}, "no `sample_rate`"),
    ],
)
def test_a_voice_that_is_not_whole_is_told_before_it_is_loaded(
    piper: PiperEngine,
    voices: Path,
    file: str,
    content: bytes | dict[str, object] | None,
    message: str,
) -> None:
    path = voices / f"en_US-tiny-low.{file}"
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())

    assert message in (piper.why_missing(VOICE) or "")


def _truncated(model: bytes) -> bytes:
    return model[: len(model) // 2]


def _none(model: bytes) -> bytes:
    return b"<html>404</html>"


def test_a_voice_whose_language_piper_does_not_know_is_an_error(
    piper: PiperEngine, voices: Path
) -> None:
    settings = {**settings_of("en_US-tiny-low"), "espeak": {"voice": "nobody"}}
    (voices / "en_US-tiny-low.onnx.json").write_text(json.dumps(settings))

    with pytest.raises(SpeechError, match="Failed to set voice: nobody"):
        piper.speak("Hello.", VOICE)


@pytest.mark.parametrize("damaged", [_truncated, _none])
def test_a_damaged_model_is_an_error_that_says_what_to_do(
    piper: PiperEngine, voices: Path, damaged: "type[bytes]"
) -> None:
    model = voices / "en_US-tiny-low.onnx"
    model.write_bytes(damaged(model.read_bytes()))

    with pytest.raises(SpeechError, match=r"is broken: .*`audioguide voices add en_US-tiny-low`"):
        piper.speak("Hello.", VOICE)


def test_a_model_of_something_else_is_an_error(piper: PiperEngine, voices: Path) -> None:
    """One speaker is promised; the model wants to know which."""
    write_voice(voices, speakers=2)
    settings = json.dumps(settings_of("en_US-tiny-low"))
    (voices / "en_US-tiny-low.onnx.json").write_text(settings)

    with pytest.raises(SpeechError, match="its model takes input, input_lengths, scales, sid"):
        piper.speak("Hello.", VOICE)


def test_what_cannot_be_loaded_is_not_tried_for_every_text(
    voices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = voices / "en_US-tiny-low.onnx"
    model.write_bytes(b"nothing")
    server = ForkClient(PROGRAM, str(model), f"{model}.json")
    words = {"ask": "speech", "text": "Hello.", "speaker": "", "length": "1"}
    with pytest.raises(SpeechError, match="is broken"):
        server.say(Job(words, 30))
    monkeypatch.setattr(server, "_command", ["nobody-has-this"])

    with pytest.raises(SpeechError, match="is broken"):
        server.say(Job(words, 30))


def test_a_hanging_utterance_is_stopped_and_the_next_one_works(voices: Path) -> None:
    hasty, patient = PiperEngine(voices, limit=0), PiperEngine(voices)

    with pytest.raises(SpeechError, match="took too long"):
        hasty.speak("Hello there. " * 20, VOICE)
    assert patient.speak("Hello.", VOICE).pcm

    hasty.close()
    patient.close()


def test_a_voice_that_cannot_be_read_now_is_not_missing(
    piper: PiperEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(path: Path) -> str:
        raise OSError(errno.EMFILE, "Too many open files", str(path))

    monkeypatch.setattr(voice_folder, "digest", exhausted)

    with pytest.raises(SpeechError, match=r"onnx\.json cannot be read: Too many open files"):
        piper.why_missing(VOICE)


def test_without_piper_it_is_said_how_to_get_it(
    piper: PiperEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(piper_engine, "installed", missing)

    assert "pip install 'audioguide[piper]'" in (piper.why_missing(VOICE) or "")
    with pytest.raises(SpeechError, match="pip install"):
        piper.speakers()


def test_nothing_is_reported_to_anybody(voices: Path, tmp_path: Path) -> None:
    """onnxruntime keeps what it reports to its maker in the user's cache, unless it is told not
    to."""
    code = (
        "import sys; from pathlib import Path; from audioguide.core.voice import Voice\n"
        "from audioguide.speech.piper.engine import PiperEngine\n"
        "e = PiperEngine(Path(sys.argv[1])); e.speak('Hello.', Voice('piper')); e.close()"
    )
    home = {"HOME": str(tmp_path / "home"), "XDG_CACHE_HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}

    done = subprocess.run(
        [sys.executable, "-c", code, voices], env={**kept, **home}, capture_output=True, check=True
    )

    assert (done.stdout, done.stderr) == (b"", b"")
    assert not list((tmp_path / "home").iterdir())


def test_a_model_is_not_read_again_while_it_is_the_same(
    voices: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its note beside it, in another process: here, what is known is forgotten."""
    model, note = voices / "en_US-tiny-low.onnx", voices / "note"
    os.utime(model, ns=(OLD, OLD))
    found = digest.digest(model, note)
    monkeypatch.setattr(digest, "_KNOWN", {})
    monkeypatch.setattr(digest, "file_digest", None)

    assert digest.digest(model, note) == found


@pytest.mark.parametrize("noted", ["", "{", "[]", '{"seen": 1, "digest": "zz"}', '{"seen": []}'])
def test_a_damaged_note_costs_time_and_nothing_else(
    voices: Path, monkeypatch: pytest.MonkeyPatch, noted: str
) -> None:
    model, note = voices / "en_US-tiny-low.onnx", voices / "note"
    found = digest.digest(model)
    monkeypatch.setattr(digest, "_KNOWN", {})
    note.write_text(noted)

    assert digest.digest(model, note) == found


def test_a_model_that_keeps_its_size_and_time_is_noticed_all_the_same(voices: Path) -> None:
    model, note = voices / "en_US-tiny-low.onnx", voices / "note"
    os.utime(model, ns=(OLD, OLD))
    found = digest.digest(model, note)
    model.write_bytes(model.read_bytes()[::-1])
    os.utime(model, ns=(OLD, OLD))

    assert digest.digest(model, note) != found


def test_a_folder_that_cannot_be_written_is_no_hindrance(voices: Path) -> None:
    model = voices / "en_US-tiny-low.onnx"
    os.utime(model, ns=(OLD, OLD))

    assert digest.digest(model, voices / "missing" / "note") == digest.digest(model)


def test_the_folder_of_voices_is_the_user_s_unless_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(voice_folder.VARIABLE, str(tmp_path))
    named = voice_folder.folder()
    monkeypatch.delenv(voice_folder.VARIABLE)

    assert named == tmp_path
    assert voice_folder.folder().parts[-2:] == ("audioguide", "voices")


def test_a_folder_without_voices_has_none(tmp_path: Path) -> None:
    assert PiperEngine(tmp_path / "missing").speakers() == []
