"""Any program that writes a WAV file, as a speech engine."""

import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import IO

from audioguide.core.errors import ClosedError, MissingError, SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.audio_file import LARGEST, read_speech
from audioguide.speech.engine import PHONEMES, Engine, Identity, Spoken
from audioguide.speech.process.process_group import ProcessGroup
from audioguide.speech.process.program import ended

LIMIT = 30
"""Seconds until a program is killed: a few sentences take it one or two."""

PLACES = ("text", "out", "language", "rate", "voice")
"""What is filled in, in braces, in a command."""

_PLACE = re.compile(r"\{\{|\}\}|\{(\w+)\}")
_KEPT, _LINES = 4000, 3
"""Bytes and lines of a program's complaints that are shown."""

_ENVIRONMENT = (
    *("PATH", "HOME", "LD_LIBRARY_PATH"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", "COMSPEC"),
)
"""What a program is told of its surroundings; the second line is for Windows."""

_SILENT = {"ORT_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
"""What keeps a program from telling others that it is used: onnxruntime reports to its maker unless
the first is set, and many programs look at the second (consoledonottrack.com)."""

PACES = (100, 140, 180, 230)
"""What is filled in for `{rate}` to measure a program: about words a minute to most of them."""


class CommandEngine(Engine):
    """Runs a voice's program for each text: no shell, a folder of its own, a time limit.

    `{text}`, `{out}`, `{language}`, `{rate}` and `{voice}` are filled in, in every argument but the
    program itself; `{{` and `}}` are braces. Without `{text}` the words come on stdin, as UTF-8;
    without `{out}` the sound is taken from stdout. A text may begin with `-`: it is passed as it
    is, so put it behind an option that takes it (`-t {text}`), or behind `--`.

    A program that names `{rate}` is measured once, at several of them, and then filled in is what
    makes it speak the rate that was asked for. One that names none has a single pace.

    Of its surroundings a program is told where programs, libraries and the user's files lie, and
    nothing else: no key that happens to be in the environment. `ORT_DISABLE_TELEMETRY=1` and
    `DO_NOT_TRACK=1` are set, so that nothing is reported to anybody.

    Phonemes in a text, `[[…]]`, are an error: whether a program takes them is not known, and most
    would read them out. A program that was too slow once is not tried again.
    """

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit
        self._lock = Lock()
        self._running: set[ProcessGroup] = set()
        self._late: dict[tuple[str, ...], str] = {}
        self._closed = False

    def identity(self, voice: Voice) -> Identity:
        """The program, and every file that a filled argument, or what follows its `=`, names by its
        whole path, such as a script or a model; others would lie in the program's own folder, which
        is new each time. What these call in turn is not looked at."""
        parts = _filled(voice)
        named = [name for part in parts for name in (part, part.partition("=")[2])]
        found = [Path(_program(voice)).resolve()]
        for path in map(Path, named):
            with suppress(OSError, ValueError):  # too long for a name, or no name at all
                if path.is_absolute() and path.is_file():
                    found.append(path)
        return Identity("command 1", tuple(found))

    def speak(self, text: str, voice: Voice, pace: float | None = None) -> Spoken:
        """Speak a text, with the pace in the place of `{rate}`. Raises SpeechError, with the
        program's own last words if it fails."""
        if PHONEMES.search(text):
            raise SpeechError("`[[…]]` are phonemes, and programs take none: spell the word")
        if voice.run in self._late:
            raise SpeechError(self._late[voice.run])
        with tempfile.TemporaryDirectory(
            prefix="audioguide-", ignore_cleanup_errors=True
        ) as folder:
            return read_speech(self._run(text, voice, pace, Path(folder)))

    def paces(self, voice: Voice) -> Sequence[float]:
        """What is filled in for `{rate}`; none where the program has no place for it."""
        return PACES if _names(voice, "rate") else ()

    def forget(self) -> None:
        """Try again what was too slow."""
        self._late.clear()

    def close(self) -> None:
        """Kill every program that still runs, and start no other."""
        with self._lock:
            self._closed = True
            for program in self._running:
                program.kill()

    def _run(self, text: str, voice: Voice, pace: float | None, folder: Path) -> bytes:
        out = folder / "speech.wav"
        command = [_program(voice), *_filled(voice, text, str(out), pace)]
        words, sound, complaints = (folder / name for name in ("stdin", "stdout", "stderr"))
        words.write_bytes(b"" if _names(voice, "text") else text.encode(errors="replace"))
        # Files, not pipes: whatever the program leaves running, nothing waits for it.
        with words.open("rb") as stdin, sound.open("wb") as stdout, complaints.open("wb") as stderr:
            try:
                program = self._start(command, folder, (stdin, stdout, stderr))
            except (OSError, ValueError) as error:
                raise SpeechError(f"`{voice.run[0]}` cannot be run: {error}") from error
        self._wait(program, voice, complaints)
        return _read(out if _names(voice, "out") else sound, voice.run[0], complaints)

    def _start(
        self, command: Sequence[str], folder: Path, streams: tuple[IO[bytes], IO[bytes], IO[bytes]]
    ) -> ProcessGroup:
        with self._lock:
            if self._closed:
                raise ClosedError
            program = ProcessGroup(command, folder, _environment(folder), streams, LARGEST)
            self._running.add(program)
        return program

    def _wait(self, program: ProcessGroup, voice: Voice, complaints: Path) -> None:
        try:
            code = program.wait(self._limit)
        finally:
            with self._lock:
                self._running.discard(program)
            program.leave()
        name = voice.run[0]
        if code is None:
            late = f"`{name}` took over {self._limit} s and was stopped{_last(complaints)}"
            self._late[voice.run] = late
            raise SpeechError(late)
        if code:
            raise SpeechError(f"`{name}` {ended(code)}{_last(complaints)}")


def _program(voice: Voice) -> str:
    """The program's path. Raises MissingError when it is not on the PATH; one that is found in the
    working folder, which may be somebody else's library, is not meant."""
    if not voice.run:
        raise MissingError("a voice of the engine `command` needs `run`: a program, its arguments")
    found = shutil.which(voice.run[0])
    if not found or not Path(found).is_absolute():
        raise MissingError(
            f"there is no program `{voice.run[0]}`: install it, or name it by its whole path"
        )
    return found


def _filled(voice: Voice, text: str = "", out: str = "", pace: float | None = None) -> list[str]:
    """The arguments with their places filled. What is filled in is not looked at again."""
    rate = str(round(pace or voice.rate))
    words = dict(zip(PLACES, (text, out, voice.language, rate, voice.name), strict=True))

    def fill(place: re.Match[str]) -> str:
        if place[1] is None:
            return place[0][0]
        if place[1] not in words:
            known = ", ".join(f"{{{name}}}" for name in PLACES)
            raise MissingError(f"`{place[0]}` is nothing that can be filled in: there are {known}")
        return words[place[1]]

    return [_PLACE.sub(fill, part) for part in voice.run[1:]]


def _names(voice: Voice, asked: str) -> bool:
    """Whether a command has a place for something."""
    return any(asked == place[1] for part in voice.run[1:] for place in _PLACE.finditer(part))


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    return {**kept, **own, **_SILENT, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def _read(path: Path, name: str, complaints: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise SpeechError(f"`{name}` wrote no sound file{_last(complaints)}") from error
    if not content:
        raise SpeechError(f"`{name}` wrote an empty sound file{_last(complaints)}")
    return content


def _last(complaints: Path) -> str:
    """A program's last words, after a colon."""
    with complaints.open("rb") as file:
        file.seek(max(0, complaints.stat().st_size - _KEPT))
        lines = file.read().decode(errors="replace").strip().splitlines()[-_LINES:]
    return f": {' / '.join(lines)}" if lines else ""
