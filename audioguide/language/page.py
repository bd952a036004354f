"""What the page says around the sessions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

_KEYS = {"from_7_to_12": "7_to_12"}
"""Of the page, where no field can have the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """In one language. What stands in braces is filled in, and is the same in each language."""

    programmes: str
    sessions: str
    session_count: str
    sessions_count: str
    found: str
    empty: str
    none_found: str
    show_all: str
    not_here: str
    filters: str
    area: str
    tool: str
    length: str
    any: str
    up_to_7: str
    from_7_to_12: str
    over_12: str
    areas: str
    tools: str
    position: str
    minutes: str
    hours: str
    megabytes: str
    choose: str
    player: str
    all_sessions: str
    more: str
    play: str
    pause: str
    back_15: str
    forward_15: str
    previous_chapter: str
    next_chapter: str
    first_chapter: str
    last_chapter: str
    place: str
    place_of: str
    elapsed: str
    remaining: str
    was_at: str
    from_start: str
    go_on_at: str
    next: str
    next_in: str
    finished: str
    chapter: str
    chapters: str
    speed: str
    at_end: str
    end_stop: str
    end_next: str
    end_chapter: str
    downloads: str
    download_mp3: str
    download_vtt: str
    download_lrc: str
    source: str
    author: str
    playlist: str
    all_playlist: str
    feed: str
    now_playing: str
    missing: str
    press_play: str
    try_again: str
    keys: str
    keys_play: str
    keys_seek: str
    keys_chapter: str
    keys_close: str
    key_space: str
    key_shift: str
    key_escape: str
    letters: str

    @property
    def by_key(self) -> Mapping[str, str]:
        """The words by the keys that the page's script has for them."""
        return {_KEYS.get(name, name): words for name, words in asdict(self).items()}
