"""dev.py: what it makes, what it says where it cannot, and that an older Python still gets to read it."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

DEV = Path(__file__).parents[1] / "dev.py"

Commands = list[list[str]]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py as a module, at work in a scratch checkout."""
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    for name, path in {"VENV": ".venv", "PYTHON": ".venv/python", "STAMP": ".venv/stamp", "LOCK": "lock"}.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    (tmp_path / "lock").write_text("one==1 --hash=sha256:0\n")
    (tmp_path / "pyproject.toml").write_text("")
    return module


@pytest.fixture
def ran(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """The commands that dev.py ran; `-m venv` leaves an interpreter behind, as the real one does."""
    commands: Commands = []

    def call(*command: object) -> int:
        commands.append([str(part) for part in command])
        if "venv" in commands[-1]:
            dev.VENV.mkdir(exist_ok=True)
            dev.PYTHON.touch()
        return 0

    monkeypatch.setattr(dev, "call", call)
    return commands


def test_dev_py_can_be_read_by_python_3_6_and_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(DEV.read_text("utf-8"), feature_version=(3, 6))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_the_environment_is_made_once_from_hashes(dev: ModuleType, ran: Commands) -> None:
    dev.environment()
    made = list(ran)
    dev.environment()
    assert ran == made
    venv, locked, project = made
    assert venv[1:4] == ["-m", "venv", "--clear"]
    assert "--require-hashes" in locked
    assert {"--no-deps", "--no-build-isolation"} <= set(project)


def test_an_environment_that_was_interrupted_is_made_anew(dev: ModuleType, ran: Commands) -> None:
    dev.VENV.mkdir()
    dev.PYTHON.touch()
    dev.environment()
    assert "--clear" in ran[0]


def test_a_changed_lock_is_installed_into_the_environment_that_is_there(dev: ModuleType, ran: Commands) -> None:
    dev.environment()
    ran.clear()
    dev.LOCK.write_text("one==2 --hash=sha256:1\n")
    dev.environment()
    assert "--require-hashes" in ran[0]
    assert not any("venv" in command for command in ran)


def test_what_pip_could_not_install_leaves_no_stamp(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def call(*command: object) -> int:
        return 1 if "pip" in command else 0

    monkeypatch.setattr(dev, "call", call)
    with pytest.raises(dev.Stop, match="pip could not install"):
        dev.environment()
    assert not dev.STAMP.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="apt-get is for Debian-like systems")
def test_whoever_is_not_root_gets_the_line_to_type(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(dev.Stop, match=r"sudo apt-get install -y --no-install-recommends libegl1 libgl1"):
        dev.need("libegl1 libgl1", "Qt cannot be loaded.")


@pytest.mark.parametrize(("tool", "line"), [("dnf", "sudo dnf install -y mesa"), ("pacman", "sudo pacman -S mesa")])
def test_other_systems_get_their_own_line_even_as_root(dev: ModuleType, tool: str, line: str) -> None:
    with pytest.raises(dev.Stop, match=line):
        dev.need("mesa", "Qt cannot be loaded.", tool)


def test_a_qt_that_loads_asks_for_nothing(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    assert dev.try_qt() == ""


def test_an_unknown_command_is_answered_with_the_known_ones() -> None:
    done = subprocess.run([sys.executable, DEV, "fly"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "run [--demo]" in done.stdout
