"""Stands in for macOS's run loop: one that ends by itself when it has nothing to wait for, unless
AUDIOGUIDE_PATIENT_LOOP is set."""

# ruff: noqa: N802
import os
import queue
from collections.abc import Callable
from typing import Any, Self

NSDefaultRunLoopMode = "default"


class NSObject:
    @classmethod
    def alloc(cls) -> Self:
        return cls.__new__(cls)

    def init(self) -> Self:
        return self


class NSURL:
    @staticmethod
    def fileURLWithPath_(path: str) -> str:
        return path


class NSDate:
    @staticmethod
    def dateWithTimeIntervalSinceNow_(seconds: float) -> "NSDate":
        return NSDate()

    def earlierDate_(self, other: "NSDate") -> "NSDate":
        return self


class NSRunLoop:
    waiting: "queue.Queue[Callable[[], None]]" = queue.Queue()

    @classmethod
    def currentRunLoop(cls) -> Self:
        return cls()

    def limitDateForMode_(self, mode: str) -> None:
        return None

    def runMode_beforeDate_(self, mode: str, date: NSDate) -> bool:
        patient = bool(os.environ.get("AUDIOGUIDE_PATIENT_LOOP"))
        try:
            self.waiting.get(timeout=5 if patient else 0)()
        except queue.Empty:
            return False
        return True


class NSTimer:
    @staticmethod
    def scheduledTimerWithTimeInterval_target_selector_userInfo_repeats_(
        interval: float, target: Any, selector: str, info: Any, repeats: bool
    ) -> None:
        NSRunLoop.waiting.put(lambda: getattr(target, selector.replace(":", "_"))(None))
