"""The words that a voice gets wrong, proved by the phonemes of those who speak English: eSpeak NG,
by whose rules Piper and Kokoro read too, and Hibari."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from audioguide.core.built_in import EngineName
from audioguide.script.library import read_library
from audioguide.speech.pyttsx3.engine import DRIVER

SCRIPTS = Path(__file__).parents[2] / "scripts"
ENTRIES = read_library(SCRIPTS).lexicon.entries


def respelt(engine: EngineName) -> dict[str, str]:
    """What the library spells anew for an engine's English."""
    return {it.word: it.spelt for it in ENTRIES if it.scope.engine == engine}


BRITISH, AMERICAN = "gmw/en", "gmw/en-US"
"""The voice of eSpeak NG that audioguide speaks English with, unless told otherwise; and that by
which Piper's American voices and Kokoro read."""

# As eSpeak NG writes them: `'` and `,` are stresses, `@` is a murmured e, `aI` an eye, `i:` an ee,
# `I` and `I2` the i of sit, `0` the o of not, `V` the u of but, `dZ` the j of jam, `t#` a t that
# Americans tap.
PROVED = {  # word: (as it should be said, its phonemes as respelt, by an American)
    "sciatic": ("sigh-AT-ik", "s'aI;'atIk", "s'aI'at#Ik"),
    "iliacus": ("ih-LYE-uh-kus", "'Ill'aI@k@s", "'Ill'aI@k@s"),
    "coccygeus": ("kok-SIJ-ee-us", "k@ks'IdZI2;@s", "k@ks'IdZI2;@s"),
    "multifidus": ("mul-TIF-ih-dus", "m'Vlt'IfId@s", "m'Vlt'IfId@s"),
    "piriformis": ("pirri-FOR-mis", "p'Irif'O@mIs", "p'Irif'O@mIs"),
    "spinae": ("SPY-nee", "sp'aIni:", "sp'aIni:"),
    "sacroiliac": ("say-kro-ILL-ee-ak", "s'eIkroU'Ili;'ak", "s'eIkroU'Ili;'ak"),
}

RIGHT_ALREADY = {  # word: (as it should be said, its phonemes as written, by an American)
    "psoas": ("SO-az", "s'oU@z", "s'oU@z"),
    "sciatica": ("sigh-AT-ih-ka", "saI;'atIk@", "saI'at#Ik@"),
    "sacrum": ("SAY-krum", "s'eIkr@m", "s'eIkr@m"),
    "gluteus": ("GLOO-tee-us", "gl'u:tI2;@s", "gl'u:t#I2;@s"),
    "medius": ("MEE-dee-us", "m'i:dI2;@s", "m'i:dI2;@s"),
    "erector": ("eh-REK-tor", "I2r'Ekt3", "I2r'Ekt3"),
}

# As misaki writes them: `I` is an eye, `O` an oh, `i` an ee, `ʤ` the j of jam, `T` a t that
# Americans tap.
PROVED_OF_HIBARI = {  # word: (as it should be said, its phonemes as respelt)
    "coccygeus": ("kok-SIJ-ee-us", "kɑksˈɪʤiəs"),
    "multifidus": ("mul-TIF-ih-dus", "mʌltˈɪfɪdəs"),
    "piriformis": ("pirri-FOR-mis", "pˌɪɹɪfˈɔɹmɪs"),
    "spinae": ("SPY-nee", "spˈIni"),
}

KNOWN_TO_HIBARI = {  # word: (as it should be said, its phonemes as written)
    "sciatic": ("sigh-AT-ik", "sIˈæTɪk"),
    "sciatica": ("sigh-AT-ih-ka", "sIˈæTəkə"),
    "iliacus": ("ih-LYE-uh-kus", "ɪlˈIəkəs"),
    "sacroiliac": ("sak-ro-ILL-ee-ak", "sˌækɹOˈɪliˌæk"),
    "sacrum": ("SAK-rum", "sˈækɹəm"),
    "psoas": ("SO-us", "sˈOəs"),
    "gluteus": ("GLOO-tee-us", "ɡlˈuTiəs"),
    "maximus": ("MAK-sih-mus", "mˈæksɪməs"),
    "medius": ("MEE-dee-us", "mˈidiəs"),
    "minimus": ("MIN-ih-mus", "mˈɪnɪməs"),
    "erector": ("eh-REK-tor", "əɹˈɛktəɹ"),
}

by_espeak = pytest.mark.skipif(DRIVER != "espeak", reason="phonemes are asked of eSpeak NG")


@cache
def said(voice: str) -> Mapping[str, str]:
    """Phonemes by text, of a process that speaks nothing else."""
    spelt = respelt("pyttsx3")
    texts = [*spelt, *spelt.values(), *RIGHT_ALREADY]
    told = subprocess.run(
        [sys.executable, Path(__file__).parents[1] / "phonemes.py", voice],
        input=json.dumps(texts),
        capture_output=True,
        check=True,
        text=True,
    )
    return dict(zip(texts, json.loads(told.stdout), strict=True))


@pytest.fixture(scope="module")
def read() -> Callable[[str], str]:
    """How Hibari reads a text."""
    g2p = pytest.importorskip("hibari.g2p")
    found: Callable[[str], str] = g2p.G2P()
    return found


@pytest.mark.parametrize("engine", ["pyttsx3", "piper", "kokoro"])
def test_every_respelling_for_espeak_is_proved(engine: EngineName) -> None:
    assert respelt(engine) == respelt("pyttsx3")
    assert set(respelt(engine)) == set(PROVED)


def test_every_respelling_for_hibari_is_proved() -> None:
    assert {word: f"[[{right}]]" for word, (_, right) in PROVED_OF_HIBARI.items()} == respelt(
        "hibari"
    )


def test_nobody_else_is_given_a_respelling() -> None:
    assert {entry.scope.engine for entry in ENTRIES} == {"pyttsx3", "piper", "kokoro", "hibari"}
    assert {entry.scope.language for entry in ENTRIES} == {"en"}


@by_espeak
@pytest.mark.parametrize("word", PROVED)
def test_a_respelt_word_is_said_right(word: str) -> None:
    _, british, american = PROVED[word]
    spelt = respelt("pyttsx3")[word]

    assert (said(BRITISH)[spelt], said(AMERICAN)[spelt]) == (british, american)


@by_espeak
@pytest.mark.parametrize("word", PROVED)
def test_a_respelt_word_would_be_said_wrong(word: str) -> None:
    _, british, american = PROVED[word]

    assert said(BRITISH)[word] != british
    assert said(AMERICAN)[word] != american


@by_espeak
@pytest.mark.parametrize("word", RIGHT_ALREADY)
def test_a_word_that_the_voice_knows_is_left_alone(word: str) -> None:
    _, british, american = RIGHT_ALREADY[word]

    assert (word in respelt("pyttsx3"), said(BRITISH)[word]) == (False, british)
    assert said(AMERICAN)[word] == american


@pytest.mark.parametrize("word", PROVED_OF_HIBARI)
def test_hibari_says_a_respelt_word_right(word: str, read: Callable[[str], str]) -> None:
    """It takes phonemes as those of a link, which our engine makes of them."""
    _, right = PROVED_OF_HIBARI[word]

    assert read(f"The [{word}](/{right}/), here.") == f"ðə {right}, hˈɪɹ."


@pytest.mark.parametrize("word", PROVED_OF_HIBARI)
def test_hibari_has_a_sound_for_every_sign_of_a_respelt_word(word: str) -> None:
    """It leaves out in silence what it has none for."""
    assets = Path(pytest.importorskip("hibari.g2p").ASSETS)
    sounds = json.loads(Path(assets, "vocab.json").read_text("utf-8"))
    _, right = PROVED_OF_HIBARI[word]

    assert set(right) <= set(sounds)


@pytest.mark.parametrize("word", PROVED_OF_HIBARI)
def test_hibari_would_say_a_respelt_word_wrong(word: str, read: Callable[[str], str]) -> None:
    _, right = PROVED_OF_HIBARI[word]

    assert read(word) != right


@pytest.mark.parametrize("word", KNOWN_TO_HIBARI)
def test_a_word_that_hibari_knows_is_left_alone(word: str, read: Callable[[str], str]) -> None:
    _, right = KNOWN_TO_HIBARI[word]

    assert (word in respelt("hibari"), read(word)) == (False, right)
