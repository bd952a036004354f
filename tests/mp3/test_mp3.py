"""The file around the frames: Info header, what players read."""

import struct
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from audioguide.core.errors import FrameError
from audioguide.core.ffmpeg import executable
from audioguide.core.units import FRAME, Frames
from audioguide.mp3.encode import AFTER, BEFORE, encode, silent_frame
from audioguide.mp3.frame import MONO, frames
from audioguide.mp3.info import crc16, info_frame
from audioguide.mp3.link import link
from audioguide.sound.audio import audio_segment
from tests.listening import decode


@pytest.fixture
def session(tmp_path: Path) -> Path:
    """6 s of silence with a click in frame 100 and one in the very last frame."""
    click = np.zeros((BEFORE + 1 + AFTER) * FRAME)
    click[BEFORE * FRAME] = 0.9
    coded = encode([audio_segment(click)], MONO)[0]
    path = tmp_path / "session.mp3"
    with path.open("wb") as out:
        link(
            out,
            b"",
            Frames(250),
            [(Frames(100), coded), (Frames(249), coded)],
            silent_frame(MONO),
            MONO,
        )
    return path


def test_decoded_length_is_exact(session: Path) -> None:
    assert decode(session).size == 250 * FRAME


def test_sound_is_decoded_on_its_sample(session: Path) -> None:
    wave = decode(session)

    assert int(np.argmax(np.abs(wave[: 200 * FRAME]))) == 100 * FRAME
    assert int(np.argmax(np.abs(wave[200 * FRAME :]))) == 49 * FRAME


def test_info_header_is_understood(session: Path) -> None:
    info = MP3(session).info

    assert info.length == pytest.approx(250 * 0.024, abs=1e-6)
    assert (info.sample_rate, info.channels, info.bitrate) == (48_000, 1, 96_000)
    assert info.bitrate_mode == BitrateMode.CBR
    assert info.encoder_info.startswith("LAME 3.100")


def test_info_header_has_the_form_of_lames(tmp_path: Path) -> None:
    """A header written by ffmpeg's own muxer, field by field, where the two mean the same."""
    path = tmp_path / "theirs.mp3"
    source = ["-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-t", "3", "-c:a", "libmp3lame"]
    options = ["-b:a", "96k", "-reservoir", "0", "-id3v2_version", "0"]
    subprocess.run([executable(), "-v", "error", *source, *options, str(path)], check=True)
    theirs = path.read_bytes()
    ours = info_frame(len(theirs) // MONO.frame_bytes - 1, MONO)

    assert len(ours) == MONO.frame_bytes
    assert ours[21:37] == theirs[21:37]  # "Info", flags, frames, bytes
    seek, their_seek = (np.frombuffer(header[37:137], "u1") for header in (ours, theirs))
    # Theirs steps by whole frames: two of 256 parts of 3 s is a frame.
    assert np.abs(seek.astype(int) - their_seek).max() <= 2
    assert ours[162:165] == theirs[162:165]  # delay and padding


def test_info_header_carries_its_own_check() -> None:
    header = info_frame(1000, MONO)

    assert struct.unpack(">H", header[175:177])[0] == crc16(header[:175])
    assert crc16(b"123456789") == 0xBB3D


def test_foreign_frames_are_refused() -> None:
    with pytest.raises(FrameError, match="frame 0 begins with"):
        list(frames(bytes(MONO.frame_bytes), MONO))
    with pytest.raises(FrameError, match="not whole frames"):
        list(frames(silent_frame(MONO)[:-1], MONO))


def test_overlapping_segments_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        link(
            BytesIO(),
            b"",
            Frames(50),
            [(Frames(20), silent_frame(MONO) * 9), (Frames(22), b"")],
            silent_frame(MONO),
            MONO,
        )
