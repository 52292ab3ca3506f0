"""What a tool is to a session: brings the outside in, reads what is private, hands out secrets, lets data out.

1. Told by the words of its name and its server's annotations. Where those tell none of it, by its classification
   (`flags`), which knows its text and parameters as well: a name that says one thing is not made to say another.
2. A tool can be several things. One that is not known to read changes something.
3. Kept for each tool: nothing here is worked out twice.
"""

from __future__ import annotations

from itertools import pairwise

from callgate_proxy.jsonlean import as_object
from callgate_proxy.risk import fields, sums
from callgate_proxy.risk.fields import among

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_READS = among(
    "get list read search fetch find show view describe lookup count query check status download browse scrape crawl "
    "open load retrieve select inspect stat tree grep glob preview summarize explain print head tail cat poll wait "
    "resolve compare diff log logs history info details export dump scan extract"
)
_CHANGES = among(
    "create update delete remove write edit set add send post put patch insert move rename merge push publish upload "
    "execute run exec apply install deploy start stop kill drop purge reply comment invite share pay refund transfer "
    "approve close cancel archive enable disable save append replace modify register assign trigger submit"
)
_OUTSIDE = among(
    "issue issues comment comments email emails mail mails message messages thread threads inbox discussion "
    "discussions "
    "review reviews article articles feed rss tweet tweets ticket tickets web website webpage page pages url forum "
    "notification notifications html youtube transcript reddit hackernews"
)
_FETCHES = among("fetch browse scrape crawl navigate goto visit")
_PRIVATE = among(
    "file files content contents document documents sql query row rows record records customer customers contact "
    "contacts "
    "email emails inbox mail note notes calendar database db table tables drive memory secret secrets credential "
    "credentials env environment password passwords vault transaction transactions account accounts balance patient "
    "employee employees payroll salary user users"
)
_PUBLIC = among("docs documentation doc public wikipedia help template templates schema example examples")
_SECRET = among("secret secrets credential credentials password passwords passphrase vault keychain apikey")
_SECRET_SPARED = among(
    "scanning alert alerts scan policy policies template schema docs documentation generate generator strength "
    "rotate "
    "metadata reset change count list"
)
_HANDS_OUT = _READS | {"reveal", "exports"}
_KINDS = among("api access auth bearer refresh session private secret ssh signing encryption service deploy")
_SECRET_PAIRS = frozenset((kind, what) for kind in _KINDS for what in ("key", "keys", "token", "tokens"))
_RUNS = among("run execute exec perform")
_SENDS = among(
    "send post publish reply comment share upload push forward invite tweet notify broadcast email message submit"
)
_PLACES_OUT = among(
    "issue issues comment pull pr gist message tweet email page webhook post discussion release review slack"
)
_ASKS_OUT = among("fetch request http https curl wget browse navigate goto visit open lookup resolve dns whois ping")
_COMMANDS = among("shell bash terminal command commands exec execute run console powershell cmd ssh process")


class Role:
    """What one tool is. `reads`: it changes nothing. `read_only`: it says so and exists for that."""

    __slots__ = ("asks_out", "egress", "outside", "pays", "private", "read_only", "reads", "secret", "words")

    def __init__(self, name: str, tool: dict[str, object] | None = None, flags: str = "") -> None:
        """`tool`: as the server listed it. `flags`: of its classification: s private, e egress, u outside."""
        parts = fields.words(name)
        told = frozenset(parts)
        annotations = as_object((tool or {}).get("annotations")) or {}
        hinted = annotations.get("readOnlyHint") is True
        verb = next((word for word in parts if word in _READS or word in _CHANGES), "")
        self.words: Sequence[str] = parts
        self.reads = verb in _READS and not told & _COMMANDS
        self.read_only = bool(told & {"readonly", "select"}) or "read" in parts[:1] or (hinted and self.reads)
        self.outside = bool(told & _FETCHES) or (self.reads and bool(told & _OUTSIDE))
        self.outside = self.outside or ("web" in told and "search" in told)
        self.outside = self.outside or (
            self.reads and "history" in told and not told.isdisjoint(("channel", "chat", "conversation"))
        )
        self.private = self.reads and bool(told & _PRIVATE) and not told & _PUBLIC and not told & _FETCHES
        environment = bool(told & {"env", "environment", "environ"}) and bool(
            told & {"print", "get", "dump", "show", "list", "read", "vars", "variables", "all"}
        )
        named = bool(told & _SECRET) or any(pair in _SECRET_PAIRS for pair in pairwise(parts))
        stored = named and verb in _HANDS_OUT and not told & (_SECRET_SPARED | _COMMANDS)
        self.secret = stored or "printenv" in told or (environment and not told & _PUBLIC)
        self.private = self.private or not (told.isdisjoint(("query", "sql")) or told.isdisjoint(_RUNS))
        self.private = self.private or self.secret
        self.egress = not self.reads and self._sends(parts, told)
        self.pays = not sums.PAYS.isdisjoint(parts)
        self.asks_out = bool(told & _ASKS_OUT)
        if flags and not (self.outside or self.private or self.egress or told & _PUBLIC):
            self.outside = "u" in flags
            self.private = "s" in flags and not told & _CHANGES
            self.egress = "e" in flags and not self.reads

    def _sends(self, parts: list[str], told: frozenset[str]) -> bool:
        return bool(told & _SENDS) or (
            parts[:1] in (["create"], ["add"], ["open"], ["update"]) and bool(told & _PLACES_OUT)
        )
