"""Which host a text names, read so that no two readers of it can disagree.

`host_in` guards against calls to the wrong machine, and a URL has many spellings made to fool such guards. So: user
names are cut off, case, a closing dot, IDNA and the ways to write an IP address are levelled, and what parsers are
known to read differently (backslashes, percent signs, control characters, odd IPv4 numbers) names no host at all. On
the proxy's path.
"""

from __future__ import annotations

PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443, "ftp": 21}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")


def parse(text: str) -> tuple[str, int] | None:
    """Host and port (0: none stated or known) of a URL or of `host[:port]`; None for what names none for certain."""
    scheme, mark, rest = text.partition("://")
    if not mark:
        scheme, rest = "", text.removeprefix("//")
        if "@" in rest:  # mailto:a@example.com is no user at a host
            return None
    elif not scheme.isascii() or not scheme.replace("+", "").replace("-", "").replace(".", "").isalnum():
        return None
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    authority = rest[:end]
    if any(mark in "\\%" or mark <= " " or mark == "\x7f" for mark in authority) or "\\" in text[:end]:
        return None
    host, port = _split_port(authority.rpartition("@")[2])
    name = normal(host)
    if name is None or not (port == "" or (port.isascii() and port.isdigit() and len(port) <= 5)):
        return None
    return name, int(port) if port else PORTS.get(scheme.lower(), 0)


def _split_port(place: str) -> tuple[str, str]:
    if place.startswith("["):
        host, bracket, rest = place.partition("]")
        return (host + bracket, rest[1:]) if not rest or rest[0] == ":" else ("", "")
    host, _, port = place.partition(":")
    return host, port


def normal(host: str) -> str | None:
    """The one spelling of a host name or address; None for what is none."""
    if host.startswith("["):
        return _address(host[1:-1]) if host.endswith("]") else None
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return None
    name = host.lower().removesuffix(".")
    labels = name.split(".")
    if not name or not all(labels) or not _PLAIN.issuperset(name):
        return None
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        return _ipv4(labels)
    return name


def _ipv4(labels: list[str]) -> str | None:
    # 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to some readers and something else to others.
    fits = len(labels) == 4 and all(one.isdigit() and str(int(one)) == one and int(one) < 256 for one in labels)
    return ".".join(labels) if fits else None


def _address(text: str) -> str | None:
    import ipaddress

    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    return None if address.scope_id else f"[{address.ipv4_mapped or address.compressed}]"


def is_pattern(pattern: str) -> bool:
    """Whether `pattern` is a host, `host:port`, or either behind `*.`."""
    plain = pattern.removeprefix("*.")
    return "/" not in plain and "@" not in plain and parse(plain) is not None


def within(text: str, patterns: list[str]) -> bool | None:
    """Whether the host that `text` names is among `patterns`; None where it names none for certain.

    A pattern with a port wants that port; `*.example.com` is every host below example.com and not example.com itself.
    """
    found = parse(text)
    if found is None:
        return None
    return any(_fits(found[0], found[1], pattern) for pattern in patterns)


def _fits(host: str, port: int, pattern: str) -> bool:
    wanted = parse(pattern.removeprefix("*."))
    if wanted is None or (wanted[1] and wanted[1] != port):
        return False
    if pattern.startswith("*."):
        return host.endswith("." + wanted[0])
    return host == wanted[0]
