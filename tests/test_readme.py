"""What the README and ARCHITECTURE.md say is so: examples work, commands and files exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from callgate_proxy.cli import main
from callgate_proxy.policy.compile import compile_text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```json\n(.*?)```", README, re.DOTALL))
def test_every_policy_the_readme_shows_is_one(example: str) -> None:
    assert compile_text(example)


COMMANDS = sorted(
    {
        shlex.split(found.replace("…", "").replace("[", " [").split(" [")[0])[1]
        for found in re.findall(r"`(callgate [a-z][^`]*)`", README)
    }
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_the_readme_names_is_there(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"callgate {command}" in capsys.readouterr().out


@pytest.mark.parametrize("text", [README, ARCHITECTURE], ids=["README", "ARCHITECTURE"])
def test_every_link_and_picture_leads_somewhere(text: str) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / link).exists(), link


def test_every_module_the_map_names_is_there() -> None:
    rooms = ARCHITECTURE.split("## Rooms")[1].split("## Why")[0]
    for room in ("proxy/callgate_proxy", "desktop/callgate_desktop"):
        assert room in rooms
    names = set(re.findall(r"`([a-z]+)\*?`", rooms)) - {"stat"}
    shipped = {path.stem for folder in ("proxy", "desktop") for path in (ROOT / folder).rglob("*.py")}
    missing = {name for name in names if not any(stem.startswith(name) for stem in shipped)}
    assert missing <= {"policy", "clients", "ui", "tests", "bench", "e2e"}
