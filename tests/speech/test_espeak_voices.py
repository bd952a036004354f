"""Which of eSpeak NG's voices are offered, and its variants of them, with the real engine."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from audioguide.core.errors import SpeechError
from audioguide.core.voice import Voice
from audioguide.speech.pyttsx3.engine import DRIVER, Pyttsx3Engine
from audioguide.speech.pyttsx3.voices import check_variant

pytestmark = pytest.mark.skipif(DRIVER != "espeak", reason="eSpeak NG speaks on Linux")

PLAIN = Voice(name="gmw/en-us")


@pytest.fixture(scope="module")
def pyttsx3() -> Iterator[Pyttsx3Engine]:
    made = Pyttsx3Engine()
    yield made
    made.close()


@pytest.mark.parametrize("variant", ["f3", "m5", "Andy", "Mr serious"])
def test_a_variant_speaks_differently_from_its_voice(pyttsx3: Pyttsx3Engine, variant: str) -> None:
    bent = replace(PLAIN, name=f"gmw/en-us+{variant}")

    assert pyttsx3.why_missing(bent) is None
    assert pyttsx3.speak("Lie down.", bent) != pyttsx3.speak("Lie down.", PLAIN)


@pytest.mark.parametrize("variant", ["f99", "F3", "f3+f4", "../f3", ""])
def test_a_variant_that_is_not_there_is_missing(pyttsx3: Pyttsx3Engine, variant: str) -> None:
    """eSpeak itself would speak without it, and say nothing."""
    bent = replace(PLAIN, name=f"gmw/en-us+{variant}")

    told = f"`gmw/en-us` has no variant `{variant}`: `audioguide voices --language en` lists"
    assert told in (pyttsx3.why_missing(bent) or "")
    with pytest.raises(SpeechError):
        pyttsx3.speak("Lie down.", bent)
    with pytest.raises(SpeechError):
        pyttsx3.phonemes("Lie down.", bent)


def test_a_variant_of_a_voice_that_is_not_there_is_no_voice(pyttsx3: Pyttsx3Engine) -> None:
    told = pyttsx3.why_missing(replace(PLAIN, name="gmw/xx+f3"))

    assert "there is no voice `gmw/xx+f3`" in (told or "")


@pytest.mark.parametrize("chosen", ["gmw/en-US+f3", "gmw/en-us+f3"])
def test_the_variant_that_espeak_tells_is_the_one_that_is_set(chosen: str) -> None:
    check_variant("gmw/en-us+f3", chosen)


def test_numbered_variants_are_listed_with_their_gender(pyttsx3: Pyttsx3Engine) -> None:
    genders = {who.name: who.gender for who in pyttsx3.speakers() if who.variant}

    assert genders["gmw/en-us+f3"] == "female"
    assert genders["gmw/de+m8"] == "male"
    assert not any("Andy" in name for name in genders)


def test_voices_that_read_another_script_are_not_offered(pyttsx3: Pyttsx3Engine) -> None:
    """Shavian, Pinglish, pinyin, and a notation of Cherokee."""
    offered = {who.name for who in pyttsx3.speakers()}

    assert not offered & {"gmw/en-shaw", "ira/fa-latn", "sit/cmn-latn-pinyin", "iro/chr"}
    assert offered >= {"gmw/en", "ira/fa", "sit/cmn", "sit/yue-latn-jyutping", "zls/sr"}


def test_a_voice_that_is_not_offered_can_be_asked_for_all_the_same(pyttsx3: Pyttsx3Engine) -> None:
    assert pyttsx3.why_missing(replace(PLAIN, name="ira/fa-latn")) is None
