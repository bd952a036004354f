"""Markdown: headings are chapters, paragraphs and items are spoken, without their marks."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from audioguide.core.errors import ScriptProblems
from audioguide.importing.direction import direction
from audioguide.importing.draft import Draft
from audioguide.importing.prose import entitle, literal, read_prose
from audioguide.language import LANGUAGES
from audioguide.script.nodes import Mapping, Scalar, compose

DEEPEST = 100
"""Lists and quotes inside one another; what lies deeper, markdown-it leaves out."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<inside>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S|\*\*\S", re.MULTILINE)
_TASK = re.compile(r"\[[ xX]\]\s+")
_PAUSE = re.compile(r"\s*<\s*(?:break|pause)\b[^<>]*>\s*", re.IGNORECASE)
_FORMATTING = re.compile(
    r"</?(?:b|i|em|strong|u|s|small|mark|span|sub|sup|p)\b[^<>]*>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_REMARK = re.compile(r"\s*<!--(?P<words>.*?)-->\s*", re.DOTALL)

_DEFINITION = re.compile(
    r"(?P<label>\[(?:[^\[\]\\\n]|\\.)+\]):[ \t]*(?:\n[ \t]*)?(?P<address>\S+)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
"""A title that goes on in the next line is left out: to look for its end from each of many lines
takes the square of their number."""

_ADDRESS = re.compile(r"[/#@:]|\.\w")
"""What is in an address, and in few words that somebody speaks."""

_LEAVES = ("inline", "table_open", "fence", "html_block", "definition")
"""Blocks that hold text themselves."""

_SUMMARIES = ("summary", "description", "subtitle")
_LANGUAGES = ("language", "lang")


def is_markdown(text: str) -> bool:
    """Whether a text has front matter, a heading or bold words."""
    return bool(_FRONT_MATTER.match(text) or _HEADING.search(text))


def read_markdown(text: str, draft: Draft) -> None:
    """Add the steps of a Markdown text to a draft. Its front matter may name the title; else its
    first heading does, when it is the only one of the first level."""
    front = _FRONT_MATTER.match(text)
    if front:
        _front_matter(front, draft)
        text = "\n" * text.count("\n", 0, front.end()) + text[front.end() :]
    options = {"maxNesting": DEEPEST, "inline_definitions": True, "store_labels": True}
    # Indented text is no code here, and what was escaped stays apart from what is a mark.
    parser = MarkdownIt("commonmark", options).disable(["code", "text_join"]).enable("table")
    # Right under a paragraph, where people put it, a definition is none by the letter (4.7).
    parser.block.ruler.at("reference", _definition, {"alt": ["paragraph"]})
    _MarkdownReader(text, parser.parse(text), draft).whole()


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule of markdown-it, but for `[pause]: 10s` and `[Narrator]: Breathe`."""
    found = _DEFINITION.match(state.src, state.bMarks[start] + state.tShift[start])
    if not found or not _ADDRESS.search(found["address"]):
        return False
    mark = direction(found["label"])
    return not (mark and mark.steps) and reference(state, start, end, silent)


def _front_matter(found: re.Match[str], draft: Draft) -> None:
    inside = found["inside"] or ""
    try:
        node = compose(f"\n{inside}", "") if inside.strip() else None
    except ScriptProblems:
        node = None
    entries = node.entries if isinstance(node, Mapping) else []
    if not entries and inside.strip():
        draft.keep(1, inside, "is no front matter that can be read")
    for key, value in entries:
        words = value.value if isinstance(value, Scalar) else ""
        if not _setting(key.value.lower(), " ".join(words.split()), key.place.line, draft):
            first, last = key.place.line - 1, value.place.line
            written = "\n".join(f"---\n{inside}".split("\n")[first:last])
            draft.keep(key.place.line, written, "is no setting that is taken over")


def _setting(key: str, words: str, line: int, draft: Draft) -> bool:
    """Take over a setting of the front matter; whether it was one to take."""
    code = words.lower().split("-")[0]
    if not words:
        return False
    if key == "title":
        draft.title = draft.title or draft.shortened(words, line)
    elif key in _SUMMARIES and not draft.summary and len(words) <= 1000:
        draft.summary = words
    elif key == "author" and len(words) <= 1000:
        draft.author = words
    elif key in _LANGUAGES and code in LANGUAGES:
        draft.language = code
    else:
        return False
    return True


class _MarkdownReader:
    """Goes through the blocks of a text."""

    def __init__(self, text: str, tokens: list[Token], draft: Draft) -> None:
        self._lines = text.split("\n")
        self._tokens = tokens
        self._draft = draft
        tops = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
        firsts = [at for at in tops if tokens[at].tag == "h1"]
        is_title = not draft.title and len(firsts) == 1 and firsts == tops[:1]
        self._title = tokens[firsts[0] + 1] if is_title else None

    def whole(self) -> None:
        """Every block, in order."""
        blocks = iter(self._tokens)
        for block in blocks:
            match block.type:
                case "inline":
                    read_prose(self._inline(block), self._draft)
                case "heading_open":
                    self._heading(next(blocks))
                case "table_open":
                    self._kept(block, "is a table")
                    self._past("table_close", blocks)
                case "fence":
                    self._kept(block, "is a block of code")
                case "html_block":
                    self._html(block)
                case "definition":
                    self._kept(block, "is the address of a link")
                case "ordered_list_open":
                    self._draft.lose(_line(block), "the numbers of this list are not spoken")
                case _:
                    pass  # what ends, lists and quotes as such, lines across
        self._unread()

    def _unread(self) -> None:
        """Keep the lines that no block has: those too deep in lists and quotes."""
        read = {line for block in self._tokens if block.type in _LEAVES for line in _lines(block)}
        for number, line in enumerate(self._lines):
            if number not in read and any(map(str.isalnum, line)):
                self._draft.keep(number + 1, line, "lies too deep in lists or quotes")

    def _heading(self, block: Token) -> None:
        marks = Draft()
        written = "\n".join(text for _, text in self._inline(block))
        words = entitle(written, _line(block), marks)
        if block is self._title:
            self._draft.title = self._draft.shortened(words, _line(block))
        else:
            self._draft.chapter(words, _line(block))
        self._draft.steps += marks.steps
        self._draft.losses += marks.losses

    def _past(self, kind: str, blocks: Iterator[Token]) -> None:
        while next(blocks).type != kind:
            pass

    def _kept(self, block: Token, message: str) -> None:
        written = "\n".join(self._lines[number] for number in _lines(block))
        self._draft.keep(_line(block), written, message)

    def _html(self, block: Token) -> None:
        if _PAUSE.fullmatch(block.content):
            read_prose([(_line(block), block.content.strip())], self._draft)
        elif remark := _REMARK.fullmatch(block.content):
            self._draft.note(remark["words"], _line(block))
        else:
            self._kept(block, "is HTML")

    def _inline(self, block: Token) -> list[tuple[int, str]]:
        """The lines of a passage, and what stands in it that is not spoken as notes."""
        lines = [""]
        first = _line(block)
        passed = 0
        for child in block.children or ():
            line = first + passed
            match child.type:
                case "softbreak" | "hardbreak":
                    passed += 1
                    lines.append("")
                case "text" | "code_inline":
                    lines[-1] += child.content
                case "text_special":
                    lines[-1] += literal(child.content)
                case "html_inline":
                    passed += child.content.count("\n")
                    lines[-1] += self._inline_html(child.content, line)
                case "image":
                    shown = f"{child.content} {_attributes(child)}"
                    self._draft.keep(line, shown, "is a picture")
                case "link_open" if "label" in child.meta:
                    self._draft.note(_attributes(child), line)  # its definition is told
                case "link_open" if child.info != "auto":
                    self._draft.keep(line, _attributes(child), "is the address of a link")
                case _:
                    pass  # emphasis, and what ends
        lines[0] = _TASK.sub("", lines[0], count=1) if _TASK.match(lines[0]) else lines[0]
        return [(first + at, text) for at, text in enumerate(lines)]

    def _inline_html(self, tag: str, line: int) -> str:
        """What is spoken in place of a tag."""
        if _PAUSE.fullmatch(tag):
            return tag
        if remark := _REMARK.fullmatch(tag):
            self._draft.note(remark["words"], line)
        elif not _FORMATTING.fullmatch(tag) and not _BREAK.fullmatch(tag):
            self._draft.keep(line, tag, "is HTML")
        return " " if _BREAK.fullmatch(tag) else ""


def _attributes(found: Token) -> str:
    """What a link or picture has beside its words: perhaps a label, an address, perhaps a title."""
    label = [f"{found.meta['label'].lower()}:"] if "label" in found.meta else []
    return " ".join(label + [unquote(str(value)) for value in found.attrs.values() if value])


def _lines(block: Token) -> range:
    """The lines of a block, from 0."""
    return range(*(block.map or (0, 0)))


def _line(block: Token) -> int:
    """The number of its first line, from 1."""
    return _lines(block).start + 1
