"""Captions and chapters: what is spoken and when, for the eyes."""

import html
import json
import re
from collections.abc import Sequence
from itertools import chain

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from audioguide.publish.captions import QUIET, WIDTH, lrc, vtt
from audioguide.publish.chapters import chapters_json
from audioguide.publish.plan_file import PlanChapter, PlanCue
from tests.planning import said

words = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1)
texts = st.lists(words | st.sampled_from(["so.", "slowly,", "-->", "<b>"]), min_size=1).map(
    " ".join
)


@st.composite
def spoken(draw: st.DrawFn) -> list[PlanCue]:
    """Lines one after another, each with a millisecond and more for every letter of it."""
    lines, at = [], 0.0
    for text in draw(st.lists(texts, max_size=4)):
        start = at + draw(st.floats(0, 30))
        at = start + 0.01 * len(text) + draw(st.floats(0, 30))
        lines.append(said(start, at, text))
    return lines


def test_webvtt_as_an_app_reads_it() -> None:
    assert vtt(
        [
            said(0.48, 3.0, "Lie on your back with your knees bent. Breathe."),
            said(5.0, 5.3, "Three."),
            said(6.0, 10.0, "If it hurts, use a softer ball. Stop when it tingles. Slow down."),
            said(3725.024, 3727.0, "Rest & be <still>"),
        ]
    ).decode() == (
        """WEBVTT

00:00:00.480 --> 00:00:03.000
Lie on your back with
your knees bent. Breathe.

00:00:05.000 --> 00:00:05.300
Three.

00:00:06.000 --> 00:00:10.000
If it hurts, use a softer ball.
Stop when it tingles. Slow down.

01:02:05.024 --> 01:02:07.000
Rest &amp; be &lt;still&gt;
"""
    )


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        pytest.param(
            "Lie on your right side, and bend both knees. Rest your head on your arm.",
            ["Lie on your right side,\nand bend both knees.", "Rest your head on your arm."],
            id="after a sentence",
        ),
        pytest.param(
            "Place the ball under your right buttock, then let your weight sink into it slowly",
            [
                "Place the ball under\nyour right buttock,",
                "then let your weight\nsink into it slowly",
            ],
            id="after a clause",
        ),
        pytest.param(
            "Roll over the sore place until you find the spot that answers to your weight",
            ["Roll over the sore\nplace until you find", "the spot that answers\nto your weight"],
            id="between words, in halves",
        ),
        pytest.param(
            "Rindfleischetikettierungsüberwachungsgesetz heißt das.",
            ["Rindfleischetikettierungsüb\nerwachungsgesetz heißt das."],
            id="within a word that is too long",
        ),
        pytest.param(
            "ゆっくりと息を吐きながら、肩の力を抜いて、床に体を預けてください。",
            ["ゆっくりと息を吐きながら、\n肩の力を抜いて、床に体を預けてください。"],
            id="without spaces",
        ),
        pytest.param("“Well,” \r\n\t she said.\0", ["“Well,” she said."], id="one row"),
        pytest.param(" \0 ", [], id="nothing"),
    ],
)
def test_long_text_is_cut_where_a_reader_would_breathe(text: str, cues: list[str]) -> None:
    assert _shown([said(0, 10, text)]) == cues


def test_marks_stay_with_their_letters() -> None:
    text = "ก\u0e49" * 40

    rows = [row for cue in _shown([said(0, 9, text)]) for row in cue.split("\n")]
    assert {row[0] for row in rows} == {"ก"}


def test_time_of_a_line_is_shared_by_characters() -> None:
    sentence = "Breathe in through the nose, and let the belly rise."
    text = f"{sentence} {sentence} {sentence}"

    assert _times([said(1, 4, text)]) == [(1000, 2000), (2000, 3000), (3000, 4000)]


def test_line_is_gone_when_the_next_begins() -> None:
    assert _times([said(1, 9, "Hold."), said(4, 5, "Halfway.")]) == [(1000, 4000), (4000, 5000)]


def test_line_without_time_has_no_cue() -> None:
    assert _shown([said(1, 1, "Never seen."), said(1, 2, "Seen.")]) == ["Seen."]


def test_nothing_spoken_is_still_webvtt() -> None:
    assert vtt([]) == b"WEBVTT\n"


@given(spoken())
def test_cue_is_two_rows_at_most(lines: list[PlanCue]) -> None:
    rows = [cue.split("\n") for cue in _shown(lines)]

    assert all(len(cue) <= 2 and all(0 < len(row) <= WIDTH for row in cue) for cue in rows)


@given(spoken())
def test_every_letter_is_shown_in_order(lines: list[PlanCue]) -> None:
    shown = "".join("".join(cue.split()) for cue in _shown(lines))

    assert shown == "".join("".join(line.text.split()) for line in lines)


@given(spoken())
def test_words_that_fit_stay_whole(lines: list[PlanCue]) -> None:
    shown = [word for cue in _shown(lines) for word in cue.split()]

    fitting = [word for line in lines for word in line.text.split() if len(word) <= WIDTH]
    assert not [word for word in set(fitting) if shown.count(word) < fitting.count(word)]


@given(spoken())
def test_cues_stay_within_their_lines(lines: list[PlanCue]) -> None:
    # Half a microsecond: plans tell no finer.
    spans = [(line.start * 1000 - 5e-4, line.end * 1000 + 5e-4) for line in lines]

    for begins, ends in _times(lines):
        assert any(start <= begins and ends <= end for start, end in spans)


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9), texts), max_size=4))
def test_cues_have_time_and_never_overlap_whatever_lines_do(
    found: list[tuple[float, float, str]],
) -> None:
    times = _times([said(start, start + length, text) for start, length, text in sorted(found)])

    flat = [0, *chain.from_iterable(times)]
    assert flat == sorted(flat)
    assert all(begins < ends for begins, ends in times)


def test_lrc_as_a_player_reads_it() -> None:
    lines = [
        said(0.48, 3.0, "Lie on your back\nwith your knees bent."),
        said(5.0, 5.999, "[00:01.00]Breathe [in]."),
        said(40.0, 40.3, "Three."),
        said(3725.024, 3727.0, "Rest."),
    ]

    assert lrc("Hips [2]", "Ann", "Floor", 3730.4, lines).decode() == (
        """[ti:Hips (2)]
[ar:Ann]
[al:Floor]
[length:62:10]
[00:00.48]Lie on your back with your knees bent.
[00:05.00](00:01.00)Breathe (in).
[00:05.99]
[00:40.00]Three.
[00:40.30]
[62:05.02]Rest.
[62:07.00]
"""
    )


@pytest.mark.parametrize(("silence", "rows"), [(QUIET, 3), (QUIET + 0.01, 4)])
def test_words_stay_on_the_screen_through_a_short_silence(silence: float, rows: int) -> None:
    found = lrc("", "", "", 9, [said(0, 1, "In."), said(1 + silence, 6, "Out.")])

    assert found.decode().count("\n[0") == rows


@given(spoken())
def test_lrc_has_every_text_at_its_time(lines: list[PlanCue]) -> None:
    rows = re.findall(
        r"^\[\d\d:\d\d\.\d\d\](.+)$", lrc("", "", "", 9, lines).decode(), re.MULTILINE
    )

    assert rows == [line.text.replace("[", "(").replace("]", ")") for line in lines]


def test_chapters_as_podcast_apps_read_them() -> None:
    chapters = [PlanChapter("Get ready", 0, 12.024), PlanChapter('"Right" side', 12.024, 60)]

    assert json.loads(chapters_json("Hips", "Ann", "Floor", chapters)) == {
        "version": "1.2.0",
        "title": "Hips",
        "author": "Ann",
        "podcastName": "Floor",
        "chapters": [
            {"startTime": 0, "title": "Get ready"},
            {"startTime": 12.024, "title": '"Right" side'},
        ],
    }


def test_chapters_tell_no_empty_names() -> None:
    assert set(json.loads(chapters_json("Hips", "", "", []))) == {"version", "title", "chapters"}


def _times(lines: Sequence[PlanCue]) -> list[tuple[int, int]]:
    """Starts and ends of cues in milliseconds."""
    return [(_ms(cue.start), _ms(cue.end)) for cue in _cues(lines)]


def _ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds.replace(".", ""))


def _cues(lines: Sequence[PlanCue]) -> list[webvtt.Caption]:
    return webvtt.from_string(vtt(lines).decode()).captions


def _shown(lines: Sequence[PlanCue]) -> list[str]:
    return [html.unescape(cue.text) for cue in _cues(lines)]
