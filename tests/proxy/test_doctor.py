"""What the doctor says of a machine: each check is silent where all is well, and says what to do where it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from callgate_proxy.clients import Entry, Found, Lost
from callgate_proxy.clients.entries import LED
from callgate_proxy.doctor import (
    CHECKS,
    NOWHERE,
    TERMINAL_ONLY,
    Complaint,
    Machine,
    Permission,
    Program,
    complaints,
)

GUARDED = Entry("fs", "npx", ["-y", "x"], [], True, "", launcher="/h/bin/callgate-proxy", server="fs")
FILE = Found("cursor", "Cursor", "/me/mcp.json", True, [GUARDED], "")
WELL = Machine(founds=(FILE,), home="/h", launcher_path="/h/bin")


def of(entry: Entry) -> Machine:
    """The machine with this entry in place of its own."""
    return replace(WELL, founds=(replace(FILE, entries=[entry]),))


def test_where_nothing_is_wrong_nothing_is_said() -> None:
    assert complaints(WELL) == []
    off = replace(GUARDED, guarded=False, disabled=True, launcher="")
    assert complaints(of(off)) == []
    assert complaints(of(replace(GUARDED, guarded=False, problem=LED, launcher=""))) == []


ENTRY = ("/me/mcp.json", "fs")
OPEN = replace(GUARDED, guarded=False, launcher="")
WRONG = {
    "clients: none": (Machine(), "No client's file", "Install a client"),
    "clients: broken": (
        replace(WELL, founds=(FILE, replace(FILE, problem="line 1", advice="Mend it."))),
        "line 1",
        "Mend",
    ),
    "clients: wiped": (
        replace(WELL, lost={FILE.path: Lost((), ("fs",), ())}),
        "no longer holds “fs”",
        "puts them back",
    ),
    "servers: open": (of(OPEN), "“fs” of Cursor is not guarded.", "callgate protect"),
    "servers: project": (
        replace(WELL, founds=(replace(FILE, entries=[OPEN], project="/p"),)),
        "not guarded",
        "protect --all",
    ),
    "servers: elsewhere": (replace(of(OPEN), elsewhere={ENTRY: "Zed"}), "guarded in Zed", "callgate protect"),
    "servers: closed": (of(replace(OPEN, problem="it is an extension")), "not covered: it is an extension.", "knowing"),
    "programs: none": (replace(WELL, programs={ENTRY: Program(NOWHERE)}), "there is no npx", "Install it"),
    "programs: poor": (
        replace(WELL, programs={ENTRY: Program(TERMINAL_ONLY, "/me/.nvm/npx")}),
        "programs with a window do not find npx",
        "/me/.nvm/npx",
    ),
    "launcher: old": (replace(WELL, launcher=("callgate-proxy",)), "not this version's", "callgate protect"),
    "launcher: other": (of(replace(GUARDED, launcher="/old/callgate-proxy")), "another launcher", "callgate protect"),
    "policy: none": (replace(WELL, policy_exists=False), "every call is refused", "policy init"),
    "policy: broken": (replace(WELL, policy_problems=("line 3: no",)), "line 3: no", "policy check"),
    "policy: waits": (replace(WELL, waiting="It allows more."), "It allows more.", "policy accept"),
    "policy: paused": (replace(WELL, mode="paused"), "every call passes", "tray"),
    "policy: locked": (replace(WELL, mode="lockdown"), "every tool call is refused", "tray"),
    "pins: waiting": (replace(WELL, pins={"fs": 2}), "“fs” changed or added 2 things", "callgate pins --server fs"),
    "pins: broken": (replace(WELL, pins_problem="no"), "asked about: no", "callgate pins"),
    "starts: held": (replace(WELL, held=(("fs", "cursor"),)), "“fs” of cursor is not started", "callgate starts"),
    "tray: down": (replace(WELL, tray=False), "asks about is refused", "callgate tray"),
    "tray: missing": (replace(WELL, tray=False, desktop=False), "asks about is refused", "pip install"),
    "tray: socket": (replace(WELL, socket_left="/h/run/tray.sock"), "left over by a tray", "delete it"),
    "remotes: dead": (replace(WELL, dead=frozenset([ENTRY])), "nobody gave out", "own address"),
    "remotes: silent": (
        replace(WELL, serving="It is not running. The tray runs it."),
        "not running.",
        "The tray runs it.",
    ),
    "keychain: locked": (replace(WELL, keychain=("It is locked.", "Unlock it.")), "It is locked.", "Unlock it."),
    "home: read-only": (replace(WELL, writable=False), "/h cannot be written", "writable"),
    "home: open": (
        replace(WELL, permissions=(Permission("/h", 0o755, 0o700),)),
        "Others may use /h (755)",
        "chmod 700 /h",
    ),
    "home: foreign": (replace(WELL, permissions=(Permission("/h", 0o700, 0o700, False),)), "another user", "chown"),
    "leftovers": (replace(WELL, left=("/me/mcp.json.callgate-0",)), "mcp.json.callgate-0 was left", "Delete it"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_by_its_check_with_what_to_do(name: str) -> None:
    machine, what, fix = WRONG[name]
    (found,) = complaints(machine)
    assert found.check == name.partition(":")[0]
    assert what in found.what
    assert fix in found.fix


def test_every_check_is_tried_here() -> None:
    assert {name.partition(":")[0] for name in WRONG} == set(CHECKS)


def test_an_unguarded_machine_needs_no_tray_and_no_policy() -> None:
    nothing = replace(of(replace(OPEN, disabled=True)), tray=False, policy_exists=False)
    assert complaints(nothing) == []


def test_a_private_file_of_the_right_kind_is_no_complaint() -> None:
    kept = (Permission("/h", 0o700, 0o700), Permission("/h/a", 0o600, 0o600), Permission("/h/b", 0o400, 0o600))
    assert complaints(replace(WELL, permissions=kept)) == []
    assert [type(one) for one in complaints(replace(WELL, waiting="x"))] == [Complaint]
