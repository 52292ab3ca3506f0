"""Secrets on their way out: credentials by their shape, and what a result held before, in whatever form.

1. A credential in the path or query of an address is a leak; so is one in a text that is sent to people.
   Addresses that were signed on purpose, and the examples of the documentation, are none.
2. What a secret result held is remembered as keyed hashes of its overlapping pieces of PIECE letters, never as text.
   So it is found again as it was, decoded from base64, hexadecimal or percent escapes, and cut in parts.
"""

from __future__ import annotations

from _blake2 import blake2b

from callgate_proxy.redact import redact
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

CHECK = "leaks"
PIECE = 8  # letters and digits; shorter pieces are found by chance
LEAST = 12  # letters and digits of a secret: what is shorter is a word
LONGEST = 512  # of one secret
MOST = 4_096  # pieces that a session remembers
_SEARCHED = 65_536  # characters of a text that is looked through
_SIGNED = ("x-amz-signature", "x-amz-credential", "x-goog-signature", "sig=", "signature=", "awsaccesskeyid=")


def shaped(text: str, role: str, where: str, sends: bool) -> list[Finding]:
    """Credentials in `text`. `role`: of its argument. `sends`: the tool shows its text to others."""
    address = "://" in text and " " not in text.strip()
    if not address and not (sends and role in ("text", "mail", "search", "value")):
        return []
    lowered = text.lower()
    if address:
        behind = lowered.partition("://")[2]
        start = len(text) - len(behind) + max(behind.find("/"), behind.find("?"), 0)
        if any(mark in lowered for mark in _SIGNED):
            return []
        text = text[start:]
    if "example" in text.lower() or "[masked, " in text or "[masked, " not in str(redact(text)):
        return []
    told = "A credential would leave in an address." if address else "A credential would be sent in a text."
    return [Finding(CHECK, "credential", where, str(redact(text)), told, "block" if address else "ask")]


def may_hold_one(text: str) -> bool:
    """A quick look whether a credential may be in `text`."""
    return "-" in text or "_" in text or "AKIA" in text or "ASIA" in text or "AIza" in text or "eyJ" in text


def secrets_in(text: str, all_of_it: bool) -> Iterator[str]:
    """The secrets in the result `text`. `all_of_it`: it is a file of secrets: every long value is one."""
    text = text[:_SEARCHED]
    if all_of_it:
        for word in _words(text, "=:\"'`,;()[]{}<>| \t\r\n\\"):
            if len(_plain(word)) >= LEAST and any(map(str.isdigit, word)):
                yield word[:LONGEST]
    elif "[masked, " in str(redact(text)):
        for word in _words(text, "\"'`,;()[]{}<>| \t\r\n\\=:"):
            if len(_plain(word)) >= LEAST and "[masked, " in str(redact(word)):
                yield word[:LONGEST]


def pieces(secret: str, salt: bytes) -> set[str]:
    """The hashes that `secret` is remembered by."""
    plain = _plain(secret)
    return {_hash(plain[at : at + PIECE], salt) for at in range(len(plain) - PIECE + 1)}


def seen(text: str, known: set[str], salt: bytes, where: str) -> list[Finding]:
    """Whether a remembered secret is in `text`, in one of its forms."""
    for form, shown in _forms(text[:_SEARCHED]):
        plain = _plain(shown)
        if any(_hash(plain[at : at + PIECE], salt) in known for at in range(len(plain) - PIECE + 1)):
            told = f"It holds a part of a secret that a tool returned before{form}."
            return [Finding(CHECK, "returned-secret", where, "[a secret seen in a result]", told, "ask")]
    return []


def _forms(text: str) -> Iterator[tuple[str, str]]:
    from binascii import a2b_hex

    from callgate_proxy.policy.paths import decode

    yield "", text
    if "%" in text:
        yield ", URL-encoded", decode(text) or text
    for word in _words(text, "\"'`,;()[]{}<>| \t\r\n\\=:?&./"):
        if len(word) < PIECE:
            continue
        for form, decoder in ((", in base64", _base64), (", in hexadecimal", a2b_hex)):
            try:
                decoded = decoder(word)
            except ValueError:  # binascii.Error is one
                continue
            yield form, decoded.decode("latin-1")


def _base64(word: str) -> bytes:
    from binascii import a2b_base64

    return a2b_base64(word.replace("-", "+").replace("_", "/") + "===")


def _words(text: str, breaks: str) -> list[str]:
    for mark in breaks[1:]:
        text = text.replace(mark, breaks[0])
    return [word for word in text.split(breaks[0]) if word]


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _hash(piece: str, salt: bytes) -> str:
    return blake2b(piece.encode(), digest_size=8, key=salt).hexdigest()


def beacon(text: str, where: str) -> list[Finding]:
    """A picture whose address carries data: whoever shows the text fetches it, and the data is out."""
    at = text.find("![")
    while at >= 0:
        begin = text.find("](", at)
        address = (
            text[begin + 2 :].split(")", 1)[0].split(None, 1)[0] if begin >= 0 and text[begin + 2 : begin + 3] else ""
        )
        query = address.partition("?")[2]
        if "://" in address and any(len(part.partition("=")[2]) >= PIECE for part in query.split("&")):
            told = "A picture in the text carries data in its address to another host."
            return [Finding(CHECK, "beacon", where, address, told, "ask")]
        at = text.find("![", at + 2)
    return _beacon_elsewhere(text, where)


def _beacon_elsewhere(text: str, where: str) -> list[Finding]:
    """A picture of HTML, or one whose address stands at the end of the text (`![x][1]`)."""
    parts = [part.partition(">")[0] for part in text.split("<img")[1:]]
    if "![" in text and "][" in text:
        parts += [part.partition("\n")[0] for part in text.split("]: ")[1:]]
    for part in parts:
        address = part[part.find("http") :].replace("'", '"').partition('"')[0].strip() if "http" in part else ""
        if any(len(one.partition("=")[2]) >= PIECE for one in address.partition("?")[2].split("&")):
            told = "A picture in the text carries data in its address to another host."
            return [Finding(CHECK, "beacon", where, address, told, "ask")]
    return []
