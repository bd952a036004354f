"""An author's own sound files: read as they are meant, and never trusted."""

import os
import re
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from audioguide.core import ffmpeg
from audioguide.core.errors import SoundError
from audioguide.core.ffmpeg import executable
from audioguide.core.units import RATE
from audioguide.sound import sound_file
from audioguide.sound.audio import Wave, decibels
from audioguide.sound.sound_file import read_sound

HERTZ, LEVEL = 1000, 0.5


def _tone(seconds: float, rate: int = RATE) -> Wave:
    """It begins at its crest, so that its onset is a single sample."""
    return LEVEL * np.cos(2 * np.pi * HERTZ * np.arange(round(seconds * rate)) / rate)


def _write(path: Path, wave: Wave, *options: str, rate: int = RATE, channels: int = 1) -> Path:
    """A sound file made by ffmpeg, in the format of its name; every channel holds the wave."""
    pcm = np.repeat(wave, channels).astype("<f4").tobytes()
    source = ["-f", "f32le", "-ar", str(rate), "-ac", str(channels), "-i", "-"]
    command = [executable(), "-v", "error", *source, *options, f"file:{path}"]
    subprocess.run(command, input=pcm, check=True)
    return path


def _wav(samples: bytes, rate: int, coding: int = 1, width: int = 2) -> bytes:
    """A mono WAV file, written by hand: `coding` 1 is PCM, 3 is float."""
    form = struct.pack("<HHIIHH", coding, 1, rate, (rate * width) % 2**32, width, 8 * width)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _refused(path: Path) -> str:
    with pytest.raises(SoundError) as caught:
        read_sound(path)
    return str(caught.value)


CODED = pytest.mark.parametrize(
    ("name", "options"),
    [
        ("bell.wav", []),
        ("bell24.wav", ["-c:a", "pcm_s24le"]),
        ("bell.aiff", []),
        ("bell.caf", []),
        ("bell.au", []),
        ("bell.w64", []),
        ("bell.flac", []),
        ("bell.wv", []),
        ("bell.mp3", ["-b:a", "128k"]),
        ("bell.ogg", ["-c:a", "libvorbis"]),
        ("bell.opus", ["-c:a", "libopus", "-b:a", "96k"]),
        ("bell.m4a", ["-c:a", "aac", "-b:a", "128k"]),
        ("bell.aac", ["-c:a", "aac", "-b:a", "128k"]),
        ("bell.mka", ["-c:a", "flac"]),
        ("bell.webm", ["-c:a", "libopus", "-b:a", "96k"]),
        ("bell.wma", ["-c:a", "wmav2"]),
        ("bell", ["-f", "wav"]),
    ],
)


@CODED
def test_file_of_any_usual_format_is_read(tmp_path: Path, name: str, options: list[str]) -> None:
    found = read_sound(_write(tmp_path / name, _tone(1), *options))

    # A lossy coder rings before and after the tone: raw AAC, which tells no delay, most of all.
    assert found.size == pytest.approx(RATE, abs=0.08 * RATE)
    # LAME takes 0.45 dB off.
    middle = found[RATE // 4 : 3 * RATE // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(middle.size)))
    assert np.argmax(spectrum) * 2 == HERTZ
    assert decibels(float(np.sqrt(2 * np.mean(middle**2)))) == pytest.approx(-6.02, abs=0.5)


def test_stereo_at_44100_keeps_pitch_length_and_level(tmp_path: Path) -> None:
    path = _write(tmp_path / "bell.wav", _tone(1, 44_100), rate=44_100, channels=2)

    found = read_sound(path)

    # The resampler rings for a millisecond before an onset that is a step.
    assert found.size == pytest.approx(RATE, abs=RATE // 500)
    assert np.abs(found[2400:-2400]).max() == pytest.approx(LEVEL, rel=1e-3)
    spectrum = np.abs(np.fft.rfft(found[:RATE] * np.hanning(min(found.size, RATE))))
    assert decibels(float(spectrum[1100:].max() / spectrum.max())) < -60


def test_chime_strikes_when_it_is_asked_to(tmp_path: Path) -> None:
    """A second of silence with its noise, 70 dB under the tone, before and after."""
    noise = np.random.default_rng(7).uniform(-1, 1, RATE) * LEVEL * 10 ** (-70 / 20)
    path = _write(tmp_path / "bell.flac", np.concatenate([noise, _tone(0.5), noise]))

    found = read_sound(path)

    assert found.size == RATE // 2
    assert found[0] == pytest.approx(LEVEL, abs=1e-3)


def test_soft_onset_is_kept(tmp_path: Path) -> None:
    """50 dB under the peak is sound, not silence."""
    path = _write(tmp_path / "bell.flac", np.concatenate([_tone(0.25) / 316, _tone(0.5)]))

    assert read_sound(path).size == 3 * RATE // 4


def test_file_that_stops_in_mid_wave_ends_without_a_click(tmp_path: Path) -> None:
    found = read_sound(_write(tmp_path / "bell.wav", _tone(0.5)))

    assert abs(found[-1]) < 1e-9
    assert np.abs(found[-24:]).max() < LEVEL / 50


def test_file_of_a_few_samples_is_read(tmp_path: Path) -> None:
    path = tmp_path / "click.wav"
    path.write_bytes(_wav(struct.pack("<h", 9000), RATE))

    assert read_sound(path).size == 1


def test_sound_over_full_scale_is_brought_down_to_it(tmp_path: Path) -> None:
    path = _write(tmp_path / "bell.wav", 6 * _tone(0.5), "-c:a", "pcm_f32le")

    assert np.abs(read_sound(path)).max() == pytest.approx(1)


def test_cover_picture_is_not_heard(tmp_path: Path) -> None:
    plain, cover, both = (tmp_path / name for name in ("plain.mp3", "cover.png", "bell.mp3"))
    _write(plain, _tone(0.5))
    picture = ["-f", "lavfi", "-i", "color=red:s=32x32", "-frames:v", "1", str(cover)]
    subprocess.run([executable(), "-v", "error", *picture], check=True)
    joined = ["-i", str(plain), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy", str(both)]
    subprocess.run([executable(), "-v", "error", *joined], check=True)

    assert np.array_equal(read_sound(both), read_sound(plain))


@pytest.mark.parametrize(
    "name", ["-i.wav", "-", "http:x.wav", "a%d,b'c;d.wav", "pipe:0", "ü ☂.wav"]
)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
def test_name_is_a_file_however_it_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _write(tmp_path / name, _tone(0.5), "-f", "wav")
    monkeypatch.chdir(tmp_path)

    assert read_sound(Path(name)).size == RATE // 2


@pytest.mark.parametrize("name", ["http://127.0.0.1:9/x.wav", "data:,x", "concat:a.wav|b.wav"])
def test_address_is_the_name_of_a_file_that_is_not_there(name: str) -> None:
    assert _refused(Path(name)).startswith("there is no file")


@pytest.mark.parametrize(
    ("name", "playlist"),
    [
        ("bell.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"),
        ("bell.mp3", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{}\n#EXT-X-ENDLIST\n"),
        ("bell.wav", "ffconcat version 1.0\nfile {}\n"),
        ("bell.ffconcat", "ffconcat version 1.0\nfile {}\n"),
        ("bell.m4a", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n"),
    ],
)
def test_playlist_opens_no_other_file(tmp_path: Path, name: str, playlist: str) -> None:
    _write(tmp_path / "secret.aac", _tone(0.5))
    path = tmp_path / name
    path.write_text(playlist.format("secret.aac"))

    assert "cannot be decoded" in _refused(path)


def test_concat_script_would_be_followed_without_the_whitelist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the test above is refused by it, and by nothing else."""
    _write(tmp_path / "secret.wav", _tone(0.5))
    path = tmp_path / "bell.wav"
    path.write_text("ffconcat version 1.0\nfile secret.wav\n")
    monkeypatch.setattr(ffmpeg, "SOUND", ffmpeg.SOUND + ",concat")

    assert read_sound(path).size == RATE // 2


def test_every_format_is_one_that_ffmpeg_knows() -> None:
    listed = subprocess.run([executable(), "-hide_banner", "-demuxers"], capture_output=True)
    table = re.split(r"\n -+\n", listed.stdout.decode())[1].splitlines()
    known = {name for line in table for name in line.split()[1].split(",")}

    assert set(ffmpeg.SOUND.split(",")) <= known


@pytest.mark.parametrize("content", [b"Ding!\n", b"\x89PNG\r\n\x1a\n", bytes(5000), b"RIFF" * 999])
def test_what_is_no_sound_cannot_be_decoded(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bell.wav"
    path.write_bytes(content)

    assert "`bell.wav` cannot be decoded as sound" in _refused(path)


def test_empty_file_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "bell.wav"
    path.touch()

    assert "is empty" in _refused(path)


def test_file_with_a_header_and_nothing_after_it_holds_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "bell.wav"
    path.write_bytes(_wav(b"", RATE))

    assert "holds no sound" in _refused(path)


def test_film_without_sound_has_none(tmp_path: Path) -> None:
    film = ["-f", "lavfi", "-i", "testsrc=d=0.2:s=32x32", str(tmp_path / "bell.mp4")]
    subprocess.run([executable(), "-v", "error", *film], check=True)

    assert "has no sound in it" in _refused(tmp_path / "bell.mp4")


def test_missing_file_and_folder_are_named_for_what_they_are(tmp_path: Path) -> None:
    assert _refused(tmp_path / "bell.wav").startswith("there is no file `bell.wav`")
    assert _refused(tmp_path / "no" / "bell.wav").startswith("there is no file `bell.wav`")
    assert "is a folder" in _refused(tmp_path)


def test_name_that_no_file_can_have_is_an_authors_mistake(tmp_path: Path) -> None:
    assert "no name of a file" in _refused(tmp_path / "a\0b.wav")
    assert "cannot be read" in _refused(tmp_path / ("a" * 5000))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of Unix")
def test_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "bell.wav")

    assert "is not a file" in _refused(tmp_path / "bell.wav")


@pytest.mark.parametrize("level", [0, 1e-4])
def test_silent_file_is_called_silent(tmp_path: Path, level: float) -> None:
    assert "is silent" in _refused(_write(tmp_path / "bell.flac", _tone(1) * level))


def test_channels_that_cancel_each_other_are_silent(tmp_path: Path) -> None:
    opposed = np.stack([_tone(0.5), -_tone(0.5)], axis=1).ravel()
    content = bytearray(_wav((opposed * 32767).astype("<i2").tobytes(), RATE))
    struct.pack_into("<HIIH", content, 22, 2, RATE, 4 * RATE, 4)  # two channels of it
    path = tmp_path / "bell.wav"
    path.write_bytes(content)

    assert "is silent once it is mono" in _refused(path)


def test_a_minute_is_read_and_more_is_too_long(tmp_path: Path) -> None:
    minute = _write(tmp_path / "minute.flac", _tone(60))
    longer = _write(tmp_path / "longer.flac", _tone(60.01))
    music = _write(tmp_path / "music.flac", _tone(600, 8000), rate=8000)

    assert read_sound(minute).size == 60 * RATE
    assert "is longer than 60 s" in _refused(longer)
    assert "is longer than 60 s" in _refused(music)


@pytest.mark.parametrize("rate", [1, 3999, 192_001, 2**31 - 1])
def test_rate_that_no_recorder_has_is_refused(tmp_path: Path, rate: int) -> None:
    """A resampler's filter grows with the rate that a header claims."""
    path = tmp_path / "bell.wav"
    path.write_bytes(_wav((_tone(1) * 32767).astype("<i2").tobytes(), rate))

    assert f"has {rate} samples a second" in _refused(path)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_samples_that_are_no_numbers_are_refused(tmp_path: Path, value: float) -> None:
    path = tmp_path / "bell.wav"
    path.write_bytes(_wav(np.array([0.1, value, 0.1] * 99, "<f4").tobytes(), RATE, 3, 4))

    assert "no numbers" in _refused(path)


def test_decoder_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _write(tmp_path / "bell.wav", _tone(0.5))
    monkeypatch.setattr(sound_file, "_LIMIT_SECONDS", 0)

    assert "to decode" in _refused(path)
