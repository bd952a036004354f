"""Every language is complete, and can be spoken by its own voice."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from audioguide.core.problem import Place
from audioguide.core.voice import Voice
from audioguide.language import LANGUAGES, Language
from audioguide.script.fields import MOST_COUNTED, MOST_REPS
from audioguide.script.text import fill, parse_text
from audioguide.speech.engine import Engine
from audioguide.speech.register import ENGINES
from tests.writing import happens, planned

every_language = pytest.mark.parametrize(
    "language", [pytest.param(LANGUAGES[code], id=code) for code in sorted(LANGUAGES)]
)


def spoken_by_itself(language: Language) -> list[str]:
    """All that audioguide says in a language, names filled in."""
    place = Place("script.yaml", 1, 1)
    return [
        *(fill(parse_text(language.switch, place), {"side": side}) for side in _sides(language)),
        *language.numbers,
        *(language.breathe_in, language.breathe_hold),
        *(language.breathe_out, language.breathe_rest),
    ]


def _sides(language: Language) -> list[str]:
    return list(language.sides.values())


@every_language
def test_a_language_is_filed_under_its_code(language: Language) -> None:
    assert LANGUAGES[language.code] is language


@every_language
def test_every_entry_of_a_language_is_filled(language: Language) -> None:
    entries = dataclasses.asdict(language)

    assert all(entries.values())
    texts = [text for text in entries.values() if isinstance(text, str)]
    assert all(text == text.strip() for text in texts)


@every_language
def test_a_language_has_words_for_the_left_and_the_right(language: Language) -> None:
    assert sorted(language.sides) == ["left", "right"]
    assert len(set(language.sides.values())) == 2


@every_language
def test_a_language_counts_from_0_to_100_in_distinct_words(language: Language) -> None:
    assert len(language.numbers) == 101 == len(set(language.numbers))
    assert all(word and not any(c.isdigit() for c in word) for word in language.numbers)
    assert max(MOST_COUNTED, MOST_REPS) < len(language.numbers)


@pytest.fixture(scope="module")
def pyttsx3() -> Iterator[Engine]:
    engine = ENGINES["pyttsx3"]()
    yield engine
    engine.close()


@every_language
def test_every_text_of_a_language_is_spoken_by_its_own_voice(
    language: Language, pyttsx3: Engine
) -> None:
    voice = Voice(language=language.code)

    spoken = {text: pyttsx3.speak(text, voice) for text in spoken_by_itself(language)}

    assert all(any(speech.pcm) for speech in spoken.values())


def test_german_is_not_spoken_by_the_english_voice(pyttsx3: Engine) -> None:
    german, english = (
        pyttsx3.speak("Einatmen.", Voice(language=language)).pcm for language in ("de", "en")
    )

    assert german != english


@pytest.mark.parametrize(
    ("text", "right", "left"),
    [
        ("das {side}e Knie", "das rechte Knie", "das linke Knie"),
        ("auf der {side}en Seite", "auf der rechten Seite", "auf der linken Seite"),
        ("dein {side}er Fuß", "dein rechter Fuß", "dein linker Fuß"),
        ("nach {side}s", "nach rechts", "nach links"),
        ("{Side}e Seite", "Rechte Seite", "Linke Seite"),
        ("nicht {other_side}s", "nicht links", "nicht rechts"),
    ],
)
def test_german_sides_are_stems_that_take_an_ending(
    tmp_path: Path, text: str, right: str, left: str
) -> None:
    found = planned(
        tmp_path,
        f"""
        title: Hüfte
        language: de
        steps:
          - sides: [right, left]
            switch: ""
            steps:
              - say: "{text}"
        """,
    )

    assert happens(found) == [right, left]


def test_german_changes_sides_in_german(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        """
        title: Hüfte
        language: de
        steps:
          - sides: [left, right]
            steps:
              - pause: 1s
        """,
    )

    assert happens(found) == [
        "pause 1 s",
        "Wechsle jetzt auf die rechte Seite.",
        "pause 5 s",
        "pause 1 s",
    ]


def test_german_counts_in_german(tmp_path: Path) -> None:
    found = planned(
        tmp_path,
        """
        title: Hüfte
        language: de
        steps:
          - hold: 30s
            countdown: 3
          - reps: 100
            every: 3s
        """,
    )

    words = happens(found)
    assert words[1:4] == ["drei", "zwei", "eins"]
    assert [words[4 + n] for n in (1, 16, 17, 21, 67, 100)] == [
        *("eins", "sechzehn", "siebzehn", "einundzwanzig", "siebenundsechzig", "einhundert"),
    ]
