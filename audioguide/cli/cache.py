"""`audioguide cache`: what is kept between builds, and removing it."""

import json
import re
from typing import TYPE_CHECKING, assert_never

import click

from audioguide.cli.exits import OK

if TYPE_CHECKING:
    from audioguide.app.cache import Cache, EntryKind, Share

_LIMIT = "limit"
"""What `--prune` keeps when it is not told."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def _bytes(context: click.Context, option: click.Parameter, written: str | None) -> int | None:
    """What `--prune` keeps; None when nothing is to be pruned."""
    from audioguide.app.cache import LIMIT

    if written is None or written == _LIMIT:
        return LIMIT if written else None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([KMGT]?)B?", written, re.IGNORECASE)
    if found is None:
        raise click.BadParameter(f"`{written}` is not a size: write 500M, 1.5G or bytes")
    return round(float(found[1]) * _UNITS[found[2].upper()])


@click.command()
@click.option(
    "--prune",
    "keep",
    metavar="[SIZE]",
    callback=_bytes,
    is_flag=False,
    flag_value=_LIMIT,
    help="Remove what was used longest ago until SIZE is kept, such as 500M. Default: the limit.",
)
@click.option("--clear", is_flag=True, help="Remove all of it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def cache(keep: int | None, clear: bool, as_json: bool) -> int:
    """Show what is kept between builds. All of it can be made again: removing it costs time, and
    nothing else."""
    from audioguide.app.cache import look_through

    if clear and keep is not None:
        raise click.UsageError("--prune and --clear are two wishes: choose one")
    kept = look_through(keep=keep, clear=clear)
    click.echo(_json(kept) if as_json else _text(kept, asked=clear or keep is not None))
    return OK


def _json(kept: "Cache") -> str:
    told = {
        "folder": str(kept.folder),
        "bytes": kept.size,
        "limit": kept.limit,
        "kinds": {kind: _share_json(share) for kind, share in kept.shares.items()},
        "removed": _share_json(kept.removed),
    }
    return json.dumps(told, indent=1)


def _text(kept: "Cache", *, asked: bool) -> str:
    """`asked` tells what was removed, though it were nothing."""
    removed = f"removed  {kept.removed.entries:,} entries, {_size(kept.removed.size)}"
    return "\n".join(
        [
            *([removed] if asked else []),
            f"folder   {kept.folder}",
            f"size     {_size(kept.size)} of at most {_size(kept.limit)}",
            *(
                f"  {_words(kind):<26} {share.entries:>9,} {_size(share.size):>10}"
                for kind, share in kept.shares.items()
                if share.entries
            ),
        ]
    )


def _words(kind: "EntryKind") -> str:
    match kind:
        case "sound":
            return "spoken clips and chimes"
        case "length":
            return "their lengths and levels"
        case "pace":
            return "how fast voices speak"
        case "bed":
            return "beds"
        case "frames":
            return "encoded frames"
        case "cover":
            return "covers"
        case "record":
            return "records of what was built"
        case _:
            assert_never(kind)


def _share_json(share: "Share") -> dict[str, int]:
    return {"entries": share.entries, "bytes": share.size}


def _size(size: int) -> str:
    """In the unit that a person would choose."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"
