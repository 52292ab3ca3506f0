"""What an argument is meant to hold, told by its name: a path, an address, a line of text, a command, a plain value.

1. A name is read as words: `sourcePath`, `source_path` and `SOURCE-PATH` are one. The last word that is known decides.
2. What people write in free text is never taken for syntax; a name that nothing knows is a plain `value`.
3. The words are here and not in a data file: they are looked up for every argument of every call.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def among(words: str) -> frozenset[str]:
    """The words of a list that is written as a person reads it."""
    return frozenset(words.split())


_WORDS = {
    "text": "message text body content contents description title comment comments summary prompt note notes "
    "caption markdown "
    "html reason value values data question answer instructions bio about review feedback blocks template "
    "details display "
    "abstract history explanation thought thoughts context memo payload label labels old new oldtext newtext "
    "snippet str string",
    "search": "query q search keyword keywords term terms filter expression pattern where jql regex grep",
    "command": "command cmd commands script code shell sql statement statements js javascript python source_code "
    "program "
    "cmdline exec eval",
    "options": "args argv arguments flags options opts params extra headers header sort order orderby ordering "
    "direction",
    "path": "path paths file files filename filepath dir directory folder cwd workdir destination src dest root "
    "filepaths",
    "url": "url urls uri uris link href endpoint webhook callback baseurl",
    "host": "host hostname domain server ip ipaddress nameserver proxy origin",
    "mail": "to cc bcc from sender replyto recipient recipients email emails subject attendees invitees",
    "ref": "branch ref tag commit sha revision rev base head repo repository remote package interface iface "
    "device port "
    "namespace pod container image resource version target id key user username owner project org region bucket "
    "environment "
    "service process encoding locale format lang language city place country state unit currency zone timezone",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split()}
# Places that hold a word or two; whatever is longer there is no answer to what the tool wants to know.
SHORT = among(
    "city place location country state region unit units currency zone timezone lang language locale format encoding "
    "symbol ticker postcode zip day date month year status priority"
)
_RECIPIENTS = among("to cc bcc recipients recipient emails attendees invitees phonenumbers users userids")
_MONEY = among("amount amounts total price sum value quantity refund payment")
_AGREED = among(
    "userconfirmed userapproved humanapproved humanconfirmed approvedbyuser approvedbyhuman confirmedbyuser "
    "userconsent consentgiven skipconfirmation skipconfirm skipapproval noconfirm noconfirmation bypassapproval "
    "bypassconfirmation bypassconsent autoapprove autoconfirm preapproved alreadyapproved alreadyconfirmed"
)
_PERSONS = among("user human person owner operator")
_AGREES = among("confirmed confirms approved approves consented consent agreed agrees authorized permission approval")
MOST_KNOWN = 2_048


class Field:
    """What an argument's name says of it: `role` (a key of the table above, or "value"), its `words`.

    `free`: what people write, never syntax. `short`: a word or two. `recipients`, `money`: what it counts. `agreed`: it
    claims that a person agreed. `query`: it may hold a database's language.
    """

    __slots__ = ("agreed", "free", "money", "query", "recipients", "role", "short", "words")

    def __init__(self, name: str) -> None:
        parts = words(name)
        whole = "".join(parts)
        known = next((_ROLES[word] for word in reversed(parts) if word in _ROLES), "value")
        self.words = frozenset(parts)
        self.role = _ROLES.get(whole) or known
        self.query = "query" in parts
        self.free = self.role in ("text", "search") and not self.query
        self.short = bool(parts) and parts[-1] in SHORT
        self.recipients = whole in _RECIPIENTS
        self.money = not _MONEY.isdisjoint(parts)
        person = not _PERSONS.isdisjoint(parts) and not _AGREES.isdisjoint(parts)
        self.agreed = person or whole in _AGREED or (name.startswith("_") and whole in ("confirmed", "approved"))


_fields: dict[str, Field] = {}


def about(name: str) -> Field:
    """What the argument `name` is."""
    found = _fields.get(name)
    if found is None:
        if len(_fields) >= MOST_KNOWN:
            _fields.clear()
        found = _fields[name] = Field(name)
    return found


def words(name: str) -> list[str]:
    """The words of an identifier, lower case: `sendHTTPMail_to` is send, http, mail, to."""
    found: list[str] = []
    word = ""
    for at, letter in enumerate(name):
        # A capital begins a word, unless it goes on with a run of them that no small letter ends.
        capital = letter.isupper() and (not word[-1:].isupper() or name[at + 1 : at + 2].islower())
        if word and (capital or not letter.isalnum()):
            found.append(word.lower())
            word = ""
        if letter.isalnum():
            word += letter
    return [*found, word.lower()] if word else found


def role(name: str) -> str:
    """What an argument of this name holds."""
    return about(name).role


class Leaf:
    """One text in the arguments: `key` (the name it stands under), `where` (a place for people), `text`."""

    __slots__ = ("key", "text", "where")

    def __init__(self, key: str, where: str, text: str) -> None:
        self.key = key
        self.where = where
        self.text = text


def leaves(value: object, key: str = "", where: str = "args") -> Iterator[Leaf]:
    """Every text below `value`, and its keys' names; the items of a list stand under the list's name."""
    if isinstance(value, str):
        yield Leaf(key, where, value)
        return
    inside = as_object(value)
    if inside is not None:
        for name, held in inside.items():
            if isinstance(held, str):
                yield Leaf(name, f"{where}.{name}", held)
            elif held.__class__ in (dict, list):
                yield from leaves(held, name, f"{where}.{name}")
        return
    for at, item in enumerate(as_list(value) or ()):
        yield from leaves(item, key, f"{where}[{at}]")
