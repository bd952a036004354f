"""Who speaks: the plain values that scripts choose and engines obey."""

from dataclasses import dataclass, replace

ENGINES = ("pyttsx3", "tone")
"""Names of the speech engines; `audioguide.speech.ENGINES` makes them."""

SLOWEST, FASTEST = 80, 450
"""Words a minute that eSpeak NG takes (speak_lib.h, espeakRATE). Beyond, pyttsx3 writes silence."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A way of speaking. Every field is part of what a spoken clip is cached by."""

    engine: str = "pyttsx3"
    name: str = ""
    """The engine's own name for the voice; empty means the engine's choice for `language`."""
    language: str = "en"
    """BCP 47 tag of the words."""
    rate: int = 150
    """Words a minute. 150 is the unhurried end of conversation, and what listeners with
    their eyes closed can act on."""


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """What somebody says of a voice; None leaves it as it was."""

    engine: str | None = None
    name: str | None = None
    rate: int | None = None

    def over(self, voice: Voice) -> Voice:
        """The voice with this choice made. Another engine does not know the old one's names."""
        engine = self.engine or voice.engine
        kept = voice.name if engine == voice.engine else ""
        name = kept if self.name is None else self.name
        return replace(voice, engine=engine, name=name, rate=self.rate or voice.rate)
