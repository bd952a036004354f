"""What was built, told in the plan, so that a finished MP3 can be held against it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from audioguide.core.units import Samples
from audioguide.core.voice import Voice
from audioguide.timeline.clip import BreathTone, Clip, Speech, Strike


@dataclass(frozen=True, slots=True)
class BuiltClip:
    """A clip as it stands in the MP3."""

    clip: Clip
    key: str
    """What its sound is kept under in the store."""
    gain: float
    """dB from the kept sound to the MP3, encoding included; a limiter may take more."""


@dataclass(frozen=True, slots=True)
class BedAlone:
    """Time in which the bed alone is heard, at its full level."""

    start: float
    """Seconds."""
    end: float
    """Seconds."""
    level: float
    """LUFS as played, of the bed alone."""


@dataclass(frozen=True, slots=True)
class BuiltBed:
    """The bed as it was measured before it was mixed. Levels are LUFS as played."""

    sound: str
    level: float
    """LU that it was set under the voice: as was asked for, or what its peaks allowed."""
    rise: float
    under: float | None
    """Over all that is spoken; None when nothing is."""
    alone: tuple[BedAlone, ...]


@dataclass(frozen=True, slots=True)
class BuiltAudio:
    """The sound of an MP3 as it left the builder."""

    channels: int
    kbits: int
    frames: int
    """After the Info header."""
    digest: str
    """SHA-256 of those frames, in hexadecimal."""
    clips: tuple[BuiltClip, ...]
    """Each clip once."""
    sounds: tuple[int, ...]
    """For each cue of the plan, its place in `clips`."""
    speech: float | None
    """LUFS as played, over all that is spoken; None when nothing is."""
    bed: BuiltBed | None

    @property
    def stretches(self) -> tuple[BedAlone, ...]:
        """Where its bed is alone; none without a bed."""
        return () if self.bed is None else self.bed.alone

    def volumes(self) -> list[float]:
        """For each cue, LU by which its voice speaks louder than others."""
        clips = (self.clips[sound].clip for sound in self.sounds)
        return [clip.voice.volume if isinstance(clip, Speech) else 0.0 for clip in clips]


def built_json(built: BuiltAudio) -> dict[str, object]:
    """For its key in a plan."""
    return {**asdict(built), "clips": [_clip_json(one) for one in built.clips]}


def read_built(found: Mapping[str, Any]) -> BuiltAudio:
    """What `built_json` wrote. Raises KeyError, TypeError, ValueError for anything else."""
    bed = found["bed"]
    alone = () if bed is None else tuple(BedAlone(**one) for one in bed["alone"])
    return BuiltAudio(
        **{
            **found,
            "clips": tuple(map(_read_clip, found["clips"])),
            "sounds": tuple(found["sounds"]),
            "bed": None if bed is None else BuiltBed(**{**bed, "alone": alone}),
        }
    )


def _clip_json(built: BuiltClip) -> dict[str, object]:
    said = asdict(built.clip)
    if "voice" in said:
        said["voice"]["run"] = ()  # nor is what is run on it
    if said.get("file"):
        said["file"] = PurePath(said["file"]).name  # where it lies on this machine is nobody's
    return {"key": built.key, "gain": round(built.gain, 3), type(built.clip).__name__: said}


def _read_clip(found: Mapping[str, Any]) -> BuiltClip:
    return BuiltClip(_clip(found), found["key"], found["gain"])


def _clip(found: Mapping[str, Any]) -> Clip:
    if "Speech" in found:
        spoken = found["Speech"]
        voice = spoken["voice"]
        return Speech(**{**spoken, "voice": Voice(**{**voice, "run": tuple(voice["run"])})})
    if "Strike" in found:
        return Strike(**found["Strike"])
    tone = found["BreathTone"]
    return BreathTone(tone["direction"], Samples(tone["length"]))
