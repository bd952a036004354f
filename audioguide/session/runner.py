"""Who builds sessions: the threads of this machine, or whoever keeps to the same few words."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol

from audioguide.core.built_in import AUTO
from audioguide.script.files import ScriptFile
from audioguide.session.options import BuildOptions, Outcome, Reason
from audioguide.store.store import Store

if TYPE_CHECKING:
    from audioguide.session.context import BuildContext


class Runner(Protocol):
    """Builds sessions, several at once."""

    def begin(
        self, located: ScriptFile, options: BuildOptions, why: tuple[Reason, ...]
    ) -> Future[Outcome]:
        """Have a session built; `why` it is stale stands in its outcome."""

    def stop(self) -> None:
        """Begin nothing more."""


class LocalRunner:
    """The threads of this machine, made by `local_runner`. Nothing is started or imported for a run
    in which all is fresh; one that stays open builds run after run."""

    def __init__(self, store: Store, jobs: int, opened: ExitStack) -> None:
        self._store, self._jobs, self._opened = store, jobs, opened
        self._sessions: ThreadPoolExecutor | None = None
        self._context: BuildContext | None = None

    def begin(
        self, located: ScriptFile, options: BuildOptions, why: tuple[Reason, ...]
    ) -> Future[Outcome]:
        """Have a session built. Raises FfmpegError when there is no ffmpeg."""
        if self._context is None or self._sessions is None:
            self._context = self._open(options)
            # A session mostly waits for what it is made of: with two for each job, no core does.
            sessions = ThreadPoolExecutor(2 * self._jobs, thread_name_prefix="session")
            self._sessions = self._opened.enter_context(sessions)
        from audioguide.session.session import build_session

        return self._sessions.submit(build_session, located, options, self._context, why)

    def _open(self, options: BuildOptions) -> "BuildContext":
        """The context. The engine that will probably speak starts while the rest is imported."""
        from audioguide.core.ffmpeg import executable
        from audioguide.script.session_settings import LANGUAGE
        from audioguide.speech.register import Engines

        executable()  # nothing is started where there is none
        engines = Engines(self._store)
        asked = options.overrides.voice.engine or AUTO
        engines.named(engines.best(LANGUAGE) if asked == AUTO else asked).warm()
        from audioguide.session.context import build_context

        return self._opened.enter_context(build_context(self._store, self._jobs, engines))

    def stop(self) -> None:
        """Begin nothing more; what is under way ends within a second or so."""
        if self._sessions is not None and self._context is not None:
            self._sessions.shutdown(wait=False, cancel_futures=True)
            self._context.stop()

    def rest(self) -> None:
        """Between two runs: what may have changed on disk is read anew in the next, and the store
        is brought under its limit."""
        if self._context is not None:
            self._context.rest()


@contextmanager
def local_runner(store: Store, jobs: int) -> Iterator[LocalRunner]:
    """The threads of this machine for a block, which ends when they are done."""
    with ExitStack() as opened:
        yield LocalRunner(store, jobs, opened)
