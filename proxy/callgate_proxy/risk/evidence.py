"""What a tool says of itself, in base forms: the words of its name, of its first sentence, and the acting verbs.

1. A name is cut at case, digits and signs; its acting verb is the first that is no noun there (get_comment), else the
   last word (account_list), else any.
2. Of a description only its beginning acts: the first verb of the first sentence, once tags and phrases such as
   "use this tool to" are gone. What follows tells of other tools as often as of this one.
3. Nothing is guessed: a tool without a verb in either place has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callgate_proxy.risk.rulebook import Rulebook

LOOK = 1500  # characters of a description that phrases are searched in
ABOUT = 12  # of the first sentence, that tell what it acts on
FIRST_WORDS = 14  # of the first sentence, in which its verb stands

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_a-zA-Z]+")
_PLAIN = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|[.!?;:(|\n]")
_TAG = re.compile(r"<[^<>]{0,40}>|\[[^\[\]]{0,40}\]|\{[^{}]{0,40}\}|`")
_LABEL = re.compile(
    r"^\W*(?:tool name:?.{0,80}?description:|description:|purpose:|[A-Z]{4,}\s*[:\u2013-])", re.IGNORECASE | re.DOTALL
)
_ENDS = frozenset(".!?;:(|\n")


class Evidence:
    """The words of a tool. `verb`, `said`: the acting verbs of name and description, "" for none.

    `about`: words of name and first sentence; `line`, `name_line`, `text`: base forms between blanks, for phrases;
    `leads`: whether the acting verb stands first in the name.
    """

    __slots__ = ("about", "leads", "line", "name", "name_line", "params", "said", "sentence", "text", "verb")

    def __init__(self, name: str, description: str, params: frozenset[str], rules: Rulebook) -> None:
        named = split(name)
        words = [rules.base_of(word) for word in named]
        self.name = frozenset(words)
        self.name_line = f" {' '.join(words)} "
        first, rest = _sentence(description[:LOOK], rules)
        self.said = _said(first, rules) or _foreign(description[:60], rules)
        self.verb = _named(named, self.said, rules) or _foreign(name, rules)
        self.leads = bool(named) and self.verb == named[0]
        self.sentence = frozenset(first[:ABOUT])
        self.line = f" {' '.join(first[:ABOUT])} "
        self.about = self.name | self.sentence
        self.text = f" {' '.join(first)} {' '.join(rest)} "
        self.params = params


def split(name: str) -> list[str]:
    """The words of a tool's name, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def _named(words: list[str], said: str, rules: Rulebook) -> str:
    verbs = [word for word in words if word in rules.category]
    if not verbs:
        return ""
    if "and" in words or "or" in words:
        plain = [word for word in verbs if word not in rules.nouns_first]
        return max(plain or verbs, key=rules.strength)
    if said in verbs:
        return said
    firm = [word for word in verbs if word in rules.firm]
    if firm:
        return firm[0]
    plain = [word for word in verbs if word not in rules.nouns_first]
    if plain:
        return plain[0]
    if not said:
        return max(verbs, key=rules.strength)
    return words[0] if words[0] in verbs else verbs[-1]


def _sentence(description: str, rules: Rulebook) -> tuple[list[str], list[str]]:
    """The words of the first sentence that says something, and those of the rest."""
    text = _LABEL.sub(" ", _TAG.sub(" ", description.replace("\\n", "\n"))).lower()
    words = _PLAIN.findall(text)
    first: list[str] = []
    for at, word in enumerate(words):
        if word not in _ENDS:
            first.append(rules.base_of(word))
        elif len(first) > 2 or (word in ".!" and first):
            rest = [rules.base_of(one) for one in words[at:] if one not in _ENDS]
            return first, rest
    return first, []


def _said(words: list[str], rules: Rulebook) -> str:
    for at, word in enumerate(words[:FIRST_WORDS]):
        if word in rules.foreign_words:
            return rules.foreign_words[word]
        if word in rules.fillers or word in rules.names_only:
            continue
        if word in rules.category and (
            at == 0 or word not in rules.nouns_first or words[at - 1] in ("to", "will", "and")
        ):
            return word
    return ""


def _foreign(text: str, rules: Rulebook) -> str:
    """The verb of a script without blanks that stands first in `text`."""
    found = [(text.find(sign), verb) for sign, verb in rules.foreign_signs.items() if sign in text]
    return min(found)[1] if found else ""
