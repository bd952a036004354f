"""Who decides what: the command line over the script over the library over what is built in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from audioguide.script.lexicon import Lexicon
from audioguide.script.model import Script
from audioguide.script.problem import Place
from audioguide.script.settings import Library
from audioguide.units import Samples, clock, samples, seconds
from audioguide.voice import Voice, VoiceChoice

GAP = samples(0.4)
"""Silence between two sounds with no written time between them: a breath."""

LANGUAGE = "en"
ARTIST = ALBUM = "audioguide"

BUILT_IN, LIBRARY, SCRIPT, COMMAND = "built in", "library.yaml", "script", "command line"


@dataclass(frozen=True, slots=True)
class Command:
    """What the command line says of sessions."""

    voice: VoiceChoice = field(default_factory=VoiceChoice)
    length: Samples | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds for one session."""

    album: str
    artist: str
    language: str
    date: str
    gap: Samples
    voice: Voice
    """The session's voice; a step's own choice goes over it, and `command` over that."""
    command: VoiceChoice
    length: Samples | None
    length_place: Place
    """Where the length stands, for the message that it cannot be reached."""
    values: Mapping[str, str]
    lexicon: Lexicon
    origins: tuple[tuple[str, str, str], ...]
    """(setting, value, who decided it), for people."""


def choose(library: Library, script: Script, command: Command) -> Choices:
    """What holds for a script."""
    chosen: list[tuple[str, str, str]] = []

    def first(name: str, built_in: object, *options: tuple[object, str]) -> object:
        found = next(((o, by) for o, by in options if o not in (None, "")), (built_in, BUILT_IN))
        chosen.append((name, _shown(found[0]), found[1]))
        return found[0]

    album = first("album", ALBUM, (library.title, LIBRARY))
    artist = first("author", ARTIST, (script.author, SCRIPT), (library.author, LIBRARY))
    language = first("language", LANGUAGE, (script.language, SCRIPT), (library.language, LIBRARY))
    date = first("date", "", (script.date, SCRIPT), (library.date, LIBRARY))
    gap = first("gap", GAP, (library.gap, LIBRARY))
    length = first("length", None, (command.length, COMMAND), (script.length, SCRIPT))
    voice = Voice(language=str(language))
    says = ((library.voice, LIBRARY), (script.voice, SCRIPT), (command.voice, COMMAND))
    for choice, _ in says:
        voice = (choice or VoiceChoice()).over(voice)
    for name in ("engine", "name", "rate"):
        held = getattr(voice, name)
        by = [by for choice, by in says if getattr(choice, name, None) == held]
        chosen.append((f"voice {name}", _shown(held), (by or [BUILT_IN])[-1]))
    for name, value in {**script.values, **command.values}.items():
        by_command = name in command.values
        chosen.append((f"{{{name}}}", value, COMMAND if by_command else SCRIPT))
    assert isinstance(gap, int)
    assert length is None or isinstance(length, int)
    return Choices(
        str(album),
        str(artist),
        str(language),
        str(date),
        Samples(gap),
        voice,
        command.voice,
        None if length is None else Samples(length),
        script.place if command.length else script.places.get("length", script.place),
        {**script.values, **command.values},
        library.lexicon,
        tuple(chosen),
    )


def _shown(value: object) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, int) and value > 1000:
        return clock(Samples(value)) if value > 60 * 48_000 else f"{seconds(Samples(value)):g} s"
    return str(value)
