"""Mappings with known keys: each value read by its key's form, every mistake gathered."""

from collections.abc import Collection

from audioguide.core.errors import Mistake, Mistakes
from audioguide.core.problem import Place, Problem, quoted, suggestion
from audioguide.script.forms.form import Context, Form, Keys
from audioguide.script.keys import Model, keys_of, required
from audioguide.script.nodes import Mapping, Node, Scalar
from audioguide.script.parts import twice


class MappingReader:
    """Gathers problems as it reads; `context` is what forms need to know beside the nodes."""

    def __init__(self, context: Context) -> None:
        self.problems: list[Problem] = []
        self._context = context

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """One problem."""
        self.problems.append(Problem(place, message, hint))

    def tell(self, mistake: Mistake, place: Place) -> None:
        """A mistake; `place` is where it is when it does not know itself."""
        self.add(mistake.place or place, mistake.message, mistake.hint)

    def values(
        self, node: Mapping, model: type[Model], what: str, steps: Collection[str] = ()
    ) -> dict[str, object] | None:
        """The values of a mapping's keys; None when any of them has a problem. `what` is the
        mapping in a message, `steps` the kinds of step that cannot stand in it."""
        before, known = len(self.problems), keys_of(model)
        values: dict[str, object] = {}
        seen: dict[str, Place] = {}
        for key, value in node.entries:
            if key.value in seen:
                self.tell(twice(key, seen[key.value]), key.place)
            elif key.value not in known:
                self._unknown(key, known, what, steps)
            else:
                self._take(values, key.value, known[key.value].form, value)
            seen.setdefault(key.value, key.place)
        near = " ".join(suggestion(name, known) for name in seen if name not in known)
        for name in required(model):
            if name not in seen and f"`{name}`" not in near:
                self.add(node.place, f"{what} needs `{name}`")
        return values if len(self.problems) == before else None

    def _unknown(self, key: Scalar, known: Keys, what: str, steps: Collection[str]) -> None:
        if key.value in steps:
            message = f"`{key.value}` cannot stand in the same step as {what}"
            self.add(key.place, message, "make them two list items")
            return
        hint = suggestion(key.value, known) or f"{what} takes: {', '.join(known)}"
        self.add(key.place, f"unknown key {quoted(key.value)}", hint)

    def _take(self, values: dict[str, object], name: str, form: Form[object], node: Node) -> None:
        try:
            values[name] = form.read(node, self._context)
        except Mistake as mistake:
            self.tell(mistake, node.place)
        except Mistakes as mistakes:
            for one in mistakes.found:
                self.tell(one, node.place)
