"""The words by which the importer knows what a text asks for that was not written for audioguide.
A text may hold those of all languages."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from audioguide.language.words import Expression, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWords:
    """In one language. Where it has none for something, `()` says so."""

    common: Words
    """What every text of the language is full of, and no text of another."""

    pause: Words
    """Nouns: `[pause]`, `[3 s silence]`."""
    wait: Words
    """What else asks for a pause, with a time: `[wait 3s]`."""
    beat: Words
    """What else asks for a pause, without a time: `[beat]`."""
    hold: Words
    rest: Words
    """What asks for these steps, with a time."""
    short: Words
    long: Words
    """What stands before a pause without a time: `[short pause]`."""
    for_a_while: tuple[Expression, ...]
    """What stands behind a pause without a time: `[pause for a moment]`."""
    before_time: Words
    """Between a pause and its time: `[pause for about 3 s]`."""
    after_time: Words
    """Between a time and its pause: `[3 s of silence]`."""

    milliseconds: Words
    seconds: Words
    minutes: Words
    hours: Words
    """Units of time besides ms, s, m, min and h."""
    after_hyphen: Words
    """Units that may hang on their number: `5-second`."""
    after_clock: Words
    """What may stand behind a time like 1:30 besides min and h: `1:30 minutes`."""
    one: Words
    """What counts as 1 besides the number: `a minute`."""
    half_a_minute: Words
    to: Words
    """Between the ends of a range: `5 to 10 seconds`."""

    bell: Words
    bowl: Words
    gong: Words
    wood: Words
    tick: Words
    """What the chimes of these names are called."""
    about_chimes: Words
    """What may stand beside a chime and asks for nothing more: `[a soft bell rings]`."""
    twice: Words
    thrice: Words

    stage: Words
    """What a bracket speaks of that nobody should speak: `(music fades)`."""


def merged(languages: Iterable[ImportWords]) -> ImportWords:
    """The words of several languages, each once, in the order of the languages."""
    tables: list[dict[str, Words]] = [asdict(language) for language in languages]
    return ImportWords(
        **{
            name: tuple(dict.fromkeys(word for table in tables for word in table[name]))
            for name in tables[0]
        }
    )
