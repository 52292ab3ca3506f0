"""The operations of a tool that does several things ("Search, create and open reminders"). Pure.

1. A verb counts where a clause begins: after a comma, "and", "or", "then".
2. It stands in the form of the first verb: "Get runs, builds" has one verb, "Runs, stops and deletes" has three.
3. What follows "if", "can", "which" is told of somebody else, and ends the list.
4. Of "manage" and the like the list that follows is all that is known: there it may stand in brackets, after a colon,
   a dash or a slash, in each form, and what may be a noun counts where it stands alone.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.risk.rulebook import Rulebook

FAR = 260  # characters after the first verb

_AND = r"(?:and|or|then|optionally|also|either)\s"
# A verb before one of these only tells what kind of volume or permission is meant.
_KIND = r"volume|price|restriction|detail|histor|status|time|date|count|side"
_VERB = rf"([a-z]+)(?!\s+(?:{_KIND}))\b(?=(\s*[,/.)]|\s+(?:and|or)\b|$)?)"
_CLAUSE = re.compile(rf"(?:,\s*|\s{_AND})(?:{_AND})*{_VERB}")
_ITEM = re.compile(rf"(?:[,:/(\u2013\u2014]\s*|\s-\s+|\s{_AND})(?:{_AND})*{_VERB}")
_SECOND = re.compile(r"(?:\s+(?:and|or|and/or)\s+|\s*/\s*)([a-z]+)\b")
_ASIDE = re.compile(r"\([^()]*\)?")
_SQL = re.compile(r"\b(?:sql|query|queries|statements?|ddl|dml)\b")
_OF_SQL = frozenset(("insert", "update", "delete", "drop", "truncate", "alter"))
_NOUNS = {"creation": "create", "deletion": "delete", "removal": "remove", "execution": "execute"}
_MEANS = re.compile(r"\s(?:with|by|to)\s([a-z]+)()")
_END = re.compile(
    r"[.!?;\n](?!\w)|\b(?:if|whether|which|that|can|could|may|before|after|when|how|why|where|who|without|not|you|includ\w+|such|like|by|from)\b"
)
_STOP = re.compile(r"[.!?;\n](?!\w)|\b(?:when not|do not|don't|instead)\b")


def verbs(text: str, said: str, vague: bool, rules: Rulebook) -> list[str]:
    """The verbs (base forms) that `text` lists beside its first verb `said`. `vague`: that one says nothing itself."""
    first = next((found for found in re.finditer(r"[a-z]+", text) if rules.base_of(found[0]) == said), None)
    if first is None:
        return []
    after = text[first.end() : first.end() + FAR]
    end = (_STOP if vague else _END).search(after)
    after = after[: end.start()] if end else after
    listed = _ITEM.findall(after) + _MEANS.findall(after) if vague else _CLAUSE.findall(_ASIDE.sub(" ", after))
    form = _form(first[0], said)
    known = rules.category.keys() - _OF_SQL if _SQL.search(after) else rules.category
    found = _beside(after, form, rules)
    for raw, closes in listed:
        verb = _NOUNS.get(raw) or rules.base_of(raw)
        if verb not in known:
            continue
        alone = verb not in rules.nouns_first or (vague and bool(closes) and raw == verb)
        if alone and (vague or _form(raw, verb) == form):
            found.append(verb)
    return found


def _beside(after: str, form: int, rules: Rulebook) -> list[str]:
    """The second verb of "get or update", which is a verb there even if it may be a noun."""
    second = _SECOND.match(after)
    verb = rules.base_of(second[1]) if second else ""
    return [verb] if second and verb in rules.category and _form(second[1], verb) == form else []


def _form(raw: str, verb: str) -> int:
    """0 for delete, 1 for deletes, 2 for deleting."""
    return 0 if raw == verb else 2 if raw.endswith("ing") else 1
