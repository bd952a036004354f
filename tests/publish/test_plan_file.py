"""The plan of a session: what is written of it is read again, and anything else is told apart."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.core.errors import PlanError
from audioguide.core.units import Samples
from audioguide.core.voice import Voice
from audioguide.publish.built_audio import BedAlone, BuiltAudio, BuiltBed, BuiltClip
from audioguide.publish.plan_file import About, PlanChapter, PlanCue, PlanFile, Source, plan_json
from audioguide.publish.plan_reader import read_plan
from audioguide.timeline.clip import BreathTone, Speech, Strike

ABOUT = About(
    summary="Nine quiet minutes.",
    author="Ann",
    album="Floor",
    number=1,
    language="en",
    date="",
    tags=("massage",),
    areas=(),
    tools=("ball",),
    position="lying",
    source="",
    cover="",
)
HERE = Source("neck.yaml", 4)
BUILT = BuiltAudio(
    channels=1,
    kbits=96,
    frames=2500,
    digest="d1",
    clips=(
        BuiltClip(Speech("Sit.", Voice(volume=-6.0)), "k1", -3.25),
        BuiltClip(Strike("temple", Path("a.wav")), "k2", 0.0),
        BuiltClip(BreathTone("in", Samples(4000)), "k3", 0.0),
    ),
    sounds=(0, 1, 2, 1),
    speech=-22.0,
    bed=BuiltBed("rain", 20.0, 0.0, -42.5, (BedAlone(9.0, 60.0, -40.0),)),
)
PLAN = PlanFile(
    script="neck.yaml",
    title="Neck & “nape”",
    estimated=False,
    length=60.0,
    about=ABOUT,
    chapters=(PlanChapter("Begin", 0.0, 60.0),),
    cues=(
        PlanCue("say", 0.48, 2.0, "Sit.", HERE),
        PlanCue("chime", 3.0, 4.5, "temple", HERE),
        PlanCue("tone", 5.0, 5.1, "breathe in", HERE),
        PlanCue("chime", 7.0, 8.5, "temple", HERE),
    ),
    built=BUILT,
)


@pytest.mark.parametrize("plan", [PLAN, replace(PLAN, built=None)], ids=["built", "planned"])
def test_what_is_written_is_read(plan: PlanFile) -> None:
    assert read_plan(plan_json(plan)) == plan


def test_a_plan_as_others_read_it() -> None:
    found = json.loads(plan_json(PLAN))

    assert list(found) == [
        *("script", "title", "estimated", "length", "about", "chapters", "cues", "made")
    ]
    assert found["cues"][0] == {
        "kind": "say",
        "start": 0.48,
        "end": 2.0,
        "text": "Sit.",
        "source": {"file": "neck.yaml", "line": 4},
    }
    assert found["chapters"] == [{"title": "Begin", "start": 0.0, "end": 60.0}]


def test_the_volume_of_a_cue_is_its_voice_s() -> None:
    assert BUILT.volumes() == [-6.0, 0.0, 0.0, 0.0]


def test_a_plan_that_tells_more_is_read() -> None:
    found = {**json.loads(plan_json(PLAN)), "colour": "red"}

    assert read_plan(json.dumps(found).encode()) == PLAN


def test_what_an_earlier_version_built_is_left_out() -> None:
    found = json.loads(plan_json(PLAN))
    del found["made"]["form"]
    found["made"]["clips"] = [{"key": "k", "gain": 0, "Strike": {"chime": "bell", "file": ""}}]

    assert read_plan(json.dumps(found).encode()) == replace(PLAN, built=None)


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b"null", b"no JSON", b"[" * 10**5, b'{"a":' * 10**5]
)
def test_what_is_no_plan_is_told(content: bytes) -> None:
    with pytest.raises(PlanError, match="it is no plan of a session"):
        read_plan(content)


def _paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    match value:
        case dict():
            parts = list(value.items())
        case list():
            parts = list(enumerate(value))
        case _:
            return
    for key, one in parts:
        yield from _paths(one, (*path, key))


def _with(path: tuple[str | int, ...], value: object) -> bytes:
    whole: Any = json.loads(plan_json(PLAN))
    inside = whole
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("length",), float("nan")),
        (("length",), float("inf")),
        (("length",), 1e9),
        (("length",), 5),
        (("title",), None),
        (("cues", 0, "start"), -1),
        (("cues", 0, "start"), 2.5),
        (("cues", 0, "end"), 61),
        (("cues", 1, "start"), 0.2),
        (("cues", 1, "kind"), "shout"),
        (("chapters", 0, "end"), float("nan")),
        (("made", "sounds"), [0, 1, 2]),
        (("made", "sounds", 3), 3),
        (("made", "sounds", 3), -1),
        (("made", "bed", "alone", 0, "end"), 90),
        (("made", "bed", "under"), 1e9),
        (("made", "clips", 0, "clip", "kind"), "shout"),
        (("made", "clips", 0, "clip", "kind"), "chime"),
        (("made",), 7),
    ],
    ids=str,
)
def test_what_no_session_has_is_told(path: tuple[str | int, ...], value: object) -> None:
    with pytest.raises(PlanError):
        read_plan(_with(path, value))


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.sampled_from(["\ud800", [], {}, [[]], 10**400, "1e999", {"kind": "say"}]),
)


@given(path=st.sampled_from(list(_paths(json.loads(plan_json(PLAN))))), value=ODD)
def test_a_plan_with_anything_in_it_is_read_or_told(
    path: tuple[str | int, ...], value: Any
) -> None:
    with suppress(PlanError):
        read_plan(_with(path, value))
