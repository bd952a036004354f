"""How fast eSpeak NG speaks: its rate is not what is heard."""

from audioguide.core.tempo import Calibration, calibration

PACES = (80, 95, 110, 130, 155, 190, 240)
"""Rates of the driver at which a voice is measured, from the slowest that eSpeak NG takes."""

OWN_PACE = 175
"""The driver's rate unless somebody says otherwise: eSpeak NG's (speak_lib.h, espeakRATE)."""

MEASURED_WITH = "pyttsx3 2.99 espeak 0.2.4"
"""What spoke when the tables were made."""

MEASURED: dict[tuple[str, str], Calibration] = {
    ("gmw/en", "en"): calibration(
        (80, 103.1, 0.212, 0.1169, 1.172, 0.729, 0.90),
        (95, 116.4, 0.193, 0.1040, 1.027, 0.624, 0.77),
        (110, 134.9, 0.164, 0.0903, 0.872, 0.523, 0.63),
        (130, 161.3, 0.138, 0.0760, 0.715, 0.423, 0.49),
        (155, 192.9, 0.116, 0.0642, 0.578, 0.334, 0.37),
        (190, 238.8, 0.086, 0.0527, 0.440, 0.254, 0.27),
        (240, 305.3, 0.070, 0.0419, 0.308, 0.179, 0.17),
    ),
    ("gmw/de", "de"): calibration(
        (80, 90.0, 0.148, 0.1138, 1.064, 0.830, 0.89),
        (95, 101.3, 0.146, 0.1008, 0.931, 0.736, 0.76),
        (110, 117.0, 0.129, 0.0886, 0.764, 0.593, 0.62),
        (130, 138.7, 0.117, 0.0757, 0.634, 0.448, 0.48),
        (155, 165.0, 0.107, 0.0642, 0.504, 0.351, 0.37),
        (190, 204.0, 0.068, 0.0540, 0.337, 0.237, 0.26),
        (240, 257.0, 0.059, 0.0433, 0.257, 0.165, 0.16),
    ),
}
"""By voice and language of the words, as `audioguide.speech.calibration.measure` found them."""
