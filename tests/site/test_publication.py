"""What shows all sessions of an output folder: page, playlists, feed, covers, captions."""

import json
import os
import sys
from io import BytesIO
from pathlib import Path
from subprocess import run as run_process

import feedparser
import pytest
import webvtt
from mutagen.id3 import ID3
from PIL import Image

from audioguide.cli import run
from tests.listening import decode

SCRIPT = """
title: {title}
summary: Two quiet minutes.
areas: [hips]
tools: [ball]
steps:
  - chapter: Get ready
  - say: Lie down.
  - chapter: The hip
  - hold: 5s
    say: Roll slowly over the sore place.
    at: {{ halfway: Halfway. }}
"""

URL = "https://example.org/hips"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sessions, one in a folder, and a programme; the working folder is theirs."""
    folder = tmp_path / "scripts"
    (folder / "more").mkdir(parents=True)
    (folder / "hips.yaml").write_text(SCRIPT.format(title="Hüften"), encoding="utf-8")
    (folder / "more" / "side.yaml").write_text(SCRIPT.format(title="The side"), encoding="utf-8")
    settings = (
        "title: Quiet hips\nauthor: Ann\ndate: 2024-05-01\n"
        "programmes: { first week: [more/side, hips] }\n"
    )
    (folder / "library.yaml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def build(*options: str) -> int:
    return run(["build", "scripts", "--engine", "tone", "-j", "2", *options])


def found(pattern: str = "**/*") -> set[str]:
    output = Path("output")
    return {path.relative_to(output).as_posix() for path in output.glob(pattern) if path.is_file()}


def picture(name: str) -> Image.Image:
    return Image.open(BytesIO(Path("output/data", name).read_bytes()))


def facts() -> dict[str, int]:
    """When each file was written."""
    return {name: Path("output", name).stat().st_mtime_ns for name in found()}


OF_ALL = {
    "index.html",
    "library.m3u8",
    "first week.m3u8",
    "data/shelf.json",
    "data/shelf.jpg",
}

OF_EACH = {
    "data/{}" + end for end in (".plan.json", ".vtt", ".lrc", ".chapters.json", ".cover.jpg")
}

WITH_FEED = {
    "feed.xml",
    "data/shelf-3000.jpg",
    "data/hips.cover-3000.jpg",
    "data/more/side.cover-3000.jpg",
}


def expected() -> set[str]:
    of_sessions = {end.format(name) for end in OF_EACH for name in ("hips", "more/side")}
    return OF_ALL | of_sessions | {"hips.mp3", "more/side.mp3"}


def test_all_that_shows_sessions_is_written(library: Path) -> None:
    assert build() == 0

    assert found() == expected()


def test_a_run_with_nothing_to_do_writes_nothing(library: Path) -> None:
    build()
    before = facts()

    assert build() == 0
    assert facts() == before


def test_a_run_with_nothing_to_do_imports_nothing_that_draws(library: Path) -> None:
    build()
    code = (
        "import sys; from audioguide.cli import run; run(['build', 'scripts', '--engine', 'tone']);"
        "print([m for m in ('PIL', 'jinja2', 'numpy', 'pydantic', 'mutagen') if m in sys.modules])"
    )
    told = run_process([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout.splitlines()[-2:] == ["0 built, 2 fresh, 0 failed", "[]"]


def test_another_run_of_one_script_shows_all_sessions(library: Path) -> None:
    build()
    (library / "hips.yaml").write_text(SCRIPT.format(title="Hips anew"), encoding="utf-8")

    assert run(["build", "scripts/hips.yaml", "--engine", "tone"]) == 0
    page = Path("output/index.html").read_text(encoding="utf-8")
    assert "Hips anew" in page
    assert "The side" in page


@pytest.mark.parametrize("name", ["index.html", "first week.m3u8", "data/shelf.jpg"])
def test_what_somebody_removed_is_written_again(library: Path, name: str) -> None:
    build()
    Path("output", name).unlink()

    build()
    assert found() == expected()


@pytest.mark.parametrize("name", ["data/hips.vtt", "data/hips.cover.jpg"])
def test_what_goes_with_a_session_is_written_again(library: Path, name: str) -> None:
    build()
    Path("output", name).write_bytes(b"gone")

    build()
    assert Path("output", name).stat().st_size > 4


def test_a_feed_is_written_for_an_address(library: Path) -> None:
    assert build("--url", f"{URL}/") == 0

    assert found() == expected() | WITH_FEED
    feed = feedparser.parse(Path("output/feed.xml").read_bytes())
    assert not feed.bozo
    links = {entry.enclosures[0].href: int(entry.enclosures[0].length) for entry in feed.entries}
    assert links == {
        f"{URL}/{name}": Path("output", name).stat().st_size
        for name in ("hips.mp3", "more/side.mp3")
    }
    assert picture("hips.cover-3000.jpg").size == (3000, 3000)


def test_a_library_may_know_its_address(library: Path) -> None:
    with (library / "library.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"url: {URL}\n")

    build()
    assert found() == expected() | WITH_FEED


@pytest.mark.slow
def test_an_address_stays_known(library: Path) -> None:
    build("--url", URL)
    (library / "hips.yaml").write_text(SCRIPT.format(title="Other"), encoding="utf-8")

    build()
    assert found() == expected() | WITH_FEED
    assert "Other" in Path("output/feed.xml").read_text(encoding="utf-8")


def test_a_folder_that_is_published_no_more_has_no_feed(library: Path) -> None:
    build("--url", URL)

    build("--url", "none")
    assert found() == expected()


@pytest.mark.slow
def test_what_is_stale_is_known_without_the_cache(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--url", URL)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "other"))
    (library / "library.yaml").write_text("title: Quiet hips\n", encoding="utf-8")

    build("--url", "none")
    assert found() == expected() - {"first week.m3u8"}


@pytest.mark.slow
def test_a_script_of_another_folder_changes_nothing_but_its_own(
    library: Path, tmp_path: Path
) -> None:
    build("--url", URL)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "neck.yaml").write_text(SCRIPT.format(title="Neck"), encoding="utf-8")

    run(["build", "other/neck.yaml", "--engine", "tone"])
    page = Path("output/index.html").read_text(encoding="utf-8")
    assert all(title in page for title in ("Quiet hips", "The side", "Neck", "First week"))
    assert "feed.xml" in found()


def test_a_session_of_another_library_is_not_pruned(library: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "neck.yaml").write_text(SCRIPT.format(title="Neck"), encoding="utf-8")
    run(["build", "other/neck.yaml", "--engine", "tone"])
    run(["cache", "--clear"])

    build("--prune")
    assert "neck.mp3" in found()


def test_a_file_that_cannot_be_written_costs_only_itself(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("output/index.html").mkdir(parents=True)

    assert build() == 1
    told = capsys.readouterr()
    assert "index.html:1:1: error: it cannot be written: Is a directory" in told.err
    assert "2 built, 0 fresh, 0 failed" in told.out
    assert found() == expected() - {"index.html"}


def test_a_name_of_any_bytes_is_shown(library: Path) -> None:
    name = os.fsdecode(b"\xff \xc3\xbc # 100%.yaml")
    (library / name).write_text(SCRIPT.format(title="Odd"), encoding="utf-8")

    assert build("--url", URL) == 0
    assert "%FF%20%C3%BC%20%23%20100%25.mp3" in Path("output/feed.xml").read_text("utf-8")


def test_an_address_that_is_none_is_wrong_usage(library: Path) -> None:
    assert build("--url", "example.org") == 2


@pytest.mark.slow
def test_an_edit_draws_only_its_own_large_cover(library: Path) -> None:
    build("--url", URL)
    before = facts()
    (library / "hips.yaml").write_text(SCRIPT.format(title="Other"), encoding="utf-8")

    build("--url", URL)
    after = facts()
    assert {name for name in WITH_FEED if after[name] != before[name]} == {
        "feed.xml",
        "data/hips.cover-3000.jpg",
    }


def test_a_programme_that_is_gone_has_no_playlist(library: Path) -> None:
    build()
    (library / "library.yaml").write_text("title: Quiet hips\n", encoding="utf-8")

    build()
    assert found("*.m3u8") == {"library.m3u8"}


def test_a_pruned_session_is_shown_nowhere(library: Path) -> None:
    build("--url", URL)
    (library / "library.yaml").write_text("title: Quiet hips\n", encoding="utf-8")
    (library / "more" / "side.yaml").unlink()

    assert build("--url", URL, "--prune") == 0
    assert not any("side" in name for name in found())
    assert "The side" not in Path("output/index.html").read_text(encoding="utf-8")
    assert not Path("output/data/more").exists()


def test_settings_that_cannot_be_read_leave_everything(library: Path) -> None:
    build()
    before = facts()
    (library / "library.yaml").write_text("titel: Hips\n", encoding="utf-8")

    assert build() == 1
    assert facts() == before


def test_a_picture_of_ones_own_is_shown(library: Path) -> None:
    Image.new("RGB", (80, 40), (200, 30, 30)).save(library / "red.png")
    with (library / "hips.yaml").open("a", encoding="utf-8") as script:
        script.write("cover: red.png\n")

    build("--url", URL)
    (front,) = ID3("output/hips.mp3").getall("APIC")
    assert front.data == Path("output/data/hips.cover.jpg").read_bytes()
    for opened, size in (
        (Image.open(BytesIO(front.data)), 600),
        (picture("hips.cover-3000.jpg"), 3000),
    ):
        assert opened.size == (size, size)
        assert opened.getpixel((5, 5))[0] > 190  # type: ignore[index]


def test_a_picture_that_is_none_is_told_with_its_place(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / "red.png").write_bytes(b"not a picture")
    (library / "hips.yaml").write_text(
        "title: Hips\ncover: red.png\nsteps: [say: Hi.]\n", encoding="utf-8"
    )

    assert build() == 1
    assert "scripts/hips.yaml:2:8: error: this picture cannot be a cover" in capsys.readouterr().err


def test_a_librarys_picture_that_is_none_is_a_warning(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (library / "red.png").write_bytes(b"not a picture")
    with (library / "library.yaml").open("a", encoding="utf-8") as settings:
        settings.write("cover: red.png\n")

    assert build() == 0
    assert "scripts/library.yaml:5:8: warning: the picture red.png" in capsys.readouterr().err
    assert found() == expected()
    assert build("--strict") == 1


def test_captions_tell_what_is_heard(library: Path) -> None:
    build()
    plan = json.loads(Path("output/data/hips.plan.json").read_text(encoding="utf-8"))
    spoken = [cue["text"] for cue in plan["cues"] if cue["kind"] != "chime"]

    found = webvtt.read("output/data/hips.vtt").captions
    captions = [" ".join(one.text.split()) for one in found]
    assert " ".join(captions) == " ".join(spoken)
    assert plan["about"]["areas"] == ["hips"]


def test_a_new_neighbour_changes_the_track_and_nothing_that_is_heard(library: Path) -> None:
    build()
    before = decode(Path("output/hips.mp3"))
    (library / "ankle.yaml").write_text(SCRIPT.format(title="Ankle"), encoding="utf-8")

    build()
    assert ID3("output/hips.mp3")["TRCK"].text == ["2"]
    assert (decode(Path("output/hips.mp3")) == before).all()


@pytest.mark.slow
def test_the_same_library_gives_the_same_bytes_on_another_cache(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build("--url", URL)
    first = {name: Path("output", name).read_bytes() for name in found()}
    Path("output").rename("before")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "other"))

    build("--url", URL, "-j", "1")
    assert {name: Path("output", name).read_bytes() for name in found()} == first
