"""The script that people write today: pyttsx3 speaks each line into a WAV file, pydub adds the
clips up with `+`, and the whole is exported once.

    python -m tests.bench.plain EVENTS.json… -o FOLDER

Without the waits below, pyttsx3 loses lines (one in 100, measured): it would be faster, and wrong.
"""

import argparse
import ctypes
import json
import os
import threading
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import espeakng_loader
import imageio_ffmpeg
from pydub import AudioSegment
from pydub.generators import Sine

RATE = 22050
"""Hz, of what eSpeak NG speaks."""
WORDS_A_MINUTE = 150
PATIENCE = 30
"""Seconds for one line, which takes 0.02 s."""


def main() -> None:
    """Build each session."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("events", nargs="+", type=Path)
    options.add_argument("-o", "--output", type=Path, required=True)
    chosen = options.parse_args()
    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    chosen.output.mkdir(parents=True, exist_ok=True)
    speaker = Speaker()
    for path in chosen.events:
        found = json.loads(path.read_text(encoding="utf-8"))
        speaker.decide_settings(found["voice"])
        session = mixed(found["events"], speaker)
        session.export(chosen.output / f"{path.stem}.mp3", format="mp3", bitrate="96k")


def mixed(events: list[tuple[str, Any]], speaker: "Speaker") -> AudioSegment:
    """What is spoken, one after the other."""
    chime = Sine(880, sample_rate=RATE).to_audio_segment(1500, volume=-20).fade_out(1400)
    session = AudioSegment.silent(500, frame_rate=RATE)
    for kind, value in events:
        if kind == "say":
            session = session + speaker.speak(value)
        elif kind == "silence":
            session = session + AudioSegment.silent(round(1000 * value), frame_rate=RATE)
        else:
            session = session + chime
    return session


class Speaker:
    """pyttsx3, with eSpeak NG as it comes in a wheel."""

    def __init__(self) -> None:
        ctypes.CDLL(espeakng_loader.get_library_path() + ".1", ctypes.RTLD_GLOBAL)
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        import pyttsx3

        self._folder = TemporaryDirectory(prefix="plain-")
        self._finished = threading.Event()
        self._engine = pyttsx3.init("espeak")
        self._engine.connect("finished-utterance", self._hear)

    def decide_settings(self, voice: str) -> None:
        """Speak with this voice from now on."""
        self._engine.proxy.setBusy(False)
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", WORDS_A_MINUTE)
        self._settle()
        self._engine.proxy.setBusy(True)

    def speak(self, text: str) -> AudioSegment:
        """The text, spoken. Raises RuntimeError when nothing comes out."""
        path = Path(self._folder.name, "line.wav")
        for _ in range(3):
            self._finished.clear()
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            if not self._finished.wait(PATIENCE):
                raise RuntimeError(f"no end of: {text}")
            self._settle()
            spoken = AudioSegment.from_wav(path)
            if len(spoken):
                return spoken
        raise RuntimeError(f"nothing was spoken of: {text}")

    def _hear(self, name: str, completed: bool) -> None:
        self._finished.set()

    def _settle(self) -> None:
        from pyttsx3.drivers import _espeak

        while _espeak.IsPlaying():
            time.sleep(0.001)


if __name__ == "__main__":
    main()
