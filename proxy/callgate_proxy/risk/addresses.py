"""Addresses that a server must not be sent to: this machine, the network around it, the cloud's metadata.

1. A host is read as the most willing reader would: decimal, octal, hexadecimal and short IPv4, IPv6 with an IPv4
   inside, percent escapes, full-width digits, a dot at the end, a user name before it, names that spell an address.
2. An address that is written so as not to be recognised is blocked; one that is written plainly is asked about.
3. A host that the policy itself lets this tool go to (`host_in`) is nobody's business here, our own ports excepted.
Names are not looked up: what a public name leads to is the server's to find out.
"""

from __future__ import annotations

from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CHECK = "ssrf"
_LOCAL_NAMES = (
    "localhost",
    "ip6-localhost",
    "localhost.localdomain",
    "host.docker.internal",
    "gateway.docker.internal",
)
_METADATA_NAMES = ("metadata.google.internal", "metadata.goog", "metadata", "instance-data", "metadata.azure.internal")
_METADATA = ("169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16", "192.0.0.192")
_METADATA_6 = ("fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254")
# Public names that spell the address they lead to.
_SPELLING = (
    "nip.io",
    "sslip.io",
    "xip.io",
    "localtest.me",
    "lvh.me",
    "vcap.me",
    "traefik.me",
    "local.gd",
    "lacolhost.com",
)
_SCHEMES = ("http", "https", "ws", "wss", "ftp")
_SYSTEM = ("etc/", "proc/", "sys/", "root/", "var/", "dev/", "c:/windows", "private/etc/")
_ODD_SCHEMES = ("gopher", "dict", "ldap", "ldaps", "tftp", "jar", "netdoc", "php", "expect", "phar")


def look(text: str, where: str, plain_host: bool, ports: Sequence[int], named: Callable[[str], bool]) -> list[Finding]:
    """What is wrong with the address `text`.

    `plain_host`: it may stand without a scheme. `ports`: our own. `named`: whether the policy lets the tool go there.
    """
    scheme, mark, rest = text.strip().partition("://")
    scheme = scheme.lower()
    if mark and scheme in _ODD_SCHEMES:
        return [Finding(CHECK, "scheme", where, text, f"{scheme}: addresses reach what http cannot.", "block")]
    if not (mark and scheme in _SCHEMES) and not plain_host:
        return []
    rest = rest if mark else text.strip().removeprefix("//")
    host, port, kind, odd = "", 0, "", False
    for authority, strange in _authorities(rest):
        host, port = _host(authority)
        kind, odd = _kind(host) if host else ("", False)
        if kind:
            odd = odd or strange
            break
    if not kind:
        return []
    if port in ports and kind == "this machine":
        return [Finding(CHECK, "own-port", where, text, f"Port {port} is Callgate's own.", "block")]
    if named(text):
        return []
    action = "block" if odd or kind == "cloud metadata" else "ask"
    told = f"{host} is {kind}{', written so that it does not look like it' if odd else ''}."
    return [Finding(CHECK, kind.replace(" ", "-"), where, text, told, action)]


def local(text: str, where: str) -> list[Finding]:
    """A file of this machine, given to a tool that fetches pages. What belongs to the system is no page."""
    path = text[5:].lstrip("/").lower().removeprefix("localhost/")
    action = "block" if path.startswith(_SYSTEM) else "ask"
    return [Finding(CHECK, "scheme", where, text, "It is a file of this machine and no page.", action)]


def _authorities(rest: str) -> list[tuple[str, bool]]:
    """The part that names the host, as readers differ about where it ends; and whether only some read it so."""
    from callgate_proxy.policy.paths import decode

    told = rest.partition("/")[0]
    plain = (decode(rest) or rest).replace("\\", "/")
    first = min((plain.split(mark, 1)[0] for mark in "/?#"), key=len)
    bare = "".join(first.split()) if not first.isprintable() else first.strip()
    found = [(bare, bare.rpartition("@")[2] not in told or not first.isprintable())]
    if "@" in told and any(mark in told for mark in "\\#?"):
        found.append((told, True))
    return found


def _host(authority: str) -> tuple[str, int]:
    """The host as the server may read it, and the port (0: none)."""
    authority = authority.rpartition("@")[2]
    if authority.startswith("["):
        inside, _, behind = authority[1:].partition("]")
        return f"[{inside}]", _number(behind.removeprefix(":"))
    if authority.count(":") > 1:
        return f"[{authority}]", 0
    name, _, port = authority.partition(":")
    return name, _number(port)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 5 else 0


def _kind(host: str) -> tuple[str, bool]:
    """(what the host is, or "" where it is none of ours; whether it is written oddly)."""
    if host.startswith("["):
        return _kind_6(host[1:-1].partition("%")[0])
    odd = not host.isascii()
    if odd:
        from unicodedata import normalize

        host = normalize("NFKC", host).replace("\u3002", ".")
    name = host.lower().rstrip(".")
    odd = odd or host.endswith(".")
    if name in _METADATA_NAMES:
        return "cloud metadata", odd
    if name in _LOCAL_NAMES or name.endswith(".localhost"):
        return "this machine", odd
    if name.endswith(_SPELLING):
        return "this machine" if _spelled(name) is None else _kind_4(_spelled(name) or 0), True
    address, strange = _ipv4(name)
    if address is None:
        return ("this network", False) if name.endswith((".internal", ".local", ".lan", ".intranet")) else ("", False)
    return _kind_4(address), odd or strange


def _spelled(name: str) -> int | None:
    labels = name.replace("-", ".").split(".")
    digits = [label for label in labels if label.isdecimal()]
    return _ipv4(".".join(digits[-4:]))[0] if len(digits) >= 4 else None


def _ipv4(name: str) -> tuple[int | None, bool]:
    """The address that a C library reads, and whether it is not in the plain form."""
    labels = name.split(".")
    if not 1 <= len(labels) <= 4 or not all(label[:1].isdigit() for label in labels) or not name.isascii():
        return None, False
    numbers: list[int] = []
    for label in labels:
        base = 16 if label.startswith("0x") else 8 if len(label) > 1 and label[0] == "0" else 10
        try:
            numbers.append(int(label[2:] or "0" if base == 16 else label, base))
        except ValueError:
            return None, False
    last = numbers.pop()
    if any(number > 255 for number in numbers) or last >= 256 ** (4 - len(numbers)):
        return None, False
    value = sum(number << (24 - 8 * at) for at, number in enumerate(numbers)) + last
    return value, name != _plain_4(value)


def _plain_4(value: int) -> str:
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _kind_4(value: int) -> str:
    if _plain_4(value) in _METADATA:
        return "cloud metadata"
    first, second = value >> 24, value >> 16 & 255
    if first in (0, 127):
        return "this machine"
    private = first == 10 or (first == 172 and 16 <= second < 32) or (first == 192 and second == 168)
    near = (first == 169 and second == 254) or (first == 100 and 64 <= second < 128)
    return "this network" if private or near or first >= 224 else ""


def _kind_6(text: str) -> tuple[str, bool]:
    import ipaddress

    try:
        value = int(ipaddress.IPv6Address(text))
    except ValueError:
        return "", False
    low = value & 0xFFFFFFFF
    if any(value == int(ipaddress.IPv6Address(one)) for one in _METADATA_6):
        return "cloud metadata", False
    if value >> 32 in (0xFFFF, 0, 0xFFFF0000) and value > 1:
        return _kind_4(low), True  # mapped, compatible, translated
    if value >> 96 == 0x0064FF9B:
        return _kind_4(low), True  # NAT64
    if value >> 112 == 0x2002:
        return _kind_4(value >> 80 & 0xFFFFFFFF), True  # 6to4
    if value >> 32 & 0xFDFFFFFF == 0x00005EFE:
        return _kind_4(low), True  # ISATAP
    if value >> 96 == 0x20010000:  # Teredo: its server, and the client's address turned over
        return _kind_4(value >> 64 & 0xFFFFFFFF) or _kind_4(low ^ 0xFFFFFFFF), True
    if value in (0, 1):
        return "this machine", False
    return ("this network", False) if value >> 121 == 0x7E or value >> 118 == 0x3FA else ("", False)
