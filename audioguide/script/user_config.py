"""What the user allows on this machine: a file of their own, which no library can write."""

from functools import partial
from pathlib import Path

from audioguide.core.errors import Mistake, Mistakes, ScriptProblems
from audioguide.core.problem import Place, Problem, quoted
from audioguide.script.forms.texts import word, words
from audioguide.script.nodes import Node, compose
from audioguide.script.parts import table
from audioguide.script.source import read_source


def trusted_folders(file: Path) -> tuple[str, ...]:
    """Folders whose libraries may run programs as voices: `allow_commands: [~/sessions]`. Raises
    ScriptProblems."""
    shown = file.as_posix()
    text = read_source(file, shown)
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        return ()
    node = compose(text, shown)
    known = {"allow_commands": partial(words, read=_folder)}
    try:
        return tuple(table(node, known).get("allow_commands", ()))
    except Mistake as mistake:
        raise ScriptProblems([_problem(mistake, node.place)]) from mistake
    except Mistakes as mistakes:
        raise ScriptProblems(_problem(one, node.place) for one in mistakes.found) from mistakes


def _folder(node: Node) -> str:
    try:
        folder = Path(word(node)).expanduser()
    except RuntimeError as error:
        raise Mistake(f"{quoted(word(node))} is nobody's home here") from error
    if not folder.is_absolute():
        raise Mistake(f"{quoted(str(folder))} is not a whole path", "write ~/sessions")
    return str(folder.resolve())


def _problem(mistake: Mistake, place: Place) -> Problem:
    return Problem(mistake.place or place, mistake.message, mistake.hint)
