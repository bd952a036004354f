"""`library.yaml`: what the scripts of a library share. Read once; every mistake in it is told."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import Field

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place
from audioguide.core.units import Samples
from audioguide.core.voice import VoiceChoice
from audioguide.script.files import LIBRARY_FILE, find_file
from audioguide.script.forms.beds import BED, BedChoice
from audioguide.script.forms.form import Context, named
from audioguide.script.forms.library import LEXICON, PROGRAMMES
from audioguide.script.forms.numbers import TRUTH
from audioguide.script.forms.texts import ADDRESS, DATE, FILE, LANGUAGE, WORD
from audioguide.script.forms.times import TIME
from audioguide.script.forms.voices import VOICE_BY_LANGUAGE, VOICES, named_voices
from audioguide.script.keys import Model, key
from audioguide.script.lexicon import Lexicon
from audioguide.script.mapping_reader import MappingReader
from audioguide.script.nodes import Mapping, compose
from audioguide.script.source import read_source, whole_file

_REMARK = re.compile(r"^[ \t]*#.*$", re.MULTILINE)


class Library(Model):
    """What scripts share. Paths are relative to the library folder."""

    place: Place = Field(default=Place(LIBRARY_FILE, 1, 1), exclude=True)
    places: dict[str, Place] = Field(default={}, exclude=True)
    """Where the value of each key stands."""
    title: str = key(
        WORD, "The library's name; the album of its sessions.", ["Quiet hips"], default=""
    )
    author: str = key(WORD, "Who wrote the scripts that do not say so.", ["Ann Smith"], default="")
    language: str = key(
        LANGUAGE, "The language of scripts that do not say so.", ["en", "de"], default=""
    )
    summary: str = key(
        WORD,
        "One or two sentences on the library, for its page and feed.",
        ["Slow sessions for hips that sit all day."],
        default="",
    )
    url: str = key(
        ADDRESS,
        "Where the output folder is published; it makes the feed.",
        ["https://example.org/hips"],
        default="",
    )
    cover: str = key(
        FILE,
        "A picture of the library: JPEG, PNG or WebP.",
        ["pictures/library.jpg"],
        default="",
    )
    date: str = key(
        DATE, "When it was published (ISO 8601): the feed's dates.", ["2024-05-01"], default=""
    )
    gap: Samples | None = key(TIME, "Silence between two sounds.", ["0.4s", "0.6s"], default=None)
    voice: VoiceChoice | dict[str, VoiceChoice] | None = key(
        VOICE_BY_LANGUAGE,
        "Who speaks, unless a script says so; or who speaks each language.",
        ["calm", {"rate": 140}, {"en": "calm", "de": {"name": "gmw/de"}}],
        default=None,
    )
    voices: dict[str, VoiceChoice] = key(
        VOICES, "Voices by a name of your own.", [{"calm": {"rate": 130}}], default={}
    )
    chimes: dict[str, str] = key(
        named(FILE),
        "Chimes from sound files of your own.",
        [{"temple": "sounds/temple.wav"}],
        default={},
    )
    bed: BedChoice | None = key(
        BED,
        "What sounds under sessions, unless a script says so.",
        ["rain", {"sound": "sounds/stream.wav", "level": 25}],
        default=None,
    )
    wake: bool | None = key(
        TRUTH,
        "Keep Bluetooth devices awake, by a floor that nobody hears before sounds.",
        [True, False],
        default=None,
    )
    lexicon: Lexicon = key(
        LEXICON,
        "Words and how to spell them for a voice.",
        [{"psoas": "so-as", "de": {"Reha": "Reeha"}, "piper": {"en": {"coccyx": "coxyx"}}}],
        default=Lexicon(),
    )
    programmes: dict[str, tuple[str, ...]] = key(
        PROGRAMMES,
        "Scripts in order, by name.",
        [{"first week": ["neck", "hips"]}],
        default={},
    )
    red_flags: str = key(
        FILE,
        "The fragment that a routine for pain includes.",
        ["shared/red-flags.yaml"],
        default="",
    )
    ease_off: str = key(
        FILE, "The fragment that a massage includes.", ["shared/ease-off.yaml"], default=""
    )


DEFAULTS = Library()
"""The settings of a folder without a `library.yaml`."""


def read_library(root: Path) -> Library:
    """The settings of the library in a folder; the defaults when it has no `library.yaml`.
    Raises ScriptProblems with every mistake in it."""
    path = root / LIBRARY_FILE
    if not path.is_file():
        return DEFAULTS
    if not path.resolve().is_relative_to(root.resolve()):
        raise whole_file(LIBRARY_FILE, "a link that leads out of the library folder")
    text = read_source(path, LIBRARY_FILE)
    if not _REMARK.sub("", text).strip():
        return DEFAULTS  # it marks the folder, and says nothing
    node = compose(text, LIBRARY_FILE)
    if not isinstance(node, Mapping):
        raise whole_file(
            LIBRARY_FILE, "settings and their values are expected", "such as `title: …`"
        )
    mappings = MappingReader(_context(root, node))
    values = mappings.values(node, Library, "a library")
    if values is None:
        raise ScriptProblems(mappings.problems)
    places = {key.value: value.place for key, value in node.entries}
    return Library.model_validate({**values, "place": node.place, "places": places})


def _context(root: Path, node: Mapping) -> Context:
    """What the settings of a library need of one another: the voices that they name."""
    nothing = Context(root=root, voices={}, chimes=(), find=partial(find_file, root, root))
    return replace(nothing, voices=named_voices(node, nothing))
