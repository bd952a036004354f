"""Lists of `phrase ; seconds`: each phrase, then so much silence. They are the input of
audio_program_generator, which leaves out lines of any other form without a word."""

import re

from audioguide.importing.draft import Draft, DraftStep
from audioguide.importing.prose import read_prose
from audioguide.importing.timing import LONGEST_SECONDS, parse_time

_ENTRY = re.compile(r"(?P<phrase>.*);(?P<time>[^;]*)")
_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“"}


def is_phrase_list(text: str) -> bool:
    """Whether most lines, but for comments, end in a semicolon and a time."""
    lines = [line for line in text.split("\n") if line.strip() and not _is_comment(line)]
    entries = [line for line in lines if _entry(line)]
    return len(entries) * 2 > len(lines)


def read_phrase_list(text: str, draft: Draft) -> None:
    """Add the phrases and silences of a list to a draft; what is neither is kept as a note."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if _is_comment(line):
            draft.note(line.strip().lstrip("#"), number)
        elif entry := _entry(line):
            phrase, length = entry
            read_prose([(number, phrase)], draft, by_sentence=False)
            draft.steps.append(DraftStep("pause", length))
        else:
            draft.keep(number, line.strip(), "is not a phrase, a semicolon and seconds")


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _entry(line: str) -> tuple[str, str] | None:
    """The phrase of a line, and how long the silence is."""
    found = _ENTRY.fullmatch(line)
    length = parse_time(found["time"]) if found else None
    if found is None or length is None or length.longest > LONGEST_SECONDS:
        return None
    phrase = found["phrase"].strip()
    if len(phrase) > 1 and _QUOTES.get(phrase[0]) == phrase[-1]:
        phrase = phrase[1:-1]
    return phrase, length.written
