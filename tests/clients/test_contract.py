"""What every adapter owes a person's file, on every system and in every layout: guarded, and given back to the byte."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from callgate_proxy import clients
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from conftest import Machine

Entry = dict[str, object]

FILES: Entry = {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/me"]}
TIME: Entry = {"command": "uvx", "args": ["mcp-server-time"], "env": {"TZ": "UTC", "API_KEY": "hunter2-hunter2"}}
BARE: Entry = {"command": "/opt/bin/bare-server"}
EMPTY: Entry = {"args": [], "command": "empty"}
ODD: Entry = {"disabled": True, "command": "odd", "args": ["ü", "日本", "\u202e", '"', "\\"], "x": {"y": [1]}}
SERVERS: dict[str, Entry] = {"filesystem": FILES, "time": TIME, "bare": BARE, "empty": EMPTY, "Ünïcode – 日本": ODD}
VARIABLES: Entry = {"command": "${HOME}/bin/srv", "args": ["--root", "${workspaceFolder}", "%APPDATA%", "$(id)"]}
WHOLE: dict[str, object] = {"globalShortcut": "Ctrl+Space", "mcpServers": SERVERS, "preferences": {"n": 1.50}}

GUARDED: Entry = {
    "command": "/old/place/bin/callgate-proxy",
    "args": ["--server", "g", "--client", "claude-desktop", "--", "npx", "-y", "x"],
}

SPREAD = b"""{ "mcpServers" :
 { "a":{"command":"npx","args":["-y",   "x"] } ,
     "b" : {
   "args":
      [ "one" ,
        "tw\\u006f" ]
   , "command" : "\\u0062"
   },"c":{ "command" : "c" }
 }, "n": 1E2, "last": [ ] }"""

SAMPLES = {
    "two spaces": json.dumps(WHOLE, indent=2).encode(),
    "four spaces, unicode, last line end": (json.dumps(WHOLE, indent=4, ensure_ascii=False) + "\n").encode(),
    "tabs": json.dumps(WHOLE, indent="\t").encode(),
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(WHOLE, indent=2).encode(),
    "windows line ends": json.dumps(WHOLE, indent=2).replace("\n", "\r\n").encode(),
    "compact": json.dumps(WHOLE, separators=(",", ":")).encode(),
    "one line": json.dumps(WHOLE).encode(),
    "own layout": SPREAD,
    "variables": json.dumps({"mcpServers": {"v": VARIABLES}}, indent=2).encode(),
    "another wrapper": json.dumps(
        {"mcpServers": {"w": {"command": "mcp-fw", "args": ["wrap", "--", "npx", "x"]}}}, indent=2
    ).encode(),
}


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())
def test_every_server_is_guarded_and_given_back_to_the_byte(machine: Machine, content: bytes) -> None:
    machine.write(content)
    machine.protect()
    assert all(entry.guarded for entry in machine.found().entries)
    machine.unprotect()
    assert machine.config.read_bytes() == content


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())
def test_guarding_touches_nothing_but_command_and_args(machine: Machine, content: bytes) -> None:
    machine.write(content)
    machine.protect()
    before, after = _data(content), _data(machine.config.read_bytes())
    assert list(before) == list(after)
    assert _without_words(before) == _without_words(after)
    assert [entry.name for entry in machine.found().entries] == list(_servers(before))
    assert machine.config.read_bytes().startswith(b"\xef\xbb\xbf") == content.startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in machine.config.read_bytes()) == (b"\r\n" in content)


def test_a_guarded_entry_starts_the_launcher_and_carries_its_own_command(machine: Machine) -> None:
    machine.write(SAMPLES["two spaces"])
    machine.protect("filesystem")
    words = _words(_servers(_data(machine.config.read_bytes()))["filesystem"])
    start = words.index("--server")
    assert words[start:] == ["--server", "filesystem", "--client", "claude-desktop", "--", *_words(FILES)]
    if machine.places.platform == "win32":
        assert words[1:start] == ["-I", "-S", machine.home.bin + "/callgate-proxy.py"]
    else:
        assert words[:start] == [machine.home.bin + "/callgate-proxy"]


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())
def test_guarding_twice_changes_nothing_more(machine: Machine, content: bytes) -> None:
    machine.write(content)
    machine.protect()
    plan = clients.plan_protect(machine.found(), machine.home, None, machine.places.platform)
    assert plan.empty
    assert not plan.changes
    assert all("guarded already" in sentence for sentence in plan.skipped)


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())
def test_without_the_journal_every_entry_still_says_what_it_said(machine: Machine, content: bytes) -> None:
    machine.write(content)
    machine.protect()
    shutil.rmtree(machine.home.journal)
    machine.unprotect()
    assert _ordered(machine.config.read_bytes()) == _ordered(content)


@pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES.keys())
def test_a_file_that_was_rewritten_in_another_order_gets_its_entries_back(machine: Machine, content: bytes) -> None:
    machine.write(content)
    machine.protect()
    rewritten = _data(machine.config.read_bytes())
    rewritten["new"] = "key"
    machine.write(json.dumps(rewritten, sort_keys=True, indent=4).encode())
    machine.unprotect()
    assert _data(machine.config.read_bytes()) == {**_data(content), "new": "key"}


def test_servers_guarded_one_by_one_come_back_one_by_one_to_the_byte(machine: Machine) -> None:
    machine.write(SPREAD)
    for name in ("b", "a", "c"):
        machine.protect(name)
    machine.unprotect("a")
    machine.unprotect("c")
    assert [entry.guarded for entry in machine.found().entries] == [False, True, False]
    machine.unprotect("b")
    assert machine.config.read_bytes() == SPREAD


def test_an_entry_guarded_by_an_older_launcher_is_pointed_to_the_new_one_and_still_undone(machine: Machine) -> None:
    content = json.dumps({"mcpServers": {"g": GUARDED}}, indent=2).encode()
    machine.write(content)
    applied = machine.protect()
    (entry,) = machine.found().entries
    assert "launcher where it is now" in applied.changes[0]
    assert entry.launcher.startswith(machine.home.bin)
    assert (entry.command, entry.args) == ("npx", ["-y", "x"])
    machine.unprotect()
    assert _servers(_data(machine.config.read_bytes()))["g"] == {"command": "npx", "args": ["-y", "x"]}


def test_a_file_of_five_hundred_servers_is_guarded_and_given_back(linux: Machine) -> None:
    content = json.dumps({"mcpServers": {f"s{n}": TIME for n in range(500)}}, indent=2).encode()
    linux.write(content)
    assert len(linux.protect().changes) == 500
    assert len(linux.unprotect().changes) == 500
    assert linux.config.read_bytes() == content


# Layouts no sample thought of.
_words_of = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
_entries = st.fixed_dictionaries(
    {"command": _words_of},
    optional={"args": st.lists(_words_of, max_size=3), "env": st.dictionaries(_words_of, _words_of, max_size=2)},
).flatmap(lambda entry: st.permutations(list(entry.items())).map(dict))
_servers_of = st.dictionaries(_words_of, _entries, max_size=4)


@st.composite
def _files(draw: st.DrawFn) -> bytes:
    text = json.dumps(
        {"a": 1, "mcpServers": draw(_servers_of), "z": {}},
        indent=draw(st.sampled_from([None, 0, 2, "\t"])),
        separators=draw(st.sampled_from([None, (",", ":"), (" , ", " : ")])),
        ensure_ascii=draw(st.booleans()),
    )
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return (draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", end)).encode()


@given(content=_files(), steps=st.lists(st.integers(0, 3), max_size=4), journal=st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_layout_comes_back_whatever_was_guarded_in_whatever_order(
    content: bytes, steps: list[int], journal: bool
) -> None:
    with tempfile.TemporaryDirectory() as root:
        config, home = Path(root) / "c.json", Home(str(Path(root) / "home"))
        places = Places(root, root, root, root, "linux", list)
        config.write_bytes(content)
        names = [entry.name for entry in clients.read("claude-desktop", str(config)).entries]
        for name in [names[step] for step in steps if step < len(names)]:
            plan = clients.plan_protect(clients.read("claude-desktop", str(config)), home, [name])
            clients.apply(plan, home, places)
        if not journal:
            shutil.rmtree(home.journal, ignore_errors=True)
        clients.apply(clients.plan_unprotect(clients.read("claude-desktop", str(config)), home), home, places)
        assert _ordered(config.read_bytes()) == _ordered(content)
        assert not journal or config.read_bytes() == content


def _data(content: bytes) -> dict[str, object]:
    return cast("dict[str, object]", json.loads(content.decode("utf-8-sig")))


def _ordered(content: bytes) -> object:
    return json.loads(content.decode("utf-8-sig"), object_pairs_hook=list)


def _servers(data: dict[str, object]) -> dict[str, dict[str, object]]:
    return cast("dict[str, dict[str, object]]", data["mcpServers"])


def _words(entry: dict[str, object]) -> list[str]:
    return [str(entry["command"]), *cast("list[str]", entry.get("args", []))]


def _without_words(data: dict[str, object]) -> object:
    bare = {
        name: [(key, value) for key, value in entry.items() if key not in ("command", "args")]
        for name, entry in _servers(data).items()
    }
    return {**data, "mcpServers": bare}
