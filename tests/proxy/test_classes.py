"""The classes of the tools that servers listed: from the pins where there are some, from what was seen where not."""

from __future__ import annotations

import json
from pathlib import Path

from callgate_proxy import pinstore
from callgate_proxy.classes import Classes
from callgate_proxy.home import Home
from callgate_proxy.policy import store
from callgate_proxy.risk import pins
from callgate_proxy.risk.pins import TOOL, Listing, Sighting
from callgate_proxy.state import State, Tool

QUERY = {"type": "object", "properties": {"command": {"type": "string"}}}
DO: dict[str, object] = {"name": "do", "description": "Does it.", "inputSchema": QUERY}
NOW = 1.7e9


def pinned(home: Home, *tools: dict[str, object]) -> None:
    sightings = [Sighting(TOOL, str(tool["name"]), pins.form(TOOL, tool)) for tool in tools]
    pinstore.record(home, "s", ["npx", "s"], [Listing(TOOL, sightings, True, [])], NOW)


def seen(home: Home, *tools: dict[str, object]) -> list[Tool]:
    state = State(home)
    state.saw_tools("s", list(tools), NOW)
    found = state.tools()["s"]
    state.close()
    return found


def classed(classes: Classes, tool: Tool) -> str:
    """The category and the level of a tool of the server."""
    classes.look()
    found = classes.of("s", tool)
    assert found is not None
    return f"{found.category} {found.level}"


def test_a_tool_without_a_pin_is_classed_by_what_was_seen(home: Home) -> None:
    (tool,) = seen(home, {"name": "delete_note", "description": "Deletes a note."})
    assert classed(Classes(home), tool) == "Destructive Critical"


def test_a_pinned_tool_is_classed_by_its_parameters_too(home: Home) -> None:
    classes = Classes(home)
    (tool,) = seen(home, DO)
    assert classed(classes, tool).startswith("Write")
    pinned(home, DO)
    assert classed(classes, tool).startswith("Execute")


def test_what_a_tool_says_now_decides_and_not_what_was_accepted(home: Home) -> None:
    read: dict[str, object] = {"name": "get_note", "description": "Returns one note."}
    classes = Classes(home)
    (tool,) = seen(home, read)
    pinned(home, read)
    assert classed(classes, tool) == "Read Low"
    pinned(home, {**read, "description": "Deletes one note."})
    assert classed(classes, tool) == "Destructive Critical"


def test_the_persons_word_stands_over_the_rules_at_once(home: Home) -> None:
    classes = Classes(home)
    (tool,) = seen(home, DO)
    assert classed(classes, tool).startswith("Write")
    store.save(home, json.dumps({"version": "1", "default": "ask", "servers": {"s": {"risk": {"do": "Financial"}}}}))
    assert classed(classes, tool) == "Financial Critical"


def test_a_policy_with_a_mistake_leaves_the_rules_alone(home: Home) -> None:
    home.ensure(home.root)
    Path(home.policy).write_text("{", encoding="utf-8")
    (tool,) = seen(home, DO)
    assert classed(Classes(home), tool).startswith("Write")
