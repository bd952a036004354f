"""A script from a YAML literal to each stage of the pure centre, its clips as long as the rehearsal
engine would make them."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Problem
from audioguide.core.units import RATE, Frames, Samples, samples, seconds, start_of
from audioguide.core.voice import Voice, VoiceChoice
from audioguide.script.files import ScriptFile
from audioguide.script.library import read_library
from audioguide.script.model import Script
from audioguide.script.overrides import Overrides
from audioguide.script.reader import read_script
from audioguide.session.routine import read_routine
from audioguide.timeline.clip import BreathTone, Clip, Extent, Speech, Strike
from audioguide.timeline.fit import fit
from audioguide.timeline.layout import Timeline
from audioguide.timeline.rundown import ChapterStart, Held, Rundown, Silence, Sound

TONE = Voice(engine="tone")
REHEARSED = Overrides(VoiceChoice(engine="tone"))

WORD = Samples(RATE // 10)
"""The rehearsal engine speaks each word in 100 ms."""

BELL = Extent(length=samples(1.5), sounding=samples(5))
"""Time to strike, and until its tail is silent."""

Files = Mapping[str, str | bytes]


def write(folder: Path, script: str | bytes, files: Files | None = None) -> Path:
    """The file of a script, other files of its library beside it. Texts are dedented; a list of
    steps is given a title (two lines)."""
    for name, content in {**(files or {}), "script.yaml": _titled(script)}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else _dedented(content).encode())
    return folder / "script.yaml"


def read(folder: Path, script: str | bytes, files: Files | None = None) -> Script:
    """The script, read."""
    return read_script(write(folder, script, files), folder)


def mistakes(folder: Path, script: str | bytes, files: Files | None = None) -> list[str]:
    """What is wrong with a script, from its reading to its layout, as an author sees it."""
    try:
        laid_out(folder, script, files)
    except ScriptProblems as found:
        return [_told(problem) for problem in found.problems]
    return []


def rundown_of(folder: Path, script: str | bytes, files: Files | None = None) -> Rundown:
    """What happens in it."""
    path = write(folder, script, files)
    return read_routine(ScriptFile(folder, path), REHEARSED, read_library(folder)).rundown


def laid_out(folder: Path, script: str | bytes, files: Files | None = None) -> Timeline:
    """Every clip in its place."""
    found = rundown_of(folder, script, files)
    return fit(found, {clip: extent(clip) for clip in found.clips()})


def extent(clip: Clip) -> Extent:
    """How long a clip is when it is rehearsed."""
    match clip:
        case Speech(text=text):
            length = Samples(WORD * len(text.split()))
            return Extent(length, length)
        case Strike(chime="bell"):
            return BELL
        case Strike():
            return Extent(samples(0.2), samples(0.2))
        case BreathTone(length=length):
            return Extent(length, length)


def heard(timeline: Timeline) -> list[tuple[str, str, float]]:
    """Kind, words and start in seconds of all that sounds."""
    return [
        (placed.kind, _words(placed.clip), at_seconds(placed.start)) for placed in timeline.placed
    ]


def at_seconds(frame: Frames) -> float:
    """When a frame starts, to the millisecond (a frame is 24)."""
    return round(seconds(start_of(frame)), 3)


def happens(found: Rundown) -> list[str]:
    """The items of a rundown in words."""
    return [line for item in found.items for line in _lines(item)]


def _lines(item: Sound | Silence | Held | ChapterStart) -> list[str]:
    match item:
        case Sound(clip=clip):
            return [_words(clip)]
        case Silence(span=span):
            return [f"pause {seconds(span.middle):g} s"]
        case Held(what=what, span=span, cues=cues):
            return [f"{what} {seconds(span.middle):g} s", *(_words(cue.clip) for cue in cues)]
        case ChapterStart(title=title):
            return [f"# {title}"]


def _words(clip: Clip) -> str:
    return clip.text if isinstance(clip, Speech) else f"({clip.words})"


def _titled(script: str | bytes) -> str | bytes:
    if isinstance(script, bytes):
        return script
    text = _dedented(script)
    return f"title: Hips\nsteps:\n{text}" if text.startswith("- ") else text


def _dedented(text: str) -> str:
    return dedent(text).removeprefix("\n")


def _told(problem: Problem) -> str:
    place = problem.place
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{place.file}:{place.line}:{place.column}: {problem.message}{hint}"
