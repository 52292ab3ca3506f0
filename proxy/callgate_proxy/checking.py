"""From what the checks find to a verdict: the glue between `judge.py` and `risk/`. Loaded with the first judged call.

1. A check only ever makes a verdict stricter. What it does is the policy's to say (`checks`), else the rule's own.
2. The verdict's rule is the place in the policy that says so, `/checks/<id>` where none does; its words name the rule.
3. An error inside a check refuses the call and says so; one while a reply is looked at refuses the calls after it.
"""

from __future__ import annotations

from callgate_proxy import reply, wire
from callgate_proxy.jsonlean import as_list, as_object, loads
from callgate_proxy.policy import hosts
from callgate_proxy.policy.decide import Verdict
from callgate_proxy.policy.precedence import STRICTNESS
from callgate_proxy.risk import asks, replies, results
from callgate_proxy.risk.finding import ACTIONS, Finding
from callgate_proxy.risk.flows import result_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call
    from callgate_proxy.policy.decide import View
    from callgate_proxy.policy.strictest import Strictest
    from callgate_proxy.risk.calling import Calls

DOCS = "docs/attacks.md"
MOST_KNOWN = 1_024  # tools
LARGEST = 1_000_000  # bytes of a reply that is looked through for secrets
_UNASKED = {"hidden": "strip", "results": "flag", "secrets": "off"}  # secrets are masked only where the policy says so
_CHANGING = ("hidden", "secrets")  # what has to be done before a result is delivered
_TELLING = frozenset(("results",))
_NUMBERS = ("lt", "lte", "gt", "gte")


class Checking:
    """The checks of one client's use of one server."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._offered: dict[str, object] | None = None
        self._broken = ""
        self._view: View | Strictest | None = None
        self._settings: dict[str, list[str]] = {}
        self._named: dict[str, str] = {}
        self._alike: dict[str, frozenset[str]] = {}  # tool -> other spellings of its name
        # Of the settings, what every call would ask for.
        self._counts = True
        self._looked_for = frozenset(one for one in _CHANGING if _UNASKED[one] != "off")
        self.inspects = True
        self.sizes = False

    def tell(self, kind: str, value: object) -> None:
        """What the session saw. `kind`: "offered" (capabilities), "tools" (as listed), "roots" (the client's reply)."""
        if kind == "offered":
            self._offered = as_object(value) or {}
        elif kind == "tools":
            self._calls.listed([tool for tool in map(as_object, as_list(value) or ()) if tool])
        else:
            self._calls.declared(_roots(value))

    def came(self, call: Call, now: float) -> None:
        """`call` came, for the first time."""
        if self._counts and call.method == wire.CALL and not self._calls.role(call.tool).reads:
            self._calls.loops.came(call.tool, call.arguments, now)

    def reply(self, call: Call, line: bytes, failed: bool, now: float) -> tuple[bytes, list[Finding]]:
        """The forwarded `call` was answered with `line`: what the client gets instead (b"" for nothing of it), and what
        was found in it. What only tells of a result is `told`'s, and waits until it was delivered.
        """
        if not failed and call.method == wire.CALL:
            self._back(call, line, now)
        cleaned, found = results.look(line, self._looked_for)
        if line.find(b"resource_link") >= 0 or line.find(b"![") >= 0 or call.method == "prompts/get":
            whole = (_object(line) or {}).get("result")
            looks = replies.prompt(whole) if call.method == "prompts/get" else replies.links(whole, self._calls.guarded)
            found = [*found, *looks, *replies.pictures(whole)]
        if not found:
            return cleaned, found
        found = [one for one in found if self._does(one.check, one.action) != "off"]
        if any(self._does(one.check, one.action) == "block" for one in found if one.action == "block"):
            return b"", found
        return (line if self._does("hidden", "strip") == "flag" and cleaned is not line else cleaned), found

    def large(self, call: Call, size: int, now: float) -> list[Finding]:
        """Whether the result of `call`, `size` bytes with its envelope, is longer than the policy expects."""
        if self._view is None or call.method != wire.CALL:
            return []
        most = self._view.result_bytes(call.tool, now)
        if most is None or size <= most[0]:
            return []
        told = f"The result has {size:,} bytes, more than the {most[0]:,} of the policy ({most[1]})."
        return [Finding("results", "large", "", f"{size:,} bytes", told, "flag")]

    def told(self, line: bytes) -> list[Finding]:
        """What a delivered result (`line`) says that should not be done: nothing of it is changed by that."""
        return results.look(line, _TELLING)[1]

    def notice(self, line: bytes) -> bytes:
        """A log message of the server's, without what is hidden in it."""
        return results.look(line, frozenset(("hidden",)))[0] if self._does("hidden", "strip") != "off" else line

    def _does(self, check: str, otherwise: str) -> str:
        setting = self._settings.get(check)
        if setting is None:
            return otherwise
        is_bound = len(setting) > 2 and ACTIONS.index(otherwise) > ACTIONS.index(setting[0])  # policy/strictest.py
        return otherwise if is_bound else setting[0]

    def _back(self, call: Call, line: bytes, now: float) -> None:
        try:
            role = self._calls.role(call.tool)
            if call.approved:
                self._calls.flows.passed(call.tool, now)
                self._calls.loops.over()
            marked = role.secret or role.private or role.outside
            if marked or line.find(b"-----BEGIN") >= 0 or line.find(b"AKIA") >= 0 or line[: reply.LOOK].find(b"_") >= 0:
                text = _text(line) if len(line) <= LARGEST else ""
                self._calls.flows.back(call.tool, role, call.arguments, text, now)
        except Exception as error:  # noqa: BLE001  every call after it is refused, with these words
            self._broken = f"{type(error).__name__}: {error}"

    def stricter(self, view: View | Strictest, call: Call, verdict: Verdict, now: float) -> Verdict:
        """`verdict` (allow or ask), or the stricter one of the checks."""
        try:
            if self._broken:
                raise RuntimeError(self._broken)
            if view is not self._view:
                self._view, self._settings = view, view.checks()
                self._counts = self._does("loops", "ask") != "off"
                self._looked_for = frozenset(one for one in _CHANGING if self._does(one, _UNASKED[one]) != "off")
                self.inspects = self._does("results", "flag") != "off"
                self.sizes = self.inspects and view.sizes()
                self._named = {_fold(name): name for name in view.named()}
                self._alike.clear()
            names = self._alike.get(call.tool)
            if names is None:
                names = self._imitates(call)
            imitated = self._imitated(view, call, verdict, names, now) if names else None
            return imitated or self._fold(call, self._look(view, call, verdict, now), verdict)
        except Exception as error:  # noqa: BLE001  a check that fails refuses
            told = f"A check of this call failed ({type(error).__name__}: {error})."
            return Verdict("deny", "/checks", told, ())

    def _imitates(self, call: Call) -> frozenset[str]:
        """The names that the called one may be another spelling of."""
        if len(self._alike) >= MOST_KNOWN:
            self._alike.clear()
        plainly = _plainly(call.tool)  # what the policy's wildcards are to see
        names = frozenset((self._named.get(_fold(call.tool), call.tool), plainly)) - {call.tool}
        self._alike[call.tool] = names if call.method == wire.CALL else frozenset()
        return self._alike[call.tool]

    def _imitated(
        self, view: View | Strictest, call: Call, verdict: Verdict, names: frozenset[str], now: float
    ) -> Verdict | None:
        """The verdict of the tool whose name the call writes differently, where that is stricter."""
        action = self._does("names", "block")
        if action in ("off", "flag"):
            return None
        for name in names:
            other = view.setting(name, now)
            if STRICTNESS[other.action] > STRICTNESS[verdict.action]:
                told = f"{call.tool} is another spelling of {name}. Check names, rule spelling: {DOCS}#names."
                return Verdict("ask" if "ask" in (action, other.action) else "deny", other.rule, told, verdict.charges)
        return None

    def _look(self, view: View | Strictest, call: Call, verdict: Verdict, now: float) -> list[Finding]:
        if call.back:
            return asks.look(str(call.method), call.arguments, self._offered)
        if call.method != wire.CALL:
            uri = call.arguments.get("uri")
            if call.method != "resources/read" or not isinstance(uri, str):
                return []
            return self._calls.look("read_resource", {"uri": uri}, (), _nowhere, now)
        conditions = view.conditions(call.tool, now)
        capped = [str(one[0][-1]) for _, one in conditions if one[1] in _NUMBERS and one[0]] if conditions else ()
        places: list[list[str]] = [one[2] for wanted, one in conditions if wanted and one[1] == "host_in"]
        counts = self._counts and not verdict.charges  # else the policy counts
        found = self._calls.loops.look(call.tool, now) if counts else []

        def named(text: str) -> bool:
            return any(hosts.within(text, one) for one in places)

        return found + self._calls.look(call.tool, call.arguments, capped, named, now)

    def _fold(self, call: Call, found: list[Finding], verdict: Verdict) -> Verdict:
        """The strictest of what was found, by what the policy says of each check."""
        worst: Finding | None = None
        action, at = "off", ""
        flags: list[str] = []
        for one in found:
            setting = self._settings.get(one.check)
            does = self._does(one.check, one.action)
            if does == "flag":
                flags.append(f"{one.check}/{one.rule}")
            if ACTIONS.index(does) > ACTIONS.index(action):
                worst, action, at = one, does, setting[1] if setting else f"/checks/{one.check}"
        call.flags = flags
        if worst is None or action in ("off", "flag"):
            return verdict
        told = f"{worst.text} Check {worst.check}, rule {worst.rule}, at {worst.where}: {DOCS}#{worst.check}."
        if action == "block":
            return Verdict("deny", at, told, ())
        return verdict if verdict.action == "ask" else Verdict("ask", at, told, verdict.charges)


def _nowhere(_: str) -> bool:
    return False


def _fold(name: str) -> str:
    """The one spelling of a tool's name: as `_plainly` has it, and no marks between words."""
    folded = _plainly(name)
    return folded if folded.isalnum() else "".join(each for each in folded if each not in "_-. /")


def _plainly(name: str) -> str:
    """A tool's name in letters as they look, without case and hidden characters."""
    if not name.isascii():
        from callgate_proxy.risk.names import skeleton

        name = skeleton(name)
    if not name.isprintable():
        name = "".join(each for each in name if each.isprintable())
    return name.strip().casefold()


def _roots(line: object) -> list[str]:
    """The folders in the client's reply to `roots/list`."""
    value = _object(line) if isinstance(line, bytes) else None
    listed = as_list((as_object((value or {}).get("result")) or {}).get("roots")) or []
    named = [(as_object(one) or {}).get("uri") for one in listed]
    return [uri for uri in named if isinstance(uri, str)]


def _text(line: bytes) -> str:
    return result_text((_object(line) or {}).get("result"))


def _object(line: bytes) -> dict[str, object] | None:
    try:
        return as_object(loads(line.decode()))
    except ValueError:
        return None
