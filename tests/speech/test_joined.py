"""Sentences put together: trimmed, apart, never clipped."""

import numpy as np
import pytest
from numpy.typing import NDArray

from audioguide.core.errors import SpeechError
from audioguide.speech.joined import joined

RATE = 1000


def tone(level: float, length: int = 100) -> NDArray[np.float32]:
    """Samples that are nowhere zero."""
    return np.full(length, level, dtype=np.float32)


def samples(pcm: bytes) -> list[int]:
    return [int(sample) for sample in np.frombuffer(pcm, "<i2")]


def test_between_two_sentences_is_exactly_the_pause() -> None:
    heard = samples(joined([tone(0.5), tone(0.25)], RATE, 0.02))

    assert heard == [16384] * 100 + [0] * 20 + [8192] * 100


def test_the_silence_at_the_ends_of_a_sentence_is_left_out() -> None:
    """Less than 60 dB under full scale is silence, as everywhere."""
    faint, silent = tone(0.0009), tone(0.0)

    heard = joined([np.concatenate([silent, faint, tone(0.5), faint, silent])], RATE)

    assert samples(heard) == [16384] * 100


def test_what_would_clip_is_made_softer_all_by_the_same_factor() -> None:
    heard = samples(joined([tone(2.0), tone(1.0)], RATE, 0.0))

    assert max(heard) == round(0.98 * 32767)
    assert heard[100] == heard[0] // 2


def test_what_does_not_clip_stays_as_it_is() -> None:
    assert samples(joined([tone(0.98)], RATE)) == [round(0.98 * 32767)] * 100


def test_a_sentence_that_is_silent_takes_its_pause_along() -> None:
    assert joined([tone(0.5), tone(0.0), tone(0.0, 0)], RATE) == joined([tone(0.5)], RATE)
    assert joined([tone(0.0)], RATE) == joined([], RATE) == b""


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_samples_that_are_no_numbers_are_an_error(wrong: float) -> None:
    with pytest.raises(SpeechError, match="no numbers"):
        joined([tone(0.5), tone(wrong)], RATE)
