"""What the README and ARCHITECTURE.md say is so: examples work, commands and files exist."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from callgate_proxy.cli import main
from callgate_proxy.home import Home
from callgate_proxy.policy import intercept, yamltext
from callgate_proxy.policy.compile import compile_text

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```json\n(.*?)```", README, re.DOTALL))
def test_every_policy_the_readme_shows_is_one(example: str) -> None:
    assert compile_text(example)


def words(found: str) -> tuple[str, ...]:
    """The command that an example begins with: one word, of the policy's two."""
    named = shlex.split(found.replace("…", "").replace("[", " [").split(" [")[0])[1:]
    return tuple(named[:2] if named[0] == "policy" else named[:1])


COMMANDS = sorted({words(found) for found in re.findall(r"`(callgate [a-z][^`]*)`", README)})


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_the_readme_names_is_there(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    assert f"callgate {' '.join(command)}" in capsys.readouterr().out


def test_the_readme_names_every_step_of_the_policy(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["policy", "--help"])
    steps = set(re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE))
    assert {("policy", step) for step in steps} <= set(COMMANDS)


def test_the_expectations_the_readme_shows_are_met_by_the_policy_it_shows(tmp_path: Path, home: Home) -> None:
    assert home
    (policy,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    (expectations,) = re.findall(r"```json expectations\n(.*?)```", README, re.DOTALL)
    (tmp_path / "policy.json").write_text(policy, encoding="utf-8")
    (tmp_path / "expectations.json").write_text(expectations, encoding="utf-8")
    assert main(["policy", "test", str(tmp_path / "expectations.json")]) == 0


def test_the_intercept_policy_the_readme_shows_is_carried_whole() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    carried = intercept.carry(yamltext.read(example, "policy.yaml"))
    assert carried.lost == []
    assert compile_text(json.dumps(carried.policy))


@pytest.mark.parametrize("text", [README, ARCHITECTURE], ids=["README", "ARCHITECTURE"])
def test_every_link_and_picture_leads_somewhere(text: str) -> None:
    headings = {f"#{found.lower().replace(' ', '-')}" for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert link in headings or (ROOT / link).exists(), link


def test_every_module_the_map_names_is_there() -> None:
    rooms = ARCHITECTURE.split("## Rooms")[1].split("## Why")[0]
    for room in ("proxy/callgate_proxy", "desktop/callgate_desktop"):
        assert room in rooms
    names = set(re.findall(r"`([a-z]+)\*?`", rooms)) - {"stat"}
    shipped = {path.stem for folder in ("proxy", "desktop") for path in (ROOT / folder).rglob("*.py")}
    missing = {name for name in names if not any(stem.startswith(name) for stem in shipped)}
    assert missing <= {"policy", "clients", "ui", "tests", "bench", "e2e"}
