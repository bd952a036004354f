"""What Kokoro's model is given for a text: IPA from eSpeak NG, sentence by sentence.

kokoro_onnx has a way of its own, which is not used: phonemizer copies eSpeak's library into a
temporary folder for each of its parts, and leaves in a text the signs for a change of language,
`(en)`, which the model then speaks as `en`.
"""

import ctypes
import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from audioguide.core.errors import SpeechError
from audioguide.speech.engine import PHONEMES
from audioguide.speech.kokoro.names import Spoken

_SYNCHRONOUS, _DO_NOT_EXIT, _UTF_8, _IPA, _FOUND = 2, 0x8000, 1, 2, 0
"""Of speak_lib.h: AUDIO_OUTPUT_SYNCHRONOUS, which starts no thread, so that a fork is safe;
espeakINITIALIZE_DONT_EXIT, espeakCHARS_UTF8, espeakPHONEMES_IPA, EE_OK."""

_FLAG = re.compile(r"\([a-z-]+\)")
"""eSpeak's sign for a change of language."""

_SENTENCE_ENDS = frozenset(".!?…")

_PARTS = re.compile(
    PHONEMES.pattern
    # Those that the model knows; between digits, some are part of a number, which eSpeak reads.
    + r"""|((?:[;!?…—“”"()]|[,:](?!\d)|(?<!\d)[,:]|\.(?=[\s“”")]|$))+)"""
)
"""Phonemes that are written out, or marks of which the model makes melody and pauses."""

_AS_THE_MODEL_KNOWS = (
    (re.compile(r"\.\.\.+"), "…"),
    (re.compile(r"[«„]"), "“"),
    (re.compile(r"»"), "”"),
    (re.compile(r"\s[–-]+\s"), " — "),
    (re.compile(r"\s?[।॥]"), "."),  # the full stop of Hindi
    (re.compile(r"\s+"), " "),
)

_MISREAD = {"roa/fr": ((re.compile(r"\bdos\b", re.IGNORECASE), "dôs"),)}
"""By eSpeak's voice: words it has wrong, spelt so that it has them right. For the French `dos`, the
back, it says the English `DOS` (fr_list of eSpeak NG 1.52)."""

_READ = frozenset({"Lu", "Ll", "Lt", "Lo", "Nd"})
"""Unicode's categories of letters and digits; not modifiers, which are apostrophes as well."""

_LATIN_TOO = ("MASCULINE ORDINAL", "FEMININE ORDINAL", "MICRO SIGN")


class Phonemizer:
    """eSpeak NG, once in a process. What it says of a text depends on the text alone where each
    text is asked in a fork of its own."""

    def __init__(self) -> None:
        """Raises SpeechError when it does not start."""
        import espeakng_loader

        try:
            self._library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path().encode()
        except (OSError, RuntimeError) as error:
            raise SpeechError(f"eSpeak NG does not start: {error}") from error
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DO_NOT_EXIT) < 0:
            raise SpeechError("eSpeak NG does not start: its data cannot be read")
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def sentences(self, text: str, spoken: Spoken, known: Collection[str]) -> list[str]:
        """The phonemes of each sentence of a text in a language, marks included: nothing but what
        the model knows. Raises SpeechError when there is nothing to speak, when the text has
        letters that are not read in this language, or phonemes that the model does not know."""
        if "[[" in PHONEMES.sub("", text):
            raise SpeechError("`[[` opens phonemes that no `]]` closes")
        _check_letters(PHONEMES.sub("", text), spoken)
        if self._library.espeak_SetVoiceByName(spoken.espeak.encode()) != _FOUND:
            raise SpeechError(f"eSpeak NG has no voice `{spoken.espeak}`")
        found = []
        for sentence in _sentences(_respelt(text, spoken)):
            parts = "".join(self._phonemes(part, kind, known) for part, kind in _parts(sentence))
            said = " ".join(parts.split())
            if any(letter.isalpha() for letter in said):
                found.append(said)
        if not found:
            raise SpeechError(f"there are no words in `{text.strip()}`")
        return found

    def _phonemes(self, part: str, kind: str, known: Collection[str]) -> str:
        if kind == "mark":
            return part
        if kind == "phonemes":
            return _checked(part, known)
        said = _FLAG.sub("", " ".join(self._clauses(part)))
        return (
            " " * part[:1].isspace()
            + "".join(filter(known.__contains__, said)).strip()
            + " " * part[-1:].isspace()
        )

    def _clauses(self, text: str) -> Iterator[str]:
        """eSpeak moves the pointer on, and clears it at the end."""
        buffer = ctypes.create_string_buffer(text.encode())
        rest = ctypes.c_void_p(ctypes.addressof(buffer))
        while rest.value:
            clause = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF_8, _IPA)
            yield (clause or b"").decode(errors="replace")


def _respelt(text: str, spoken: Spoken) -> str:
    """A text with its phonemes untouched."""
    pieces = PHONEMES.split(text)
    for wrong, right in (*_AS_THE_MODEL_KNOWS, *_MISREAD.get(spoken.espeak, ())):
        pieces[::2] = [wrong.sub(right, words) for words in pieces[::2]]
    pieces[1::2] = [f"[[{phonemes}]]" for phonemes in pieces[1::2]]
    return "".join(pieces)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text in order, each with its kind: words, phonemes without their brackets,
    or a mark."""
    at = 0
    for found in _PARTS.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], "words"
        yield (found[1], "phonemes") if found[1] else (found[2], "mark")
        at = found.end()
    if at < len(text):
        yield text[at:], "words"


def _sentences(text: str) -> Iterator[str]:
    """Cut after marks that end a sentence, unless what follows begins small: `e.g. this`."""
    begin = 0
    for found in _PARTS.finditer(text):
        rest = text[found.end() :]
        if (
            found[2]
            and not _SENTENCE_ENDS.isdisjoint(found[2])
            and rest[:1].isspace()
            and not rest[1:2].islower()
        ):
            yield text[begin : found.end()]
            begin = found.end()
    yield text[begin:]


def _check_letters(text: str, spoken: Spoken) -> None:
    """eSpeak names letters of other scripts one by one, in English: `Chinese letter`."""
    for letter in text:
        if letter.isascii() or unicodedata.category(letter) not in _READ:
            continue
        name = unicodedata.name(letter, "UNKNOWN")
        if name.split()[0] not in spoken.scripts and not name.startswith(_LATIN_TOO):
            raise SpeechError(
                f"{letter!r} is no letter of {spoken.tag}, which this voice reads: "
                f"spell it in letters of that language"
            )


def _checked(written: str, known: Collection[str]) -> str:
    unknown = [letter for letter in written if letter not in known]
    if unknown:
        raise SpeechError(
            f"`[[{written}]]`: {unknown[0]!r} is no phoneme of this voice, which takes IPA"
        )
    return written
