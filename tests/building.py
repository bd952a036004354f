"""Sessions built on this machine, in one call."""

from collections.abc import Callable, Iterable

from audioguide.build.crew import Local
from audioguide.build.library import build_library
from audioguide.build.order import Order, Outcome
from audioguide.build.store import Store
from audioguide.script.located import Located


def build_all(
    scripts: Iterable[Located],
    order: Order,
    store: Store,
    jobs: int,
    report: Callable[[Outcome], None],
) -> list[Outcome]:
    """Build sessions with `jobs` at once."""
    with Local(store, jobs) as crew:
        return build_library(scripts, order, store, crew, report)
