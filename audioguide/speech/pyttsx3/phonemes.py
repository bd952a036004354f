"""What eSpeak NG says for a text, asked in a process that does not speak: it keeps state."""

import ctypes
from typing import Any

from audioguide.core.errors import SpeechError
from audioguide.speech.engine import PHONEMES
from audioguide.speech.pyttsx3.voices import check_variant, unknown

_UTF_8, _SYNCHRONOUS, _IPA, _FOUND = 1, 2, 2, 0
"""Of speak_lib.h: espeakCHARS_UTF8, AUDIO_OUTPUT_SYNCHRONOUS, espeakPHONEMES_IPA, EE_OK."""


def phonemes(text: str, voice: str) -> str:
    """A text in IPA, clause by clause; what was given as phonemes stays as it is. Raises
    SpeechError."""
    from pyttsx3.drivers import _espeak

    engine = _espeak.dll
    engine.espeak_TextToPhonemes.restype = ctypes.c_char_p
    if engine.espeak_Initialize(_SYNCHRONOUS, 0, None, 0) < 0:
        raise SpeechError("eSpeak NG does not start")
    if engine.espeak_SetVoiceByName(voice.encode()) != _FOUND:
        raise unknown(voice)
    check_variant(voice, _espeak.GetCurrentVoice().contents.identifier.decode())
    said: list[str] = []
    for number, part in enumerate(PHONEMES.split(text)):
        said += [part.strip()] if number % 2 else _clauses(engine, part)
    return " ".join(filter(None, said))


def _clauses(engine: Any, text: str) -> list[str]:
    """eSpeak moves the pointer on, and clears it at the end."""
    buffer = ctypes.create_string_buffer(text.encode())
    rest = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while rest.value:
        clause = engine.espeak_TextToPhonemes(ctypes.byref(rest), _UTF_8, _IPA)
        clauses.append(clause.decode(errors="replace").strip())
    return clauses
