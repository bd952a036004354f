"""How loud Piper's voices come out: as their models give them."""

from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

if find_spec("piper") is None:
    pytest.skip("needs Piper: pip install 'audioguide[piper]'", allow_module_level=True)
pytest.importorskip("onnx", reason="needs onnx to make a voice: pip install onnx")

from audioguide.core.voice import Voice
from audioguide.sound.spoken import ready
from audioguide.speech.piper.engine import PiperEngine
from tests.tiny_voice import write_voice


def test_a_voice_has_the_level_that_its_model_gives_it(tmp_path: Path) -> None:
    """Piper itself would bring it to full scale, and resampling over it. The model hums at half of
    full scale, and has a hundredth of it in noise."""
    write_voice(tmp_path)
    with closing(PiperEngine(tmp_path)) as piper:
        spoken = piper.speak("Breathe out slowly. Rest.", Voice("piper"))

    wave = ready([(spoken.pcm, spoken.rate)])

    assert 0.45 < np.abs(wave).max() < 0.6
