"""`audioguide voices`: who can speak here, how, and voices that are fetched."""

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from audioguide.cli import run
from audioguide.speech.piper import voice_folder
from tests.speech.test_voice_source import ARRIVED, FILES, NAME, SETTINGS, listed


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A collection of one voice, as a folder."""
    folder = tmp_path / "collection"
    for path, content in {**FILES, "voices.json": listed(FILES)}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture(autouse=True)
def voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of voices; the working folder is empty."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv(voice_folder.VARIABLE, str(tmp_path / "voices"))
    return tmp_path / "voices"


def test_every_voice_is_listed_with_its_language_and_gender(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["voices", "--engine", "pyttsx3"]) == 0

    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["engine", "name", "language", "gender", "licence"]
    assert ["pyttsx3", "gmw/en-us", "en-US", "male"] in rows
    assert ["pyttsx3", "gmw/de", "de", "male"] in rows


@pytest.mark.parametrize(
    ("options", "languages"),
    [
        (["--language", "de"], {"de"}),
        (["--language", "EN-us"], {"en-US", "en-US-nyc"}),
        (["--language", "xx"], set()),
        (["--gender", "female", "--language", "fr"], {"fr-BE", "fr-CH", "fr-FR"}),
    ],
)
def test_the_table_can_be_filtered(
    options: list[str], languages: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(["voices", "--engine", "pyttsx3", *options])

    rows = capsys.readouterr().out.splitlines()[1:]
    assert {row.split()[2] for row in rows} == languages


def test_variants_of_espeak_are_listed_for_a_language_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["voices", "--engine", "pyttsx3"])
    every = capsys.readouterr()
    run(["voices", "--engine", "pyttsx3", "--language", "de"])
    german = capsys.readouterr()

    assert "+" not in every.out
    assert "`--language en` lists those of a language" in every.err
    assert [row.split()[1] for row in german.out.splitlines()[1:]] == [
        *("gmw/de", "gmw/de+f1", "gmw/de+f2", "gmw/de+f3", "gmw/de+f4", "gmw/de+f5"),
        *("gmw/de+m1", "gmw/de+m2", "gmw/de+m3", "gmw/de+m4", "gmw/de+m5", "gmw/de+m6"),
        *("gmw/de+m7", "gmw/de+m8"),
    ]
    assert german.err == ""


def test_a_gender_alone_takes_in_the_variants_of_audioguide_s_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["voices", "--engine", "pyttsx3", "--gender", "female"])

    rows = [row.split() for row in capsys.readouterr().out.splitlines()[1:]]
    assert {language.partition("-")[0] for _, _, language, _ in rows} == {"de", "en"}
    assert ["pyttsx3", "gmw/en-us+f3", "en-US", "female"] in rows


@pytest.fixture
def quickly_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each voice that speaks is measured by one line instead of ten."""
    monkeypatch.setattr(
        "audioguide.speech.calibration.calibration_lines", lambda language: ("Lie down.",)
    )


@pytest.fixture
def damaged(voices: Path) -> None:
    """A voice for Piper whose model is none."""
    if find_spec("piper") is None:
        pytest.skip("needs Piper: pip install 'audioguide[piper]'")
    voices.mkdir()
    (voices / "de_XX-x-low.onnx").write_bytes(b"nothing")
    settings = {**SETTINGS, "language": {"code": "de_XX"}}
    (voices / "de_XX-x-low.onnx.json").write_text(json.dumps(settings))


FEMALE = [f"pyttsx3 gmw-en-us-nyc+f{n}" for n in range(1, 6)]


@pytest.mark.usefixtures("quickly_measured")
def test_a_sample_of_each_is_built() -> None:
    asked = ["--language", "en-US-nyc", "--gender", "female"]

    assert run(["voices", *asked, "--say", "Lie {down}.", "-o", "out"]) == 0

    assert sorted(path.stem for path in Path("out").glob("*.mp3")) == FEMALE


@pytest.mark.usefixtures("quickly_measured", "damaged")
def test_samples_come_with_a_page_to_compare_them_on(capsys: pytest.CaptureFixture[str]) -> None:
    """One that cannot be made says there why."""
    asked = ["--language", "de-XX", "--say", "Leg dich hin.", "-o", "out"]

    assert run(["voices", *asked]) == 1

    assert capsys.readouterr().out.splitlines()[-1] == "to compare them: out/voices.html"
    page = Path("out/voices.html").read_text(encoding="utf-8")
    assert "Leg dich hin." in page
    assert "No sample: this cannot be spoken" in page


def test_a_page_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out/voices.html").mkdir(parents=True)

    assert run(["voices", "--engine", "tone", "--say", "One.", "-o", "out"]) == 2

    assert "cannot write out/voices.html" in capsys.readouterr().err


def test_where_there_is_no_voice_there_is_no_page() -> None:
    assert run(["voices", "--language", "xx", "--say", "One.", "-o", "out"]) == 0

    assert not Path("out").exists()


def test_phonemes_tell_how_a_word_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["voices", "--engine", "pyttsx3", "--phonemes", "through"]) == 0

    assert capsys.readouterr().out.strip() == "θɹˈuː"


def test_phonemes_are_those_of_the_librarys_spelling(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scripts").mkdir()
    Path("scripts/library.yaml").write_text("lexicon: { psoas: so-as }\n")

    assert run(["voices", "--engine", "pyttsx3", "--phonemes", "the psoas"]) == 0

    respelt, said = capsys.readouterr().out.splitlines()
    assert respelt == "the psoas → the so-as"
    assert said == "ðə sˌəʊaz"


def test_an_engine_that_cannot_tell_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["voices", "--engine", "tone", "--phonemes", "psoas"]) == 1

    assert capsys.readouterr().out == "tone cannot tell\n"


def test_a_voice_is_shown_before_it_is_fetched(
    collection: Path, voices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["voices", "add", NAME, "--from", str(collection), "--yes"]) == 0

    told = capsys.readouterr().out
    assert "licence   CC0 1.0" in told
    assert "size      0.4 MB" in told
    assert all(name in told for name in ARRIVED)
    assert told.splitlines()[-1] == f"voice: {{ engine: piper, name: {NAME} }}"
    assert sorted(path.name for path in voices.iterdir()) == ARRIVED


def test_a_package_is_told_from_a_folder(
    collection: Path, voices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder is meant where there is one; else what is installed."""
    collection.rename("numpy")

    assert run(["voices", "add", NAME, "--from", "numpy", "--yes"]) == 0
    Path("numpy").rename("away")
    assert run(["voices", "add", NAME, "--from", "numpy", "--yes"]) == 2

    assert "the package `numpy` holds no voice" in capsys.readouterr().err


def test_a_collection_has_no_voice_without_a_name(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["voices", "add", "--from", str(collection)]) == 2

    assert "say which voice" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["en_US-tinny-low", "../x", "nobody"])
def test_a_voice_that_the_collection_has_not_is_wrong_usage(
    name: str, collection: Path, voices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["voices", "add", name, "--from", str(collection)]) == 2

    assert "Error: " in capsys.readouterr().err
    assert not voices.exists()


def test_a_folder_that_cannot_be_written_is_told(collection: Path, voices: Path) -> None:
    voices.write_text("a file in its place")

    assert run(["voices", "add", NAME, "--from", str(collection), "--yes"]) == 2


def test_nothing_is_fetched_unasked(collection: Path, voices: Path) -> None:
    assert run(["voices", "add", NAME, "--from", str(collection)]) == 2

    assert not voices.exists()


def test_a_card_cannot_draw_on_the_terminal(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (card,) = collection.rglob("MODEL_CARD")
    files = {**FILES, card.relative_to(collection).as_posix(): b"\x1b[2J* License: x\n"}
    card.write_bytes(b"\x1b[2J* License: x\n")
    (collection / "voices.json").write_bytes(listed(files))

    run(["voices", "add", NAME, "--from", str(collection), "--yes"])
    assert "\x1b" not in capsys.readouterr().out


def test_kokoro_comes_with_all_its_voices(
    tmp_path: Path, voices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import numpy as np

    (tmp_path / "package/voices").mkdir(parents=True)
    (tmp_path / "package/kokoro.onnx").write_bytes(b"a model " * 5000)
    for name in ("af_heart", "am_fenrir"):
        np.ones((510, 1, 256), np.float32).tofile(tmp_path / f"package/voices/{name}.bin")

    assert run(["voices", "add", "kokoro", "--from", str(tmp_path / "package"), "--yes"]) == 0

    told = capsys.readouterr().out
    assert "licence   Apache-2.0" in told
    assert "size      1.1 MB" in told
    assert "model.onnx  40000 bytes  sha256 " in told
    assert told.splitlines()[-1] == "voice: { engine: kokoro }"
    assert sorted(path.name for path in (voices / "kokoro").iterdir()) == [
        "model.onnx",
        "voices.npz",
    ]


def test_phonemes_of_a_region_are_those_of_its_language(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert (
        run(["voices", "--engine", "pyttsx3", "--phonemes", "through", "--language", "en-GB"]) == 0
    )

    assert capsys.readouterr().out.strip() == "θɹˈuː"


def test_who_speaks_if_nobody_says_otherwise_is_told_and_why(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["voices", "--language", "de"])

    told = capsys.readouterr().err
    assert "de: pyttsx3 speaks if nobody says otherwise\n" in told
    assert "    piper: no voice in " in told
    assert "en:" not in told
