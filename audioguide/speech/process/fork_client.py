"""Questions for a fork server, which is started when there is one to ask."""

import contextlib
import json
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic
from typing import IO

from audioguide.core import log
from audioguide.core.errors import ClosedError, MissingError, SpeechError, UnloadableError
from audioguide.speech.process.program import ended
from audioguide.speech.process.speech_process import Job, command_of, take

_NO_SUCH_INSTRUCTION = -4
"""The return code of a program that was built for another processor: SIGILL's number, which not
every platform has a name for."""


@dataclass(frozen=True, slots=True)
class _Server:
    """A running server and what it still owes."""

    process: subprocess.Popen[bytes]
    folder: Path
    pending: dict[int, Future[str]]


class ForkClient:
    """Talks to a `fork_server` process, started when first needed and again if it died. It loads a
    module that is a `Program`, with arguments; what cannot be loaded is tried once, until all is
    forgotten."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._command = command_of("fork_server.main", program, arguments)
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
        return take(out)

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

    def _running(self) -> _Server:
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
        told = f"the speech engine did not start: it {ended(process.returncode)}"
        if process.returncode == _NO_SUCH_INSTRUCTION:
            raise UnloadableError(f"{told}; it may need another processor")
        raise SpeechError(told)
    log.note(
        "process %d started in %.3f s: %s", process.pid, monotonic() - began, " ".join(command)
    )
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
