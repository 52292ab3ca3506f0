"""Whether the endpoint answers: only the one of this home counts."""

from __future__ import annotations

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from callgate_proxy import serving
from callgate_proxy.cli_status import gather
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.http import remotes


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(str(tmp_path / "home"))


def use(home: Home, port: int) -> str:
    """A client uses a remote server; the path of its local address."""
    known = remotes.Remotes(port).with_("far", "https://example.org/mcp", "cursor")
    remotes.save(home, known)
    return remotes.route(known, "far", "cursor").partition(f":{port}")[2]


@contextmanager
def listening(answer: bytes) -> Generator[tuple[int, list[bytes]]]:
    """A program that answers one connection so; its port, and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            peer, _ = server.accept()
            with peer:
                asked.append(peer.recv(4096))
                peer.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], asked
        thread.join(60)


def test_without_a_client_that_uses_a_remote_server_it_is_not_needed(home: Home) -> None:
    assert (serving.state(home), serving.port(home), serving.problem(home)) == (serving.UNUSED, None, "")
    remotes.save(home, remotes.Remotes(7000, {"far": remotes.Remote("https://example.org/mcp")}))
    assert (serving.state(home), serving.port(home)) == (serving.UNUSED, None)
    Path(remotes.path(home)).write_text("{")
    assert (serving.state(home), serving.port(home)) == (serving.UNUSED, None)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (b"HTTP/1.1 405 No\r\ncontent-length: 0\r\n\r\n", serving.RUNNING),
        (b"HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n", serving.TAKEN),
        (b"SSH-2.0-OpenSSH\r\n", serving.TAKEN),
        (b"", serving.TAKEN),
    ],
)
def test_it_is_asked_at_a_clients_own_address(home: Home, answer: bytes, state: str) -> None:
    with listening(answer) as (port, asked):
        path = use(home, port)
        assert serving.state(home) == state
    assert asked[0].startswith(f"OPTIONS {path} HTTP/1.1\r\n".encode())


def test_nobody_listening_and_a_taken_port_are_told_with_what_to_do(home: Home, tmp_path: Path) -> None:
    places = Places(str(tmp_path), "", "", str(tmp_path / ".config"), "linux", list)
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    use(home, port)
    assert "The tray runs it" in serving.problem(home)
    assert serving.problem(home) in gather(home, places, 0.0).attention
    with listening(b"") as (port, _):
        use(home, port)
        assert f"another program has port {port}" in serving.problem(home)
