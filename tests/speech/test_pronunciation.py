"""The words that a voice gets wrong, proved by the phonemes of the voice that English is spoken
with. As eSpeak NG writes them: `'` and `,` are stresses, `@` is a murmured e, `aI` an eye, `i:` an
ee, `I` the i of sit, `0` the o of not, `V` the u of but, `dZ` the j of jam."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from audioguide.script.library import read_library
from audioguide.speech.pyttsx3.engine import DRIVER

SCRIPTS = Path(__file__).parents[2] / "scripts"
RESPELT = {
    entry.word: entry.spelt
    for entry in read_library(SCRIPTS).lexicon.entries
    if entry.scope.language == "en"
}

PROVED = {  # word: (as it should be said, its phonemes as respelt)
    "sciatic": ("sigh-AT-ik", "s'aI;'atIk"),
    "lacrosse": ("la-KROSS", "l,a kr'0s"),
    "iliacus": ("ih-LYE-uh-kus", "'Ill'aI@k@s"),
    "coccygeus": ("kok-SIJ-ee-us", "k@ks'IdZI2;@s"),
    "coccyx": ("KOK-six", "k'0ksIks"),
    "multifidus": ("mul-TIF-ih-dus", "m'Vlt'IfId@s"),
    "spinae": ("SPY-nee", "sp'aIni:"),
    "sacroiliac": ("say-kro-ILL-ee-ak", "s'eIkroU'Ili;'ak"),
}

RIGHT_ALREADY = {  # word: (as it should be said, its phonemes as written)
    "psoas": ("SO-az", "s'oU@z"),
    "sciatica": ("sigh-AT-ih-ka", "saI;'atIk@"),
    "sacrum": ("SAY-krum", "s'eIkr@m"),
    "piriformis": ("peer-ih-FOR-mis", "p'IrIf,o@mIs"),
    "gluteus": ("GLOO-tee-us", "gl'u:tI2;@s"),
    "erector": ("eh-REK-tor", "I2r'Ekt3"),
}

pytestmark = pytest.mark.skipif(DRIVER != "espeak", reason="phonemes are asked of eSpeak NG")


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Phonemes by text, of a process that speaks nothing else."""
    texts = [*RESPELT, *RESPELT.values(), *RIGHT_ALREADY]
    told = subprocess.run(
        [sys.executable, Path(__file__).parents[1] / "phonemes.py"],
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        text=True,
    )
    return dict(zip(texts, json.loads(told.stdout), strict=True))


def test_every_respelling_is_proved() -> None:
    assert set(RESPELT) == set(PROVED)


@pytest.mark.parametrize("word", PROVED)
def test_a_respelt_word_is_said_right(word: str, said: dict[str, str]) -> None:
    _, right = PROVED[word]

    assert said[RESPELT[word]] == right


@pytest.mark.parametrize("word", PROVED)
def test_a_respelt_word_would_be_said_wrong(word: str, said: dict[str, str]) -> None:
    _, right = PROVED[word]

    assert said[word] != right


@pytest.mark.parametrize("word", RIGHT_ALREADY)
def test_a_word_that_the_voice_knows_is_left_alone(word: str, said: dict[str, str]) -> None:
    _, right = RIGHT_ALREADY[word]

    assert (word in RESPELT, said[word]) == (False, right)
