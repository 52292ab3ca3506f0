"""The first run in three steps: what was found, how it is protected, what remains to be done. A plain reducer.

* Every server that can be guarded is chosen at first; a choice survives a new look at the files.
* A project's own file is chosen only by hand: it is often under version control.
* What a client must be told is this client's own: where its "always allow" is, and how it is started again.

Values in, values out: no Qt, no files, no clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from callgate_proxy.clients import Applied, Entry, Found, Plan
from callgate_proxy.clients.applying import KEEP_SERVING
from callgate_proxy.plain import plain

from callgate_desktop import words
from callgate_desktop.guarding import Seen
from callgate_desktop.said import said, told

FOUND, PROTECT, DONE = "found", "protect", "done"
ASK, BY_RISK = "ask", "risk"
POLICIES = {
    ASK: (
        said("Ask about everything"),
        said("Every tool call asks you first, and an answer that lasts becomes a rule."),
    ),
    BY_RISK: (
        said("Begin by risk"),
        said(
            "Each server is started once to see its tools: reading what is not private is allowed, small writes up to "
            "30 a minute, and all else asks."
        ),
    ),
}
_ALLOWING = {
    "claude-desktop": said("{client}: in its settings, give each tool of these servers “Always allow”."),
    "claude-code": said("{client}: with /permissions, allow {rules}."),
    "vscode": said("{client}: when it asks to run a tool, choose “Always Allow”."),
    "cline": said("{client}: switch on auto-approve for the use of MCP servers, and for these tools."),
    "gemini-cli": said("{client}: answer its first question with “always allow” for the server."),
    "zed": said("{client}: when it asks to run a tool, choose “Always Allow”."),
}
_ELSEWHERE = said("{client}: if it asks about tools itself, choose its “always allow” for these servers.")
Key = tuple[str, str]  # a client's file, the entry's name in it


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: each file's plan with what was done, and a sentence for whatever was not."""

    applied: tuple[tuple[Plan, Applied], ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstRun:
    """`step`: FOUND, PROTECT or DONE. `flipped`: entries whose choice is not the first one.

    `policy`: ASK or BY_RISK; it says nothing where there is a policy already (`has_policy`). `busy`: something is
    being written.
    """

    step: str = FOUND
    seen: tuple[Seen, ...] = ()
    flipped: frozenset[Key] = frozenset()
    policy: str = ASK
    plans: tuple[Plan, ...] = ()
    outcome: Outcome = Outcome()
    has_policy: bool = False
    busy: bool = False

    @property
    def founds(self) -> tuple[Found, ...]:
        """The clients' files."""
        return tuple(one.found for one in self.seen)

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The names of the chosen servers by their file; files of which none is chosen are left out."""
        chosen = {
            found.path: [entry.name for entry in found.entries if self.is_chosen(found, entry)] for found in self.founds
        }
        return {path: names for path, names in chosen.items() if names}

    @property
    def count(self) -> int:
        """How many servers are chosen."""
        return sum(len(names) for names in self.chosen.values())

    @property
    def running(self) -> dict[str, tuple[str, ...]]:
        """The chosen files that their client would write over, with what runs."""
        return {one.found.path: one.running for one in self.seen if one.running and one.found.path in self.chosen}

    @property
    def ready(self) -> tuple[Plan, ...]:
        """The plans that can be carried out now."""
        return tuple(plan for plan in self.plans if not plan.empty and plan.path not in self.running)

    def is_chosen(self, found: Found, entry: Entry) -> bool:
        """Whether this server is to be guarded."""
        if not can_guard(entry):
            return False
        at_first = not found.project and not entry.disabled
        return at_first != ((found.path, entry.name) in self.flipped)


def can_guard(entry: Entry) -> bool:
    """Whether it is open and could be guarded."""
    return not entry.guarded and not entry.problem


def saw(state: FirstRun, seen: list[Seen]) -> FirstRun:
    """The files were read; plans made of other contents are void."""
    contents = {one.found.path: one.found.content for one in seen}
    holds = all(contents.get(plan.path) == plan.before for plan in state.plans)
    return replace(state, seen=tuple(seen), plans=state.plans if holds else ())


def flip(state: FirstRun, path: str, name: str) -> FirstRun:
    """The person chose a server, or the opposite."""
    return replace(state, flipped=state.flipped ^ {(path, name)}, plans=())


def headline(state: FirstRun) -> str:
    """What was found, in one sentence."""
    there = [one for one in state.founds if one.exists]
    if not there:
        return said("No MCP client was found on this computer yet.")
    servers = sum(len(one.entries) for one in there)
    could = sum(can_guard(entry) for one in there for entry in one.entries)
    clients = said("%n client(s)", "", len({one.title for one in there}))
    if not servers:
        return said("{clients} with {servers} yet.", clients=clients, servers=words.servers(servers))
    return said(
        "{clients} with {servers}: %n can be protected.", "", could, clients=clients, servers=words.servers(servers)
    )


def entry_line(entry: Entry) -> str:
    """What stands beside a server's name: why it cannot be chosen, "" where it can."""
    if entry.guarded:
        return said("Protected already")
    if entry.problem:
        return said("Cannot be protected: {why}", why=plain(told(entry.problem)))
    return said("Switched off in the client") if entry.disabled else ""


def running_line(state: FirstRun) -> str:
    """Which clients must be quit first, "" where none."""
    titles = [found.title for found in state.founds if found.path in state.running]
    if not titles:
        return ""
    one = said(
        "{clients}: running, and would write over the change. Quit it from the tray or menu bar "
        "(closing the window is not enough), then check again."
    )
    several = said(
        "{clients}: running, and would write over the change. Quit each of them from the tray or menu bar "
        "(closing the window is not enough), then check again."
    )
    return (several if len(titles) > 1 else one).format(clients=", ".join(titles))


def restarts(outcome: Outcome) -> list[str]:
    """For each client what makes it use the guarded servers."""
    advices = [(plan.title, done_advice(applied)) for plan, applied in outcome.applied if applied.advice]
    return [advice if title in advice else f"{title}: {advice}" for title, advice in advices]


def done_advice(applied: Applied) -> str:
    """What makes the client use what was written, in the person's language."""
    done, kept, _ = applied.advice.partition(KEEP_SERVING)
    return " ".join(told(plain(sentence.strip())) for sentence in (done, kept) if sentence)


def allowing(outcome: Outcome) -> list[str]:
    """For each client how it stops asking about what Callgate asks."""
    ways: list[str] = []
    for plan, _ in outcome.applied:
        rules = ", ".join(f"mcp__{plain(name)}" for name in plan.guarded) or "mcp__NAME"
        ways.append(_ALLOWING.get(plan.client, _ELSEWHERE).format(client=plan.title, rules=rules))
    return list(dict.fromkeys(ways))


def protected(outcome: Outcome) -> int:
    """How many servers were guarded."""
    return sum(len(applied.changes) for _, applied in outcome.applied)


def with_policy(state: FirstRun, policy: str) -> FirstRun:
    """The person chose what to begin with."""
    return replace(state, policy=policy)


def turned(state: FirstRun, step: str) -> FirstRun:
    """To another step."""
    return replace(state, step=step)


def wants_plans(state: FirstRun) -> bool:
    """Whether the changes have to be worked out."""
    return state.step == PROTECT and not state.plans and bool(state.chosen) and not state.busy


def planned(state: FirstRun, plans: list[Plan]) -> FirstRun:
    """The changes were worked out. Plans for what is no longer chosen, or of other contents, are not taken."""
    contents = {found.path: found.content for found in state.founds}
    fits = {plan.path for plan in plans} == state.chosen.keys()
    fits = fits and all(contents[plan.path] == plan.before for plan in plans)
    return replace(state, plans=tuple(plans)) if fits else state


def begun(state: FirstRun) -> FirstRun:
    """What is in view is being written."""
    return replace(state, busy=True)


def finished(state: FirstRun, outcome: Outcome) -> FirstRun:
    """It was written."""
    return replace(state, step=DONE, outcome=outcome, plans=(), busy=False)


def stopped(state: FirstRun) -> FirstRun:
    """A step failed: the person chooses anew."""
    return replace(state, busy=False, step=FOUND if state.step == PROTECT else state.step, plans=())
