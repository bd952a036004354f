"""The page of samples: what is in it."""

from dataclasses import replace

import pytest
import yaml

from audioguide.site.voices_page import Sample, voices_page

NASTY = "<script>alert(1)</script> & \"'"

ANNA = Sample("hibari anna", "hibari", "anna", "en-US", "female", "CC BY 4.0")
JOE = Sample("piper joe #1", "piper", "en_US-joe", "en-US", "male", "CC0; fine-tuned from lessac")
ALBA = Sample("piper alba", "piper", "en_GB-alba", "en-GB", "female", "CC BY 4.0")
HEDDA = Sample("pyttsx3 hedda", "pyttsx3", "Hedda: Desktop", "de-DE", "female", "")
TONE = Sample("tone", "tone", "", "", "", "")
BROKEN = Sample("piper x", "piper", NASTY, "de-DE", "", "", why=f"it is broken: {NASTY}")

SAMPLES = (ANNA, JOE, ALBA, HEDDA, TONE, BROKEN)


def html(*samples: Sample, text: str = "Lie down.") -> str:
    return voices_page(text, samples).decode()


def test_a_voice_is_shown_with_all_that_is_known_of_it() -> None:
    page = html(JOE)

    assert all(told in page for told in ("en_US-joe", "en-US", "male", "CC0; fine-tuned", "piper"))
    assert 'href="piper%20joe%20%231.mp3"' in page


def test_what_a_script_has_to_say_for_a_voice_is_yaml() -> None:
    assert JOE.asked == "voice: { engine: piper, name: en_US-joe }"
    assert TONE.asked == "voice: { engine: tone }"
    assert HEDDA.asked == 'voice: { engine: pyttsx3, name: "Hedda: Desktop" }'
    assert replace(JOE, name="gmw/en+Mr serious").asked.endswith("name: gmw/en+Mr serious }")


@pytest.mark.parametrize("name", [NASTY, "a, b", "no }", "# x", "012", "true: x", "- x", "ü"])
def test_a_name_of_any_kind_is_read_back_as_it_is(name: str) -> None:
    assert yaml.safe_load(replace(JOE, name=name).asked)["voice"]["name"] == name


def test_a_voice_that_failed_says_why_and_has_no_button() -> None:
    page = html(BROKEN)

    assert "No sample: it is broken" in page
    assert "<button type=" not in page


def test_nothing_that_others_wrote_can_run() -> None:
    page = html(BROKEN, replace(JOE, licence=NASTY, language=NASTY), text=NASTY)

    assert "alert(1)</script>" not in page


def test_the_same_samples_give_the_same_bytes_in_any_order() -> None:
    assert html(*SAMPLES) == html(*reversed(SAMPLES))


def test_languages_with_several_tags_can_be_chosen_together() -> None:
    page = html(*SAMPLES)

    assert '<option value="en">' in page
    assert '<option value="de">' not in page


def test_what_all_have_in_common_is_nothing_to_choose_by() -> None:
    assert "by-engine" not in html(JOE, ALBA)
