"""A new script: the one that explains itself, or a copy of a routine that ships."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from audioguide.app.starter import copied, place, starter, title_for, unknown_words
from audioguide.core.errors import OptionError, RequestError
from audioguide.importing.writing import in_yaml
from audioguide.script.lexicon import Respelling, Scope
from audioguide.store.files import write


@dataclass(frozen=True, slots=True)
class NewScript:
    """A script that was written."""

    path: Path
    lexicon: str | None
    """What to add to a `library.yaml`, for the voice to say its words as intended; None when the
    library knows them all."""


def new_script(name: str, routine: str | None, output: Path | None) -> NewScript:
    """Write a script of a name, started from a shipped routine when one is named. Raises
    RequestError."""
    path = free_place(name, output)
    title = title_for(name)
    try:
        text = starter(title) if routine is None else copied(routine, title)
    except ValueError as error:
        raise OptionError("--from", str(error)) from error
    write_script(path, text)
    unknown = [] if routine is None else unknown_words(routine, path.parent)
    return NewScript(path, _lexicon(unknown) if unknown else None)


def free_place(name: str, output: Path | None) -> Path:
    """The file for a new script. Raises RequestError: no name for a script, or it is taken."""
    try:
        return place(name, output)
    except FileExistsError as error:
        taken, free = error.args
        message = f"{taken} is there already, and was not changed; {free} is free (-o {free})"
        raise RequestError(message) from error
    except ValueError as error:
        raise RequestError(str(error)) from error


def write_script(path: Path, text: str) -> None:
    """Write a script, all of it or nothing. Raises RequestError."""
    try:
        write(path, text.encode())
    except OSError as error:
        raise RequestError(f"cannot write {path}: {error.strerror}") from error


def _lexicon(unknown: Iterable[Respelling]) -> str:
    """Words by who they are spelt for, as a `library.yaml` has them: by language, and by engines
    that share all their words."""
    words: dict[Scope, dict[str, str]] = {}
    for entry in unknown:
        words.setdefault(entry.scope, {})[entry.word] = entry.spelt
    languages: dict[str, dict[str, dict[str, str]]] = {}
    for scope, spelt in words.items():
        alike = [it.engine for it in words if it.language == scope.language and words[it] == spelt]
        engines = ", ".join(filter(None, alike)) if scope.engine else ""
        languages.setdefault(scope.language, {})[engines] = spelt
    lines: list[str] = []
    for language, shared in languages.items():
        spellings = (_under(engines, _entries(spelt)) for engines, spelt in shared.items())
        lines += _under(language, chain.from_iterable(spellings))
    return "\n".join(f"  {line}" for line in _under("lexicon", lines))


def _entries(spelt: Mapping[str, str]) -> list[str]:
    return [f"{in_yaml(word)}: {in_yaml(as_spelt)}" for word, as_spelt in spelt.items()]


def _under(name: str, lines: Iterable[str]) -> list[str]:
    """Lines as the value of a key; as they are, where it has no name."""
    return [f"{name}:", *(f"  {line}" for line in lines)] if name else [*lines]
