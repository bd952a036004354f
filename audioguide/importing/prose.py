"""Running text into steps: words into `say` by sentences, marks and dots into what they ask for.

A `say` holds a sentence, or several short ones up to a line of a script: what an author changes in
one go, is spoken anew alone, and sounds as one breath. Between two of them is the script's gap."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from audioguide.importing.direction import SHORT_PAUSE, Direction, direction
from audioguide.importing.draft import Draft, DraftStep

LINE = 100
"""Characters of short sentences in one `say`, by design: a line of a script on a screen."""

WRAPPED = 60
"""A line of at least this many characters was broken by its width, and goes on in the next; a
shorter one was ended by its author. By design: mail and editors break lines at 65 to 80."""

_SIGN = re.compile(
    r"\[\[[^\[\]]*\]\]|\[[^\[\]]*\]|\([^()\[\]]*\)|\{[^{}\[\]]*\}|<[^<>\n]*>"
    r"|(?P<dots>…[….]*|\.(?: ?\.){2,})|(?P<line>\n\s*)"
)
_SENTENCE_ENDS = re.compile(r"[.!?…][\"”’')»]*\s+")
_OPENING = "\"'“„‘‚«([¿¡ \t\n"
_AHEAD = 40
"""Characters that tell whether a sentence goes on."""


_BRACKETS, _STAND_INS = "[](){}<>", "\x01\x02\x03\x04\x05\x06\x0e\x0f"


def read_prose(lines: Iterable[tuple[int, str]], draft: Draft, *, by_sentence: bool = True) -> None:
    """Add the steps of a passage, of lines that belong together and their numbers, to a draft.
    Not by sentence, its dots are spoken, and one step has all between two marks."""
    numbered = tuple(lines)
    if numbered:
        numbers, texts = zip(*numbered, strict=True)
        _ProseReader(numbers, texts, draft, by_sentence).whole()


def entitle(words: str, line: int, draft: Draft) -> str:
    """A heading without its marks; what they ask for is added to a draft."""
    kept, at = "", 0
    for sign in _SIGN.finditer(words):
        is_bracket = sign["line"] is None and sign["dots"] is None
        found = direction(_bare(sign.group())) if is_bracket else None
        if found:
            kept += words[at : sign.start()]
            at = sign.end()
            _obey(found, _bare(sign.group()), line + words.count("\n", 0, sign.start()), draft)
    return " ".join(_bare(kept + words[at:]).split())


def literal(words: str) -> str:
    """Words whose brackets are no marks. Control characters stand in for them: no text that was
    decoded has any."""
    return words.translate(str.maketrans(_BRACKETS, _STAND_INS))


def sentences(text: str) -> list[str]:
    """Short sentences together, long ones alone; joined they are the text."""
    groups = [""]
    for start, end in pairwise([0, *_starts(text), len(text)]):
        sentence = text[start:end]
        if len(groups[-1]) + len(sentence.rstrip()) <= LINE or not groups[-1]:
            groups[-1] += sentence
        else:
            groups.append(sentence)
    return groups


def _starts(text: str) -> Iterator[int]:
    """Where a next sentence begins: after a full stop that no small letter follows."""
    for found in _SENTENCE_ENDS.finditer(text):
        after = _next_letter(text, found.end())
        if after and not after.islower():
            yield found.end()


def _next_letter(text: str, at: int) -> str:
    return text[at : at + _AHEAD].lstrip(_OPENING)[:1]


def _bare(words: str) -> str:
    return words.translate(str.maketrans(_STAND_INS, _BRACKETS))


def _obey(found: Direction, mark: str, line: int, draft: Draft) -> None:
    draft.steps += found.steps
    if not found.steps and mark.strip("[]() \t\n"):
        draft.keep(line, mark, "is no step")
    elif found.steps and found.is_noted:
        draft.note(mark, line)
    if found.message:
        draft.lose(line, found.message)


class _ProseReader:
    """Goes through a passage, and holds the words that are not yet a step."""

    def __init__(
        self, numbers: Sequence[int], texts: Sequence[str], draft: Draft, by_sentence: bool
    ) -> None:
        self._text = "\n".join(texts)
        self._numbers = numbers
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)][:-1]
        self._draft = draft
        self._by_sentence = by_sentence
        self._words = ""
        self._from = 0
        self._first = 0
        self._later: list[tuple[Direction, str, int]] = []
        self._dots_at: int | None = None

    def whole(self) -> None:
        """From the first sign to the last word."""
        for sign in _SIGN.finditer(self._text):
            if sign["line"] is not None:
                self._line_end(sign)
            elif sign["dots"] is None:
                self._bracket(sign)
            elif self._by_sentence:
                self._dots(sign)
        self._gather(len(self._text), len(self._text))
        self._flush()

    def _line_end(self, sign: re.Match[str]) -> None:
        """A line that its author ended, rather than its width, ends what is said."""
        width = sign.start() - self._text.rfind("\n", 0, sign.start()) - 1
        if width < WRAPPED and not self._text[sign.end() : sign.end() + 1].islower():
            self._gather(sign.start(), sign.end())
            self._flush()

    def _dots(self, sign: re.Match[str]) -> None:
        """Dots that end a sentence, or stand alone, are a pause; within one they are spoken."""
        after = self._text[sign.end() : sign.end() + _AHEAD].lstrip("\"'”’)»")
        goes_on = after and not after[0].isspace()
        next_line = after.lstrip(" \t")[:1] in ("\n", "[", "(", "<")
        if goes_on or (not next_line and _next_letter(after, 0).islower()):
            return
        self._gather(sign.start(), sign.end())
        words = self._words.rstrip()
        self._words = f"{words}." if words[-1:].isalnum() else words
        self._flush()
        self._dots_at = len(self._draft.steps)
        self._draft.steps.append(DraftStep("pause", SHORT_PAUSE))

    def _bracket(self, sign: re.Match[str]) -> None:
        mark = _bare(sign.group())
        found = direction(mark)
        if found is None:
            return
        line = self._line(sign.start())
        self._gather(sign.start(), sign.end())
        if not found.steps:
            self._later.append((found, mark, line))  # the sentence goes on around it
            return
        self._flush()
        if self._dots_at is not None and found.steps[0].kind != "chime":
            del self._draft.steps[self._dots_at]  # dots before a pause are that pause
            self._dots_at = None
        _obey(found, mark, line, self._draft)

    def _gather(self, end: int, then: int) -> None:
        """Take the words up to `end`, and go on at `then`."""
        if not self._words.strip():
            self._first = self._from
        words = _bare(self._text[self._from : end])
        line = self._line(self._from + max(0, words.find("[[")))
        self._words += self._draft.parted(words, line)
        self._from = then

    def _flush(self) -> None:
        """Speak what was gathered; then come the notes that stood in it."""
        line = self._line(self._first + len(self._words) - len(self._words.lstrip()))
        if self._words.strip():
            self._dots_at = None
        said = self._words.strip().lstrip(".,;:…").rstrip("–—- ")
        for words in sentences(said) if self._by_sentence else [said]:
            self._draft.say(words, line)
        for found, mark, at in self._later:
            _obey(found, mark, at, self._draft)
        self._words, self._later = "", []

    def _line(self, at: int) -> int:
        return self._numbers[bisect_right(self._starts, at) - 1]
