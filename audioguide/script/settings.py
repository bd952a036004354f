"""`library.yaml`: what the scripts of a library share. Read once; every mistake in it is told."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import Field

from audioguide.language import LANGUAGES
from audioguide.script import fields
from audioguide.script.fields import Mistake
from audioguide.script.keys import Gathered, Readers
from audioguide.script.lexicon import Lexicon, Respelling
from audioguide.script.library import SETTINGS
from audioguide.script.model import Model
from audioguide.script.nodes import Mapping, Node, Scalar, compose
from audioguide.script.problem import Place, ScriptProblems, quoted, suggestion
from audioguide.script.source import read_source, whole_file
from audioguide.units import Samples
from audioguide.voice import VoiceChoice

T = TypeVar("T")


class Library(Model):
    """What scripts share. Paths are relative to the library folder."""

    place: Place = Field(Place(SETTINGS, 1, 1), exclude=True)
    title: str = Field("", description="The library's name; the album of its sessions.")
    author: str = Field("", description="Who wrote the scripts that do not say so.")
    language: str = Field("", description="The language of scripts that do not say so.")
    date: str = Field("", description="When it was published.")
    gap: Samples | None = Field(None, description="Silence between two sounds.")
    voice: VoiceChoice | None = Field(None, description="Who speaks, unless a script says so.")
    voices: dict[str, VoiceChoice] = Field({}, description="Voices by a name of your own.")
    chimes: dict[str, str] = Field({}, description="Chimes from sound files of your own.")
    lexicon: Lexicon = Field(Lexicon(), description="Words and how to spell them for a voice.")
    programmes: dict[str, tuple[str, ...]] = Field({}, description="Scripts in order, by name.")
    red_flags: str = Field("", description="The fragment that a routine for pain includes.")
    ease_off: str = Field("", description="The fragment that a massage includes.")


DEFAULTS = Library.model_validate({})
"""The settings of a folder without a `library.yaml`."""


def read_library(root: Path) -> Library:
    """The settings of the library in a folder; the defaults when it has no `library.yaml`.
    Raises ScriptProblems with every mistake in it."""
    path = root / SETTINGS
    if not path.is_file():
        return DEFAULTS
    node = compose(read_source(path, SETTINGS), SETTINGS)
    if not isinstance(node, Mapping):
        raise whole_file(SETTINGS, "settings and their values are expected", "such as `title: …`")
    gathered = Gathered()
    voices = _voices(node)
    readers: Readers = {
        "title": fields.word,
        "author": fields.word,
        "language": fields.language,
        "date": fields.word,
        "gap": fields.time,
        "voice": partial(fields.voice, voices),
        "voices": lambda found: dict(_named(found, partial(fields.voice, {}))),
        "chimes": lambda found: dict(_named(found, partial(_file, root))),
        "lexicon": partial(_lexicon, set(voices)),
        "programmes": lambda found: dict(_named(found, partial(_programme, root))),
        "red_flags": partial(_file, root),
        "ease_off": partial(_file, root),
    }
    values = gathered.values(node, Library, "a library", readers, {})
    if values is None:
        raise ScriptProblems(gathered.problems)
    return Library.model_validate({**values, "place": node.place})


def _named(node: Node, read: Callable[[Node], T]) -> Iterator[tuple[str, T]]:
    return ((key.value, value) for key, value in fields.pairs(node, read))


def _voices(node: Mapping) -> dict[str, VoiceChoice]:
    """The named voices, for `voice` to choose from; their mistakes are told by their own reader."""
    for key, value in node.entries:
        if key.value == "voices" and isinstance(value, Mapping):
            return {name.value: VoiceChoice() for name, _ in value.entries} | _read_voices(value)
    return {}


def _read_voices(node: Mapping) -> dict[str, VoiceChoice]:
    try:
        return dict(_named(node, partial(fields.voice, {})))
    except (Mistake, fields.Mistakes):
        return {}


def _file(root: Path, node: Node) -> str:
    """A file of the library, by its path from the library folder."""
    written = fields.word(node)
    relative = PurePosixPath(written)
    try:
        path = Path(root, relative).resolve()
        if relative.is_absolute() or not path.is_relative_to(root.resolve()):
            raise Mistake(f"{quoted(written)} lies outside the library folder")
        if not path.is_file():
            beside = path.parent.iterdir() if path.parent.is_dir() else ()
            near = suggestion(relative.name, sorted(entry.name for entry in beside))
            raise Mistake(f"there is no file {quoted(written)}", near)
    except (OSError, ValueError, RuntimeError) as error:
        raise Mistake(f"{quoted(written)} is not a path that can be read") from error
    return relative.as_posix()


def _programme(root: Path, node: Node) -> tuple[str, ...]:
    """Scripts of the library, in order, without their ending."""
    names = fields.words(node)
    for name in names:
        inside = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
        if not inside or not any((root / f"{name}{end}").is_file() for end in (".yaml", ".yml")):
            known = sorted(path.stem for path in root.glob("*.yaml"))
            raise Mistake(f"there is no script {quoted(name)}", suggestion(name, known))
    return names


def _lexicon(voices: set[str], node: Node) -> Lexicon:
    """Words for everybody, and mappings of words for one language or one voice."""
    entries: list[Respelling] = []
    for key, value in fields.pairs(node, lambda found: found):
        if isinstance(value, Scalar):
            entries.append(Respelling(key.value, fields.word(value)))
            continue
        if key.value not in {*LANGUAGES, *voices}:
            known = sorted({*LANGUAGES, *voices})
            hint = suggestion(key.value, known) or f"there is: {', '.join(known)}"
            message = f"{quoted(key.value)} is neither a language nor a voice of this library"
            raise Mistake(message, hint, key.place)
        for word, spelt in fields.pairs(value, fields.word):
            entries.append(Respelling(word.value, spelt, key.value))
    return Lexicon(tuple(entries))
