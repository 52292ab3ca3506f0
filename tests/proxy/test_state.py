"""The tools each server named, kept for whoever asks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from callgate_proxy.errors import StateError
from callgate_proxy.home import Home
from callgate_proxy.state import State

NOW = 1_000_000.0
_opened: list[State] = []


def opened(home: Home) -> State:
    """A state that is closed after the test."""
    _opened.append(State(home))
    return _opened[-1]


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while _opened:
        _opened.pop().close()


@pytest.mark.parametrize("content", [b"not a database" * 100, b"\0" * 4096])
def test_a_state_file_that_cannot_be_used_is_an_error(home: Home, content: bytes) -> None:
    os.makedirs(home.root)
    Path(home.state).write_bytes(content)
    with pytest.raises(StateError, match=r"state\.db"):
        opened(home).saw_tools("fs", [], NOW)


def test_only_its_owner_may_read_the_state(home: Home) -> None:
    opened(home).saw_tools("fs", [], NOW)
    assert os.stat(home.state).st_mode & 0o077 == 0


def test_the_tools_a_server_named_are_remembered_with_its_own_words(home: Home) -> None:
    state = opened(home)
    state.saw_tools(
        "fs", [{"name": "b", "title": "B", "annotations": {"readOnlyHint": True}}, {"name": "a", "description": 7}], NOW
    )
    state.saw_tools("fs", [{"name": "b", "description": "new"}], NOW + 1)
    found = opened(home).tools()["fs"]
    assert [(tool.name, tool.title, tool.description, tool.seen) for tool in found] == [
        ("a", "", "", NOW),
        ("b", "", "new", NOW + 1),
    ]
    assert found[1].annotations == {}
