"""What nothing can be faster than: eSpeak NG through its library, all lines in one process, piped
into one run of ffmpeg that encodes the finished mix while the rest is spoken.

    python -m tests.bench.floor EVENTS.json… -o FOLDER
"""

import argparse
import ctypes
import json
import subprocess
from pathlib import Path
from typing import IO, Any

import espeakng_loader
import imageio_ffmpeg

SYNCHRONOUS, RATE_PARAMETER = 2, 1
UTF8, END_PAUSE = 0x1, 0x1000
"""speak_lib.h: espeak_AUDIO_OUTPUT, espeak_PARAMETER, and the flags of espeak_Synth."""
WORDS_A_MINUTE = 150
CHIME = 1.5
"""Seconds."""

_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main() -> None:
    """Build each session."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("events", nargs="+", type=Path)
    options.add_argument("-o", "--output", type=Path, required=True)
    chosen = options.parse_args()
    chosen.output.mkdir(parents=True, exist_ok=True)
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, data, 0)
    assert rate > 0
    for path in chosen.events:
        session = json.loads(path.read_text(encoding="utf-8"))
        with _encoder(chosen.output / f"{path.stem}.mp3", rate) as encoder:
            assert encoder.stdin is not None
            _speak(library, rate, session, encoder.stdin)
        assert encoder.returncode == 0


def _encoder(out: Path, rate: int) -> subprocess.Popen[bytes]:
    """The encoder as audioguide runs it: 48 kHz, 96 kbit/s, LAME's fast mode."""
    sound = ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "-", "-ar", "48000"]
    coded = ["-c:a", "libmp3lame", "-b:a", "96k", "-compression_level", "7", "-y", str(out)]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", *sound, *coded]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def _speak(library: ctypes.CDLL, rate: int, session: dict[str, Any], out: IO[bytes]) -> None:
    def hear(samples: Any, count: int, _: object) -> int:
        if count > 0:
            out.write(ctypes.string_at(samples, 2 * count))
        return 0

    called = _CALLBACK(hear)  # held here: the library keeps no reference of its own
    library.espeak_SetSynthCallback(called)
    assert library.espeak_SetVoiceByName(session["voice"].encode()) == 0
    assert library.espeak_SetParameter(RATE_PARAMETER, WORDS_A_MINUTE, 0) == 0
    for kind, value in session["events"]:
        if kind == "say":
            text = value.encode()
            size, flags = len(text) + 1, UTF8 | END_PAUSE
            assert library.espeak_Synth(text, size, 0, 0, 0, flags, None, None) == 0
        else:
            out.write(bytes(2 * round(rate * (value if kind == "silence" else CHIME))))


if __name__ == "__main__":
    main()
