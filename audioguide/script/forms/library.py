"""What only a `library.yaml` holds: programmes, and words to respell."""

from collections.abc import Mapping as Table
from dataclasses import replace
from pathlib import PurePosixPath

from audioguide.core.built_in import AUTO, ENGINES
from audioguide.core.errors import Mistake, Mistakes
from audioguide.core.problem import quoted, suggestion
from audioguide.core.voice import VoiceChoice
from audioguide.language import LANGUAGES
from audioguide.script.files import LIBRARY_FILE, SHARED
from audioguide.script.forms.form import Context, Form, named
from audioguide.script.forms.texts import WORD, listed, word
from audioguide.script.lexicon import EVERYBODY, Lexicon, Respelling, Scope
from audioguide.script.nodes import Mapping, Node, Scalar
from audioguide.script.parts import keyed


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
    """Words for everybody, and mappings of words for some who speak."""
    entries = _spellings(node, (EVERYBODY,), context.voices)
    spelt: dict[tuple[Scope, str], Respelling] = {}
    wrong: list[Mistake] = []
    for entry in entries:
        first = spelt.setdefault((entry.scope, entry.word.casefold()), entry)
        if first.spelt != entry.spelt:
            message = f"{quoted(entry.word)} is spelt in two ways for the same voices"
            wrong.append(Mistake(message, f"the first is in line {first.place.line}", entry.place))
    if wrong:
        raise Mistakes(wrong)
    return Lexicon(entries)


def _spellings(
    node: Node, scopes: tuple[Scope, ...], voices: Table[str, VoiceChoice]
) -> tuple[Respelling, ...]:
    """The words of a mapping for each of some scopes, and those for scopes within them."""
    divisible = all(
        scope.voice is None and not (scope.engine and scope.language) for scope in scopes
    )

    def read(key: Scalar, value: Node) -> tuple[Respelling, ...]:
        if isinstance(value, Mapping) and divisible:
            names = [name.strip() for name in key.value.split(",")]
            within = (_within(scope, name, key, voices) for scope in scopes for name in names)
            return _spellings(value, tuple(within), voices)
        respelt, spelt = _respelt(key), word(value)
        return tuple(Respelling(respelt, spelt, scope, key.place) for scope in scopes)

    return tuple(entry for _, found in keyed(node, read) for entry in found)


def _respelt(key: Scalar) -> str:
    respelt = " ".join(key.value.split())
    if not respelt:
        raise Mistake("a word to respell is expected here", place=key.place)
    return respelt


def _within(scope: Scope, name: str, key: Scalar, voices: Table[str, VoiceChoice]) -> Scope:
    """A language, an engine or a voice, by its name; in the scope of an engine a language, in that
    of a language an engine. A name of the author's own goes before an engine's."""
    if not scope.language and name in LANGUAGES:
        return replace(scope, language=name)
    if scope == EVERYBODY and name in voices:
        return _voice(name, voices[name], key)
    if not scope.engine and name in ENGINES:
        return replace(scope, engine=name)
    raise _unknown(scope, name, key, voices)


def _voice(name: str, choice: VoiceChoice, key: Scalar) -> Scope:
    """A voice as a speech knows it: by its engine, where the author says which, and by the engine's
    name for it. One without a name is the engine's own choice; programs are not told apart so."""
    engine = None if choice.engine == AUTO else choice.engine
    if choice.name or engine not in (None, "command"):
        return Scope(engine=engine, voice=choice.name or "")
    message = f"the voice {quoted(name)} has no `name` by which to know it"
    raise Mistake(message, "give it one under `voices`", key.place)


def _unknown(scope: Scope, name: str, key: Scalar, voices: Table[str, VoiceChoice]) -> Mistake:
    """Why a name is no scope here."""
    if scope == EVERYBODY:
        what = "is neither a language, an engine nor a voice of this library"
        known = [*sorted(LANGUAGES), *ENGINES, *sorted(voices)]
    elif scope.engine:
        what, known = "is no language, which is what may stand here", sorted(LANGUAGES)
    else:
        what, known = "is no engine, which is what may stand here", [*ENGINES]
    hint = suggestion(name, known) or f"there is: {', '.join(known)}"
    return Mistake(f"{quoted(name)} {what}", hint, key.place)


PROGRAMMES = named(listed(Form(_script, WORD.schema)))
"""Scripts of the library, in order, without their ending, by the programme's name."""

_WITHIN = {
    "type": "object",
    "additionalProperties": {"anyOf": [WORD.schema, named(WORD).schema]},
}
"""The words of a scope, and of scopes within it."""

LEXICON = Form(
    _lexicon,
    {"type": "object", "additionalProperties": {"anyOf": [WORD.schema, _WITHIN]}},
)
