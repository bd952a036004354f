"""All that goes with a session's sound: its tag, captions, chapters and cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from audioguide.core.errors import CoverError, ScriptProblems
from audioguide.core.names import COVER
from audioguide.core.problem import Problem
from audioguide.language import LANGUAGES
from audioguide.publish.plan_file import PlanFile
from audioguide.script.files import ScriptFile
from audioguide.session.context import BuildContext
from audioguide.session.options import ENCLOSED
from audioguide.session.routine import Routine
from audioguide.timeline.clip import is_spoken
from audioguide.timeline.layout import Timeline


@dataclass(frozen=True, slots=True)
class Sidecars:
    """What goes with a session's sound."""

    tag: bytes
    """The whole ID3 tag."""
    files: Mapping[str, bytes]
    """By how their names end: those of `audioguide.session.options.ENCLOSED`."""

    def digest(self) -> str:
        """All of it, in a word."""
        found = sha256(self.tag)
        for ending, content in self.files.items():
            found.update(ending.encode() + sha256(content).digest())
        return found.hexdigest()


def sidecars(
    routine: Routine, located: ScriptFile, timeline: Timeline, plan: PlanFile, context: BuildContext
) -> Sidecars:
    """The sidecars of a session with this plan. Raises ScriptProblems for a picture that cannot be
    shown; OSError."""
    from audioguide.publish.captions import lrc, vtt
    from audioguide.publish.chapters import chapters_json

    title, artist, album, lines = plan.title, plan.about.author, plan.about.album, plan.lines
    cover = _cover(routine, located, context)
    files = {
        ".vtt": vtt(lines),
        ".lrc": lrc(title, artist, album, plan.length, lines),
        ".chapters.json": chapters_json(title, artist, album, plan.chapters),
        COVER: cover,
    }
    assert tuple(files) == ENCLOSED, "what is written of a session is what is known of it"
    return Sidecars(_tag(routine, located, timeline, cover), files)


def _cover(routine: Routine, located: ScriptFile, context: BuildContext) -> bytes:
    script = routine.script
    if not script.cover:
        about = routine.settings.album, script.areas, script.tags
        return context.covers.drawn(script.title, *about)
    try:
        return context.covers.own(Path(located.root, script.cover))
    except CoverError as error:
        place = routine.script.places["cover"]
        message = f"this picture cannot be a cover: {error}"
        raise ScriptProblems([Problem(place, message)]) from error


def _tag(routine: Routine, located: ScriptFile, timeline: Timeline, cover: bytes) -> bytes:
    from audioguide.mp3.tags import Tags, TimedWords, tag_bytes

    script, settings = routine.script, routine.settings
    spoken = (placed for placed in timeline.placed if is_spoken(placed.kind))
    tags = Tags(
        title=script.title,
        artist=settings.artist,
        album=settings.album,
        number=located.number,
        comment=script.summary,
        language=LANGUAGES[settings.language].marc,
        day=datetime.fromisoformat(settings.date).date() if settings.date else None,
        chapters=timeline.chapters,
        words=[TimedWords(placed.start, placed.clip.words) for placed in spoken],
        cover=cover,
    )
    return tag_bytes(tags)
