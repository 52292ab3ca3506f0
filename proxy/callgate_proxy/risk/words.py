"""What a server says to the model that no tool needs to say: orders, concealment, other servers, secret paths. Pure.

1. Rules are data (`words.json`). Each belongs to a kind of signal; words of two kinds in one tool, one prompt or one
   server's instructions withhold it, words of one kind flag it. Some kinds say nothing alone: honest texts use them.
2. All that reaches the model is read: names, descriptions, and every key and string of a schema.
3. A result is a stranger's text that may quote an attack: it is flagged, never withheld.
4. Before any pattern is tried, a few letters that each of them needs are looked for: most texts hold none. For results
   the parts that many needs share come first (`screen`, the rarest in ordinary texts first).
"""

from __future__ import annotations

from callgate_proxy.errors import CallgateError
from callgate_proxy.jsonlean import as_list, as_object, loads
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

SAID, RESULT = "said", "result"
SHORTEST = 6  # characters of a text that can say anything
MOST = 200_000  # characters of one text that are read
DEEPEST = 32  # levels of a schema or a result
_KEYS = {"kind", "name", "say", "needs", "pattern", "of", "alone"}
_ours: list[Wordbook] = []


class Rule:
    """One rule: `needs` are letters of which each group must stand in a text before the pattern is tried."""

    __slots__ = ("_compiled", "alone", "kind", "name", "needs", "pattern", "say")

    def __init__(self, data: dict[str, str]) -> None:
        self.kind, self.name, self.say, self.alone = data["kind"], data["name"], data["say"], data["alone"]
        self.needs = tuple(tuple(one.split("+")) for one in data["needs"].split(","))
        self.pattern = data["pattern"]
        self._compiled: re.Pattern[str] | None = None

    def may_fire(self, low: str) -> bool:
        """Whether the pattern is worth trying: cheap, and wrong only by saying yes."""
        for letters in self.needs:
            if letters[0] in low and (len(letters) == 1 or all(one in low for one in letters)):
                return True
        return False

    def search(self, low: str) -> re.Match[str] | None:
        """The first place where the rule fires. Raises CallgateError for a pattern that is none."""
        if self._compiled is None:
            import re

            try:
                self._compiled = re.compile(self.pattern)
            except re.error as error:
                raise _bad(f"the pattern of {self.name!r}: {error}") from None
        return self._compiled.search(low)


Needs = list[tuple[Rule, tuple[str, ...]]]


class Wordbook:
    """The rules of `words.json`; a pattern is compiled when a text first needs it.

    Raises CallgateError for data that is no set of rules.
    """

    def __init__(self, text: str) -> None:
        self.rules: dict[str, list[Rule]] = {SAID: [], RESULT: []}
        try:
            told = as_object(loads(text)) or {}
            for held in as_list(told.get("rules")) or []:
                data = {key: str(value) for key, value in (as_object(held) or {}).items()}
                places = data.get("of", "").split()
                if set(data) != _KEYS or not set(places) <= set(self.rules) or data["alone"] not in ("flag", "off"):
                    raise ValueError(f"the rule {data.get('name')!r} needs {', '.join(sorted(_KEYS))}")
                rule = Rule(data)
                for place in places:
                    self.rules[place].append(rule)
        except ValueError as error:
            raise _bad(str(error)) from None
        if not self.rules[SAID] or not self.rules[RESULT]:
            raise _bad("it has no rules")
        self._screen = self._indexed([str(one) for one in as_list(told.get("screen")) or [""]])
        self._tight = [one for one in ((part, _tight(held)) for part, held in self._screen) if one[1]]

    def _indexed(self, screen: list[str]) -> list[tuple[str, Needs]]:
        """Each part of `screen` with the needs of results' rules that hold it; a need stands at the first that does."""
        index: dict[str, Needs] = {part: [] for part in screen}
        for rule in self.rules[RESULT]:
            for letters in rule.needs:
                part = next((one for one in screen if any(one in letter for letter in letters)), None)
                if part is None:
                    raise _bad(f"nothing in “screen” stands in {'+'.join(letters)!r} of {rule.name!r}")
                index[part].append((rule, letters))
        return list(index.items())

    def worth_trying(self, low: str, place: str) -> list[Rule]:
        """The rules for `place` (SAID, RESULT) that could fire in `low` (in lower case), in their order: mostly none.

        Results are many and long: a need is only looked for where the part of it that stands in “screen” is.
        """
        rules = self.rules[place]
        if place != RESULT:
            return [rule for rule in rules if rule.may_fire(low)]
        found: list[Rule] = []
        for part, needs in self._screen if " " in low else self._tight:
            if part in low:
                for rule, letters in needs:
                    if letters[0] in low and (len(letters) == 1 or all(one in low for one in letters)):
                        found.append(rule)
        return [rule for rule in rules if rule in found] if found else found


def _tight(needs: Needs) -> Needs:
    """Those that a text without a blank may hold."""
    return [one for one in needs if not any(" " in letters for letters in one[1])]


def ours() -> Wordbook:
    """The rules that came with Callgate, read once."""
    if not _ours:
        import callgate_resources

        # Not by importlib.resources: a proxy does this, and that imports half the standard library.
        with open(f"{callgate_resources.__path__[0]}/words.json", encoding="utf-8") as file:
            _ours.append(Wordbook(file.read()))
    return _ours[0]


def scan(text: str, where: str = "", book: Wordbook | None = None) -> list[Finding]:
    """What one text that a server says (instructions, a prompt) holds. `where`: its place, for the finding."""
    return weighed(list(_hits(text, where, SAID, book or ours())))


def scan_tool(tool: dict[str, object], book: Wordbook | None = None) -> list[Finding]:
    """What all that a tool shows to the model holds, weighed together."""
    book = book or ours()
    hits = [hit for where, text in leaves(tool, "") for hit in _hits(text, where, SAID, book)]
    return weighed(hits)


def scan_result(result: object, rules: list[Rule] | None = None) -> list[Finding]:
    """What a result (as on the wire) holds: flags only. `rules`: those that are worth trying, None: ours."""
    found: dict[str, Finding] = {}
    for where, text in leaves(result, ""):
        if not where.endswith((".data", ".blob")):
            for rule, place, words in _hits(text, where, RESULT, ours(), rules):
                found.setdefault(rule.name, Finding("results", rule.name, place, words, rule.say, "flag"))
    return list(found.values())


Hit = tuple[Rule, str, str]


def _hits(text: str, where: str, place: str, book: Wordbook, rules: list[Rule] | None = None) -> Iterator[Hit]:
    """Each rule that fires in `text`, with the place and the words."""
    if len(text) < SHORTEST:
        return
    text = text[:MOST]
    low = text.lower()
    for rule in book.worth_trying(low, place) if rules is None else rules:
        found = rule.search(low) if rules is None or rule.may_fire(low) else None
        if found is not None:
            yield rule, where, text[slice(*found.span())] if len(text) == len(low) else found.group()


def weighed(hits: list[Hit]) -> list[Finding]:
    """The findings of what belongs together: two kinds of signal block, one asks for what it asks for alone."""
    kinds = {rule.kind for rule, _, _ in hits}
    found: dict[str, Finding] = {}
    for rule, where, words in hits:
        action = "block" if len(kinds) > 1 else rule.alone
        if action != "off":
            found.setdefault(rule.name, Finding("words", rule.name, where, words, rule.say, action))
    return list(found.values())


def leaves(value: object, where: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Every string in `value`, keys too, with its place."""
    if isinstance(value, str):
        yield where, value
    elif depth < DEEPEST:
        inside = as_object(value) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownArgumentType]
        if inside is not None:
            for key, held in inside.items():
                place = f"{where}.{key}" if where else key
                yield place, key
                yield from leaves(held, place, depth + 1)
        elif isinstance(value, list):
            for index, held in enumerate(as_list(value) or []):  # pyright: ignore[reportUnknownArgumentType]
                yield from leaves(held, f"{where}[{index}]", depth + 1)


def _bad(why: str) -> CallgateError:
    return CallgateError(
        f"The rules for words cannot be used: {why}.", "Correct words.json, or install Callgate again."
    )
