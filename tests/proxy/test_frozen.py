"""An installed Callgate: which program starts the proxy and compiles for it, with the plain interpreter and without."""

from __future__ import annotations

import importlib.util
import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from callgate_desktop.serving import Process
from callgate_proxy import frozen, launcher, relay, serving
from callgate_proxy.clients import routing
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from callgate_proxy.policy import compiling

posix = pytest.mark.skipif(os.name == "nt", reason="only on macOS and Linux: there a script is a program")


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installed app whose `callgate` this process seems to be."""
    folder = tmp_path / "an app"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "callgate"))
    return folder


def lean(app: Path) -> None:
    """A plain interpreter in the app: a shell that stands in for it."""
    (app / "proxy-python").symlink_to("/bin/sh")


def test_what_runs_from_a_python_of_its_own_is_no_installed_app() -> None:
    assert frozen.folder() is None


@posix
def test_the_launcher_of_an_installed_app_starts_its_plain_interpreter_isolated(app: Path, home: Home) -> None:
    lean(app)
    files = launcher.files(home, "linux")
    assert launcher.python() == str(app / "proxy-python")
    assert f"'{app}/proxy-python' -I -S" in files["callgate-proxy"]  # by the shell: the path has a space
    body = files["callgate-proxy.py"]
    assert repr(home.root) in body
    assert "sys.path" not in body  # the package lies in the interpreter's own library


@posix
def test_a_running_proxy_keeps_to_the_interpreter_it_came_from(app: Path, home: Home) -> None:
    lean(app)
    body = launcher.files(home, "linux")["callgate-proxy.py"]
    names = {"sys": type("sys", (), {"prefix": "/app/lean/1", "platform": "linux", "executable": "/app/proxy-python"})}
    exec(body.partition("from callgate_proxy")[0].replace("import sys", ""), names)
    assert vars(names["sys"])["executable"] == "/app/lean/1/bin/python3"


@posix
def test_an_app_without_a_plain_interpreter_starts_its_packed_proxy_with_its_home(app: Path, home: Home) -> None:
    packed = app / "callgate-proxy"
    packed.write_text('#!/bin/sh\necho "$CALLGATE_HOME" "$@"\n')
    packed.chmod(0o755)
    launcher.install(home)
    words = [*launcher.command(home), "--server", "a b", "--", "x"]
    done = subprocess.run(words, capture_output=True, text=True, env={"PATH": ""}, timeout=60, check=True)
    assert done.stdout == f"{home.root} --server a b -- x\n"


def test_on_windows_the_command_is_the_apps_python(app: Path, home: Home) -> None:
    (app / "lean").mkdir()
    (app / "lean" / "python.exe").touch()
    python = launcher.python("ignored", "win32")
    assert python == str(app / "lean" / "python.exe")
    assert launcher.command(home, "win32", python)[:3] == [python, "-I", "-S"]


@posix
@pytest.mark.parametrize("plain", [True, False])
def test_a_policy_is_compiled_by_the_plain_interpreter_or_else_by_the_packed_proxy(
    app: Path, home: Home, monkeypatch: pytest.MonkeyPatch, plain: bool
) -> None:
    if plain:
        lean(app)
    started: list[list[str]] = []

    def run(argv: list[str], environ: dict[str, str]) -> None:
        assert environ
        started.append(argv)

    monkeypatch.setattr(compiling, "_run", run)
    compiling.run(home)
    first = [str(app / "proxy-python"), "-I"] if plain else [str(app / "callgate-proxy"), frozen.COMPILE]
    assert started[0][:2] == first
    assert started[0][-1] == home.root


MODULE_USERS = [
    (
        "callgate_proxy.http.bridge",
        lambda: relay.parse(["--server", "far", "--url", "https://x.example", "--"]).command,
    ),
    ("callgate_proxy.resolving", lambda: frozen.words("callgate_proxy.resolving")),
    ("callgate_proxy.cli", lambda: frozen.words("callgate_proxy.cli", launcher.python())),
]


@posix
@pytest.mark.parametrize(("module", "words"), MODULE_USERS)
def test_a_part_is_started_by_the_plain_interpreter_or_else_by_the_packed_command_line(
    app: Path, module: str, words: Callable[[], list[str]]
) -> None:
    assert words()[:3] == [str(app / "callgate"), frozen.MODULE, module]
    lean(app)
    assert words()[:4] == [str(app / "proxy-python"), "-I", "-m", module]


def test_outside_an_app_a_part_is_started_by_the_python_that_runs_this() -> None:
    assert frozen.words("callgate_proxy.cli") == [sys.executable, "-I", "-m", "callgate_proxy.cli"]


@posix
@pytest.mark.parametrize("plain", [True, False])
def test_the_tray_of_an_installed_app_starts_an_endpoint_that_answers_and_ends(
    app: Path, home: Home, plain: bool
) -> None:
    python = shlex.quote(os.path.realpath(sys.prefix) + "/bin/python")
    code = "import sys; from callgate_proxy import frozen; sys.exit(frozen.run(sys.argv[2:]))"
    stand_in = f'exec {python} "$@"' if plain else f'exec {python} -I -c {shlex.quote(code)} "$@"'
    program = app / ("proxy-python" if plain else "callgate")
    program.write_text(f"#!/bin/sh\n{stand_in}\n")
    program.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    remotes.save(home, remotes.Remotes(port).with_("far", "https://x.example/mcp", "cursor"))
    started = Process(home)
    assert started.first_line().startswith(serving.READY)
    assert serving.state(home) == serving.RUNNING
    started.stop()
    assert serving.state(home) == serving.SILENT


def test_only_known_parts_are_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert frozen.run(["os"]) == frozen.run([]) == 2
    assert "callgate_proxy.http.bridge" in capsys.readouterr().err


def test_an_installed_tray_can_lead_addresses_though_only_the_command_line_has_the_parts(
    app: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: str) -> None:
        return None

    monkeypatch.setattr(importlib.util, "find_spec", missing)
    assert app.exists()
    assert routing.can_serve()
