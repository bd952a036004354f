"""Captions: what is spoken, for the eyes, as WebVTT for podcast apps and pages and as LRC for music
players."""

import html
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import ceil, floor, inf

from audioguide.core.units import clock, samples
from audioguide.publish.plan_file import PlanCue

WIDTH = 32
"""Characters in a row, two rows at a time: the podcast namespace's advice for captions (Transcript
File Format Details, SRT)."""

QUIET = 4.0
"""Seconds without a word after which the words before them are taken off the screen. Shorter, and
the screen would blink between two sentences; longer, and what was said would stand all through a
hold as if it were still to be done. By design."""

# What it costs to end a cue at a place, where a cue with nothing in it would cost 1: a cue is
# rather half full than cut in a clause, and words stay whole unless they cannot.
_SENTENCE, _CLAUSE, _WORD, _LETTER = 0.0, 0.2, 0.6, 2.0

_CUE = 0.1
"""What every cue costs, so that short sentences share one."""

_SENTENCE_ENDS = frozenset(".!?…。！？")
_CLAUSE_ENDS = frozenset(",;:–—，、；：")
_CLOSING = ")]\"'»”’」』）"
_JOINER = "\u200d"

_ROUND = str.maketrans("[]", "()")
"""In LRC, square brackets hold times and names of keys."""


def vtt(lines: Sequence[PlanCue]) -> bytes:
    """WebVTT (W3C): cues of two rows of WIDTH characters at most. A longer text becomes several,
    which share its time by their characters. No cue leaves the span of its line or overlaps
    another; what has no millisecond to itself has no cue."""
    starts = [line.start for line in lines[1:]]
    spans = zip(lines, [*starts, inf], strict=False)
    cues = [cue for line, following in spans for cue in _cues(line, min(line.end, following))]
    return "\n".join(["WEBVTT\n", *cues]).encode(errors="replace")


def lrc(title: str, artist: str, album: str, length: float, lines: Sequence[PlanCue]) -> bytes:
    """LRC: a row for each text, times in hundredths of a second, minutes running on past 59.
    `length` is in seconds. A row without a text clears the screen before QUIET seconds without a
    word, and at the end."""
    lasts = clock(samples(round(length)), hours=False, digits=2)
    told = {"ti": title, "ar": artist, "al": album, "length": lasts}
    head = [f"[{key}:{_plain(text)}]" for key, text in told.items()]
    return ("\n".join([*head, *_timed(lines)]) + "\n").encode(errors="replace")


def _cues(line: PlanCue, end: float) -> Iterator[str]:
    start = ceil(_ms(line.start))
    span = floor(_ms(end)) - start
    cues = _split(_shown(line.text))
    total, told = sum(len(row) for rows in cues for row in rows), 0
    for rows in cues:
        begins = start + span * told // total
        told += sum(map(len, rows))
        ends = start + span * told // total
        if begins < ends:
            text = html.escape("\n".join(rows), quote=False)
            yield f"{_stamp(begins)} --> {_stamp(ends)}\n{text}\n"


def _ms(seconds: float) -> float:
    """Milliseconds. Plans are exact to the microsecond: 0.024 s are 24 ms and no hair less."""
    return round(seconds * 1000, 3)


def _stamp(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"


def _split(text: str) -> list[tuple[str, ...]]:
    """The rows of each cue: the cheapest way through the text, as Knuth and Plass break paragraphs,
    where a cue costs the square of the room that it leaves (so that cues are alike) and what its
    end costs. Nothing is lost but the spaces where it is cut. `text` has single spaces only."""
    places = _places(text)
    best: dict[int, tuple[float, int]] = {0: (0.0, 0)}
    for end in places:
        cheapest, start = min(_ways(text, places, best, end))
        best[end] = cheapest + _cost(text, end), start
    cues, end = [], len(text)
    while end:
        start = best[end][1]
        cues.append(_rows(text, places, _past(text, start), end))
        end = start
    return cues[::-1]


def _places(text: str) -> list[int]:
    """Where a text may be cut: at its spaces and its end, and between the letters of what is too
    long for a row, as in a script that has no spaces."""
    places, place = [], 0
    for word in text.split():
        if len(word) > WIDTH:
            places += [place + cut for cut in _letters(word)]
        place += len(word) + 1
        places.append(place - 1)
    return places


def _letters(word: str) -> Iterator[int]:
    """Where letters begin; marks stay with what they stand on, unless they fill a whole row."""
    last = 0
    for place in range(1, len(word)):
        joined = (
            unicodedata.category(word[place])[0] == "M" or _JOINER in word[place - 1 : place + 1]
        )
        if not joined or place - last == WIDTH:
            yield place
            last = place


def _ways(
    text: str, places: Sequence[int], best: dict[int, tuple[float, int]], end: int
) -> Iterator[tuple[float, int]]:
    """What it costs to come to a place, and from which: all cues that may end there."""
    for start in reversed(best):
        begin = _past(text, start)
        if not _fits(text, places, begin, end):
            return
        room = 1 - (end - begin) / (2 * WIDTH)
        yield best[start][0] + room**2 + _CUE, start


def _past(text: str, place: int) -> int:
    """Where a text goes on after a cut."""
    return place + 1 if text[place] == " " else place


def _fits(text: str, places: Sequence[int], begin: int, end: int) -> bool:
    last = places[bisect_right(places, begin + WIDTH) - 1]
    return end <= last or end - _past(text, last) <= WIDTH


def _cost(text: str, end: int) -> float:
    last = text[max(0, end - 4) : end].rstrip(_CLOSING)[-1:]
    if last in _SENTENCE_ENDS or end == len(text):
        return _SENTENCE
    if last in _CLAUSE_ENDS:
        return _CLAUSE
    return _WORD if text[end] == " " else _LETTER


def _rows(text: str, places: Sequence[int], begin: int, end: int) -> tuple[str, ...]:
    """One row, or two as long as each other where the words allow it."""
    if end - begin <= WIDTH:
        return (text[begin:end],)
    cuts = places[bisect_right(places, begin) : bisect_right(places, begin + WIDTH)]
    cut = min(
        (cut for cut in cuts if end - _past(text, cut) <= WIDTH),
        key=lambda cut: _cost(text, cut) + abs((cut - begin) - (end - _past(text, cut))) / WIDTH,
    )
    return text[begin:cut], text[_past(text, cut) : end]


def _timed(lines: Sequence[PlanCue]) -> Iterator[str]:
    told = [(line, _plain(line.text)) for line in lines]
    shown = [(line, text) for line, text in told if text]
    starts = [line.start for line, _ in shown[1:]]
    for (line, text), following in zip(shown, [*starts, inf], strict=False):
        yield f"{_mark(line.start)}{text}"
        if following - line.end > QUIET:
            yield _mark(line.end)


def _mark(seconds: float) -> str:
    minutes, hundredths = divmod(floor(_ms(seconds) / 10), 6000)
    return f"[{minutes:02}:{hundredths // 100:02}.{hundredths % 100:02}]"


def _plain(text: str) -> str:
    return _shown(text).translate(_ROUND)


def _shown(text: str) -> str:
    """A text in one row, without control characters."""
    row = " ".join(text.split())
    return " ".join("".join(c for c in row if unicodedata.category(c) != "Cc").split())
