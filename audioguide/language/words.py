"""How the words of a language are written down."""

from typing import TypeAlias

Words: TypeAlias = tuple[str, ...]
"""Words in small letters, as they are."""

Expression: TypeAlias = str
"""A regular expression, in small letters, with no group that is kept."""
