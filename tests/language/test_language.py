"""What of a language no type can tell, and that it can be spoken by its own voice."""

import dataclasses
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from audioguide.core.problem import Place
from audioguide.core.voice import Voice
from audioguide.importing.wording import NUMBERS, WORDS
from audioguide.language import LANGUAGES, Language
from audioguide.script.fields import MOST_COUNTED, MOST_REPS
from audioguide.script.text import fill, parse_text
from audioguide.speech.engine import Engine
from audioguide.speech.register import engine_named
from tests.writing import happens, rundown_of

every_language = pytest.mark.parametrize(
    "language", [pytest.param(LANGUAGES[code], id=code) for code in sorted(LANGUAGES)]
)


def spoken_by_itself(language: Language) -> list[str]:
    """All that audioguide says in a language, names filled in."""
    words, place = language.spoken, Place("script.yaml", 1, 1)
    return [
        *(fill(parse_text(words.switch, place), {"side": side}) for side in words.sides.values()),
        *words.numbers,
        *(words.breathe_in, words.breathe_hold, words.breathe_out, words.breathe_rest),
    ]


def texts(part: object) -> Iterator[str]:
    """Every text in a part of a language."""
    match part:
        case str():
            yield part
        case Mapping():
            for inner in part.values():
                yield from texts(inner)
        case tuple():
            for inner in part:
                yield from texts(inner)
        case _:
            raise AssertionError(part)


@every_language
def test_no_word_of_a_language_is_empty(language: Language) -> None:
    assert [text for text in texts(dataclasses.asdict(language)) if text != text.strip()] == []
    assert all(texts(dataclasses.asdict(language)))


@every_language
def test_left_is_not_right(language: Language) -> None:
    assert set(language.spoken.sides) == {"left", "right"}
    assert len(set(language.spoken.sides.values())) == 2


@every_language
def test_a_language_counts_from_0_to_100_in_distinct_words(language: Language) -> None:
    numbers = language.spoken.numbers
    assert len(numbers) == 101 == len(set(numbers))
    assert not any(c.isdigit() for word in numbers for c in word)
    assert max(MOST_COUNTED, MOST_REPS) < len(numbers)


@every_language
def test_the_pages_words_leave_the_gaps_that_are_filled(language: Language) -> None:
    english = LANGUAGES["en"].page.by_key

    differing = {
        key
        for key, words in language.page.by_key.items()
        if sorted(re.findall(r"\{\w*\}", words)) != sorted(re.findall(r"\{\w*\}", english[key]))
    }

    assert differing == set()


@every_language
def test_words_to_look_for_are_in_small_letters(language: Language) -> None:
    parts = (language.importing, language.covers)
    words = [
        *language.safety.ease_off,
        *(one for p in parts for one in texts(dataclasses.asdict(p))),
    ]

    assert [word for word in words if word != word.lower()] == []


@every_language
def test_expressions_keep_no_group(language: Language) -> None:
    sides, marks = language.safety, language.importing.for_a_while
    expressions = (sides.left, sides.right, sides.other, sides.neither, *sides.ice, *marks)

    assert [one for one in expressions if re.compile(one).groups] == []


@pytest.mark.parametrize(
    "meanings",
    [
        ({*WORDS.pause, *WORDS.wait}, WORDS.hold, WORDS.rest),
        (WORDS.milliseconds, WORDS.seconds, WORDS.minutes, WORDS.hours),
        (WORDS.bell, WORDS.bowl, WORDS.gong, WORDS.wood, WORDS.tick, WORDS.about_chimes),
        (WORDS.short, WORDS.long),
        (NUMBERS, WORDS.twice, WORDS.thrice),
        [language.importing.common for language in LANGUAGES.values()],
    ],
    ids=["steps", "units", "chimes", "pauses", "counts", "common"],
)
def test_no_word_means_two_things_in_a_text(meanings: Sequence[Collection[str]]) -> None:
    assert len({word for words in meanings for word in words}) == sum(map(len, meanings))


def test_no_stem_is_of_two_regions() -> None:
    regions: dict[str, set[str]] = {}
    for language in LANGUAGES.values():
        for region, stems in dataclasses.asdict(language.covers).items():
            for stem in stems.split():
                regions.setdefault(stem, set()).add(region)

    assert [stem for stem, found in regions.items() if len(found) > 1] == []


def test_no_number_is_another_in_another_language() -> None:
    for language in LANGUAGES.values():
        assert [NUMBERS[word] for word in language.spoken.numbers] == list(range(101))


@pytest.fixture(scope="module")
def pyttsx3() -> Iterator[Engine]:
    engine = engine_named("pyttsx3")
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
    found = rundown_of(
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
    found = rundown_of(
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
    found = rundown_of(
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
