"""How fast Kokoro speaks: its speeds are not quite what is heard."""

from audioguide.core.tempo import Calibration, calibration

PACES = (0.5, 0.7, 0.9)
"""Speeds at which a voice is measured: some 105 to 210 words a minute. The model takes none below
0.5, and what is heard is in proportion to the speed, nearly."""

OWN_PACE = 1.0
"""The speed at which a voice speaks as it was trained to."""

MEASURED_WITH = ("", "0.2.4")
"""The digest of the model that spoke when the tables were made, and the version of
espeakng-loader, which made the phonemes."""

MEASURED: dict[str, tuple[int, Calibration]] = {
    "af_heart": (0, calibration((1.0, 170, 0.2, 0.06, 0.6, 0.3, 0.5))),
}
"""By voice, as `audioguide.speech.calibration.measure` found them, with the checksum of its
vectors."""
