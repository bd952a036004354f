"""Who speaks where nobody chose: the best there is, and another session when that is another."""

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from audioguide.core.errors import MissingError, SpeechError
from audioguide.core.voice import Voice
from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.speech.hibari.engine import HibariEngine
from audioguide.speech.installed import place
from audioguide.speech.register import Engines
from audioguide.store.store import Store
from tests.building import build_all
from tests.writing import write

pytestmark = pytest.mark.skipif(
    find_spec("hibari") is None, reason="needs hibari: pip install 'audioguide[natural]'"
)


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """hibari is not installed, until this is undone."""

    def identity(self: HibariEngine, voice: Voice) -> None:
        raise MissingError("hibari is not installed")

    monkeypatch.setattr(HibariEngine, "identity", identity)
    return monkeypatch


def tried(folder: Path) -> Outcome:
    options, store = BuildOptions(folder / "output"), Store(folder / "store")
    (outcome,) = build_all(find_scripts([folder / "scripts"]), options, store, 1, lambda _: None)
    return outcome


def build(folder: Path) -> Outcome:
    outcome = tried(folder)
    assert outcome.status != "failed", outcome
    return outcome


def voices(folder: Path) -> set[str]:
    plan = json.loads((folder / "output" / "data" / "script.plan.json").read_text())
    return {cue["voice"] for cue in plan["cues"]}


def test_a_voice_that_was_installed_since_makes_a_session_stale(
    tmp_path: Path, missing: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "scripts", "- say: Sit tall.")
    build(tmp_path)
    before = voices(tmp_path)
    missing.undo()
    outcome = build(tmp_path)

    assert (before, voices(tmp_path)) == ({"pyttsx3"}, {"hibari"})
    assert [reason.text for reason in outcome.why] == ["voice: pyttsx3 → hibari"]
    assert build(tmp_path).status == "fresh"


def test_a_voice_that_was_taken_away_does_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "scripts", "- say: Sit tall.")
    build(tmp_path)

    def identity(self: HibariEngine, voice: Voice) -> None:
        raise MissingError("hibari is not installed")

    monkeypatch.setattr(HibariEngine, "identity", identity)
    outcome = build(tmp_path)

    assert [reason.text for reason in outcome.why] == ["voice: hibari → pyttsx3"]
    assert voices(tmp_path) == {"pyttsx3"}


def test_who_was_chosen_is_not_asked_for_better(
    tmp_path: Path, missing: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "scripts", "title: T\nvoice: { engine: pyttsx3 }\nsteps: [say: Sit tall.]")
    build(tmp_path)
    missing.undo()

    assert build(tmp_path).status == "fresh"
    assert voices(tmp_path) == {"pyttsx3"}


@pytest.mark.parametrize(
    ("language", "name", "engine"),
    [
        ("en", "", "hibari"),
        ("en", "heart", "hibari"),
        ("de", "", "pyttsx3"),
        ("en", "gmw/en-us", "pyttsx3"),
    ],
)
def test_the_best_speaks_the_language_and_has_the_voice(
    language: str, name: str, engine: str
) -> None:
    assert Engines().best(language, name) == engine


def test_a_wheel_that_is_damaged_is_told_at_a_line_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assets = tmp_path / "packages" / "hibari" / "assets"
    assets.mkdir(parents=True)
    shutil.copy(place("hibari-tts") / "hibari" / "assets" / "voices.json", assets)
    (assets / "hibari.onnx").write_bytes(b"half of it")
    monkeypatch.setattr(
        "audioguide.speech.hibari.engine.place", lambda distribution: tmp_path / "packages"
    )
    write(tmp_path / "scripts", "- say: Sit tall.")
    outcome = tried(tmp_path)

    assert outcome.status == "failed"
    (problem,) = outcome.problems
    assert (problem.place.file, problem.place.line) == ("script.yaml", 3)
    assert "hibari's model is damaged: pip install --force-reinstall" in problem.message


def test_an_engine_that_cannot_tell_now_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def identity(self: HibariEngine, voice: Voice) -> None:
        raise SpeechError("it took too long")

    monkeypatch.setattr(HibariEngine, "identity", identity)
    write(tmp_path / "scripts", "- say: Sit tall.")
    outcome = tried(tmp_path)

    assert (outcome.status, outcome.error) == ("failed", "it took too long")
