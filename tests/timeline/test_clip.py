"""What every clip tells of itself."""

from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from audioguide.core.units import Samples
from audioguide.core.voice import Voice
from audioguide.timeline.clip import BreathTone, Clip, Speech, Strike

CLIPS: tuple[Clip, ...] = (
    Speech("Sit tall.", Voice(run=("/home/ann/say", "{text}"), engine="command")),
    Strike("bell"),
    Strike("temple", Path("/home/ann/a.wav")),
    BreathTone("in", Samples(4000)),
)


def test_every_clip_is_here() -> None:
    assert {type(clip) for clip in CLIPS} == set(get_args(Clip))


def test_no_two_clips_share_a_kind() -> None:
    kinds = [clip.kind for clip in (CLIPS[0], *CLIPS[2:])]

    assert len(set(kinds)) == len(get_args(Clip))


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.words)
def test_all_of_a_clip_is_in_its_key(clip: Clip) -> None:
    assert set(clip.key_input(str)) == {one.name for one in fields(clip)}


def test_a_file_counts_by_its_content_and_not_by_its_place() -> None:
    here, there = Strike("temple", Path("/a/x.wav")), Strike("temple", Path("/b/y.wav"))

    assert here.key_input(lambda _: "same") == there.key_input(lambda _: "same")
    assert here.key_input(str) != there.key_input(str)


@pytest.mark.parametrize("clip", CLIPS, ids=lambda clip: clip.words)
def test_a_portable_clip_tells_nothing_of_the_machine(clip: Clip) -> None:
    assert "ann" not in repr(clip.portable())


def test_files_are_those_of_the_author() -> None:
    assert [clip.files for clip in CLIPS] == [(), (), (Path("/home/ann/a.wav"),), ()]
