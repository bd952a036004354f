"""The shipped routines, spoken by pyttsx3, decoded and measured against the bars of the design."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audioguide.session.library import find_scripts
from audioguide.session.options import BuildOptions, Outcome
from audioguide.sound.audio import Wave, decibels, ratio
from audioguide.sound.limiter import true_peaks
from audioguide.sound.loudness import AS_PLAYED, loudness
from audioguide.store.store import Store
from tests.building import build_all
from tests.listening import decode, onset

SCRIPTS = Path(__file__).parents[2] / "scripts"

SESSIONS = ("desk-reset", "ice-and-rest", "pelvic-floor-breathing", "schreibtischpause")
"""Some of each kind: counted, timed, breathed, German. The others are held against the brief by
estimated lengths in `test_routines`."""

SPOKEN = ("say", "cue", "count")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    outcomes: list[Outcome] = []
    options = BuildOptions(folder / "output")
    scripts = find_scripts([SCRIPTS / f"{name}.yaml" for name in SESSIONS])
    build_all(scripts, options, Store(folder / "store"), 2, outcomes.append)
    assert [outcome.status for outcome in outcomes] == ["built"] * len(outcomes)
    return folder / "output"


@pytest.fixture(scope="module", params=SESSIONS)
def session(request: pytest.FixtureRequest, built: Path) -> tuple[Wave, dict[str, Any]]:
    name = request.param
    plan = json.loads((built / "data" / f"{name}.plan.json").read_text())
    return decode(built / f"{name}.mp3"), plan


def _lines(wave: Wave, plan: dict[str, Any]) -> list[Wave]:
    return [
        wave[round(cue["start"] * 48_000) : round(cue["end"] * 48_000)]
        for cue in plan["cues"]
        if cue["kind"] in SPOKEN
    ]


def test_length_is_the_plans(session: tuple[Wave, dict[str, Any]]) -> None:
    wave, plan = session

    assert wave.size / 48_000 == pytest.approx(plan["length"], abs=1e-9)


def test_cues_are_heard_when_the_plan_says(session: tuple[Wave, dict[str, Any]]) -> None:
    """Where there is silence or the floor before a cue, its onset is seen; under a bell's tail it
    is not."""
    wave, plan = session
    errors = {
        cue["text"]: onset(wave, cue["start"]) - cue["start"]
        for cue in plan["cues"]
        if cue["kind"] != "tone"  # it fades in, over a second
        and np.abs(wave[round((cue["start"] - 0.06) * 48_000) :][:2400]).max() < ratio(-54)
    }

    assert len(errors) > 20
    late = {text: error for text, error in errors.items() if abs(error) > 0.024}
    assert not late


def test_speech_is_as_loud_as_it_should_be(session: tuple[Wave, dict[str, Any]]) -> None:
    (heard,) = loudness([np.concatenate(_lines(*session))])

    assert heard + AS_PLAYED == pytest.approx(-16, abs=1)


def test_lines_are_as_loud_as_one_another(session: tuple[Wave, dict[str, Any]]) -> None:
    lines = _lines(*session)
    short = [line.size < 1.5 * 48_000 for line in lines]
    levels = np.array(
        [level for at in range(0, len(lines), 30) for level in loudness(lines[at : at + 30])]
    )

    allowed = np.where(short, 2.0, 1.0)
    assert not np.flatnonzero(np.abs(levels + AS_PLAYED + 16) > allowed).size


def test_true_peak_stays_under_the_bar(session: tuple[Wave, dict[str, Any]]) -> None:
    wave, _ = session

    assert decibels(true_peaks(wave).max()) <= -1


def test_chapters_cover_the_session(session: tuple[Wave, dict[str, Any]]) -> None:
    _, plan = session
    chapters = plan["chapters"]

    assert chapters[0]["start"] == 0
    assert chapters[-1]["end"] == plan["length"]
    assert all(a["end"] == b["start"] for a, b in pairwise(chapters))
