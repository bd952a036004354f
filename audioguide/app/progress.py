"""How a build goes on, for who asked for it."""

from typing import Protocol

from audioguide.session.options import Outcome as Outcome
from audioguide.session.options import Reason as Reason
from audioguide.session.options import Status as Status


class Progress(Protocol):
    """Hears of sessions as they are built."""

    def begin(self, sessions: int) -> None:
        """So many will be told of."""

    def tell(self, outcome: Outcome) -> None:
        """A session is done."""
