"""Processes that speak: a fork server where there is fork, a fresh interpreter where there is not.
Both give the same samples; both can be killed."""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic
from typing import IO, Protocol

from audioguide.core import log
from audioguide.core.errors import ClosedError, MissingError, SpeechError, UnloadableError
from audioguide.speech.process.program import ended


@dataclass(frozen=True, slots=True)
class Job:
    """One question for a process of its own."""

    words: Mapping[str, str]
    """What its program must know."""
    limit: int
    """Seconds until it is killed."""


class SpeechProcess(Protocol):
    """Whatever turns a job into the bytes of a file, mostly of sound."""

    def say(self, job: Job) -> bytes:
        """The file's content. Raises SpeechError."""

    def warm(self) -> None:
        """Start what takes a while, without waiting for it."""

    def forget(self) -> None:
        """Try anew what could not be loaded."""

    def close(self) -> None:
        """Stop every process, and start no other: what would need one raises ClosedError."""


@dataclass(frozen=True, slots=True)
class _Server:
    """A running server and what it still owes."""

    process: subprocess.Popen[bytes]
    folder: Path
    pending: dict[int, Future[str]]


class ForkServer:
    """Talks to a `fork_server` process, started when first needed and again if it died. It loads a
    module that is a `Program`, with arguments; what cannot be loaded is tried once, until all is
    forgotten."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._command = _python("fork_server.main", program, arguments)
        self._broken = ""
        self._closed = False
        self._lock = threading.Lock()
        self._ids = count()
        self._server: _Server | None = None

    def say(self, job: Job) -> bytes:
        """The file's content. Raises SpeechError."""
        answer: Future[str] = Future()
        with self._lock:
            number = next(self._ids)
            server = self._running()
            out = server.folder / str(number)
            server.pending[number] = answer
            _send(server.process, job, number, out)
        # The server answers in time, or dies and its end of the pipe closes; the second bound is
        # for a server that is stopped or stuck itself.
        began = monotonic()
        try:
            error = answer.result(timeout=job.limit + 10)
        except TimeoutError:
            self._leave()
            raise SpeechError("the speech server does not answer") from None
        log.note("spoke for %.3f s, %s: %s", monotonic() - began, error or "well", job.words)
        if error:
            raise SpeechError(error)
        return _take(out)

    def warm(self) -> None:
        """Start the server in the meantime. What goes wrong is told when something is said."""
        self._lock.acquire()  # let go by the thread: who says or closes waits for the start
        threading.Thread(target=self._warm, daemon=True).start()

    def forget(self) -> None:
        """Load anew what could not be loaded."""
        with self._lock:
            self._broken = ""

    def close(self) -> None:
        """Stop the server, which takes its children along, and start no other."""
        self._closed = True  # at once: the lock may be held by a server that starts
        self._leave()

    def _leave(self) -> None:
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            _stop(server.process)

    def _warm(self) -> None:
        try:
            with contextlib.suppress(SpeechError, OSError):
                self._running()
        finally:
            self._lock.release()

    def _running(self) -> "_Server":
        if self._closed:
            raise ClosedError
        if self._server is not None and self._server.process.poll() is not None:
            _stop(self._server.process)
            self._server = None
        if self._broken:
            raise MissingError(self._broken)
        if self._server is None:
            try:
                self._server = _start(self._command)
            except UnloadableError as error:
                self._broken = str(error)
                raise
        return self._server


class FreshProcess:
    """Starts an interpreter for each question: for platforms where forking is not safe."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._command = _python("program.run_once", program, arguments)
        self._closed = False
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()

    def say(self, job: Job) -> bytes:
        """The file's content. Raises SpeechError."""
        with tempfile.TemporaryDirectory(prefix="audioguide-") as folder:
            out = Path(folder, "answer")
            words = {**job.words, "limit": str(job.limit), "out": str(out)}
            process, began = self._start(), monotonic()
            try:
                _, told = process.communicate(json.dumps(words).encode(), job.limit)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise SpeechError("it took too long and was stopped") from None
            finally:
                log.ran(self._command, began, process.poll())
                with self._lock:
                    self._running.discard(process)
            if process.returncode:
                lines = told.decode(errors="replace").strip().splitlines()
                raise SpeechError(lines[-1] if lines else f"it {ended(process.returncode)}")
            return _take(out)

    def warm(self) -> None:
        """Each question starts anew."""

    def forget(self) -> None:
        """Each question starts anew."""

    def close(self) -> None:
        """Kill every process that still runs, and start no other."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()

    def _start(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._closed:
                raise ClosedError
            pipe = subprocess.PIPE
            process = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, stderr=pipe)
            self._running.add(process)
        return process


def _python(function: str, program: str, arguments: Sequence[str]) -> list[str]:
    """The command that runs a function of ours with a program. -P keeps the working folder out of
    the import path: it may be somebody else's library, and a `json.py` in it must stay unread."""
    home = str(Path(__file__).parents[3])
    runner, name = function.split(".")
    code = (
        f"import sys; home = {home!r}; home in sys.path or sys.path.insert(0, home); "
        f"from audioguide.speech.process.{runner} import {name}; "
        f"import {program} as program; {name}(program, sys.argv[1:])"
    )
    return [sys.executable, "-P", "-c", code, *arguments]


def _start(command: Sequence[str]) -> _Server:
    began = monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    first = process.stdout.readline()
    hello = json.loads(first) if first else {"error": ""}
    if not hello.get("folder"):
        process.stdout.close()
        _stop(process)
        if hello["error"]:
            raise UnloadableError(f"the speech engine cannot be loaded: {hello['error']}")
        raise SpeechError(f"the speech engine did not start: it {ended(process.returncode)}")
    told = "process %d started in %.3f s: %s"
    log.note(told, process.pid, monotonic() - began, " ".join(command))
    server = _Server(process, Path(hello["folder"]), {})
    threading.Thread(target=_listen, args=(process.stdout, server.pending), daemon=True).start()
    return server


def _listen(answers: IO[bytes], pending: dict[int, Future[str]]) -> None:
    with answers:
        for line in answers:
            answer = json.loads(line)
            pending.pop(answer["id"]).set_result(answer["error"])
    while pending:
        _, waiting = pending.popitem()
        waiting.set_result("the speech server stopped")


def _stop(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    log.note("process %d ended, exit %s", process.pid, process.returncode)


def _send(server: subprocess.Popen[bytes], job: Job, number: int, out: Path) -> None:
    assert server.stdin is not None
    line = {**job.words, "id": str(number), "limit": str(job.limit), "out": str(out)}
    try:
        server.stdin.write(json.dumps(line).encode() + b"\n")
        server.stdin.flush()
    except OSError as error:
        raise SpeechError(f"the speech server stopped: {error}") from error


def _take(out: Path) -> bytes:
    try:
        content = out.read_bytes()
        out.unlink()
    except OSError as error:
        raise SpeechError(f"no sound file came out: {error.strerror}") from error
    return content
