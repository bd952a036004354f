import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import audioguide
from audioguide.core import errors
from audioguide.core.errors import AudioguideError, Mistake, Mistakes, ScriptProblems
from audioguide.core.problem import Place, Problem

PLACE = Place("neck.yaml", 3, 5)

RAISED = {
    "ClosedError": errors.ClosedError(),
    "LateRunError": errors.LateRunError(0.5),
    "Mistake": Mistake("a time is expected here", "write 30s", PLACE),
    "Mistakes": Mistakes([Mistake("one"), Mistake("two", place=PLACE)]),
    "OptionError": errors.OptionError("--length", "`long` is not a time"),
    "ScriptProblems": ScriptProblems([Problem(PLACE, "a time is expected here")]),
    "UnreadableError": errors.UnreadableError(3, "this is not text"),
}
"""Those that take more than a message, or less."""


def kinds(above: type[AudioguideError] = AudioguideError) -> Iterator[type[AudioguideError]]:
    yield above
    for kind in above.__subclasses__():
        yield from kinds(kind)


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_whatever_is_raised_travels_to_another_process(kind: type[AudioguideError]) -> None:
    sent = RAISED.get(kind.__name__) or kind("something is wrong")
    received = pickle.loads(pickle.dumps(sent))
    assert type(received) is kind
    assert str(received) == str(sent)
    assert facts(received) == facts(sent)


def facts(error: BaseException) -> dict[str, object]:
    """What an exception carries; exceptions in it by what they carry themselves."""
    carried = dict(error.__dict__)
    if isinstance(error, Mistakes):
        carried["found"] = [facts(mistake) for mistake in error.found]
    return carried


def test_a_mistake_is_told_in_its_own_words_alone() -> None:
    assert str(RAISED["Mistake"]) == "a time is expected here"


def test_every_exception_of_ours_stands_in_the_one_tree() -> None:
    """Defined where all are seen at a glance, and nowhere else."""
    package = Path(audioguide.__file__).parent
    strays = [
        f"{path.relative_to(package)}: {node.name}"
        for path in sorted(package.rglob("*.py"))
        if path != Path(errors.__file__)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith(("Exception", "Error")) for base in node.bases)
    ]
    assert strays == []
