"""Authors' own sounds as beds: they go round without a seam, are read in little memory, and are
never trusted."""

import os
import subprocess
import tracemalloc
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audioguide.core.errors import SoundError
from audioguide.core.ffmpeg import executable
from audioguide.core.units import FRAME, RATE, Frames
from audioguide.sound import bed_file
from audioguide.sound.audio import FULL_SCALE, Wave, decibels
from audioguide.sound.bed_file import read_bed

HERTZ = 500.0


def _hum(seconds: float, hertz: float = HERTZ, rate: int = RATE) -> Wave:
    return 0.5 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def _rush(seconds: float, channels: int = 1) -> Wave:
    """White noise, shape (n, channels), every sample its own."""
    random = np.random.default_rng(5)
    return random.uniform(-0.5, 0.5, (round(seconds * RATE), channels))


def _write(path: Path, wave: Wave, *options: str, rate: int = RATE) -> Path:
    """A sound file made by ffmpeg, in the format of its name, of a wave of shape (n,) or
    (n, channels)."""
    channels = 1 if wave.ndim == 1 else wave.shape[1]
    source = ["-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-i", "-"]
    command = [executable(), "-v", "error", *source, *options, f"file:{path}"]
    subprocess.run(command, input=wave.astype("<f4").tobytes(), check=True)
    return path


def _read(path: Path, stereo: bool | None = None) -> NDArray[np.float64]:
    """The whole loop, shape (n, channels), full scale 1."""
    with closing(read_bed(path, stereo)) as loop:
        pcm = np.frombuffer(loop.stretch(Frames(0), loop.frames), "<i2")
        assert len(pcm) == loop.frames * FRAME * loop.channels
        return pcm.reshape(-1, loop.channels) / FULL_SCALE


def _refused(path: Path, stereo: bool | None = None) -> str:
    with pytest.raises(SoundError) as caught:
        read_bed(path, stereo)
    return str(caught.value)


def _pitch(wave: Wave) -> float:
    spectrum = np.abs(np.fft.rfft(wave[:RATE] * np.hanning(RATE)))
    return float(np.argmax(spectrum))


@pytest.mark.parametrize(
    ("name", "rate", "options"),
    [
        ("rain.wav", 48_000, []),
        ("rain.wav", 44_100, []),
        ("rain.wav", 8_000, []),
        ("rain.wav", 96_000, ["-c:a", "pcm_s24le"]),
        ("rain.flac", 44_100, []),
        ("rain.mp3", 44_100, []),
        ("rain.ogg", 48_000, ["-c:a", "libvorbis"]),
        ("rain.m4a", 44_100, ["-c:a", "aac"]),
        ("rain", 48_000, ["-f", "wav"]),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_file_of_any_usual_format_is_read(
    tmp_path: Path, name: str, rate: int, options: list[str], channels: int
) -> None:
    left = _hum(10, rate=rate)
    wave = left if channels == 1 else np.stack([left, _hum(10, 700, rate)], axis=1)

    found = _read(_write(tmp_path / name, wave, *options, rate=rate))

    # What crosses over is heard once: 8 s remain. A lossy coder rings before and after.
    assert len(found) / RATE == pytest.approx(8, abs=0.1)
    assert [_pitch(channel) for channel in found.T] == [HERTZ, 700][:channels]


def test_loop_is_the_file_without_its_beginning_and_its_end_crossed_over_into_it(
    tmp_path: Path,
) -> None:
    wave = _rush(9.5, 2)
    path = _write(tmp_path / "rain.wav", wave, "-c:a", "pcm_f32le")

    found = _read(path)

    fade, frames = 2 * RATE, 7.5 * RATE // FRAME
    kept = int(frames * FRAME) - fade
    wave *= 10 ** (-6 / 20) / np.abs(wave).max()
    angle = np.pi / 2 * (np.arange(fade) + 0.5)[:, np.newaxis] / fade
    crossed = wave[fade + kept : 2 * fade + kept] * np.cos(angle) + wave[:fade] * np.sin(angle)
    # Half a bit, and what a 32-bit float of the file has lost.
    assert np.abs(found - np.concatenate([wave[fade : fade + kept], crossed])).max() < 0.6 / 32768


def test_short_file_crosses_over_a_quarter_of_itself(tmp_path: Path) -> None:
    found = _read(_write(tmp_path / "rain.wav", _rush(4)))

    assert len(found) == 3 * RATE // FRAME * FRAME


def test_level_stays_where_the_end_crosses_over(tmp_path: Path) -> None:
    found = _read(_write(tmp_path / "rain.wav", _rush(12)))[:, 0]

    powers = np.square(np.tile(found, 2)[: len(found) * 2 // 4800 * 4800].reshape(-1, 4800))
    levels = 10 * np.log10(powers.mean(axis=1))
    # 0.1 s of white noise: its power varies by 2 % RMS, less than 0.5 dB five times over.
    assert np.ptp(levels) < 0.7


def test_step_over_the_seam_is_like_any_other(tmp_path: Path) -> None:
    """A tone, whose steps are small, and a length that is no whole number of its cycles."""
    found = _read(_write(tmp_path / "rain.wav", _hum(7.77, 333.3)))[:, 0]

    for order in (1, 2, 3):
        steps = np.abs(np.diff(np.concatenate([found, found[:8]]), order))
        # Rounding to 16 bits moves a step by some bits.
        assert steps[-8 - order :].max() <= steps[: -8 - order].max() + 4 / 32768


def test_silence_at_both_ends_is_left_out(tmp_path: Path) -> None:
    silence = np.random.default_rng(2).uniform(-1, 1, RATE) * 1e-4
    wave = np.concatenate([silence, _hum(6), silence])

    found = _read(_write(tmp_path / "rain.flac", wave))

    assert len(found) == (6 - 1.5) * RATE // FRAME * FRAME
    assert np.sqrt(np.square(found.reshape(-1, FRAME)).mean(axis=1)).min() > 0.2


@pytest.mark.parametrize("level", [2e-3, 1, 8])
def test_any_level_uses_the_bits_well(tmp_path: Path, level: float) -> None:
    """8 is 12 dB over full scale, which files of floats may hold."""
    found = _read(_write(tmp_path / "rain.wav", _hum(3) * level, "-c:a", "pcm_f32le"))

    assert decibels(float(np.abs(found[:RATE]).max())) == pytest.approx(-6, abs=0.1)


@pytest.mark.parametrize(
    ("columns", "stereo", "channels"),
    [
        (1, None, 1),
        (1, True, 2),
        (1, False, 1),
        (2, None, 2),
        (2, True, 2),
        (2, False, 1),
        (6, None, 2),
        (6, True, 2),
        (6, False, 1),
    ],
)
def test_channels_are_as_asked_or_those_of_the_file(
    tmp_path: Path, columns: int, stereo: bool | None, channels: int
) -> None:
    path = _write(tmp_path / "rain.flac", _rush(2, columns))

    found = _read(path, stereo)

    assert found.shape[1] == channels


@pytest.mark.parametrize(("stereo", "channels"), [(None, 1), (True, 2), (False, 1)])
def test_channels_that_hold_the_same_are_one(
    tmp_path: Path, stereo: bool | None, channels: int
) -> None:
    """Within the rounding to 16 bits: the right one is up by one."""
    left = np.rint(_hum(2) * 32768) / 32768
    path = _write(tmp_path / "rain.flac", np.stack([left, left + 1 / 32768], axis=1))

    assert _read(path, stereo).shape[1] == channels


def test_channels_that_differ_a_little_are_two(tmp_path: Path) -> None:
    left = _hum(2)
    path = _write(tmp_path / "rain.flac", np.stack([left, left * 0.999], axis=1))

    assert _read(path).shape[1] == 2


def test_mono_is_the_mean_of_left_and_right(tmp_path: Path) -> None:
    wave = np.stack([_hum(4), _hum(4, 800)], axis=1)

    found = _read(_write(tmp_path / "rain.wav", wave), stereo=False)[:RATE, 0]

    spectrum = np.abs(np.fft.rfft(found * np.hanning(RATE)))
    assert spectrum[800] == pytest.approx(spectrum[500], rel=1e-3)
    assert np.sort(spectrum)[-7] < spectrum[500] / 1000


def test_channels_that_cancel_each_other_are_silent_in_mono(tmp_path: Path) -> None:
    path = _write(tmp_path / "rain.flac", np.stack([_hum(2), -_hum(2)], axis=1))

    assert "is silent once it is mono" in _refused(path, stereo=False)
    assert _read(path).shape[1] == 2


@pytest.mark.parametrize("level", [0, 1e-4])
def test_silent_file_is_called_silent(tmp_path: Path, level: float) -> None:
    assert "is silent: export it louder" in _refused(
        _write(tmp_path / "rain.flac", _hum(2) * level)
    )


def test_sound_under_a_second_is_too_short(tmp_path: Path) -> None:
    silence = np.zeros(RATE)
    short = _write(tmp_path / "short.wav", np.concatenate([silence, _hum(0.9), silence]))

    assert "`short.wav` lasts 0.9 s without the silence at its ends" in _refused(short)
    assert len(_read(_write(tmp_path / "enough.wav", _hum(1.01)))) == 31 * FRAME


def test_more_than_the_longest_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bed_file, "LONGEST", 60)
    minute = _write(tmp_path / "minute.wav", _hum(60, rate=8000), rate=8000)
    longer = _write(tmp_path / "longer.wav", _hum(60.1, rate=8000), rate=8000)

    assert len(_read(minute)) / RATE == pytest.approx(58, abs=0.03)
    assert "`longer.wav` is longer than 1 min: shorten it" in _refused(longer)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e30])
def test_samples_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    wave = _hum(3)
    wave[2 * RATE] = value

    assert "no numbers" in _refused(_write(tmp_path / "rain.wav", wave, "-c:a", "pcm_f32le"))


def test_damaged_file_is_read_as_far_as_it_goes_or_refused(tmp_path: Path) -> None:
    whole = _write(tmp_path / "whole.mp3", _hum(10)).read_bytes()
    cut = tmp_path / "cut.mp3"
    cut.write_bytes(whole[: len(whole) // 2])
    random = np.random.default_rng(3)
    noise = tmp_path / "noise.mp3"
    noise.write_bytes(random.bytes(50_000))

    # Half of it, less the 2 s at most that cross over.
    assert len(_read(cut)) / RATE == pytest.approx(5 - 1.25, abs=0.1)
    assert "noise.mp3" in _refused(noise)


@pytest.mark.parametrize("name", ["rain.mp3", "rain.m3u8", "rain.wav"])
@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\nsecret.wav\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile secret.wav\n",
    ],
)
def test_playlist_opens_no_other_file(tmp_path: Path, name: str, playlist: str) -> None:
    _write(tmp_path / "secret.wav", _hum(3))
    path = tmp_path / name
    path.write_text(playlist)

    assert "cannot be decoded as sound" in _refused(path)


def test_what_is_no_sound_is_named_for_what_it_is(tmp_path: Path) -> None:
    empty, text, film = (tmp_path / name for name in ("empty.wav", "text.wav", "film.mp4"))
    empty.touch()
    text.write_text("Plitsch!\n")
    scene = ["-f", "lavfi", "-i", "testsrc=d=0.2:s=32x32", str(film)]
    subprocess.run([executable(), "-v", "error", *scene], check=True)

    assert "is empty" in _refused(empty)
    assert "cannot be decoded as sound" in _refused(text)
    assert "has no sound in it" in _refused(film)
    assert "is a folder" in _refused(tmp_path)
    assert _refused(tmp_path / "none.wav").startswith("there is no file `none.wav`")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rain.wav")

    assert "is not a file" in _refused(tmp_path / "rain.wav")


def test_rate_that_no_recorder_has_is_refused(tmp_path: Path) -> None:
    path = _write(tmp_path / "rain.wav", _hum(2, rate=2000), rate=2000)

    assert "has 2000 samples a second" in _refused(path)


def test_decoder_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write(tmp_path / "rain.wav", _hum(20))
    monkeypatch.setattr(bed_file, "_LIMIT_SECONDS", 0)

    assert "took over 0 s to decode" in _refused(path)


def test_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = _write(tmp_path / "rain.wav", _rush(3, 2), rate=44_100)

    assert np.array_equal(_read(path), _read(path))


def _most_memory(path: Path) -> int:
    """Bytes at the peak, of what Python and NumPy allocate while a file is read once round."""
    tracemalloc.start()
    with closing(read_bed(path, None)) as loop:
        for _ in loop.blocks():
            pass
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    minute = _most_memory(_write(tmp_path / "minute.wav", _rush(60, 2)))
    three = _most_memory(_write(tmp_path / "three.wav", _rush(180, 2)))

    assert three == pytest.approx(minute, rel=0.05)
    # 3 min are 35 MB as 16-bit samples.
    assert three < 20e6


def test_temporary_files_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write(tmp_path / "rain.wav", _hum(3))
    short = _write(tmp_path / "short.wav", _hum(0.5))
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))

    _read(path)
    _refused(short)

    assert not list(folder.iterdir())
