"""What can go wrong, on one screen. What is raised across rooms derives from AudioguideError, and
pickles: builds run in other threads, processes and machines."""

from collections.abc import Iterable

from audioguide.core.problem import Place, Problem


class AudioguideError(Exception):
    """Anything that a person can do something about. The message is for people."""


class FfmpegError(AudioguideError):
    """ffmpeg is missing, or a run of it failed."""


class FailedRunError(FfmpegError):
    """A run of ffmpeg that failed, with what it said."""

    def __init__(self, report: str) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        said = self.report.strip().splitlines()
        return f"ffmpeg failed: {said[-1] if said else 'it did not say why'}"


class LateRunError(FfmpegError):
    """A run of ffmpeg that was stopped after so many seconds."""

    def __init__(self, limit: float) -> None:
        super().__init__(limit)
        self.limit = limit

    def __str__(self) -> str:
        return f"ffmpeg took over {self.limit:g} s and was stopped"


class SpeechError(AudioguideError):
    """A text could not be spoken. The message says why, in words for the author."""


class MissingError(SpeechError):
    """A voice or an engine is not on this machine: whoever asks again is told the same."""


class DamagedError(MissingError):
    """A voice is on this machine, and cannot speak as it is: nobody is to speak in its stead unless
    its author is told."""


class UnloadableError(MissingError):
    """An engine's program says that it cannot be loaded."""


class ClosedError(SpeechError):
    """Nothing is spoken any more."""

    def __init__(self, message: str = "speaking was stopped") -> None:
        super().__init__(message)


class SoundError(AudioguideError):
    """A sound file that cannot be used. The message is for its author."""


class BedError(AudioguideError):
    """A bed that cannot be made. The message is for its author."""


class CoverError(AudioguideError):
    """A picture that cannot be used. The message is for its author."""


class FrameError(AudioguideError):
    """Bytes that are not the MP3 frames they should be."""


class PlanError(AudioguideError):
    """There is no plan to hold a session against."""


class ClusterError(AudioguideError):
    """A cluster cannot be reached, or a worker did not do its part."""


class RequestError(AudioguideError):
    """What was asked for cannot be done."""


class UsageError(RequestError):
    """It was asked for in a way that cannot be meant."""


class OptionError(UsageError):
    """An option has a value that is none of its."""

    def __init__(self, option: str, message: str) -> None:
        super().__init__(option, message)
        self.option, self.message = option, message

    def __str__(self) -> str:
        return self.message


class WatchError(AudioguideError):
    """The system does not watch these folders."""


class UnreadableError(AudioguideError):
    """A text of which nothing can be made."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(line, message)
        self.line, self.message = line, message


class ScriptProblems(AudioguideError):
    """A script that cannot be built. Carries every problem found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(
            f"{p.place.file}:{p.place.line}:{p.place.column}: {p.message}" for p in self.problems
        )


class Mistake(AudioguideError):
    """What is wrong with a value in a script, while it is read: it becomes a Problem. The place is
    the value's own unless another is given."""

    def __init__(self, message: str, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message, hint, place)
        self.message, self.hint, self.place = message, hint, place

    def __str__(self) -> str:
        return self.message


class Mistakes(AudioguideError):
    """All that is wrong with a value made of several."""

    def __init__(self, found: Iterable[Mistake]) -> None:
        self.found = tuple(found)
        super().__init__(self.found)
