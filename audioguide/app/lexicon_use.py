"""Words of a library's lexicon that fit none of its texts: told where all its scripts are checked,
by processes that each read some of them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from audioguide.core.problem import Place, Problem, quoted
from audioguide.script.files import LIBRARY_FILE, ScriptFile, locate
from audioguide.script.library import read_library
from audioguide.timeline.clip import Speech
from audioguide.timeline.rundown import Rundown


class SpokenTexts:
    """What some scripts of a library say, as their authors wrote it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._texts: dict[str, set[str]] = {}
        self._complete = True

    def add(self, rundown: Rundown | None) -> None:
        """What is said in a session; None is one that cannot be told."""
        if rundown is None:
            self._complete = False
            return
        for clip in rundown.clips():
            if isinstance(clip, Speech):
                self._texts.setdefault(clip.voice.language, set()).add(clip.text)

    def used(self) -> frozenset[Place] | None:
        """Where the words of the lexicon stand that fit; None where not all is known."""
        return read_library(self._root).lexicon.used(self._texts) if self._complete else None


def whole_libraries(scripts: Sequence[ScriptFile]) -> frozenset[Path]:
    """The folders of the libraries all of whose scripts are among some."""
    roots = {located.root for located in scripts}
    given = set(scripts)
    return frozenset(
        root
        for root in roots
        if Path(root, LIBRARY_FILE).is_file() and given.issuperset(locate(root))
    )


def never_fitting(root: Path, used: Iterable[frozenset[Place] | None]) -> list[Problem]:
    """A warning for each word of a library's lexicon that no part of its scripts uses; none where
    that is not known of every part."""
    found: set[Place] = set()
    for of_part in used:
        if of_part is None:
            return []
        found |= of_part
    return [
        Problem(
            entry.place,
            f"{quoted(entry.word)} never fits a text of this library",
            "take it out, or write it as the texts do",
            "warning",
        )
        for entry in read_library(root).lexicon.entries
        if entry.place not in found
    ]
