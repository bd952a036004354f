"""Kokoro's engine, on a model and voices that are made here: what is loaded, chosen, refused."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

if find_spec("kokoro_onnx") is None:  # it is not imported here: that would report to a maker
    pytest.skip("needs Kokoro: pip install 'audioguide[kokoro]'", allow_module_level=True)
pytest.importorskip("onnx", reason="needs onnx to make a model: pip install onnx")

from audioguide.core.errors import MissingError, SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.audio_file import read_speech
from audioguide.speech.engine import Speaker
from audioguide.speech.installed import installed
from audioguide.speech.kokoro import engine as kokoro_engine
from audioguide.speech.kokoro import voice_folder
from audioguide.speech.kokoro.engine import PROGRAM, KokoroEngine
from audioguide.speech.kokoro.paces import MEASURED
from audioguide.speech.process.fresh_process import FreshProcess
from audioguide.speech.process.speech_process import Job
from audioguide.store.fingerprint import digest
from tests.tiny_kokoro import PHONEME, RATE, model, style, write_kokoro, write_voices

VOICE = Voice("kokoro", "af_heart")
EVERY = dict.fromkeys(
    ("af_heart", "am_fenrir", "bf_emma", "ef_dora", "ff_siwis", "hf_alpha", "if_sara", "pf_dora"),
    100.0,
) | {"jf_alpha": 100.0, "zf_xiaoni": 100.0}
BACK = {
    "en-US": "Lie on your back.",
    "es": "Túmbate boca arriba.",
    "fr-FR": "Allongez-vous sur le dos.",
    "hi": "पीठ के बल लेट जाओ।",
    "it": "Sdraiati sulla schiena.",
    "pt-BR": "Deite-se de costas.",
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The folder of the model and the voices."""
    return write_kokoro(tmp_path)


@pytest.fixture
def kokoro(here: Path) -> Iterator[KokoroEngine]:
    engine = KokoroEngine(here)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KokoroEngine]:
    """For tests that change nothing: it takes a while to load. It has all languages."""
    engine = KokoroEngine(write_kokoro(tmp_path_factory.mktemp("voices"), EVERY))
    yield engine
    engine.close()


def samples(engine: KokoroEngine, text: str, pace: float = 1.0) -> NDArray[np.int16]:
    return np.frombuffer(engine.speak(text, VOICE, pace).pcm, "<i2")


def test_every_phoneme_is_spoken(shared: KokoroEngine) -> None:
    """The mark at the end and the padding are silent, and trimmed."""
    said = shared.phonemes("Breathe.", VOICE)

    assert said == "bɹˈiːð."
    assert len(samples(shared, "Breathe.")) == pytest.approx(PHONEME * (len(said) - 1), abs=10)


def test_a_process_without_fork_speaks_the_same(kokoro: KokoroEngine, here: Path) -> None:
    words = {"ask": "speech", "text": "Lie down.", "voice": "af_heart", "speed": "1.0"}

    fresh = FreshProcess(PROGRAM, str(here / "model.onnx"), str(here / "voices.npz"))

    assert read_speech(fresh.say(Job(words, 60))) == kokoro.speak("Lie down.", VOICE)


def test_all_voices_are_in_one_process(shared: KokoroEngine) -> None:
    shared.speak("One.", VOICE)
    running = dict(shared._processes._processes)
    shared.speak("Deux.", replace(VOICE, name="ff_siwis"))

    assert len(running) == 1
    assert shared._processes._processes == running


def test_voices_differ_and_none_is_another_in_many_forks_at_once(kokoro: KokoroEngine) -> None:
    """Forks share a position in an open file: none of them may read from it."""
    voices = [replace(VOICE, name=name) for name in ("af_heart", "bf_emma", "ff_siwis")]
    alone = [kokoro.speak("Hm.", voice).pcm for voice in voices]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda voice: kokoro.speak("Hm.", voice).pcm, voices * 8))

    assert len(set(alone)) == 3
    assert together == alone * 8


def test_a_pace_is_the_models_speed(shared: KokoroEngine) -> None:
    slow, own = (len(samples(shared, "Breathe.", pace)) for pace in (0.5, 1.0))

    assert slow == pytest.approx(2 * own, abs=20)


def test_sentences_are_half_a_second_apart_at_every_pace(shared: KokoroEngine) -> None:
    for pace in (0.6, 1.2):
        apart = samples(shared, "One. Two.", pace)
        alone = sum(len(samples(shared, word, pace)) for word in ("One.", "Two."))

        assert len(apart) - alone == RATE // 2


def test_a_small_letter_goes_on_with_the_sentence(shared: KokoroEngine) -> None:
    joined = shared.phonemes("Roll it, e.g. slowly. Then rest.", VOICE)

    assert joined == "ɹˈoʊl ɪt, ˌiːdʒˈiː. slˈoʊli. ðˈɛn ɹˈɛst."
    assert not _has_pause(samples(shared, "Roll it, e.g. slowly."))


def _has_pause(heard: NDArray[np.int16]) -> bool:
    return bytes(RATE // 2) in (np.abs(heard) > 0).astype(np.uint8).tobytes()


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("Psoas.", "sˈoʊəz."),
        ("Breathe in ... and out -- now!", "bɹˈiːð ˈɪn … ænd ˈaʊt — nˈaʊ!"),
        ("At 10:30, 3.5 of 1,000.", "æt tˈɛn θˈɜːɾi, θɹˈiː pɔɪnt fˈaɪv ʌv wˈʌn θˈaʊzənd."),
        ("Say “now” (softly).", "sˈeɪ “nˈaʊ” (sˈɔftli)."),
        ("First line.\nSecond\tline", "fˈɜːst lˈaɪn. sˈɛkənd lˈaɪn"),
        ("… Now. 🙂", "nˈaʊ. slˈaɪtli smˈaɪlɪŋ fˈeɪs"),
    ],
)
def test_marks_are_kept_and_numbers_are_read(
    shared: KokoroEngine, text: str, phonemes: str
) -> None:
    assert shared.phonemes(text, VOICE) == phonemes


def test_a_word_of_another_language_is_spoken_without_the_sign_for_it(
    shared: KokoroEngine,
) -> None:
    """eSpeak writes `(en)` before it and `(fr)` after it, whose letters the model would speak."""
    said = shared.phonemes("J'aime le football.", replace(VOICE, name="ff_siwis"))

    assert said == "ʒˈɛm lə fˈʊtbɔːl."


def test_the_french_back_is_no_operating_system(shared: KokoroEngine) -> None:
    said = shared.phonemes("Allongez-vous sur le dos.", replace(VOICE, name="ff_siwis"))

    assert said == "alɔ̃ʒˈevu syʁ lə dˈoː."


def test_phonemes_in_a_text_are_spoken_as_such(shared: KokoroEngine) -> None:
    assert shared.phonemes("Breathe [[aʊt]], now.", VOICE) == "bɹˈiːð aʊt, nˈaʊ."
    assert shared.speak("[[bɹˈiːð.]]", VOICE) == shared.speak("Breathe.", VOICE)


def test_phonemes_that_the_model_does_not_know_are_an_error(shared: KokoroEngine) -> None:
    """Those of eSpeak, mostly."""
    with pytest.raises(SpeechError, match=r"`\[\[soU@s\]\]`: 'U' is no phoneme .* IPA"):
        shared.speak("[[soU@s]]", VOICE)


@pytest.mark.parametrize("text", ["[[soʊəs", "[[a]] and [[b"])
def test_phonemes_that_nothing_closes_are_an_error(shared: KokoroEngine, text: str) -> None:
    with pytest.raises(SpeechError, match="no `]]` closes"):
        shared.speak(text, VOICE)


@pytest.mark.parametrize("text", ["…", " ", "!?", "—"])
def test_a_text_without_words_is_an_error(shared: KokoroEngine, text: str) -> None:
    with pytest.raises(SpeechError, match="no words"):
        shared.speak(text, VOICE)


@pytest.mark.parametrize("text", ["Now 深呼吸.", "Now дыши.", "Now शांत.", "Now ١."])
def test_letters_that_the_language_does_not_read_are_named(shared: KokoroEngine, text: str) -> None:
    with pytest.raises(SpeechError, match=f"'{text[4]}' is no letter of en-US"):
        shared.speak(text, VOICE)


def test_letters_with_marks_and_signs_made_of_letters_are_read(shared: KokoroEngine) -> None:
    assert shared.phonemes("Größe, naïve: ½ of 5 µm.", VOICE)


def test_a_long_text_without_a_mark_is_spoken(shared: KokoroEngine) -> None:
    """More than 510 phonemes, which the model takes at once."""
    said = shared.phonemes("relax " * 100, VOICE)

    assert len(said) > 510
    assert len(samples(shared, "relax " * 100)) > PHONEME * 600


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "af_heart"),
        ("en-US", "af_heart"),
        ("en-GB", "bf_emma"),
        ("en-AU", "af_heart"),
        ("EN-gb", "bf_emma"),
        ("es", "ef_dora"),
        ("fr", "ff_siwis"),
        ("hi", "hf_alpha"),
        ("it-CH", "if_sara"),
        ("pt", "pf_dora"),
    ],
)
def test_without_a_name_a_voice_of_the_language_speaks(
    shared: KokoroEngine, language: str, name: str
) -> None:
    unnamed, named = Voice("kokoro", language=language), Voice("kokoro", name)

    assert shared.identity(unnamed) == shared.identity(named)


@pytest.mark.parametrize("language", ["de", "ja", "zh", ""])
def test_a_language_without_a_voice_is_told(shared: KokoroEngine, language: str) -> None:
    voice = Voice("kokoro", language=language)

    assert shared.why_missing(voice) == f"Kokoro has no voice for `{language}`"


def test_a_named_voice_reads_in_its_own_language(shared: KokoroEngine) -> None:
    said = shared.phonemes("Pain.", Voice("kokoro", "ff_siwis", language="en"))

    assert said == "pˈɛ̃."


def test_every_language_is_spoken(shared: KokoroEngine) -> None:
    said = {who.language: shared.phonemes(BACK[who.language], replace(VOICE, name=who.name))
            for who in shared.speakers() if who.language in BACK}  # fmt: skip

    assert said == {
        "en-US": "lˈaɪ ˌɔn jʊɹ bˈæk.",
        "es": "tˈumbate βˈoka arˈiβa.",
        "fr-FR": "alɔ̃ʒˈevu syʁ lə dˈoː.",
        "hi": "pˈiːʈʰ keː bˈʌl lˈeːʈ ɟˈaːoː.",
        "it": "zdrajˈatɪ sˌʊlla skjˈɛna.",
        "pt-BR": "dˈeɪtʃysy dʒy kˈɔstæs.",
    }


def test_voices_are_listed_with_what_their_names_say(shared: KokoroEngine) -> None:
    listed = shared.speakers()

    assert listed[:3] == [
        Speaker("bf_emma", "en-GB", "female", "Apache-2.0"),
        Speaker("af_heart", "en-US", "female", "Apache-2.0"),
        Speaker("am_fenrir", "en-US", "male", "Apache-2.0"),
    ]
    assert len(listed) == 8


@pytest.mark.parametrize(("name", "language"), [("jf_alpha", "Japanese"), ("zf_xiaoni", "Chinese")])
def test_a_voice_whose_phonemes_cannot_be_made_is_missing(
    shared: KokoroEngine, name: str, language: str
) -> None:
    voice = replace(VOICE, name=name)

    assert f"`{name}` speaks {language}, whose phonemes cannot be made" in (
        shared.why_missing(voice) or ""
    )
    with pytest.raises(MissingError):
        shared.speak("One.", voice)


def test_a_name_that_is_mistaken_is_told_with_those_like_it(shared: KokoroEngine) -> None:
    why = shared.why_missing(replace(VOICE, name="af_hart"))

    assert why == "Kokoro has no voice `af_hart`: did you mean `af_heart`?"


@pytest.mark.parametrize("name", ["nobody", "../x", "df_eva", "af_", "af-heart"])
def test_a_name_that_is_none_is_told(shared: KokoroEngine, name: str) -> None:
    why = shared.why_missing(replace(VOICE, name=name))

    assert why == f"Kokoro has no voice `{name}`: write one like `af_heart`"


def test_another_model_is_noticed_and_spoken_with(kokoro: KokoroEngine, here: Path) -> None:
    content, before = kokoro.identity(VOICE).fingerprint(), kokoro.speak("Hello.", VOICE)
    (here / "model.onnx").write_bytes(model(loudness=0.25))

    assert kokoro.identity(VOICE).fingerprint() != content
    assert kokoro.speak("Hello.", VOICE) != before


def test_other_voices_are_noticed_and_spoken_with(kokoro: KokoroEngine, here: Path) -> None:
    content, before = kokoro.identity(VOICE).fingerprint(), kokoro.speak("Hello.", VOICE)
    write_voices(here / "voices.npz", {"af_heart": style(300.0)})

    assert kokoro.identity(VOICE).fingerprint() != content
    assert kokoro.speak("Hello.", VOICE) != before


def test_what_both_files_hold_is_noted_beside_them(kokoro: KokoroEngine, here: Path) -> None:
    for name in ("model.onnx", "voices.npz"):
        os.utime(here / name, ns=(1_600_000_000_000_000_000,) * 2)

    kokoro.identity(VOICE).fingerprint()

    assert sorted(path.name for path in here.glob("*.digest")) == [
        "model.onnx.digest",
        "voices.npz.digest",
    ]


def test_newer_models_name_their_input_otherwise(here: Path, kokoro: KokoroEngine) -> None:
    before = kokoro.speak("Hello.", VOICE)
    (here / "model.onnx").write_bytes(model(tokens="input_ids"))

    assert kokoro.speak("Hello.", VOICE) == before


@pytest.mark.parametrize("file", ["model.onnx", "voices.npz"])
def test_a_file_that_is_not_there_is_told_with_how_to_get_it(
    kokoro: KokoroEngine, here: Path, file: str
) -> None:
    (here / file).unlink()

    why = kokoro.why_missing(VOICE) or ""
    assert why.startswith("Kokoro's model is not here: `audioguide voices add kokoro` fetches it")
    with pytest.raises(MissingError, match="is not here"):
        kokoro.speakers()


@pytest.mark.parametrize("file", ["model.onnx", "voices.npz"])
def test_an_empty_file_is_told(kokoro: KokoroEngine, here: Path, file: str) -> None:
    (here / file).write_bytes(b"")

    assert f"{file} is empty" in (kokoro.why_missing(VOICE) or "")


@pytest.mark.parametrize(
    ("file", "kept"), [("model.onnx", 0.5), ("voices.npz", 0.5), ("voices.npz", 0.999)]
)
def test_a_damaged_file_is_an_error_that_says_what_to_do(
    kokoro: KokoroEngine, here: Path, file: str, kept: float
) -> None:
    content = (here / file).read_bytes()
    (here / file).write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(SpeechError, match=f"damaged: {file}.*`audioguide voices add kokoro`"):
        kokoro.speak("Hello.", VOICE)


def test_a_voice_with_a_changed_byte_is_damaged(kokoro: KokoroEngine, here: Path) -> None:
    content = bytearray((here / "voices.npz").read_bytes())
    content[200_000] ^= 1
    (here / "voices.npz").write_bytes(content)

    with pytest.raises(SpeechError, match=r"damaged: .*CRC"):
        kokoro.speak("Hello.", VOICE)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (np.zeros((510, 256), np.float32), "is no voice"),
        (np.zeros((510, 1, 256), np.float64), r"is no voice|larger than any voice"),
        (np.full((510, 1, 256), np.nan, np.float32), "is no voice"),
        (np.zeros((5100, 1, 256), np.float32), "larger than any voice"),
        (np.array([print], dtype=object), "allow_pickle"),
    ],
)
def test_voices_of_another_form_are_refused_and_nothing_in_them_is_run(
    kokoro: KokoroEngine, here: Path, wrong: NDArray[np.generic], message: str
) -> None:
    write_voices(here / "voices.npz", {"af_heart": wrong})

    with pytest.raises(SpeechError, match=message):
        kokoro.speak("Hello.", VOICE)


def test_a_model_of_something_else_is_an_error(kokoro: KokoroEngine, here: Path) -> None:
    (here / "model.onnx").write_bytes(model(tokens="words"))

    with pytest.raises(SpeechError, match="the model takes speed, style, words, as none"):
        kokoro.speak("Hello.", VOICE)


def test_samples_that_are_no_numbers_are_an_error(kokoro: KokoroEngine, here: Path) -> None:
    (here / "model.onnx").write_bytes(model(loudness=float("nan")))

    with pytest.raises(SpeechError, match="no numbers"):
        kokoro.speak("Hello.", VOICE)


def test_a_loud_voice_does_not_clip(kokoro: KokoroEngine, here: Path) -> None:
    (here / "model.onnx").write_bytes(model(loudness=3.0))

    assert np.abs(samples(kokoro, "Hello.").astype(int)).max() == pytest.approx(32112, abs=2)


def test_a_hanging_utterance_is_stopped_and_the_next_one_works(here: Path) -> None:
    hasty, patient = KokoroEngine(here, limit=0), KokoroEngine(here)

    with pytest.raises(SpeechError, match="took too long"):
        hasty.speak("Hello there. " * 20, VOICE)
    assert patient.speak("Hello.", VOICE).pcm

    hasty.close()
    patient.close()


def test_files_that_cannot_be_read_now_are_not_missing(
    kokoro: KokoroEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(path: Path, note: Path) -> str:
        raise OSError(errno.EMFILE, "Too many open files", str(path))

    monkeypatch.setattr(voice_folder, "digest", exhausted)

    with pytest.raises(SpeechError, match=r"voices\.npz cannot be read: Too many open files"):
        kokoro.why_missing(VOICE)


def test_without_kokoro_it_is_said_how_to_get_it(
    kokoro: KokoroEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(kokoro_engine, "installed", missing)

    why = "Kokoro is not installed: pip install 'audioguide[kokoro]'"
    assert kokoro.why_missing(VOICE) == why
    with pytest.raises(MissingError, match="pip install"):
        kokoro.speakers()


def test_an_onnxruntime_that_does_not_start_is_told(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/onnxruntime.py").write_text("raise ImportError('no such instruction')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"), prepend=os.pathsep)
    engine = KokoroEngine(here)

    with pytest.raises(SpeechError, match="Kokoro does not start: no such instruction"):
        engine.speak("Hello.", VOICE)
    engine.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHONEMIZER_ESPEAK_LIBRARY", "/nowhere/libespeak-ng.so"),
        ("PHONEMIZER_ESPEAK_DATA_PATH", "/nowhere"),
        ("ESPEAK_DATA_PATH", "/nowhere"),
        ("ONNX_PROVIDER", "NobodyExecutionProvider"),
        ("LOG_LEVEL", "DEBUG"),
    ],
)
def test_the_environment_does_not_decide(
    kokoro: KokoroEngine,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    name: str,
    value: str,
) -> None:
    before = kokoro.speak("Hello.", VOICE)
    monkeypatch.setenv(name, value)
    other = KokoroEngine(here)

    assert other.speak("Hello.", VOICE) == before
    assert capfd.readouterr() == ("", "")
    other.close()


def test_nothing_is_reported_to_anybody_and_nothing_is_left(here: Path, tmp_path: Path) -> None:
    """onnxruntime keeps what it reports to its maker in the user's cache, unless it is told not
    to. phonemizer would keep copies of eSpeak's library."""
    code = (
        "import sys; from pathlib import Path; from audioguide.core.voice import Voice\n"
        "from audioguide.speech.kokoro.engine import KokoroEngine\n"
        "e = KokoroEngine(Path(sys.argv[1])); e.speak('Hello.', Voice('kokoro')); e.close()"
    )
    home = tmp_path / "home"
    home.mkdir()
    named = dict.fromkeys(("HOME", "XDG_CACHE_HOME", "TMPDIR"), str(home))
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}

    done = subprocess.run(
        [sys.executable, "-c", code, here], env={**kept, **named}, capture_output=True, check=True
    )

    assert (done.stdout, done.stderr) == (b"", b"")
    assert not list(home.iterdir())


def test_another_model_than_that_of_the_table_has_to_be_measured(shared: KokoroEngine) -> None:
    assert shared.measured(VOICE) is None


def test_a_voice_of_the_table_is_known_by_model_and_vectors(
    shared: KokoroEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = shared._chosen(VOICE)
    told = digest(files.model), installed("espeakng-loader")
    crc = voice_folder.vectors_crc(files, "af_heart")
    monkeypatch.setattr(kokoro_engine, "MEASURED_WITH", told)
    other = shared.measured(VOICE)
    monkeypatch.setitem(MEASURED, "af_heart", (crc, MEASURED["af_heart"][1]))

    assert other is None
    assert shared.measured(VOICE) == MEASURED["af_heart"][1]
    assert shared.measured(replace(VOICE, language="de")) is None


def test_the_checksum_of_vectors_is_of_them_alone(tmp_path: Path) -> None:
    """The real file may have been written by another numpy, or packed."""
    write_kokoro(tmp_path, {"af_heart": 100.0})
    plain = tmp_path / "kokoro"
    write_kokoro(tmp_path / "other", {"af_heart": 100.0})
    packed = tmp_path / "other/kokoro"
    np.savez_compressed(packed / "voices.npz", af_heart=style(100.0))

    first, second = (
        voice_folder.vectors_crc(voice_folder.find_files(where), "af_heart")
        for where in (plain, packed)
    )
    assert first == second


def test_a_voice_that_was_never_measured_is_like_the_first(shared: KokoroEngine) -> None:
    assert shared.typical() == MEASURED["af_heart"][1]


def test_the_folder_is_in_that_of_the_voices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_VOICES", str(tmp_path))

    assert voice_folder.folder() == tmp_path / "kokoro"
