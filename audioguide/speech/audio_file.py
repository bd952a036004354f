"""Sound files that programs write, made speech: read by what they hold, whatever their name."""

import io
import wave
from array import array
from struct import Struct
from sys import byteorder

from audioguide.core import ffmpeg
from audioguide.core.errors import FailedRunError, LateRunError, SpeechError
from audioguide.speech.engine import Spoken

LARGEST = 64 << 20
"""Bytes of a file: six minutes of 48 kHz stereo, where a text is spoken in 20 s."""

RATES = range(4_000, 192_001)
"""Samples a second that a file may have; its header may claim any number."""

_LIMIT_SECONDS = 30

_AU = Struct(">4s5I")
"""The header of an AU file: magic, offset of the samples, their size, coding, rate, channels."""


def read_speech(content: bytes) -> Spoken:
    """Speech from a WAV, AIFF or AIFC file of any rate, width and number of channels, its channels
    mixed to one. Raises SpeechError when it is none, empty, or silent; FfmpegError when the
    file needs ffmpeg and there is none."""
    if len(content) > LARGEST:
        raise SpeechError(f"the engine wrote {len(content)} bytes, more than any speech")
    if content[:4] not in (b"RIFF", b"FORM", b"RF64", b"riff"):
        raise SpeechError(f"the engine wrote no WAV or AIFF file but {content[:4]!r}")
    spoken = _plain(content) or _converted(content)
    if spoken.rate not in RATES:
        raise SpeechError(f"the engine wrote {spoken.rate} samples a second")
    if not any(spoken.pcm):
        raise SpeechError("the engine spoke nothing: there may be no words in this text")
    return spoken


def _plain(content: bytes) -> Spoken | None:
    """A mono 16-bit WAV file, which most are, without ffmpeg."""
    try:
        with wave.open(io.BytesIO(content)) as sound:
            if (sound.getnchannels(), sound.getsampwidth()) != (1, 2):
                return None
            # A program that wrote into a pipe did not know the length: what is there counts.
            pcm, rate = sound.readframes(sound.getnframes()), sound.getframerate()
    except (wave.Error, EOFError):
        return None
    return Spoken(pcm[: len(pcm) & ~1], rate)


def _converted(content: bytes) -> Spoken:
    # Without a maximum of 1, ffmpeg's mono of floats is 3 dB too loud.
    mono = ["-map", "0:a:0", "-map_metadata", "-1", "-ac", "1", "-rematrix_maxval", "1"]
    arguments = ["-v", "error", *ffmpeg.piped_speech(), *mono, "-c:a", "pcm_s16be"]
    try:
        done = ffmpeg.run([*arguments, "-f", "au", "pipe:1"], content, _LIMIT_SECONDS)
    except FailedRunError as error:
        raise _damaged(error.report) from error
    except LateRunError as error:
        raise SpeechError(f"the sound file cannot be read: {error}") from error
    if len(done.output) < _AU.size:
        raise _damaged(done.report)
    _, offset, _, _, rate, _ = _AU.unpack_from(done.output)
    samples = array("h", done.output[offset : len(done.output) & ~1])
    if byteorder == "little":
        samples.byteswap()
    return Spoken(samples.tobytes(), rate)


def _damaged(report: str) -> SpeechError:
    said = report.strip().splitlines()
    return SpeechError(f"the engine wrote a damaged sound file: {said[-1] if said else 'empty'}")
