"""From a file's bytes to text that YAML may read, or to the reasons why not."""

import re
from functools import lru_cache
from pathlib import Path

from audioguide.core.errors import ScriptProblems
from audioguide.core.problem import Place, Problem

LARGEST = 1 << 20
"""Bytes in the largest script. A three-hour session is under 100 KiB; more is a mistake."""

LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Line breaks as YAML 1.1 counts them, so that our line numbers are the parser's."""

UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML 1.1 forbids in a stream (section 4.1)."""

TAB = ("a tab in the indentation", "indent with spaces (two for each level)")

_TAB_INDENT = re.compile(r" *(\t)[ \t]*[^\s#]")


def read_source(path: Path, file: str) -> str:
    """The text of a script. Raises ScriptProblems: missing, too large, not UTF-8, control
    characters, tabs in the indentation."""
    text = _decode(_read(path, file), file)
    found = [*_unprintable(text, file), *_tabs(text, file)]
    if found:
        raise ScriptProblems(found)
    return text


def place_at(text: str, offset: int, file: str) -> Place:
    """Line and column of a character offset."""
    start, line = 0, 1
    for end in LINE_BREAK.finditer(text, 0, offset):
        start, line = end.end(), line + 1
    return Place(file, line, offset - start + 1)


def source_line(path: Path, line: int) -> str:
    """One line of a file for a message; empty when there is none to show."""
    try:
        lines = _lines(path, path.stat().st_mtime_ns)
    except OSError:
        return ""
    found = UNPRINTABLE.sub("\ufffd", lines[line - 1])[:400] if line <= len(lines) else ""
    # A stray byte in a line of text is shown; a line of a picture or a sound helps nobody.
    return found if found.count("\ufffd") <= len(found) // 8 else ""


@lru_cache(maxsize=8)
def _lines(path: Path, changed: int) -> list[str]:
    """The lines of a file as it is since `changed`: one file may have many problems."""
    with path.open("rb") as stream:
        return LINE_BREAK.split(stream.read(LARGEST).decode("utf-8-sig", errors="replace"))


def unreadable(character: str) -> str:
    """The message for a character that no script may hold."""
    return f"a character that cannot be read: U+{ord(character):04X}"


def whole_file(file: str, message: str, hint: str = "") -> ScriptProblems:
    """A problem of the file as such: shown at 1:1."""
    return ScriptProblems([Problem(Place(file, 1, 1), message, hint)])


def _read(path: Path, file: str) -> bytes:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise whole_file(file, "not a file that can be read")  # a pipe would block for ever
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise whole_file(file, "there is no such file") from None
    except IsADirectoryError:
        raise whole_file(file, "this is a folder, not a script") from None
    except OSError as error:
        raise whole_file(file, f"cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise whole_file(file, "larger than 1 MiB: not a script")
    return data


def _decode(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise whole_file(file, "written in UTF-16", "save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        raise ScriptProblems(
            [
                Problem(
                    place_at(before, len(before), file),
                    f"not UTF-8 text (byte 0x{data[error.start]:02x})",
                    "save it as UTF-8; a sound or a picture is no script",
                )
            ]
        ) from error


def _unprintable(text: str, file: str) -> list[Problem]:
    found = UNPRINTABLE.search(text)
    if not found:
        return []
    return [Problem(place_at(text, found.start(), file), unreadable(found.group()))]


def _tabs(text: str, file: str) -> list[Problem]:
    return [
        Problem(Place(file, number, tab.start(1) + 1), *TAB)
        for number, line in enumerate(LINE_BREAK.split(text), start=1)
        if (tab := _TAB_INDENT.match(line))
    ]
