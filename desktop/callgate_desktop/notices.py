"""What a notification says, and what may be answered from it. Facts in, words out.

1. Names and arguments come from anybody. They are plain, on one line and short; a desktop that reads markup gets them
   escaped, one that does not gets no character it could take for markup (`Notice.marked`, `inert`).
2. Deny and Open are offered for every question. Allow only where nothing speaks for looking closer: a tool call of Low
   risk, asked about by a rule of the policy (no check, no change of the server), whose arguments are shown whole.
3. News is told once: what the facts before did not say.

Pure: no Qt, no bus.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass

from callgate_proxy.plain import plain
from callgate_proxy.redact import redact

from callgate_desktop import changes, view, words
from callgate_desktop.asking import Case
from callgate_desktop.hub import Question
from callgate_desktop.preferences import NOTIFY_CHANGES, NOTIFY_OTHERS, NOTIFY_QUESTIONS
from callgate_desktop.said import said
from callgate_desktop.view import Facts, Tool

OPEN, DENY, ALLOW = "open", "deny", "allow"
LABELS = {OPEN: said("Open"), DENY: said("Deny"), ALLOW: said("Allow once")}
SHOWN = 200  # characters of the arguments
TRUSTED_RULES = ("/default", "/tools/", "/servers/", "/clients/", "/profiles/")  # where a rule of the policy stands
_INERT = str.maketrans({"<": "‹", ">": "›", "&": "＆"})  # they look alike: the name in view stays readable


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification. `key`: another one of the same key takes its place. `kind`: the switch that turns it off.

    `opens`: (window, what in it), for Open: "case", "activity", "policy", "pins" (a server) or "protect" (a file).
    """

    key: str
    kind: str
    title: str
    body: str
    actions: tuple[str, ...] = (OPEN,)
    opens: tuple[str, str] = ("activity", "")

    @property
    def heading(self) -> str:
        """The title for a desktop: never read as markup, whatever it makes of titles."""
        return inert(self.title)

    def marked(self, markup: bool) -> str:
        """The body for a desktop that reads markup, or for one that does not."""
        return html.escape(self.body) if markup else inert(self.body)


def inert(text: str) -> str:
    """`text` without a character that opens a tag or an entity."""
    return text.translate(_INERT)


def message(text: str) -> Notice:
    """Something a person should know; the newest takes the place of the one before."""
    return Notice("message", NOTIFY_OTHERS, "Callgate", text)


def question(key: str, case: Case, waiting: int, facts: Facts) -> Notice:
    """A call that waits for the person, one of `waiting`."""
    asked = case.first
    tool = _tool(facts, asked)
    text, whole = _arguments(asked)
    lines = [said("{client} wants to run it.", client=words.client(asked.client)), *([text] if text else [])]
    if tool is not None and tool.because:
        lines.append(said("Risk: {because}", because=tool.because))
    if waiting > 1:
        lines.append(said("%n other call(s) waiting.", "", waiting - 1))
    actions = (DENY, OPEN, ALLOW) if whole and may_allow(case, facts) else (DENY, OPEN)
    risk = tool.risk if tool is not None else ""
    return Notice(key, NOTIFY_QUESTIONS, _title(asked, risk), "\n".join(lines), actions, ("case", ""))


def _title(asked: Question, risk: str) -> str:
    tool, server = words.short(asked.tool), words.short(asked.server)
    if not risk:
        return said("{tool} on {server}: risk not known", tool=tool, server=server)
    return said("{tool} on {server}: {risk} risk", tool=tool, server=server, risk=words.risk(risk))


def may_allow(case: Case, facts: Facts) -> bool:
    """Whether a yes may be given without the window: only for what is known to be harmless."""
    asked = case.first
    tool = _tool(facts, asked)
    ruled = asked.rule.startswith(TRUSTED_RULES) and "/checks" not in asked.rule
    changed = any(change.server == asked.server for change in facts.changes)
    return ruled and not changed and not asked.method and tool is not None and tool.risk == "Low"


def news(before: Facts, now: Facts) -> list[Notice]:
    """What `now` says and `before` did not, and a person must hear."""
    found: list[Notice] = []
    if now.widened and now.widened_name != before.widened_name:
        text = said("{change} Undo or confirm it in the menu.", change=now.widened)
        found.append(Notice("widened", NOTIFY_CHANGES, said("The policy allows more"), text, opens=("policy", "")))
    for loss in now.losses:
        if loss not in before.losses:
            text = f"{view.loss_line(loss)} {view.loss_advice(loss)}"
            title = said("A guard is gone in {client}", client=words.short(loss.title))
            found.append(Notice(f"loss {loss.path}", NOTIFY_CHANGES, title, text, opens=("protect", loss.path)))
    for line in now.starts:
        if line not in before.starts:
            text = said("{line} Look at it before you start it.", line=line)
            title = said("New in a client's file")
            found.append(Notice(f"start {line}", NOTIFY_CHANGES, title, text, opens=("protect", "")))
    new = {change.server for change in now.changes if change not in before.changes}
    for server, text in changes.notice_lines(now.changes):
        if server in new:
            title = said("{server} changed", server=words.short(server))
            found.append(Notice(f"changes {server}", NOTIFY_CHANGES, title, text, opens=("pins", server)))
    return found


def _tool(facts: Facts, asked: Question) -> Tool | None:
    known = next((server.tools for server in facts.servers if server.name == asked.server), ())
    return next((tool for tool in known if tool.name == asked.tool), None) if not asked.method else None


def _arguments(asked: Question) -> tuple[str, bool]:
    """The arguments on one line, secrets masked; and whether that is all of them."""
    if not asked.args:
        return "", True
    shown = redact(asked.args)
    whole = json.dumps(shown, ensure_ascii=False)
    text = plain(whole[: SHOWN + 1])
    if len(text) <= SHOWN:
        return text, text == whole and shown is asked.args
    return f"{text[:SHOWN]}…", False
