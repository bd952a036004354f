"""Texts: spoken or shown, and words out of several."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from audioguide.core.errors import Mistake
from audioguide.core.problem import quoted, suggestion
from audioguide.language import LANGUAGES
from audioguide.script.address import base_address
from audioguide.script.fields import LONGEST_TEXT
from audioguide.script.forms.form import Context, Form, plain
from audioguide.script.nodes import Node, Scalar, Sequence
from audioguide.script.parts import each, in_place
from audioguide.script.text import Text, parse_text

S = TypeVar("S", bound=str)

QUOTE = "quote a text that starts with `{` or holds `: `"


def word(node: Node) -> str:
    """A text that is never spoken or filled: a title, a name, a path."""
    if not isinstance(node, Scalar):
        raise Mistake("a text is expected here", QUOTE)
    folded = " ".join(node.value.split())
    if not folded:
        raise Mistake("a text is expected here, and there is none")
    if len(folded) > LONGEST_TEXT:
        raise Mistake(f"a text of more than {LONGEST_TEXT:,} characters", "make it several steps")
    return folded


def words(node: Node, read: Callable[[Node], str] = word) -> tuple[str, ...]:
    """A list of words; a single word stands for a list of one."""
    if isinstance(node, Scalar):
        return (read(node),)
    if not isinstance(node, Sequence):
        raise Mistake("a list of words is expected here", "write [first, second]")
    return each(lambda item: in_place(read, item), node.items)


def text(node: Node) -> Text:
    """A text to speak or show, names not yet filled in."""
    try:
        return parse_text(word(node), node.place)
    except ValueError as error:
        raise Mistake(str(error)) from error


def one_of(what: str, known: Collection[S], node: Node) -> S:
    """A word out of several."""
    name = word(node)
    for one in known:
        if one == name:
            return one
    hint = suggestion(name, known) or f"there is: {', '.join(known)}"
    raise Mistake(f"there is no {what} {quoted(name)}", hint)


def spaced(name: str) -> str:
    """A name with spaces where somebody may write `-` or `_`, as names of files have them."""
    return " ".join(name.replace("-", " ").replace("_", " ").split())


def choice(what: str, known: Collection[S]) -> Form[S]:
    """A word out of several; `what` it is, in a message."""
    return plain(lambda node: one_of(what, known, node), {"enum": list(known)})


def listed(form: Form[str]) -> Form[tuple[str, ...]]:
    """A list of words; a single word stands for a list of one."""

    def read(node: Node, context: Context) -> tuple[str, ...]:
        return words(node, lambda item: form.read(item, context))

    return Form(read, {"anyOf": [form.schema, {"type": "array", "items": form.schema}]})


def _date(node: Node) -> str:
    written = word(node)
    try:
        datetime.fromisoformat(written)
    except ValueError as error:
        message = f"{quoted(written)} is not a date"
        raise Mistake(message, "write 2024-05-01, or 2024-05-01T18:30") from error
    return written


def _address(node: Node) -> str:
    written = word(node)
    try:
        return base_address(written)
    except ValueError as error:
        raise Mistake(str(error), "write it as https://example.org/sessions") from error


def _remark(node: Node) -> str:
    return node.value if isinstance(node, Scalar) else ""


def _file(node: Node, context: Context) -> str:
    return context.find(word(node))


def _two(node: Node) -> tuple[Text, Text]:
    if not isinstance(node, Sequence) or len(node.items) != 2:
        raise Mistake("two sides are expected here", "write [right, left]")
    first, second = each(lambda item: in_place(text, item), node.items)
    return first, second


# An editor takes some texts for numbers or booleans; the reader speaks them as written.
WORD = plain(
    word, {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": LONGEST_TEXT}
)
"""A text that is never spoken or filled."""

WORDS = listed(WORD)

TEXT = plain(text, WORD.schema)
"""A text to speak or show."""

FILE = Form(_file, WORD.schema)
"""A file of the library, by its path from the library folder."""

DATE = plain(_date, WORD.schema)
"""A day, or a moment of it, in ISO 8601."""

ADDRESS = plain(_address, WORD.schema)
"""Where something is published: an address that others can be made from by adding to it."""

LANGUAGE = choice("language", sorted(LANGUAGES))
"""The tag of a language that has a table."""

TWO_SIDES = plain(_two, {"type": "array", "items": TEXT.schema, "minItems": 2, "maxItems": 2})

REMARK = plain(_remark, {})
"""Anything that a `note` holds; nobody hears it."""
