"""What is kept between builds, and removing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from audioguide.store.store import LIMIT as LIMIT
from audioguide.store.store import EntryKind as EntryKind
from audioguide.store.store import Share as Share
from audioguide.store.store import Store, default_folder


@dataclass(frozen=True, slots=True)
class Cache:
    """What is kept."""

    folder: Path
    limit: int
    """Bytes that it may hold."""
    shares: Mapping[EntryKind, Share]
    removed: Share
    """What was removed just now."""

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(share.size for share in self.shares.values())


def look_through(*, keep: int | None = None, clear: bool = False) -> Cache:
    """What is kept, once all of it was removed, or what was used longest ago until `keep` bytes
    are left; None removes nothing."""
    store = Store(default_folder())
    removed = store.clear() if clear else Share() if keep is None else store.prune(keep)
    return Cache(folder=store.folder, limit=store.limit, shares=store.shares(), removed=removed)
