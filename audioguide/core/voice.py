"""Who speaks: the plain values that scripts choose and engines obey."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from audioguide.core.built_in import AUTO, EngineChoice, EngineName

SLOWEST, FASTEST = 80, 450
"""Words a minute that a script may ask for, by design; how far a voice goes, its measurement tells:
of those seen here, the widest speaks from 90 to 306."""

SLOW, FAST = 110, 190
"""Words a minute within which every voice can speak; many go further, each as far as it does."""

LOWEST, HIGHEST = 0, 100
"""Pitches that eSpeak NG takes (speak_lib.h, espeakPITCH); 50 is the voice's own."""

SOFTEST_VOICE = -12.0
"""LU that a voice may lie under the others, by design: softer is hardly heard from the floor."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A way of speaking. Every field is part of what a spoken clip is cached by."""

    engine: EngineName = "pyttsx3"
    name: str = ""
    """The engine's own name for the voice; empty means the engine's choice for `language`."""
    language: str = "en"
    """BCP 47 tag of the words."""
    rate: int = 150
    """Words a minute as they are heard. 150 is the unhurried end of conversation, and what
    listeners with their eyes closed can act on."""
    pitch: int = 50
    """From LOWEST to HIGHEST, where the engine can change it; 50 is the voice's own."""
    volume: float = 0.0
    """LU over or under the level of all speech, from SOFTEST_VOICE to 0. Engines do not look at
    it: it is the clip's gain."""
    run: tuple[str, ...] = ()
    """For the engine `command`: a program and its arguments, in which {text}, {out}, {language},
    {rate} and {voice} are filled in."""

    @property
    def shown(self) -> str:
        """For people: its engine, and its name where it was chosen by one."""
        return f"{self.engine} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """What somebody says of a voice; None leaves it as it was."""

    engine: EngineChoice | None = None
    name: str | None = None
    rate: int | None = None
    pitch: int | None = None
    volume: float | None = None
    run: tuple[str, ...] | None = None
    instead: "VoiceChoice | None" = None
    """Who speaks where this voice is missing."""

    def over(self, ground: "VoiceChoice") -> "VoiceChoice":
        """What is said here over what was said before; who stands in is not handed on. Another
        engine does not know the old one's names, nor what it ran."""
        said = {part: getattr(self, part) for part in _PARTS if getattr(self, part) is not None}
        other = self.engine not in (None, ground.engine)
        return replace(
            ground, **{"instead": None} | ({"name": "", "run": ()} if other else {}) | said
        )

    def speaking(self, language: str, best: Callable[[str, str], EngineName]) -> Voice:
        """The voice that is meant for the words of a language; `best` tells which engine is the
        best there is for a language and a voice's name. What is left open is as it is built in."""
        said = {part: getattr(self, part) for part in _PARTS if getattr(self, part) is not None}
        engine = said.pop("engine", AUTO)
        if engine == AUTO:
            engine = best(language, said.get("name", ""))
        return Voice(engine=engine, language=language, **said)


_PARTS = tuple(part.name for part in fields(Voice) if part.name != "language")

_PLAIN = Voice()

BUILT_IN = VoiceChoice(AUTO, _PLAIN.name, _PLAIN.rate, _PLAIN.pitch, _PLAIN.volume, _PLAIN.run)
"""What holds where nobody says anything."""
