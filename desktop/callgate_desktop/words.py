"""What the windows say, in one voice: times, sizes, decisions and reasons as short English.

Pure: numbers in, text out. Names that come from configs and servers pass `plain` where they enter a sentence.
"""

from __future__ import annotations

from callgate_proxy.logread import Call
from callgate_proxy.plain import plain

from callgate_desktop.said import said

CLIENTS = {"claude-desktop": "Claude Desktop"}
SETTINGS = {
    "allow": said("Allow"),
    "ask": said("Ask"),
    "deny": said("Deny"),
    "limit": said("Limit"),
    "hide": said("Hide"),
}
_VERDICTS = {
    "allow": said("Allowed"),
    "limit": said("Limited"),
    "deny": said("Denied"),
    "hide": said("Hidden"),
    "invalid": said("Invalid"),
}
_KEPT = {
    "once": said("once"),
    "5m": said("for 5 min"),
    "15m": said("for 15 min"),
    "1h": said("for 1 hour"),
    "session": said("until the client quits"),
    "always": said("always"),
    "policy": said("by a new rule"),
    "late": said("for the next try"),
}
_UNANSWERED = {
    "no-tray": said("nobody to ask"),
    "no-answer": said("no answer"),
    "tray-lost": said("Callgate went away"),
    "cancelled": said("cancelled"),
    "flood": said("too many questions"),
    "limit": said("limit used up"),
    "deny": said("not counted"),
    "policy": said("by a new rule"),
}
_OVER = {
    "no-answer": said("The time is over: the call was refused. The client may call again."),
    "cancelled": said("The client took the call back."),
    "policy": said("The policy changed and now decides this call."),
    "limit": said("The call came again, and its limit is used up: it was refused."),
    "deny": said("The call came again, and its limit cannot be counted: it was refused."),
}
NAME_LIMIT = 64  # characters of a name inside a sentence; the whole name stands in the details


def client(name: str) -> str:
    """A client's name as people know it."""
    return CLIENTS.get(name) or short(name) or said("A client")


def short(name: str) -> str:
    """A name that may come from anybody, on one line, cut in its middle where it is longer than `NAME_LIMIT`."""
    half = NAME_LIMIT // 2 - 1
    if len(name) > 2 * NAME_LIMIT:
        return f"{plain(name[:half])[:half]}…{plain(name[-half:])[-half:]}"
    shown = plain(name)
    return shown if len(shown) <= NAME_LIMIT else f"{shown[:half]}…{shown[-half:]}"


def ago(seconds: float) -> str:
    """How long ago, roughly."""
    if seconds < 2:
        return said("now")
    return said("{time} ago", time=span(seconds))


def span(seconds: float) -> str:
    """A length of time in its largest fitting unit."""
    for unit, name in ((86_400, said("d", "days")), (3_600, said("h", "hours")), (60, said("min", "minutes"))):
        if seconds >= unit:
            return f"{int(seconds // unit)} {name}"
    return f"{int(seconds)} {said('s', 'seconds')}"


def left(seconds: float) -> str:
    """Time that runs out: every second counts."""
    whole = max(0, int(seconds + 0.999))
    if whole < 60:
        return said("{seconds} s", seconds=whole)
    return said("{minutes} min {seconds} s", minutes=whole // 60, seconds=f"{whole % 60:02}")


def millis(ms: float | None) -> str:
    """A duration in the log, "" while unknown."""
    if ms is None:
        return ""
    if ms < 10:
        return f"{number(ms, 1)} ms"
    return f"{ms:.0f} ms" if ms < 10_000 else f"{number(ms / 1000, 1)} s"


def size(count: int | None) -> str:
    """A number of bytes, "" while unknown."""
    if count is None:
        return ""
    for unit, name in ((1_000_000, "MB"), (1_000, "kB")):
        if count >= unit:
            return f"{number(count / unit, 1)} {name}"
    return f"{count} B"


def number(value: float, digits: int = 0) -> str:
    """A number as the language writes it, with so many digits after its point: 1,200 or 1.5."""
    marks = {".": said(".", "before the decimals"), ",": said(",", "between thousands")}
    return f"{value:,.{digits}f}".translate(str.maketrans(marks))


def calls(number: int) -> str:
    """1 call, 1,200 calls."""
    return said("%n call(s)", "", number)


def servers(number: int) -> str:
    """1 server, 3 servers."""
    return said("%n server(s)", "", number)


def times(number: int) -> str:
    """1 time, 3 times."""
    return said("%n time(s)", "", number)


def on(tool: str, server: str) -> str:
    """A tool and its server, or a line of a server that could not be read."""
    return said("{tool} on {server}", tool=short(tool) or said("a line"), server=short(server))


def meaning(call: Call) -> str:
    """Which colour and icon a call has: "allow", "ask" (still waiting), "limit", "deny" or "hide"."""
    if call.verdict == "ask":
        if call.decision is None or call.how == "pending":
            return "ask"
        return "allow" if call.decision == "allow" else "deny"
    return call.verdict if call.verdict in ("allow", "limit", "hide") else "deny"


def verdict(call: Call) -> str:
    """What became of a call, in two or three words."""
    how = call.how or ""
    if call.verdict != "ask":
        return _VERDICTS.get(call.verdict, said("Denied"))
    if call.decision is None:
        return said("Asking")
    if how == "pending":
        return said("Told to call again")
    if call.decision == "allow":
        return said("Allowed {time}", time=_KEPT.get(how, said("once")))
    return said("Refused: {why}", why=_UNANSWERED[how]) if how in _UNANSWERED else said("Denied by you")


def why(rule: str, reason: str) -> str:
    """Why the policy decided so: its own text where it has one, else what the rule's pointer says."""
    if reason:
        return plain(reason)
    last = rule.rsplit("/", 1)[-1]
    if last == "default":
        return said("No rule names this tool, so the default decides.")
    if "/require/" in rule:
        return said("A condition that the rule requires does not hold.")
    if "/deny_if/" in rule:
        return said("A condition that the rule refuses holds.")
    if "/limits/" in rule:
        return said("The limit of this rule is used up.")
    if rule.startswith("/mode/"):
        return said("Callgate is paused.") if last == "paused" else said("Everything is locked down.")
    return said("A rule in the policy names this tool.")


RISKS = {
    "critical": said("Critical"),
    "high": said("High"),
    "medium": said("Medium"),
    "low": said("Low"),
}


def risk(level: str) -> str:
    """A tool's level of risk; what is none of the four stays as it is."""
    return RISKS.get(level.casefold(), short(level))


def over(why: str) -> str:
    """What became of a question that nobody here answered. `why`: one of `contract.HOW`."""
    return _OVER.get(why, _OVER["cancelled"])


def flooded(who: str, server: str, most: int) -> str:
    """`who` (a client's name) asked more than `most` times in a minute."""
    return said(
        "{client} on {server} asked more than {most} times in a minute. The rest is refused for now.",
        client=client(who),
        server=short(server),
        most=most,
    )


def failed(error: object) -> str:
    """Something that nobody foresaw."""
    return said("Something went wrong inside Callgate: {error}. Nothing was allowed by it.", error=error)


def overruled(client_name: str, server: str, tool: str, why: str) -> str:
    """What became of a call after a person's yes. `why`: "limit", else it could not be counted."""
    about = {"client": client(client_name), "server": short(server), "tool": short(tool)}
    if why == "limit":
        return said(
            "Refused after your yes: {tool} on {server} for {client}. Its limit was used up meanwhile.", **about
        )
    return said("Refused after your yes: {tool} on {server} for {client}. Its limit could not be counted.", **about)


def used(amount: float, maximum: float, window: float) -> str:
    """What is used of a limit now: 18 of 30 in the last minute."""
    lasts = {60.0: said("in the last minute"), 3600.0: said("in the last hour"), 86400.0: said("in the last day")}
    last = lasts.get(window) or said("in the last {time}", time=span(window))
    return said("{amount} of {maximum} {last}", amount=_amount(amount), maximum=_amount(maximum), last=last)


def _amount(value: float) -> str:
    """All its digits: sums may be large, and down to millionths."""
    return number(value, len(f"{value:.6f}".rstrip("0").partition(".")[2]))


def limit(maximum: float, window: float) -> str:
    """A limit: `maximum` in `window` seconds."""
    n = f"{maximum:g}"
    pers = {60.0: said("{n} a minute", n=n), 3600.0: said("{n} an hour", n=n), 86400.0: said("{n} a day", n=n)}
    return pers.get(window) or said("{n} in {time}", n=n, time=span(window))


def per(maximum: int, window: str) -> str:
    """A limit whose window is named as the policy names it: minute, hour or day."""
    return limit(maximum, {"minute": 60.0, "hour": 3600.0, "day": 86400.0}[window])
