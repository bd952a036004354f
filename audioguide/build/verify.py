"""Finished sessions held against their plans, several at once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

from audioguide.build.bars import Miss, misses
from audioguide.build.evidence import Evidence, Figures, figures
from audioguide.build.finished import Finished, PlanError, read_promise
from audioguide.build.heard import hear
from audioguide.build.store import Store
from audioguide.build.workshop import Workshop
from audioguide.ffmpeg import FfmpegError
from audioguide.mp3.read import read_contents, read_shown
from audioguide.publish.made import MadeClip
from audioguide.sound.audio import Wave, from_pcm, wave
from audioguide.speech import SpeechError
from audioguide.timeline.clip import Strike


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one session."""

    finished: Finished
    evidence: Evidence | None = None
    """None when it could not be listened to."""
    figures: Figures | None = None
    misses: tuple[Miss, ...] = ()
    error: str = ""
    """Why it could not be listened to."""

    @property
    def good(self) -> bool:
        """Whether it was heard and every bar was met."""
        return not self.error and not self.misses

    @property
    def joined(self) -> bool:
        """Whether its frames are those that were built."""
        return not any(miss.rule == "joins" for miss in self.misses)


def verify(
    sessions: Iterable[Finished], store: Store, jobs: int, report: Callable[[Verdict], None]
) -> list[Verdict]:
    """Listen to each session; `report` hears of each, in order."""
    verdicts: list[Verdict] = []
    stop = Event()
    with Workshop(store, jobs) as workshop, ThreadPoolExecutor(jobs) as pool:
        try:
            for verdict in pool.map(lambda one: judge(one, workshop, stop), sessions):
                report(verdict)
                verdicts.append(verdict)
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            workshop.stop()
            raise
    return verdicts


def judge(finished: Finished, workshop: Workshop, stop: Event) -> Verdict:
    """Listen to one session. A failure is a verdict, not an exception, unless `stop` was set."""
    try:
        promise = read_promise(finished)
        contents = read_contents(finished.mp3)
        if not contents.channels:
            return Verdict(finished, error="; ".join(contents.faults))
        shown = read_shown(finished.mp3)
        heard = hear(
            finished.mp3, contents.channels, promise, lambda made: _sound(made, workshop), stop
        )
    except PlanError as error:
        return Verdict(finished, error=str(error))
    except FileNotFoundError:
        return Verdict(finished, error="there is no MP3 beside its plan")
    except OSError as error:
        return Verdict(finished, error=f"it cannot be read: {error.strerror or error}")
    except FfmpegError as error:
        return Verdict(finished, error=f"it cannot be decoded: {error}")
    evidence = Evidence(promise, contents, shown, heard)
    return Verdict(finished, evidence, figures(evidence), tuple(misses(evidence)))


def _sound(made: MadeClip, workshop: Workshop) -> Wave | None:
    """A clip as it was when the session was built: from the store, else made again where that
    gives the same."""
    kept = workshop.store.get("sound", made.key)
    if kept is not None:
        return wave(from_pcm(kept))
    if isinstance(made.clip, Strike) and made.clip.file:
        return None  # only the file's name is known
    try:
        if workshop.clips.key(made.clip) != made.key:
            return None  # another engine, or ffmpeg, than then
        return wave(workshop.clips.sound(made.clip)[0])
    except (SpeechError, FfmpegError):
        return None
