"""Covers, drawn or made from an author's own picture, and kept."""

from collections.abc import Callable
from pathlib import Path

from audioguide.store.keys import content_digest, key
from audioguide.store.store import Store

SMALL = 600
"""Pixels of the cover inside an MP3 and on the page: three to each of the 200 that phones show."""

LARGE = 3000
"""Pixels of a feed's covers: the largest that Apple Podcasts takes (1400 to 3000)."""


class Covers:
    """Each is made once for what it shows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def drawn(
        self,
        title: str,
        album: str,
        areas: tuple[str, ...],
        tags: tuple[str, ...],
        size: int = SMALL,
    ) -> bytes:
        """A picture made for what a session is called and does, as a JPEG. Raises OSError."""
        from audioguide.publish.cover import draw_cover

        what = (title, album, areas, tags, size)
        return self._kept(what, lambda: draw_cover(*what))

    def own(self, picture: Path, size: int = SMALL) -> bytes:
        """An author's picture, square, as a JPEG. Raises CoverError, OSError."""
        from audioguide.publish.cover import fit_picture

        return self._kept(
            (content_digest(picture), size), lambda: fit_picture(picture.read_bytes(), size)
        )

    def _kept(self, what: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        from audioguide.publish.cover import COVER_VERSION, drawn_by

        key_ = key("cover", COVER_VERSION, drawn_by(), *what)
        found = self._store.get("cover", key_)
        if found is None:
            found = make()
            self._store.put("cover", key_, found)
        return found
