"""Plans: what is left alone and why, what a person gets to see, and files nobody can plan for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from callgate_proxy import clients
from callgate_proxy.errors import ConfigError

if TYPE_CHECKING:
    from conftest import Machine

GOOD = {"command": "npx", "args": ["-y", "x"], "env": {"TOKEN": "hunter2-secret", "PIN": 4711}}


def _write(machine: Machine, servers: object) -> None:
    machine.write(json.dumps({"mcpServers": servers, "theme": "a-top-level-secret"}, indent=2).encode())


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"url": "https://example.org/mcp"}, "remote server"),
        ({"type": "http", "command": "x"}, "remote server"),
        ({"args": ["x"]}, "no command"),
        ({"command": ""}, "command is no text"),
        ({"command": ["npx"]}, "command is no text"),
        ({"command": "x", "args": "y"}, "args are no list of texts"),
        ({"command": "x", "args": ["y", 1]}, "args are no list of texts"),
        ({"command": "x", "args": None}, "args are no list of texts"),
        ("npx", "no object but a text"),
        (None, "no object but a single value"),
        ([], "no object but a list"),
    ],
)
def test_entries_that_cannot_be_guarded_are_left_alone_with_the_reason(
    linux: Machine, entry: object, reason: str
) -> None:
    _write(linux, {"odd": entry, "good": GOOD})
    before = linux.config.read_bytes()
    plan = clients.plan_protect(linux.found(), linux.home)
    assert len(plan.changes) == 1
    assert reason in plan.skipped[0]
    assert "“odd”" in plan.skipped[0]
    assert reason in linux.found().entries[0].problem
    linux.protect()
    linux.unprotect()
    assert linux.config.read_bytes() == before


def test_a_stdio_entry_may_say_its_type(linux: Machine) -> None:
    _write(linux, {"good": {"type": "stdio", **GOOD}})
    assert not clients.plan_protect(linux.found(), linux.home).skipped


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"mcpServers": {"a": {"command": "x"},}}', "line 1, column 39"),
        ('{\n  // mine\n  "mcpServers": {}}', "line 2, column 3"),
        ("", "line 1, column 1"),
        ("[]", "no JSON object but a list"),
        ('{"mcpServers": []}', "no object but a list"),
        ('{"mcpServers": {}, "mcpServers": {"a": {"command": "x"}}}', "stands 2 times"),
        ('{"a": NaN}', "line 1, column 7"),
        ("[" * 5000, "levels deep"),
    ],
)
def test_a_file_the_client_would_ignore_is_reported_with_its_place_and_left_alone(
    linux: Machine, text: str, reason: str
) -> None:
    linux.write(text.encode())
    found = linux.found()
    assert found.exists
    assert reason in found.problem
    assert str(linux.config) in found.problem
    assert "ignores such a file silently" in found.advice
    for plan in (clients.plan_protect, clients.plan_unprotect):
        with pytest.raises(ConfigError, match="claude_desktop_config"):
            plan(found, linux.home)
    assert linux.config.read_bytes() == text.encode()


def test_text_in_another_encoding_is_reported(linux: Machine) -> None:
    linux.write('{"mcpServers": {}}'.encode("utf-16"))
    assert "not UTF-8" in linux.found().problem


def test_a_file_that_cannot_be_read_is_reported(linux: Machine) -> None:
    linux.config.mkdir(parents=True)
    assert "cannot be read" in linux.found().problem


def test_a_name_or_key_that_stands_twice_is_not_guessed_at(linux: Machine) -> None:
    linux.write(b'{"mcpServers":{"a":{"command":"x"},"a":{"command":"y"},"b":{"command":"x","command":"y"}}}')
    plan = clients.plan_protect(linux.found(), linux.home)
    assert plan.empty
    assert "several entries have this name" in plan.skipped[0]
    assert "stands 2 times" in plan.skipped[1]


def test_a_name_the_command_line_cannot_carry_is_left_alone(linux: Machine) -> None:
    _write(linux, {"": GOOD, "--": GOOD, "-x": GOOD})
    plan = clients.plan_protect(linux.found(), linux.home)
    assert (len(plan.skipped), len(plan.changes)) == (2, 1)


def test_a_file_without_servers_has_nothing_to_plan(linux: Machine) -> None:
    linux.write(b'{"preferences": {}}')
    assert linux.found().entries == []
    assert clients.plan_protect(linux.found(), linux.home).empty


def test_no_secret_reaches_the_diff_or_the_sentences(linux: Machine) -> None:
    hidden = {**GOOD, "headers": {"X-Key": "header-secret"}, "args": ["sk-live-abcdefghijklmnop"]}
    _write(linux, {"good": hidden, "other": GOOD})
    plan = clients.plan_protect(linux.found(), linux.home, ["good"])
    for secret in ("hunter2", "4711", "header-secret", "top-level-secret", "abcdefghijklmnop"):
        assert secret not in plan.diff
        assert secret not in "".join(plan.changes)
    assert "hunter2" not in repr(plan) + repr(linux.found())
    assert '"TOKEN": "•••"' in plan.diff


def test_the_diff_names_the_file_and_shows_the_words_that_change(linux: Machine) -> None:
    _write(linux, {"good": GOOD})
    diff = clients.plan_protect(linux.found(), linux.home).diff.splitlines()
    assert diff[:2] == ["--- claude_desktop_config.json", "+++ claude_desktop_config.json"]
    assert '-      "command": "npx",' in diff
    assert f'+      "command": "{linux.home.bin}/callgate-proxy",' in diff


def test_names_that_would_drive_a_terminal_are_spelled_out(linux: Machine) -> None:
    _write(linux, {"safe\u202e\x1b[2J": GOOD})
    plan = clients.plan_protect(linux.found(), linux.home)
    for text in (plan.diff, plan.changes[0]):
        assert "\x1b" not in text
        assert "‹U+202E›" in text


def test_a_server_that_is_not_there_is_named_with_the_closest_one(linux: Machine) -> None:
    _write(linux, {"filesystem": GOOD})
    for plan in (clients.plan_protect, clients.plan_unprotect):
        with pytest.raises(ConfigError, match="no server “filesytem”") as caught:
            plan(linux.found(), linux.home, ["filesytem"])
        assert "“filesystem”" in caught.value.fix


def test_giving_back_what_is_not_guarded_says_so_when_it_was_asked_for_by_name(linux: Machine) -> None:
    _write(linux, {"good": GOOD})
    assert clients.plan_unprotect(linux.found(), linux.home).skipped == []
    assert "not guarded" in clients.plan_unprotect(linux.found(), linux.home, ["good"]).skipped[0]


def test_an_entry_the_person_deleted_stays_deleted_and_their_edits_stay(linux: Machine) -> None:
    _write(linux, {"a": GOOD, "b": GOOD})
    linux.protect()
    data = json.loads(linux.config.read_bytes())
    del data["mcpServers"]["a"]
    data["mcpServers"]["b"]["env"]["NEW"] = "1"
    linux.write(json.dumps(data, indent=2).encode())
    linux.unprotect()
    assert json.loads(linux.config.read_bytes())["mcpServers"] == {"b": {**GOOD, "env": {**GOOD["env"], "NEW": "1"}}}  # type: ignore[dict-item]


def test_an_edit_elsewhere_keeps_the_spelling_of_what_comes_back(linux: Machine) -> None:
    text = '{"mcpServers": {\n  "a": {"args": [ "\\u0061",\n "b" ], "command": "\\u0063"},\n'
    text += '  "n": {"command":"n"}\n}, "x": 1}'
    linux.write(text.encode())
    linux.protect()
    linux.write(linux.config.read_bytes().replace(b'"x": 1', b'"x": 2'))
    linux.unprotect()
    assert linux.config.read_bytes() == text.replace('"x": 1', '"x": 2').encode()


def test_a_renamed_entry_is_still_given_its_command_back(linux: Machine) -> None:
    _write(linux, {"a": GOOD})
    linux.protect()
    linux.write(linux.config.read_bytes().replace(b'"a": {', b'"renamed": {'))
    linux.unprotect()
    assert json.loads(linux.config.read_bytes())["mcpServers"] == {"renamed": GOOD}
