"""YAML as plain nodes: words, lists and mappings, each with its place, no type resolved.

Nodes are built by walking the parser's events with a stack of our own: composing recurses,
and deep nesting would crash it.
"""

from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem
from audioguide.script.source import UNPRINTABLE, unreadable, whole_file
from audioguide.script.syntax import NO_TAGS, explain, gave_up_on_depth

DEEPEST = 64
"""Levels of nesting. Real scripts use under ten."""

MOST_NODES = 100_000
"""Nodes after aliases are written out: what stops `&a [*b, *b]` from exploding."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser where PyYAML has it: 1 MiB in 0.04 s, PyYAML's own takes 1.9 s."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word or text exactly as written: `No`, `010` and `2024-01-01` stay what they are."""

    value: str
    place: Place
    quoted: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    place: Place
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order written; keys are words and may repeat (a problem)."""

    place: Place
    entries: list[tuple[Scalar, "Node"]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


@lru_cache(maxsize=32)
def compose(text: str, file: str) -> Node:
    """The one document of a YAML text as nodes, which are not to be changed: a fragment's are kept
    for the next script that includes it. Raises ScriptProblems with the first mistake of
    syntax, since nothing after it can be trusted."""
    composer = _Composer(file)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        if mark := gave_up_on_depth(error):
            compose(text[: mark.index], file)  # where the nesting passes our own limit, this raises
        raise ScriptProblems([explain(error, text, file)]) from error
    except yaml.YAMLError as error:
        raise whole_file(file, f"not YAML: {' '.join(str(error).split())}") from error
    if composer.root is None or _is_nothing(composer.root):
        hint = "begin with `title:` and `steps:`, or a fragment with `- say: …`"
        raise whole_file(file, "an empty script", hint)
    return composer.root


def _is_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.value and not node.quoted


class _Composer:
    """Holds the open collections while events go by."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self._open: list[Sequence | Mapping] = []
        self._keys: list[Scalar | None] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._starts: list[tuple[str | None, int]] = []
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        """One parser event."""
        match event:
            case yaml.ScalarEvent():
                self._no_tag(event)
                self._readable(event)
                node = Scalar(event.value, self._place(event), bool(event.style))
                self._count(1, event)
                if event.anchor:
                    self._anchors[event.anchor] = (node, 1)
                self._add(node, event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._no_tag(event)
                self._begin(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent() if self.root is not None:
                self._fail(event, "a second document: one file is one script")

    def _begin(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        if len(self._open) == DEEPEST:
            self._fail(event, f"nested more than {DEEPEST} levels deep")
        self._count(1, event)
        place = self._place(event)
        node = Mapping(place) if isinstance(event, yaml.MappingStartEvent) else Sequence(place)
        self._add(node, event)
        self._open.append(node)
        self._keys.append(None)
        self._starts.append((event.anchor, self._nodes - 1))

    def _end(self) -> None:
        node = self._open.pop()
        self._keys.pop()
        anchor, before = self._starts.pop()
        if anchor:
            self._anchors[anchor] = (node, self._nodes - before)

    def _alias(self, event: yaml.AliasEvent) -> None:
        if event.anchor not in self._anchors:
            self._fail(event, f"`*{event.anchor}` names nothing above it", "quote a text with `*`")
        node, size = self._anchors[event.anchor or ""]
        self._count(size, event)
        self._add(node, event)

    def _add(self, node: Node, event: yaml.Event) -> None:
        if not self._open:
            self.root = node
            return
        match self._open[-1]:
            case Sequence(items=items):
                items.append(node)
            case Mapping(entries=entries):
                key = self._keys[-1]
                if key is not None:
                    entries.append((key, node))
                    self._keys[-1] = None
                elif isinstance(node, Scalar):
                    self._keys[-1] = node
                else:
                    self._fail(event, "a key must be a word", "quote a text that starts with `{`")

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            self._fail(event, f"more than {MOST_NODES:,} values, aliases written out")

    def _no_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._fail(event, *NO_TAGS)

    def _readable(self, event: yaml.ScalarEvent) -> None:
        if found := UNPRINTABLE.search(event.value):  # an escape: "\0", "\e"
            self._fail(event, unreadable(found.group()))

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None, "the parser marks every event"
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _fail(self, event: yaml.Event, message: str, hint: str = "") -> None:
        raise ScriptProblems([Problem(self._place(event), message, hint)])
