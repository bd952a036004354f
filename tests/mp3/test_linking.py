"""Linked frames are, byte for byte, what encoding the whole session at once would give: amid
silence and over a bed, mono and stereo."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audioguide.core.units import FRAME, Frames
from audioguide.core.voice import Voice
from audioguide.mp3.encode import AFTER, BEFORE, LEAD, TRAIL, encode, silent_frame
from audioguide.mp3.frame import MONO, STEREO, Format, main_data_begin
from audioguide.mp3.link import link
from audioguide.sound.audio import FULL_SCALE, AudioSegment, audio_segment, from_pcm
from audioguide.sound.chime import bell
from audioguide.sound.spoken import ready
from audioguide.speech.pyttsx3.engine import Pyttsx3Engine
from tests.listening import lame


def _speech() -> np.ndarray:
    engine = Pyttsx3Engine()
    spoken = engine.speak(
        "Roll slowly, and let a long breath go. She sells six thick sticks.", Voice()
    )
    engine.close()
    return ready([(spoken.pcm, spoken.rate)])


_NOISE = np.random.default_rng(7).normal(0, 0.2, 48_000)
_SIGNAL = np.concatenate([_speech(), bell().wave[: 48_000 * 2], _NOISE])
_LOOP = 70
_BED = np.random.default_rng(8).normal(0, 0.05, (_LOOP * FRAME, 2)) + 0.02 * np.sin(
    2 * np.pi * 50 * np.arange(_LOOP * FRAME) / (_LOOP * FRAME)
).reshape(-1, 1)

stretches = st.lists(
    st.tuples(
        st.integers(4, 40),  # frames before in which nobody speaks
        st.integers(0, _SIGNAL.size // FRAME - 1),  # first frame of the signal
        st.integers(1, 60),  # frames of it
        st.sampled_from([1.0, 0.03, 1.6]),
    ),
    min_size=1,
    max_size=6,
)
formats = st.sampled_from([MONO, STEREO])


def _cut(first: int, frames: int, level: float) -> np.ndarray:
    wave = _SIGNAL[first * FRAME : (first + frames) * FRAME] * level
    return wave[: wave.size // FRAME * FRAME]


def _pcm(wave: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(wave * FULL_SCALE), -FULL_SCALE, FULL_SCALE - 1).astype("<i2")


def _session(
    cuts: list[tuple[int, int, int, float]], tail: int, background: np.ndarray
) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The PCM of a whole session (frames, FRAME, channels) over a background that goes round, and
    the frames [start, end) of its stretches."""
    at, spans = 20, []
    for before, first, frames, level in cuts:
        at += before
        end = at + _cut(first, frames, level).size // FRAME
        spans.append((at, end))
        at = end
    rounds = np.resize(background, ((at + tail) * FRAME, background.shape[1]))
    whole = _pcm(rounds).reshape(-1, FRAME, background.shape[1])
    for (start, end), (_, first, frames, level) in zip(spans, cuts, strict=True):
        voice = _cut(first, frames, level)[:, None]
        mixed = rounds[start * FRAME : end * FRAME] + voice
        whole[start:end] = _pcm(mixed).reshape(end - start, FRAME, -1)
    return whole, spans


def _linked(
    whole: np.ndarray, spans: list[tuple[int, int]], between: bytes, around: np.ndarray, to: Format
) -> list[bytes]:
    """The frames of a session linked from its stretches, each encoded with what is around it."""
    stretches = []
    for start, end in spans:
        frames = [np.arange(start - BEFORE, start), np.arange(end, end + AFTER)]
        before, after = (around[at % len(around)] for at in frames)
        stretches.append(_audio(np.concatenate([before, whole[start:end], after]), to))
    coded = encode(stretches, to)
    out = BytesIO()
    placed = ((Frames(start), frames) for (start, _), frames in zip(spans, coded, strict=True))
    link(out, b"", Frames(len(whole)), placed, between, to)
    size = to.frame_bytes
    linked = out.getvalue()[size:]
    return [linked[at : at + size] for at in range(0, len(linked), size)]


def _audio(frames: np.ndarray, to: Format) -> AudioSegment:
    return from_pcm(frames.tobytes(), to.channels)


def _amid_silence(sound: np.ndarray) -> AudioSegment:
    return audio_segment(np.pad(sound, (BEFORE * FRAME, AFTER * FRAME)))


def _differing(linked: list[bytes], whole: np.ndarray, to: Format) -> list[int]:
    expected = lame(whole.tobytes(), to)
    assert len(linked) == len(expected)
    return [at for at, pair in enumerate(zip(linked, expected, strict=True)) if pair[0] != pair[1]]


@given(stretches, st.integers(0, 5), formats)
@settings(max_examples=12, deadline=None)
def test_linked_frames_are_those_of_a_whole_encode(
    cuts: list[tuple[int, int, int, float]], tail: int, to: Format
) -> None:
    silence = np.zeros((1, FRAME, to.channels), "<i2")
    whole, spans = _session(cuts, tail, silence.reshape(FRAME, -1))

    linked = _linked(whole, spans, silent_frame(to), silence, to)

    assert not _differing(linked, whole, to)


@given(stretches, st.integers(0, 90), formats)
@settings(max_examples=12, deadline=None)
def test_a_bed_runs_on_as_in_a_whole_encode(
    cuts: list[tuple[int, int, int, float]], tail: int, to: Format
) -> None:
    """The bed's loop is encoded once, with its own end before it and its beginning after it. It
    begins in mid-wave here, so that the very first frames of the session differ, as their past
    does: a real one begins with silence."""
    bed = _BED[:, : to.channels]
    loop = _pcm(bed).reshape(-1, FRAME, to.channels)
    around = np.concatenate([loop[-BEFORE:], loop, loop[:AFTER]])
    coded = encode([_audio(around, to)], to)[0]
    ring = coded[LEAD * to.frame_bytes : (LEAD + _LOOP) * to.frame_bytes]
    whole, spans = _session(cuts, tail, bed)

    linked = _linked(whole, spans, ring, loop, to)

    ends = (0, 1, *range(len(whole) - 1, len(linked)))  # where the session stops, the loop goes on
    assert not set(_differing(linked, whole, to)) - set(ends)


@pytest.mark.parametrize("to", [MONO, STEREO])
def test_frames_do_not_depend_on_what_shares_the_encoder_run(to: Format) -> None:
    first, second = (
        from_pcm(np.repeat(_pcm(_cut(*cut)), to.channels).tobytes(), to.channels)
        for cut in ((0, 40, 1.0), (60, 30, 1.6))
    )

    together, alone = encode([first, second, first], to), encode([first], to)

    assert together[0] == together[2] == alone[0]


def test_a_stretch_has_frames_before_and_after_its_sound() -> None:
    sound = _amid_silence(_cut(10, 5, 1.0))

    assert len(encode([sound], MONO)[0]) == (LEAD + 5 + TRAIL) * MONO.frame_bytes


@pytest.mark.parametrize("to", [MONO, STEREO])
def test_every_frame_stands_alone(to: Format) -> None:
    sound = np.repeat(_pcm(_cut(0, 60, 1.0)), to.channels)
    (coded,) = encode([from_pcm(sound.tobytes(), to.channels)], to)

    begins = {main_data_begin(coded[at:]) for at in range(0, len(coded), to.frame_bytes)}

    assert begins == {0}


@pytest.mark.parametrize("to", [MONO, STEREO])
def test_silence_is_one_frame_over_and_over(to: Format) -> None:
    assert set(lame(bytes(to.pcm_bytes(Frames(40))), to)) == {silent_frame(to)}
