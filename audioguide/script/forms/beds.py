"""Beds: a name, a sound file, or how loud either is."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from audioguide.core.bed import LOUDEST, SOFTEST, Bed
from audioguide.core.built_in import BEDS
from audioguide.core.errors import Mistake
from audioguide.core.problem import quoted, suggestion
from audioguide.script.fields import MOST_RISE
from audioguide.script.forms.form import Context, Form, Key, Keys, entries, mapping_schema
from audioguide.script.forms.numbers import TRUTH, number
from audioguide.script.forms.texts import WORD, spaced, word
from audioguide.script.nodes import Mapping, Node, Scalar

BedChoice: TypeAlias = Bed | Literal["none"]
"""What is said of a bed; `none` in a script takes the library's away."""

_RISE = f"a number from 0 to {MOST_RISE:g}, at least {LOUDEST:g} less than `level`,"


def _bed(node: Node, context: Context) -> BedChoice:
    if not isinstance(node, Mapping):
        is_none = isinstance(node, Scalar) and node.value.strip() == "none"
        return "none" if is_none else _sound(node, context)
    values = entries(BED_PARTS, node, context)
    if "sound" not in values:
        raise Mistake("`bed` needs `sound`", "write { sound: rain, level: 20 }")
    found: Bed = replace(values.pop("sound"), **values)
    most = round(found.level - LOUDEST, 9)  # 6.1 - 6 is a little less than 0.1
    if found.rise > most:
        place = next(value.place for key, value in node.entries if key.value == "rise")
        hint = f"`level` is {found.level:g}, which leaves {most:g}"
        raise Mistake(f"{_RISE} is expected, not `{found.rise:g}`", hint, place)
    return found


def _sound(node: Node, context: Context) -> Bed:
    known = f"there is: {', '.join(BEDS)}, or the path of a sound file"
    if not isinstance(node, Scalar) or not node.value.strip():
        raise Mistake("a sound is expected here", known)
    written = word(node)
    if "/" in written or PurePosixPath(written).suffix:
        return Bed(written, context.find(written))
    name = spaced(written)
    if name not in BEDS:
        raise Mistake(f"there is no bed {quoted(written)}", suggestion(name, BEDS) or known)
    return Bed(name)


BED_PARTS: Keys = {
    "sound": Key(
        Form(_sound, {"anyOf": [{"enum": list(BEDS)}, WORD.schema]}),
        "One that is built in, or the path of a sound file, from this file.",
        [*BEDS, "sounds/stream.wav"],
    ),
    "level": Key(
        number(
            f"a number from {LOUDEST:g} to {SOFTEST:g}",
            "how many LU it lies under the voice, without a sign or a unit: 20",
            LOUDEST,
            SOFTEST,
        ),
        "LU under the voice while it speaks.",
        [20],
    ),
    "rise": Key(
        number(
            _RISE,
            "how many LU it gains where nobody speaks, without a sign or a unit: 6",
            0,
            MOST_RISE,
        ),
        "LU it gains where nobody speaks.",
        [0, 6],
    ),
    "stereo": Key(TRUTH, "Two channels, and a session of two.", [True]),
}
"""The parts of a Bed, by the names of its fields."""

BED = Form(
    _bed,
    {
        "anyOf": [
            {"enum": [*BEDS, "none"]},
            WORD.schema,
            mapping_schema("A sound under the session, and how loud it is.", BED_PARTS, ("sound",)),
        ]
    },
)
"""What sounds under a session, or `none`."""
