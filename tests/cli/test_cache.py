"""What is kept between builds: shown, pruned, cleared."""

import json
from pathlib import Path

import pytest

from audioguide.cli import run
from audioguide.store.store import Store, default_folder

KEY = "ab" * 32


@pytest.fixture
def store() -> Store:
    found = Store(default_folder())
    found.put("sound", KEY, bytes(1_999_984))  # 2 MB with its digest
    found.put("frames", KEY, bytes(984))
    found.put("record", KEY, b"")
    return found


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["cache", *arguments]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def test_what_is_kept_is_told_in_words(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys) == (
        f"folder   {store.folder}\n"
        "size     2.0 MB of at most 2.1 GB\n"
        "  spoken clips and chimes            1     2.0 MB\n"
        "  encoded frames                     1     1.0 kB\n"
        "  records of what was built          1   16 bytes\n"
    )


def test_an_empty_cache_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert "size     0 bytes of at most" in shown(capsys)


def test_json_is_one_document(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(shown(capsys, "--json"))

    assert told["bytes"] == 2_001_016
    assert told["limit"] == 2 << 30
    assert told["kinds"]["frames"] == {"entries": 1, "bytes": 1000}
    assert told["removed"] == {"entries": 0, "bytes": 0}


@pytest.mark.parametrize(
    ("size", "left"),
    [
        ("0", 0),
        ("1016", 2),
        ("1.016k", 2),
        ("1kB", 1),
        ("2M", 2),
        ("1.5G", 3),
        ("2GB", 3),
    ],
)
def test_so_much_is_kept(
    store: Store, capsys: pytest.CaptureFixture[str], size: str, left: int
) -> None:
    shown(capsys, "--prune", size)

    assert sum(share.entries for share in store.shares().values()) == left


def test_pruning_without_a_size_keeps_the_limit(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(capsys, "--prune").startswith("removed  0 entries, 0 bytes\n")


def test_clearing_takes_what_is_ours_and_nothing_else(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = store.folder / "sound/my-song.wav"
    mine.write_bytes(b"la")

    assert shown(capsys, "--clear").startswith("removed  3 entries, 2.0 MB\n")
    assert [path for path in store.folder.rglob("*") if path.is_file()] == [mine]


def test_a_session_is_built_the_same_after_clearing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "good.yaml"
    script.write_text("title: Good\nsteps:\n  - say: Breathe in\n")
    build = ["build", "--engine", "tone", "-o", str(tmp_path / "output"), str(script)]
    run(build)
    before = (tmp_path / "output/good.mp3").read_bytes()
    run(["cache", "--clear"])
    capsys.readouterr()

    assert run(build) == 0
    assert (tmp_path / "output/good.mp3").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--prune", "much"], "`much` is not a size: write 500M, 1.5G or bytes"),
        (["--prune", "1e9"], "`1e9` is not a size"),
        (["--prune", "1G", "--clear"], "--prune and --clear are two wishes"),
    ],
)
def test_wrong_usage_is_exit_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cache", *arguments]) == 2
    assert words in capsys.readouterr().err
