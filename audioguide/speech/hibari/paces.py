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
    (0.41, 91.3, 0.640, 0.1312, 1.350, 0.444, 0.94),
    (0.442, 94.9, 0.597, 0.1269, 1.370, 0.401, 0.92),
    (0.446, 100.7, 0.609, 0.1172, 1.329, 0.414, 0.93),
    (0.48, 106.2, 0.554, 0.1117, 1.277, 0.390, 0.93),
    (0.54, 112.2, 0.464, 0.1075, 1.234, 0.357, 0.89),
    (0.568, 116.8, 0.427, 0.1039, 1.175, 0.339, 0.87),
    (0.575, 126.8, 0.456, 0.0923, 1.110, 0.367, 0.86),
    (0.6575, 137.0, 0.346, 0.0886, 1.002, 0.307, 0.77),
    (0.6775, 149.1, 0.359, 0.0793, 1.088, 0.276, 0.76),
    (0.796, 169.3, 0.209, 0.0735, 0.907, 0.230, 0.61),
    (0.804, 189.8, 0.252, 0.0617, 0.853, 0.270, 0.61),
    (0.88, 207.6, 0.134, 0.0592, 0.691, 0.264, 0.59),
    (1.06, 226.3, 0.102, 0.0557, 0.630, 0.212, 0.54),
)
"""As `audioguide.speech.calibration.measure` found it."""
