"""SSML 1.1 (W3C Recommendation, 7 September 2010), and what speech services make of it.

The parser is expat without a document type: there are no entities but XML's five, so none can grow
or reach for a file."""

import re
from dataclasses import dataclass
from xml.parsers import expat

from audioguide.imported.direction import PAUSE
from audioguide.imported.draft import Draft, Step, UnreadableError
from audioguide.imported.prose import sentences
from audioguide.imported.prosody import BREAKS, USUAL, words_a_minute
from audioguide.imported.timing import parse_time
from audioguide.language import LANGUAGES
from audioguide.script.problem import quoted
from audioguide.voice import FASTEST, SLOWEST

DEEPEST = 64
"""Elements inside one another, as many as levels in a script."""

_PARAGRAPHS = ("speak", "p", "s", "paragraph", "sentence")
_SPELT = ("characters", "spell-out", "verbatim", "digits")
_SILENT = ("metadata", "meta", "desc", "style", "script", "title")
"""Elements whose words nobody speaks."""


def is_ssml(text: str) -> bool:
    """Whether a text begins as SSML does."""
    return (
        re.match(r"\s*(?:<\?xml\b|<!--.*?-->\s*<speak\b|<(?:\w+:)?speak\b)", text, re.S) is not None
    )


def read_ssml(text: str, draft: Draft) -> None:
    """Add the steps of an SSML document to a draft. Raises UnreadableError: not well formed, a
    document type, elements too deep in one another."""
    reading = _Reading(draft)
    parser = reading.parser
    try:
        parser.Parse(text.lstrip(), True)
    except expat.ExpatError as error:
        skipped = text[: len(text) - len(text.lstrip())].count("\n")
        reason = expat.ErrorString(error.code)
        hint = " (write & as &amp;, < as &lt;)" if "token" in reason or "entity" in reason else ""
        message = f"not well-formed XML: {reason}{hint}"
        raise UnreadableError(error.lineno + skipped, message) from error
    reading.flush()


@dataclass(slots=True)
class _Element:
    """An element that is open."""

    name: str
    line: int
    attributes: dict[str, str]
    rate: int | None
    """Words a minute of the words in it."""
    words: list[str] | None = None
    """Its own words, where they are not spoken as they stand."""
    rates: bool = False
    """Whether it changes the rate."""


class _Reading:
    """Goes through the elements of a document; holds the words that are not yet a step."""

    def __init__(self, draft: Draft) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = False  # each line with its own number
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = self._comment
        self.parser.StartDoctypeDeclHandler = self._document_type
        self._draft = draft
        self._open: list[_Element] = []
        self._words: list[str] = []
        self._line = 1
        self._later: list[tuple[str, int]] = []

    def flush(self) -> None:
        """Speak what was gathered; then come the notes that stood in it."""
        rate = self._open[-1].rate if self._open else None
        for words in sentences(" ".join("".join(self._words).split())):
            self._draft.say(words, self._line, rate)
        for words, line in self._later:
            self._draft.note(words, line)
        self._words, self._later = [], []

    @property
    def _here(self) -> int:
        return self.parser.CurrentLineNumber

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        if len(self._open) == DEEPEST:
            raise UnreadableError(self._here, f"elements more than {DEEPEST} deep in one another")
        name = written.rsplit(":", 1)[-1]
        if not self._open and name != "speak":
            raise UnreadableError(self._here, f"this is <{written}>, not <speak>: no SSML")
        outer = self._open[-1] if self._open else None
        element = _Element(name, self._here, attributes, outer.rate if outer else None)
        if outer and outer.words is not None:
            element.words = outer.words  # inside what is not spoken as it stands
            self._open.append(element)
            return
        self._begin(element, written)
        self._open.append(element)

    def _begin(self, element: _Element, written: str) -> None:
        """What an element does where it starts."""
        attributes, line = element.attributes, element.line
        self._language(element)
        match element.name:
            case "speak" | "p" | "s" | "paragraph" | "sentence":
                self.flush()
            case "break":
                self.flush()
                self._break(attributes, line)
            case "prosody":
                self._prosody(element)
            case "sub" if attributes.get("alias", "").strip():
                self._take(attributes["alias"])
                element.words = []
            case "say-as":
                element.words = []
            case "audio":
                self._keep(
                    line, f"audio: {attributes.get('src', '')}", "is no step; its text is spoken"
                )
            case "mark":
                self._keep(line, f"mark: {attributes.get('name', '')}", "is for programs")
            case "emphasis" if attributes.get("level") == "none":
                pass
            case "lang" if "xml:lang" in attributes:
                pass  # told already
            case "meta":
                self._keep(line, _shown("meta", attributes), "is not spoken")
                element.words = []
            case name if name in _SILENT:
                element.words = []
            case _:
                self._keep(line, _shown(written, attributes), "is no step; its words are spoken")

    def _end(self, _: str) -> None:
        element = self._open[-1]
        outer = self._open[-2] if len(self._open) > 1 else None
        if outer is not None and outer.words is not None:
            self._open.pop()
            return
        if element.name in _PARAGRAPHS or element.rates:
            self.flush()
        self._open.pop()
        own = "".join(element.words or ())
        if element.name == "say-as":
            self._say_as(element, own)
        elif element.name in _SILENT and own.strip():
            self._keep(element.line, f"{element.name}: {own}", "is not spoken")

    def _characters(self, words: str) -> None:
        inner = self._open[-1].words if self._open else None
        if inner is None:
            self._take(words)
        else:
            inner.append(words)

    def _comment(self, words: str) -> None:
        if words.strip():
            self._later.append((words, self._here))

    def _document_type(self, *_: object) -> None:
        message = "a document type: entities are not read from files that others wrote"
        raise UnreadableError(self._here, f"{message}; take the <!DOCTYPE …> out")

    def _take(self, words: str) -> None:
        if not self._words:
            self._line = self._here
        if self._words or words.strip():
            self._words.append(words)

    def _keep(self, line: int, words: str, message: str) -> None:
        """As a note after the sentence that it stands in."""
        self._later.append((words, line))
        self._draft.lose(line, f"{quoted(words)} {message}: kept as a note")

    def _language(self, element: _Element) -> None:
        tag = element.attributes.get("xml:lang", "")
        code = tag.lower().split("-")[0]
        if not tag or code == self._draft.language:
            return
        if element.name == "speak" and code in LANGUAGES:
            self._draft.language = code
        else:
            self._keep(element.line, f"language: {tag}", "cannot be chosen here")

    def _break(self, attributes: dict[str, str], line: int) -> None:
        strength = attributes.get("strength", "medium")
        if written := attributes.get("time", "").strip():
            length = parse_time(written)
            if length is None or length.is_too_long:
                self._draft.lose(line, f'<break time="{written}"> is no time: {PAUSE} were chosen')
            self._pause(PAUSE if length is None or length.is_too_long else length.written)
        elif strength in BREAKS:
            self._pause(BREAKS[strength])
        elif strength != "none":
            self._draft.lose(
                line, f'<break strength="{strength}"> is no strength: {PAUSE} were chosen'
            )
            self._pause(PAUSE)

    def _pause(self, length: str) -> None:
        self._draft.steps.append(Step("pause", length))

    def _prosody(self, element: _Element) -> None:
        attributes, line = element.attributes, element.line
        for name in sorted(attributes.keys() - {"rate", "xml:lang"}):
            self._keep(line, f'prosody {name}="{attributes[name]}"', "is no setting of a step")
        if "rate" not in attributes:
            return
        wanted = words_a_minute(attributes["rate"].strip())
        if wanted is None:
            self._keep(line, f'prosody rate="{attributes["rate"]}"', "is no rate")
            return
        self.flush()
        possible = min(max(wanted, SLOWEST), FASTEST)
        if possible != wanted:
            self._draft.lose(
                line, f"{wanted} words a minute are {possible} now: no voice goes further"
            )
        element.rate, element.rates = (None if possible == USUAL else possible), True

    def _say_as(self, element: _Element, own: str) -> None:
        """Words spelt out, where that is what they should be; else as they stand."""
        kind = element.attributes.get("interpret-as", "")
        if kind in _SPELT:
            self._take(f" {' '.join(''.join(own.split()))} ")
        else:
            self._take(own)
            self._draft.lose(
                element.line, f"say-as {kind}: the voice reads {quoted(own)} in its own way"
            )


def _shown(name: str, attributes: dict[str, str]) -> str:
    told = [f'{key}="{value}"' for key, value in sorted(attributes.items())]
    return f"<{' '.join([name, *told])}>"
