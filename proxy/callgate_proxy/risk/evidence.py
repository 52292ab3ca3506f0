"""What a tool says of itself, in base forms: the words of its name, of its first sentence, and the acting verbs.

1. A name is cut at case, digits and signs; its acting verb is the first that is no noun there (get_comment), else the
   last word (account_list), else any.
2. Of a description only its beginning acts: the first verb of the first sentence, once tags, asides in brackets and
   phrases such as "use this tool to" are gone, and the verbs that the same sentence lists beside it (`several.py`).
   What follows tells of other tools as often as of this one.
3. A word that may be a noun acts only where it stands as a verb: "an analysis run" is no order to run.
4. Nothing is guessed: a tool without a verb in either place has none.
"""

from __future__ import annotations

import re
from itertools import pairwise

from callgate_proxy.risk import several

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.risk.rulebook import Rulebook

LOOK = 1500  # characters of a description that phrases are searched in
ABOUT = 12  # of the first sentence, that tell what it acts on
SOON = 300  # characters, in which asides are set apart
FIRST_WORDS = 14  # of the first sentence, in which its verb stands

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_a-zA-Z]+")
_PLAIN = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|[!?;:(|\n]|\.(?![a-z0-9])")
_TAG = re.compile(r"<[^<>]{0,40}>|\[[^\[\]]{0,40}\]|\{[^{}]{0,40}\}|`")
_LABEL = re.compile(
    r"^\W*(?:tool name:?.{0,80}?description:|description:|purpose:|[A-Z]{4,}\s*[:\u2013-])", re.IGNORECASE | re.DOTALL
)
_ASIDE = re.compile(r"\([^()\n]{0,120}\)")
_CALLED = re.compile(
    r"\b(?:call|run|invoke|execute) (?:this|me)\b(?: (?:tool|function|action|command|method|first))?", re.I
)
_NOT = re.compile(r"\w{2}(?:しない|しません|せずに?|하지 않)|不(?:会)?\w{2}")
_DRAG = re.compile(r"\bdrag(?: and |-and-| & )drop\b")
_THIS = re.compile(r"^\W*this is an? (?:mcp )?(?:tool|function|command)\b[^.]{0,80}\. ", re.IGNORECASE)
# Words with which what acts as well as what reads may begin ("Returns money to whoever paid").
_FAINT = frozenset(("return", "provide", "receive", "convert", "transform", "resolve", "extract", "capture", "collect"))
_ENDS = frozenset(".!?;:(|\n")
_BEFORE_VERB = frozenset(("to", "will", "and"))
_BEFORE_NOUN = frozenset(
    ("a", "an", "the", "of", "its", "this", "that", "each", "any", "all", "some", "specific", "most")
)


class Evidence:
    """The words of a tool. `verb`, `said`: the acting verbs of name and description, "" for none.

    `about`: words of name and first sentence; `line`, `name_line`, `text`: base forms between blanks, for phrases;
    `leads`: whether the acting verb stands first in the name; `noun`: whether the sentence has it as a noun only;
    `opens`: whether `said` is the first word of the description; `several`: verbs of a tool with many operations.
    """

    __slots__ = (
        "about", "leads", "line", "name", "name_line", "noun", "opens", "params", "said", "sentence", "several", "text",
        "verb",
    )  # fmt: skip

    def __init__(
        self, name: str, description: str, params: frozenset[str], rules: Rulebook, operations: tuple[str, ...] = ()
    ) -> None:
        named = split(name)
        words = [rules.base_of(word) for word in named]
        self.name = frozenset(words)
        self.name_line = f" {' '.join(words)} "
        text = _cleaned(description[:LOOK])
        first, rest = _sentence(text, rules)
        self.said = _said(first, rules) or _foreign(description[:60], rules)
        self.verb = _named(named, self.said, rules) or _foreign(name, rules)
        self.leads = bool(named) and self.verb == named[0]
        self.opens = first[:1] == [self.said] and self.said not in _FAINT
        self.noun = not self.leads and _noun(self.verb, first[:FIRST_WORDS], rules)
        self.sentence = frozenset(first[:ABOUT])
        self.line = f" {' '.join(first[:ABOUT])} "
        self.about = self.name | self.sentence
        self.text = f" {' '.join(first)} {' '.join(rest)} "
        self.params = params
        vague = self.verb in rules.vague or self.said in rules.vague
        listed = several.verbs(text, self.said, vague, rules) if self.said else []
        listed += [rules.base_of(word) for one in operations for word in split(one)[:1]]
        self.several = [word for word in listed if word not in (self.verb, self.said) and word not in rules.soft]
        if self._sentence_leads(named, rules):
            self.verb = ""

    def _sentence_leads(self, named: list[str], rules: Rulebook) -> bool:
        """Whether the name holds but nouns ("repay record"), beside a sentence that opens with what it reads."""
        reads = self.opens and rules.category[self.said] == "Read"
        if not reads or self.leads or any(rules.category.get(word, "Read") != "Read" for word in self.several):
            return False
        return self.verb in rules.nouns_first or _head(named) in rules.heads


def split(name: str) -> list[str]:
    """The words of a tool's name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def _named(words: list[str], said: str, rules: Rulebook) -> str:
    verbs = [word for word in words if word in rules.category]
    if not verbs:
        return ""
    if "and" in words or "or" in words:
        joined = [word for before, word in pairwise(words) if before in ("and", "or") and word in verbs]
        plain = [word for word in verbs if word not in rules.nouns_first]
        if plain or words[0] in verbs or rules.category.get(said) != "Read":
            return max((plain + joined) or verbs, key=rules.strength)
    if said in verbs:
        return said
    firm = [word for word in verbs if word in rules.firm]
    if firm:
        return firm[0]
    plain = [word for word in verbs if word not in rules.nouns_first]
    if plain:
        return plain[0]
    if words[-1] in verbs and words[-1] in rules.heads and rules.category.get(said, "Read") == "Read":
        return words[-1]
    if not said:
        return max(verbs, key=rules.strength)
    return words[0] if words[0] in verbs else verbs[-1]


def _head(words: list[str]) -> str:
    """The word that a compound name is about: history, of withdraw_history_v2."""
    return next((word for word in reversed(words) if word not in ("v", "tool")), "")


def _cleaned(description: str) -> str:
    """`description` in lower case, without tags, labels and what is said of every tool."""
    text = _LABEL.sub(" ", _TAG.sub(" ", description.replace("\\n", "\n")))
    return _DRAG.sub("drag", _CALLED.sub(" ", _THIS.sub("", text)).lower())


def _sentence(text: str, rules: Rulebook) -> tuple[list[str], list[str]]:
    """The words of the first sentence that says something, and those of the rest; a short aside ends no sentence."""
    asides = _ASIDE.findall(text[:SOON])
    words = _PLAIN.findall(_ASIDE.sub(" ", text[:SOON]) + text[SOON:])
    first: list[str] = []
    for at, word in enumerate(words):
        if word not in _ENDS:
            first.append(rules.base_of(word))
        elif len(first) > 2 or (word in ".!" and first):
            return first, [rules.base_of(one) for one in [*words[at:], *_aside(asides)] if one not in _ENDS]
    return first, [rules.base_of(one) for one in _aside(asides) if one not in _ENDS]


def _aside(asides: list[str]) -> list[str]:
    return [word for one in asides for word in _PLAIN.findall(one)]


def _said(words: list[str], rules: Rulebook) -> str:
    opening = True  # until a word that is no filler
    for at, word in enumerate(words[:FIRST_WORDS]):
        if word in rules.foreign_words:
            return rules.foreign_words[word]
        if word in rules.fillers or word in rules.names_only:
            continue
        begins = at == 0 or (opening and words[at - 1] not in _BEFORE_NOUN)
        if word in rules.category and (begins or word not in rules.nouns_first or _after_to(words, at)):
            return word
        opening = False
    return ""


def _after_to(words: list[str], at: int) -> bool:
    """Whether a word that may be a noun is the verb of "to delete", or of "to remotely control"."""
    before = words[max(0, at - 2) : at]
    return before[-1] in _BEFORE_VERB or (before[0] in ("to", "will") and before[-1] not in _BEFORE_NOUN)


def _noun(verb: str, words: list[str], rules: Rulebook) -> bool:
    """Whether `verb` stands in the sentence, and there only as a noun ("the most recent analysis run")."""
    places = [at for at, word in enumerate(words) if word == verb]
    for at in places:
        before = words[max(0, at - 3) : at]
        held = [one for one, word in enumerate(before) if word in _BEFORE_NOUN]
        if not held or any(word in rules.category for word in before[held[-1] :]):
            return False
    return bool(places)


def _foreign(text: str, rules: Rulebook) -> str:
    """The verb of a script without blanks that stands first in `text`."""
    text = _NOT.sub(" ", text)
    found = [(text.find(sign), verb) for sign, verb in rules.foreign_signs.items() if sign in text]
    return min(found)[1] if found else ""
