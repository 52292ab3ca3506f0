"""Paths that no policy opens to a tool call: Callgate's own, the clients' settings, keys, what runs by itself later.

1. Which they are is data (`guarded.json`); here is only how a path is compared with it.
2. `~/` stands for every person's home, not only this one's; a pattern without it fits at the end of any path. A part
   may hold `*`; `/**` is everything below. Case never tells two paths apart here.
3. A rule says for itself what reading and writing lead to; a tool that is not known to read, writes.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy import globs
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from callgate_proxy.risk.readings import Reading

CHECK = "guarded_paths"
_BREAKS = " \t\n\r'\"`;|&<>()=,{}"


class _Rule:
    """One entry of the data."""

    __slots__ = ("but", "holding", "paths", "read", "rule", "what", "write")

    def __init__(self, told: dict[str, object], own: Sequence[str]) -> None:
        self.rule, self.what = str(told["rule"]), str(told["what"])
        self.read, self.write = str(told["read"]), str(told["write"])
        mine = [f"{path}/**" for path in own] if self.rule == "own-files" else []
        self.paths = [_Pattern(path) for path in (*_texts(told, "paths"), *mine)]
        self.but = [_Pattern(path) for path in _texts(told, "but")]
        self.holding = _texts(told, "holding")


class _Pattern:
    """A path of the data, made ready to compare."""

    __slots__ = ("below", "home", "parts", "whole")

    def __init__(self, text: str) -> None:
        text = text.replace("\\", "/").lower()
        self.below = text.endswith("/**")
        text = text.removesuffix("/**")
        self.home = text.startswith("~/")
        self.whole = text.startswith("/") or text[1:3] == ":/"
        self.parts = text.removeprefix("~/").strip("/").split("/")

    def fits(self, parts: list[str], base: int) -> bool:
        """Whether it is the path of `parts`, the first `base` of which are somebody's home (0: no home)."""
        count = len(self.parts)
        if self.whole or self.home:
            starts = [0] if self.whole else [base] if base else []
        elif self.below:
            starts = list(range(len(parts) - count + 1))
        else:
            starts = [len(parts) - count]
        return any(self._at(parts, at) for at in starts if at >= 0)

    def _at(self, parts: list[str], at: int) -> bool:
        ends = at + len(self.parts)
        if ends > len(parts) or (ends < len(parts) and not self.below):
            return False
        pairs = zip(self.parts, parts[at:ends], strict=True)
        return all(mine == part or ("*" in mine and globs.matches(mine, part)) for mine, part in pairs)


class Guarded:
    """The paths that are guarded on this machine."""

    def __init__(self, data: object, home: str, own: Sequence[str]) -> None:
        """`data`: guarded.json. `home`: the person's. `own`: folders of Callgate's own besides those of the data."""
        self._rules = [_Rule(told, own) for told in map(as_object, as_list(data) or ()) if told]
        self._home = _parts(home)
        # By the last part of the pattern: a path has few parts, and the data many patterns. "" is for those with a *.
        self._index: dict[str, list[tuple[int, _Rule, _Pattern]]] = {}
        for number, rule in enumerate(self._rules):
            for pattern in rule.paths:
                last = pattern.parts[-1]
                self._index.setdefault("" if "*" in last else last, []).append((number, rule, pattern))

    def reading(self, reading: Reading, writes: bool, where: str, content: str) -> list[Finding]:
        """What is guarded among the places of `reading`. `content`: what would be written, or ""."""
        found = [self._look(_parts(place), True, writes, where, content) for place in reading.places]
        found += [self._look(_parts(place), False, writes, where, content) for place in reading.parts]
        return _once(one for one in found if one)

    def command(self, text: str, where: str) -> list[Finding]:
        """What is guarded among the words of a command line."""
        for mark in _BREAKS:
            text = text.replace(mark, " ")
        paths = [
            word for word in text.split(" ") if word.startswith(("~", "/", ".", "$")) or "/" in word or "\\" in word
        ]
        found: list[Finding | None] = []
        for word in paths:
            parts = _parts(word)
            if parts[:1] and parts[0] in ("~", "$home", "${home}", "%userprofile%"):
                parts = [*self._home, *parts[1:]]
            found.append(self._look(parts, True, True, where, ""))
        return _once(one for one in found if one)

    def _look(self, parts: list[str], whole: bool, writes: bool, where: str, content: str) -> Finding | None:
        base = self._base(parts) if whole else 0
        near = [one for part in ("", *parts) for one in self._index.get(part, ())]
        for _, rule in sorted({number: rule for number, rule, pattern in near if pattern.fits(parts, base)}.items()):
            action = rule.write if writes else rule.read
            if action == "off":
                continue
            if any(pattern.fits(parts, base) for pattern in rule.but):
                continue
            if rule.holding and not any(mark in content.lower() for mark in rule.holding):
                continue
            path = ("/" if whole else "") + "/".join(parts)
            return Finding(CHECK, rule.rule, where, path, f"{path} is {rule.what}.", action)
        return None

    def _base(self, parts: list[str]) -> int:
        """How many of the parts are a home folder."""
        if parts[: len(self._home)] == self._home and self._home:
            return len(self._home)
        if parts[:1] == ["root"]:
            return 1
        if parts[1:2] == ["users"] and parts[0].endswith(":"):
            return 3
        return 2 if parts[:1] in (["home"], ["users"]) else 0


def _parts(path: str) -> list[str]:
    return [part.rstrip(" ") or part for part in path.replace("\\", "/").lower().split("/") if part not in ("", ".")]


def _texts(told: dict[str, object], key: str) -> list[str]:
    return [str(one) for one in as_list(told.get(key)) or ()]


def _once(found: Iterable[Finding]) -> list[Finding]:
    return list(dict.fromkeys(found))
