"""What a name does not tell of a tool's part in a flow, its class does: worked out at the list, never at a call."""

from __future__ import annotations

from _thread import allocate_lock
from typing import Any

import pytest
from callgate_proxy.effects import Saw
from callgate_proxy.guarding import data
from callgate_proxy.home import Home
from callgate_proxy.keeping import Keeping
from callgate_proxy.policy import paths
from callgate_proxy.relay import Options
from callgate_proxy.risk import rulebook
from callgate_proxy.risk.calling import Calls
from callgate_proxy.risk.flagged import Flagged
from callgate_proxy.risk.roles import Role


def tool(name: str, said: str) -> dict[str, Any]:
    return {"name": name, "description": said, "inputSchema": {"type": "object", "properties": {}}}


POSTS = tool("search_posts", "Search posts in the archive, written by anyone")
INVOICES = tool("list_invoices", "List the invoices of your customers")
STORY = tool("add_story", "Adds a comment to a task, visible to everyone who follows it")


def test_a_class_tells_what_comes_from_outside_what_is_private_and_what_lets_data_out() -> None:
    told = Flagged().look([POSTS, INVOICES, STORY])
    roles = [Role(one["name"], one, told[one["name"]]) for one in (POSTS, INVOICES, STORY)]
    assert [(one.outside, one.private, one.egress) for one in roles] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    bare = [Role(one["name"], one) for one in (POSTS, INVOICES, STORY)]
    assert not any(one.outside or one.private or one.egress for one in bare)


def test_a_name_that_tells_one_thing_is_not_made_to_say_another() -> None:
    role = Role("read_file", None, "su")
    assert (role.private, role.outside) == (True, False)
    assert not Role("resolve_library_docs", None, "u").outside
    assert not Role("create_order", None, "s").private


def test_a_tool_is_classed_again_only_when_its_form_has_changed() -> None:
    flagged = Flagged()
    assert flagged.look([INVOICES]) == {"list_invoices": "s"}
    assert flagged.look([dict(INVOICES)]) == {}
    assert flagged.look([{**INVOICES, "description": "Search posts, written by anyone"}]) != {}
    assert flagged.look([{"description": "no name"}]) == {}


class Nothing:
    """Nothing flowed."""

    salt = b""

    def add(self, kind: str, what: str, now: float) -> None: ...

    def all(self, kind: str, now: float) -> list[str]:  # noqa: ARG002
        return []


def test_a_role_that_was_kept_follows_the_class() -> None:
    calls = Calls("fs", data("guarded.json"), "/home/u", (), (), paths.resolve, Nothing())
    calls.listed([POSTS])
    assert not calls.role("search_posts").outside
    calls.classed({"search_posts": "u"})
    assert calls.role("search_posts").outside


def test_without_the_rules_the_names_tell(
    home: Home, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def gone() -> rulebook.Rulebook:
        raise FileNotFoundError("risk.json")

    heard: list[object] = []

    def tell(kind: str, value: object) -> None:
        heard.append((kind, value))

    monkeypatch.setattr(rulebook, "ours", gone)
    keeping = Keeping(home, Options("fs", "cursor", 1.0, ["npx", "fs"]))
    keeping.saw(Saw([POSTS], tell), 0.0)
    keeping.class_listed(allocate_lock())
    assert heard == []
    assert "by their names alone" in capfd.readouterr().err


def test_listed_tools_are_classed_once_and_told_under_the_sessions_lock(home: Home) -> None:
    lock, heard = allocate_lock(), list[tuple[str, object, bool]]()

    def tell(kind: str, value: object) -> None:
        heard.append((kind, value, lock.locked()))

    keeping = Keeping(home, Options("fs", "cursor", 1.0, ["npx", "fs"]))
    keeping.saw(Saw([POSTS], tell), 0.0)
    assert heard == []  # a client that only looks pays nothing
    keeping.class_listed(lock)
    assert heard == [("flags", {"search_posts": "u"}, True)]
    assert keeping.listed == []
