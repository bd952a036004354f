"""How a voice of eSpeak NG says texts: the voice as argument, a list of texts in JSON on stdin,
their phonemes on stdout.

A program of its own: eSpeak keeps state that would change what the same process speaks later.
"""

import ctypes
import json
import sys

import espeakng_loader

SYNCHRONOUS, UTF_8, ASCII_PHONEMES = 2, 1, 0
"""Constants of speak_lib.h."""


def main() -> None:
    """Answer the one request on stdin."""
    engine = _engine(sys.argv[1])
    json.dump([_phonemes(engine, text) for text in json.load(sys.stdin)], sys.stdout)


def _engine(voice: str) -> ctypes.CDLL:
    engine = ctypes.CDLL(espeakng_loader.get_library_path())
    engine.espeak_TextToPhonemes.restype = ctypes.c_char_p
    if engine.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0) < 0:
        raise OSError("eSpeak NG does not start")
    if engine.espeak_SetVoiceByName(voice.encode()) != 0:
        raise OSError(f"eSpeak NG has no voice {voice}")
    return engine


def _phonemes(engine: ctypes.CDLL, text: str) -> str:
    """Clause by clause: the engine moves the pointer on, and clears it at the end."""
    buffer = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while rest.value:
        clause = engine.espeak_TextToPhonemes(ctypes.byref(rest), UTF_8, ASCII_PHONEMES)
        clauses.append(clause.decode())
    return " ".join(clauses)


if __name__ == "__main__":
    main()
