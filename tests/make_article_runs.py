"""The runs of eight words of the source articles, as hashes: what is spoken can be held against the
articles without a copy of them.

    python -m tests.make_article_runs FOLDER

writes `tests/data/article_runs.txt` anew from the texts in a folder.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

RUNS = Path(__file__).parent / "data" / "article_runs.txt"

RUN = 8
"""Words: shorter runs are the common property of everybody who names the same muscles."""


def digest(run: str) -> str:
    """The first 8 bytes of a run's SHA-256, in hex. Among 6,000 runs, one of ours meets one of
    theirs by chance once in 3e15."""
    return sha256(run.encode()).hexdigest()[:16]


def runs(text: str) -> Iterator[str]:
    """Every run of eight words, in lower case, letters and digits only."""
    words = re.findall(r"[^\W_]+", re.sub("['’]", "", text.lower()))
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def digests(texts: Iterable[str]) -> frozenset[str]:
    """The digest of every run in some texts."""
    return frozenset(digest(run) for text in texts for run in runs(text))


def shared(text: str, known: frozenset[str]) -> list[str]:
    """The runs of a text whose digests are known."""
    return [run for run in runs(text) if digest(run) in known]


def main(folder: Path) -> None:
    """Write the digests of every text in a folder."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    RUNS.parent.mkdir(exist_ok=True)
    RUNS.write_text("".join(f"{line}\n" for line in sorted(digests(texts))), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
