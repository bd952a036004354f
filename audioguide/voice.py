"""Who speaks: the plain value that scripts choose and engines obey."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """A way of speaking. Every field is part of what a spoken clip is cached by."""

    engine: str = "pyttsx3"
    """A key of `audioguide.speech.ENGINES`."""
    name: str = ""
    """The engine's own name for the voice; empty means the engine's choice for `language`."""
    language: str = "en"
    """BCP 47 tag of the words."""
    rate: int = 150
    """Words a minute. 150 is the unhurried end of conversation, and what listeners with
    their eyes closed can act on."""
