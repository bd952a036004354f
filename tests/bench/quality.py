"""Judges of how a voice sounds, from 1, bad, to 5, excellent: models that guess what listeners
would say.

DNSMOS (Reddy et al., 2021 and 2022) was made for cleaned-up telephone calls: it hears noise and
distortion, and little of whether a voice is a person's. Distill-MOS (Stahl and Gamper, 2025) was
made to be general; it needs torch, and judges where it is installed.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.store.files import write
from tests.bench.hearing import HEARD_RATE, digest

if TYPE_CHECKING:
    from tests.bench.hearing import Sound

Scores = Mapping[str, float]
"""By what is judged, a mean opinion score."""

OVERALL, P808, DISTILLED = "DNSMOS overall", "DNSMOS P.808", "Distill-MOS"

_WINDOW = round(9.01 * HEARD_RATE)
"""Samples that DNSMOS looks at together. It repeats a shorter line itself, but looks at up to five
windows of what that makes."""


class Judges:
    """All judges that are installed. What they said is kept by the sound they said it of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._judges: dict[str, Callable[[Sound], Scores]] = {"dnsmos": _dnsmos}
        if find_spec("distillmos"):
            self._judges["distillmos"] = _Distilled()

    def judge(self, sound: "Sound") -> Scores:
        """The scores of a sound."""
        found: dict[str, float] = {}
        for name, asked in self._judges.items():
            kept = self._folder / "judged" / f"{digest(sound, name)}.json"
            if not kept.exists():
                write(kept, json.dumps(asked(sound)).encode())
            found |= json.loads(kept.read_bytes())
        return found


def _dnsmos(sound: "Sound") -> Scores:
    import numpy as np
    from speechmos import dnsmos

    filled = sound if len(sound) >= _WINDOW else np.resize(sound, _WINDOW)
    told = dnsmos.run(filled, HEARD_RATE)
    return {OVERALL: float(told["ovrl_mos"]), P808: float(told["p808_mos"])}


class _Distilled:
    """Loads its weights, which its package brings along, for the first sound."""

    def __init__(self) -> None:
        self._model: Callable[..., Sequence[float]] | None = None

    def __call__(self, sound: "Sound") -> Scores:
        import torch

        if self._model is None:
            import distillmos

            with redirect_stdout(sys.stderr):  # it tells where its weights are
                self._model = distillmos.ConvTransformerSQAModel().eval()
        with torch.inference_mode():
            return {DISTILLED: float(self._model(torch.from_numpy(sound)[None])[0])}
