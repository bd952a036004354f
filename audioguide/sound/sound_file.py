"""An author's own sound file, opened with care and made a wave that can be struck as a chime."""

import stat
import struct
from pathlib import Path

import numpy as np
import soxr

from audioguide.core import ffmpeg
from audioguide.core.errors import FailedRunError, LateRunError, SoundError
from audioguide.core.problem import quoted
from audioguide.core.units import RATE, samples
from audioguide.sound.audio import Wave, ratio
from audioguide.sound.chime import SILENT

LONGEST = 60
"""Seconds of sound in a file: a chime is a stroke, not music."""

RATES = range(4_000, 192_001)
"""Samples a second that a file may have. Its header may claim any number, and a resampler's filter
grows with it."""

_LIMIT_SECONDS = 30
"""A minute of sound is decoded in well under a second."""

QUIET = ratio(-60)
"""Of the peak: what is softer at either end of a file is no part of its sound."""

_FADE = samples(0.01)
"""Samples that fade to zero at the end, where a file may stop in mid-wave."""

AU = struct.Struct(">4s5I")
"""The header of an AU file: magic, offset of the samples, their size, coding, rate, channels. What
is decoded comes as one: it tells the rate in 24 bytes."""

TO_DO = "give a WAV, FLAC, MP3, Ogg or M4A file"


def read_sound(path: Path) -> Wave:
    """The sound of a file, its channels mixed to one, from its onset to its end: silence at both
    ends, 60 dB under the peak, is left out. Its level stays, but for a peak over full scale, which
    is brought down to it. The file is not trusted, its path is taken as it stands: whether it may
    be read is for the caller to say. Raises SoundError, FfmpegError."""
    check(path)
    decoded, rate = _decode(path)
    if not decoded.size:
        raise SoundError(f"{quoted(path.name)} holds no sound: {TO_DO}")
    if decoded.size > LONGEST * rate:
        raise SoundError(f"{quoted(path.name)} is longer than {LONGEST} s: shorten it")
    if not np.isfinite(decoded).all():
        raise SoundError(f"{quoted(path.name)} holds samples that are no numbers: export it again")
    wave = decoded if rate == RATE else soxr.resample(decoded, rate, RATE, quality="HQ")
    peak = float(np.abs(wave).max(initial=0.0))
    if peak < ratio(SILENT):
        raise SoundError(f"{quoted(path.name)} is silent once it is mono: export it louder")
    return _trim(wave / max(peak, 1.0))


def check(path: Path) -> None:
    """Only a regular file that is not empty may be opened: a pipe would be waited for, a device
    never ends. Raises SoundError."""
    name = quoted(path.name)
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise SoundError(f"{name} is a folder: name a sound file in it")
        if not stat.S_ISREG(facts.st_mode):
            raise SoundError(f"{name} is not a file: {TO_DO}")
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SoundError(f"there is no file {name}: check its name and folder") from error
    except OSError as error:
        raise SoundError(f"{name} cannot be read: {error.strerror}") from error
    except ValueError as error:  # a name with a character that no file can have
        raise SoundError(f"{name} is no name of a file: rename it") from error
    if not facts.st_size:
        raise SoundError(f"{name} is empty: {TO_DO}")


def decoding(path: Path, *output: str) -> list[str]:
    """ffmpeg's arguments that decode the first sound in a file to float samples on stdout, as AU,
    whose header tells the rate; `output` goes before that. The file can name no other one."""
    first = ["-v", "error", *ffmpeg.source(path), "-map", "0:a:0", "-map_metadata", "-1"]
    return [*first, *output, "-c:a", "pcm_f32be", "-f", "au", "pipe:1"]


def described(path: Path, header: bytes, report: str) -> tuple[int, int, int]:
    """Where the samples begin, their rate and their channels, from the header of what was decoded
    from a file and what ffmpeg reported. Raises SoundError when it is none, or no usual rate."""
    if "matches no streams" in report:
        raise SoundError(f"{quoted(path.name)} has no sound in it: {TO_DO}")
    if len(header) < AU.size:
        raise SoundError(f"{quoted(path.name)} cannot be decoded as sound: {TO_DO}")
    _, offset, _, _, rate, channels = AU.unpack_from(header)
    if rate not in RATES:
        raise SoundError(f"{quoted(path.name)} has {rate} samples a second: export it at {RATE}")
    return offset, rate, channels


def too_slow(path: Path, limit: float) -> str:
    """What its author is told of a file that takes more than `limit` seconds to decode."""
    return f"{quoted(path.name)} took over {limit:g} s to decode: {TO_DO}"


def _decode(path: Path) -> tuple[Wave, int]:
    """Mono samples at the file's own rate, and that rate. They are resampled by soxr, as speech
    is: so one resampler sets the quality, and the rate can be looked at first. A little over
    LONGEST is read, to tell that it is."""
    most = AU.size + 4 * (LONGEST + 1) * RATES[-1]
    # Without a maximum of 1, ffmpeg's mono of floats is 3 dB too loud.
    mono = ["-ac", "1", "-rematrix_maxval", "1"]
    limits = ["-t", str(LONGEST + 1), "-fs", str(most)]
    report, found = _run(path, decoding(path, *mono, *limits))
    offset, rate, _ = described(path, found, report)
    count = max(len(found) - offset, 0) // 4
    return np.frombuffer(found, ">f4", count, min(offset, len(found))).astype(np.float64), rate


def _run(path: Path, arguments: list[str]) -> tuple[str, bytes]:
    """What ffmpeg reports, and the sound it writes: none when it fails."""
    try:
        done = ffmpeg.run(arguments, limit=_LIMIT_SECONDS)
    except FailedRunError as error:
        return error.report, b""
    except LateRunError as error:
        raise SoundError(too_slow(path, _LIMIT_SECONDS)) from error
    return done.report, done.output


def _trim(wave: Wave) -> Wave:
    level = np.abs(wave)
    loud = np.flatnonzero(level > QUIET * level.max())
    kept = wave[loud[0] : loud[-1] + 1].copy()
    fade = min(_FADE, kept.size // 2)
    if fade:
        kept[-fade:] *= (1 + np.cos(np.pi * np.arange(1, fade + 1) / fade)) / 2
    return kept
