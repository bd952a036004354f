"""`library.yaml`: what the scripts of a library share. Read once; every mistake in it is told."""

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Table
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import Field

from audioguide.core.errors import Mistake, Mistakes, ScriptProblems
from audioguide.core.problem import Place, quoted, suggestion
from audioguide.core.units import Samples
from audioguide.core.voice import VoiceChoice
from audioguide.language import LANGUAGES
from audioguide.script import fields, header
from audioguide.script.keys import Gathered, Readers
from audioguide.script.lexicon import Lexicon, Respelling
from audioguide.script.library import find_file
from audioguide.script.located import SETTINGS, SHARED
from audioguide.script.model import BedChoice, Model
from audioguide.script.nodes import Mapping, Node, Scalar, compose
from audioguide.script.source import read_source, whole_file

T = TypeVar("T")

_REMARK = re.compile(r"^[ \t]*#.*$", re.MULTILINE)


class Library(Model):
    """What scripts share. Paths are relative to the library folder."""

    place: Place = Field(Place(SETTINGS, 1, 1), exclude=True)
    places: dict[str, Place] = Field({}, exclude=True)
    """Where the value of each key stands."""
    title: str = Field(
        "", description="The library's name; the album of its sessions.", examples=["Quiet hips"]
    )
    author: str = Field(
        "", description="Who wrote the scripts that do not say so.", examples=["Ann Smith"]
    )
    language: str = Field(
        "", description="The language of scripts that do not say so.", examples=["en", "de"]
    )
    summary: str = Field(
        "",
        description="One or two sentences on the library, for its page and feed.",
        examples=["Slow sessions for hips that sit all day."],
    )
    url: str = Field(
        "",
        description="Where the output folder is published; it makes the feed.",
        examples=["https://example.org/hips"],
    )
    cover: str = Field(
        "",
        description="A picture of the library: JPEG, PNG or WebP.",
        examples=["pictures/library.jpg"],
    )
    date: str = Field(
        "",
        description="When it was published (ISO 8601): the feed's dates.",
        examples=["2024-05-01"],
    )
    gap: Samples | None = Field(
        None, description="Silence between two sounds.", examples=["0.4s", "0.6s"]
    )
    voice: VoiceChoice | dict[str, VoiceChoice] | None = Field(
        None,
        description="Who speaks, unless a script says so; or who speaks each language.",
        examples=["calm", {"rate": 140}, {"en": "calm", "de": {"name": "gmw/de"}}],
    )
    voices: dict[str, VoiceChoice] = Field(
        {}, description="Voices by a name of your own.", examples=[{"calm": {"rate": 130}}]
    )
    chimes: dict[str, str] = Field(
        {},
        description="Chimes from sound files of your own.",
        examples=[{"temple": "sounds/temple.wav"}],
    )
    bed: BedChoice | None = Field(
        None,
        description="What sounds under sessions, unless a script says so.",
        examples=["rain", {"sound": "sounds/stream.wav", "level": 25}],
    )
    wake: bool | None = Field(
        None,
        description="Keep Bluetooth devices awake, by a floor that nobody hears before sounds.",
        examples=[True, False],
    )
    lexicon: Lexicon = Field(
        Lexicon(),
        description="Words and how to spell them for a voice.",
        examples=[{"psoas": "so-as", "de": {"Reha": "Reeha"}}],
    )
    programmes: dict[str, tuple[str, ...]] = Field(
        {}, description="Scripts in order, by name.", examples=[{"first week": ["neck", "hips"]}]
    )
    red_flags: str = Field(
        "",
        description="The fragment that a routine for pain includes.",
        examples=["shared/red-flags.yaml"],
    )
    ease_off: str = Field(
        "", description="The fragment that a massage includes.", examples=["shared/ease-off.yaml"]
    )


DEFAULTS = Library.model_validate({})
"""The settings of a folder without a `library.yaml`."""


def read_library(root: Path) -> Library:
    """The settings of the library in a folder; the defaults when it has no `library.yaml`.
    Raises ScriptProblems with every mistake in it."""
    path = root / SETTINGS
    if not path.is_file():
        return DEFAULTS
    if not path.resolve().is_relative_to(root.resolve()):
        raise whole_file(SETTINGS, "a link that leads out of the library folder")
    text = read_source(path, SETTINGS)
    if not _REMARK.sub("", text).strip():
        return DEFAULTS  # it marks the folder, and says nothing
    node = compose(text, SETTINGS)
    if not isinstance(node, Mapping):
        raise whole_file(SETTINGS, "settings and their values are expected", "such as `title: …`")
    gathered = Gathered()
    voices = _voices(node)
    readers: Readers = {
        "title": fields.word,
        "author": fields.word,
        "language": header.language,
        "summary": fields.word,
        "url": header.address,
        "cover": partial(_file, root),
        "date": header.date,
        "gap": fields.time,
        "voice": partial(header.voices_by_language, voices),
        "voices": partial(_named_voices, voices),
        "chimes": lambda found: dict(_named(found, partial(_file, root))),
        "bed": partial(header.bed, partial(find_file, root, root)),
        "wake": fields.truth,
        "lexicon": partial(_lexicon, voices),
        "programmes": lambda found: dict(_named(found, partial(_programme, root))),
        "red_flags": partial(_file, root),
        "ease_off": partial(_file, root),
    }
    values = gathered.values(node, Library, "a library", readers, {})
    if values is None:
        raise ScriptProblems(gathered.problems)
    places = {key.value: value.place for key, value in node.entries}
    return Library.model_validate({**values, "place": node.place, "places": places})


def _named(node: Node, read: Callable[[Node], T]) -> Iterator[tuple[str, T]]:
    return ((key.value, value) for key, value in fields.pairs(node, read))


def _voices(node: Mapping) -> dict[str, VoiceChoice]:
    """The named voices, for `voice` to choose from; their mistakes are told by their own reader."""
    for key, value in node.entries:
        if key.value == "voices" and isinstance(value, Mapping):
            named = {name.value: VoiceChoice() for name, _ in value.entries}
            for _ in value.entries:  # each time, one more of those that stand in for others
                named |= _read_voices(value, named)
            return named
    return {}


def _read_voices(node: Mapping, named: Table[str, VoiceChoice]) -> dict[str, VoiceChoice]:
    try:
        return dict(_named(node, partial(_own_voice, named)))
    except (Mistake, Mistakes):
        return {}


def _named_voices(voices: Table[str, VoiceChoice], node: Node) -> dict[str, VoiceChoice]:
    """Voices by name; none stands in for itself in the end."""
    found = dict(_named(node, partial(_own_voice, voices)))
    assert isinstance(node, Mapping)
    parts = {name.value: dict(_entries(value)) for name, value in node.entries}
    for name in parts:
        chain = [name]
        while isinstance(other := parts.get(chain[-1], {}).get("instead"), Scalar):
            chain.append(other.value)
            if other.value in chain[:-1]:
                message = f"voices that stand in for one another: {' → '.join(chain)}"
                raise Mistake(message, "let the last of them have no `instead`", other.place)
    return found


def _entries(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Mapping):
        yield from ((key.value, value) for key, value in node.entries)


def _own_voice(named: Table[str, VoiceChoice], node: Node) -> VoiceChoice:
    """A voice in its parts: a name alone would be another name for the same."""
    return header.voice(named if isinstance(node, Mapping) else {}, node)


def _file(root: Path, node: Node) -> str:
    """A file of the library, by its path from the library folder."""
    return find_file(root, root, fields.word(node))


def _programme(root: Path, node: Node) -> tuple[str, ...]:
    """Scripts of the library, in order, without their ending."""
    return fields.words(node, partial(_script, root))


def _script(root: Path, node: Node) -> str:
    name = fields.word(node)
    path = PurePosixPath(name)
    is_built = not path.is_absolute() and not {"..", SHARED} & {*path.parts}
    is_built = is_built and path.name != PurePosixPath(SETTINGS).stem
    try:
        if is_built and any((root / f"{name}{end}").is_file() for end in (".yaml", ".yml")):
            return name
    except OSError as error:
        raise Mistake(f"{quoted(name)} is not a path that can be read") from error
    known = sorted(path.stem for path in root.glob("*.y*ml") if path.name != SETTINGS)
    raise Mistake(f"there is no script {quoted(name)}", suggestion(name, known))


def _lexicon(voices: Table[str, VoiceChoice], node: Node) -> Lexicon:
    """Words for everybody, and mappings of words for one language or one voice."""
    entries: list[Respelling] = []
    wrong: list[Mistake] = []
    for key, found in fields.pairs(node, _spelling):
        try:
            scope = "" if isinstance(found, str) else _scope(voices, key)
            spellings = ((key, found),) if isinstance(found, str) else found
            entries += (Respelling(_respelt(word), spelt, scope) for word, spelt in spellings)
        except Mistake as mistake:
            wrong.append(mistake)
    if wrong:
        raise Mistakes(wrong)
    return Lexicon(tuple(entries))


def _spelling(node: Node) -> str | tuple[tuple[Scalar, str], ...]:
    return fields.word(node) if isinstance(node, Scalar) else fields.pairs(node, fields.word)


def _respelt(key: Scalar) -> str:
    word = " ".join(key.value.split())
    if not word:
        raise Mistake("a word to respell is expected here", place=key.place)
    return word


def _scope(voices: Table[str, VoiceChoice], key: Scalar) -> str:
    """A language, or a voice by its engine's name, which is what a speech knows of it."""
    if key.value in LANGUAGES:
        return key.value
    if key.value not in voices:
        known = sorted({*LANGUAGES, *voices})
        hint = suggestion(key.value, known) or f"there is: {', '.join(known)}"
        message = f"{quoted(key.value)} is neither a language nor a voice of this library"
        raise Mistake(message, hint, key.place)
    name = voices[key.value].name
    if not name:
        message = f"the voice {quoted(key.value)} has no `name` by which to know it"
        raise Mistake(message, "give it one under `voices`", key.place)
    return name
