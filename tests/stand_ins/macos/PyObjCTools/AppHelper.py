"""Stands in for PyObjC's run loop helpers."""

# ruff: noqa: N802, N999
from typing import Any

from Foundation import NSObject  # type: ignore[import-not-found]

_CURRENT: list[Any] = []


class PyObjCAppHelperRunLoopStopper(NSObject):  # type: ignore[misc]
    def init(self) -> Any:
        self.shouldStop = False
        return self

    def shouldRun(self) -> bool:
        return not self.shouldStop

    def stop(self) -> None:
        self.shouldStop = True

    @staticmethod
    def addRunLoopStopper_toRunLoop_(stopper: Any, loop: Any) -> None:
        _CURRENT.append(stopper)

    @staticmethod
    def removeRunLoopStopperFromRunLoop_(loop: Any) -> None:
        _CURRENT.pop()


def stopEventLoop() -> None:
    _CURRENT[-1].stop()
