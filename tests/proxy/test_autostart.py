"""Starting at login: one contract for every system's adapter, and what each writes where."""

from __future__ import annotations

import plistlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from callgate_proxy import autostart, cli_about
from callgate_proxy.autostart import DesktopEntry, LaunchAgent, Login, RunKey
from callgate_proxy.errors import CallgateError

COMMAND = ["/opt/my apps/100% $HOME/callgate-tray", "--quote=\"'\\`"]


class FakeValues:
    """A registry key in memory."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.held.get(name)

    def set(self, name: str, value: str) -> None:
        self.held[name] = value

    def delete(self, name: str) -> None:
        del self.held[name]


ADAPTERS: dict[str, Callable[[Path], Login]] = {
    "Linux": lambda folder: DesktopEntry(str(folder / "config")),
    "macOS": lambda folder: LaunchAgent(str(folder)),
    "Windows": lambda _: RunKey(FakeValues()),
}


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_it_is_off_until_it_is_turned_on_and_off_again_afterwards(adapter: str, tmp_path: Path) -> None:
    login = ADAPTERS[adapter](tmp_path)
    assert not login.is_on()
    login.turn_off()
    for _ in range(2):
        login.turn_on(COMMAND)
        assert login.is_on()
    login.turn_off()
    assert not login.is_on()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_desktop_entry_carries_the_command_through_both_quotings(tmp_path: Path) -> None:
    login = DesktopEntry(str(tmp_path))
    login.turn_on(COMMAND)
    (line,) = [line for line in Path(login.place).read_text().splitlines() if line.startswith("Exec=")]
    unescaped = line.removeprefix("Exec=").replace("\\\\", "\\")  # the file's own escapes
    words = subprocess.run(["/bin/sh", "-c", f'printf "%s\\n" {unescaped}'], capture_output=True, text=True, check=True)
    assert [word.replace("%%", "%") for word in words.stdout.splitlines()] == COMMAND


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktop_turned_off_is_off(tmp_path: Path, line: str) -> None:
    login = DesktopEntry(str(tmp_path))
    login.turn_on(["callgate-tray"])
    with open(login.place, "a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert not login.is_on()


def test_a_launch_agent_is_a_property_list_for_sessions_with_a_screen(tmp_path: Path) -> None:
    login = LaunchAgent(str(tmp_path))
    login.turn_on(COMMAND)
    agent = plistlib.loads(Path(login.place).read_bytes())
    assert agent["ProgramArguments"] == COMMAND
    assert (agent["RunAtLoad"], agent["LimitLoadToSessionType"]) == (True, "Aqua")
    assert Path(login.place).name == f"{agent['Label']}.plist"


def test_the_run_key_gets_one_quoted_line() -> None:
    values = FakeValues()
    RunKey(values).turn_on(["C:\\My Apps\\callgate-tray.exe"])
    assert values.held == {"Callgate": '"C:\\My Apps\\callgate-tray.exe"'}


def test_on_linux_the_place_is_the_persons_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert autostart.here({"XDG_CONFIG_HOME": "/x"}).place == "/x/autostart/callgate.desktop"
    assert autostart.here({"XDG_CONFIG_HOME": "relative"}).place.endswith("/.config/autostart/callgate.desktop")


def test_the_command_line_tells_what_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    login = DesktopEntry(str(tmp_path))
    for setting, told in (("status", "does not start"), ("on", "starts"), ("status", "starts"), ("off", "does not")):
        assert cli_about.start_at_login(setting, login) == 0
        assert f"Callgate {told}" in capsys.readouterr().out


def test_a_system_that_refuses_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file where the folder should be")
    with pytest.raises(CallgateError) as refused:
        cli_about.start_at_login("on", DesktopEntry(str(tmp_path)))
    assert "settings" in refused.value.fix
