"""The store and the files: whole or not there, right or not used."""

import errno
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audioguide.store.files import is_left, replacing, write
from audioguide.store.keys import key
from audioguide.store.store import Store, default_folder

KEY = "ab" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def _entry(store: Store) -> Path:
    (found,) = (path for path in store.folder.rglob("*") if path.is_file())
    return found


def test_what_was_put_is_got(store: Store) -> None:
    store.put("sound", KEY, b"hum")

    assert store.get("sound", KEY) == b"hum"
    assert store.get("frames", KEY) is None


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 500])
def test_a_damaged_entry_is_a_miss(store: Store, damage: bytes) -> None:
    store.put("sound", KEY, b"hum" * 100)
    _entry(store).write_bytes(damage)

    assert store.get("sound", KEY) is None


def test_a_flipped_bit_is_a_miss(store: Store) -> None:
    store.put("sound", KEY, b"hum" * 100)
    content = bytearray(_entry(store).read_bytes())
    content[40] ^= 1
    _entry(store).write_bytes(content)

    assert store.get("sound", KEY) is None


def test_what_was_used_last_is_kept(store: Store) -> None:
    for number in range(5):
        key = f"{number:02}" * 32
        store.put("sound", key, bytes(900))
        os.utime(store.folder / "sound" / key[:2] / key, (number, number))
    assert store.get("sound", "00" * 32) is not None  # used just now

    store.prune(3000)

    kept = {number for number in range(5) if store.get("sound", f"{number:02}" * 32)}
    assert kept == {0, 3, 4}


def test_two_processes_may_write_one_entry(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=store.put, args=("frames", KEY, b"same" * 10_000)) for _ in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * 4
    assert store.get("frames", KEY) == b"same" * 10_000
    assert len([path for path in store.folder.rglob("*") if path.is_file()]) == 1


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"
    write(target, b"old")

    with pytest.raises(RuntimeError), replacing(target) as out:
        out.write(b"half of the ne")
        raise RuntimeError("cut off")

    assert [path.name for path in tmp_path.iterdir()] == ["session.mp3"]
    assert target.read_bytes() == b"old"


def test_a_file_can_be_read_by_others(tmp_path: Path) -> None:
    """Temporary files are their owner's alone; sessions are served and copied."""
    write(tmp_path / "session.mp3", b"")

    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "session.mp3").stat().st_mode & 0o777 == 0o666 & ~umask


def test_the_store_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", "/somewhere/else")

    assert default_folder() == Path("/somewhere/else")


def test_a_long_run_never_takes_the_store_past_its_limit(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", limit=50_000)
    largest = 0
    for number in range(200):
        store.put("frames", f"{number:064x}", bytes(984))  # 1000 with its digest
        largest = max(largest, _size(store))

    assert largest <= 50_000
    assert largest > 40_000  # and it is not emptied either


def test_a_full_store_is_not_looked_through_at_each_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store", limit=50_000)
    store.put("sound", KEY, b"hum")
    store.trim()
    monkeypatch.setattr(store, "prune", lambda keep: pytest.fail("looked through"))
    store.put("sound", KEY, b"humming")

    store.trim()


def test_what_is_not_ours_is_left_in_a_folder_that_holds_more(store: Store) -> None:
    others = {"notes.txt", "sound/song.wav", "sound/ab/song.wav", f"music/ab/{KEY}"}
    for name in others:
        path = store.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"mine")
    store.put("sound", KEY, b"hum")

    store.clear()

    assert _names(store.folder) == others


def test_a_cleared_store_leaves_no_folder(store: Store) -> None:
    store.put("sound", KEY, b"hum")

    removed = store.clear()

    assert removed.entries == 1
    assert not store.folder.exists()


def test_an_entry_that_went_since_it_was_listed_is_no_fault(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process removes it first."""
    store.put("sound", KEY, b"hum")
    unlink = Path.unlink

    def late(path: Path, missing_ok: bool = False) -> None:
        unlink(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", late)

    store.prune(0)

    assert store.get("sound", KEY) is None


def test_two_processes_may_write_and_trim_one_store(tmp_path: Path) -> None:
    """Each with its own entries and one that both write; what is got is right or not there."""
    context = multiprocessing.get_context("spawn")
    writers = [
        context.Process(target=_write_many, args=(tmp_path / "store", start)) for start in (0, 1000)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0]
    assert not [name for name in _names(tmp_path / "store") if name.endswith(".part")]


def test_two_builds_at_once_share_a_store_and_make_the_same(tmp_path: Path) -> None:
    lines = "".join(f"  - say: Line {number} of many.\n" for number in range(16))
    (tmp_path / "hips.yaml").write_text(f"title: Hips\nsteps:\n{lines}")
    command = [sys.executable, "-m", "audioguide", "build", "--engine", "tone", "hips.yaml", "-o"]

    builds = [subprocess.Popen([*command, name], cwd=tmp_path) for name in ("one", "two")]

    assert [build.wait() for build in builds] == [0, 0]
    one, two = (tmp_path / name / "hips.mp3" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_full_disk_is_told_with_the_name_of_the_file_and_leaves_no_part(tmp_path: Path) -> None:
    target = tmp_path / "session.mp3"
    write(target, b"old")

    with pytest.raises(OSError, match=r"'.*session\.mp3'"), replacing(target) as out:
        out.write(b"half of the ne")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert _names(tmp_path) == {"session.mp3"}
    assert target.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="there, only age tells")
def test_what_a_killed_process_left_goes_at_the_next_write(tmp_path: Path) -> None:
    _killed_while_writing(tmp_path / "session.mp3")
    (left,) = _names(tmp_path)

    write(tmp_path / "other.mp3", b"whole")

    assert left.endswith(".part")
    assert _names(tmp_path) == {"other.mp3"}


@pytest.mark.skipif(sys.platform == "win32", reason="there, only age tells")
def test_what_a_killed_process_left_in_the_store_goes_at_a_trim(store: Store) -> None:
    _killed_while_writing(store.folder / "sound" / KEY[:2] / KEY)
    store.put("frames", KEY, b"hum")  # looks into its own folder only

    store.trim()

    assert _names(store.folder) == {f"frames/ab/{KEY}", "written"}


def test_a_part_that_a_living_process_writes_is_left_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITING, str(tmp_path / "session.mp3")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"

        write(tmp_path / "other.mp3", b"whole")
        writer.communicate(b"\n")

    assert (tmp_path / "session.mp3").read_bytes() == b"half"


@pytest.mark.parametrize(("hours", "left"), [(1, False), (25, True)])
def test_a_part_of_another_machine_goes_after_a_day(tmp_path: Path, hours: int, left: bool) -> None:
    part = tmp_path / ".x.mp3.1-00000000-abcdef01.part"
    part.write_bytes(b"")
    ago = time.time() - hours * 3600
    os.utime(part, (ago, ago))

    assert is_left(part) is left


def test_a_long_name_of_wide_characters_is_written(tmp_path: Path) -> None:
    target = tmp_path / f"{'🧘' * 62}.mp3"  # 252 bytes of the 255 that a name may have

    write(target, b"om")

    assert target.read_bytes() == b"om"


_WRITING = """
import sys
from pathlib import Path
from audioguide.store.files import replacing

with replacing(Path(sys.argv[1])) as out:
    out.write(b"half")
    out.flush()
    print("writing", flush=True)
    sys.stdin.readline()
"""


def _killed_while_writing(target: Path) -> None:
    command = [sys.executable, "-c", _WRITING, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        writer.kill()


def _write_many(folder: Path, start: int) -> None:
    store = Store(folder, limit=20_000)
    for number in range(100):
        for name in (f"{start + number:064x}", f"{number + 5000:064x}"):
            store.put("frames", name, name.encode() * 10)
            assert store.get("frames", name) in (None, name.encode() * 10)


def _size(store: Store) -> int:
    return sum(share.size for share in store.shares().values())


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_store_with_room_is_not_looked_through_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        store = Store(tmp_path, limit=10_000)
        store.put("sound", key(number), bytes(100))
        store.trim()

    def no_look(_: Store) -> Iterator[object]:
        raise AssertionError("looked through")

    monkeypatch.setattr(Store, "_entries", no_look)
    store = Store(tmp_path, limit=10_000)
    store.put("sound", key(4), bytes(100))
    store.trim()


def test_what_other_runs_wrote_counts(tmp_path: Path) -> None:
    for number in range(30):
        store = Store(tmp_path, limit=3_200)
        store.put("sound", key(number), bytes(184))
        store.trim()

    assert sum(share.size for share in Store(tmp_path).shares().values()) <= 3_200
