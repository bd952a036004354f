"""Finished sessions held against their plans, several at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Event

from audioguide.core.errors import FfmpegError, PlanError, SoundError, SpeechError
from audioguide.publish.built_audio import BuiltClip
from audioguide.session.context import BuildContext, build_context
from audioguide.sound.audio import Wave, from_pcm, wave
from audioguide.store.store import Store
from audioguide.verify.analysis import analyse
from audioguide.verify.finished import FinishedSession, read_plan_of
from audioguide.verify.measurements import Figures, Measurements, figures
from audioguide.verify.read import read_contents, read_tags
from audioguide.verify.tolerances import Miss, misses


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one session."""

    finished: FinishedSession
    measurements: Measurements | None = None
    """None when it could not be analysed."""
    figures: Figures | None = None
    misses: tuple[Miss, ...] = ()
    error: str = ""
    """Why it could not be analysed."""

    @property
    def good(self) -> bool:
        """Whether it was analysed and every tolerance was met."""
        return not self.error and not self.misses

    @property
    def joined(self) -> bool:
        """Whether its frames are those that were built."""
        return not any(miss.rule == "joins" for miss in self.misses)


def verify(
    sessions: Iterable[FinishedSession], store: Store, jobs: int, report: Callable[[Verdict], None]
) -> list[Verdict]:
    """Judge each session; `report` is told of each, in order."""
    verdicts: list[Verdict] = []
    stop = Event()
    with build_context(store, jobs) as context, ThreadPoolExecutor(jobs) as pool:
        try:
            for verdict in pool.map(lambda one: judge(one, context, stop), sessions):
                report(verdict)
                verdicts.append(verdict)
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            context.stop()
            raise
    return verdicts


def judge(finished: FinishedSession, context: BuildContext, stop: Event) -> Verdict:
    """Judge one session. A failure is a verdict, not an exception, unless `stop` was set."""
    try:
        plan, built = read_plan_of(finished)
        contents = read_contents(finished.mp3)
        if not contents.channels:
            return Verdict(finished, error="; ".join(contents.faults))
        shown = read_tags(finished.mp3)
        analysis = analyse(
            finished.mp3, contents.channels, plan, built, partial(_sound, context=context), stop
        )
    except PlanError as error:
        return Verdict(finished, error=str(error))
    except FileNotFoundError:
        return Verdict(finished, error="there is no MP3 beside its plan")
    except OSError as error:
        return Verdict(finished, error=f"it cannot be read: {error.strerror or error}")
    except FfmpegError as error:
        return Verdict(finished, error=f"it cannot be decoded: {error}")
    measurements = Measurements(plan, built, contents, shown, analysis)
    return Verdict(finished, measurements, figures(measurements), tuple(misses(measurements)))


def _sound(built: BuiltClip, context: BuildContext) -> Wave | None:
    """A clip as it was when the session was built: from the store, else made again where that
    gives the same."""
    kept = context.store.get("sound", built.key)
    if kept is not None:
        return wave(from_pcm(kept))
    if built.clip.files:
        return None  # only their names are known
    try:
        if context.clips.key(built.clip) != built.key:
            return None  # another engine, or ffmpeg, than then
        return wave(context.clips.sound(built.clip)[0])
    except (SpeechError, SoundError, FfmpegError):
        return None  # what made it is not here
