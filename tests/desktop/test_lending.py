"""A proxy that starts gets its secrets of the tray: those its own entry refers to, and of the helper what is left."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from threading import Event

import pytest
from callgate_desktop.lending import Lending
from callgate_proxy import clients, contract, resolving
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.secrets import PREFIX, Missing, SecretError
from callgate_proxy.spawn import SpawnError

if sys.platform == "win32":
    pytest.skip("only on Windows: a named pipe stands in for the Unix socket", allow_module_level=True)
assert sys.platform != "win32"

from connections import Scene, run  # noqa: E402  (it needs Unix sockets)

KEPT = {"fs": "v-fs", "git": "v-git", "far": "v-far", "loose": "v-loose"}
NO_HELPER = [sys.executable, "-I", "-c", "raise SystemExit(1)"]
HELPER = [
    sys.executable,
    "-I",
    "-c",
    "import json, sys; print(json.dumps({'values': {k: 'helped' for k in json.load(sys.stdin)}}))",
]


def get(name: str) -> str:
    """The keychain."""
    if name not in KEPT:
        raise Missing(f"The keychain has no secret “{name}”.", "Store it again.")
    return KEPT[name]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(str(tmp_path / "home"))


@pytest.fixture
def places(home: Home, tmp_path: Path) -> Places:
    """Claude Desktop with three servers, two of which are guarded; the third is not."""
    at = Places(str(tmp_path), "", "", str(tmp_path / ".config"), "linux", list)
    file = tmp_path / ".config" / "Claude" / "claude_desktop_config.json"
    file.parent.mkdir(parents=True)
    servers = {name: {"command": name, "env": {"KEY": PREFIX + name}} for name in ("fs", "git", "loose")}
    file.write_text(json.dumps({"mcpServers": servers}))
    (found,) = clients.found(at)
    clients.apply(clients.plan_protect(found, home, ["fs", "git"]), home, at)
    return at


@pytest.mark.parametrize(
    ("client", "server", "names", "given"),
    [
        ("claude-desktop", "fs", ["fs"], {"fs": "v-fs"}),
        ("claude-desktop", "fs", ["fs", "git", "loose", "far"], {"fs": "v-fs"}),
        ("claude-desktop", "loose", ["loose"], {}),
        ("cursor", "fs", ["fs"], {}),
        ("", "", ["fs"], {}),
        ("claude-desktop", "fs", [], {}),
    ],
)
def test_only_what_the_guarded_entry_of_this_server_refers_to_is_given(
    places: Places, client: str, server: str, names: list[str], given: dict[str, str]
) -> None:
    assert Lending(places, get, "linux")(client, server, names) == contract.lent(given)


def test_on_macos_nothing_is_given(places: Places) -> None:
    assert Lending(places, get, "darwin")("claude-desktop", "fs", ["fs"]) == contract.lent({})


def test_a_keychain_that_fails_is_told_in_its_own_words(places: Places) -> None:
    def locked(_: str) -> str:
        raise SecretError("The keychain is locked.", "Unlock it.")

    told = Lending(places, locked, "linux")("claude-desktop", "fs", ["fs"])
    assert told == contract.lent({}, "The keychain is locked.", "Unlock it.")


def test_the_proxy_gets_its_value_without_a_helper_and_no_log_has_it(
    home: Home, places: Places, caplog: pytest.LogCaptureFixture
) -> None:
    environ = {"KEY": PREFIX + "fs", "SAME": PREFIX + "fs", "PLAIN": "x"}
    caplog.set_level(logging.DEBUG)

    async def story() -> None:
        async with Scene(home) as scene:
            scene.hub.lend = Lending(places, get, "linux")
            ask = asyncio.to_thread(resolving.resolved, environ, home, "fs", "claude-desktop", "linux", NO_HELPER)
            assert await ask == {"KEY": "v-fs", "SAME": "v-fs"}

    run(story())
    assert "v-fs" not in caplog.text


def test_what_the_tray_does_not_give_comes_of_the_helper(home: Home, places: Places) -> None:
    environ = {"KEY": PREFIX + "fs", "OTHER": PREFIX + "git"}

    async def story() -> None:
        async with Scene(home) as scene:
            scene.hub.lend = Lending(places, get, "linux")
            ask = asyncio.to_thread(resolving.resolved, environ, home, "fs", "claude-desktop", "linux", HELPER)
            assert await ask == {"KEY": "v-fs", "OTHER": "helped"}

    run(story())


def test_a_tray_that_does_not_know_the_question_is_passed_over(home: Home) -> None:
    async def story() -> None:
        async with Scene(home):
            ask = asyncio.to_thread(
                resolving.resolved, {"KEY": PREFIX + "fs"}, home, "fs", "claude-desktop", "linux", HELPER
            )
            assert await ask == {"KEY": "helped"}

    run(story())


def test_on_macos_and_without_a_tray_only_the_helper_is_asked(home: Home) -> None:
    asked: list[str] = []

    def lend(client: str, server: str, _: list[str]) -> dict[str, object]:
        asked.append(f"{client} {server}")
        return contract.lent({})

    async def story() -> None:
        async with Scene(home) as scene:
            scene.hub.lend = lend
            ask = asyncio.to_thread(resolving.resolved, {"K": PREFIX + "fs"}, home, "fs", "c", "darwin", HELPER)
            assert await ask == {"K": "helped"}
            assert asked == []

    run(story())
    assert resolving.resolved({"K": PREFIX + "fs"}, home, "fs", "c", "linux", HELPER) == {"K": "helped"}


def test_a_locked_keychain_behind_the_tray_keeps_the_server_from_starting(home: Home) -> None:
    def locked(*_: object) -> dict[str, object]:
        return contract.lent({}, "The keychain is locked.", "Unlock it.")

    async def story() -> None:
        async with Scene(home) as scene:
            scene.hub.lend = locked
            with pytest.raises(SpawnError, match="locked") as error:
                await asyncio.to_thread(resolving.resolved, {"K": PREFIX + "fs"}, home, "fs", "c", "linux", HELPER)
            assert error.value.fix == "Unlock it."

    run(story())


def test_a_tray_whose_keychain_waits_for_ever_is_given_up(home: Home) -> None:
    over = Event()

    def waits(*_: object) -> dict[str, object]:
        over.wait(30)
        return contract.lent({})

    async def story() -> None:
        async with Scene(home) as scene:
            scene.hub.lend = waits
            with pytest.raises(SpawnError, match="did not answer"):
                await asyncio.to_thread(
                    resolving.resolved, {"K": PREFIX + "fs"}, home, "fs", "c", "linux", HELPER, patience=0.1
                )
            over.set()

    run(story())


@pytest.mark.parametrize(
    ("greet", "said"),
    [
        (False, [{"op": "secrets", "names": ["fs"]}]),
        (True, [{"op": "secrets"}]),
        (True, [{"op": "secrets", "names": "fs"}]),
        (True, [{"op": "secrets", "names": [1]}]),
    ],
)
def test_who_asks_otherwise_is_hung_up_on(
    home: Home, places: Places, greet: bool, said: list[dict[str, object]], caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            scene.hub.lend = Lending(places, get, "linux")
            proxy = await scene.proxy(greet)
            for one in said:
                proxy.say(one)
            assert await proxy.dropped()

    run(story())
    assert "asked for secrets" in caplog.text


def test_who_asks_again_before_the_answer_is_hung_up_on(home: Home) -> None:
    over = Event()

    def waits(*_: object) -> dict[str, object]:
        over.wait(30)
        return contract.lent({"fs": "v-fs"})

    async def story() -> None:
        async with Scene(home) as scene:
            scene.hub.lend = waits
            proxy = await scene.proxy()
            proxy.say(contract.secrets(["fs"]))
            proxy.say(contract.secrets(["fs"]))
            assert await proxy.dropped()
            over.set()

    run(story())
