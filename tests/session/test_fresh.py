"""What makes a session stale, and what does not: builds cost what changed."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from audioguide.cli import run
from audioguide.core.units import RATE
from audioguide.core.voice import VoiceChoice
from audioguide.mp3 import encode
from audioguide.script.overrides import Overrides
from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.sound.audio import audio_segment
from audioguide.speech.engine import Identity
from audioguide.speech.tone import ToneEngine
from audioguide.store.store import Store
from tests.building import build_all

FILES = {
    "library.yaml": "chimes: { temple: sounds/temple.wav }\nvoice: { rate: 150 }\n",
    "shared/close.yaml": "- say: Go gently.\n- chime: temple\n",
    "neck.yaml": "title: Neck\nbed: sounds/rain.wav\nsteps:\n- say: Sit tall.\n- pause: 3s\n"
    "- include: shared/close.yaml\n",
    "hips.yaml": "title: Hips\nsteps:\n- say: Lie down.\n- include: shared/close.yaml\n",
    "knee.yaml": "title: Knee\nsteps:\n- say: Stand up.\n",
}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, content in FILES.items():
        path = tmp_path / "scripts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    _sound(tmp_path / "scripts/sounds/temple.wav", 1)
    _sound(tmp_path / "scripts/sounds/rain.wav", 2)
    return tmp_path / "scripts"


def _sound(path: Path, seed: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).normal(0, 0.1, 2 * RATE)
    audio_segment(noise).export(path, format="wav").close()


def build(*, force: bool = False, strict: bool = False) -> dict[str, Outcome]:
    options = BuildOptions(Path("output"), Overrides(VoiceChoice("tone")), force, strict)
    found = build_all(
        find_scripts([Path("scripts")]), options, Store(Path("store")), 2, lambda _: None
    )
    return {outcome.located.name: outcome for outcome in found}


def statuses(*, force: bool = False, strict: bool = False) -> dict[str, str]:
    found = build(force=force, strict=strict)
    return {name: outcome.status for name, outcome in found.items()}


def stale(outcomes: dict[str, Outcome]) -> dict[str, list[str]]:
    """Why sessions were looked at, the tool's words."""
    return {
        name: [f"{reason.path.name if reason.path else ''} {reason.text}" for reason in one.why]
        for name, one in outcomes.items()
        if one.why
    }


@pytest.mark.parametrize("again", range(2))
def test_what_did_not_change_is_fresh(library: Path, again: int) -> None:
    build()
    for _ in range(again):
        build()

    assert statuses() == {"neck": "fresh", "hips": "fresh", "knee": "fresh"}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["tone", "pyttsx3"])
def test_a_run_with_nothing_to_do_imports_nothing_that_makes_sound(
    library: Path, engine: str
) -> None:
    """importlib.metadata makes no sound, but takes a third of such a run."""
    assert run(["build", "--engine", engine]) == 0
    told = (
        "import sys\nfrom audioguide.cli import run\n"
        f"assert run(['build', '--engine', '{engine}']) == 0\n"
        "heavy = {'numpy', 'pydub', 'mutagen', 'soxr', 'yaml', 'pydantic', 'pyttsx3', 'rich'}\n"
        "heavy |= {'ctypes', 'importlib.metadata'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert "3 fresh" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


CHANGES = {
    "neck.yaml": ["neck"],
    "shared/close.yaml": ["hips", "neck"],
    "library.yaml": ["hips", "knee", "neck"],
    "sounds/temple.wav": ["hips", "neck"],
    "sounds/rain.wav": ["neck"],
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_input_that_changed_makes_stale_what_depends_on_it(library: Path, name: str) -> None:
    build()
    if name.endswith(".wav"):
        _sound(library / name, 3)
    else:
        path = library / name
        path.write_text(path.read_text().replace("Go gently", "Go slowly") + "# changed\n")

    found = stale(build())

    assert found == {session: [f"{Path(name).name} changed"] for session in CHANGES[name]}


@pytest.mark.parametrize("name", CHANGES)
def test_a_touch_costs_a_read_and_no_rebuild(library: Path, name: str) -> None:
    build()
    before = {path: path.stat().st_mtime_ns for path in Path("output").glob("*.mp3")}
    os.utime(library / name, ns=(1, 1))

    found = build()

    assert not stale(found)
    assert {path: path.stat().st_mtime_ns for path in Path("output").glob("*.mp3")} == before


def test_after_a_touch_the_next_glance_need_not_read(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    os.utime(library / "neck.yaml", ns=(1, 1))
    build()

    def no_read(path: Path) -> str:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr("audioguide.session.record.content_digest", no_read)

    assert statuses() == {"neck": "fresh", "hips": "fresh", "knee": "fresh"}


def test_a_remark_in_a_script_is_read_and_nothing_is_built(library: Path) -> None:
    build()
    before = Path("output/neck.mp3").stat()
    (library / "neck.yaml").write_text(FILES["neck.yaml"] + "# a remark\n")

    assert build()["neck"].status == "fresh"
    assert Path("output/neck.mp3").stat() == before


def test_a_new_library_yaml_makes_its_scripts_stale(tmp_path: Path, library: Path) -> None:
    (library / "library.yaml").unlink()
    for name in ("hips", "neck"):
        (library / f"{name}.yaml").unlink()
    build()
    (library / "library.yaml").write_text("gap: 1s\n")

    assert stale(build()) == {"knee": ["library.yaml is new", " gap 0.8 s → 1 s"]}


@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
@pytest.mark.parametrize("output", ["knee.mp3", "data/knee.plan.json"])
def test_an_output_that_somebody_changed_is_built_again(
    library: Path, damage: str, output: str
) -> None:
    build()
    path = Path("output", output)
    whole = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(whole[:-1] if damage == "cut" else whole[:-1] + b"x")

    assert statuses() == {"neck": "fresh", "hips": "fresh", "knee": "built"}
    assert path.read_bytes() == whole


def test_a_setting_that_changed_is_told_with_both_values(library: Path) -> None:
    build()
    (library / "library.yaml").write_text(FILES["library.yaml"].replace("150", "140"))

    assert stale(build())["knee"] == ["library.yaml changed", " voice rate 150 → 140"]


def test_an_engine_of_another_version_makes_its_sessions_stale(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr(ToneEngine, "identity", lambda self, voice: Identity("tone 2"))

    found = build()

    assert stale(found) == {name: [" tone: tone 1 → tone 2"] for name in found}
    assert {outcome.status for outcome in found.values()} == {"built"}
    assert not stale(build())


def test_another_model_of_an_engine_makes_its_sessions_stale(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, other = Path("model"), Path("other")
    model.write_text("1")
    other.write_text("1")
    files = (model,)
    monkeypatch.setattr(ToneEngine, "identity", lambda self, voice: Identity("tone 1", files))
    build()
    model.write_text("22")

    assert stale(build())["knee"] == ["model changed"]

    files = (other,)
    assert stale(build())["knee"] == [" tone: model → other"]


def test_a_record_of_an_engine_that_there_is_no_more_is_from_another_time(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr("audioguide.session.record.ENGINES", ("pyttsx3",))

    assert stale(build())["knee"] == [" never built here"]


def test_another_command_line_is_told(library: Path) -> None:
    build()
    options = BuildOptions(
        Path("output"), Overrides(VoiceChoice("tone"), values={"ball": "softball"})
    )

    (found,) = build_all(
        find_scripts([library / "knee.yaml"]), options, Store(Path("store")), 1, lambda _: None
    )

    assert [reason.text for reason in found.why] == ["{ball} – → softball", "{ball} – → softball"]


def test_a_file_that_changes_while_it_is_built_from_is_looked_at_again(library: Path) -> None:
    """Its time of change is not before the run's."""
    os.utime(library / "knee.yaml", ns=(2**62, 2**62))
    build()

    assert stale(build()) == {"knee": [" never built here"]}


def test_force_builds_what_is_fresh(library: Path) -> None:
    build()

    assert set(statuses(force=True).values()) == {"built"}


@pytest.mark.slow
def test_why_tells_which_input_and_how_many_sessions_it_made_stale(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["build", "--engine", "tone"])
    (library / "shared/close.yaml").write_text("- say: Go slowly.\n- chime: temple\n")
    capsys.readouterr()

    run(["build", "--engine", "tone", "--why"])

    lines = capsys.readouterr().out.splitlines()
    assert lines.count("        scripts/shared/close.yaml changed") == 2
    assert "scripts/shared/close.yaml changed: used by 2 sessions" in lines


def test_why_stands_in_the_json(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "--engine", "tone", "--json"])

    found = json.loads(capsys.readouterr().out)

    assert [one["why"] for one in found] == [["never built here"]] * 3


def test_a_session_whose_script_is_gone_is_told_and_kept(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["build", "--engine", "tone"])
    (library / "knee.yaml").unlink()
    capsys.readouterr()

    assert run(["build", "--engine", "tone"]) == 0

    out = capsys.readouterr().out
    assert "orphan  knee" in out
    assert "1 orphan" in out
    assert Path("output/knee.mp3").is_file()


def test_prune_removes_a_session_whose_script_is_gone(library: Path) -> None:
    run(["build", "--engine", "tone"])
    (library / "knee.yaml").unlink()

    run(["build", "--engine", "tone", "--prune"])

    left = {path.name for path in Path("output").rglob("*.*")}
    assert {"hips.mp3", "hips.plan.json", "neck.mp3", "neck.plan.json"} <= left
    assert not any("knee" in name for name in left)


def test_prune_leaves_the_sessions_of_scripts_that_were_not_named(library: Path) -> None:
    run(["build", "--engine", "tone"])

    run(["build", "--engine", "tone", "--prune", "scripts/neck.yaml"])

    assert Path("output/knee.mp3").is_file()


def test_prune_leaves_what_another_library_built(library: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "wrist.yaml").write_text("title: Wrist\nsteps:\n- say: Turn it.\n")
    run(["build", "--engine", "tone", "other"])

    run(["build", "--engine", "tone", "--prune"])

    assert Path("output/wrist.mp3").is_file()


STEPS = [
    "- say: Sit tall and breathe.",
    "- say: Let your shoulders drop.\n- pause: 3s",
    "- hold: 9s\n  say: Turn your head.\n  at: { halfway: Softly. }\n  chime: bell",
    "- pause: 6s",
    "- say: Both sides are done.\n- pause: 2s",
    "- breathe: { in: 2s, out: 3s, cycles: 2 }",
]


def _write(steps: list[str], bed: str = "") -> None:
    Path("scripts").mkdir(exist_ok=True)
    body = "\n".join(steps)
    Path("scripts/neck.yaml").write_text(f"title: Neck\n{bed}steps:\n{body}\n")


@pytest.mark.slow
@pytest.mark.parametrize("bed", ["", "bed: { sound: brown noise, rise: 6 }\n"])
def test_random_edits_give_what_a_fresh_build_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bed: str
) -> None:
    monkeypatch.chdir(tmp_path)
    rng = random.Random(7)
    steps = list(STEPS)
    for number in range(4):
        rng.choice((_move, _twice, _without, _other))(steps, rng)
        _write(steps, bed)
        build()
        edited = [Path("output", name).read_bytes() for name in ("neck.mp3", "data/neck.plan.json")]
        options = BuildOptions(Path(f"fresh{number}"), Overrides(VoiceChoice("tone")))
        build_all(
            find_scripts([Path("scripts")]),
            options,
            Store(Path(f"store{number}")),
            2,
            lambda _: None,
        )
        fresh = [options.output / name for name in ("neck.mp3", "data/neck.plan.json")]
        assert [path.read_bytes() for path in fresh] == edited


def _move(steps: list[str], rng: random.Random) -> None:
    steps.insert(rng.randrange(len(steps)), steps.pop(rng.randrange(len(steps))))


def _twice(steps: list[str], rng: random.Random) -> None:
    steps.insert(rng.randrange(len(steps)), rng.choice(steps))


def _without(steps: list[str], rng: random.Random) -> None:
    if len(steps) > 3:
        steps.pop(rng.randrange(len(steps)))


def _other(steps: list[str], rng: random.Random) -> None:
    steps[rng.randrange(len(steps))] = f"- say: Step number {rng.randrange(99)}.\n- pause: 3s"


def test_steps_moved_and_doubled_encode_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parted by pauses, each step is a segment of its own, with its floor before it."""
    monkeypatch.chdir(tmp_path)
    apart = [f"- say: Step {name}.\n- pause: 5s" for name in ("one", "two", "three", "four")]
    _write(apart)
    build()

    def no_run(pcm: bytes, _: object) -> list[bytes]:
        raise AssertionError(f"{len(pcm)} bytes were encoded")

    monkeypatch.setattr(encode, "_lame", no_run)

    _write([*reversed(apart), apart[2], apart[0]])
    found = build()

    assert found["neck"].status == "built", found["neck"].error
