"""The speech engines by name, and those of a run."""

from collections.abc import Iterator, Mapping
from threading import Lock
from types import MappingProxyType
from typing import assert_never

from audioguide.core import doing
from audioguide.core.built_in import BEST_FIRST, EngineName
from audioguide.core.errors import ClosedError, DamagedError, MissingError, SpeechError
from audioguide.core.tempo import Calibration, Tempo
from audioguide.core.voice import Voice
from audioguide.speech.calibration import Calibrations
from audioguide.speech.engine import Engine, Identity, Spoken
from audioguide.store.store import Store


def engine_named(name: EngineName) -> Engine:
    """A new engine. What it needs is imported when it is first asked for."""
    match name:
        case "hibari":
            from audioguide.speech.hibari.engine import HibariEngine

            return HibariEngine()
        case "kokoro":
            from audioguide.speech.kokoro.engine import KokoroEngine

            return KokoroEngine()
        case "pyttsx3":
            from audioguide.speech.pyttsx3.engine import Pyttsx3Engine

            return Pyttsx3Engine()
        case "piper":
            from audioguide.speech.piper.engine import PiperEngine

            return PiperEngine()
        case "command":
            from audioguide.speech.command import CommandEngine

            return CommandEngine()
        case "tone":
            from audioguide.speech.tone import ToneEngine

            return ToneEngine()
        case _:
            assert_never(name)


_ONE_PACE = 1.1
"""How much faster than the slowest the fastest pace is at least, of a voice that has several: what
lies below is chance, with which neural voices vary their lengths."""


class Engines:
    """The engines of a run, each made when it is first asked for, and what they told of voices:
    they are asked once, until all is forgotten."""

    def __init__(
        self,
        store: Store | None = None,
        made: Mapping[EngineName, Engine] = MappingProxyType({}),
    ) -> None:
        """The store keeps what is measured of voices."""
        self._calibrations = Calibrations(store)
        self._made = dict(made)
        self._making = Lock()
        self._closed = False
        self._identities: dict[Voice, Identity] = {}
        self._missing: dict[Voice, str | None] = {}
        self._absent: dict[Voice, str | None] = {}
        self._paces: dict[Voice, float | None] = {}

    def named(self, name: EngineName) -> Engine:
        """The engine of a name. Raises ClosedError."""
        with self._making:
            if self._closed:
                raise ClosedError
            if name not in self._made:
                self._made[name] = engine_named(name)
            return self._made[name]

    def identity(self, voice: Voice) -> Identity:
        """What tells a voice from others. Raises SpeechError as `Engine.identity`."""
        if voice not in self._identities:
            self._identities[voice] = self.named(voice.engine).identity(voice)
        return self._identities[voice]

    def why_missing(self, voice: Voice) -> str | None:
        """Why a voice is missing on this machine; None when it is there. Raises SpeechError when
        that cannot be told now."""
        if voice not in self._missing:
            self._missing[voice] = self.named(voice.engine).why_missing(voice)
        return self._missing[voice]

    def speak(self, text: str, voice: Voice) -> Spoken:
        """Speak a text at the voice's rate. Raises SpeechError."""
        pace = self.pace(voice)
        doing.tell(f"{voice.shown}: {text}")
        return self.named(voice.engine).speak(text, voice, pace)

    def pace(self, voice: Voice) -> float | None:
        """What a voice's rate is in its engine's own terms; None where it has one pace. A voice
        that was never measured is measured first. Raises SpeechError, for a rate out of reach
        too."""
        if voice not in self._paces:
            self._paces[voice] = self._pace(voice)
        return self._paces[voice]

    def _pace(self, voice: Voice) -> float | None:
        engine = self.named(voice.engine)
        calibration = self._calibrations.of(engine, voice)
        if calibration is None or not engine.paces(voice):
            return None
        _within_reach(voice, calibration)
        return calibration.at(voice.rate).pace

    def tempo(self, voice: Voice) -> Tempo:
        """How fast a voice will speak, without a sound: guessed where it was never measured, or is
        not there. Raises SpeechError when its rate is known to be out of reach."""
        engine = self.named(voice.engine)
        try:
            known = self._calibrations.known(engine, voice)
        except SpeechError:
            known = None
        if known is not None and engine.paces(voice):
            _within_reach(voice, known)
        return (known or engine.typical()).at(voice.rate).tempo

    def best(self, language: str, name: str = "") -> EngineName:
        """The best engine there is for a language, or for a voice of some name. One that is there
        and out of order is chosen all the same: whoever builds is told what is the matter. Raises
        ClosedError."""
        return next(engine for engine, why in self.by_merit(language, name) if why is None)

    def by_merit(self, language: str, name: str = "") -> Iterator[tuple[EngineName, str | None]]:
        """The engines that `auto` chooses from, the best first, and why each is not chosen; the
        last is, whatever becomes of it. Raises ClosedError."""
        for engine in BEST_FIRST[:-1]:
            voice = Voice(engine, name, language)
            if voice not in self._absent:
                self._absent[voice] = self._why_absent(voice)
            yield engine, self._absent[voice]
        yield BEST_FIRST[-1], None

    def _why_absent(self, voice: Voice) -> str | None:
        try:
            self.identity(voice)
        except ClosedError:
            raise
        except SpeechError as error:
            absent = isinstance(error, MissingError) and not isinstance(error, DamagedError)
            return str(error) if absent else None
        return None

    def forget(self) -> None:
        """Look for voices anew when they are asked for again."""
        self._calibrations.forget()
        self._identities.clear()
        self._missing.clear()
        self._absent.clear()
        self._paces.clear()
        for engine in self._made.values():
            engine.forget()

    def close(self) -> None:
        """Stop the engines, whatever they are at, and begin with no other."""
        with self._making:
            self._closed = True
        for engine in self._made.values():
            engine.close()


def _within_reach(voice: Voice, calibration: Calibration) -> None:
    """Raises SpeechError when a voice cannot speak at its rate; one that has a single pace, as a
    program that does not look at its rate, speaks at that."""
    slowest, fastest = calibration.slowest, calibration.fastest
    if fastest < _ONE_PACE * slowest:
        return
    if not slowest <= voice.rate <= fastest:
        raise SpeechError(
            f"a rate of {voice.rate} words a minute is out of reach: "
            f"{voice.shown} speaks from {slowest} to {fastest}"
        )
