"""Chapters as JSON, for podcast apps."""

import json
from collections.abc import Sequence

from audioguide.publish.plan_file import PlanChapter

VERSION = "1.2.0"
"""Of the podcast namespace's JSON Chapters Format."""

TYPE = "application/json+chapters"
"""What such a file is served as."""


def chapters_json(title: str, author: str, album: str, chapters: Sequence[PlanChapter]) -> bytes:
    """The chapters of a session as the podcast namespace tells them, starts in seconds. A chapter
    ends where the next begins, so no ends are written."""
    told = {"title": title, "author": author, "podcastName": album}
    found: dict[str, object] = {
        "version": VERSION,
        **{key: text for key, text in told.items() if text},
        "chapters": [{"startTime": round(one.start, 3), "title": one.title} for one in chapters],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")
