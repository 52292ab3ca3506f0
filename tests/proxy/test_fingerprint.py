"""Whether a server starts as it did: what is compared, what may vary, and what is kept of it."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy import clients, fingerprint, relay, starts
from callgate_proxy.clients import Places, launches
from callgate_proxy.errors import StateError
from callgate_proxy.fingerprint import bare, settle, standing
from callgate_proxy.home import Home

NOW = 1_795_000_000.0
WORDS = ["npx", "-y", "server-fs", "/home/me"]


class Person:
    """One Kiro file below a scratch folder, guarded through `protect`."""

    def __init__(self, home: Home, folder: Path) -> None:
        self.home = home
        self.places = Places(str(folder), "", "", str(folder / ".config"), "linux", list)
        self.path = folder / ".kiro" / "settings" / "mcp.json"
        self.path.parent.mkdir(parents=True)

    def write(self, **servers: dict[str, Any]) -> None:
        self.path.write_text(json.dumps({"mcpServers": servers}, indent=2))

    def protect(self, *names: str) -> None:
        (found,) = clients.found(self.places)
        clients.apply(clients.plan_protect(found, self.home, list(names) or None), self.home, self.places)

    def edit(self, name: str, **members: Any) -> None:
        data = json.loads(self.path.read_text())
        data["mcpServers"][name].update(members)
        self.path.write_text(json.dumps(data))

    def standing(self, words: list[str], name: str = "fs") -> str:
        """As the proxy finds it; a file that changed is read."""
        found = standing(self.home, "kiro", name, words)
        if found not in fingerprint.STARTS:
            return "held" if launches.differing(self.home, "kiro", name, words, NOW) else f"{found}, and the same"
        return found


@pytest.fixture
def person(home: Home, tmp_path: Path) -> Person:
    made = Person(home, tmp_path / "person")
    made.write(fs={"command": "npx", "args": WORDS[1:], "env": {"KEY": "planted-value"}})
    return made


def test_what_was_guarded_may_start_and_nothing_else_of_that_name(person: Person) -> None:
    person.protect()
    assert person.standing(WORDS) == "same"
    for other in (["node", *WORDS[1:]], [*WORDS, "--all"], WORDS[:-1], ["npx", "-y", "server-fs /home/me"]):
        assert person.standing(other) == "held"


@pytest.mark.parametrize(
    "members", [{"env": {"KEY": "x", "LD_PRELOAD": "y"}}, {"env": {}}, {"cwd": "/tmp"}, {"envFile": "/tmp/.env"}]
)
def test_variables_their_file_and_the_folder_count_by_what_the_entry_says(
    person: Person, members: dict[str, Any]
) -> None:
    person.protect()
    person.edit("fs", **members)
    assert person.standing(WORDS) == "held"


@pytest.mark.parametrize("members", [{"env": {"KEY": "another"}}, {"timeout": 5}, {"disabled": False}])
def test_values_of_variables_and_other_members_do_not(person: Person, members: dict[str, Any]) -> None:
    person.protect()
    person.edit("fs", **members)
    assert person.standing(WORDS) == "touched, and the same"
    assert person.standing(WORDS) == "same"


def test_what_changed_elsewhere_in_the_file_is_seen_without_reading_it_as_a_whole(person: Person) -> None:
    person.protect()
    person.path.write_text(person.path.read_text().replace("{", '{"first": [1],', 1))
    assert person.standing(WORDS) == "same"
    person.path.write_text(person.path.read_text().replace("planted-value", "planted-valuE"))
    assert person.standing(WORDS) == "touched, and the same"


def test_words_that_the_client_fills_in_may_be_anything_and_what_the_file_says_of_them_may_not(person: Person) -> None:
    person.write(fs={"command": "npx", "args": ["${input:token}", "--in", "${workspaceFolder}/src"]})
    person.protect()
    assert person.standing(["npx", "abc", "--in", "/work/src"]) == "same"
    assert person.standing(["npx", "abc", "--out", "/work/src"]) == "held"
    data = json.loads(person.path.read_text())
    data["mcpServers"]["fs"]["args"][-1] = "/etc"
    person.path.write_text(json.dumps(data))
    assert person.standing(["npx", "abc", "--in", "/etc"]) == "held"


def test_an_entry_that_changed_is_not_taken_for_right_because_another_is_guarded(person: Person) -> None:
    person.protect()
    person.edit("fs", env={"NODE_OPTIONS": "x"})
    data = json.loads(person.path.read_text())
    data["mcpServers"]["other"] = {"command": "other"}
    person.path.write_text(json.dumps(data))
    person.protect("other")
    assert person.standing(["other"], "other") == "same"
    assert person.standing(WORDS) == "held"


def test_a_client_with_an_older_entry_in_its_memory_starts_what_was_right(person: Person) -> None:
    person.protect()
    person.path.unlink()
    assert person.standing(WORDS) == "touched, and the same"


def test_two_entries_of_one_name_vouch_for_nothing(person: Person) -> None:
    person.protect()
    text = person.path.read_text()
    entry = text[text.index('"fs":') : text.rindex("}\n  }") + 1]
    person.path.write_text(text.replace(entry, f"{entry}, {entry.replace('planted', 'other')}"))
    assert text.count("--server") + 1 == person.path.read_text().count("--server")
    assert person.standing(WORDS) == "held"


def test_giving_back_forgets_and_guarding_again_begins_anew(person: Person) -> None:
    person.protect()
    (found,) = clients.found(person.places)
    clients.apply(clients.plan_unprotect(found, person.home), person.home, person.places)
    assert starts.everything(person.home) == []
    person.write(fs={"command": "other"})
    person.protect()
    assert person.standing(["other"]) == "same"


def test_a_start_that_was_seen_without_a_file_is_tied_to_its_entry_later(person: Person) -> None:
    person.protect()
    starts.forget(person.home, "kiro", "fs")
    assert person.standing(WORDS) == "first"
    settle(person.home, "kiro", "fs", WORDS, "first", NOW)
    launches.adopt(person.home, clients.found(person.places))
    (known,) = starts.everything(person.home)
    assert [(one["how"], one["at"], one["env"]) for one in known.accepted] == [("seen", NOW, ["KEY"])]
    person.edit("fs", env={"KEY": "x", "PYTHONPATH": "y"})
    assert person.standing(WORDS) == "held"


def test_no_value_of_a_variable_and_no_known_secret_is_kept(person: Person) -> None:
    secret = "ghp_" + "a1" * 18
    person.write(fs={"command": "npx", "args": [f"--token={secret}"], "env": {"KEY": "planted-value"}})
    person.protect()
    (note,) = Path(person.home.starts).iterdir()
    assert "planted-value" not in note.read_text()
    assert secret not in note.read_text()
    assert "KEY" in note.read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE(note.stat().st_mode) == 0o600
        assert stat.S_IMODE(os.stat(person.home.starts).st_mode) == 0o700
    other = bare(["npx", "--token=ghp_" + "b2" * 18], "", NOW)
    starts.hold(person.home, "kiro", "fs", {**other, "env": ["KEY"]})
    assert "masked" in starts.difference(starts.everything(person.home)[0])


def test_after_something_else_was_held_the_right_start_settles_it(home: Home) -> None:
    settle(home, "kiro", "fs", WORDS, "first", NOW)
    starts.hold(home, "kiro", "fs", bare(["evil"], "", NOW))
    assert standing(home, "kiro", "fs", WORDS) == "settled"
    settle(home, "kiro", "fs", WORDS, "settled", NOW)
    assert standing(home, "kiro", "fs", WORDS) == "same"
    assert starts.everything(home)[0].held is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"accepted": [1, {"mark": 2}]}', "\udcff"])
def test_a_note_that_cannot_be_read_vouches_for_nothing(home: Home, text: str) -> None:
    settle(home, "kiro", "fs", WORDS, "first", NOW)
    Path(fingerprint.path_of(home, "kiro", "fs")).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert standing(home, "kiro", "fs", WORDS) == "changed"
    assert launches.differing(home, "kiro", "fs", WORDS, NOW) is not None


def test_notes_that_cannot_be_written_say_so(home: Home) -> None:
    home.ensure(home.root)
    Path(home.starts).write_text("no folder")
    with pytest.raises(StateError, match="cannot be written"):
        starts.take(home, "kiro", "fs", bare(WORDS, "", NOW))
    assert standing(home, "kiro", "fs", WORDS) == "first"


def test_a_remote_server_is_known_by_its_address_and_not_by_the_bridge() -> None:
    options = relay.parse(["--server", "s", "--url", "https://a.example/mcp", "--header", "K: v", "--"])
    assert fingerprint.words_of(options) == ["--url", "https://a.example/mcp", "K: v"]
