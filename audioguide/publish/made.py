"""What was built, told beside the plan, so that a finished MP3 can be held against it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from audioguide.core.units import Samples
from audioguide.core.voice import Voice
from audioguide.timeline.clip import BreathTone, Clip, Speech, Strike


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A clip as it stands in the MP3."""

    clip: Clip
    key: str
    """What its sound is kept under in the store."""
    gain: float
    """dB from the kept sound to the MP3, encoding included; a limiter may take more."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time in which the bed alone is heard, at its full level."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    level: float
    """LUFS as played, of the bed alone."""


@dataclass(frozen=True, slots=True)
class MadeBed:
    """The bed as it was measured before it was mixed. Levels are LUFS as played."""

    sound: str
    level: float
    """LU that it was set under the voice: as was asked for, or what its peaks allowed."""
    rise: float
    under: float | None
    """Over all that is spoken; None when nothing is."""
    alone: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An MP3 as it left the builder."""

    channels: int
    kbits: int
    frames: int
    """After the Info header."""
    digest: str
    """SHA-256 of those frames, in hexadecimal."""
    clips: tuple[MadeClip, ...]
    """Each clip once."""
    sounds: tuple[int, ...]
    """For each cue of the plan, its place in `clips`."""
    speech: float | None
    """LUFS as played, over all that is spoken; None when nothing is."""
    bed: MadeBed | None


def made_json(made: Made) -> dict[str, object]:
    """For the plan's key `made`."""
    return {**asdict(made), "clips": [_clip_json(one) for one in made.clips]}


def read_made(found: Mapping[str, Any]) -> Made:
    """What `made_json` wrote. Raises KeyError, TypeError, ValueError for anything else."""
    bed = found["bed"]
    alone = () if bed is None else tuple(Stretch(**one) for one in bed["alone"])
    return Made(
        **{
            **found,
            "clips": tuple(map(_read_clip, found["clips"])),
            "sounds": tuple(found["sounds"]),
            "bed": None if bed is None else MadeBed(**{**bed, "alone": alone}),
        }
    )


def _clip_json(made: MadeClip) -> dict[str, object]:
    said = asdict(made.clip)
    if "voice" in said:
        said["voice"]["run"] = ()  # nor is what is run on it
    if said.get("file"):
        said["file"] = PurePath(said["file"]).name  # where it lies on this machine is nobody's
    return {"key": made.key, "gain": round(made.gain, 3), type(made.clip).__name__: said}


def _read_clip(found: Mapping[str, Any]) -> MadeClip:
    return MadeClip(_clip(found), found["key"], found["gain"])


def _clip(found: Mapping[str, Any]) -> Clip:
    if "Speech" in found:
        spoken = found["Speech"]
        voice = spoken["voice"]
        return Speech(**{**spoken, "voice": Voice(**{**voice, "run": tuple(voice["run"])})})
    if "Strike" in found:
        return Strike(**found["Strike"])
    tone = found["BreathTone"]
    return BreathTone(tone["direction"], Samples(tone["length"]))
