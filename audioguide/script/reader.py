"""From files to a Script, every mistake on the way gathered. The one edge of this room: it reads
the script and what the script includes, and nothing else."""

from pathlib import Path, PurePosixPath
from typing import TypeAlias

from audioguide.core.errors import Mistake, ScriptProblems
from audioguide.core.problem import Place, Problem, quoted, suggestion
from audioguide.script.files import find_file
from audioguide.script.library import DEFAULTS, Library
from audioguide.script.mapping_reader import MappingReader
from audioguide.script.model import Script
from audioguide.script.nodes import Mapping, Node, Scalar, Sequence, compose
from audioguide.script.source import read_source, whole_file
from audioguide.script.steps import STEPS, Include, Step, StepsContext

DEEPEST_INCLUDE = 8
"""Files that include one another in a row."""

DEEPEST_STEPS = 12
"""Steps inside steps in one file. Reading and planning recurse, so depth must be bounded: five
Python frames a level, in eight files, are half of Python's 1,000."""


FragmentCache: TypeAlias = dict[str, tuple[Step, ...]]
"""Fragments without problems, and without includes of their own, that were read before."""


def read_script(
    path: Path, root: Path, library: Library | None = None, fragments: FragmentCache | None = None
) -> Script:
    """The script at `path` of the library folder `root`, with all that it includes. `library` says
    which voices and chimes there are; `fragments` saves reading a fragment for each script anew.

    Raises ScriptProblems with every mistake of every file, and OSError never.
    """
    file = path.relative_to(root).as_posix()
    try:
        is_inside = path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # links that lead to one another, before Python 3.13
        raise whole_file(file, "a link that leads nowhere") from None
    if not is_inside:
        raise whole_file(file, "a link that leads out of the library folder")
    reader = _Reader(root, library or DEFAULTS, {} if fragments is None else fragments)
    script = reader.script(compose(read_source(path, file), file), file)
    if reader.problems or script is None:
        raise ScriptProblems(reader.problems)
    return script


class _Reader:
    """Gathers problems, and reads each included file once."""

    def __init__(self, root: Path, library: Library, fragments: FragmentCache) -> None:
        self.root = root
        self._read_before = fragments
        self._mappings = MappingReader(
            StepsContext(
                root=root,
                voices=library.voices,
                chimes=library.chimes,
                find=self._find,
                steps=self.steps,
            )
        )
        self._fragments: dict[str, tuple[Step, ...]] = {}
        self._chain: list[str] = []
        self._heights: dict[str, int] = {}
        self._tallest = [0]
        self._depth = 0

    @property
    def problems(self) -> list[Problem]:
        """What has been found wrong so far."""
        return self._mappings.problems

    def script(self, node: Node, file: str) -> Script | None:
        """The whole of a script file; None when it has problems."""
        if not isinstance(node, Mapping):
            hint = "a list of steps alone is a fragment: put it in a folder named `shared`"
            self._mappings.add(node.place, "a script begins with `title:` and `steps:`", hint)
            return None
        self._chain.append(file)
        values = self._mappings.values(node, Script, "a script")
        self._chain.pop()
        if values is None:
            return None
        files = (file, *sorted(self._fragments))
        places = {key.value: value.place for key, value in node.entries}
        known = {**values, "place": node.place, "files": files, "places": places}
        return Script.model_validate(known)

    def steps(self, node: Node) -> tuple[Step, ...]:
        """A list of steps; those with problems are left out, their problems gathered."""
        if not isinstance(node, Sequence):
            raise Mistake("a list of steps is expected here", "begin each step with `- `")
        if not node.items:
            raise Mistake("there are no steps here")
        if self._depth == DEEPEST_STEPS:
            raise Mistake(f"steps inside steps, more than {DEEPEST_STEPS} deep")
        self._depth += 1
        found = [self._step(item) for item in node.items]
        self._depth -= 1
        return tuple(step for step in found if step is not None)

    def _step(self, node: Node) -> Step | None:
        if not isinstance(node, Mapping):
            self._not_a_step(node)
            return None
        kind = self._kind(node)
        if kind is None:
            return None
        model = STEPS[kind]
        values = self._mappings.values(node, model, f"`{kind}`", STEPS)
        if values is None:
            return None
        if model is Include:
            return self._include(str(values["include"]), node)
        return model.model_validate({**values, "place": node.place})

    def _not_a_step(self, node: Node) -> None:
        if isinstance(node, Scalar) and node.value:
            hint = f"to speak it, write `- say: {node.value[:40]}`"
            if suggestion(node.value.split(":")[0], STEPS):
                hint = "a step is a key, a colon, a space and a value: `- pause: 5s`"
            self._mappings.add(node.place, "a text alone is not a step", hint)
        else:
            self._mappings.add(node.place, "a step is expected here", "such as `- say: Lie down.`")

    def _kind(self, node: Mapping) -> str | None:
        """The one kind of a step; beside another, those that modify belong to it."""
        written = [key.value for key, _ in node.entries]
        kinds = [kind for kind in STEPS if kind in written]
        main = [kind for kind in kinds if not STEPS[kind].modifies] or kinds[:1]
        if len(main) == 1:
            return main[0]
        if main:
            names = " and ".join(f"`{kind}`" for kind in main)
            self._mappings.add(
                node.place, f"one step cannot be both {names}", "make them two list items"
            )
            return None
        if not node.entries:
            self._mappings.add(node.place, "an empty step")
            return None
        key = node.entries[0][0]
        known = f"a step is one of: {', '.join(sorted(STEPS))}"
        message = f"there is no step {quoted(key.value)}"
        self._mappings.add(key.place, message, suggestion(key.value, STEPS) or known)
        return None

    def _include(self, written: str, node: Mapping) -> Include | None:
        place = node.entries[0][1].place
        try:
            return Include(place=node.place, include=written, fragment=self._fragment(written))
        except Mistake as mistake:
            self._mappings.tell(mistake, place)
            return None

    def _fragment(self, written: str) -> tuple[Step, ...]:
        file = self._find(written)
        if file in self._chain:
            loop = " → ".join([*self._chain[self._chain.index(file) :], file])
            raise Mistake(f"an include that never ends: {loop}")
        too_deep = Mistake(f"more than {DEEPEST_INCLUDE} files include one another")
        if len(self._chain) >= DEEPEST_INCLUDE:
            raise too_deep
        if file in self._read_before and file not in self._fragments:
            self._fragments[file], self._heights[file] = self._read_before[file], 1
        if file not in self._fragments:
            before = len(self.problems)
            self._fragments[file] = self._enter(file)
            if len(self.problems) == before and self._heights[file] == 1:
                self._read_before[file] = self._fragments[file]
        self._tallest[-1] = max(self._tallest[-1], self._heights[file])
        if len(self._chain) + self._heights[file] > DEEPEST_INCLUDE:
            raise too_deep
        return self._fragments[file]

    def _enter(self, file: str) -> tuple[Step, ...]:
        """A fragment's steps, and in passing how many files deep it goes: it is read once, but
        may be included again from further down."""
        depth, self._depth = self._depth, 0
        self._chain.append(file)
        self._tallest.append(0)
        steps = self._read_fragment(file)
        self._heights[file] = 1 + self._tallest.pop()
        self._chain.pop()
        self._depth = depth
        return steps

    def _read_fragment(self, file: str) -> tuple[Step, ...]:
        try:
            node = compose(read_source(self.root / file, file), file)
            if isinstance(node, Mapping):
                raise whole_file(
                    file, "a fragment is a list of steps", "leave out the title, and `steps:`"
                )
            return self.steps(node)
        except ScriptProblems as found:
            self._mappings.problems += found.problems
        except Mistake as mistake:
            self._mappings.tell(mistake, Place(file, 1, 1))
        return ()

    def _find(self, written: str) -> str:
        """The file that a path means in the file which is being read."""
        return find_file(self.root, self.root / PurePosixPath(self._chain[-1]).parent, written)
