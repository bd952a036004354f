"""The ffmpeg that measures and encodes: the embedded one, or the one the user names."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from audioguide.core.errors import FfmpegError

VARIABLE = "AUDIOGUIDE_FFMPEG"

_LIMIT_SECONDS = 600
"""A run takes seconds; a hung one must not hold a build for ever."""


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


def run(arguments: Sequence[str]) -> str:
    """Run ffmpeg and return what it reports on stderr. Raises FfmpegError."""
    command = [executable(), "-hide_banner", "-nostdin", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LIMIT_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FfmpegError(f"ffmpeg did not run: {error}") from error
    report = done.stderr.decode(errors="replace")
    if done.returncode:
        raise FfmpegError(f"ffmpeg failed: {report.strip().splitlines()[-1:]}")
    return report
