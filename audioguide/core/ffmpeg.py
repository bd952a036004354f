"""The one place that starts ffmpeg, whether it decodes, encodes or measures: the embedded one, or
the one the user names. What it may open and how long it may take is decided here."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Timer
from time import monotonic
from typing import IO

from audioguide.core import log
from audioguide.core.errors import FailedRunError, FfmpegError, LateRunError
from audioguide.core.units import RATE

VARIABLE = "AUDIOGUIDE_FFMPEG"

LIMIT = 600.0
"""Seconds of a run. It takes some; a hung one must not hold a build for ever. Where the sound may
last for hours, as long as it lasts is added: ffmpeg is a hundred times faster."""

SOUND = "wav,w64,aiff,caf,au,flac,wv,mp3,aac,ogg,mov,matroska,asf,amr"
"""Demuxers that may read a file, by ffmpeg's names: they hold sound themselves. Playlists (hls,
dash, concat, imf and others) are left out, for they open other files, whatever their name."""

SPEECH = "wav,aiff,w64"
"""Those of them that may read what an engine wrote: all others are no speech."""

_PIPE_BYTES = 1 << 20
_LONGEST_REPORT = 1 << 20
"""Bytes of what it says that are read: a damaged file makes it say the same for ever."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a run."""

    report: str
    """What it wrote to stderr."""
    output: bytes
    """What it wrote to stdout."""


@cache
def executable() -> str:
    """Path of the ffmpeg to run. The embedded one is the default, so that everybody's builds of
    one script hold the same bytes. Raises FfmpegError when it is missing."""
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if not found:
            raise FfmpegError(f"{VARIABLE} names `{named}`, which cannot be run")
        return found
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise FfmpegError(
            "imageio-ffmpeg has no ffmpeg for this machine: install ffmpeg and name it in "
            + VARIABLE
        ) from error


@cache
def identity() -> str:
    """What tells one ffmpeg from another without starting it: part of the key of all that it
    encodes. The embedded one has its version in its name; another one may be upgraded in place,
    so its time of change counts too."""
    path = Path(executable()).resolve()
    facts = path.stat()
    changed = facts.st_mtime_ns if os.environ.get(VARIABLE) else 0
    return f"{path.name} {facts.st_size} {changed}"


def source(path: Path) -> list[str]:
    """The arguments that open a file of sound, which is not trusted: it can name no other one."""
    # `file:` and the absolute path: or a name like `-i.wav` or `http://x` would mean another thing.
    return [*_allowed("file,pipe", SOUND), "-i", f"file:{path.absolute()}"]


def piped_speech() -> list[str]:
    """The arguments that read, on stdin, a file that a speech engine wrote."""
    return [*_allowed("pipe", SPEECH), "-i", "pipe:0"]


def raw(form: str, channels: int, path: Path | None = None) -> list[str]:
    """The arguments that read bare samples at 48 kHz, in one of ffmpeg's forms (s16le, f32le),
    channels interleaved: from a file of ours, or else on stdin."""
    address = "pipe:0" if path is None else f"file:{path.absolute()}"
    return ["-f", form, "-ar", str(RATE), "-ac", str(channels), "-i", address]


def run(arguments: Sequence[str], input: bytes | None = None, limit: float = LIMIT) -> Finished:
    """Run ffmpeg to its end, `input` on its stdin, for `limit` seconds at most. Raises FfmpegError:
    a FailedRunError when it failed, a LateRunError when it was stopped."""
    command = _command(arguments)
    stdin = subprocess.DEVNULL if input is None else None
    began = monotonic()
    try:
        done = subprocess.run(command, stdin=stdin, input=input, capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired as error:
        log.ran(command, began, None)
        raise LateRunError(limit) from error
    except OSError as error:
        raise _not_started(error) from error
    log.ran(command, began, done.returncode)
    report = done.stderr.decode(errors="replace")
    if done.returncode:
        raise FailedRunError(report)
    return Finished(report, done.stdout)


class Stream:
    """ffmpeg while it runs, between two pipes."""

    def __init__(self, process: subprocess.Popen[bytes], report: IO[bytes], limit: float) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._report, self._limit = process, report, limit
        self._stdin, self._stdout = process.stdin, process.stdout
        self._late = Event()

    def write(self, content: bytes) -> None:
        """Give it more to read. Raises FfmpegError when it has stopped."""
        try:
            self._stdin.write(content)
        except OSError as error:
            self.end()
            raise FfmpegError(f"ffmpeg stopped: {error}") from error

    def read(self, size: int) -> bytes:
        """So many bytes of what it writes; fewer at the end, or once it was stopped."""
        return self._stdout.read(size)

    def end(self) -> str:
        """Its report, once it has ended by itself, for which all that it wrote must have been read.
        Raises FailedRunError when it failed, LateRunError when it was stopped."""
        with suppress(BrokenPipeError):  # it ended before it had read all, and says why
            self._stdin.close()
        failed = self._process.wait()
        if self._late.is_set():
            raise LateRunError(self._limit)
        self._report.seek(0)
        report = self._report.read(_LONGEST_REPORT).decode(errors="replace")
        if failed:
            raise FailedRunError(report)
        return report

    @property
    def code(self) -> int | None:
        """Its exit code; None when it was stopped for its time, or still runs."""
        return None if self._late.is_set() else self._process.returncode

    def time_out(self) -> None:
        """Its time is over."""
        self._late.set()
        self._process.kill()

    def close(self) -> None:
        """Let go of it, whatever it still does."""
        self._process.kill()
        self._stdout.close()
        with suppress(BrokenPipeError):
            self._stdin.close()
        self._process.wait()


@contextmanager
def streaming(arguments: Sequence[str], limit: float = LIMIT) -> Iterator[Stream]:
    """ffmpeg for as long as the block lasts, `limit` seconds at most. It reports into a file: a
    third pipe, which nobody reads in time, would hold it up. Raises FfmpegError."""
    command, pipe, began = _command(arguments), subprocess.PIPE, monotonic()
    with TemporaryFile(prefix="audioguide-") as report:
        try:
            process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=report, pipesize=_PIPE_BYTES
            )
        except OSError as error:
            raise _not_started(error) from error
        stream = Stream(process, report, limit)
        clock = Timer(limit, stream.time_out)
        clock.daemon = True
        clock.start()
        try:
            yield stream
        finally:
            clock.cancel()
            stream.close()
            clock.join()  # it has nothing left to do, and no thread outlives the block
            log.ran(command, began, stream.code)


def _command(arguments: Sequence[str]) -> list[str]:
    return [executable(), "-hide_banner", "-nostdin", "-nostats", *arguments]


def _allowed(protocols: str, formats: str) -> list[str]:
    return ["-protocol_whitelist", protocols, "-format_whitelist", formats]


def _not_started(error: OSError) -> FfmpegError:
    return FfmpegError(f"ffmpeg did not run: {error}")
