"""Numbers, and what is true or false."""

import re

from audioguide.core.errors import Mistake
from audioguide.core.problem import quoted, suggestion
from audioguide.script.forms.form import Form, Schema, plain
from audioguide.script.forms.texts import word
from audioguide.script.nodes import Node, Scalar

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")


def whole_number(least: int, most: int) -> Form[int]:
    """How many of something."""

    def read(node: Node) -> int:
        written = word(node)
        if not re.fullmatch(r"[0-9]{1,9}", written) or not least <= int(written) <= most:
            message = f"a whole number from {least} to {most} is expected, not {quoted(written)}"
            raise Mistake(message)
        return int(written)

    bounds: Schema = {"minimum": least, "maximum": most}
    return plain(read, {"type": ["integer", "string"], "pattern": r"^\s*\d{1,9}\s*$", **bounds})


def number(what: str, hint: str, least: float, most: float) -> Form[float]:
    """An amount that may have decimals. `what` bounds it in words."""

    def read(node: Node) -> float:
        written = node.value.strip() if isinstance(node, Scalar) else ""
        if not _DECIMAL.fullmatch(written) or not least <= float(written) <= most:
            found = f", not {quoted(written)}" if written else ""
            raise Mistake(f"{what} is expected{found}", hint)
        return float(written)

    pattern = r"^\s*\d{1,9}(\.\d{1,9})?\s*$"
    bounds: Schema = {"minimum": least, "maximum": most}
    return plain(read, {"type": ["number", "string"], "pattern": pattern, **bounds})


def _truth(node: Node) -> bool:
    written = node.value.strip() if isinstance(node, Scalar) else ""
    if written not in ("true", "false"):
        found = f", not {quoted(written)}" if written else ""
        hint = suggestion(written.lower(), ("true", "false"))
        raise Mistake(
            f"`true` or `false` is expected{found}", hint or "write true for yes, and false for no"
        )
    return written == "true"


TRUTH = plain(_truth, {"enum": [True, False, "true", "false"]})
"""`true` or `false`, the only words that are not just words."""
