"""What the brackets in a text ask for: `[pause 3s]`, `(pause: 3)`, `[bell]`, `(music fades)`."""

import re
from dataclasses import dataclass

from audioguide.core.problem import quoted
from audioguide.importing.draft import Kind, Step
from audioguide.importing.timing import parse_time
from audioguide.language import LANGUAGES

SHORT_PAUSE, PAUSE, LONG_PAUSE = "2s", "3s", "8s"
"""For `...` and `[short pause]`, `[pause]`, `[long pause]`, which say no time. By design: time to
hear what was said, for a breath in, and for a slow breath in and out."""

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("pause", "silence", "stille", "wait", "warten"), "pause"),
    **dict.fromkeys(("hold", "halten"), "hold"),
    **dict.fromkeys(("rest", "ruhe"), "rest"),
}
_KIND = "|".join(_KINDS)
_TIMED = re.compile(
    rf"(?P<kind>{_KIND})(?:\b|(?=\d))[\s:=,–-]*"
    r"(?:(?:for|of|about|approx\.?|ca\.?|für|von)\b\s*)*(?P<time>.+)",
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(rf"(?P<time>.+?)[\s-]*(?:of\s+|long\s+)?(?P<kind>{_KIND})", re.IGNORECASE)
_NEGATIVE = re.compile(
    rf"(?:{_KIND})[\s:=,]+[-−][\d.].*|[-−][\d.].*(?:{_KIND})", re.IGNORECASE | re.DOTALL
)
"""A minus touches its number; a dash does not."""

_UNTIMED = re.compile(
    r"(?:(?P<short>short|brief|little|kurze?)|(?P<long>long|longer|lange)|)\s*"
    r"(?:pause|silence|beat|stille)(?:\s+(?:briefly|here|for an? (?:moment|breath|beat)|"
    r"a (?:moment|beat)|for (?:a )?few (?:seconds|breaths|moments)|einen moment|kurz))?",
    re.IGNORECASE,
)
_BREAK = re.compile(r"break\s+time\s*=\s*[\"']?([\d.,]+\s*m?s)[\"']?\s*/?", re.IGNORECASE)
_SILENCE = re.compile(r"\[\s*slnc\s+(\d+)\s*\]", re.IGNORECASE)
_PAUSE_OF_SOME_SORT = re.compile(
    r"\[\s*(?:pause|silence|stille)\b|<\s*(?:break|pause)\b", re.IGNORECASE
)
_LONGEST = 80
"""Characters in a bracket that asks for a time or a chime: more is prose."""

_DOTS = re.compile(r"[.…\s]+")

_CHIMES = {
    **dict.fromkeys(("bell", "bells", "chime", "chimes", "ding", "glocke"), "bell"),
    **dict.fromkeys(("bowl", "bowls", "klangschale"), "bowl"),
    **dict.fromkeys(("gong", "gongs"), "gong"),
    **dict.fromkeys(("wood", "woodblock"), "wood"),
    "tick": "tick",
}
_ABOUT_CHIMES = {
    *("a", "an", "the", "of", "once", "die", "der", "eine", "tibetan", "temple", "singing"),
    *("ring", "rings", "ringing", "sound", "sounds", "play", "plays", "strike", "strikes"),
    *("soft", "softly", "gentle", "gently", "meditation", "time", "times", "x"),
}
_TIMES = {
    **{str(number): number for number in range(1, 13)},
    **{
        word: n
        for t in LANGUAGES.values()
        for n, word in enumerate(t.spoken.numbers[1:13], start=1)
    },
    **dict.fromkeys(("twice", "zweimal"), 2),
    **dict.fromkeys(("thrice", "dreimal"), 3),
}
"""How often a chime is struck: the hour at most."""
_STAGE = re.compile(
    r"\b(?:music|sounds?|sfx|fades?|fading|applause|whisper(?:s|ed|ing)?|narrator|voice-?over|"
    r"musik|leise|geräusche?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Direction:
    """The steps that a bracket asks for, and what there is to tell of it."""

    steps: tuple[Step, ...] = ()
    told: str = ""
    kept: bool = False
    """Whether it says more than its steps: a note has it too."""


def direction(mark: str) -> Direction | None:
    """What a bracket, with its signs, asks for; None when it is text to be spoken."""
    inner = mark[1:-1].strip()
    is_short = len(inner) <= _LONGEST
    found = (_of_time(inner, mark) or _of_chime(inner, mark)) if is_short else None
    if found:
        return found
    if _PAUSE_OF_SOME_SORT.match(mark):
        return Direction((Step("pause", PAUSE),), _chosen(mark, PAUSE), kept=True)
    is_stage = mark[0] == "[" or (mark[0] == "(" and _STAGE.search(inner))
    return Direction(kept=True) if is_stage else None


def _of_time(inner: str, mark: str) -> Direction | None:
    if spoken := _BREAK.fullmatch(inner):
        return _timed("pause", spoken[1], mark)
    if silent := _SILENCE.fullmatch(inner):
        return _timed("pause", f"{silent[1]}ms", mark)
    if inner and _DOTS.fullmatch(inner):
        return Direction((Step("pause", SHORT_PAUSE),))
    words = inner.rstrip(".!").strip()
    if _NEGATIVE.fullmatch(words):
        return Direction(kept=True)
    if untimed := _UNTIMED.fullmatch(words):
        length = SHORT_PAUSE if untimed["short"] else LONG_PAUSE if untimed["long"] else PAUSE
        return Direction((Step("pause", length),), _chosen(mark, length))
    timed = _TIMED.fullmatch(words) or _TIME_FIRST.fullmatch(words)
    return _timed(timed["kind"], timed["time"], mark) if timed else None


def _chosen(mark: str, length: str) -> str:
    return f"{quoted(mark)} says no time: {length} were chosen"


def _timed(word: str, written: str, mark: str) -> Direction | None:
    length = parse_time(written)
    if length is None:
        return None
    kind = _KINDS[word.lower()]
    if length.is_too_long:
        return Direction((Step(kind, "3h"),), f"{quoted(mark)} is more than 3 h: it is 3 h now")
    return Direction((Step(kind if length.shortest else "pause", length.written),))


def _of_chime(inner: str, mark: str) -> Direction | None:
    words = re.findall(r"\d+|[^\W\d]+", inner.lower())
    named = [word for word in words if word in _CHIMES]
    counts = [_TIMES[word] for word in words if word in _TIMES]
    if words == ["double", "bell"]:
        return Direction((Step("chime", "double bell"),))
    others = {*words} - {*named} - _TIMES.keys()
    if len(named) != 1 or len(counts) > 1 or not others <= _ABOUT_CHIMES:
        return None
    chime = _CHIMES[named[0]]
    told = f"{quoted(mark)} is the chime `{chime}`: `audioguide chimes` lists others"
    strokes = (Step("chime", chime),) * (counts[0] if counts else 1)
    return Direction(strokes, "" if named[0].startswith(chime) else told)
