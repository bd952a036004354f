"""What the sessions of one run share: the store, what is kept in it, the threads."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from audioguide.script.library import Library, read_library
from audioguide.session.beds import Beds
from audioguide.session.clips import Clips
from audioguide.session.covers import Covers
from audioguide.session.segments import Segments
from audioguide.speech.register import Engines
from audioguide.store.store import Store


class BuildContext:
    """Made by `build_context`. Threads suffice for all cores: speaking and encoding happen
    in processes of their own, and numpy lets other threads run."""

    def __init__(self, store: Store, jobs: int, engines: Engines) -> None:
        self.store = store
        self.jobs = jobs
        self.begun = time.time_ns()
        """When this run began to read. What changed on disk since is not trusted to be what was
        read."""
        self._reading = Lock()
        self._libraries: dict[Path, Library] = {}
        self._pool = ThreadPoolExecutor(jobs, thread_name_prefix="work")
        self.engines = engines
        self.clips = Clips(store, self._pool, self.engines)
        self.beds = Beds(store, self._pool)
        self.covers = Covers(store)
        self.segments = Segments(store, self.clips, self.beds, self._pool)

    def library(self, root: Path) -> Library:
        """The settings of a library folder, read once a run. Raises ScriptProblems."""
        with self._reading:
            if root not in self._libraries:
                self._libraries[root] = read_library(root)
            return self._libraries[root]

    def rest(self) -> None:
        """Between two runs: what may change on disk is forgotten, and the store kept small."""
        with self._reading:
            self.begun = time.time_ns()
            self._libraries.clear()
        self.engines.forget()
        self.clips.forget()
        self.beds.forget()
        self.store.trim()

    def stop(self) -> None:
        """Speak no more, and begin nothing else; what is under way ends within a second or so."""
        self.engines.close()  # first: what a thread is at may be a program that takes its time
        self._pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Wait for what is under way, and let go of the engines."""
        self._pool.shutdown()
        self.engines.close()


@contextmanager
def build_context(
    store: Store, jobs: int, engines: Engines | None = None
) -> Iterator[BuildContext]:
    """What the sessions of a block share. What ends the block early stops what is under way."""
    context = BuildContext(store, jobs, engines or Engines(store))
    try:
        yield context
    except BaseException:
        context.stop()
        raise
    finally:
        context.close()
    store.trim()
