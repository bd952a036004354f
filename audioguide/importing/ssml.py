"""SSML 1.1 (W3C Recommendation, 7 September 2010), and what speech services make of it.

The parser is expat without a document type: there are no entities but XML's five, so none can grow
or reach for a file."""

import re
from dataclasses import replace
from typing import Any
from xml.parsers import expat

from audioguide.core.errors import UnreadableError
from audioguide.core.problem import quoted
from audioguide.core.voice import VoiceChoice
from audioguide.importing.draft import Draft, DraftStep
from audioguide.importing.element import Element
from audioguide.importing.prose import sentences
from audioguide.importing.prosody import SCALES, break_length
from audioguide.language import LANGUAGES

DEEPEST = 64
"""Elements inside one another, as many as levels in a script."""

_PARAGRAPHS = ("speak", "p", "s", "paragraph", "sentence")
_SPELT = ("characters", "spell-out", "verbatim", "digits")


def is_ssml(text: str) -> bool:
    """Whether a text begins as SSML does."""
    return (
        re.match(r"\s*(?:<\?xml\b|<!--.*?-->\s*<speak\b|<(?:\w+:)?speak\b)", text, re.S) is not None
    )


def read_ssml(text: str, draft: Draft) -> None:
    """Add the steps of an SSML document to a draft. Raises UnreadableError: not well formed, a
    document type, elements too deep in one another."""
    reading = _SsmlReader(draft)
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


class _SsmlReader:
    """Goes through the elements of a document; holds the words that are not yet a step."""

    def __init__(self, draft: Draft) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = False  # each line with its own number
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartDoctypeDeclHandler = self._document_type
        self._draft = draft
        self._open: list[Element] = []
        self._words: list[str] = []
        self._line = 1
        self._later: list[tuple[str, int]] = []

    def flush(self) -> None:
        """Speak what was gathered; then come the notes that stood in it."""
        voice = self._open[-1].voice if self._open else None
        for words in sentences(" ".join("".join(self._words).split())):
            self._draft.say(words, self._line, voice)
        for words, line in self._later:
            self._draft.note(words, line)
        self._words, self._later = [], []

    @property
    def _here(self) -> int:
        return self.parser.CurrentLineNumber

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        if len(self._open) == DEEPEST:
            raise UnreadableError(self._here, f"elements more than {DEEPEST} deep in one another")
        outer = self._open[-1] if self._open else None
        element = Element(written, self._here, attributes, outer.voice if outer else None)
        if not self._open and element.name != "speak":
            raise UnreadableError(self._here, f"this is <{written}>, not <speak>: no SSML")
        holder = self._holder
        if holder is None or (element.is_silent and not holder.is_silent):
            self._begin(element)
        else:
            self._inside(holder, element)
        self._open.append(element)

    @property
    def _holder(self) -> Element | None:
        """The innermost element whose words are not spoken as they stand."""
        return next((element for element in reversed(self._open) if element.is_held), None)

    def _inside(self, holder: Element, element: Element) -> None:
        """What an element does among words that are not spoken as they stand."""
        if holder.is_silent:
            holder.words.append(f" {element.shown} ")
        elif element.name == "break":
            self._replace(holder)
            self.flush()
            self._break(element)
        else:
            self._keep(element.line, element.shown, f"does nothing within <{holder.name}>")

    def _begin(self, element: Element) -> None:
        """What an element does where it starts."""
        attributes, line = element.attributes, element.line
        self._language(element)
        match element.name:
            case "speak" | "p" | "s" | "paragraph" | "sentence":
                self.flush()
            case "break":
                self.flush()
                self._break(element)
            case "prosody":
                self._prosody(element)
            case "sub" if attributes.get("alias", "").strip():
                self._take(attributes["alias"])
                element.is_held = True
            case "say-as":
                element.is_held = True
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
                self._keep(line, element.shown, "is not spoken")
                element.is_held = True
            case _ if element.is_silent:
                element.is_held = True
            case _:
                self._keep(line, element.shown, "is no step; its words are spoken")

    def _end(self, _: str) -> None:
        element, holder = self._open[-1], self._holder
        if holder is None and (element.name in _PARAGRAPHS or element.is_revoiced):
            self.flush()
        self._open.pop()
        if holder is element:
            self._replace(element)

    def _replace(self, element: Element) -> None:
        """Speak or keep what was held of an element."""
        own = "".join(element.words)
        element.words.clear()
        if element.name == "say-as":
            self._say_as(element, own)
        elif element.is_silent and own.strip():
            self._keep(element.line, f"{element.name}: {own}", "is not spoken")

    def _characters(self, words: str) -> None:
        holder = self._holder
        if holder is None:
            self._take(words)
        else:
            holder.words.append(words)

    def _comment(self, words: str) -> None:
        if words.strip():
            self._later.append((words, self._here))

    def _instruction(self, target: str, data: str) -> None:
        self._keep(self._here, f"<?{target} {data}?>", "is for programs")

    def _document_type(self, *_: object) -> None:
        message = "a document type: entities are not read from files that others wrote"
        raise UnreadableError(self._here, f"{message}; take the <!DOCTYPE …> out")

    def _take(self, words: str) -> None:
        if not self._words:
            self._line = self._here
        if self._words or words.strip():
            self._words.append(self._draft.parted(words, self._here))

    def _keep(self, line: int, words: str, message: str) -> None:
        """As a note after the sentence that it stands in."""
        self._later.append((words, line))
        self._draft.lose(line, f"{quoted(words)} {message}: kept as a note")

    def _language(self, element: Element) -> None:
        tag = element.attributes.get("xml:lang", "")
        code = tag.lower().split("-")[0]
        if not tag or code == self._draft.language:
            return
        if element.name == "speak" and code in LANGUAGES:
            self._draft.language = code
        else:
            self._keep(element.line, f"language: {tag}", "cannot be chosen here")

    def _break(self, element: Element) -> None:
        length, told = break_length(element.attributes)
        if told:
            self._draft.lose(element.line, told)
        if length:
            self._draft.steps.append(DraftStep("pause", length))

    def _prosody(self, element: Element) -> None:
        changed: dict[str, Any] = {}
        for name, written in sorted(element.attributes.items()):
            shown = f'prosody {name}="{written}"'
            setting = SCALES.get(name)
            wanted = setting.understand(written.strip()) if setting else None
            if setting is None or wanted is None:
                if name != "xml:lang":
                    self._keep(element.line, shown, "is nothing that a voice can be set to")
                continue
            possible = min(max(wanted, setting.lowest), setting.highest)
            if possible != wanted:
                message = f"is {possible:g}{setting.unit} now, as far as every voice goes"
                self._draft.lose(element.line, f"`{shown}` {message}")
            changed[name] = None if possible == setting.usual else possible
        if changed:
            self.flush()
            voice = replace(element.voice or VoiceChoice(), **changed)
            element.voice = None if voice == VoiceChoice() else voice
            element.is_revoiced = True

    def _say_as(self, element: Element, own: str) -> None:
        """Words spelt out, where that is what they should be; else as they stand."""
        kind = element.attributes.get("interpret-as", "")
        if not own.strip():
            self._take(own)
        elif kind in _SPELT:
            self._take(f" {' '.join(''.join(own.split()))} ")
        else:
            self._take(own)
            self._draft.lose(
                element.line, f"say-as {kind}: the voice reads {quoted(own)} in its own way"
            )
