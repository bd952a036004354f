"""This machine as the others of its network know it: addresses and names."""

import socket

_ELSEWHERE = "192.0.2.1"
"""TEST-NET-1 (RFC 5737): nobody's address, and so reached by the way to everybody's."""

_LOCAL = frozenset(("localhost", "127.0.0.1", "[::1]"))


def addresses() -> tuple[str, ...]:
    """IPv4 addresses at which others may reach this machine; the likeliest first, none offline.
    Nothing is sent: to connect a datagram socket only chooses the way."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect((_ELSEWHERE, 9))
        except OSError:  # there is none, as in a network without a router
            return _by_name()
        return (way.getsockname()[0],)


def names(*, lan: bool) -> frozenset[str]:
    """Hosts, in lower case, by which this machine may be asked for: by itself, or by others too
    (its host name, and that under `.local`, RFC 6762)."""
    if not lan:
        return _LOCAL
    host = socket.gethostname().lower().removesuffix(".")
    short = host.partition(".")[0]
    return _LOCAL | {host, short, f"{short}.local", *addresses()}


def _by_name() -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET, socket.SOCK_DGRAM)
    except OSError:
        return ()
    known = dict.fromkeys(str(address[0]) for *_, address in found)
    return tuple(one for one in known if not one.startswith("127."))
