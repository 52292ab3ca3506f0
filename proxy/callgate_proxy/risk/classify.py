"""A tool's risk class, with the words that caused it. Pure: the rules are handed in, the tool is what its server says.

1. Category by effect; the stronger wins: Financial > Destructive > Execute > Write > Read.
2. Unknown is never Read: without a verb that reads, in the name or the text, a tool writes at least.
3. What a server claims of itself raises freely (`destructiveHint`, `readOnlyHint: false`) and lowers only where the
   tool is pinned and neither its name, nor its text, nor its parameters say otherwise.
4. The level follows from what can be undone: Destructive and Financial are Critical, and nothing else is; secrets,
   bulk, administration and ways out raise the others as far as High.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.risk.evidence import Evidence
from callgate_proxy.risk.rulebook import CATEGORIES, LEVELS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.risk.rulebook import Rule, Rulebook

Tool = dict[str, object]
MANY_PARAMS = 10
OPERATION = frozenset(("action", "operation", "op", "method", "mode", "actiontype", "action_type", "subcommand"))


class Signal:
    """One reason in PolicyLayer's terms. `cause`: the word, phrase or parameter that it comes from."""

    __slots__ = ("cause", "name")

    def __init__(self, name: str, cause: str) -> None:
        self.name = name
        self.cause = cause

    def __repr__(self) -> str:
        return f"{self.name} ({self.cause})"


class Class:
    """What a tool is held to be. `category`, `level`, `flags`: see rulebook; `evidence`: sentences for people."""

    __slots__ = ("category", "evidence", "flags", "level", "signals")

    def __init__(
        self, category: str, level: str, flags: tuple[str, ...], signals: list[Signal], evidence: list[str]
    ) -> None:
        self.category = category
        self.level = level
        self.flags = flags
        self.signals = signals
        self.evidence = evidence


def classify(tool: Tool, rules: Rulebook, pinned: bool = False, told: str = "") -> Class:
    """The class of `tool` (as on the wire).

    `pinned`: the person has seen it as it is now; `told`: the category the policy gives it, "" for none.
    """
    said = _text(tool, "description") or _text(tool, "title")
    seen = Evidence(_text(tool, "name"), said, params(tool), rules, operations(tool))
    category, why = (told, "the policy says so") if told else _category(seen, rules)
    annotations = as_object(tool.get("annotations")) or {}
    if not told:
        category, why = _claimed(category, why, seen, annotations, rules, pinned)
    flags = _flags(seen, rules)
    level, because = _level(category, flags, seen, rules, annotations.get("destructiveHint") is True)
    evidence = [f"{category}: {why}", *because]
    return Class(category, LEVELS[level], tuple(sorted(flags)), _signals(seen, flags, rules), evidence)


def params(tool: Tool) -> frozenset[str]:
    """The names of a tool's parameters, in lower case: its own, and those of its objects one level deep."""
    schema = as_object(tool.get("inputSchema")) or {}
    found = set[str]()
    for name, part in (as_object(schema.get("properties")) or {}).items():
        found.add(name.lower())
        inner = as_object(part) or {}
        items = as_object(inner.get("items")) or {}
        inside = as_object(inner.get("properties")) or as_object(items.get("properties")) or {}
        found.update(key.lower() for key in inside)
    return frozenset(found)


def operations(tool: Tool) -> tuple[str, ...]:
    """What a parameter such as `action` may be, where the schema lists it."""
    properties = as_object((as_object(tool.get("inputSchema")) or {}).get("properties")) or {}
    found: list[str] = []
    for name, part in properties.items():
        if name.lower() in OPERATION:
            listed = as_list((as_object(part) or {}).get("enum")) or []
            found += [one for one in listed if isinstance(one, str)]
    return tuple(found)


def _category(seen: Evidence, rules: Rulebook) -> tuple[str, str]:
    """The strongest of what its words say, and of the operations that it lists."""
    category, why = _by_words(seen, rules)
    known = [verb for verb in seen.several if verb in rules.category]
    strongest = max(known, key=rules.strength, default="")
    if strongest and rules.strength(strongest) > CATEGORIES.index(category):
        return rules.category[strongest], f"it does several things, “{strongest}” among them"
    return category, why


def _by_words(seen: Evidence, rules: Rulebook) -> tuple[str, str]:
    for rule in rules.rules:
        cause = holds(rule, seen)
        if cause is not None:
            return rule.gives, f"{rule.say} ({cause})"
    named, said = rules.category.get(seen.verb, ""), rules.category.get(seen.said, "")
    if not named and not said:
        return "Write", "nothing says what it does"
    if not said:
        return named, f"its name says “{seen.verb}”"
    if not named:
        return said, f"its description says “{seen.said}”"
    if said == "Read" and named in ("Write", "Execute") and _only_a_noun(seen, rules):
        return said, f"its description says “{seen.said}”; “{seen.verb}” is what it is about"
    if CATEGORIES.index(named) >= CATEGORIES.index(said) or (named == "Read" and seen.said in rules.soft):
        return named, f"its name says “{seen.verb}”"
    return said, f"its description says “{seen.said}”, though its name says “{seen.verb}”"


def _only_a_noun(seen: Evidence, rules: Rulebook) -> bool:
    if not (seen.opens or seen.said not in rules.nouns_first):
        return False
    return seen.noun or (seen.verb in rules.nouns_first and not seen.leads)


def holds(rule: Rule, seen: Evidence) -> str | None:
    """The words by which every condition of `rule` holds; None where one does not."""
    causes: list[str] = []
    if rule.verb is not None:
        acting = seen.verb or seen.said
        if acting not in rule.verb:
            return None
        causes.append(acting or "no verb")
    if rule.said is not None and seen.said not in rule.said:
        return None
    lines = seen.name_line + seen.line
    for words, among, line in (
        (rule.name, seen.name, seen.name_line),
        (rule.about, seen.about, lines),
        (rule.text, frozenset[str](), seen.text),
    ):
        if words is not None:
            found = words.found(among, line)
            if not found:
                return None
            causes.append(found)
    if rule.param is not None:
        named = rule.param & seen.params
        if not named:
            return None
        causes.append(f"parameter {min(named)}")
    if rule.unless is not None and rule.unless.found(seen.about, lines):
        return None
    return ", ".join(dict.fromkeys(causes))


def _claimed(
    category: str, why: str, seen: Evidence, annotations: Tool, rules: Rulebook, pinned: bool
) -> tuple[str, str]:
    """The category once the server's own hints were heard."""
    reads = annotations.get("readOnlyHint")
    if reads is False and category == "Read" and seen.verb not in rules.firm:
        return "Write", f"the server says that it does not only read, though {why}"
    silent = not seen.verb and not seen.said and not seen.params & rules.signals["accepts code or a query"]
    if reads is True and category == "Write" and silent and pinned:
        return "Read", "the server says that it only reads, nothing speaks against it, and it is pinned"
    return category, why


def _flags(seen: Evidence, rules: Rulebook) -> dict[str, str]:
    """Each flag with its cause."""
    found: dict[str, str] = {}
    for rule in rules.flags:
        cause = holds(rule, seen) if rule.gives not in found else None
        if cause is not None:
            found[rule.gives] = f"{rule.say} ({cause})"
    return found


def _signals(seen: Evidence, flags: dict[str, str], rules: Rulebook) -> list[Signal]:
    terms = (("bulk", "bulk or mass operation"), ("admin", "admin or system-level"))
    found = [Signal(term, flags[flag]) for flag, term in terms if flag in flags]
    for term, names in rules.signals.items():
        hit = names & seen.params
        if hit:
            found.append(Signal(term, f"parameter {min(hit)}"))
    if len(seen.params) >= MANY_PARAMS:
        found.append(Signal("high parameter count", f"{len(seen.params)} parameters"))
    return found


def _level(
    category: str, flags: dict[str, str], seen: Evidence, rules: Rulebook, claimed: bool
) -> tuple[int, list[str]]:
    """The level (an index of LEVELS) and the sentences for it. `claimed`: the server calls the tool destructive."""
    level, because = rules.base[category], list(flags.values())
    kept = rules.recoverable.found(frozenset(), seen.text)
    if (
        category == "Destructive"
        and kept
        and not rules.final.found(seen.about, seen.text)
        and "permanent" not in seen.params
    ):
        return level - 1, [*because, f"what it removes can be brought back ({kept})"]
    if level < rules.raised_to:
        if claimed:
            because.append("the server calls it destructive")
        level = min(rules.raised_to, level + (bool(rules.raised_by & set(flags)) or claimed))
    return level, because


def _text(tool: Tool, key: str) -> str:
    held = tool.get(key)
    return held if isinstance(held, str) else ""
