"""What hibari says, asked in a process that is used for nothing else: its model, lexicon and nets
are loaded once and forked for each text."""

import math
import os
import re
import sys
import wave
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from audioguide.core.errors import SpeechError
from audioguide.speech.engine import PHONEMES, check_closed
from audioguide.speech.hibari.letters import readable
from audioguide.speech.hibari.model import check_model
from audioguide.speech.sentences import pieces
from audioguide.speech.silence import trimmed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples16 = NDArray[np.int16]

_SEED = 1
"""Of the noise in a text; any number will do, as long as it stays."""

_LONGEST = 150
"""Phonemes spoken at once; the longest of 752 sentences of ours has 104. The process grows with
them: at 150 and the slowest pace to 280 MB. hibari itself would take 400."""

_BETWEEN_SENTENCES = 0.5
"""Seconds at hibari's own pace: twice what it leaves at a comma, which is 0.23 s (the median of 54
sentences of ours with one), and well under the gap between two texts. By itself it would leave 0.75
to 0.95 s."""

_BETWEEN_CLAUSES = 0.25
"""Seconds, where a sentence had to be broken: about what it leaves at a comma."""

_LONGEST_PAUSE = 0.7
"""Seconds, however slow: less than the gap between two texts, or they were heard as two."""

_FULL = 0.8
"""Of full scale, for a wave that reaches 1: the highest peak of 1,504 utterances, at speeds from
0.42 to 1, was 0.71. Loudness is given to clips afterwards."""

_AFTER_CLAUSE = re.compile(r"(?<=[,;:—])\s+")
_AT_SPACE = re.compile(r"\s+")
_MARK = 0xE000
"""The first character that stands for phonemes that are written out, while the rest of a text is
read: of those that nobody else may have a use for."""

_SILENT = frozenset(' ;:,.!?—…"()“”ˈˌː')
"""Phonemes that have no sound of their own."""

_Tagger: TypeAlias = Callable[[Sequence[str]], Sequence[str]]

_LOADED: "list[_Reader]" = []


def preload(model: str) -> None:
    """Load the voice, on one thread: more would not survive a fork. Raises SpeechError when it
    cannot be loaded."""
    check_model(Path(model))
    # onnxruntime reports what it is used for to its maker, from 1.29 on, unless this is set before
    # it is imported; and it would start a thread for that.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    # hibari would take its Fourier transform from scipy if that were there, and sound otherwise.
    sys.modules["scipy"] = None  # type: ignore[assignment]
    try:
        import numpy as np

        reader = _Reader(model)
        # What the first run sets up, each fork would set up again.
        reader.speak("ɹˈɛst.", 1.0, np.random.default_rng(_SEED))
        _LOADED.append(reader)
    except SpeechError:
        raise
    except Exception as error:  # onnxruntime's own have no common class
        raise SpeechError(f"hibari cannot start: {type(error).__name__}: {error}") from error


def answer(job: Mapping[str, str]) -> None:
    """Speak `job["text"]` into the WAV file `job["out"]`, or write its phonemes there."""
    [reader] = _LOADED
    sentences = reader.phonemes(job["text"])
    if not sentences:
        raise SpeechError("there are no words in this text that hibari could speak")
    if job["ask"] == "phonemes":
        said = " ".join(piece for sentence in sentences for piece in sentence)
        Path(job["out"]).write_text(said, encoding="utf-8")
        return
    with wave.open(job["out"], "wb") as out:
        out.setparams((1, 2, reader.rate, 0, "NONE", ""))
        for part in _spoken(reader, sentences, float(job["pace"])):
            out.writeframes(part.tobytes())


class _Reader:
    """The voice, and what reads texts for it."""

    def __init__(self, model: str) -> None:
        from hibari import SAMPLE_RATE, Hibari, dsp
        from hibari.g2p import G2P, PUNCT_TAGS
        from hibari.g2p.oov import OOV

        if dsp.FFT_BACKEND != "numpy":
            raise SpeechError(f"hibari cannot start: it computes with {dsp.FFT_BACKEND}")
        net = OOV()
        self.rate: int = SAMPLE_RATE
        self._letters = frozenset(net.cin)
        # Given a path, it looks for no other voice, and fetches none.
        g2p: Any = G2P(oov=_whole(net, net.maxlen))
        g2p.tagger = _as_words(g2p.tagger, PUNCT_TAGS)
        self._voice: Any = Hibari(model=model, threads=1, g2p=g2p)
        self._alphabet = frozenset(self._voice.vocab)

    def phonemes(self, text: str) -> list[list[str]]:
        """What will be said: sentences that have a sound, in pieces of at most _LONGEST phonemes.
        Raises SpeechError when the text, or phonemes in it, cannot be said."""
        check_closed(text)
        marked, written = self._marked(text)
        found = []
        for sentence in self._voice.split_sentences(marked):
            said = self._read(sentence).translate(written)
            heard = [piece for piece in _pieces(said) if {*piece} - _SILENT]
            found += [heard] if heard else []
        return found

    def speak(self, phonemes: str, pace: float, noise: "np.random.Generator") -> Any:
        """Phonemes as a wave of floats."""
        return self._voice.from_ids(self._voice.ids(phonemes), pace, noise)

    def _marked(self, text: str) -> tuple[str, dict[int, str]]:
        """A text that is readable, phonemes in it marked as hibari has them, and what the marks
        stand for: hibari would break phonemes at what looks like the end of a sentence."""
        marks, written = count(_MARK), dict[int, str]()
        parts = PHONEMES.split(text)
        for number, part in enumerate(parts):
            if number % 2:
                mark = next(marks)
                written[mark] = self._checked(part)
                parts[number] = f"[a](/{chr(mark)}/)"
            else:
                parts[number] = _plain(readable(part, self._letters))
        return "".join(parts), written

    def _checked(self, written: str) -> str:
        found = written.replace("g", "ɡ")  # the IPA's own, which few keyboards have
        unknown = sorted({*found} - self._alphabet)
        if unknown:
            raise SpeechError(
                f"`[[{written}]]`: {unknown[0]!r} is no phoneme of hibari, which takes misaki's "
                "IPA, as in [[sˈOəz]]"
            )
        return found

    def _read(self, sentence: str) -> str:
        try:
            return str(self._voice.g2p(sentence))
        except (IndexError, ValueError) as error:  # beyond decillions
            raise SpeechError("hibari cannot read so long a number: write it in words") from error


def _plain(text: str) -> str:
    """A text in which no brackets could be taken for hibari's own: it reads all kinds alike."""
    return text.replace("](", ") (").replace("[", "(").replace("]", ")")


def _whole(net: Callable[[str], str | None], longest: int) -> Callable[[str], str]:
    """The net that reads unknown words, for words of any length: by itself, it leaves out what
    comes after so many letters."""

    def read(word: str) -> str:
        starts = range(0, len(word), longest)
        return "".join(net(word[start : start + longest]) or "" for start in starts)

    return read


def _as_words(tagger: _Tagger, of_marks: Collection[str]) -> _Tagger:
    """The tagger, taking no word with an accent for a mark: it does so after a slash, say, and
    hibari then leaves out all its letters."""

    def tags(words: Sequence[str]) -> Sequence[str]:
        pairs = zip(words, tagger(words), strict=True)
        return ["NN" if tag in of_marks and _accented(word) else tag for word, tag in pairs]

    return tags


def _accented(word: str) -> bool:
    return any(letter.isalpha() and not letter.isascii() for letter in word)


def _pieces(phonemes: str) -> Iterator[str]:
    """A sentence in pieces that are not too long: cut after clauses, between words, and within one
    that has no end."""
    for piece in pieces(phonemes, _LONGEST, (_AFTER_CLAUSE, _AT_SPACE)):
        yield from (piece[start : start + _LONGEST] for start in range(0, len(piece), _LONGEST))


def _spoken(reader: _Reader, sentences: list[list[str]], pace: float) -> "Iterator[Samples16]":
    import numpy as np

    noise = np.random.default_rng(_SEED)
    pause = 0.0
    for sentence in sentences:
        for piece in sentence:
            sound = _sound(reader.speak(piece, pace, noise), reader.rate)
            if sound.any():
                yield np.zeros(round(pause * reader.rate), "<i2")
                yield sound
            pause = _pause(_BETWEEN_CLAUSES, pace)
        pause = _pause(_BETWEEN_SENTENCES, pace)


def _sound(wave: Any, rate: int) -> "Samples16":
    """What a piece sounds like, between the silences at its ends."""
    import numpy as np

    if not np.isfinite(wave).all():
        raise SpeechError("the voice gave samples that are no numbers")
    whole = np.clip(wave * _FULL, -1, 1) * 32767
    return (trimmed(whole.astype("<i2"), rate) * 32768).round().astype("<i2")


def _pause(own: float, pace: float) -> float:
    """Seconds at a pace, where so many belong to hibari's own. Who speaks half as fast does not
    pause twice as long."""
    return min(own / math.sqrt(pace), _LONGEST_PAUSE)
