"""The voices that pyttsx3's drivers have, and which of them is meant."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from audioguide.core.errors import MissingError

Told: TypeAlias = tuple[str, str, str, str, bool]
"""What is told of a voice, in the order of `audioguide.speech.engine.Speaker`."""


def find_voice(engine: Any, job: Mapping[str, str]) -> str:
    """The id of the voice that is asked for by id, by name, or by its language alone; for eSpeak,
    which looks for it itself, what it is called. Raises MissingError."""
    if job["driver"] == "espeak":
        return job["voice"]
    voices = engine.getProperty("voices")
    if job["voice"]:
        asked = job["voice"].casefold()
        found = [v.id for v in voices if asked in (v.id.casefold(), (v.name or "").casefold())]
    else:
        own = engine.getProperty("voice")
        # The system's own voice first, then by id: the same one every time.
        voices = sorted(voices, key=lambda voice: (voice.id != own, voice.id))
        found = [v.id for v in voices if _speaks(v.languages, job["language"])]
    if not found:
        raise unknown(job["voice"] or job["language"])
    return str(found[0])


def check_variant(asked: str, chosen: str) -> None:
    """That eSpeak has the variant which is asked for behind a `+`: it speaks without one that it
    has not, and tells nobody. `chosen` is what it calls the voice that it has set. Raises
    MissingError."""
    voice, plus, variant = asked.partition("+")
    if plus and not (variant and chosen.casefold().endswith(f"+{variant}".casefold())):
        raise MissingError(
            f"`{voice}` has no variant `{variant}`: "
            f"`audioguide voices --language {_language_of(voice)}` lists those there are"
        )


def unknown(name: str) -> MissingError:
    """What is told of a voice that is not there."""
    return MissingError(f"there is no voice `{name}`: `audioguide voices` lists those there are")


def speakers(driver: str) -> list[Told]:
    """What is told of each voice. Those of eSpeak come with their numbered variants."""
    import pyttsx3

    voices = pyttsx3.init(driver).getProperty("voices")
    if driver == "espeak":
        return _speakers_of_espeak(voices)
    called = [voice.name for voice in voices]
    # macOS has some voices twice, in two qualities: then only the id tells which.
    names = [v.name if v.name and called.count(v.name) == 1 else v.id for v in voices]
    return [
        (name, _language(voice), _gender(voice.gender), "", False)
        for name, voice in zip(names, voices, strict=True)
    ]


def _speakers_of_espeak(voices: Sequence[Any]) -> list[Told]:
    speaking = _with_dictionary([voice.id for voice in voices])
    variants = _variants()
    told: list[Told] = []
    for voice in voices:
        tag = _language(voice)
        if voice.id in speaking and not _names_script(tag):
            told.append((voice.id, tag, _gender(voice.gender), "", False))
            told += [(f"{voice.id}+{name}", tag, gender, "", True) for name, gender in variants]
    return told


def _names_script(tag: str) -> bool:
    """Whether a tag names a script, which is done only where that is not the one a language is
    usually written in (RFC 5646, 4.1). Texts come as they are usually written: English in Shavian
    letters, Persian and Mandarin in Latin ones are for somebody else; and Cherokee in a notation of
    eSpeak's own says nothing at all where Cherokee is written as it is. These can still be asked
    for by name. A part of four letters can be nothing but a script; eSpeak has one behind a
    country."""
    written = tag.partition("-x-")[0]
    return any(len(part) == 4 and part.isalpha() for part in written.split("-")[1:])


def _variants() -> list[tuple[str, str]]:
    """Name and gender of eSpeak's numbered variants. It has some ninety more, called `Andy` or
    `Tweaky`, that can be asked for too: more than anybody would listen to."""
    data = os.environ.get("ESPEAK_DATA_PATH")
    files = sorted(Path(data, "voices", "!v").glob("[fm][0-9]")) if data else []
    return [(file.name, _gender_in(file.read_text(encoding="utf-8"))) for file in files]


def _gender_in(variant: str) -> str:
    told = re.search(r"^gender\s+(\w+)", variant, re.MULTILINE)
    return _gender(told[1] if told else "")


def _language_of(voice: str) -> str:
    """A language to ask for, by the name of a voice of eSpeak: `gmw/en-us` is one of `en`."""
    return voice.rpartition("/")[2].partition("-")[0]


def _speaks(languages: Sequence[Any], asked: str) -> bool:
    """Whether a voice is of a language, whatever the country."""
    return any(_tag(spoken).split("-")[0] == asked.split("-")[0] for spoken in languages)


def _with_dictionary(names: Sequence[str]) -> set[str]:
    """Those voices of eSpeak that can speak: it lists them all. Of those that come with the loader
    three have no dictionary, and MBROLA's lie elsewhere."""
    data = os.environ.get("ESPEAK_DATA_PATH")
    if not data:
        return set(names)
    languages = Path(data, "lang")
    # pyttsx3 writes names in small letters; the files are `gmw/en-US`.
    files = {path.relative_to(languages).as_posix().lower(): path for path in languages.rglob("*")}
    return {
        name for name in names if name in files and Path(data, _dictionary(files[name])).exists()
    }


def _dictionary(voice: Path) -> str:
    named = re.search(r"^dictionary\s+(\w+)", voice.read_text(encoding="utf-8"), re.MULTILINE)
    return f"{named[1] if named else voice.name.split('-')[0]}_dict"


def _language(voice: Any) -> str:
    return _tag((voice.languages or [""])[0])


def _tag(language: Any) -> str:
    """A BCP 47 tag as it is usually written, from whatever a driver calls a language."""
    words = language.decode(errors="replace") if isinstance(language, bytes) else str(language)
    found = words.strip("\x00\x05").replace("_", "-").lower()
    tag, private, own = found.partition("-x-")
    first, *rest = tag.split("-")
    # RFC 5646, 2.1.1: two letters after the first part are a country, four are a script.
    cased = {2: str.upper, 4: str.title}
    return "-".join([first, *(cased.get(len(part), str)(part) for part in rest)]) + private + own


def _gender(told: Any) -> str:
    """`VoiceGenderFemale` on macOS, `Female` elsewhere."""
    words = str(told or "").casefold()
    return "female" if "female" in words else "male" if "male" in words else ""
