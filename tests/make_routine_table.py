"""The table of routines in `scripts/README.md`, made from what the scripts say of themselves.

    python -m tests.make_routine_table

speaks whatever was not spoken yet, for exact lengths, and writes it anew.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from audioguide.app.plan import preview
from audioguide.core.units import clock, start_of
from audioguide.script.files import ScriptFile, locate
from audioguide.script.library import read_library
from audioguide.script.overrides import Overrides
from audioguide.script.reader import read_script
from audioguide.session.context import BuildContext, build_context
from audioguide.store.store import Store, default_folder

SCRIPTS = Path(__file__).parent.parent / "scripts"
FORMAT = SCRIPTS / "README.md"

SECTION = re.compile(r"(?<=^## The routines\n\n).*\Z", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| \[.*\]\((?P<name>\S+)\.yaml\) \| (?P<length>[\d:]+) \|", re.MULTILINE)


def table(lengths: Mapping[str, str]) -> str:
    """A row for each routine, and the programmes under it. `lengths` are by name, as on a clock."""
    rows = (_row(located, lengths[located.name]) for located in locate(SCRIPTS))
    head = "| routine | length | for | you need | you are |", "|---|---|---|---|---|"
    return "".join(f"{line}\n" for line in (*head, *rows, *_programmes()))


def written() -> tuple[str, dict[str, str]]:
    """The table as it stands, and the lengths in it."""
    found = SECTION.search(FORMAT.read_text(encoding="utf-8"))
    text = found.group() if found else ""
    return text, {row["name"]: row["length"] for row in ROW.finditer(text)}


def _row(located: ScriptFile, length: str) -> str:
    script = read_script(located.path, located.root)
    cells = (
        f"[{script.title}]({located.path.name})",
        length,
        ", ".join(script.areas),
        ", ".join(script.tools),
        script.position,
    )
    return f"| {' | '.join(cells)} |"


def _programmes() -> Iterator[str]:
    for name, scripts in read_library(SCRIPTS).programmes.items():
        yield from ("", f"The programme `{name}`:", "")
        yield from (f"{at}. [{script}]({script}.yaml)" for at, script in enumerate(scripts, 1))


def main() -> None:
    """Put the table where it belongs."""
    with build_context(Store(default_folder()), 2) as context:
        lengths = {located.name: _exact(located, context) for located in locate(SCRIPTS)}
    content = FORMAT.read_text(encoding="utf-8")
    FORMAT.write_text(SECTION.sub(lambda _: table(lengths), content), encoding="utf-8")


def _exact(located: ScriptFile, context: BuildContext) -> str:
    _, timeline = preview(located, Overrides(), context, exact=True)
    return clock(start_of(timeline.length))


if __name__ == "__main__":
    main()
