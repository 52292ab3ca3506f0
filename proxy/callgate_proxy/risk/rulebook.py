"""The rules by which a tool is classed, read from `risk.json` and made quick to ask. Pure, but for `ours`.

1. Rules are data: words and short phrases, in the order in which they are asked. The first whose every condition
   holds decides. Nothing in the code knows a tool or a server.
2. Words stand in their base form; other forms (deletes, deleting) are made here, so that nobody writes them down.
3. What cannot be understood is refused whole: half a set of rules would class quietly wrong.
"""

from __future__ import annotations

from callgate_proxy.errors import CallgateError
from callgate_proxy.jsonlean import as_list, as_object, loads

CATEGORIES = ("Read", "Write", "Execute", "Destructive", "Financial")  # the stronger later
LEVELS = ("Low", "Medium", "High", "Critical")
FLAGS = ("secrets", "egress", "untrusted", "bulk", "admin")
_PARTS = (
    "about", "verbs", "nouns_first", "names_only", "soft", "firm", "heads", "vague", "fillers", "foreign",
    "rules", "flags", "signals", "levels",
)  # fmt: skip
_RULE = {"say", "category", "verb", "name", "about", "text", "param", "unless", "said"}
_FLAG = {"say", "flag", "verb", "name", "about", "text", "param", "unless", "said"}
_VOWELS = frozenset("aeiou")


class Words:
    """Some words and phrases of one condition: single words are looked up, phrases searched."""

    __slots__ = ("phrases", "single")

    def __init__(self, written: list[str], rules: Rulebook) -> None:
        based = [rules.based(one) for one in written]
        self.single = frozenset(one for one in based if " " not in one)
        self.phrases = tuple(f" {one} " for one in based if " " in one)

    def found(self, words: frozenset[str], line: str) -> str:
        """The first of these among `words`, or as a phrase in `line` (base forms between blanks); "" for none."""
        hit = self.single & words
        if hit:
            return min(hit)
        for phrase in self.phrases:
            if phrase in line:
                return phrase.strip()
        return ""


class Rule:
    """Conditions, each None where the rule does not ask; `gives` is the category or the flag."""

    __slots__ = ("about", "gives", "name", "param", "said", "say", "text", "unless", "verb")

    def __init__(self, data: dict[str, object], gives: str, rules: Rulebook) -> None:
        self.gives = gives
        self.say = str(data["say"])
        self.verb = rules.verb_set(_texts(data, "verb")) if "verb" in data else None
        self.said = rules.verb_set(_texts(data, "said")) if "said" in data else None
        self.name = Words(_texts(data, "name"), rules) if "name" in data else None
        self.about = Words(_texts(data, "about"), rules) if "about" in data else None
        self.text = Words(_texts(data, "text"), rules) if "text" in data else None
        self.unless = Words(_texts(data, "unless"), rules) if "unless" in data else None
        self.param = frozenset(one.lower() for one in _texts(data, "param")) if "param" in data else None


class Rulebook:
    """All of `risk.json`. Raises CallgateError for data that is no set of rules."""

    def __init__(self, data: dict[str, object]) -> None:
        odd = [key for key in data if key not in _PARTS]
        lacking = [key for key in _PARTS if key not in data]
        if odd or lacking:
            raise _bad(f"parts that are unknown: {odd}; missing: {lacking}")
        verbs = {key: _split(held) for key, held in _object(data, "verbs").items()}
        if sorted(verbs) != sorted(CATEGORIES):
            raise _bad(f"“verbs” must have exactly {', '.join(CATEGORIES)}")
        self.category = {verb: category for category in CATEGORIES for verb in verbs[category]}
        if len(self.category) != sum(map(len, verbs.values())):
            raise _bad("a verb stands in two categories")
        self.nouns_first = frozenset(_split(data["nouns_first"]))
        self.names_only = frozenset(_split(data["names_only"]))
        self.soft = frozenset(_split(data["soft"]))
        self.firm = frozenset(_split(data["firm"]))
        self.heads = frozenset(_split(data["heads"]))
        self.vague = frozenset(_split(data["vague"]))
        self.fillers = frozenset(_split(data["fillers"]))
        self._forms = {form: verb for verb in self.category for form in _forms(verb)}
        self._forms.update((verb, verb) for verb in self.category)
        self._known: dict[str, str] = {}
        foreign = {key: str(held) for key, held in _object(data, "foreign").items()}
        self.foreign_words = {key: verb for key, verb in foreign.items() if ord(key[0]) < 0x2E80}
        self.foreign_signs = {key: verb for key, verb in foreign.items() if ord(key[0]) >= 0x2E80}
        self.rules = [self._rule(one, _RULE, "category", CATEGORIES) for one in _objects(data, "rules")]
        self.flags = [self._rule(one, _FLAG, "flag", FLAGS) for one in _objects(data, "flags")]
        self.signals = {key: frozenset(_split(held)) for key, held in _object(data, "signals").items()}
        levels = {key: str(held) for key, held in _object(data, "levels").items()}
        if sorted(levels) != sorted((*CATEGORIES, "raised by", "raised as far as", "recoverable", "final")):
            raise _bad("“levels” must name each category, raised by, raised as far as, recoverable and final")
        try:
            self.base = {category: LEVELS.index(levels[category]) for category in CATEGORIES}
            self.raised_to = LEVELS.index(levels["raised as far as"])
        except ValueError as error:
            raise _bad(f"levels are {', '.join(LEVELS)}: {error}") from None
        self.raised_by = frozenset(_split(levels["raised by"]))
        self.recoverable, self.final = (Words(_split(levels[key]), self) for key in ("recoverable", "final"))

    def strength(self, verb: str) -> int:
        """Where a verb's category stands among CATEGORIES."""
        return CATEGORIES.index(self.category[verb])

    def base_of(self, word: str) -> str:
        """The base form of one word in lower case."""
        known = self._known.get(word)
        if known is None:
            known = self._forms.get(word) or _singular(word)
            if len(self._known) < 20_000:
                self._known[word] = known
        return known

    def based(self, phrase: str) -> str:
        """Each word of `phrase` in its base form."""
        return " ".join(map(self.base_of, phrase.lower().split()))

    def verb_set(self, written: list[str]) -> frozenset[str]:
        """The verbs that a condition means; `@Write` stands for all of that category."""
        found: set[str] = set()
        for one in written:
            if one == "@none":
                found.add("")
            elif one.startswith("@"):
                found.update(verb for verb, category in self.category.items() if category == one[1:])
            else:
                found.add(one)
        return frozenset(found)

    def _rule(self, data: dict[str, object], keys: set[str], gives: str, known: tuple[str, ...]) -> Rule:
        odd = sorted(set(data) - keys)
        if odd or data.get(gives) not in known or not isinstance(data.get("say"), str):
            raise _bad(f"the rule {data.get('say')!r}: {gives} must be one of {', '.join(known)}; unknown keys: {odd}")
        if len(data) < 3:
            raise _bad(f"the rule {data['say']!r} has no condition")
        return Rule(data, str(data[gives]), self)


def ours() -> Rulebook:
    """The rules that came with Callgate."""
    import callgate_resources

    # Not by importlib.resources: a proxy does this, and that imports half the standard library.
    with open(f"{callgate_resources.__path__[0]}/risk.json", encoding="utf-8") as file:
        return read(file.read())


def read(text: str) -> Rulebook:
    """The rules in `text`. Raises CallgateError."""
    try:
        data = as_object(loads(text))
    except ValueError as error:
        raise _bad(str(error)) from None
    if data is None:
        raise _bad("it is no JSON object")
    return Rulebook(data)


def _bad(why: str) -> CallgateError:
    return CallgateError(f"The risk rules cannot be used: {why}.", "Correct risk.json, or install Callgate again.")


def _object(data: dict[str, object], key: str) -> dict[str, object]:
    held = as_object(data.get(key))
    if held is None:
        raise _bad(f"“{key}” must be an object")
    return held


def _objects(data: dict[str, object], key: str) -> list[dict[str, object]]:
    held = [as_object(one) for one in as_list(data.get(key)) or []]
    found = [one for one in held if one is not None]
    if not found or len(found) < len(held):
        raise _bad(f"“{key}” must be a list of objects")
    return found


def _texts(data: dict[str, object], key: str) -> list[str]:
    return _split(data[key])


def _split(held: object) -> list[str]:
    """Words of a text at its blanks, or phrases of a text at its commas."""
    if not isinstance(held, str) or not held.strip():
        raise _bad(f"{held!r} must be a text of words")
    parts = held.split(",") if "," in held else held.split()
    return [part.strip() for part in parts if part.strip()]


def _forms(verb: str) -> list[str]:
    """The forms (deletes, deleting) in which a description says what a tool does."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return [f"{verb}es", f"{stem}ing"]
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return [f"{verb[:-1]}ies", f"{verb}ing"]
    return [f"{verb}s", f"{stem}ing", f"{stem}{stem[-1]}ing"]


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
