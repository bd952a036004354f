"""The store and the files: whole or not there, right or not used."""

import multiprocessing
import os
from pathlib import Path

import pytest

from audioguide.build.files import replacing, write
from audioguide.build.store import Store, default_folder

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


def test_the_store_keeps_its_limit_and_what_was_used_last(tmp_path: Path) -> None:
    store = Store(tmp_path / "store", limit=3000)
    for number in range(5):
        key = f"{number:02}" * 32
        store.put("sound", key, bytes(900))
        os.utime(store.folder / "sound" / key[:2] / key, (number, number))
    assert store.get("sound", "00" * 32) is not None  # used just now

    store.trim()

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
