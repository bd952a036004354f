"""The sessions and libraries that are measured, each as YAML and as what is spoken in it, in order.
The same numbers give the same texts."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

Event = tuple[str, str | float]
"""A text to `say`, seconds of `silence`, or a `chime` by its name."""

ENGLISH, GERMAN = "gmw/en", "gmw/de"
"""eSpeak NG's voices, those that audioguide chooses."""

CHIME = 1.5
"""Seconds that a bell's strike takes up."""

BED = "{ sound: rain, level: 20 }"

_WORDS = (
    *("roll", "slowly", "over", "the", "sore", "place", "and", "let", "your", "breath", "go"),
    *("all", "the", "way", "out", "while", "the", "shoulder", "sinks", "into", "floor", "again"),
    *("keep", "your", "knee", "soft", "turn", "one", "hip", "toward", "wall", "press", "lightly"),
)
_WORD, _FULL_STOP = 0.35, 0.5
"""Seconds, about: 300 of these lines take eSpeak NG 4.3 s on average at 150 words a minute."""
_COUNT = 0.5
"""Seconds of a count word."""
_HOLD = 20
"""Seconds of every hold."""


@dataclass(frozen=True, slots=True)
class Session:
    """A script, and what is spoken in it."""

    script: str
    events: tuple[Event, ...]
    voice: str = ENGLISH

    def write_events(self, path: Path) -> Path:
        """What is spoken, for the plain script and the floor."""
        content = {"voice": self.voice, "events": self.events}
        path.write_text(json.dumps(content), encoding="utf-8")
        return path


@dataclass(slots=True)
class _Draft:
    lines: list[str]
    events: list[Event] = field(default_factory=list)
    length: float = 0.0
    """Seconds, about."""

    def say(self, text: str) -> None:
        self.lines.append(f"  - say: {text}")
        self._speak(text)

    def pause(self, seconds: float) -> None:
        self.lines.append(f"  - pause: {seconds:g}s")
        self._wait(seconds)

    def hold(self, text: str, cue: str) -> None:
        self.lines += [f"  - hold: {_HOLD}s", f"    say: {text}"]
        self.lines += [f"    at: {{ halfway: {cue} }}", "    countdown: 3", "    chime: bell"]
        self._speak(text)
        self._wait(_HOLD / 2)
        self._speak(cue)
        self._wait(_HOLD / 2 - 3 - _spoken(cue))
        for count in ("three", "two", "one"):
            self.events.append(("say", count))
            self._wait(1 - _COUNT)
        self.events.append(("chime", "bell"))
        self.length += 3 * _COUNT + CHIME

    def include(self, fragment: "_Draft") -> None:
        self.lines.append("  - include: shared/settle.yaml")
        self.events += fragment.events
        self.length += fragment.length

    def _speak(self, text: str) -> None:
        self.events.append(("say", text))
        self.length += _spoken(text)

    def _wait(self, seconds: float) -> None:
        self.events.append(("silence", seconds))
        self.length += seconds


def session(minutes: int, bed: str = "", edit: int = 0) -> Session:
    """A session of about so many minutes: a line every 8 s, every fourth of them with a hold. An
    edit replaces its third line by a longer one, another one for each number."""
    chance = random.Random(1)
    draft = _Draft([f"title: {minutes} minutes", *([f"bed: {bed}"] if bed else []), "steps:"])
    number = 0
    while draft.length < minutes * 60:
        number += 1
        text = f"{_line(chance)} {number}."
        if edit and number == 3:
            text += f" And as often as {edit} times, let the whole of it go again."
        if number % 4:
            draft.say(text)
            draft.pause(chance.choice([2, 3, 4, 5, 6]))
        else:
            draft.hold(text, f"Halfway {number}.")
    return _finished(draft)


def library(folder: Path, routines: int) -> list[Session]:
    """So many routines of about 20 steps in a folder, with settings and a fragment. Each says four
    lines of its own, six that others say too, and those of the fragment."""
    (folder / "shared").mkdir(parents=True)
    (folder / "library.yaml").write_text("title: Bench\nauthor: Ada\ngap: 0.5s\n")
    chance = random.Random(2)
    fragment = _Draft([])
    for _ in range(3):
        fragment.say(f"{_line(chance)}.")
    shared = "".join(f"{line.removeprefix('  ')}\n" for line in fragment.lines)
    (folder / "shared" / "settle.yaml").write_text(shared)
    pool = [f"{_line(chance)}." for _ in range(60)]
    written = [_routine(chance, number, pool, fragment) for number in range(routines)]
    for number, routine in enumerate(written):
        (folder / f"r{number:04}.yaml").write_text(routine.script)
    return written


def _routine(chance: random.Random, number: int, pool: list[str], fragment: _Draft) -> Session:
    draft = _Draft([f"title: Routine {number}", "steps:"])
    draft.include(fragment)
    for part in range(4):
        draft.say(f"{_line(chance)} {number}.")
        draft.pause(chance.choice([3, 5, 8]))
        draft.say(chance.choice(pool))
        if part % 2:
            draft.hold(chance.choice(pool), "Soften a little more.")
        else:
            draft.pause(chance.choice([5, 8, 12]))
    return _finished(draft)


def _finished(draft: _Draft) -> Session:
    return Session("\n".join([*draft.lines, ""]), tuple(draft.events))


def _line(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(6, 14))).capitalize()


def _spoken(text: str) -> float:
    return len(text.split()) * _WORD + _FULL_STOP
