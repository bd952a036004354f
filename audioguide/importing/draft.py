"""What was understood of a text: the steps of a script to be, and what did not fit into them."""

import re
import string
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Literal, TypeAlias

from audioguide.core.problem import quoted
from audioguide.core.voice import VoiceChoice

StepKind: TypeAlias = Literal["say", "pause", "hold", "rest", "chime", "chapter", "note"]

LONGEST_SAY = 1000
"""Characters in one `say`, by design: a minute of speech. A script takes 5,000, and a brace takes
two of them."""

LONGEST_TITLE = 200
"""Characters in the title of a session or chapter, by design: players show fewer."""

_SIGNS = frozenset(string.punctuation + string.whitespace + "–—…•·“”„‘’‚«»")
"""What nobody would speak: lines of dashes, a dot that a mark left behind."""


_TWIN = re.compile(r"\[(?=\[)|\](?=\])")


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A step as the script will have it."""

    kind: StepKind
    value: str
    """Words, white space folded, braces single; or a time as scripts write it."""
    voice: VoiceChoice | None = None
    """How a `say` is spoken, unless as all others."""
    line: int = 1
    """Of the text, for a `chapter`."""


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """What a script cannot say, or what was chosen for the author."""

    line: int
    """Of the text, from 1."""
    message: str


@dataclass(slots=True)
class Draft:
    """Grows while a text is read."""

    title: str = ""
    summary: str = ""
    author: str = ""
    language: str = ""
    steps: list[DraftStep] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def say(self, words: str, line: int, voice: VoiceChoice | None = None) -> None:
        """Words to speak. Signs alone are left out; what else has no letter or digit is kept as a
        note, and told."""
        folded = " ".join(words.split())
        if set(folded) <= _SIGNS:
            return
        if not any(sign.isalnum() for sign in folded):
            self.keep(line, folded, "has nothing to speak")
            return
        parts = wrap(self.parted(folded, line), LONGEST_SAY, break_on_hyphens=False)
        if len(parts) > 1:
            self.lose(line, f"a sentence of {len(folded):,} characters is {len(parts)} steps")
        self.steps += (DraftStep("say", part, voice) for part in parts)

    def parted(self, words: str, line: int) -> str:
        """Words without `[[`, which engines would take for the beginning of phonemes."""
        if "[[" not in words:
            return words
        self.lose(line, "`[[` would begin phonemes: its brackets are parted")
        return _TWIN.sub(r"\g<0> ", words)

    def chapter(self, title: str, line: int) -> None:
        """A chapter begins."""
        if folded := " ".join(title.split()):
            self.steps.append(DraftStep("chapter", self.shortened(folded, line), line=line))

    def note(self, words: str, line: int) -> None:
        """Something for readers alone."""
        self.steps.append(DraftStep("note", f"line {line}: {' '.join(words.split())}"))

    def keep(self, line: int, words: str, message: str) -> None:
        """Something that no other step can express: a note has it, and the author is told."""
        self.note(words, line)
        self.lose(line, f"{quoted(words.replace('`', ''))} {message}: kept as a note")

    def lose(self, line: int, message: str) -> None:
        """Tell the author."""
        self.losses.append(Loss(line, message))

    def shortened(self, title: str, line: int) -> str:
        """A title that players can show; of a longer one the whole is kept as a note."""
        if len(title) <= LONGEST_TITLE:
            return title
        self.keep(line, title, f"is too long for a title (over {LONGEST_TITLE} characters)")
        return f"{title[: LONGEST_TITLE - 1].rstrip()}…"


def without_empty_chapters(draft: Draft) -> None:
    """Turn each chapter that nothing is heard in, up to the next, into a note: players would never
    show it."""
    kept: list[DraftStep] = []
    heard = False
    for step in reversed(draft.steps):
        if step.kind == "chapter" and not heard:
            draft.lose(step.line, f"nothing is heard in the chapter `{step.value}`: kept as a note")
            kept.append(DraftStep("note", f"line {step.line}: {step.value}"))
            continue
        heard = step.kind != "chapter" and (heard or step.kind != "note")
        kept.append(step)
    draft.steps[:] = reversed(kept)
