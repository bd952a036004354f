"""From a file's bytes to text: whose letters they are, and what in them is no letter."""

import re

from audioguide.core.errors import UnreadableError
from audioguide.importing.draft import Loss
from audioguide.script.source import LARGEST, UNPRINTABLE

_BREAKS = str.maketrans({"\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": " ", "\u2029": " "})
"""Breaks within a line as editors count lines: those of Word, and of pages."""

_TWICE = re.compile("[ÂÃ][\x80-\xbf]|â[\x80€][\x80-\xbf˜™œ“”¦]")
"""UTF-8 that was once read as Latin-1 or Windows-1252, and saved again."""


def decode(data: bytes) -> tuple[str, list[Loss]]:
    """The text of a file, lines parted by line feeds, and what had to be guessed or left out.
    UTF-8, UTF-16 with its mark, else Windows-1252. Raises UnreadableError: larger than 1 MiB,
    empty, no text."""
    if len(data) > LARGEST:
        raise UnreadableError(1, "larger than 1 MiB: import it in parts")
    text, losses = _decoded(data)
    text = re.sub("\r\n?", "\n", text).translate(_BREAKS)
    if not text.strip():
        raise UnreadableError(1, "there is nothing in it")
    for number, line in enumerate(text.split("\n"), start=1):
        losses += _oddities(number, line)
    return UNPRINTABLE.sub("", text), losses


def _decoded(data: bytes) -> tuple[str, list[Loss]]:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), []
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _guessed(data, error)
    if "\0" in text:
        raise UnreadableError(text.count("\n", 0, text.index("\0")) + 1, "this is not text")
    return text, []


def _guessed(data: bytes, error: UnicodeDecodeError) -> tuple[str, list[Loss]]:
    """As Windows-1252, which most texts that are not UTF-8 are; a sound or a picture has control
    characters."""
    before = data[: error.start].decode("cp1252", errors="replace")
    line = len(re.split("\r\n?|\n", before))
    found = f"not UTF-8 (byte 0x{data[error.start]:02x})"
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "\0"
    if UNPRINTABLE.search(text.translate(_BREAKS)):
        raise UnreadableError(line, f"{found}, and not text of Windows either") from error
    return text, [Loss(line, f"{found}: read as Windows-1252, see that its letters are right")]


def _oddities(number: int, line: str) -> list[Loss]:
    """What is no letter, or was none before the file was saved."""
    losses = []
    if found := UNPRINTABLE.search(line):
        losses.append(
            Loss(number, f"a control character, U+{ord(found.group()):04X}, was left out")
        )
    if twice := _TWICE.search(line):
        losses.append(
            Loss(number, f"`{twice.group()}` looks like a letter saved in a wrong encoding")
        )
    if "\ufffd" in line:
        losses.append(Loss(number, "a letter was lost before (\ufffd)"))
    return losses
