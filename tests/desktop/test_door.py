"""One tray a home, and nobody else let in."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from pathlib import Path

import pytest
from callgate_desktop import pipe
from callgate_desktop.door import Door, TrayRunning, knock
from callgate_desktop.hub import Hub
from callgate_proxy import contract
from callgate_proxy.errors import LinkError
from callgate_proxy.home import Home

if sys.platform == "win32":
    pytest.skip("only on Windows: a named pipe stands in for the Unix socket", allow_module_level=True)
assert sys.platform != "win32"

from connections import Scene, Seen, run  # noqa: E402  (it needs Unix sockets)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(str(tmp_path))


def test_a_second_tray_is_turned_away_and_can_hand_over(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            with pytest.raises(TrayRunning):
                await Door.open(home, Hub(Seen()).serve)
            assert await knock(home, json.dumps(contract.show()).encode() + b"\n")
            assert (await scene.seen.next())[0] == "shown"

    run(story())


def test_nobody_is_home_once_the_tray_has_closed(home: Home) -> None:
    async def story() -> None:
        async with Scene(home):
            pass
        assert not await knock(home, b"{}\n")
        assert not os.path.exists(home.socket)

    run(story())


def test_a_socket_left_by_a_killed_tray_does_not_keep_the_next_one_out(home: Home) -> None:
    async def story() -> None:
        home.ensure(home.run)
        Path(home.socket).touch()
        async with Scene(home):
            assert await knock(home, b'{"op": "show"}\n')

    run(story())


def test_the_socket_and_its_directory_are_for_this_user_alone(home: Home) -> None:
    async def story() -> None:
        os.makedirs(home.run, mode=0o777)
        async with Scene(home):
            assert stat.S_IMODE(os.stat(home.run).st_mode) == 0o700
            assert stat.S_IMODE(os.stat(home.socket).st_mode) == 0o600

    run(story())


def test_a_path_too_long_for_a_socket_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    async def story() -> None:
        with pytest.raises(LinkError, match="103 fit") as caught:
            await Door.open(Home(str(tmp_path / ("x" * 100))), Hub(Seen()).serve)
        assert "shorter directory" in caught.value.fix

    run(story())


def test_a_home_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    async def story() -> None:
        (tmp_path / "file").touch()
        with pytest.raises(LinkError, match="cannot open its socket") as caught:
            await Door.open(Home(str(tmp_path / "file")), Hub(Seen()).serve)
        assert "CALLGATE_HOME" in caught.value.fix

    run(story())


def test_the_pipes_note_is_private_and_new_each_time(home: Home) -> None:
    home.ensure(home.run)
    first, second = pipe.write_note(home), pipe.write_note(home)
    assert first != second
    assert pipe.read_note(home) == second
    assert stat.S_IMODE(os.stat(pipe.note_path(home)).st_mode) == 0o600


def test_a_caller_without_the_pipes_token_is_dropped(home: Home) -> None:
    async def story() -> None:
        accepted: list[bytes] = []

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted.append(await reader.readline())
            writer.close()

        server = await asyncio.start_unix_server(pipe.trusting("secret", accept), path=str(Path(home.root) / "s"))
        async with server:
            for first_line in (b"wrong\nhello\n", b"secret\nhello\n"):
                reader, writer = await asyncio.open_unix_connection(str(Path(home.root) / "s"))
                writer.write(first_line)
                assert await asyncio.wait_for(reader.read(), 5) == b""
                writer.close()
        assert accepted == [b"hello\n"]

    run(story())
