"""The sessions that an output folder holds."""

import os
from pathlib import Path

from audioguide.session.options import PLAN


def planned(output: Path) -> dict[str, Path]:
    """The plans in an output folder by the names of their sessions, in order."""
    data = output / "data"
    found = (
        Path(parent, file)
        for parent, _, files in os.walk(data)
        for file in files
        if file.endswith(PLAN) and not file.startswith(".")
    )
    return dict(
        sorted((plan.relative_to(data).as_posix().removesuffix(PLAN), plan) for plan in found)
    )
