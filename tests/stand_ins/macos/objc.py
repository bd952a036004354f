"""Stands in for PyObjC, as far as pyttsx3's nsss driver uses it."""

from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])

super = super  # PyObjC has one of its own


def python_method(function: _F) -> _F:
    return function
