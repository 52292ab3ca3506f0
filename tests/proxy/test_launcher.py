"""The launcher: what stands in it, that it starts the proxy from anywhere, and when it is written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from callgate_proxy import launcher

if TYPE_CHECKING:
    from pathlib import Path

    from callgate_proxy.home import Home

RELAY = """
import sys
def main(argv=None, home=None):
    print(home, sys.argv[1:], sys.flags.isolated, sys.flags.no_site)
    return 7
"""

posix = pytest.mark.skipif(os.name == "nt", reason="only on macOS and Linux: there a script is a program")


@pytest.fixture
def package(tmp_path: Path) -> str:
    """A folder with a relay that tells how it was started."""
    folder = tmp_path / "it's a 'package' \\N{x}"
    (folder / "callgate_proxy").mkdir(parents=True)
    (folder / "callgate_proxy" / "__init__.py").touch()
    (folder / "callgate_proxy" / "relay.py").write_text(RELAY)
    return str(folder)


def _write(home: Home, interpreter: str, package: str) -> list[str]:
    os.makedirs(home.bin)
    for name, text in launcher.files(home, "linux", interpreter, package).items():
        path = os.path.join(home.bin, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o755)
    return sorted(os.listdir(home.bin))


def _started(home: Home) -> subprocess.CompletedProcess[str]:
    words = [*launcher.command(home, "linux"), "--server", "a b", "--", "x", "$HOME", "it's"]
    return subprocess.run(words, capture_output=True, text=True, cwd="/", env={"PATH": ""}, timeout=60, check=False)


@posix
def test_the_script_starts_the_proxy_isolated_with_its_home_and_every_argument(home: Home, package: str) -> None:
    assert _write(home, launcher.python(), package) == ["callgate-proxy"]
    done = _started(home)
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout == f"{home.root} ['--server', 'a b', '--', 'x', '$HOME', \"it's\"] 1 1\n"


@posix
@pytest.mark.parametrize("folder", ["with space and 'quote'", "long" * 40])
def test_an_interpreter_the_first_line_cannot_name_is_started_by_the_shell(
    home: Home, package: str, tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    interpreter = tmp_path / folder / "python"
    interpreter.symlink_to(sys.executable)
    assert _write(home, str(interpreter), package) == ["callgate-proxy", "callgate-proxy.py"]
    done = _started(home)
    assert (done.returncode, done.stderr) == (7, "")
    assert done.stdout.startswith(home.root)


def test_on_windows_the_command_is_python_and_the_script_its_argument(home: Home) -> None:
    words = launcher.command(home, "win32", "C:\\venv\\Scripts\\python.exe")
    script = os.path.join(home.bin, "callgate-proxy.py")
    assert words == ["C:\\venv\\Scripts\\python.exe", "-I", "-S", script]
    assert list(launcher.files(home, "win32")) == ["callgate-proxy.py"]


def test_the_windowless_python_of_the_tray_is_not_used_for_the_proxy() -> None:
    assert launcher.python(os.path.join("v", "pythonw.exe"), "win32") == os.path.join("v", "python.exe")


def test_the_link_into_a_virtual_environment_is_kept(tmp_path: Path) -> None:
    (tmp_path / "python").symlink_to(os.path.realpath(sys.executable))
    assert launcher.python(str(tmp_path / "python")) == str(tmp_path / "python")


@posix
def test_a_launcher_that_is_right_is_left_alone_and_a_changed_one_is_made_anew(home: Home) -> None:
    launcher.install(home)
    (path,) = launcher.command(home)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o700
    first = os.stat(path).st_ino
    launcher.install(home)
    assert os.stat(path).st_ino == first
    with open(path, "a", encoding="utf-8") as file:
        file.write("# changed\n")
    launcher.install(home)
    with open(path, encoding="utf-8") as file:
        assert file.read() == launcher.files(home)["callgate-proxy"]
    os.chmod(path, 0o644)
    launcher.install(home)
    assert os.access(path, os.X_OK)


@posix
def test_the_real_launcher_explains_a_command_line_it_cannot_use(home: Home) -> None:
    launcher.install(home)
    done = subprocess.run(launcher.command(home), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "usage: callgate-proxy" in done.stderr
