"""Questions for a fresh interpreter each, where there is no fork that is safe."""

import json
import subprocess
import tempfile
import threading
from pathlib import Path
from time import monotonic

from audioguide.core import log
from audioguide.core.errors import ClosedError, SpeechError
from audioguide.speech.process.program import ended
from audioguide.speech.process.speech_process import Job, command_of, take


class FreshProcess:
    """Starts an interpreter for each question: for platforms where forking is not safe."""

    def __init__(self, program: str, *arguments: str) -> None:
        self._command = command_of("program.run_once", program, arguments)
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
            return take(out)

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
