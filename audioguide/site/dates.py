"""When sessions came out, by what their authors wrote and no clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from audioguide.site.catalogue import Catalogue

FIRST_DAY = "2024-01-01"
"""The day of a library that was given none. Any would do that is past for every listener, since
apps hide what is yet to come; it must never change, or all sessions would be new again."""

BETWEEN = timedelta(minutes=1)
"""From one session without a date to the next, in their order: apps sort by date (by design)."""


def dates(catalogue: Catalogue) -> Iterator[datetime]:
    """For each recording, when it came out, in UTC: its date, else the library's (else FIRST_DAY)
    and a minute for every recording before it. A date that cannot be read is none."""
    for place, session in enumerate(catalogue.sessions):
        later = place * BETWEEN
        yield (
            _read(session.about.date)
            or _read(catalogue.date, later)
            or datetime.fromisoformat(FIRST_DAY).replace(tzinfo=UTC) + later
        )


def _read(date: str, later: timedelta = timedelta()) -> datetime | None:
    """A date or a date and time (ISO 8601); without a time zone it is in UTC."""
    try:
        found = datetime.fromisoformat(date.strip())
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC) + later
    except (OverflowError, ValueError):
        return None
