"""What the brackets in a text ask for: `[pause 3s]`, `(pause: 3)`, `[bell]`, `(music fades)`."""

import re
from dataclasses import dataclass

from audioguide.core.built_in import ChimeName
from audioguide.core.problem import quoted
from audioguide.importing.draft import DraftStep, StepKind
from audioguide.importing.timing import parse_time
from audioguide.importing.wording import NUMBERS, WORDS, any_of

SHORT_PAUSE, PAUSE, LONG_PAUSE = "2s", "3s", "8s"
"""For `...` and `[short pause]`, `[pause]`, `[long pause]`, which say no time. By design: time to
hear what was said, for a breath in, and for a slow breath in and out."""

_KINDS: dict[str, StepKind] = {
    **dict.fromkeys((*WORDS.pause, *WORDS.wait), "pause"),
    **dict.fromkeys(WORDS.hold, "hold"),
    **dict.fromkeys(WORDS.rest, "rest"),
}
_KIND = any_of(tuple(_KINDS))
_TIMED = re.compile(
    rf"(?P<kind>{_KIND})(?:\b|(?=\d))[\s:=,–-]*"
    rf"(?:(?:{any_of(WORDS.before_time)})\b\s*)*(?P<time>.+)",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(
    rf"(?P<time>.+?)[\s-]*(?:(?:{any_of(WORDS.after_time)})\s+)?(?P<kind>{_KIND})", re.IGNORECASE
)
_NEGATIVE = re.compile(
    rf"(?:{_KIND})[\s:=,]+[-−][\d.].*|[-−][\d.].*(?:{_KIND})", re.IGNORECASE | re.DOTALL
)
"""A minus touches its number; a dash does not."""

_UNTIMED = re.compile(
    rf"(?:(?P<short>{any_of(WORDS.short)})|(?P<long>{any_of(WORDS.long)})|)\s*"
    rf"(?:{any_of((*WORDS.pause, *WORDS.beat))})(?:\s+(?:{'|'.join(WORDS.for_a_while)}))?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"break\s+time\s*=\s*[\"']?([\d.,]+\s*m?s)[\"']?\s*/?", re.IGNORECASE)
_SILENCE = re.compile(r"\[\s*slnc\s+(\d+)\s*\]", re.IGNORECASE)
_PAUSE_OF_SOME_SORT = re.compile(
    rf"\[\s*(?:{any_of(WORDS.pause)})\b|<\s*(?:break|pause)\b", re.IGNORECASE
)
_LONGEST = 80
"""Characters in a bracket that asks for a time or a chime: more is prose."""

_DOTS = re.compile(r"[.…\s]+")

_CHIMES: dict[str, ChimeName] = {
    **dict.fromkeys(WORDS.bell, "bell"),
    **dict.fromkeys(WORDS.bowl, "bowl"),
    **dict.fromkeys(WORDS.gong, "gong"),
    **dict.fromkeys(WORDS.wood, "wood"),
    **dict.fromkeys(WORDS.tick, "tick"),
}
_TIMES = {
    **{str(number): number for number in range(1, 13)},
    **{word: number for word, number in NUMBERS.items() if number in range(1, 13)},
    **dict.fromkeys(WORDS.twice, 2),
    **dict.fromkeys(WORDS.thrice, 3),
}
"""How often a chime is struck: the hour at most."""
_STAGE = re.compile(rf"\b(?:{any_of(WORDS.stage)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Direction:
    """The steps that a bracket asks for, and what there is to tell of it."""

    steps: tuple[DraftStep, ...] = ()
    message: str = ""
    is_noted: bool = False
    """Whether it says more than its steps: a note has it too."""


def direction(mark: str) -> Direction | None:
    """What a bracket, with its signs, asks for; None when it is text to be spoken."""
    inner = mark[1:-1].strip()
    is_short = len(inner) <= _LONGEST
    found = (_of_time(inner, mark) or _of_chime(inner, mark)) if is_short else None
    if found:
        return found
    if _PAUSE_OF_SOME_SORT.match(mark):
        return Direction((DraftStep("pause", PAUSE),), _chosen(mark, PAUSE), is_noted=True)
    is_stage = mark[0] == "[" or (mark[0] == "(" and _STAGE.search(inner))
    return Direction(is_noted=True) if is_stage else None


def _of_time(inner: str, mark: str) -> Direction | None:
    if spoken := _BREAK.fullmatch(inner):
        return _timed("pause", spoken[1], mark)
    if silent := _SILENCE.fullmatch(inner):
        return _timed("pause", f"{silent[1]}ms", mark)
    if inner and _DOTS.fullmatch(inner):
        return Direction((DraftStep("pause", SHORT_PAUSE),))
    words = inner.rstrip(".!").strip()
    if _NEGATIVE.fullmatch(words):
        return Direction(is_noted=True)
    if untimed := _UNTIMED.fullmatch(words):
        length = SHORT_PAUSE if untimed["short"] else LONG_PAUSE if untimed["long"] else PAUSE
        return Direction((DraftStep("pause", length),), _chosen(mark, length))
    timed = _TIMED.fullmatch(words) or _TIME_FIRST.fullmatch(words)
    return _timed(timed["kind"], timed["time"], mark) if timed else None


def _chosen(mark: str, length: str) -> str:
    return f"{quoted(mark)} says no time: {length} were chosen"


def _timed(word: str, written: str, mark: str) -> Direction | None:
    length = parse_time(written)
    if length is None:
        return None
    kind = _KINDS.get(word.lower(), "pause")  # a long s matches, and is in no table
    if length.is_too_long:
        return Direction(
            (DraftStep(kind, "3h"),), f"{quoted(mark)} is more than 3 h: it is 3 h now"
        )
    return Direction((DraftStep(kind if length.shortest else "pause", length.written),))


def _of_chime(inner: str, mark: str) -> Direction | None:
    words = re.findall(r"\d+|[^\W\d]+", inner.lower())
    named = [word for word in words if word in _CHIMES]
    counts = [_TIMES[word] for word in words if word in _TIMES]
    if words == ["double", "bell"]:
        return Direction((DraftStep("chime", "double bell"),))
    others = {*words} - {*named} - _TIMES.keys()
    if len(named) != 1 or len(counts) > 1 or not others <= {*WORDS.about_chimes}:
        return None
    chime = _CHIMES[named[0]]
    told = f"{quoted(mark)} is the chime `{chime}`: `audioguide chimes` lists others"
    strokes = (DraftStep("chime", chime),) * (counts[0] if counts else 1)
    return Direction(strokes, "" if named[0].startswith(chime) else told)
