"""Sessions and libraries built with the tone engine: fast, and every length foretold."""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audioguide.core.errors import SpeechError
from audioguide.core.voice import Voice, VoiceChoice
from audioguide.script.overrides import Overrides
from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.speech.engine import Spoken
from audioguide.speech.tone import ToneEngine
from audioguide.store.store import Store
from tests.building import build_all
from tests.listening import body, decode, onset

SCRIPT = """\
title: Neck
summary: One quiet minute.
steps:
  - chapter: Begin
  - say: Sit tall
  - pause: 2s
  - sides: [right, left]
    steps:
      - hold: 12s
        say: Drop your {side} ear
        at: { halfway: Soften, 5s left: Stay }
        countdown: 3
        chime: bell
  - say: Done
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "neck.yaml").write_text(SCRIPT)
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def build(
    library: Path,
    output: Path,
    store: Path | None = None,
    jobs: int = 2,
    force: bool = False,
) -> Sequence[Outcome]:
    options = BuildOptions(output, Overrides(VoiceChoice(engine="tone")), force)
    where = Store(store or library.parent / "store")
    return build_all(find_scripts([library]), options, where, jobs, lambda _: None)


def plan_of(output: Path, name: str = "neck") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "data" / f"{name}.plan.json").read_text())
    return found


@pytest.mark.slow
def test_every_cue_sounds_where_the_plan_says(library: Path, output: Path) -> None:
    build(library, output)

    wave, plan = decode(output / "neck.mp3"), plan_of(output)
    over_a_tail = ("Done", "Now change to the left side.")  # no silence before to tell them by
    cues = [cue for cue in plan["cues"] if cue["text"] not in over_a_tail]
    errors = [onset(wave, cue["start"]) - cue["start"] for cue in cues]
    # A tone begins at full level: what remains is the encoder's spread before an attack.
    assert len(errors) == 15
    assert max(map(abs, errors)) < 0.012


def test_the_plan_tells_what_is_heard_and_which_line_says_so(library: Path, output: Path) -> None:
    build(library, output)

    cues = plan_of(output)["cues"]
    assert [(cue["kind"], cue["text"]) for cue in cues[:8]] == [
        ("say", "Sit tall"),
        ("say", "Drop your right ear"),
        ("cue", "Soften"),
        ("cue", "Stay"),
        ("count", "three"),
        ("count", "two"),
        ("count", "one"),
        ("chime", "bell"),
    ]
    assert cues[0]["source"] == {"file": "neck.yaml", "line": 5}


def test_decoded_length_is_the_plans(library: Path, output: Path) -> None:
    (outcome,) = build(library, output)

    plan = plan_of(output)
    assert decode(output / "neck.mp3").size == outcome.length == round(plan["length"] * 48_000)


def test_a_second_build_is_fresh_and_touches_nothing(library: Path, output: Path) -> None:
    build(library, output)
    before = (output / "neck.mp3").stat()

    (outcome,) = build(library, output)

    assert outcome.status == "fresh"
    assert (output / "neck.mp3").stat() == before


def test_force_builds_the_same_bytes_again(library: Path, output: Path) -> None:
    build(library, output)
    before = (output / "neck.mp3").read_bytes()

    (outcome,) = build(library, output, force=True)

    assert outcome.status == "built"
    assert (output / "neck.mp3").read_bytes() == before


@pytest.mark.slow
def test_jobs_and_caches_do_not_change_a_byte(library: Path, tmp_path: Path) -> None:
    for number in range(4):
        (library / f"more{number}.yaml").write_text(
            SCRIPT.replace("Neck", f"More {number}").replace("Sit", "Lie " * number + "Sit")
        )
    build(library, tmp_path / "one", tmp_path / "store1", jobs=1)
    build(library, tmp_path / "two", tmp_path / "store2", jobs=2)

    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(files) == 5 * 6  # the MP3, its plan, and what goes with it
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_an_edit_reuses_every_segment_but_its_own(library: Path, output: Path) -> None:
    build(library, output)
    frames = library.parent / "store" / "frames"
    before = {path for path in frames.rglob("*") if path.is_file()}
    (library / "neck.yaml").write_text(SCRIPT.replace("Sit tall", "Sit very tall"))

    build(library, output)

    after = {path for path in frames.rglob("*") if path.is_file()}
    assert len(after - before) == 1


@pytest.mark.slow
def test_an_edited_session_is_what_a_fresh_cache_gives(library: Path, tmp_path: Path) -> None:
    build(library, tmp_path / "one")
    (library / "neck.yaml").write_text(SCRIPT.replace("pause: 2s", "pause: 3.337s"))

    build(library, tmp_path / "one")
    build(library, tmp_path / "two", tmp_path / "other")

    one, two = (tmp_path / name / "neck.mp3" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["truncate", "flip", "delete"])
def test_a_damaged_store_is_mended(library: Path, output: Path, damage: str) -> None:
    build(library, output)
    good = (output / "neck.mp3").read_bytes()
    for path in (library.parent / "store").rglob("*"):
        if path.is_file():
            content = bytearray(path.read_bytes())
            content[len(content) // 2] ^= 0xFF
            if damage == "delete":
                path.unlink()
            else:
                path.write_bytes(content[:20] if damage == "truncate" else content)

    (outcome,) = build(library, output)

    assert outcome.status == "built"
    assert (output / "neck.mp3").read_bytes() == good


@pytest.mark.slow
def test_a_lost_sound_is_made_again_when_it_is_needed(library: Path, output: Path) -> None:
    build(library, output)
    good = (output / "neck.mp3").read_bytes()
    for kind in ("sound", "frames", "record"):
        for path in (library.parent / "store" / kind).rglob("*"):
            if path.is_file():
                path.unlink()

    build(library, output)

    assert (output / "neck.mp3").read_bytes() == good


@pytest.mark.parametrize("change", ["truncate", "delete", "plan"])
def test_an_output_changed_by_others_is_built_again(
    library: Path, output: Path, change: str
) -> None:
    build(library, output)
    good = (output / "neck.mp3").read_bytes()
    if change == "truncate":
        os.truncate(output / "neck.mp3", 5000)
    elif change == "delete":
        (output / "neck.mp3").unlink()
    else:
        (output / "data" / "neck.plan.json").write_text("{}")

    build(library, output)

    assert (output / "neck.mp3").read_bytes() == good
    assert plan_of(output)["cues"]


def test_one_bad_script_does_not_stop_the_others(library: Path, output: Path) -> None:
    (library / "bad.yaml").write_text("title: Bad\nsteps:\n  - hold: soon\n")

    outcomes = {outcome.located.name: outcome for outcome in build(library, output)}

    assert outcomes["neck"].status == "built"
    assert outcomes["bad"].status == "failed"
    assert "`soon` is not a time" in outcomes["bad"].problems[0].message


def test_a_failed_build_leaves_the_old_session(library: Path, output: Path) -> None:
    build(library, output)
    before = (output / "neck.mp3").read_bytes()
    (library / "neck.yaml").write_text("title: Neck\nsteps:\n  - say: {\n")

    (outcome,) = build(library, output)

    assert outcome.status == "failed"
    assert (output / "neck.mp3").read_bytes() == before


def test_folders_keep_their_shape(library: Path, output: Path) -> None:
    (library / "a" / "shared").mkdir(parents=True)
    (library / "a" / "b.yaml").write_text(SCRIPT.replace("Sit tall", "Stand"))
    (library / "a" / "shared" / "fragment.yaml").write_text("- say: Never alone\n")

    build(library, output)

    built = {path.relative_to(output).as_posix() for path in output.rglob("*.*")}
    assert built >= {"a/b.mp3", "data/a/b.plan.json", "data/neck.plan.json", "neck.mp3"}
    assert not any("fragment" in name for name in built)


def test_two_scripts_that_would_write_one_session_are_a_problem(
    library: Path, output: Path
) -> None:
    (library / "neck.yml").write_text(SCRIPT)

    statuses = {outcome.located.path.name: outcome for outcome in build(library, output)}

    assert statuses["neck.yaml"].status == "built"
    assert "would overwrite" in statuses["neck.yml"].problems[0].message


def test_what_cannot_be_spoken_is_told_once_with_its_line(
    library: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: ToneEngine, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        if "ear" in text:
            raise SpeechError("the engine has a sore throat")
        return speak(self, text, voice, pace)

    speak = ToneEngine.speak
    monkeypatch.setattr(ToneEngine, "speak", refuse)

    (outcome,) = build(library, output)

    (problem,) = outcome.problems
    assert problem.place.line == 10
    assert problem.message == "this cannot be spoken (and 1 more): the engine has a sore throat"


@pytest.mark.slow
def test_two_builds_at_once_both_succeed(library: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(
            pool.map(lambda _: build(library, tmp_path / "out", tmp_path / "store"), range(2))
        )

    assert all(outcome.status != "failed" for found in outcomes for outcome in found)
    assert decode(tmp_path / "out" / "neck.mp3").any()


def test_a_session_of_silence_alone_is_built(library: Path, output: Path) -> None:
    (library / "neck.yaml").write_text("title: Quiet\nsteps:\n  - pause: 10s\n")

    build(library, output)

    wave = decode(output / "neck.mp3")
    assert wave.size == round((20 + round(10 / 0.024)) * 1152)
    assert not np.any(wave)


def test_linked_sessions_hold_only_frames_that_stand_alone(library: Path, output: Path) -> None:
    build(library, output)

    content = body(output / "neck.mp3")
    heads = {content[at : at + 4] for at in range(0, len(content), 288)}
    leaning = [at for at in range(0, len(content), 288) if content[at + 4] or content[at + 5] >> 7]
    assert heads == {bytes.fromhex("fffb74c4")}
    assert not leaning
