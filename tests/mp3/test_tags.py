"""What players show of a session: ID3v2.3, read back by mutagen and by ffprobe."""

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from mutagen.id3 import ID3

from audioguide.core.ffmpeg import executable
from audioguide.core.units import FRAME, Frames
from audioguide.mp3.encode import silent_frame
from audioguide.mp3.frame import MONO
from audioguide.mp3.link import link
from audioguide.mp3.tags import Tags, TimedWords, tag_bytes
from audioguide.publish.cover import draw_cover
from audioguide.timeline.layout import ChapterSpan
from tests.listening import decode

TITLE = "Ischias – Übung «eins» 呼吸"
COVER = b"\xff\xd8\xff\xe0 a picture \xff\xfb\xff\xd9"
"""With what looks like an MP3's frame in it."""

TAGS = Tags(
    title=TITLE,
    artist="Ann Author",
    album="Quiet hips",
    number=7,
    comment="Nine quiet minutes.",
    language="eng",
    day=date(2024, 5, 1),
    chapters=(
        ChapterSpan("Get ready", Frames(0), Frames(100)),
        ChapterSpan("Right side ☯", Frames(100), Frames(250)),
    ),
    words=(TimedWords(Frames(20), "Lie down."), TimedWords(Frames(120), "Atme – langsam. 呼吸")),
    cover=COVER,
)


def session(folder: Path, tags: Tags, length: int = 250) -> Path:
    """A silent session with these tags."""
    path = folder / "session.mp3"
    with path.open("wb") as out:
        link(out, tag_bytes(tags), Frames(length), [], silent_frame(MONO), MONO)
    return path


def read(tags: Tags) -> ID3:
    return ID3(BytesIO(tag_bytes(tags)))


def probed(path: Path) -> dict[str, Any]:
    """What ffprobe tells of a file."""
    ffprobe = shutil.which("ffprobe")
    if ffprobe is None:
        pytest.skip("ffprobe is not installed (apt install ffmpeg)")
    asked = ["-show_format", "-show_streams", "-show_chapters", "-of", "json"]
    told = subprocess.run([ffprobe, "-v", "error", *asked, path], capture_output=True, check=True)
    assert told.stderr == b""
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def test_a_player_is_told_what_it_is() -> None:
    tag = read(TAGS)

    assert tag.version == (2, 3, 0)
    assert {name: tag[name].text for name in ("TIT2", "TPE1", "TALB", "TRCK", "TCON", "TLAN")} == {
        "TIT2": [TITLE],
        "TPE1": ["Ann Author"],
        "TALB": ["Quiet hips"],
        "TRCK": ["7"],
        "TCON": ["Speech"],
        "TLAN": ["eng"],
    }
    assert [(one.lang, one.text) for one in tag.getall("COMM")] == [
        ("eng", ["Nine quiet minutes."])
    ]


def test_the_day_is_told() -> None:
    assert str(read(TAGS)["TDRC"]) == "2024-05-01"  # mutagen joins TYER and TDAT


def test_a_session_without_a_day_or_words_or_cover_has_no_frames_for_them() -> None:
    tag = read(replace(TAGS, day=None, words=(), cover=b"", comment=""))

    assert sorted({key[:4] for key in tag}) == [
        *("CHAP", "CTOC", "TALB", "TCON", "TIT2", "TLAN", "TPE1", "TRCK")
    ]


def test_words_are_there_to_read() -> None:
    (lyrics,) = read(TAGS).getall("USLT")

    assert (lyrics.lang, lyrics.text) == ("eng", "Lie down.\nAtme – langsam. 呼吸")


def test_words_are_there_in_time() -> None:
    (lyrics,) = read(TAGS).getall("SYLT")

    assert (lyrics.format, lyrics.type) == (2, 1)  # milliseconds; lyrics
    assert lyrics.text == [("Lie down.", 480), ("Atme – langsam. 呼吸", 2880)]


def test_the_cover_is_the_front() -> None:
    (picture,) = read(TAGS).getall("APIC")

    assert (picture.mime, picture.type, picture.data) == ("image/jpeg", 3, COVER)


def test_chapters_are_one_ordered_contents_list() -> None:
    tag = read(TAGS)

    chapters = [title.text[0] for chap in tag.getall("CHAP") for title in chap.sub_frames.values()]
    (contents,) = tag.getall("CTOC")
    assert chapters == ["Get ready", "Right side ☯"]
    assert contents.child_element_ids == ["ch0", "ch1"]
    assert int(contents.flags) == 3
    assert [(c.start_time, c.end_time) for c in tag.getall("CHAP")] == [(0, 2400), (2400, 6000)]


def test_tags_are_read_back_by_ffmpeg(tmp_path: Path) -> None:
    path = session(tmp_path, replace(TAGS, cover=b""))
    report = subprocess.run(
        [executable(), "-v", "error", "-copyts", "-i", str(path), "-f", "ffmetadata", "-"],
        capture_output=True,
        check=True,
    ).stdout.decode()

    assert f"title={TITLE}" in report
    assert "album=Quiet hips" in report
    assert "START=2400\nEND=6000\ntitle=Right side ☯" in report


def test_tags_are_read_back_by_ffprobe(tmp_path: Path) -> None:
    found = probed(session(tmp_path, replace(TAGS, cover=b"")))

    told = found["format"]["tags"]
    assert {name: told[name] for name in ("title", "artist", "album", "track", "genre")} == {
        "title": TITLE,
        "artist": "Ann Author",
        "album": "Quiet hips",
        "track": "7",
        "genre": "Speech",
    }
    assert (told["comment"], told["date"]) == ("Nine quiet minutes.", "2024-05-01")
    assert told["lyrics-eng"] == "Lie down.\nAtme – langsam. 呼吸"
    assert [(one["start_time"], one["tags"]["title"]) for one in found["chapters"]] == [
        ("0.000000", "Get ready"),
        ("2.400000", "Right side ☯"),
    ]


@pytest.mark.parametrize("count", [255, 256, 1000])
def test_a_table_of_contents_has_parts_where_it_is_long(count: int) -> None:
    many = [ChapterSpan(f"Part {n}", Frames(n * 10), Frames(n * 10 + 10)) for n in range(count)]
    tag = read(replace(TAGS, chapters=many))

    tables = {one.element_id: one.child_element_ids for one in tag.getall("CTOC")}
    top = tables.pop("toc")
    listed = [entry for part in top for entry in tables[part]] if tables else top
    assert listed == [f"ch{n}" for n in range(count)]
    assert [one.element_id for one in tag.getall("CTOC") if int(one.flags) & 2] == ["toc"]


def test_ffprobe_sees_the_cover(tmp_path: Path) -> None:
    cover = draw_cover("Glute ball release", "Quiet hips", ["glutes"], [], 600)
    found = probed(session(tmp_path, replace(TAGS, cover=cover)))

    (picture,) = (one for one in found["streams"] if one["codec_type"] == "video")
    assert (picture["codec_name"], picture["width"]) == ("mjpeg", 600)
    assert picture["disposition"]["attached_pic"] == 1


def test_two_hundred_chapters_and_a_long_title_survive(tmp_path: Path) -> None:
    many = [ChapterSpan(f"Part {n} ✓", Frames(n * 10), Frames(n * 10 + 10)) for n in range(200)]
    title = "Übung " * 500
    path = session(tmp_path, replace(TAGS, title=title, chapters=many, cover=b""), 2000)

    tag = ID3(path)
    assert (len(tag.getall("CHAP")), tag["TIT2"].text) == (200, [title])
    assert decode(path).size == 2000 * FRAME


def test_ffprobe_reads_two_hundred_chapters(tmp_path: Path) -> None:
    many = [ChapterSpan(f"Part {n} ✓", Frames(n * 10), Frames(n * 10 + 10)) for n in range(200)]
    found = probed(session(tmp_path, replace(TAGS, chapters=many, cover=b""), 2000))

    assert [one["tags"]["title"] for one in found["chapters"]] == [one.title for one in many]


def test_three_hours_of_words_survive(tmp_path: Path) -> None:
    words = [
        TimedWords(Frames(n * 300), f"Line {n}: and breathe out, slowly.") for n in range(1500)
    ]

    (lyrics,) = read(replace(TAGS, words=words)).getall("SYLT")
    assert lyrics.text[-1] == ("Line 1499: and breathe out, slowly.", 1499 * 7200)
