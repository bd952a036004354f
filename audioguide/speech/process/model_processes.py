"""Processes that have a model loaded: one for each, as long as it is the same."""

import os
import sys
from threading import Lock
from typing import TYPE_CHECKING

from audioguide.core.errors import ClosedError

if TYPE_CHECKING:
    from audioguide.speech.process.speech_process import SpeechProcess


class ModelProcesses:
    """Starts a program with a model when it is first asked for, and again when the model is
    another. What answers is forked from where it was loaded, and shares that memory; where there
    is no fork that is safe, it is loaded for each answer. Safe to use from several threads."""

    def __init__(self, program: str) -> None:
        """The program's module has to be a `Program`; its arguments are the model's."""
        self._program = program
        self._lock = Lock()
        self._processes: dict[str, tuple[str, SpeechProcess]] = {}
        self._closed = False

    def of(self, name: str, content: str, *arguments: str) -> "SpeechProcess":
        """What speaks with the model of a name; a new one when its content is another than it
        was. Raises ClosedError."""
        from audioguide.speech.process.fork_client import ForkClient
        from audioguide.speech.process.fresh_process import FreshProcess

        with self._lock:
            if self._closed:
                raise ClosedError
            known, process = self._processes.get(name, ("", None))
            if process is None or known != content:
                if process is not None:
                    process.close()
                # A fork of what has used macOS's frameworks is not safe there.
                fork = hasattr(os, "fork") and sys.platform != "darwin"
                process = (ForkClient if fork else FreshProcess)(self._program, *arguments)
                self._processes[name] = content, process
            return process

    def forget(self) -> None:
        """Load anew what could not be loaded."""
        with self._lock:
            processes = [process for _, process in self._processes.values()]
        for process in processes:
            process.forget()

    def close(self) -> None:
        """Stop every process, and start no other."""
        with self._lock:
            self._closed = True
            processes, self._processes = self._processes, {}
        for _, process in processes.values():
            process.close()
