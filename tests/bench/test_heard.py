"""What the instruments of tests.bench.heard, rates and estimates reckon with."""

from pathlib import Path

import pytest

from tests.bench.mistakes import Mistakes, letter_mistakes, word_mistakes
from tests.bench.narration import at_rate, names_of, narrator, without_lengths
from tests.bench.wording import words_of


@pytest.mark.parametrize(
    ("written", "heard", "wrong"),
    [
        ("roll the ball", "roll the ball", 0),
        ("roll the ball", "roll a ball", 1),
        ("roll the ball", "roll ball", 1),
        ("roll the ball", "well roll the ball", 1),
        ("roll the ball", "", 3),
        ("on your sit bones now", "on your sitbones now", 0),
        ("the tailbone is sore", "the tail bone is sore", 0),
    ],
)
def test_words_changed_left_out_or_put_in_are_mistakes(
    written: str, heard: str, wrong: int
) -> None:
    assert word_mistakes(written.split(), heard.split()).wrong == wrong


def test_letters_are_compared_however_they_are_parted_into_words() -> None:
    assert letter_mistakes(["sit", "bones"], ["sitbone"]) == Mistakes(1, 8)


def test_a_share_of_mistakes_counts_words_that_were_made_up() -> None:
    assert word_mistakes(["halfway"], ["have", "a", "way"]).share == 3


def test_case_punctuation_hyphens_and_sharp_s_are_no_mistakes() -> None:
    assert words_of("Löse die Füße – ganz-langsam.", "de") == words_of(
        "löse, die Füsse ganz langsam", "de-CH"
    )


def test_a_homophone_is_another_word() -> None:
    assert words_of("das Lid", "de") != words_of("das Lied", "de")


def test_numbers_are_written_out_in_their_language() -> None:
    pytest.importorskip("num2words")
    assert words_of("Noch 10 Sekunden", "de") == ["noch", "zehn", "sekunden"]


def test_english_is_compared_in_american_spelling() -> None:
    pytest.importorskip("whisper_normalizer")
    assert words_of("The centre of 2 colours", "en-GB") == words_of(
        "the center of two colors", "en"
    )


def test_a_narrator_is_an_engine_and_perhaps_a_voice() -> None:
    assert narrator("kokoro:af_heart").options == ["--engine", "kokoro", "--voice", "af_heart"]


def test_lengths_are_taken_out_of_a_copy_and_told(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    (scripts / "shared").mkdir(parents=True)
    (scripts / "library.yaml").write_text("title: Hips\n")
    (scripts / "shared" / "end.yaml").write_text("- say: Rest.\n")
    (scripts / "fitted.yaml").write_text("title: F\nlength: 9m\nsteps:\n  - say: Lie down.\n")
    (scripts / "free.yaml").write_text("title: G\nsteps:\n  - say: Sit up.\n")
    assert without_lengths(scripts, tmp_path / "copy") == ["fitted"]
    assert "length" not in (tmp_path / "copy" / "fitted.yaml").read_text()
    assert names_of(tmp_path / "copy") == ["fitted", "free"]


def test_a_rate_is_set_for_a_library_that_sets_no_voice(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "library.yaml").write_text("title: Hips\n")
    copy = at_rate(scripts, tmp_path / "copy", 130)
    assert (copy / "library.yaml").read_text() == "title: Hips\nvoice: { rate: 130 }\n"


def test_no_rate_is_set_over_the_voice_of_a_library(tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    (scripts / "library.yaml").write_text("voice: calm\n")
    with pytest.raises(RuntimeError, match="sets a voice"):
        at_rate(scripts, tmp_path / "copy", 130)
