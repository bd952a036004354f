"""What sounds at a moment: cues of a hold, and chimes."""

from audioguide.core.built_in import CHIMES
from audioguide.core.errors import Mistake
from audioguide.core.problem import Place, quoted, suggestion
from audioguide.script.forms.form import Context, Form, Key, Keys, plain
from audioguide.script.forms.texts import TEXT, WORD, one_of, spaced, text, word
from audioguide.script.forms.times import TIME_PATTERN
from audioguide.script.moment import Cue, parse_anchor
from audioguide.script.nodes import Mapping, Node, Scalar
from audioguide.script.parts import each, in_place, twice

_MOMENT = rf"^\s*([Hh]alfway|\d{{1,4}}/\d{{1,4}}|{TIME_PATTERN}([Ll]eft)?)\s*$"


def _cues(node: Node) -> tuple[Cue, ...]:
    if not isinstance(node, Mapping):
        raise Mistake("moments and texts are expected here", "write `halfway: Halfway there.`")
    seen: dict[str, Place] = {}
    return each(lambda entry: _cue(*entry, seen), node.entries)


def _cue(key: Scalar, value: Node, seen: dict[str, Place]) -> Cue:
    if key.value in seen:
        raise twice(key, seen[key.value])
    seen[key.value] = key.place
    if isinstance(value, Scalar) and not value.value and not value.quoted:
        raise Mistake(
            f"{quoted(key.value)} has no text",
            'quote a text that holds a comma: { halfway: "Halfway, breathe." }',
            key.place,
        )
    try:
        anchor = parse_anchor(key.value)
    except ValueError as error:
        hint = suggestion(key.value, ("halfway",)) or "write halfway, 15s, 10s left or 1/3"
        raise Mistake(str(error), hint, key.place) from error
    return Cue(anchor, in_place(text, value), key.place)


def _chime(node: Node, context: Context) -> str:
    name = word(node)
    if name not in context.chimes and spaced(name) in CHIMES:
        return spaced(name)
    return one_of("chime", (*CHIMES, *context.chimes), node)


_MOMENTS: Keys = {
    "halfway": Key(TEXT, "In the middle.", ["Halfway. Soften a little more."]),
    "1/3": Key(TEXT, "After a share of it.", ["A third is done."]),
    "15s": Key(TEXT, "This long after its start.", ["Breathe out."]),
    "10s left": Key(TEXT, "This long before its end.", ["Ten more seconds."]),
}
"""One of each kind, for editors to propose."""

CUES = plain(
    _cues,
    {
        "type": "object",
        "properties": {moment: key.schema for moment, key in _MOMENTS.items()},
        "patternProperties": {_MOMENT: {"description": "Spoken at this moment.", **TEXT.schema}},
        "additionalProperties": False,
    },
)
"""Cues by their moment: `halfway`, `15s`, `10s left`, `1/3`."""

CHIME = Form(_chime, {"anyOf": [{"enum": list(CHIMES)}, WORD.schema]})
"""The name of a chime: of the library's own, or of one that is built in."""
