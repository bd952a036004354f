"""What is kept of a clip beside its sound: a session is laid out without reading any sound."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What is known of a clip without its sound."""

    length: int
    """Samples it takes in the stream of time."""
    sounding: int
    """Samples until it is silent."""
    gain: float
    """dB, static over the clip."""
    level: float | None = None
    """LUFS of speech in the MP3, as a single channel."""
