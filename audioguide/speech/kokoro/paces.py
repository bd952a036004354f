"""How fast Kokoro speaks: its speeds are not quite what is heard."""

from audioguide.core.tempo import Calibration, calibration

PACES = (0.5, 0.7, 0.9)
"""Speeds at which a voice is measured: some 105 to 210 words a minute. kokoro_onnx takes none below
0.5, and what is heard is in proportion to the speed, nearly: af_heart's 0.6 and 0.8 are 128 and 184
words a minute, and 129 and 182 by the line between the marks."""

OWN_PACE = 1.0
"""The speed at which a voice speaks as it was trained to."""

MEASURED_WITH = ("837a4750cb3ea463e5e4f18173cd9ab0", "0.2.4")
"""The digest of the model that spoke when the tables were made, which is that of the release, and
the version of espeakng-loader, which made the phonemes."""

MEASURED: dict[str, tuple[int, Calibration]] = {
    "af_heart": (
        0xC9BDF5FB,
        calibration(
            (0.5, 104.5, 0.784, 0.1182, 1.353, -0.085, 0.71),
            (0.7, 153.4, 0.297, 0.0868, 1.033, -0.130, 0.55),
            (0.9, 209.6, 0.235, 0.0610, 0.902, -0.038, 0.56),
        ),
    ),
    "am_fenrir": (
        0x524C6DE2,
        calibration(
            (0.5, 109.7, 0.447, 0.1225, 0.959, -0.079, 0.60),
            (0.7, 156.9, 0.232, 0.0881, 0.723, -0.103, 0.54),
            (0.9, 216.7, 0.184, 0.0609, 0.688, -0.006, 0.55),
        ),
    ),
    "bf_emma": (
        0xADDAAA1C,
        calibration(
            (0.5, 103.8, 1.306, 0.1038, 2.125, -0.279, 0.58),
            (0.7, 147.5, 0.750, 0.0776, 1.452, -0.204, 0.56),
            (0.9, 202.2, 0.666, 0.0529, 1.162, -0.150, 0.55),
        ),
    ),
}
"""By voice, as `audioguide.speech.calibration.measure` found them, with the checksum of its
vectors."""
