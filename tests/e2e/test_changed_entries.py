"""What a client's file says of a guarded server, and what of it is asked about before the server starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy import clients
from callgate_proxy.clients import Places
from guarding import FAKE, Guard, starts, use


class Configured:
    """A client's file with one guarded server, and how the client starts it."""

    def __init__(self, guard: Guard, folder: Path, client: str, content: str) -> None:
        self.guard, self.client = guard, client
        self.places = Places(str(folder), "", "", str(folder / ".config"), "linux", list)
        self.path = Path(clients.ADAPTERS[client].locations(self.places)[0].path)
        self.path.parent.mkdir(parents=True)
        self.path.write_text(content, encoding="utf-8")
        (found,) = clients.found(self.places)
        clients.apply(clients.plan_protect(found, guard.home), guard.home, self.places)

    def edit(self, before: str, after: str) -> None:
        text = self.path.read_text(encoding="utf-8")
        assert before in text
        self.path.write_text(text.replace(before, after), encoding="utf-8")

    def start(self) -> dict[str, Any]:
        command = self.guard.command(*FAKE)
        command[command.index("test")] = self.client
        return use(command)[0]


CONTENTS = {
    "claude-code": json.dumps(
        {"numStartups": 1, "mcpServers": {"real": {"command": FAKE[0], "args": FAKE[1:], "env": {"A": "1"}}}}, indent=1
    ),
    "codex": f"numStartups = 1\n[mcp_servers.real]\ncommand = {json.dumps(FAKE[0])}\nargs = {json.dumps(FAKE[1:])}\n"
    '[mcp_servers.real.env]\n"A" = "1"\n',
    "goose": f"numStartups: 1\nextensions:\n  real:\n    type: stdio\n    cmd: {FAKE[0]}\n"
    f'    args: {json.dumps(FAKE[1:])}\n    envs:\n      "A": "1"\n',
}


@pytest.fixture(params=sorted(CONTENTS))
def configured(request: pytest.FixtureRequest, guard: Guard, tmp_path: Path) -> Configured:
    return Configured(guard, tmp_path / "person", request.param, CONTENTS[request.param])


def test_a_file_in_which_something_else_changed_starts_its_servers_unasked(configured: Configured, trace: Path) -> None:
    assert "result" in configured.start()
    configured.edit("numStartups", "numberOfStarts")
    assert "result" in configured.start()
    configured.edit("numberOfStarts", "n")
    configured.edit("1", "12")  # values of variables are the person's own, too
    assert "result" in configured.start()
    assert len(starts(trace)) == 3
    assert configured.guard.rows() == []


def test_a_variable_that_came_into_the_entry_is_asked_about(configured: Configured, trace: Path) -> None:
    between = {"claude-code": '"A": "1", "NODE_OPTIONS": "-r x"', "codex": '"A" = "1"\n"NODE_OPTIONS" = "-r x"'}
    before = {"claude-code": '"A": "1"', "codex": '"A" = "1"', "goose": '"A": "1"'}[configured.client]
    configured.edit(before, between.get(configured.client, '"A": "1"\n      NODE_OPTIONS: "-r x"'))
    assert "did not start this server" in configured.start()["error"]["message"]
    assert starts(trace) == []
    (row,) = configured.guard.rows()
    assert row["args"]["now"].splitlines()[-1] == "variable NODE_OPTIONS"
    assert "-r x" not in json.dumps(row)
    configured.edit("NODE_OPTIONS", "B")
    assert "error" in configured.start()


def test_a_file_that_cannot_be_read_any_more_vouches_for_nothing(configured: Configured, trace: Path) -> None:
    configured.path.write_text('{"mcpServers": {"real": 1, ]\n\tx: [', encoding="utf-8")
    assert "error" in configured.start()
    assert starts(trace) == []
