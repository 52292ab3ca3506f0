"""Bad company on the socket and the pipes: garbage, endless lines, no descriptors, who never reads. Others go on."""

from __future__ import annotations

import os
import select
import socket
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from guarding import Wire
from noted import Noted
from rounds import Tray

if sys.platform != "linux":
    pytest.skip("only on Windows and macOS: no prlimit, no /proc", allow_module_level=True)
import resource

ASK = {"go": {"action": "ask"}, "free": {}, "no": {"action": "deny"}}
BOUND = 120 << 20  # bytes of a proxy's memory, whatever its neighbours do
LONG = 64 << 20


@pytest.fixture
def tray(home: Home, noted: Noted) -> Generator[Tray]:
    """A tray that says yes, and a policy that asks it."""
    noted.guard.server(tools=ASK)
    tray = Tray(home)
    yield tray
    tray.kill()


def connected(home: Home) -> socket.socket:
    link = socket.socket(socket.AF_UNIX)
    link.connect(home.socket)
    return link


def ended(link: socket.socket) -> bool:
    """Whether the other end closes."""
    try:
        return link.recv(1) == b""
    except ConnectionError:
        return True


@pytest.mark.parametrize("garbage", [b"\xff\x00\n", b"[]\n", b"{}\n", b'{"op":"ask"}\n', b"[" * 100_000 + b"\n"])
def test_garbage_on_the_trays_socket_ends_that_connection_alone(noted: Noted, tray: Tray, garbage: bytes) -> None:
    assert tray
    link = connected(noted.home)
    link.sendall(garbage)
    assert ended(link)
    link.close()
    with noted.wire() as wire:
        assert not wire.call("go", n=1)["isError"]


def test_a_line_without_an_end_on_the_trays_socket_is_cut_off(noted: Noted, tray: Tray) -> None:
    link = connected(noted.home)
    with pytest.raises(ConnectionError):
        link.sendall(b"x" * LONG)
    link.close()
    assert resident(tray.process.pid) < 3 * BOUND
    with noted.wire() as wire:
        assert not wire.call("go", n=1)["isError"]


def test_a_tray_without_descriptors_refuses_nobody_for_good(noted: Noted, tray: Tray) -> None:
    resource.prlimit(tray.process.pid, resource.RLIMIT_NOFILE, (30, 4096))
    links = [connected(noted.home) for _ in range(60)]
    for link in links:
        link.close()
    with noted.wire() as wire:
        assert not wire.call("go", n=1)["isError"]


class Squatter(threading.Thread):
    """Sits where the tray's socket should be and says `words` to whoever comes, again and again."""

    def __init__(self, home: Home, words: bytes) -> None:
        super().__init__(daemon=True)
        os.makedirs(home.run, mode=0o700, exist_ok=True)
        self._words = words
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(home.socket)
        self._listener.listen()

    def run(self) -> None:
        """Serves one caller."""
        link, _ = self._listener.accept()
        with link:
            link.recv(1 << 16)
            try:
                for _ in range(1000):
                    link.sendall(self._words)
            except OSError:
                return

    def close(self) -> None:
        """Goes."""
        self._listener.close()


@pytest.mark.parametrize("words", [b"\xff\xfe\n", b'{"op":"answer","decision":"allow"}\n', b"y" * 65_536, b"[]\n"])
def test_garbage_from_where_the_tray_should_be_allows_nothing(noted: Noted, words: bytes) -> None:
    noted.guard.server(tools=ASK)
    squatter = Squatter(noted.home, words)
    squatter.start()
    with noted.wire() as wire:
        assert wire.call("go", n=1)["isError"]
        assert not wire.call("free", n=2)["isError"]
        assert resident(wire.process.pid) < BOUND
    squatter.close()
    assert noted.executed() == ["free 2"]


def resident(pid: int) -> int:
    """Bytes of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()


@pytest.mark.parametrize("room", range(4))
def test_a_proxy_without_descriptors_answers_every_call_and_records_what_it_executes(noted: Noted, room: int) -> None:
    with noted.wire() as wire:
        wire.send("ping")
        wire.receive()
        first_free = next(number for number in range(3, 99) if not in_use(wire.process.pid, number))
        resource.prlimit(wire.process.pid, resource.RLIMIT_NOFILE, (first_free + room, 4096))
        results = [wire.call("go", n=number) for number in range(3)]
        resource.prlimit(wire.process.pid, resource.RLIMIT_NOFILE, (4096, 4096))
        assert not wire.call("go", n=3)["isError"]
        wire.leave()
    assert room or all(result["isError"] for result in results)
    assert set(noted.executed()) <= set(noted.told())
    assert noted.executed()[-1] == "go 3"


def in_use(pid: int, number: int) -> bool:
    """Whether a process has a file descriptor of this number open."""
    return Path(f"/proc/{pid}/fd/{number}").is_symlink()


def fill(wire: Wire) -> int:
    """Writes calls until the proxy takes no more; how many bytes that were."""
    assert wire.process.stdin is not None
    number = wire.process.stdin.fileno()
    os.set_blocking(number, False)
    line = b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"go","arguments":{"n":1,"x":"%s"}}}\n'
    data = line % (b"x" * 60_000)
    sent = 0
    while select.select([], [number], [], 2.0)[1] and sent < LONG:
        try:
            sent += os.write(number, data[sent % len(data) :])
        except BlockingIOError:
            continue
    return sent


@pytest.mark.parametrize("manners", [["deaf"], []], ids=["a server that never reads", "a client that never reads"])
def test_who_never_reads_stops_only_their_own_proxy_and_fills_no_memory(noted: Noted, manners: list[str]) -> None:
    with noted.wire(*manners) as stuck:
        assert fill(stuck) > 0
        assert resident(stuck.process.pid) < BOUND
        with noted.wire() as other:
            assert not other.call("go", n=2)["isError"]
            assert not other.call("go", n=3)["isError"]
        assert stuck.process.stdin is not None
        os.set_blocking(stuck.process.stdin.fileno(), True)
        stuck.process.stdin.close()
        stuck.process.stdin = None
        assert stuck.process.stdout is not None
        stuck.process.stdout.read()
        stuck.process.wait()
