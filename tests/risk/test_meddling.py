"""Command lines that end or run Callgate, or change a client's servers, however a shell is told to."""

from __future__ import annotations

import pytest
from callgate_proxy.risk import meddling


@pytest.mark.parametrize(
    "command",
    [
        "pkill -f callgate-proxy",
        "kill $(pgrep callgate-proxy)",
        "pgrep -f callgate | xargs kill -9",
        "ps aux | grep callgate | awk '{print $2}' | xargs kill",
        "systemctl --user stop callgate-tray",
        "taskkill /F /IM callgate-proxy.exe",
        'bash -c "callgate leave"',
        "CALLGATE_HOME=/tmp/x callgate-proxy --server fs -- npx fs",
        "sudo /usr/bin/callgate mode off",
        "python3 -m callgate_proxy.cli policy accept",
    ],
)
def test_a_command_that_ends_or_runs_callgate_is_blocked(command: str) -> None:
    assert [(one.rule, one.action) for one in meddling.look(command, "args.command")] == [("own-process", "block")]


@pytest.mark.parametrize("command", ["claude mcp add x -- sh", "cd /tmp; codex mcp remove a", "code --add-mcp '{}'"])
def test_a_command_that_changes_a_clients_servers_is_blocked(command: str) -> None:
    assert [one.rule for one in meddling.look(command, "args.command")] == ["client-servers"]


@pytest.mark.parametrize(
    "command",
    [
        "grep -rn callgate README.md",
        "kill 4242",
        "pkill -f vite",
        "claude mcp list",
        "cat callgate.md | wc -l",
        "mcp --help",
    ],
)
def test_a_command_that_only_names_them_passes(command: str) -> None:
    assert meddling.look(command, "args.command") == []
