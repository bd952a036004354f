"""Who decides what: the command line over the script over the library over what is built in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from audioguide.core.bed import Bed
from audioguide.core.problem import Place
from audioguide.core.units import RATE, Samples, clock, samples, seconds
from audioguide.core.voice import BUILT_IN as BUILT_IN_VOICE
from audioguide.core.voice import VoiceChoice
from audioguide.script.lexicon import Lexicon
from audioguide.script.library import Library
from audioguide.script.model import Script
from audioguide.script.overrides import Overrides

GAP = samples(0.8)
"""Silence between two sounds with no written time between them. Inside a text, voices leave 0.4 to
0.6 s between two sentences: a new thought must not sound like the same one."""

LANGUAGE = "en"
ARTIST = ALBUM = "audioguide"

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

BUILT_IN, LIBRARY, SCRIPT, COMMAND = "built in", "library.yaml", "script", "command line"


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """What holds for one session."""

    album: str
    artist: str
    language: str
    date: str
    gap: Samples
    voice: VoiceChoice
    """The session's voice, nothing of it left open; a step's own choice goes over it, and
    `override` over that."""
    override: VoiceChoice
    instead: VoiceChoice | None
    """Who speaks where `voice` is missing."""
    voice_place: Place | None
    """Where the session's voice was chosen: the script's first line when the command line did;
    None when it is built in."""
    allow_commands: bool
    """Whether a voice may run a program."""
    bed: Bed | None
    """What sounds under it; its file as the script or the library has it, from the library's folder
    until `audioguide.session.routine` makes it absolute."""
    wake: bool
    """Whether a floor is played before a sound that follows a silence."""
    length: Samples | None
    length_place: Place
    """Where the length stands, for the message that it cannot be reached."""
    values: Mapping[str, str]
    lexicon: Lexicon
    origins: tuple[tuple[str, str, str], ...]
    """(setting, value, who decided it), for people."""


def decide_settings(library: Library, script: Script, overrides: Overrides) -> SessionSettings:
    """What holds for a script."""
    album = _first(ALBUM, (library.title, LIBRARY))
    artist = _first(ARTIST, (script.author, SCRIPT), (library.author, LIBRARY))
    language = _first(LANGUAGE, (script.language, SCRIPT), (library.language, LIBRARY))
    date = _first("", (script.date, SCRIPT), (library.date, LIBRARY))
    gap = _first(GAP, (library.gap, LIBRARY))
    length = _first(None, (overrides.length, COMMAND), (script.length, SCRIPT))
    shared = library.voice
    if isinstance(shared, dict):
        shared = shared.get(language.value)
    says = ((shared, LIBRARY), (script.voice, SCRIPT), (overrides.voice, COMMAND))
    voice = BUILT_IN_VOICE
    for choice, _ in says:
        voice = (choice or VoiceChoice()).over(voice)
    bed = _first(None, (script.bed, SCRIPT), (library.bed, LIBRARY))
    wake = _first(True, (script.wake, SCRIPT), (library.wake, LIBRARY))
    decided = {
        "album": album,
        "author": artist,
        "language": language,
        "date": date,
        "gap": gap,
        "bed": bed,
        "wake": wake,
        "length": length,
        **{f"voice {name}": _of_voice(voice, name, says) for name in _OF_VOICE},
        **{f"{{{name}}}": _Decided(value, SCRIPT) for name, value in script.values.items()},
        **{f"{{{name}}}": _Decided(value, COMMAND) for name, value in overrides.values.items()},
    }
    instead = _first(None, *((choice and choice.instead, by) for choice, by in reversed(says)))
    return SessionSettings(
        album=album.value,
        artist=artist.value,
        language=language.value,
        date=date.value,
        gap=gap.value,
        voice=voice,
        override=overrides.voice,
        instead=instead.value,
        voice_place=_place_of_voice(library, script, overrides),
        allow_commands=overrides.allow_commands,
        bed=None if bed.value == "none" else bed.value,
        wake=wake.value,
        length=length.value,
        length_place=_place_of_length(script, length),
        values={**script.values, **overrides.values},
        lexicon=library.lexicon,
        origins=tuple((name, _shown(name, one.value), one.by) for name, one in decided.items()),
    )


_OF_VOICE = ("engine", "name", "rate", "pitch", "volume", "run")
"""Parts of a voice that somebody may decide."""


@dataclass(frozen=True, slots=True)
class _Decided(Generic[T_co]):
    """A value and who decided it."""

    value: T_co
    by: str


def _first(built_in: T, *options: tuple[T | None, str]) -> _Decided[T]:
    """The first that says anything; what is built in where none does."""
    for value, by in options:
        if value is not None and value != "":
            return _Decided(value, by)
    return _Decided(built_in, BUILT_IN)


def _place_of_voice(library: Library, script: Script, overrides: Overrides) -> Place | None:
    if overrides.voice.engine or overrides.voice.name:
        return script.place
    return script.places.get("voice") if script.voice else library.places.get("voice")


def _place_of_length(script: Script, length: _Decided[Samples | None]) -> Place:
    return script.place if length.by == COMMAND else script.places.get("length", script.place)


def _of_voice(
    voice: VoiceChoice, name: str, says: tuple[tuple[VoiceChoice | None, str], ...]
) -> _Decided[object]:
    """A part of the voice, and the last who asked for it as it is: another engine takes the name
    that was asked for away."""
    held = getattr(voice, name)
    by = [by for choice, by in says if getattr(choice, name, None) == held]
    return _Decided(held, by[-1] if by else BUILT_IN)


def _shown(name: str, value: object) -> str:
    if value in (None, "", ()):
        return "–"
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Bed):
        return _of_bed(value)
    if name in ("gap", "length") and isinstance(value, int):
        return clock(Samples(value)) if value > 60 * RATE else f"{seconds(Samples(value)):g} s"
    return str(value)


def _of_bed(bed: Bed) -> str:
    told = [bed.sound, f"{bed.level:g} LU under the voice"]
    if bed.rise:
        told.append(f"{bed.rise:g} more where nobody speaks")
    if bed.stereo is not None:
        told.append("stereo" if bed.stereo else "mono")
    return ", ".join(told)
