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
    (0.41, 95.7, 0.893, 0.1213, 1.504, 0.287, 1.05),
    (0.442, 100.3, 0.857, 0.1170, 1.435, 0.194, 1.02),
    (0.446, 106.0, 0.806, 0.1099, 1.436, 0.203, 1.03),
    (0.48, 112.3, 0.766, 0.1021, 1.450, 0.240, 1.02),
    (0.54, 116.7, 0.677, 0.1026, 1.236, 0.127, 0.94),
    (0.568, 122.0, 0.610, 0.0998, 1.206, 0.077, 0.90),
    (0.575, 132.4, 0.613, 0.0880, 1.236, 0.170, 0.90),
    (0.6575, 142.6, 0.468, 0.0854, 0.991, 0.157, 0.80),
    (0.6775, 157.0, 0.544, 0.0732, 1.095, 0.139, 0.76),
    (0.796, 177.3, 0.352, 0.0698, 0.828, 0.084, 0.64),
    (0.804, 198.5, 0.385, 0.0581, 0.900, 0.148, 0.63),
    (0.88, 217.6, 0.274, 0.0553, 0.714, 0.164, 0.59),
    (1.06, 237.8, 0.211, 0.0529, 0.637, 0.081, 0.54),
)
"""As `audioguide.speech.calibration.measure` found it."""
