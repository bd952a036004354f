"""Where a library is published."""

from urllib.parse import urlsplit


def base_address(written: str) -> str:
    """An address that those of files can be made from by adding to it: `http` or `https`, a host,
    no query, no slash at the end. Raises ValueError with a message for its author."""
    try:
        parts = urlsplit(written)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"`{written}` is not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"`{written}` is not an address that begins with http:// or https://")
    if parts.query or parts.fragment or any(one.isspace() for one in written):
        raise ValueError(f"`{written}` is not the address of a folder")
    if parts.username or parts.password:
        raise ValueError("an address that others will read must not hold a password")
    return written.rstrip("/")
