"""Giving back in the window, where the file refers to the keychain: the values come first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.guarding import Guarding, Seen
from callgate_proxy import carrying, clients
from callgate_proxy.clients import Applied, Found, Places, Plan
from callgate_proxy.home import Home
from keychains import pretend

TOKEN = "ghp_" + "a" * 36


class Told:
    """The screen: what was shown last."""

    def __init__(self) -> None:
        self.plan: Plan | None = None
        self.applied: Applied | None = None
        self.problem = ""

    def show_seen(self, seen: list[Seen]) -> None:
        raise AssertionError(f"nobody looked: {seen}")

    def show_plan(self, plan: Plan, guards: bool, running: tuple[str, ...]) -> None:
        assert (guards, running) == (False, ())
        self.plan = plan

    def show_applied(self, applied: Applied, guards: bool) -> None:
        assert not guards
        self.applied = applied

    def show_problem(self, problem: str, fix: str) -> None:
        self.problem = f"{problem} {fix}"


class Scene:
    """A guarded file whose secret is in a keychain that is a dict."""

    def __init__(self, home: Home, person: Path, kept: dict[str, str]) -> None:
        self.home, self.kept, self.screen = home, kept, Told()
        self.config = person / ".config" / "Claude" / "claude_desktop_config.json"
        self.config.parent.mkdir(parents=True)
        servers = {"a": {"command": "npx", "env": {"API_TOKEN": TOKEN}}, "b": {"command": "b"}}
        self.content = json.dumps({"mcpServers": servers}, indent=3).encode()
        self.config.write_bytes(self.content)
        self.places = Places(str(person), "", "", str(person / ".config"), "linux", list)
        clients.apply(clients.plan_protect(self.found(), home), home, self.places)
        carrying.out(home, self.found(), carrying.held(self.found()))
        assert TOKEN not in self.config.read_text()

    def found(self) -> Found:
        (only,) = clients.found(self.places)
        return only

    def give_back(self, *servers: str) -> None:
        async def steps() -> None:
            tasks: list[asyncio.Task[None]] = []

            def start(work: Coroutine[Any, Any, None]) -> None:
                tasks.append(asyncio.ensure_future(work))

            guarding = Guarding(self.home, self.places, self.screen, start)
            guarding.plan(self.found(), False, list(servers) or None)
            await tasks.pop()
            assert self.screen.plan is not None
            guarding.apply(self.screen.plan)
            await tasks.pop()

        asyncio.run(steps())


@pytest.fixture
def scene(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    return Scene(home, tmp_path, pretend(monkeypatch))


def test_giving_all_back_puts_the_values_back_first_and_the_file_is_the_same_to_the_byte(scene: Scene) -> None:
    scene.give_back()
    assert scene.screen.problem == ""
    assert scene.config.read_bytes() == scene.content
    assert scene.kept == {}


def test_giving_one_back_leaves_the_others_secrets_in_the_keychain(scene: Scene) -> None:
    scene.give_back("b")
    assert scene.screen.applied is not None
    assert [(one.name, one.guarded) for one in scene.found().entries] == [("a", True), ("b", False)]
    assert list(scene.kept.values()) == [TOKEN]
    assert TOKEN not in scene.config.read_text()


def test_a_keychain_that_does_not_answer_leaves_everything_as_it_was(scene: Scene) -> None:
    scene.kept.clear()
    before = scene.config.read_bytes()
    scene.give_back()
    assert scene.screen.applied is None
    assert "The keychain has no secret" in scene.screen.problem
    assert scene.config.read_bytes() == before


def test_a_file_that_changed_since_the_plan_is_left_alone(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = scene.config.read_bytes() + b"\n"
    show = scene.screen.show_plan

    def change_then_show(plan: Plan, guards: bool, running: tuple[str, ...]) -> None:
        scene.config.write_bytes(changed)
        show(plan, guards, running)

    monkeypatch.setattr(scene.screen, "show_plan", change_then_show)
    scene.give_back()
    assert "has changed since the plan was made" in scene.screen.problem
    assert scene.config.read_bytes() == changed
    assert list(scene.kept.values()) == [TOKEN]


def test_no_copy_in_the_journal_holds_a_value_that_was_moved(scene: Scene) -> None:
    copies = [one.read_bytes() for one in Path(scene.home.journal).rglob("*.json")]
    assert len(copies) == 1
    assert TOKEN.encode() not in copies[0]
    assert b"callgate-secret:claude-desktop/a/API_TOKEN" in copies[0]


def test_a_change_between_move_and_undo_belongs_to_the_same_chain(scene: Scene) -> None:
    scene.give_back("b")
    clients.apply(clients.plan_protect(scene.found(), scene.home), scene.home, scene.places)
    scene.give_back()
    assert scene.config.read_bytes() == scene.content
    copies = [one.read_bytes() for one in Path(scene.home.journal).rglob("*.json")]
    assert scene.content in copies
