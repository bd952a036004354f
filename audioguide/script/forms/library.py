"""What only a `library.yaml` holds: programmes, and words to respell."""

from collections.abc import Mapping as Table
from pathlib import PurePosixPath

from audioguide.core.errors import Mistake, Mistakes
from audioguide.core.problem import quoted, suggestion
from audioguide.core.voice import VoiceChoice
from audioguide.language import LANGUAGES
from audioguide.script.files import LIBRARY_FILE, SHARED
from audioguide.script.forms.form import Context, Form, named
from audioguide.script.forms.texts import WORD, listed, word
from audioguide.script.lexicon import Lexicon, Respelling
from audioguide.script.nodes import Node, Scalar
from audioguide.script.parts import pairs


def _script(node: Node, context: Context) -> str:
    name = word(node)
    path = PurePosixPath(name)
    is_built = not path.is_absolute() and not {"..", SHARED} & {*path.parts}
    is_built = is_built and path.name != PurePosixPath(LIBRARY_FILE).stem
    try:
        files = (context.root / f"{name}{end}" for end in (".yaml", ".yml"))
        if is_built and any(file.is_file() for file in files):
            return name
    except OSError as error:
        raise Mistake(f"{quoted(name)} is not a path that can be read") from error
    known = sorted(path.stem for path in context.root.glob("*.y*ml") if path.name != LIBRARY_FILE)
    raise Mistake(f"there is no script {quoted(name)}", suggestion(name, known))


def _lexicon(node: Node, context: Context) -> Lexicon:
    """Words for everybody, and mappings of words for one language or one voice."""
    entries: list[Respelling] = []
    wrong: list[Mistake] = []
    for key, found in pairs(node, _spelling):
        try:
            scope = "" if isinstance(found, str) else _scope(context.voices, key)
            spellings = ((key, found),) if isinstance(found, str) else found
            entries += (Respelling(_respelt(word), spelt, scope) for word, spelt in spellings)
        except Mistake as mistake:
            wrong.append(mistake)
    if wrong:
        raise Mistakes(wrong)
    return Lexicon(tuple(entries))


def _spelling(node: Node) -> str | tuple[tuple[Scalar, str], ...]:
    return word(node) if isinstance(node, Scalar) else pairs(node, word)


def _respelt(key: Scalar) -> str:
    respelt = " ".join(key.value.split())
    if not respelt:
        raise Mistake("a word to respell is expected here", place=key.place)
    return respelt


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


PROGRAMMES = named(listed(Form(_script, WORD.schema)))
"""Scripts of the library, in order, without their ending, by the programme's name."""

LEXICON = Form(
    _lexicon,
    {"type": "object", "additionalProperties": {"anyOf": [WORD.schema, named(WORD).schema]}},
)
