"""What pyttsx3 says and knows, asked in a process that is used for nothing else.

What eSpeak says depends on what the same process said before, pyttsx3 can hang, and it loses the
errors of its callbacks: so each question has a process of its own, that can be killed.
"""

import ctypes
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from audioguide.core.errors import MissingError, SpeechError
from audioguide.speech.engine import PHONEMES
from audioguide.speech.pyttsx3.phonemes import phonemes
from audioguide.speech.pyttsx3.voices import check_variant, find_voice, speakers, unknown

_SETTLED = 0.2
"""Seconds for which a file does not grow before it counts as written, when nobody says that it is:
sapi5 never does, and nsss only while its loop runs."""

_HEADER = 64
"""Bytes that a file without any sound may have: AIFF's COMM and SSND are 54, in AIFC some more."""

_LATE = 5.0
"""Seconds that a file may appear after the engine said that it was written."""


def preload(driver: str) -> None:
    """Import what speaking needs, without starting an engine: one that was started does not
    survive a fork. Raises ImportError or OSError when the engine is missing."""
    if driver == "espeak" and sys.platform.startswith("linux"):
        import espeakng_loader

        # pyttsx3 looks for "libespeak-ng.so.1", which resolves to a library already loaded
        # under that name.
        ctypes.CDLL(espeakng_loader.get_library_path() + ".1", ctypes.RTLD_GLOBAL)
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    if driver == "espeak":
        import pyttsx3.drivers.espeak
    import pyttsx3  # noqa: F401


def answer(job: Mapping[str, str]) -> None:
    """Speak `job["text"]` into the file `job["out"]`, or write there what was asked instead of
    speech: the voices as JSON, a text's phonemes, or why the voice is missing."""
    match job["ask"]:
        case "speech":
            _utter(job)
        case "voice":
            Path(job["out"]).write_text(_missing(job), encoding="utf-8")
        case "speakers":
            Path(job["out"]).write_text(json.dumps(speakers(job["driver"])), encoding="utf-8")
        case "phonemes":
            said = phonemes(job["text"], job["voice"])
            Path(job["out"]).write_text(said, encoding="utf-8")
        case asked:
            raise ValueError(f"{asked} is no question")


def _missing(job: Mapping[str, str]) -> str:
    try:
        _Speaker(job)
    except MissingError as error:
        return str(error)
    return ""


class _Speaker:
    """A pyttsx3 engine whose voice, rate and pitch are set, with what it reports."""

    def __init__(self, job: Mapping[str, str]) -> None:
        """Raises MissingError when there is no such voice, and what the engine reported."""
        import pyttsx3

        self.engine = pyttsx3.init(job["driver"])
        self.errors: list[BaseException] = []
        self.finished = threading.Event()
        self.stopped = False
        self.engine.connect("error", lambda name, exception: self.errors.append(exception))
        self.engine.connect("finished-utterance", self._finish)
        self.engine.proxy.setBusy(False)  # or the properties are only queued until the loop starts
        voice = find_voice(self.engine, job)
        if voice:
            self.engine.setProperty("voice", voice)
            if self.errors:
                raise unknown(job["voice"] or job["language"])
        if job["driver"] == "espeak":
            check_variant(voice, self.engine.getProperty("voice") or "")
        self.engine.setProperty("rate", int(job["rate"]))
        if job["driver"] == "espeak" and int(job["pitch"]) != 50:  # the others cannot
            self.engine.setProperty("pitch", int(job["pitch"]))
        _settle(job["driver"])
        if self.errors:
            raise self.errors[0]

    def _finish(self, name: str | None, completed: bool) -> None:
        self.stopped = not completed
        self.finished.set()


def _utter(job: Mapping[str, str]) -> None:
    """Returns when the file is complete. Whoever started this process kills it when it never is."""
    speaker = _Speaker(job)
    if job["driver"] == "espeak" and PHONEMES.search(job["text"]):
        from pyttsx3.drivers import _espeak

        # pyttsx3 asks for a pause at the end and for nothing else; eSpeak reads [[…]] as phonemes
        # only when that is asked for too.
        _espeak.ENDPAUSE |= _espeak.PHONEMES
    speaker.engine.proxy.setBusy(True)
    speaker.engine.save_to_file(job["text"], job["out"])
    speaker.engine.runAndWait()
    # eSpeak's file is closed when it is told of, and has no sound if the text has no words.
    _wait(speaker, Path(job["out"]), 0 if job["driver"] == "espeak" else _HEADER)


def _wait(speaker: _Speaker, out: Path, least: int) -> None:
    """Until the file is whole, and longer than `least`. runAndWait can return before it is; the
    event that tells of the end may come before the file, or never."""
    size, since = -1, time.monotonic()
    told: float | None = None
    while True:
        now, found = time.monotonic(), _whole(out, least)
        if speaker.finished.is_set():
            told = told or now
            if found:
                break
            if now - told > _LATE:
                raise SpeechError("the engine says that it spoke, but wrote no whole sound file")
        elif found != size:
            size, since = found, now
        elif found and now - since > _SETTLED:
            break
        if errors := [error for error in speaker.errors if not _is_of_loop(error)]:
            raise errors[0]
        time.sleep(0.001)
    if speaker.stopped:
        raise SpeechError("the engine was stopped before it had spoken")


def _whole(path: Path, least: int) -> int:
    """The size of a file that is as long as its header says, and longer than `least`; else 0."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError:
        return 0
    if head[:4] not in (b"RIFF", b"FORM") or len(head) < 8:
        return 0
    length = int.from_bytes(head[4:], "little" if head[:4] == b"RIFF" else "big")
    # An odd length has a byte of padding after it, which some writers forget.
    return size if length > least and length + 8 <= size + 1 else 0


def _is_of_loop(error: BaseException) -> bool:
    """Whether pyttsx3 only complains that its loop, which it wants to end, has ended by itself: as
    on macOS, where a loop with nothing to wait for returns at once."""
    return isinstance(error, RuntimeError) and "run loop" in str(error)


def _settle(driver: str) -> None:
    """Wait until eSpeak has taken the properties over. It does so in a thread of its own, and
    pyttsx3 cancels whatever is still waiting there when its loop starts: one utterance in 150 was
    spoken at the default 200 words a minute instead of ours."""
    if driver == "espeak":
        from pyttsx3.drivers import _espeak

        while _espeak.IsPlaying():
            time.sleep(0.001)
