"""Linked frames are, byte for byte, what encoding the whole session at once would give."""

from io import BytesIO

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.mp3.encode import LEAD, TRAIL, encode, silent_frame
from audioguide.mp3.frame import FRAME_BYTES, main_data_begin
from audioguide.mp3.link import link
from audioguide.sound.audio import Wave, segment, silence
from audioguide.sound.chime import bell
from audioguide.sound.spoken import ready
from audioguide.speech.pyttsx3_engine import Pyttsx3
from audioguide.units import FRAME, Frames
from audioguide.voice import Voice
from tests.listening import lame


def _speech() -> Wave:
    engine = Pyttsx3()
    spoken = engine.speak(
        "Roll slowly, and let a long breath go. She sells six thick sticks.", Voice()
    )
    engine.close()
    return ready([(spoken.pcm, spoken.rate)])


_SIGNAL = np.concatenate(
    [_speech(), bell().wave[: 48_000 * 2], np.random.default_rng(7).normal(0, 0.2, 48_000)]
)

stretches = st.lists(
    st.tuples(
        st.integers(4, 40),  # silent frames before
        st.integers(0, _SIGNAL.size // FRAME - 1),  # first frame of the signal
        st.integers(1, 60),  # frames of it
        st.sampled_from([1.0, 0.03, 1.6]),
    ),
    min_size=1,
    max_size=6,
)


def _cut(first: int, frames: int, level: float) -> Wave:
    wave = _SIGNAL[first * FRAME : (first + frames) * FRAME] * level
    return wave[: wave.size // FRAME * FRAME]


@given(stretches, st.integers(0, 5))
@settings(max_examples=25, deadline=None)
def test_linked_frames_are_those_of_a_whole_encode(
    cuts: list[tuple[int, int, int, float]], tail: int
) -> None:
    at, placed = 20, []
    for silent, first, frames, level in cuts:
        sound = segment(_cut(first, frames, level))
        at += silent
        placed.append((Frames(at), sound))
        at += len(sound.raw_data) // (2 * FRAME)
    length = Frames(at + tail)

    whole = bytearray(2 * FRAME * length)
    for start, sound in placed:
        whole[start * 2 * FRAME : start * 2 * FRAME + len(sound.raw_data)] = sound.raw_data
    coded = encode([sound for _, sound in placed])
    out = BytesIO()
    link(out, b"", length, zip((start for start, _ in placed), coded, strict=True), silent_frame())

    linked = out.getvalue()[FRAME_BYTES:]
    expected = b"".join(lame(bytes(whole)))
    assert len(linked) == len(expected)
    differ = [
        at
        for at in range(0, len(linked), FRAME_BYTES)
        if linked[at : at + FRAME_BYTES] != expected[at : at + FRAME_BYTES]
    ]
    assert not differ


def test_frames_do_not_depend_on_what_shares_the_encoder_run() -> None:
    first, second = segment(_cut(0, 40, 1.0)), segment(_cut(60, 30, 1.6))

    together, alone = encode([first, second, first]), encode([first])

    assert together[0] == together[2] == alone[0]


def test_a_segment_has_frames_before_and_after_its_sound() -> None:
    sound = segment(_cut(10, 5, 1.0))

    assert len(encode([sound])[0]) == (LEAD + 5 + TRAIL) * FRAME_BYTES


def test_every_frame_stands_alone() -> None:
    coded = encode([segment(_cut(0, 60, 1.0))])[0]

    begins = {main_data_begin(coded[at:]) for at in range(0, len(coded), FRAME_BYTES)}

    assert begins == {0}


def test_silence_is_one_frame_over_and_over() -> None:
    assert set(lame(silence(Frames(40)).raw_data)) == {silent_frame()}
