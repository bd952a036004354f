"""The log of a fault of ours, at a place that people find again."""

import os
import sys
import tempfile
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from audioguide import __version__
from audioguide.core import ffmpeg
from audioguide.core.errors import FfmpegError
from audioguide.core.log import log_file

NAME = "crash.log"

_PACKAGES = (
    *("pyttsx3", "espeakng-loader", "piper-tts", "onnxruntime", "imageio-ffmpeg"),
    *("numpy", "soxr", "pydub", "mutagen", "pillow", "PyYAML", "pydantic", "distributed"),
)
"""What speaks, and what a session is made with."""


def write_crash(error: BaseException) -> Path:
    """Write down a fault and all versions, over what was there, and return where: beside the file
    that AUDIOGUIDE_LOG names, else the platform's folder for logs, else one for temporary files.
    Raises OSError when nothing can be written anywhere."""
    text = f"{_versions()}\n\n{''.join(traceback.format_exception(error))}"
    # Names of files may hold bytes that are no UTF-8, as surrogates.
    told = text.encode(errors="backslashreplace")
    try:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / NAME
        path.write_bytes(told)
    except OSError:
        number, name = tempfile.mkstemp(prefix="audioguide-", suffix=f"-{NAME}")
        with os.fdopen(number, "wb") as file:
            file.write(told)
        return Path(name)
    return path


def _folder() -> Path:
    file = log_file()
    if file is not None:
        return file.absolute().parent
    from platformdirs import user_log_path

    return user_log_path("audioguide", appauthor=False)


def _versions() -> str:
    lines = [f"audioguide {__version__}", f"Python {sys.version} on {sys.platform}"]
    lines += [f"ffmpeg {_ffmpeg()}", *(f"{name} {_version(name)}" for name in _PACKAGES)]
    return "\n".join(lines)


def _ffmpeg() -> str:
    try:
        return ffmpeg.identity()
    except (FfmpegError, ImportError, OSError) as error:
        return f"– ({error})"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"
