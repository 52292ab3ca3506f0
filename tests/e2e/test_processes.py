"""Real processes: nobody is left behind whatever dies first, and nothing of what was said is lost.

1. The servers tell their process ids; a test waits for the end of processes, never for time to pass.
2. How long a stubborn server is waited for is the proxy's own statement (pump.TO_…); what it did meanwhile is what the
   server saw.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from callgate_proxy import pump
from guarding import PATIENCE, Guard, Wire

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Windows and macOS are these ended otherwise")

WAIT = 20.0  # seconds for the next end of a process; the proxy's own bounds are a tenth of it
STUBBORN = [sys.executable, "-IS", str(Path(__file__).with_name("stubborn_server.py"))]
THROUGH_A_SHELL = ["sh", "-c", f'"{STUBBORN[0]}" -IS "{STUBBORN[2]}" deaf; true']
SERVERS = {
    "a polite server": ([*STUBBORN], 1),
    "a deaf server": ([*STUBBORN, "deaf"], 1),
    "a deaf server behind a shell": (THROUGH_A_SHELL, 1),
    "a server with a deaf child": ([*STUBBORN, "launches"], 2),
    "a deaf server with a deaf child": ([*STUBBORN, "launches", "deaf"], 2),
    "a server with a deaf child of its own output": ([*STUBBORN, "hides"], 1),
}


class Family:
    """A proxy and all that its server started, each held so that its end can be waited for."""

    def __init__(self, wire: Wire, speakers: int) -> None:
        self.wire = wire
        self.up = [wire.receive()["params"]["pid"] for _ in range(speakers)]
        pids = [child.pid for child in psutil.Process(wire.process.pid).children(recursive=True)]
        assert set(self.up) <= set(pids)
        self._held = {os.pidfd_open(pid): pid for pid in pids}

    def left_behind(self) -> list[int]:
        """Waits for everybody's end; gives the process ids of those who stayed."""
        poll = select.poll()
        for held in self._held:
            poll.register(held, select.POLLIN)
        while self._held and (ended := poll.poll(WAIT * 1000)):
            for held, _ in ended:
                poll.unregister(held)
                os.close(held)
                del self._held[held]
        return list(self._held.values())

    def end(self) -> None:
        """Whatever the test found out, nothing stays."""
        for held in self._held:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(held, signal.SIGKILL)
            os.close(held)


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file where the servers note what they saw."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return tmp_path / "witness"


@pytest.fixture
def family(request: pytest.FixtureRequest, guard: Guard) -> Iterator[Family]:
    """A proxy before the server that the test is parametrised with, all of it up."""
    server, speakers = SERVERS[request.param]
    with Wire(guard.command(*server), stderr=subprocess.DEVNULL) as wire:
        found = Family(wire, speakers)
        try:
            yield found
        finally:
            found.end()


every_server = pytest.mark.parametrize("family", list(SERVERS), indirect=True)


def run(guard: Guard, *manners: str, said: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A whole life of a proxy: its client says `said` and leaves."""
    return subprocess.run(
        guard.command(*STUBBORN, *manners), input=said, capture_output=True, timeout=PATIENCE, check=False
    )


@every_server
def test_when_the_client_leaves_everybody_ends(family: Family) -> None:
    family.wire.leave()
    assert family.left_behind() == []


@every_server
def test_when_the_proxy_is_killed_everybody_ends(family: Family) -> None:
    family.wire.process.kill()
    assert family.left_behind() == []


@every_server
def test_when_the_proxy_is_asked_to_end_everybody_ends_and_so_does_the_proxy(family: Family) -> None:
    family.wire.process.terminate()
    assert family.left_behind() == []
    family.wire.process.wait(PATIENCE)


@every_server
def test_when_the_server_dies_the_proxy_leaves_nobody_behind(family: Family) -> None:
    os.kill(family.up[-1], signal.SIGKILL)
    family.wire.leave()
    assert family.left_behind() == []


def test_a_stubborn_server_is_first_left_alone_then_asked_then_ended(guard: Guard, witness: Path) -> None:
    assert run(guard, "deaf").returncode == 128 + signal.SIGKILL
    assert witness.read_text().split() == ["eof", "SIGTERM"]
    # Clients send a signal of their own after 2 s; what is asked of the proxy is 1.5 s.
    assert pump.TO_END + pump.TO_OBEY + pump.TO_DRAIN <= 1.5


@pytest.mark.parametrize("code", [0, 1, 42, 255])
def test_the_exit_code_of_the_server_is_that_of_the_proxy(guard: Guard, code: int) -> None:
    assert run(guard, f"code={code}").returncode == code
    assert run(guard, f"code={code}", "dies").returncode == code


def test_what_the_server_says_just_before_its_end_arrives_whole(guard: Guard) -> None:
    lines = run(guard, "floods").stdout.splitlines()
    assert len(lines) == 2
    assert lines[1].count(b"y") == 1_000_000


def test_standard_error_is_the_server_s_byte_for_byte(guard: Guard) -> None:
    assert run(guard).stderr == b"up \xff\x00 caf\xc3\xa9\n"


def test_a_server_without_an_output_is_ended_with_its_client(guard: Guard, witness: Path) -> None:
    done = run(guard, "mute", "code=3", said=b'{"jsonrpc":"2.0","method":"notifications/x"}\n')
    assert done.returncode == 3
    assert witness.read_text().split() == ["eof"]


def test_environment_folder_and_arguments_reach_the_server_untouched(
    guard: Guard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os, sys, json; print(json.dumps([dict(os.environb.items()), os.getcwd(), sys.argv], default=repr))"
    code = code.replace("dict(os.environb.items())", "sorted(map(repr, os.environb.items()))")
    command = [sys.executable, "-c", code, "", "a b", "--server", "é"]
    monkeypatch.setenv("CALLGATE_TEST_VALUE", "${x} é\n")
    monkeypatch.chdir(tmp_path)
    direct = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE).stdout
    guarded = subprocess.run(
        guard.command(*command), capture_output=True, check=True, timeout=PATIENCE, stdin=subprocess.PIPE
    )
    assert guarded.stdout == direct


def test_a_client_that_only_probes_leaves_no_trace(guard: Guard) -> None:
    root = Path(guard.home.root)
    run(guard)  # the first after a save compiles the policy
    before = sorted(root.rglob("*"))
    assert run(guard, "code=0", said=b'{"jsonrpc":"2.0","id":0,"method":"server/discover"}\n').returncode == 0
    assert sorted(root.rglob("*")) == before
