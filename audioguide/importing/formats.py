"""The forms that texts are written in, and what a file in one of them says."""

from collections.abc import Callable
from pathlib import PurePath

from audioguide.core.errors import UnreadableError
from audioguide.importing.decoding import decode
from audioguide.importing.draft import LONGEST_TITLE, Draft, without_empty_chapters
from audioguide.importing.language_guess import language_of
from audioguide.importing.markdown import is_markdown, read_markdown
from audioguide.importing.phrase_list import is_phrase_list, read_phrase_list
from audioguide.importing.plain_text import read_plain_text
from audioguide.importing.ssml import is_ssml, read_ssml
from audioguide.importing.writing import title_of
from audioguide.script.session_settings import LANGUAGE
from audioguide.script.source import UNPRINTABLE

FORMATS: dict[str, Callable[[str, Draft], None]] = {
    "markdown": read_markdown,
    "phrases": read_phrase_list,
    "plain": read_plain_text,
    "ssml": read_ssml,
}
"""How texts are written."""

_ENDINGS = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), "markdown"),
    **dict.fromkeys((".ssml", ".xml"), "ssml"),
}


def understand(data: bytes, name: str, *, title: str = "", form: str = "") -> Draft:
    """What a file's bytes say. `name` is the file's, for its format and title unless they are
    given. Raises UnreadableError when there is nothing to speak in them."""
    text, losses = decode(data)
    draft = Draft(title=_printable(title), losses=losses)
    FORMATS[form or _form(text, name)](text, draft)
    draft.title = draft.title or _printable(title_of(PurePath(name).stem)) or "Untitled"
    if not any(step.kind == "say" for step in draft.steps):
        raise UnreadableError(1, "there are no words to speak in it")
    without_empty_chapters(draft)
    _look_over(draft)
    draft.losses.sort()
    return draft


def _look_over(draft: Draft) -> None:
    """Find out the language, and whether the listener is ever given time."""
    said = [step.value for step in draft.steps if step.kind == "say"]
    found = language_of(" ".join(said))
    if found and not draft.language:
        draft.language = found
        if found != LANGUAGE:
            draft.lose(1, f"`language: {found}` was chosen, by the words")
    if len(said) > 1 and not {"pause", "hold", "rest"} & {step.kind for step in draft.steps}:
        draft.lose(1, "there is no pause in it: add `- pause: 5s` where the listener needs time")


def _printable(title: str) -> str:
    return " ".join(UNPRINTABLE.sub(" ", title).split())[:LONGEST_TITLE]


def _form(text: str, name: str) -> str:
    """The format of a text, by its beginning, the ending of its name, and what its lines are."""
    if is_ssml(text):
        return "ssml"
    if ending := _ENDINGS.get(PurePath(name).suffix.lower()):
        return ending
    if is_phrase_list(text):
        return "phrases"
    return "markdown" if is_markdown(text) else "plain"
