"""One chapter of a session by itself, to hear what an edit has done to it."""

from collections.abc import Iterator
from dataclasses import replace

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem, quoted, suggestion
from audioguide.timeline.rundown import ChapterStart, Item, Rundown


def excerpt(rundown: Rundown, chapter: str, place: Place) -> Rundown:
    """What happens in a chapter, in all of that title when there are several; time before the first
    belongs to one named by the title. Ranges of time have their middle. Raises ScriptProblems, at
    a place, when there is no such chapter."""
    wanted = " ".join(chapter.split()).casefold()
    chapters = list(_chapters(rundown))
    items = [item for title, item in chapters if title.casefold() == wanted]
    if not items:
        known = list(dict.fromkeys(title for title, _ in chapters))
        hint = suggestion(chapter, known) or f"there is: {', '.join(known)}"
        raise ScriptProblems([Problem(place, f"there is no chapter {quoted(chapter)}", hint)])
    return replace(rundown, items=tuple(items), length=None)


def _chapters(rundown: Rundown) -> Iterator[tuple[str, Item]]:
    """Each item with the title of its chapter."""
    title = rundown.title
    for item in rundown.items:
        if isinstance(item, ChapterStart):
            title = item.title
        yield title, item
