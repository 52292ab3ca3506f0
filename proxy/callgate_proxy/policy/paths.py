"""Where a path in an argument leads, read the way a server could read it at worst.

* A text can lead to more than one place: percent signs may be decoded or not, `..` may be taken before or after
  symlinks are followed. `resolve` gives every reading; a path is under a folder only if all of them are.
* Readings are whole real paths: `~` and `file://` expanded, symlinks followed (also above a file that does not exist
  yet), NFC, and case-folded where the system's file names are.
* What has no certain reading has none: relative paths (the server's own folder is not known here), NUL, UNC and
  device paths.
On the proxy's path.
"""

from __future__ import annotations

import os
import sys

MOST_DECODINGS = 3  # a text that is still encoded after this many rounds is meant to confuse
_HEX = "0123456789abcdefABCDEF"
FOLDS_CASE = sys.platform in ("darwin", "win32")


def resolve(text: str, literal: bool = False) -> tuple[str, ...]:
    """Every real path `text` may lead to; () where one of them is uncertain.

    `literal`: the text is the policy's own, so a percent sign is a percent sign.
    """
    if text[:5].lower() == "file:":
        plain = _from_url(text)
        if plain is None:
            return ()
        text = plain
    found: list[str] = []
    for _ in range(MOST_DECODINGS + 1):
        places = _places(text)
        if not places:
            return ()
        found += [place for place in places if place not in found]
        decoded = text if literal else decode(text)
        if decoded == text:
            return tuple(found)
        if decoded is None:
            return ()
        text = decoded
    return ()


def inside(place: str, root: str) -> bool:
    """Whether the real path `place` is `root` or below it, by component."""
    return place == root or place.startswith(root if root.endswith(os.sep) else root + os.sep)


def under(text: str, roots: list[str]) -> bool | None:
    """Whether every place `text` may lead to is in one of the folders `roots`; None where that is uncertain."""
    places = resolve(text)
    allowed = [place for root in roots for place in resolve(root, literal=True)]
    if not places or not allowed:
        return None
    hits = [any(inside(place, root) for root in allowed) for place in places]
    return hits[0] if all(hits) or not any(hits) else None


def decode(text: str) -> str | None:
    """`text` with its percent escapes decoded once; None where they are no UTF-8. A bare % stays."""
    if "%" not in text:
        return text
    parts = text.encode("utf-8", "surrogatepass").split(b"%")
    done = bytearray(parts[0])
    for part in parts[1:]:
        pair = part[:2].decode("latin-1")
        if len(pair) == 2 and pair[0] in _HEX and pair[1] in _HEX:
            done.append(int(pair, 16))
            done += part[2:]
        else:
            done += b"%" + part
    try:
        return done.decode()
    except UnicodeDecodeError:
        return None


def _from_url(text: str) -> str | None:
    rest = text[5:]
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        if host.lower() not in ("", "localhost") or not slash:
            return None
        rest = "/" + path
    if "?" in rest or "#" in rest:  # some readers end the path here, some do not
        return None
    rest = decode(rest) or ""
    if sys.platform == "win32" and rest[2:3] == ":":
        rest = rest[1:]
    return rest if rest.startswith("/") or sys.platform == "win32" else None


def _places(text: str) -> list[str]:
    """The real paths of one spelling: `..` taken after symlinks, as the system does it, and before, as programs do."""
    if "\0" in text or text.startswith(("//", "\\\\", "\\/", "/\\")):
        return []
    whole = os.path.expanduser(text) if text.startswith("~") else text
    if not os.path.isabs(whole):
        return []
    try:
        places = [os.path.realpath(whole)]
        if ".." in whole:
            places.append(os.path.realpath(os.path.normpath(whole)))
    except (OSError, ValueError):
        return []
    return [_level(place) for place in places]


def _level(place: str) -> str:
    if not place.isascii():
        from unicodedata import normalize

        place = normalize("NFC", place)
    return place.casefold() if FOLDS_CASE else place
