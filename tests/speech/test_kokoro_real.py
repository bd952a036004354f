"""Kokoro's own model, where AUDIOGUIDE_KOKORO names a folder with model.onnx and voices.npz."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from audioguide.core.voice import Voice
from audioguide.speech.kokoro.engine import KokoroEngine
from audioguide.speech.silence import longest_silence

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("AUDIOGUIDE_KOKORO") or find_spec("kokoro_onnx") is None,
        reason="needs AUDIOGUIDE_KOKORO, a folder with Kokoro's model.onnx and voices.npz",
    ),
]


@pytest.fixture(scope="module")
def kokoro() -> Iterator[KokoroEngine]:
    engine = KokoroEngine(Path(os.environ["AUDIOGUIDE_KOKORO"]))
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("af_heart", "Lie on your back, with your knees bent."),
        ("bf_emma", "Lie on your back, with your knees bent."),
        ("ef_dora", "Túmbate boca arriba, con las rodillas dobladas."),
        ("ff_siwis", "Allongez-vous sur le dos, les genoux pliés."),
        ("hf_alpha", "पीठ के बल लेट जाओ, घुटने मोड़ो।"),
        ("if_sara", "Sdraiati sulla schiena, con le ginocchia piegate."),
        ("pf_dora", "Deite-se de costas, com os joelhos dobrados."),
    ],
)
def test_every_language_is_heard(kokoro: KokoroEngine, name: str, text: str) -> None:
    spoken = kokoro.speak(text, Voice("kokoro", name), 0.7)
    heard = np.frombuffer(spoken.pcm, "<i2")

    assert 2 < len(heard) / spoken.rate < 6
    assert np.sqrt(np.mean((heard / 32768) ** 2)) > 0.02


def test_the_same_samples_come_in_any_order(kokoro: KokoroEngine) -> None:
    voice, texts = Voice("kokoro", "am_fenrir"), ["One.", "Lie down.", "Breathe out."]

    forward = [kokoro.speak(text, voice) for text in texts]

    assert [kokoro.speak(text, voice) for text in reversed(texts)] == forward[::-1]


@pytest.mark.parametrize("pace", [0.5, 0.9])
def test_two_sentences_are_less_apart_than_two_texts(kokoro: KokoroEngine, pace: float) -> None:
    """By the gap of 0.8 s that is the default. At 0.5 both are 0.3 s longer, for the voice breathes
    between -60 and -45 dB of full scale."""
    first, second, both = (
        np.frombuffer(kokoro.speak(text, Voice("kokoro"), pace).pcm, "<i2")
        for text in (
            "Take your time.",
            "Slide the ball out.",
            "Take your time. Slide the ball out.",
        )
    )
    apart = np.concatenate([first, np.zeros(24_000 * 8 // 10, "<i2"), second])

    assert longest_silence(apart) - longest_silence(both) == pytest.approx(24_000 * 0.3, abs=240)


@pytest.mark.parametrize("name", ["af_heart", "bf_emma", "am_fenrir"])
def test_the_voices_of_the_table_need_not_be_measured(kokoro: KokoroEngine, name: str) -> None:
    assert kokoro.measured(Voice("kokoro", name)) is not None
