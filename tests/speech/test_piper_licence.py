"""What is told of a voice's licence: as its card words it, and what it was tuned from."""

import pytest

from audioguide.speech.piper.voice_folder import licence_in, tuned_from

JOE = """# Model card for joe (medium)

* Language: en_US (English, United States)
* Speakers: 1

## Dataset

* URL: https://example.org/voice-datasets
* License: CC0

## Training

Finetuned from U.S. English lessac voice (medium quality).
"""


def test_a_licence_comes_with_what_the_voice_was_tuned_from() -> None:
    assert licence_in(JOE) == "CC0; fine-tuned from lessac"


def test_a_card_without_a_licence_still_says_what_the_voice_was_tuned_from() -> None:
    card = JOE.replace("* License: CC0\n", "")

    assert licence_in(card) == "none named; fine-tuned from lessac"


@pytest.mark.parametrize(
    ("told", "base"),
    [
        ("Finetuned from U.S. English lessac voice (medium quality).", "lessac"),
        ("Fine-tuned from U.S. English lessac voice (medium quality).", "lessac"),
        ("* Training: fine tuned from the lessac voice", "lessac"),
        ("Refined from a U.S. English lessac voice, medium quality", "lessac"),
        ("Finetuned from lessac (medium).", "lessac"),
        ("Fine-tuned from `en_US-lessac-medium`.", "en_US-lessac-medium"),
        ("Finetuned from U.S. English lessac", "U.S. English lessac"),
        ("Finetuned from " + "x" * 500, "x" * 60),
        ("Trained from scratch.", ""),
        ("Finetuned from", ""),
        ("", ""),
    ],
)
def test_what_a_card_says_of_the_voice_it_was_tuned_from(told: str, base: str) -> None:
    assert tuned_from(f"## Training\n\n{told}\n") == base


def test_a_voice_from_scratch_has_its_own_licence_alone() -> None:
    card = JOE.replace("Finetuned from U.S. English lessac voice (medium quality)", "From scratch")

    assert licence_in(card) == "CC0"
