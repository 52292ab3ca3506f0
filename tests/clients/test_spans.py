"""TOML and YAML taken apart: an edit changes what it should, and what is written otherwise is left alone."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from callgate_proxy import clients
from callgate_proxy.errors import ConfigError
from conftest import Machine, machine_of
from hypothesis import given, settings
from hypothesis import strategies as st

CODEX: list[tuple[str, str]] = [
    ('[mcp_servers.a]\ncommand = """\nx\\\n   y"""\nargs = [\n  "1", # one\n  \'two\',\n]', "multi-line strings"),
    ("[mcp_servers]\na = { command = 'x', env = { A = \"}\" } }\n", "inline tables"),
    (
        'mcp_servers.a.command = "x" # note\n[other]\nk = [1, 2.5, true, 1979-05-27T07:32:00Z]\n',
        "dotted keys",
    ),
    (
        '[mcp_servers . "a b"]\n"command" = "x"\n[[list]]\nk = 1\n[[list]]\nk = 2\n[list.sub]\nk = 3\n',
        "lists",
    ),
    ('  [mcp_servers.a]\n\tcommand = "x"', "indented, without a last line end"),
]
GOOSE: list[tuple[str, str]] = [
    (
        "extensions:\n  a:\n    cmd: x\n    args:\n      - 1a # one\n\n      - 'it''s'\n# end\nb: 1\n",
        "comments",
    ),
    ("extensions: {a: {cmd: x, args: []}, b: {cmd: y}}\n", "brackets"),
    ('"extensions":\n   "a":\n      "cmd": "x\\u0041"\n', "quoted keys, no arguments"),
    (
        "%YAML 1.1\n---\nextensions:\n    a:\n        args: [x,\n          y]\n        cmd: z\n...\n",
        "two lines",
    ),
]


def _round(machine: Machine, text: str) -> bytes:
    """Guards all, gives all back; the text in between."""
    machine.write(text.encode())
    assert machine.protect().changes
    between = machine.config.read_bytes()
    machine.unprotect()
    assert machine.config.read_bytes() == text.encode()
    return between


@pytest.mark.parametrize("text", [text for text, _ in CODEX], ids=[name for _, name in CODEX])
def test_toml_is_changed_in_the_words_alone(text: str, tmp_path: Path) -> None:
    after = tomllib.loads(_round(machine_of("codex", tmp_path), text).decode())
    before = tomllib.loads(text)
    for entry in (*before["mcp_servers"].values(), *after["mcp_servers"].values()):
        del entry["command"]
        entry.pop("args", None)
    assert after == before


@pytest.mark.parametrize("text", [text for text, _ in GOOSE], ids=[name for _, name in GOOSE])
def test_yaml_is_changed_in_the_words_alone(text: str, tmp_path: Path) -> None:
    after = yaml.safe_load(_round(machine_of("goose", tmp_path), text))
    before = yaml.safe_load(text)
    for entry in (*before["extensions"].values(), *after["extensions"].values()):
        del entry["cmd"]
        entry.pop("args", None)
    assert after == before


@pytest.mark.parametrize(
    "entry",
    [
        "&anchor {cmd: x}",
        "{cmd: &c x}",
        "{cmd: x, args: *list}",
        "{cmd: !!str x}",
        "{<<: *map, cmd: x}",
        "{cmd: x, args: [*word]}",
        "\n    cmd: |\n      x\n",
        "{cmd: 7}",
        "{cmd: yes}",
    ],
)
def test_yaml_that_says_something_elsewhere_too_is_left_alone(entry: str, tmp_path: Path) -> None:
    machine = machine_of("goose", tmp_path)
    shared = "list: &list [a]\nmap: &map {args: [b]}\nword: &word c\n"
    machine.write(f"{shared}extensions:\n  a: {entry}\n".encode())
    plan = clients.plan_protect(machine.found(), machine.home)
    assert plan.empty
    assert len(plan.skipped) == 1


def test_two_documents_in_one_file_are_not_guessed_at(tmp_path: Path) -> None:
    machine = machine_of("goose", tmp_path)
    machine.write(b"extensions: {}\n---\nextensions: {}\n")
    with pytest.raises(ConfigError):
        clients.plan_protect(machine.found(), machine.home)


_words = st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=6), min_size=1, max_size=4)
_servers = st.dictionaries(st.text("ab.\"' é", min_size=1, max_size=4), _words, min_size=1, max_size=4)


def _as_toml(servers: dict[str, list[str]], bare: bool) -> str:
    def quoted(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

    lines: list[str] = []
    for name, (command, *args) in servers.items():
        lines += [f"[mcp_servers.{quoted(name)}] # {len(args)}", f"command = {quoted(command)}"]
        lines += [] if bare and not args else [f"args = {quoted(args)}"]
    return "\n".join(lines)


@given(servers=_servers, bare=st.booleans(), indent=st.sampled_from([2, 4]), flow=st.sampled_from([True, False, None]))
@settings(max_examples=60, deadline=None)
def test_any_words_survive_being_guarded_and_given_back(
    tmp_path_factory: pytest.TempPathFactory, servers: dict[str, list[str]], bare: bool, indent: int, flow: bool | None
) -> None:
    entries = {name: {"cmd": words[0], "args": words[1:]} for name, words in servers.items()}
    text = yaml.safe_dump({"extensions": entries}, indent=indent, default_flow_style=flow)
    between = _round(machine_of("goose", tmp_path_factory.mktemp("y")), text)
    for name, one in yaml.safe_load(text)["extensions"].items():
        args = yaml.safe_load(between)["extensions"][name]["args"]
        assert args[args.index("--client") + 2 :] == ["--", one["cmd"], *one["args"]]
    _round(machine_of("codex", tmp_path_factory.mktemp("t")), _as_toml(servers, bare))
