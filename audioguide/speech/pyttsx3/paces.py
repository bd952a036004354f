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
        (80, 103.7, -0.038, 0.1220, 1.423, 0.700, 0.91),
        (95, 117.0, -0.006, 0.1078, 1.273, 0.594, 0.78),
        (110, 135.7, 0.025, 0.0930, 1.072, 0.481, 0.64),
        (130, 161.8, 0.033, 0.0785, 0.877, 0.372, 0.50),
        (155, 193.6, 0.029, 0.0658, 0.707, 0.309, 0.38),
        (190, 239.4, 0.038, 0.0532, 0.553, 0.242, 0.27),
        (240, 305.6, 0.019, 0.0426, 0.389, 0.172, 0.17),
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
