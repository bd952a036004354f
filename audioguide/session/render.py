"""Clips from nothing: the one place where speech becomes sound."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, assert_never

import numpy as np

from audioguide.core.errors import SoundError, SpeechError
from audioguide.core.voice import Voice
from audioguide.session.clip_facts import ClipFacts
from audioguide.sound.audio import Wave, audio_segment
from audioguide.sound.breath import breath
from audioguide.sound.chime import Chime, chime_named, own
from audioguide.sound.loudness import ENCODER_LOSS, gain, loudness
from audioguide.sound.sound_file import read_sound
from audioguide.sound.spoken import ready
from audioguide.speech.engine import Spoken
from audioguide.speech.sentences import sentences
from audioguide.timeline.clip import BreathTone, Clip, Speech, Strike

Fault: TypeAlias = SpeechError | SoundError


@dataclass(frozen=True, slots=True)
class RenderedClip:
    """A clip's sound, and what the timeline and the mix must know of it."""

    pcm: bytes
    """Mono, signed 16-bit, little-endian, 48 kHz."""
    facts: ClipFacts


def render(
    clips: Sequence[Clip], speak: Callable[[str, Voice], Spoken]
) -> list[RenderedClip | Fault]:
    """Speak texts and strike chimes. What cannot be made has its error in its place. Several
    clips at once cost less: one run of ffmpeg measures them all. Raises FfmpegError, OSError."""
    made = [_make(clip, speak) for clip in clips]
    waves = [wave for wave in made if isinstance(wave, np.ndarray)]
    level = iter(loudness(waves) if waves else ())
    rendered: list[RenderedClip | Fault] = []
    for clip, found in zip(clips, made, strict=True):
        match found:
            case np.ndarray():
                rendered.append(_spoken(found, next(level), clip.volume))
            case Chime(wave=wave, strike=strike):
                facts = ClipFacts(strike, wave.size, ENCODER_LOSS)
                rendered.append(RenderedClip(audio_segment(wave).raw_data, facts))
            case SpeechError() | SoundError():
                rendered.append(found)
            case _:
                assert_never(found)
    return rendered


def _make(clip: Clip, speak: Callable[[str, Voice], Spoken]) -> Wave | Chime | Fault:
    match clip:
        case Speech(voice=voice):
            try:
                spoken = [speak(part, voice) for part in sentences(clip.spoken)]
            except SpeechError as error:
                return error
            return ready([(piece.pcm, piece.rate) for piece in spoken])
        case Strike(built_in=str(name)):
            return chime_named(name)()
        case Strike(file=Path() as file):
            return _own(file)
        case Strike(chime=name):
            return SoundError(f"there is no chime `{name}`")
        case BreathTone(direction=direction, length=length):
            return Chime(breath(direction, length), length)
        case _:
            assert_never(clip)


def _own(file: Path) -> Chime | SoundError:
    try:
        return own(read_sound(file))
    except SoundError as error:
        return error


def _spoken(wave: Wave, level: float, volume: float) -> RenderedClip:
    raised = gain(level) + volume
    facts = ClipFacts(wave.size, wave.size, raised, level + raised - ENCODER_LOSS)
    return RenderedClip(audio_segment(wave).raw_data, facts)
