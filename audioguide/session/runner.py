"""Who builds sessions: the threads of this machine, or whoever keeps to the same few words."""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from audioguide.script.located import Located
from audioguide.session.options import BuildOptions, Outcome, Reason
from audioguide.store.store import Store

if TYPE_CHECKING:
    from audioguide.session.context import BuildContext


class Runner(Protocol):
    """Builds sessions, several at once."""

    def begin(
        self, located: Located, options: BuildOptions, why: tuple[Reason, ...]
    ) -> Future[Outcome]:
        """Have a session built; `why` it is stale stands in its outcome."""

    def stop(self) -> None:
        """Begin nothing more."""


class LocalRunner:
    """The threads of this machine. Nothing is started or imported for a run in which all is
    fresh. Used in `with`; one that stays open builds run after run."""

    def __init__(self, store: Store, jobs: int) -> None:
        self._store, self._jobs = store, jobs
        self._sessions: ThreadPoolExecutor | None = None
        self._context: BuildContext | None = None

    def begin(
        self, located: Located, options: BuildOptions, why: tuple[Reason, ...]
    ) -> Future[Outcome]:
        """Have a session built. Raises FfmpegError when there is no ffmpeg."""
        if self._context is None or self._sessions is None:
            self._context = self._open(options)
            # A session mostly waits for what it is made of: with two for each job, no core does.
            self._sessions = ThreadPoolExecutor(2 * self._jobs, thread_name_prefix="session")
        from audioguide.session.session import build_session

        return self._sessions.submit(build_session, located, options, self._context, why)

    def _open(self, options: BuildOptions) -> "BuildContext":
        """The context. The engine that will probably speak starts while the rest is imported."""
        from audioguide.core.ffmpeg import executable
        from audioguide.core.voice import Voice
        from audioguide.speech.register import ENGINES

        executable()  # nothing is started where there is none
        name = options.command.voice.engine or Voice().engine
        engine = ENGINES[name]()
        engine.warm()
        from audioguide.session.context import BuildContext

        return BuildContext(self._store, self._jobs, {name: engine})

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._sessions is not None and self._context is not None:
            self._sessions.shutdown()
            self._context.__exit__(kind, error, trace)
