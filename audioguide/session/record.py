"""What a session was built from: whether it is still that is told without reading a script.

An input counts by its content. Size, time of change and inode as they were at the last build are
trusted to mean the same content; where one differs, the content is compared.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from audioguide import __version__
from audioguide.core.built_in import ENGINES, EngineName
from audioguide.core.errors import SpeechError
from audioguide.core.ffmpeg import VARIABLE
from audioguide.core.problem import Place, Problem
from audioguide.core.voice import Voice
from audioguide.script.files import ScriptFile
from audioguide.session.options import BuildOptions, Reason
from audioguide.speech.register import Engines
from audioguide.store.file_state import FileState, file_state, read_states
from audioguide.store.keys import (
    ENCODING_VERSION,
    SHOWN_VERSION,
    SOUND_VERSION,
    content_digest,
    key,
)
from audioguide.store.store import Store

_DECIDING = (VARIABLE, "AUDIOGUIDE_VOICES")
"""Variables of the environment that decide what a session is made with."""

NUMBER = "track number"
"""What a session's place in its folder is called among its settings: a script that comes or goes
beside it changes it."""

VERSION = f"{__version__} ({SOUND_VERSION}.{ENCODING_VERSION}.{SHOWN_VERSION})"


@dataclass(frozen=True, slots=True)
class VoiceState:
    """A voice that was asked for, and its identity as it was."""

    voice: Voice
    version: str | None
    """None when it was missing."""
    files: tuple[FileState, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A session as it was built last."""

    version: str
    root: str
    """The library folder."""
    script: str
    asked: dict[str, str]
    """What the command line and the environment decided."""
    settings: dict[str, str]
    """What held for it, by name."""
    inputs: tuple[FileState, ...]
    """What it was read from: script, fragments, settings, sound files."""
    tools: tuple[FileState, ...]
    """What it was made with, beside voices."""
    voices: tuple[VoiceState, ...]
    """Every one that was asked for, those that were missing too."""
    best: tuple[tuple[str, str, EngineName], ...]
    """Where the best engine was asked for: language, name of the voice, and the one it was."""
    outputs: tuple[FileState, ...]
    made_of: str
    """The whole input of its MP3 and plan, in one word."""
    length: int
    """Samples."""
    warnings: tuple[Problem, ...]
    missing: bool = False
    """Whether another spoke for a voice that was missing: it may have come since."""


def voice_state(voice: Voice, engines: Engines) -> VoiceState:
    """A voice as it is now."""
    try:
        identity = engines.identity(voice)
    except SpeechError:  # another speaks in its stead
        return VoiceState(voice, None, ())
    return VoiceState(voice, identity.version, tuple(map(file_state, identity.files)))


def asked(options: BuildOptions) -> dict[str, str]:
    """What the command line and the environment decide of sessions, for people."""
    overrides = options.overrides
    voice = {f"voice {name}": value for name, value in asdict(overrides.voice).items()}
    values = {f"{{{name}}}": value for name, value in overrides.values.items()}
    machine = {name: os.environ.get(name) for name in _DECIDING}
    said = {**voice, "length": overrides.length, **values, **machine}
    return {name: str(value) for name, value in said.items() if value is not None}


def load(store: Store, target: Path) -> Record | None:
    """The record of an output; None when there is none, or it is from another time."""
    found = store.get("record", _key(target))
    if found is None:
        return None
    try:
        return _read(json.loads(found))
    except (KeyError, TypeError, ValueError):
        return None


def save(store: Store, target: Path, record: Record) -> None:
    """Keep the record of an output. Raises OSError."""
    store.put("record", _key(target), json.dumps(asdict(record)).encode())


def read_problems(found: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Problems from a record in JSON. Raises KeyError, TypeError."""
    return tuple(Problem(**{**one, "place": Place(**one["place"])}) for one in found)


def stale(
    record: Record | None, located: ScriptFile, options: BuildOptions, engines: Engines
) -> tuple[Reason, ...]:
    """Why a session has to be looked at again; nothing when it is fresh."""
    if record is None:
        return (Reason("never built here"),)
    if options.force:
        return (Reason("asked for by --force"),)
    found = [*_other(record, located, options), *_outputs(record)]
    found += [Reason("changed", Path(tool.path)) for tool in record.tools if tool.is_changed()]
    if record.missing:
        found.append(Reason("a voice was missing"))
    others = dict(_better(record, engines))
    found += [Reason(f"voice: {was} → {now}") for was, now in others.items()]
    found += [
        reason
        for seen in record.voices
        if seen.voice.engine not in others
        for reason in _speaks_otherwise(seen, engines)
    ]
    found += [reason for seen in record.inputs for reason in _changed(seen)]
    return tuple(dict.fromkeys(found))


def still_stands(record: Record, made_of: str) -> bool:
    """Whether what was built would be built again, and still stands."""
    return record.made_of == made_of and not list(_outputs(record))


def changed_since(record: Record, begun: int) -> bool:
    """Whether an input may have changed after it was read, in a run that began at a time in ns:
    then the record does not tell what was built."""
    facts = [seen.facts for seen in record.inputs]
    return any(found is not None and found[1] >= begun for found in facts)


def renewed(record: Record) -> Record:
    """The record with its inputs as they stand now, when some were only touched."""
    return replace(record, inputs=tuple(seen.renewed() for seen in record.inputs))


def differing(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Reason]:
    """What was decided otherwise."""
    for name in (*before, *(name for name in now if name not in before)):
        if before.get(name) != now.get(name):
            yield Reason(f"{name} {before.get(name, '–')} → {now.get(name, '–')}")


def _other(record: Record, located: ScriptFile, options: BuildOptions) -> Iterator[Reason]:
    if record.version != VERSION:
        yield Reason(f"audioguide {record.version} → {VERSION}")
    if record.root != str(located.root):
        yield Reason(f"its library is {located.root}, and was {record.root}")
    yield from differing(record.asked, asked(options))
    number = {NUMBER: str(located.number)}
    yield from differing({NUMBER: record.settings.get(NUMBER, "")}, number)
    if options.strict and record.warnings:
        yield Reason("it has warnings, and --strict takes them for errors")


def _better(record: Record, engines: Engines) -> Iterator[tuple[EngineName, EngineName]]:
    """Engines that were the best there was, each with the one that is now."""
    for language, name, was in record.best:
        now = engines.best(language, name)
        if now != was:
            yield was, now


def _speaks_otherwise(before: VoiceState, engines: Engines) -> Iterator[Reason]:
    """What a voice is told by that is another: its version, its files, or what they hold."""
    now = voice_state(before.voice, engines)
    if now == before:
        return
    named = before.voice.shown
    if now.version != before.version:
        yield Reason(f"{named}: {before.version or 'missing'} → {now.version or 'missing'}")
    elif _paths(now) != _paths(before):
        yield Reason(f"{named}: {' '.join(_paths(before))} → {' '.join(_paths(now))}")
    else:
        pairs = zip(before.files, now.files, strict=True)
        yield from (Reason("changed", Path(was.path)) for was, seen in pairs if was != seen)


def _paths(seen: VoiceState) -> list[str]:
    return [file.path for file in seen.files]


def _outputs(record: Record) -> Iterator[Reason]:
    for seen in record.outputs:
        if seen.is_changed():
            gone = seen.now() is None
            yield Reason("is gone" if gone else "was changed by someone else", Path(seen.path))


def _changed(seen: FileState) -> Iterator[Reason]:
    path = Path(seen.path)
    facts = seen.now()
    if facts == seen.facts:
        return
    if facts is None:
        yield Reason("is gone", path)
    elif seen.facts is None:
        yield Reason("is new", path)
    elif content_digest(path) != seen.digest:
        yield Reason("changed", path)


def _key(target: Path) -> str:
    return key("record", os.path.abspath(target))


def _read(found: dict[str, Any]) -> Record:
    seen = {name: read_states(found[name]) for name in ("inputs", "tools", "outputs")}
    voices = tuple(map(_read_voice, found["voices"]))
    warnings = read_problems(found["warnings"])
    best = tuple((language, name, _engine(was)) for language, name, was in found["best"])
    return Record(**{**found, **seen, "voices": voices, "best": best, "warnings": warnings})


def _read_voice(found: Mapping[str, Any]) -> VoiceState:
    engine = _engine(found["voice"]["engine"])
    voice = Voice(**{**found["voice"], "engine": engine, "run": tuple(found["voice"]["run"])})
    return VoiceState(voice, found["version"], read_states(found["files"]))


def _engine(name: object) -> EngineName:
    """An engine of this version. Raises ValueError."""
    for engine in ENGINES:
        if engine == name:
            return engine
    raise ValueError(f"{name} is no engine of this version")
