"""Stands in for pywin32."""

# ruff: noqa: N802


def PumpWaitingMessages() -> None: ...
