"""What the two halves say to each other, and the rows both read: the one place that names the fields.

Rows (log, one JSON object a line; times are seconds since the epoch, UTC, float):

* call    `{"k": "call", "v": 1, "id", "t", "w", "n", "client", "server", "tool", "args", "verdict", "rule", "reason",
  "prev"}`: written before the call's bytes go on. `verdict`: one of VERDICTS. `rule`: JSON pointer into the policy, or
  a "/mode", "/wire", "/methods" pointer where Callgate itself decided. `args`: the arguments with secrets masked.
  A request that is no tool call has `tool` "", its `method`, and its params for `args`. `of`: the id of the call that
  this one continues (the server wanted more input for it) or repeats (an answer came after its deadline). `flags`:
  what checks found and let pass, each "check/rule".
* answer  `{"k": "answer", "call", "t", "decision", "how", "by", …}`: what became of an asked call (ALLOWED / REFUSED).
  A call that was told to come again has a second one where the person answers after all, with `how` "late".
* end     `{"k": "end", "call", "t", "outcome", "ms", "bytes", …}`: the server's reply. `outcome`: one of OUTCOMES.
  `refunded`: full keys of the counters in which a failed call no longer counts; absent where there are none.
* found   `{"k": "found", "v": 1, "client", "server", "kind", "name", "check", "rule", "where", "evidence", "text",
  "action", "t"}`: a check found something in a tool, a prompt or the instructions, the first time that form was seen.
* reset   `{"k": "reset", "v": 1, "counter", "t"}`: a person emptied a limit's counter (its full key), written before it
  is emptied.

`w` is the writer (one proxy process), `n` its row number, `prev` the hash of its row before: a chain for each writer.

Messages (socket, one JSON object a line):

* proxy to tray: hello, ask, pending, withdraw.      * tray to proxy: answer, hold.
* a proxy that starts, to the tray, after its hello: secrets; the tray to it: lent.
* any start of a second tray: show.

On the proxy's path: no imports.
"""

from __future__ import annotations

VERSION = 1

VERDICTS = ("allow", "ask", "limit", "deny", "hide", "invalid")
# "input_required": the server wants more input; a call whose `of` names this one continues it.
OUTCOMES = ("ok", "error", "cancelled", "lost", "input_required")

START = "start"  # the method of the question whether a server may start

# How a question ended. Only `ALLOWED` opens anything.
ALLOWED = "allow"
REFUSED = "deny"
HOW = (
    "once",  # the person said so for this call
    "5m",  # a grant that ends
    "15m",
    "1h",
    "session",  # the tray says yes by itself until this connection ends
    "always",  # a rule in the policy file
    "closed",  # the window was closed: a refusal of this one call
    "no-tray",  # nobody there to ask
    "no-answer",  # somebody there, no answer in time
    "pending",  # no answer in the time the client gives a call: it was told to call again, the question stays open
    "late",  # the answer to such a question: it holds for one identical call
    "flood",  # too many questions came at once
    "limit",  # a limit had no room for the allowed call
    "deny",  # the allowed call could not be counted
    "tray-lost",  # the tray went away while the question was open
    "cancelled",  # the client took the call back
    "policy",  # the policy changed while the question was open and now decides
)


def hello(server: str, client: str, pid: int, command: list[str]) -> dict[str, object]:
    """Proxy to tray, first line of a connection: who is asking. `command`: the real server's command line."""
    return {"op": "hello", "v": VERSION, "server": server, "client": client, "pid": pid, "command": command}


def ask(
    call: str,
    tool: str,
    arguments: dict[str, object],
    rule: str,
    reason: str,
    asked: float,
    deadline: float,
    method: str = "tools/call",
    limit: float | None = None,
) -> dict[str, object]:
    """Proxy to tray: may this call go on? `call`: the row's id; `asked`, `deadline`: seconds since the epoch.

    `method`: of a request that is no tool call, whose `tool` is "" and whose params are `arguments`. `limit`: until
    when the proxy can hold the call before its client gives up, where that is later than `deadline` (see `hold`).
    """
    return {
        "op": "ask",
        "call": call,
        "method": method,
        "tool": tool,
        "args": arguments,
        "rule": rule,
        "reason": reason,
        "asked": asked,
        "deadline": deadline,
        "limit": deadline if limit is None else limit,
    }


def pending(call: str) -> dict[str, object]:
    """Proxy to tray: the deadline is over and the client was told to call again; an answer still counts, once."""
    return {"op": "pending", "call": call}


def withdraw(call: str, why: str) -> dict[str, object]:
    """Proxy to tray: the question is over (`why`: one of HOW); an answer would come too late.

    Of one that was answered: the yes did not count ("limit", "deny").
    """
    return {"op": "withdraw", "call": call, "why": why}


def answer(call: str, decision: str, how: str, note: str = "") -> dict[str, object]:
    """Tray to proxy. `decision`: ALLOWED or REFUSED; anything else is a refusal. `note`: text for the agent."""
    return {"op": "answer", "call": call, "decision": decision, "how": how, "note": note}


def hold(call: str) -> dict[str, object]:
    """Tray to proxy: a person looks at the question; its deadline is its limit from now on."""
    return {"op": "hold", "call": call}


def secrets(names: list[str]) -> dict[str, object]:
    """Proxy to tray: the values of these names, to which its server's entry refers."""
    return {"op": "secrets", "names": names}


def lent(values: dict[str, str], problem: str = "", fix: str = "") -> dict[str, object]:
    """Tray to proxy: name to value, without those it does not give. `problem`: the keychain's, "" where it answered."""
    return {"op": "lent", "values": values, "problem": problem, "fix": fix}


def show() -> dict[str, object]:
    """A second tray to the first: bring your window up; the second then leaves."""
    return {"op": "show"}
