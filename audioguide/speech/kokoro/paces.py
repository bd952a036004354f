"""How fast Kokoro speaks: its speeds are not quite what is heard."""

from audioguide.core.tempo import Calibration, calibration

PACES = (0.5, 0.7, 0.9)
"""Speeds at which a voice is measured: some 100 to 200 words a minute. kokoro_onnx takes none below
0.5. Its model tells how many frames of 25 ms a phoneme takes, and rounds them, so that what is
heard is up to 3 % off a straight line between two of these (af_heart at 0.75)."""

OWN_PACE = 1.0
"""The speed at which a voice speaks as it was trained to."""

MEASURED_WITH = ("837a4750cb3ea463e5e4f18173cd9ab0", "0.2.4")
"""The digest of the model that spoke when the tables were made, which is that of the release, and
the version of espeakng-loader, which made the phonemes."""

MEASURED: dict[str, tuple[int, Calibration]] = {
    "af_heart": (
        0xC9BDF5FB,
        calibration(
            (0.5, 100.1, 0.618, 0.1193, 1.023, 0.437, 0.78),
            (0.7, 146.4, 0.326, 0.0832, 0.743, 0.325, 0.56),
            (0.9, 200.7, 0.200, 0.0615, 0.597, 0.230, 0.56),
        ),
    ),
    "am_fenrir": (
        0x524C6DE2,
        calibration(
            (0.5, 106.1, 0.260, 0.1291, 0.536, 0.234, 0.61),
            (0.7, 150.1, 0.105, 0.0926, 0.439, 0.180, 0.55),
            (0.9, 208.7, 0.055, 0.0659, 0.413, 0.153, 0.54),
        ),
    ),
    "bf_emma": (
        0xADDAAA1C,
        calibration(
            (0.5, 99.2, 1.156, 0.1045, 2.058, 0.235, 0.72),
            (0.7, 140.5, 0.681, 0.0781, 1.348, 0.167, 0.58),
            (0.9, 195.8, 0.471, 0.0564, 1.004, 0.117, 0.55),
        ),
    ),
}
"""By voice, as `audioguide.speech.calibration.measure` found them, with the checksum of its
vectors."""
