"""One text spoken by pyttsx3 into a WAV file, in a process that is used for nothing else.

What eSpeak says depends on what the same process said before, pyttsx3 can hang, and it loses the
errors of its callbacks: so each utterance has a process of its own, that can be killed.
"""

import ctypes
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

DRIVER = "espeak" if sys.platform.startswith("linux") else None
"""pyttsx3's driver; None is the platform's own."""


def preload() -> None:
    """Import what speaking needs, without starting an engine: one that was started does not
    survive a fork. Raises ImportError or OSError when the engine is missing."""
    if DRIVER == "espeak":
        import espeakng_loader

        # pyttsx3 looks for "libespeak-ng.so.1", which resolves to a library already loaded
        # under that name.
        ctypes.CDLL(espeakng_loader.get_library_path() + ".1", ctypes.RTLD_GLOBAL)
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        import pyttsx3.drivers.espeak
    import pyttsx3  # noqa: F401


def utter(job: Mapping[str, str]) -> None:
    """Speak `job["text"]` with voice `job["voice"]` (empty: the driver's own) at `job["rate"]`
    words a minute into the file `job["out"]`. Returns when the file is complete; raises what the
    engine reported."""
    import pyttsx3

    finished = threading.Event()
    errors: list[BaseException] = []
    engine = pyttsx3.init(DRIVER)
    engine.connect("error", lambda name, exception: errors.append(exception))
    engine.connect("finished-utterance", lambda name, completed: finished.set())
    engine.proxy.setBusy(False)  # or the properties are only queued until the loop starts
    if job["voice"]:
        engine.setProperty("voice", job["voice"])
    engine.setProperty("rate", int(job["rate"]))
    _settle()
    engine.proxy.setBusy(True)
    engine.save_to_file(job["text"], job["out"])
    engine.runAndWait()
    if errors:
        raise errors[0]
    # runAndWait can return before the file is written. Whoever started this process kills it
    # when the event never comes.
    finished.wait()


def _settle() -> None:
    """Wait until eSpeak has taken the properties over. It does so in a thread of its own, and
    pyttsx3 cancels whatever is still waiting there when its loop starts: one utterance in 150 was
    spoken at the default 200 words a minute instead of ours."""
    if DRIVER == "espeak":
        from pyttsx3.drivers import _espeak

        while _espeak.IsPlaying():
            time.sleep(0.001)


def main() -> None:
    """Speak the one job on stdin: for platforms that cannot fork."""
    job = json.load(sys.stdin)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    preload()
    utter(job)
    assert Path(job["out"]).exists()
    sys.stderr.flush()
    os._exit(0)
