"""How fast hibari speaks: its own measure of speed is not what is heard."""

from audioguide.core.tempo import Calibration, calibration

OWN_PACE = 1.0
"""hibari's speed unless somebody says otherwise."""

PACES = (
    *(0.41, 0.442, 0.446, 0.48, 0.54, 0.568, 0.575),
    *(0.6575, 0.6775, 0.796, 0.804, 0.88, 1.06),
)
"""Speeds at which the voice is measured. Its model tells how many frames of 25 ms a phoneme takes,
mostly 1, 2 or 3; they are divided by the speed and rounded. So it is 12 % faster within 0.01 at
0.8, where 3 frames become 2, and likewise at 1/1.5, 2/3.5 and 2/4.5; between these next to nothing
changes. A straight line from each of these speeds to the next is within 1 % of what was heard at
120 speeds."""

MEASURED_WITH = "0.2.1"
"""The version of hibari-tts that spoke when the table was made."""

MEASURED: Calibration = calibration(
    (0.41, 91.7, 0.600, 0.1356, 1.492, 0.157, 0.93),
    (0.442, 95.2, 0.571, 0.1322, 1.441, 0.074, 0.94),
    (0.446, 101.6, 0.653, 0.1173, 1.573, 0.173, 0.94),
    (0.48, 106.9, 0.544, 0.1124, 1.493, 0.210, 0.94),
    (0.54, 111.8, 0.398, 0.1123, 1.311, 0.157, 0.91),
    (0.568, 117.1, 0.383, 0.1079, 1.285, 0.094, 0.86),
    (0.575, 126.8, 0.387, 0.0940, 1.351, 0.272, 0.87),
    (0.6575, 136.9, 0.234, 0.0897, 1.108, 0.325, 0.74),
    (0.6775, 150.2, 0.378, 0.0783, 1.185, 0.204, 0.73),
    (0.796, 169.1, 0.147, 0.0761, 0.972, 0.116, 0.62),
    (0.804, 189.8, 0.210, 0.0614, 1.047, 0.261, 0.61),
    (0.88, 208.0, 0.097, 0.0598, 0.914, 0.178, 0.59),
    (1.06, 224.3, 0.065, 0.0588, 0.682, 0.088, 0.53),
)
"""As `audioguide.speech.calibration.measure` found it."""
