"""Levels by an independent meter, and what the making of them does to words."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyloudnorm
import pytest

from audioguide.core.built_in import CHIMES, ChimeName
from audioguide.core.units import RATE
from audioguide.core.voice import Voice
from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.sound.audio import FULL_SCALE, Wave, decibels, ratio
from audioguide.sound.chime import chime_named
from audioguide.sound.limiter import limit
from audioguide.sound.loudness import AS_PLAYED, TARGET, gain, loudness
from audioguide.sound.spoken import ready
from audioguide.sound.weighting import level, momentary, weighted
from audioguide.speech.pyttsx3.engine import Pyttsx3Engine
from audioguide.speech.silence import QUIET
from audioguide.store.store import Store
from tests.building import build_all
from tests.listening import decode
from tests.writing import write

METER = pyloudnorm.Meter(RATE)

LINES = (
    "Six soft fists.",
    "Thick, fresh cloth.",
    "She felt each breath.",
    "Push. Keep it up.",
    "Half of his leg itches.",
    "Zip past that tough strap.",
    "Roll slowly, and let a long breath go.",
    "Ten more seconds.",
    "Halfway.",
    "three",
)
"""Words that begin and end with the consonants that are softest and shortest."""


@pytest.fixture(scope="module")
def spoken() -> list[tuple[bytes, int]]:
    """What the default voice makes of LINES: 16-bit PCM and its rate."""
    engine = Pyttsx3Engine()
    found = [engine.speak(line, Voice(), 150) for line in LINES]
    engine.close()
    return [(one.pcm, one.rate) for one in found]


def _heard(measured: Wave) -> float:
    """LUFS as played, by pyloudnorm."""
    return float(METER.integrated_loudness(measured)) + AS_PLAYED


def test_another_meter_reads_the_same(spoken: list[tuple[bytes, int]]) -> None:
    waves = [np.tile(ready([one]), 3) for one in spoken]

    ours, theirs = loudness(waves), [METER.integrated_loudness(one) for one in waves]

    assert np.abs(np.array(ours) - theirs).max() < 0.3


@pytest.mark.slow
def test_another_meter_finds_every_line_of_a_session_over_a_bed_at_its_level(
    tmp_path: Path,
) -> None:
    steps = "".join(f'- say: "{line}"\n- pause: 5s\n' for line in LINES)
    bed = "bed: { sound: rain, level: 24, rise: 6 }\n"
    write(tmp_path, f"title: Words\n{bed}steps:\n{steps}")
    outcomes: list[Outcome] = []
    options, store = BuildOptions(tmp_path / "output"), Store(tmp_path / "store")
    build_all(find_scripts([tmp_path / "script.yaml"]), options, store, 2, outcomes.append)
    heard = decode(tmp_path / "output/script.mp3")
    plan = json.loads((tmp_path / "output/data/script.plan.json").read_text())
    cues, made = plan["cues"], plan["made"]

    spoken_ = np.concatenate([_cut(heard, one) for one in cues])
    alone = [one for one in made["bed"]["alone"] if one["end"] - one["start"] >= 1]
    beds = np.array([_heard(_cut(heard, one)) - one["level"] for one in alone])

    assert _heard(spoken_) == pytest.approx(made["speech"], abs=0.3)
    assert len(beds) >= 9
    assert np.abs(beds).max() < 0.3


def _cut(heard: Wave, span: dict[str, Any]) -> Wave:
    return heard[round(span["start"] * RATE) : round(span["end"] * RATE)]


def test_our_own_weighting_is_that_of_another_meter() -> None:
    noise = np.random.default_rng(5).normal(0, 0.1, 10 * RATE)

    ours = level(float(np.square(weighted(noise)).mean()))

    assert ours == pytest.approx(METER.integrated_loudness(noise), abs=0.05)


@pytest.mark.parametrize("name", CHIMES)
def test_another_meter_finds_a_chime_as_far_under_the_voice(name: ChimeName) -> None:
    """The loudest 0.4 s of a stroke, between as loud as the voice and 15 LU under it."""
    struck = chime_named(name)().wave
    padded = np.pad(struck, (0, RATE // 2))
    blocks = [padded[at : at + RATE * 2 // 5] for at in range(0, padded.size - RATE // 2, 4800)]
    meter = pyloudnorm.Meter(RATE, block_size=0.399)

    theirs = max(float(meter.integrated_loudness(block)) for block in blocks)

    # A block cut out hard has an edge that a filter run over the whole stroke does not see.
    assert momentary(struck) == pytest.approx(theirs, abs=0.5)
    assert TARGET - 15 < theirs < TARGET


def test_trimming_leaves_every_consonant(spoken: list[tuple[bytes, int]]) -> None:
    """All that is cut off, or faded, is under -60 dBFS: some 40 dB under the words."""
    for pcm, rate in spoken:
        whole = np.frombuffer(pcm, "<i2") / FULL_SCALE
        loud = np.flatnonzero(np.abs(whole) > QUIET)
        first, last = loud[0], loud[-1] + 1
        trimmed = ready([(pcm, rate)])

        kept = trimmed.size * rate / RATE
        assert kept >= last - first
        before, after = whole[:first], whole[last:]
        assert max(np.abs(before).max(initial=0), np.abs(after).max(initial=0)) <= QUIET


def test_fades_end_where_the_word_begins(spoken: list[tuple[bytes, int]]) -> None:
    """At the engine's own rate nothing is resampled, and words can be compared to the sample."""
    for pcm, _ in spoken:
        whole = np.frombuffer(pcm, "<i2") / FULL_SCALE
        loud = np.flatnonzero(np.abs(whole) > QUIET)
        trimmed = ready([(pcm, RATE)])

        place = int(np.flatnonzero(np.abs(trimmed) > QUIET)[0])
        word = whole[loud[0] : loud[-1] + 1]
        assert np.array_equal(trimmed[place : place + word.size], word)


def test_the_limiter_hardly_touches_speech(spoken: list[tuple[bytes, int]]) -> None:
    """What it takes from lines at their level: seldom, little, and hardly any loudness."""
    waves = [ready([one]) for one in spoken]
    raised = [one * ratio(gain(found)) for one, found in zip(waves, loudness(waves), strict=True)]
    limited = [limit(one) for one in raised]

    taken = np.concatenate(
        [
            np.divide(after, before, out=np.ones_like(before), where=np.abs(before) > 1e-4)
            for before, after in zip(raised, limited, strict=True)
        ]
    )
    lost = np.array(loudness(raised)) - loudness(limited)

    assert decibels(float(taken.min())) > -4
    assert np.mean(taken < ratio(-0.5)) < 0.1
    assert lost.max() < 0.5
