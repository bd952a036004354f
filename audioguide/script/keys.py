"""Mappings with known keys: each value read by its key's reader, every mistake gathered."""

from collections.abc import Callable, Collection
from collections.abc import Mapping as Table
from functools import partial

from audioguide.core.errors import Mistake, Mistakes
from audioguide.core.problem import Place, Problem, quoted, suggestion
from audioguide.core.voice import VoiceChoice
from audioguide.script import fields, header, steps
from audioguide.script.fields import twice
from audioguide.script.model import Model, keys, required
from audioguide.script.nodes import Mapping, Node, Scalar

Readers = Table[str, Callable[[Node], object]]


class Gathered:
    """Problems, as they are found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """One problem."""
        self.problems.append(Problem(place, message, hint))

    def tell(self, mistake: Mistake, place: Place) -> None:
        """A mistake; `place` is where it is when it does not know itself."""
        self.add(mistake.place or place, mistake.message, mistake.hint)

    def values(
        self,
        node: Mapping,
        model: type[Model],
        what: str,
        readers: Readers,
        steps: Table[str, object],
    ) -> dict[str, object] | None:
        """The values of a mapping's keys; None when any of them has a problem. `what` is the
        mapping in a message, `steps` the kinds of step that cannot stand in it."""
        before, known = len(self.problems), keys(model)
        values: dict[str, object] = {}
        seen: dict[str, Place] = {}
        for key, value in node.entries:
            if key.value in seen:
                self.tell(twice(key, seen[key.value]), key.place)
            elif key.value not in known:
                self._unknown(key, known, what, steps)
            else:
                self._take(values, key, value, readers)
            seen.setdefault(key.value, key.place)
        near = " ".join(suggestion(name, known) for name in seen if name not in known)
        for name in required(model):
            if name not in seen and f"`{name}`" not in near:
                self.add(node.place, f"{what} needs `{name}`")
        return values if len(self.problems) == before else None

    def _unknown(
        self, key: Scalar, known: tuple[str, ...], what: str, steps: Table[str, object]
    ) -> None:
        if key.value in steps:
            message = f"`{key.value}` cannot stand in the same step as {what}"
            self.add(key.place, message, "make them two list items")
            return
        hint = suggestion(key.value, known) or f"{what} takes: {', '.join(known)}"
        self.add(key.place, f"unknown key {quoted(key.value)}", hint)

    def _take(self, values: dict[str, object], key: Scalar, value: Node, readers: Readers) -> None:
        try:
            values[key.value] = readers[key.value](value)
        except Mistake as mistake:
            self.tell(mistake, value.place)
        except Mistakes as mistakes:
            for one in mistakes.found:
                self.tell(one, value.place)


def readers(voices: Table[str, VoiceChoice], chimes: Collection[str]) -> Readers:
    """How the value of each key of a script is read, but for those that hold steps or name files;
    a key means the same wherever it stands. `voices` and `chimes` are those of the library."""
    return {
        "title": fields.word,
        "summary": fields.word,
        "language": header.language,
        "author": fields.word,
        "date": header.date,
        "tags": fields.words,
        "areas": fields.words,
        "tools": fields.words,
        "position": fields.word,
        "source": fields.word,
        "values": header.values,
        "length": fields.time,
        "voice": partial(header.voice, voices),
        "wake": fields.truth,
        "allow": partial(header.reasons, fields.RULES),
        "say": fields.text,
        "within": fields.time,
        "pause": fields.span,
        "hold": fields.lasting_span,
        "rest": fields.lasting_span,
        "breathe": steps.breath,
        "reps": steps.reps,
        "every": fields.time,
        "count": steps.count,
        "at": steps.cues,
        "countdown": steps.countdown,
        "chime": partial(steps.stroke, chimes),
        "start_chime": partial(steps.stroke, chimes),
        "chapter": fields.text,
        "include": fields.word,
        "sides": steps.sides,
        "repeat": steps.times,
        "note": steps.remark,
    }
