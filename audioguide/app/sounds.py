"""The chimes and beds that are built in, and samples of them."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import getdoc
from pathlib import Path

from audioguide.app.progress import Progress
from audioguide.app.samples import build_samples, over_bed, with_chime
from audioguide.core.built_in import BEDS, CHIMES
from audioguide.core.units import Samples
from audioguide.sound.bed import bed_named
from audioguide.sound.chime import chime_named


@dataclass(frozen=True, slots=True)
class ChimeShown:
    """A chime, as people are told of it."""

    name: str
    strike: Samples
    """What it takes of the time."""
    ringing: Samples
    """Until it is silent."""
    about: str


@dataclass(frozen=True, slots=True)
class BedShown:
    """A bed, as people are told of it."""

    name: str
    about: str


def list_chimes() -> list[ChimeShown]:
    """The chimes there are, each made once for its times."""
    made = {name: chime_named(name)() for name in CHIMES}
    return [
        ChimeShown(
            name=name,
            strike=chime.strike,
            ringing=Samples(chime.wave.size),
            about=_first_sentence(chime_named(name)),
        )
        for name, chime in made.items()
    ]


def list_beds() -> list[BedShown]:
    """The beds there are."""
    return [BedShown(name, _first_sentence(bed_named(name))) for name in BEDS]


def sample_chimes(text: str, output: Path, progress: Progress) -> None:
    """Build a session with a text for each chime. Raises RequestError, FfmpegError."""
    build_samples([with_chime(name, text) for name in CHIMES], output, progress)


def sample_beds(text: str, output: Path, progress: Progress) -> None:
    """Build a session with a text for each bed. Raises RequestError, FfmpegError."""
    build_samples([over_bed(name, text) for name in BEDS], output, progress)


def _first_sentence(made_by: Callable[..., object]) -> str:
    told = " ".join((getdoc(made_by) or "").split()).split(". ")[0]
    return told.split(", shape")[0].rstrip(".")
