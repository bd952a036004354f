"""Building on save: what counts as one, what is told, how it ends."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

import pytest

from audioguide.app.saves import Ticks, WatchedArea, area_of, bursts
from audioguide.app.watch import Run, runs
from audioguide.session.options import BuildOptions, Outcome
from audioguide.store.store import Store
from tests.writing import REHEARSED

HERE = Path("/lib")
NOTHING: frozenset[Path] = frozenset()


def saved(*names: str) -> frozenset[Path]:
    return frozenset(HERE / name for name in names)


def gathered(*ticks: frozenset[Path]) -> list[frozenset[Path]]:
    return list(bursts(ticks, WatchedArea((HERE,), (HERE / "output",), (None,)).holds))


def test_saves_close_together_are_one_burst() -> None:
    found = gathered(NOTHING, saved("a.yaml"), saved("b.yaml"), NOTHING, NOTHING)

    assert found == [saved("a.yaml", "b.yaml")]


def test_saves_with_quiet_between_them_are_two_bursts() -> None:
    found = gathered(saved("a.yaml"), NOTHING, saved("a.yaml"), NOTHING)

    assert found == [saved("a.yaml"), saved("a.yaml")]


def test_saves_without_end_are_built_all_the_same() -> None:
    assert len(gathered(*[saved("a.yaml")] * 20)) == 4  # each lasts five ticks


@pytest.mark.parametrize(
    "name",
    [
        *("a.yaml~", ".a.yaml.swp", "a.swp", "4913", ".#a.yaml", "#a.yaml#", "a.yaml.tmp"),
        *("a.yaml___jb_tmp___", ".git/index", "shared/.a.yaml.1-00000000-1.part", "bell.wav.part"),
        *("output", "output/a.mp3", "output/data/a.plan.json"),
    ],
)
def test_what_editors_and_builds_leave_beside_is_no_save(name: str) -> None:
    assert gathered(saved(name), NOTHING) == []


@pytest.mark.parametrize(
    "name", ["a.yaml", "library.yaml", "shared/a.yaml", "bell.wav", "hips", "outputs/a.yaml", "."]
)
def test_whatever_a_session_may_be_made_from_is_a_save(name: str) -> None:
    assert gathered(saved(name), NOTHING) == [saved(name)]


def test_a_path_told_without_its_links_is_still_inside(tmp_path: Path) -> None:
    """As macOS tells it."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    area = WatchedArea((tmp_path / "link",), (tmp_path / "link/output",), (None,))

    assert area.holds(tmp_path / "real/a.yaml")
    assert not area.holds(tmp_path / "real/output/a.mp3")
    assert not area.holds(tmp_path / "real/.git/index")


@dataclass
class Library:
    """A folder of scripts, and what was told of it."""

    folder: Path
    told: list[str] = field(default_factory=list)

    @property
    def scripts(self) -> Path:
        return self.folder / "scripts"

    @property
    def options(self) -> BuildOptions:
        return BuildOptions(self.folder / "output", REHEARSED)

    def say(self, text: str, name: str = "script.yaml") -> None:
        """Save a script with one line."""
        (self.scripts / name).parent.mkdir(parents=True, exist_ok=True)
        (self.scripts / name).write_text(f"title: Hips\nsteps:\n  - say: {text}\n")

    def area(self, *paths: Path) -> WatchedArea:
        return area_of(paths or (self.scripts,), self.options, Store(self.folder / "cache"))

    def watched(self, *saves: Callable[[], object], paths: tuple[Path, ...] = ()) -> list[Run]:
        """What each run tells when these are done one after the other, before Ctrl-C."""
        left = list(saves)

        def watching(area: WatchedArea) -> Ticks:
            yield NOTHING
            while left:
                left.pop(0)()
                yield frozenset({self.scripts / "something"})
                yield NOTHING
            raise KeyboardInterrupt

        def hear(outcome: Outcome) -> None:
            self.told.append(f"{outcome.status} {outcome.located.name}")

        found: list[Run] = []
        store = Store(self.folder / "cache")
        built = runs(paths or (self.scripts,), self.options, store, 1, hear, watching)
        with suppress(KeyboardInterrupt):
            while True:
                found.append(next(built))
        return found


@pytest.fixture
def library(tmp_path: Path) -> Library:
    found = Library(tmp_path)
    found.say("breathe in")
    return found


def mp3(library: Library, name: str = "script") -> bytes:
    return (library.folder / f"output/{name}.mp3").read_bytes()


def test_a_save_is_built(library: Library) -> None:
    library.watched(lambda: library.say("breathe in and out"))

    assert library.told == ["built script"] * 2


def test_what_is_fresh_is_told_once(library: Library) -> None:
    library.say("another", "other.yaml")

    library.watched(lambda: library.say("breathe out"), lambda: None)

    assert library.told == ["built other", "built script", "built script"]


def test_a_broken_save_keeps_the_last_good_mp3(library: Library) -> None:
    good: list[bytes] = []

    def broken() -> None:
        good.append(mp3(library))
        library.say("{nobody}")

    library.watched(broken)

    assert library.told == ["built script", "failed script"]
    assert [mp3(library)] == good


def test_what_is_undone_after_it_failed_is_told_as_fresh(library: Library) -> None:
    library.watched(lambda: library.say("{nobody}"), lambda: library.say("breathe in"))

    assert library.told == ["built script", "failed script", "fresh script"]


def test_new_and_deleted_scripts_are_noticed(library: Library) -> None:
    library.watched(
        lambda: library.say("new", "the-new.yaml"),
        lambda: (library.scripts / "the-new.yaml").unlink(),
    )

    assert library.told == ["built script", "built the-new", "orphan the-new"]


def test_a_script_that_was_named_may_go_and_come_back(library: Library) -> None:
    script = library.scripts / "script.yaml"

    found = library.watched(
        script.unlink, lambda: None, lambda: library.say("breathe in"), paths=(script,)
    )

    assert [run.missing for run in found] == [(), (script,), (), ()]
    assert library.told == ["built script", "orphan script", "fresh script"]


def test_settings_and_fragments_count(library: Library) -> None:
    (library.scripts / "shared").mkdir()
    part = library.scripts / "shared/part.yaml"
    part.write_text("- say: one\n")
    text = "title: Hips\nsteps:\n  - include: shared/part.yaml\n"
    (library.scripts / "script.yaml").write_text(text)

    library.watched(
        lambda: part.write_text("- say: one two\n"),
        lambda: (library.scripts / "library.yaml").write_text("author: Ann\n"),
    )

    assert library.told == ["built script"] * 3


def test_an_output_folder_that_cannot_be_written_is_told_and_not_the_end(library: Library) -> None:
    output = library.folder / "output"

    def in_the_way() -> None:
        output.rename(library.folder / "before")
        output.write_text("a file")

    def out_of_the_way() -> None:
        output.unlink()
        library.say("breathe out")

    found = library.watched(in_the_way, out_of_the_way)

    assert [bool(run.error) for run in found] == [False, True, False]
    assert library.told == ["built script"] * 2


def test_a_script_is_watched_with_all_of_its_library(library: Library) -> None:
    (library.folder / "library.yaml").write_text("author: Ann\n")

    area = library.area(library.scripts / "script.yaml")

    assert area.folders == (library.folder,)
    assert not area.holds(library.folder / "output/script.mp3")
    assert not area.holds(library.folder / "cache/record/ab")


def test_an_output_folder_around_the_scripts_does_not_hide_them(library: Library) -> None:
    options = BuildOptions(library.folder, REHEARSED)

    area = area_of([library.scripts], options, Store(library.folder / "cache"))

    assert area.holds(library.scripts / "script.yaml")


def test_a_folder_that_was_replaced_is_another_area(library: Library) -> None:
    before = library.area()
    library.scripts.rename(library.folder / "old")
    gone = library.area()
    library.say("breathe in")

    assert len({before, gone, library.area()}) == 3


@contextmanager
def watching(folder: Path) -> Iterator["Watching"]:
    """`audioguide watch` in a process of its own. Nothing here waits for a time to pass, but for
    a line; the limit only ends what hangs."""
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "audioguide", "watch", "--engine", "tone"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        limit = Timer(120, process.kill)
        limit.start()
        try:
            yield Watching(process)
        finally:
            process.kill()
            limit.cancel()


@dataclass
class Watching:
    """One that runs."""

    process: subprocess.Popen[str]

    def line(self, start: str) -> str:
        """The next line that starts so."""
        assert self.process.stdout is not None
        told = []
        for line in self.process.stdout:
            if line.startswith(start):
                return line
            told.append(line)
        raise AssertionError("".join(told))


posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")


@posix
def test_watching_a_real_folder(library: Library) -> None:
    with watching(library.folder) as real:
        assert real.line("watching") == "watching scripts/: Ctrl-C ends\n"
        real.line("1 built in")

        library.say("{nobody}")
        real.line("scripts/script.yaml:3:")
        real.line("1 failed in")
        beside = library.scripts / ".script.yaml.new"
        beside.write_text("title: Hips\nsteps:\n  - say: saved as most editors do\n")
        beside.replace(library.scripts / "script.yaml")
        real.line("1 built in")
        library.say("in a folder that is new", "sub/new.yaml")
        assert real.line("built").split()[1] == "sub/new"
        library.scripts.rename(library.folder / "away")
        real.line("there is nothing at")
        (library.folder / "away").rename(library.scripts)
        real.line("2 fresh in")
        library.say("and seen again")
        real.line("1 built in")

        real.process.send_signal(signal.SIGINT)
        assert real.line("interrupted")
        assert real.process.wait() == 130


@posix
def test_a_save_during_a_build_is_built_after_it(library: Library) -> None:
    _say_much(library, lines=40)
    with watching(library.folder) as real:
        _await_first_clip(library, real)

        library.say("only this")

        assert real.line("1 built in")
        assert real.line("built").split()[2] == "0:00"


@posix
def test_ctrl_c_ends_it_in_the_middle_of_a_build(library: Library) -> None:
    _say_much(library, lines=400)
    with watching(library.folder) as real:
        _await_first_clip(library, real)

        real.process.send_signal(signal.SIGINT)

        assert real.process.wait() == 130
    assert not list(library.folder.rglob("*.mp3"))
    assert not list(library.folder.rglob("*.part"))


def _say_much(library: Library, lines: int) -> None:
    steps = "".join(f"  - say: This is line {n} of many.\n" for n in range(lines))
    (library.scripts / "script.yaml").write_text(f"title: Long\nsteps:\n{steps}")


def _await_first_clip(library: Library, real: Watching) -> None:
    while not list((library.folder / "cache").glob("sound/*/*")) and real.process.poll() is None:
        time.sleep(0.01)  # waits for the event itself, not for a time
