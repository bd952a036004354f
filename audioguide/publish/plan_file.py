"""The plan of a session as JSON: what is heard when, and which line of the script says so.

`{script, title, estimated, length, chapters: [{title, start, end}], cues: [{kind, start, end,
text, source: {file, line}}]}`, times in seconds. It is a contract: keys may be added, never
changed. Added were `about`, what a listener is told of the session, and in the file `made`, what
`verify` must know.
"""

import json

from audioguide.core.units import Samples, seconds, start_of
from audioguide.publish.catalogue import About, about_json
from audioguide.publish.made import Made, made_json
from audioguide.timeline.clip import shown
from audioguide.timeline.layout import Placed, Timeline


def cue_sheet(
    script: str,
    title: str,
    timeline: Timeline,
    about: About,
    *,
    estimated: bool,
    made: Made | None = None,
) -> bytes:
    """The plan of one session. `script` is the file, relative to the library folder; `estimated`
    says that nothing has been spoken and the lengths of speech are guesses; `made` is what was
    built of it."""
    sheet: dict[str, object] = {
        "script": script,
        "title": title,
        "estimated": estimated,
        "length": _seconds(start_of(timeline.length)),
        "about": about_json(about),
        "chapters": [
            {
                "title": chapter.title,
                "start": _seconds(start_of(chapter.start)),
                "end": _seconds(start_of(chapter.end)),
            }
            for chapter in timeline.chapters
        ],
        "cues": [_cue(placed) for placed in timeline.placed],
    }
    if made is not None:
        sheet["made"] = made_json(made)
    return (json.dumps(sheet, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def _cue(placed: Placed) -> dict[str, object]:
    return {
        "kind": placed.kind,
        "start": _seconds(start_of(placed.start)),
        "end": _seconds(placed.end),
        "text": shown(placed.clip),
        "source": {"file": placed.place.file, "line": placed.place.line},
    }


def _seconds(at: Samples) -> float:
    return round(seconds(at), 6)
