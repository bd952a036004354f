"""How well built sessions are understood, and how natural they sound.

    python -m tests.bench.heard [--sample N] [--sessions NAME,…] [--unjudged] ENGINE[:VOICE]…

Each distinct line of the sessions is cut from its MP3, written down by Whisper base and held
against the script, and judged by models of speech quality. What was heard is kept by the sound it
was heard in, so a second run is quick. `make heard` installs what it needs (heard.txt) in an
environment of its own.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.hearing import Ear
from tests.bench.measure import ROOT, tell
from tests.bench.mistakes import NONE, Mistakes, letter_mistakes, word_mistakes
from tests.bench.narration import KEPT, Narration, Narrator, names_of, narrator, progress, row
from tests.bench.quality import Judges, Scores
from tests.bench.takes import Line, Take, takes
from tests.bench.wording import words_of

MISHEARD = 0.25
"""Share of wrong letters over which a line is listed."""
WORST = 5
"""Lines listed of those that a judge likes least."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A line, as it was understood and judged."""

    line: Line
    text: str
    """What Whisper wrote."""
    words: Mistakes
    letters: Mistakes
    scores: Scores


@dataclass(frozen=True, slots=True)
class Hearing:
    """All lines of a narrator."""

    narrator: Narrator
    lines: Sequence[Heard]
    missing: Sequence[str]
    """Sessions that could not be built with it."""


def main() -> None:
    """Build, listen, and print the tables."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.heard", description=__doc__)
    options.add_argument("narrators", nargs="+", type=narrator, metavar="ENGINE[:VOICE]")
    options.add_argument("--scripts", type=Path, default=ROOT / "scripts", help="the library")
    options.add_argument("--sessions", default="", help="only these, with commas between")
    options.add_argument("--language", default="", help="only lines of it: en, de")
    options.add_argument("--sample", type=int, default=0, metavar="N", help="N lines, not all")
    options.add_argument("--unjudged", action="store_true", help="no speech quality")
    options.add_argument("--python", default=sys.executable, help="whose audioguide builds")
    options.add_argument("--kept", type=Path, default=KEPT, help="a folder for what is built")
    options.add_argument("--json", type=Path, help="a file for all lines")
    chosen = options.parse_args()
    names = [name for name in chosen.sessions.split(",") if name]
    found: list[Hearing] = []
    for one in chosen.narrators:
        folder = chosen.kept / one.folder
        scripts = chosen.scripts.resolve()
        narration = Narration(one, scripts, folder, folder / "cache", chosen.python)
        tell(f"{one}: building")
        narration.build(names)
        missing = set(names or names_of(narration.scripts)) - set(narration.plans())
        taken = list(takes(narration, chosen.language, chosen.sample))
        found.append(
            Hearing(one, listen(taken, chosen.kept, judged=not chosen.unjudged), sorted(missing))
        )
    sys.stdout.write(page(found))
    if chosen.json:
        text = json.dumps([_told(one) for one in found], ensure_ascii=False, indent=1)
        chosen.json.write_text(f"{text}\n", encoding="utf-8")


def listen(taken: Sequence[Take], kept: Path, *, judged: bool) -> list[Heard]:
    """Hear each line, and have it judged."""
    texts: list[str] = []
    for text in Ear(kept).hear([(take.sound, take.line.language) for take in taken]):
        texts.append(text)
        progress("heard", len(texts), len(taken))
    judges = Judges(kept)
    found: list[Heard] = []
    for take, text in zip(taken, texts, strict=True):
        scores = judges.judge(take.sound) if judged else {}
        found.append(_held(take.line, text, scores))
        if judged:
            progress("judged", len(found), len(taken))
    return found


def _held(line: Line, text: str, scores: Scores) -> Heard:
    """What was heard, held against what is written."""
    heard = words_of(text, line.language)
    written = [words_of(one, line.language) for one in line.written]
    words = min((word_mistakes(one, heard) for one in written), key=lambda one: one.share)
    letters = min((letter_mistakes(one, heard) for one in written), key=lambda one: one.share)
    return Heard(line, text, words, letters, scores)


def page(found: Sequence[Hearing]) -> str:
    """The tables, as Markdown: narrators beside each other, their sessions, their worst lines."""
    return "\n".join([*_summary(found), "", *_sessions(found), *_worst(found), ""])


def _summary(found: Sequence[Hearing]) -> list[str]:
    judged = list(dict.fromkeys(name for one in found for name in _judged(one)))
    head = ["narrator", "lines", "words", "wrong words", "wrong letters", "lines misheard"]
    rows = [row([*head, *(f"{name}, mean (10th percentile)" for name in judged)])]
    rows.append(row(["---"] * (len(head) + len(judged))))
    for one in found:
        for language in sorted({line.line.language for line in one.lines}):
            lines = [line for line in one.lines if line.line.language == language]
            words, letters = _words(lines), _sum(line.letters for line in lines)
            misheard = sum(line.letters.share > MISHEARD for line in lines)
            cells = [f"{one.narrator}, {language}", str(len(lines)), str(words.of)]
            cells += [_percent(words), _percent(letters), str(misheard)]
            rows.append(row([*cells, *(_spread(_scores(lines, name)) for name in judged)]))
    return rows


def _sessions(found: Sequence[Hearing]) -> list[str]:
    names = sorted({name for one in found for line in one.lines for name in line.line.sessions})
    rows = [row(["wrong words in", *(str(one.narrator) for one in found)])]
    rows.append(row(["---"] * (len(found) + 1)))
    for name in names:
        said = [[line for line in one.lines if name in line.line.sessions] for one in found]
        rows.append(row([name, *(_percent(_words(lines)) if lines else "–" for lines in said)]))
    for one in found:
        rows += [f"\n{one.narrator}: not built: {', '.join(one.missing)}"] if one.missing else []
    return rows


def _worst(found: Sequence[Hearing]) -> list[str]:
    rows: list[str] = []
    for one in found:
        misheard = [line for line in one.lines if line.letters.share > MISHEARD]
        misheard.sort(key=lambda line: -line.letters.share)
        rows += ["", f"{one.narrator}: over {MISHEARD:.0%} of the letters misheard"]
        rows += [f"  {_percent(line.letters)} {_quoted(line)} → {line.text}" for line in misheard]
        for name in _judged(one):
            least = sorted(one.lines, key=lambda line: line.scores[name])[:WORST]
            rows += ["", f"{one.narrator}: liked least, {name}"]
            rows += [f"  {line.scores[name]:.2f} {_quoted(line)}" for line in least]
    return rows


def _quoted(line: Heard) -> str:
    return f"{line.line.session} {line.line.start:.1f} s: {line.line.text}"


def _told(one: Hearing) -> dict[str, object]:
    lines = [
        {
            "session": line.line.session,
            "sessions": sorted(line.line.sessions),
            "language": line.line.language,
            "start": line.line.start,
            "text": line.line.text,
            "heard": line.text,
            "words": line.words.of,
            "wrong_words": line.words.wrong,
            "letters": line.letters.of,
            "wrong_letters": line.letters.wrong,
            "scores": dict(line.scores),
        }
        for line in one.lines
    ]
    words = _words(one.lines)
    return {
        "engine": one.narrator.engine,
        "voice": one.narrator.voice,
        "words": words.of,
        "wrong_words": words.wrong,
        "not_built": list(one.missing),
        "lines": lines,
    }


def _judged(one: Hearing) -> list[str]:
    return list(one.lines[0].scores) if one.lines else []


def _scores(lines: Iterable[Heard], name: str) -> list[float]:
    return sorted(line.scores[name] for line in lines)


def _spread(scores: Sequence[float]) -> str:
    if not scores:
        return "–"
    return f"{sum(scores) / len(scores):.2f} ({scores[len(scores) // 10]:.2f})"


def _words(lines: Iterable[Heard]) -> Mistakes:
    return _sum(line.words for line in lines)


def _sum(counted: Iterable[Mistakes]) -> Mistakes:
    return sum(counted, NONE)


def _percent(mistakes: Mistakes) -> str:
    return f"{100 * mistakes.share:.1f} %"


if __name__ == "__main__":
    main()
