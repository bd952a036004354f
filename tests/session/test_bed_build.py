"""Sessions over a bed, built and decoded."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audioguide.core.units import RATE
from audioguide.core.voice import VoiceChoice
from audioguide.mp3.frame import MONO, STEREO, Format
from audioguide.script.overrides import Overrides
from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.sound.audio import Wave, decibels
from audioguide.sound.limiter import true_peaks
from audioguide.sound.loudness import AS_PLAYED, loudness
from audioguide.store.store import Store
from tests.building import build_all
from tests.listening import body, decode
from tests.writing import write

STEPS = """
- say: Lie down on your back, bend your knees, and let the floor carry you.
- pause: 9s
- hold: 14s
  say: Roll slowly over the sore place.
  at: { halfway: Halfway. }
  countdown: 3
  chime: bell
- pause: 7s
- say: And rest.
- pause: 12s
"""

pytestmark = pytest.mark.slow


def _build(
    folder: Path, bed: str, steps: str = STEPS, *, store: Path | None = None, strict: bool = False
) -> tuple[Path, Outcome]:
    script = write(folder, f"title: Hips\n{bed}\nsteps:{steps}")
    outcomes: list[Outcome] = []
    options = BuildOptions(folder / "output", Overrides(VoiceChoice("tone")), strict=strict)
    build_all(find_scripts([script]), options, Store(store or folder / "store"), 2, outcomes.append)
    return folder / "output" / "script.mp3", outcomes[0]


def _plan(session: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((session.parent / "data/script.plan.json").read_text())
    return found


def _sound_file(path: Path, left: Wave, right: Wave | None = None) -> None:
    from audioguide.sound.audio import audio_segment

    path.parent.mkdir(parents=True, exist_ok=True)
    wave = left if right is None else np.stack([left, right], axis=1)
    audio_segment(wave).export(path, format="wav").close()


def _noise(seconds: float, seed: int) -> Wave:
    return np.random.default_rng(seed).normal(0, 0.1, round(seconds * RATE))


@pytest.mark.parametrize("sound", ["rain", "waves", "brown noise", "soft drone"])
@pytest.mark.parametrize(("level", "rise"), [(20, 0), (26, 9)])
def test_a_bed_is_as_far_under_the_voice_as_was_asked_for(
    tmp_path: Path, sound: str, level: int, rise: int
) -> None:
    """In the decoded MP3, where the bed plays alone; speech is at -16 LUFS as played. The stretches
    are short beside the swells of waves, hence the measured stem of each, and not the mean."""
    session, _ = _build(tmp_path, f"bed: {{ sound: {sound}, level: {level}, rise: {rise} }}")
    wave, bed = decode(session), _plan(session)["made"]["bed"]

    stretches = [one for one in bed["alone"] if one["end"] - one["start"] >= 1]
    heard = loudness([_cut(wave, one["start"], one["end"]) for one in stretches])

    assert len(stretches) >= 2
    stems = [one["level"] for one in stretches]
    assert np.abs(np.array(heard) + AS_PLAYED - stems).max() < 1
    assert bed["under"] == pytest.approx(-16 - level, abs=3 if sound == "waves" else 1)


def test_a_loop_has_on_the_whole_the_level_that_was_asked_for(tmp_path: Path) -> None:
    session, _ = _build(tmp_path, "bed: { sound: rain, rise: 4 }", "\n- pause: 70s\n- say: Up.")

    (heard,) = loudness([_cut(decode(session), 5, 65)])

    assert heard + AS_PLAYED == pytest.approx(-16 - 20 + 4, abs=0.3)


def test_a_bed_sinks_for_words_and_comes_back(tmp_path: Path) -> None:
    session, _ = _build(tmp_path, "bed: { sound: brown noise, level: 30, rise: 12 }")
    wave, plan = decode(session), _plan(session)
    word = next(cue for cue in plan["cues"] if cue["text"] == "And rest.")

    before, ahead, after, back = (
        _rms(_cut(wave, start, start + 0.1))
        for start in (
            word["start"] - 0.4,
            word["start"] - 0.1,
            word["end"] + 0.06,
            word["end"] + 0.9,
        )
    )

    # Brown noise in a tenth of a second is a few dB more or less than its mean.
    assert before - after > 7
    assert back - after > 7
    assert before - ahead > 1


def test_a_bed_begins_and_ends_in_silence(tmp_path: Path) -> None:
    session, _ = _build(tmp_path, "bed: soft drone", "\n- pause: 10s\n- say: Rest.\n- pause: 10s")
    wave = decode(session)

    assert not np.abs(wave[:500]).max() > 1e-4
    assert _rms(wave[-2400:]) < _rms(_cut(wave, 5, 6)) - 30
    assert _rms(_cut(wave, 0.1, 0.4)) < _rms(_cut(wave, 5, 6)) - 6


@pytest.mark.parametrize(("bed", "loop"), [("{ sound: rain, rise: 8 }", 2500), ("waves", 3000)])
def test_a_bed_goes_on_without_a_seam(tmp_path: Path, bed: str, loop: int) -> None:
    """What is decoded after a word is what was decoded a whole loop before it, to the last bit but
    for what the decoder carries over from the frame before."""
    steps = "\n- pause: 85s\n- say: Rest.\n- pause: 75s"
    session, _ = _build(tmp_path, f"bed: {bed}", steps)
    wave = decode(session)

    around_the_word = _cut(wave, 5, 73), _cut(wave[loop * 1152 :], 5, 73)
    same = np.abs(around_the_word[0] - around_the_word[1]) < 1e-6
    word = 85.48 - loop * 0.024 - 5
    outside = np.r_[0 : round((word - 1) * RATE), round((word + 2) * RATE) : same.size]
    assert same[outside].all()
    assert not same.all()


@pytest.mark.parametrize(
    ("bed", "format"),
    [
        ("bed: rain", MONO),
        ("bed: { sound: rain, stereo: true }", STEREO),
        ("bed: sounds/wide.wav", STEREO),
        ("bed: { sound: sounds/wide.wav, stereo: false }", MONO),
        ("bed: sounds/one.wav", MONO),
        ("bed: sounds/same.wav", MONO),
    ],
)
def test_a_bed_of_two_channels_makes_a_session_of_two(
    tmp_path: Path, bed: str, format: Format
) -> None:
    _sound_file(tmp_path / "sounds/wide.wav", _noise(6, 1), _noise(6, 2))
    _sound_file(tmp_path / "sounds/same.wav", _noise(6, 1), _noise(6, 1))
    _sound_file(tmp_path / "sounds/one.wav", _noise(6, 1))

    session, _ = _build(tmp_path, bed)

    made = _plan(session)["made"]
    assert (made["channels"], made["kbits"]) == (format.channels, format.kbits)
    frames = body(session, format)
    heads = {frames[at : at + 3] for at in range(0, len(frames), format.frame_bytes)}
    assert heads == {format.header[:3]}


def test_a_session_of_two_channels_is_as_loud_as_one_of_one(tmp_path: Path) -> None:
    session, _ = _build(tmp_path, "bed: { sound: rain, stereo: true }")
    wave = decode(session, channels=2)
    line = _plan(session)["cues"][0]

    heard = loudness([_cut(side, line["start"], line["end"]) for side in wave.T])

    assert heard == pytest.approx([-19, -19], abs=0.3)


@pytest.mark.parametrize("bed", ["", "bed: { sound: rain, rise: 6 }", "bed: sounds/wide.wav"])
def test_an_edit_gives_what_a_fresh_build_gives(tmp_path: Path, bed: str) -> None:
    _sound_file(tmp_path / "sounds/wide.wav", _noise(6, 1), _noise(6, 2))
    _build(tmp_path, bed)
    edited = STEPS.replace("bend your knees", "bend both of your knees a little")

    session, _ = _build(tmp_path, bed, edited)
    kept = session.read_bytes(), _plan(session)
    shutil.rmtree(tmp_path / "output")
    session, _ = _build(tmp_path, bed, edited, store=tmp_path / "another")

    assert (session.read_bytes(), _plan(session)) == kept


def test_a_bed_that_is_lost_or_damaged_in_the_store_is_made_again(tmp_path: Path) -> None:
    session, _ = _build(tmp_path, "bed: rain")
    whole = session.read_bytes()
    for entry in sorted((tmp_path / "store/bed").rglob("*")):
        if entry.is_file() and entry.stat().st_size > 1000:
            entry.write_bytes(entry.read_bytes()[:-1])
    shutil.rmtree(tmp_path / "store/frames")
    session.unlink()

    session, outcome = _build(tmp_path, "bed: rain")

    assert outcome.status == "built"
    assert session.read_bytes() == whole


def test_one_worker_makes_a_lost_piece_of_a_bed_again(tmp_path: Path) -> None:
    """It may not wait for another worker to do it: there is none."""
    script = write(tmp_path, f"title: Hips\nbed: rain\nsteps:{STEPS}")
    options, store = (
        BuildOptions(tmp_path / "output", Overrides(VoiceChoice("tone"))),
        tmp_path / "store",
    )
    build_all(find_scripts([script]), options, Store(store), 1, lambda _: None)
    for entry in sorted((store / "bed").rglob("*")):
        if entry.is_file() and entry.stat().st_size > 100_000:
            entry.unlink()
    shutil.rmtree(store / "frames")
    (tmp_path / "output/script.mp3").unlink()

    (outcome,) = build_all(find_scripts([script]), options, Store(store), 1, lambda _: None)

    assert outcome.status == "built"


def test_true_peak_stays_under_the_bar_with_the_loudest_bed(tmp_path: Path) -> None:
    """Clicks over noise: a bed with high peaks, asked to be 6 LU under the voice."""
    clicks = _noise(10, 3) * 0.2
    clicks[:: RATE // 3] = 0.99
    _sound_file(tmp_path / "sounds/clicks.wav", clicks)

    session, outcome = _build(tmp_path, "bed: { sound: sounds/clicks.wav, level: 6 }")

    assert decibels(float(true_peaks(decode(session)).max())) <= -1
    assert "LU softer than was asked for" in outcome.problems[0].message
    assert outcome.problems[0].place.line == 2


def test_a_bed_that_cannot_be_as_loud_fails_a_strict_build(tmp_path: Path) -> None:
    clicks = _noise(10, 3) * 0.2
    clicks[:: RATE // 3] = 0.99
    _sound_file(tmp_path / "sounds/clicks.wav", clicks)

    _, outcome = _build(tmp_path, "bed: { sound: sounds/clicks.wav, level: 6 }", strict=True)

    assert outcome.status == "failed"


def test_a_bed_that_cannot_be_decoded_is_a_problem_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds/rain.mp3").write_text("#EXTM3U\n/etc/passwd\n")

    _, outcome = _build(tmp_path, "bed: sounds/rain.mp3")

    (problem,) = outcome.problems
    assert problem.message.startswith("this bed cannot be played: `rain.mp3` cannot be decoded")
    assert (problem.place.file, problem.place.line) == ("script.yaml", 2)


def _cut(wave: Wave, start: float, end: float) -> Wave:
    return wave[round(start * RATE) : round(end * RATE)]


def _rms(wave: Wave) -> float:
    return decibels(float(np.sqrt(np.square(wave).mean())))
