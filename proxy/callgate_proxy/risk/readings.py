"""The places a text may lead to, read the way the least careful server could read it.

1. `policy/paths.py` reads one spelling strictly; here are the spellings: compatibility forms of dots and slashes,
   backslashes for slashes, `$HOME` and `%USERPROFILE%`, a text cut at a NUL.
2. A relative path is read from every declared folder; with none declared, only its own components are known.
3. A path with a drive letter is itself wherever this runs: a server may be told a machine that is not this one.
4. A text that cannot be a path for certain (still encoded after many rounds, another machine's share) is uncertain.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Resolve = Callable[[str], tuple[str, ...]]

_HOMES = ("$home", "${home}", "%userprofile%", "%homepath%", "$env:userprofile")


class Reading:
    """`places`: whole paths, "/" between their parts. `parts`: the last parts of paths whose beginning is unknown.

    `uncertain`: why one reading leads nobody knows where, or "".
    """

    __slots__ = ("parts", "places", "uncertain")

    def __init__(self) -> None:
        self.places: list[str] = []
        self.parts: list[str] = []
        self.uncertain = ""


def read(text: str, roots: Sequence[str], resolve: Resolve) -> Reading:
    """Every reading of `text`. `roots`: declared folders. `resolve`: real paths of one spelling, () where uncertain."""
    found = Reading()
    if "\0" in text or "%00" in text:
        found.uncertain = "it holds a NUL character"
        return found
    for spelling in _spellings(text):
        if spelling.startswith("//"):
            found.uncertain = "it names a share of another machine"
        elif _is_whole(spelling):
            places = resolve(spelling)
            found.places += [_slashed(place) for place in places]
            if not places:
                found.uncertain = "it has no certain reading"
                found.places += [_drive(spelling)] if spelling[1:3] in (":/", ":\\") else []
        elif roots:
            found.places += [_slashed(place) for root in roots for place in resolve(f"{root}/{spelling}")]
        else:
            found.parts.append(_normal(spelling))
    return found


def _is_whole(text: str) -> bool:
    return text.startswith(("/", "~")) or text[:5].lower() == "file:" or text[1:3] in (":/", ":\\")


def _slashed(place: str) -> str:
    return place.replace("\\", "/")


def _spellings(text: str) -> list[str]:
    """`text` and what else it may be taken for; each once."""
    found = [text]
    lowered = text.lower()
    for name in _HOMES:
        if lowered.startswith(name):
            found = ["~" + text[len(name) :].replace("\\", "/")]
    if not text.isascii():
        from unicodedata import normalize

        compatible = normalize("NFKC", text)
        if any(mark in compatible and compatible.count(mark) != text.count(mark) for mark in ("/", "..", "\\", "~")):
            found.append(compatible.replace("\u2024", ".").replace("\u2025", ".."))
        if any(mark in text for mark in "\u2215\u2044\u29f8\uff0f"):
            found.append("".join("/" if each in "\u2215\u2044\u29f8\uff0f" else each for each in compatible))
    if "\\" in text:
        found.append(text.replace("\\", "/"))
    return found


def _drive(path: str) -> str:
    """A path with a drive letter, `..` taken."""
    return f"{path[:2]}/{_normal(path[2:].replace(chr(92), '/'))}"


def _normal(path: str) -> str:
    """The end of a relative path: `..` taken, decoded once; what climbs out keeps its last parts."""
    from callgate_proxy.policy.paths import decode

    parts: list[str] = []
    for part in (decode(path) or path).split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)
