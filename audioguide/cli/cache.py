"""`audioguide cache`: what is kept between builds, and removing it."""

import json
import re
from typing import TYPE_CHECKING

import click

from audioguide.cli.codes import OK

if TYPE_CHECKING:
    from audioguide.store.store import Kind, Share

_LIMIT = "limit"
"""What `--prune` keeps when it is not told."""

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}

_WORDS: "dict[Kind, str]" = {
    "sound": "spoken clips and chimes",
    "length": "their lengths and levels",
    "bed": "beds",
    "frames": "encoded frames",
    "cover": "covers",
    "record": "records of what was built",
}


def _bytes(context: click.Context, option: click.Parameter, written: str | None) -> int | None:
    """What `--prune` keeps; None when nothing is to be pruned."""
    from audioguide.store.store import LIMIT

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
    from audioguide.store.store import Share, Store, default_folder

    if clear and keep is not None:
        raise click.UsageError("--prune and --clear are two wishes: choose one")
    store = Store(default_folder())
    removed = Share()
    if clear:
        removed = store.clear()
    elif keep is not None:
        removed = store.prune(keep)
    shares = store.shares()
    total = sum(share.size for share in shares.values())
    if as_json:
        told = {
            "folder": str(store.folder),
            "bytes": total,
            "limit": store.limit,
            "kinds": {kind: _share_json(share) for kind, share in shares.items()},
            "removed": _share_json(removed),
        }
        click.echo(json.dumps(told, indent=1))
        return OK
    if clear or keep is not None:
        click.echo(f"removed  {removed.entries:,} entries, {_size(removed.size)}")
    click.echo(f"folder   {store.folder}")
    click.echo(f"size     {_size(total)} of at most {_size(store.limit)}")
    for kind, share in shares.items():
        if share.entries:
            click.echo(f"  {_WORDS[kind]:<26} {share.entries:>9,} {_size(share.size):>10}")
    return OK


def _share_json(share: "Share") -> dict[str, int]:
    return {"entries": share.entries, "bytes": share.size}


def _size(size: int) -> str:
    """In the unit that a person would choose."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"
