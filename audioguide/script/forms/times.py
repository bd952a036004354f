"""Times: single ones and ranges."""

from audioguide.core.errors import Mistake
from audioguide.core.units import NOTHING, Samples, seconds
from audioguide.script.duration import HOW_TO, LONGEST, Span, parse_span
from audioguide.script.forms.form import Schema, plain
from audioguide.script.forms.texts import word
from audioguide.script.nodes import Node, Scalar

_NUMBER = r"\d{1,9}(\.\d{1,9})?"
_CLOCK = r"(\d{1,3}:)?\d{1,3}:[0-5]\d(\.\d{1,9})?"
_UNITS = rf"({_NUMBER}[hH])?\s*({_NUMBER}[mM])?\s*({_NUMBER}[sS])?"
TIME_PATTERN = rf"\s*(?=\d)({_CLOCK}|{_NUMBER}|{_UNITS})\s*"
"""Of a single time, for editors."""

_RANGE = rf"{TIME_PATTERN}([-–]{TIME_PATTERN})?"
_LASTS = r"(?=[^-–]*[1-9])"
"""Not nothing: a digit other than 0 before the dash of a range."""


def time(node: Node) -> Samples:
    """A single time that is not nothing."""
    length = _lasting(node)
    if length.shortest != length.longest:
        raise Mistake("a single time is expected here, not a range", HOW_TO)
    return length.longest


def time_schema(least: Samples = NOTHING, most: Samples = LONGEST) -> Schema:
    """Of a single time that is not nothing."""
    return _schema(_LASTS + TIME_PATTERN, least, most)


def _span(node: Node) -> Span:
    if not isinstance(node, Scalar) or not node.value.strip():
        raise Mistake("a time is expected here", HOW_TO)
    try:
        return parse_span(word(node))
    except ValueError as error:
        raise Mistake(str(error), HOW_TO) from error


def _lasting(node: Node) -> Span:
    length = _span(node)
    if not length.shortest:
        raise Mistake("it must last longer than nothing", HOW_TO)
    return length


def _schema(pattern: str, least: Samples = NOTHING, most: Samples = LONGEST) -> Schema:
    """Of a time: a number is seconds."""
    bounds: Schema = {"minimum": seconds(least), "maximum": seconds(most)}
    return {"type": ["string", "number"], "pattern": f"^{pattern}$", **bounds}


SPAN = plain(_span, _schema(_RANGE))
"""A time or a range of times."""

LASTING = plain(_lasting, {**_schema(_LASTS + _RANGE), "exclusiveMinimum": 0})
"""A span that is not nothing."""

TIME = plain(time, {**time_schema(), "exclusiveMinimum": 0})
"""A single time that is not nothing."""
