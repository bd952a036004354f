"""Scripts to start from, and where new scripts go: a short one that explains itself, or a copy of a
shipped routine that needs no other file."""

import os
import re
from contextlib import closing
from pathlib import Path, PurePosixPath

import audioguide
from audioguide.app.request import SCRIPTS
from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import quoted, suggestion
from audioguide.core.units import Samples, start_of
from audioguide.importing.writing import in_yaml, title_of
from audioguide.script.files import LIBRARY_FILE, SHARED, library_of, locate
from audioguide.script.lexicon import Respelling
from audioguide.script.library import DEFAULTS, Library, read_library
from audioguide.script.overrides import Overrides
from audioguide.script.reader import read_script
from audioguide.session.estimates import estimated_extents
from audioguide.session.routine import read_routine
from audioguide.speech.register import Engines
from audioguide.timeline.fit import fit
from audioguide.timeline.voice_resolver import VoicesHere

_ENDINGS = (".yaml", ".yml")
_PART = re.compile(r"\w[\w .,+()'-]*")
_INCLUDE = re.compile(r"(?P<indent> *)- include: *(?P<path>[\w./-]+) *")
_TITLE = re.compile(r"^title: .*$", re.MULTILINE)

_STARTER = """\
# A script is a title and a list of steps, read from top to bottom, as the listener lives it.
title: TITLE
summary: Two quiet minutes to start from.    # what players show beside the title
language: en                                 # en or de

steps:
  - chapter: Get ready                       # players can jump to it
  - say: Sit tall, and let your shoulders drop.
  - pause: 4s                                # silence
  - breathe: { in: 4s, out: 6s, cycles: 3 }  # led by tones that rise and fall

  - chapter: Neck
  - sides: [right, left]                     # its steps, once for each side
    steps:
      - hold: 20s                            # time to do something, from the end of its say
        say: Let your {side} ear sink towards your {side} shoulder.
        at: { halfway: Soften your jaw. }    # cues during the hold
        countdown: 3                         # "three", "two", "one" before its end
        chime: bell                          # strikes when it is over

  - chapter: Rest
  - note: Nobody hears a note. A range of time, as in 10s-20s, bends when the script has a length.
  - rest: 10s-20s                            # a hold in which nothing is worked on
    say: Come back to the middle, and feel the difference.
  - say: Well done.
    chime: bowl
"""


def starter(title: str) -> str:
    """A short script that explains each of its steps, under a title."""
    return _STARTER.replace("TITLE", in_yaml(title))


def routines() -> list[str]:
    """The names of the shipped routines, in order."""
    return [located.name for located in locate(_shipped())]


def copied(routine: str, title: str) -> str:
    """The script of a shipped routine under another title, what it includes written out in place.
    Raises ValueError, with a sentence, when there is none of that name."""
    name = routine.removesuffix(".yaml")
    if name not in routines():
        near = suggestion(name, routines()) or f"there is: {', '.join(routines())}"
        raise ValueError(f"there is no routine {quoted(routine)}; {near}")
    script = "\n".join(_written_out(PurePosixPath(f"{name}.yaml")))
    script = _TITLE.sub(lambda _: f"title: {in_yaml(title)}", script, count=1)
    return f"# A copy of the routine {name}; what it includes is written out.\n{script}\n"


def unknown_words(routine: str, folder: Path) -> list[Respelling]:
    """How the shipped library has words of a routine spelt for voices, those left out that the
    library of a folder knows too."""
    name = f"{routine.removesuffix('.yaml')}.yaml"
    language = read_script(_shipped() / name, _shipped()).language
    text = "\n".join(_written_out(PurePosixPath(name)))
    known = {entry.word.casefold() for entry in _library(folder).lexicon.entries}
    return [
        entry
        for entry in read_library(_shipped()).lexicon.entries
        if entry.word.casefold() not in known
        and entry.scope.language in ("", language)
        and entry.scope.voice is None
        and entry.fits(text)
    ]


def place(name: str, output: Path | None) -> Path:
    """The file for a new script of a name such as `neck` or `desk/neck`, in scripts/, in the folder
    `output`, or `output` itself. Raises ValueError, with a sentence, for names that are none, and
    FileExistsError, with another name that is free."""
    parts = PurePosixPath(name.removesuffix(".yaml").removesuffix(".yml")).parts
    if not parts or any(not _PART.fullmatch(part) or part[-1] in " ." for part in parts):
        raise ValueError(f"{quoted(name)} cannot name a script: write letters, digits and hyphens")
    if SHARED in map(str.casefold, parts[:-1]):
        raise ValueError(f"in a folder named {quoted(SHARED)} are fragments, which are never built")
    if output is not None and output.suffix in _ENDINGS and not output.is_dir():
        path = output
    else:
        path = Path(output or SCRIPTS, "/".join(parts).replace(" ", "-") + ".yaml")
    if path.stem.casefold() == Path(LIBRARY_FILE).stem:
        raise ValueError(f"{quoted(LIBRARY_FILE)} holds what scripts share: give the script a name")
    if _is_taken(path):
        raise FileExistsError(str(path), str(_free(path)))
    return path


def title_for(name: str) -> str:
    """The title of a script by its name: `desk/neck-release.yaml` is `Neck release`."""
    return title_of(PurePosixPath(name.removesuffix(".yaml").removesuffix(".yml")).name)


def likely_length(path: Path) -> Samples:
    """How long the session of a script will be, its speech estimated. Raises ScriptProblems."""
    (located,) = locate(path)
    with closing(Engines()) as engines:
        here = VoicesHere(best=engines.best)
        routine = read_routine(located, Overrides(), read_library(located.root), here=here)
        extents = estimated_extents(routine.rundown, engines)
    timeline = fit(routine.rundown, extents, estimated=True)
    return start_of(timeline.length)


def _shipped() -> Path:
    """The folder of the routines: in the package, or beside it in a checkout."""
    package = Path(audioguide.__file__).parent
    installed = package / "routines"
    return installed if installed.is_dir() else package.parent / "scripts"


def _written_out(file: PurePosixPath) -> list[str]:
    """The lines of a shipped file, each include replaced by the steps it stands for."""
    lines = Path(_shipped(), file).read_text("utf-8").splitlines()
    return [line for written in lines for line in _steps_for(written, file.parent)]


def _steps_for(line: str, folder: PurePosixPath) -> list[str]:
    include = _INCLUDE.fullmatch(line)
    if not include:
        return [line]
    fragment = _written_out(folder / include["path"])
    while fragment[0].startswith("#"):  # how to include it
        del fragment[0]
    lines = [f"# {include['path']}", *fragment]
    return [f"{include['indent']}{each}".rstrip() for each in lines]


def _library(folder: Path) -> Library:
    try:
        return read_library(library_of(Path(os.path.abspath(folder))))
    except ScriptProblems:
        return DEFAULTS  # `check` tells


def _is_taken(path: Path) -> bool:
    """Whether a session of this name has a script; two endings make one session."""
    beside = [path, *(path.with_suffix(ending) for ending in _ENDINGS)]
    return any(os.path.lexists(each) for each in beside)


def _free(path: Path) -> Path:
    number = 2
    while _is_taken(path.with_name(f"{path.stem}-{number}{path.suffix}")):
        number += 1
    return path.with_name(f"{path.stem}-{number}{path.suffix}")
