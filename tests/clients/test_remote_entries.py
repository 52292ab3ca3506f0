"""Entries that reach a server by its address: led through Callgate and given back to the byte, for each client."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from authoring import data_of, entry, file_of
from callgate_proxy import clients
from callgate_proxy.clients import routing
from callgate_proxy.errors import ConfigError
from callgate_proxy.http import remotes
from conftest import machine_of

if TYPE_CHECKING:
    from conftest import Machine

URL = "https://example.org/mcp?x=1"
KNOWING = [name for name, adapter in clients.ADAPTERS.items() if adapter.shape.routes]
each_client = pytest.mark.parametrize("client", KNOWING)


def far(client: str, url: object = URL, **more: Any) -> dict[str, Any]:
    """An entry of a remote server."""
    return {clients.ADAPTERS[client].shape.remote[0]: url, **more}


def url_of(client: str, content: bytes, name: str = "far") -> str:
    """The address a client reads in its file."""
    adapter = clients.ADAPTERS[client]
    held = data_of(client, content)
    for key in adapter.holders[0]:
        held = held[key]
    one = next(each for each in held if each["name"] == name) if adapter.shape.name else held[name]
    return str(one[adapter.shape.remote[0]])


def start(client: str, root: Path, **entries: Any) -> tuple[Machine, bytes]:
    """A machine whose client has these entries (else one remote server and one that is started), and the file."""
    machine = machine_of(client, root)
    content = file_of(client, entries or {"far": far(client), "near": entry(client, ["npx"])})
    machine.write(content)
    return machine, content


def test_a_client_that_only_starts_commands_keeps_its_entry_and_says_why(tmp_path: Path) -> None:
    machine, _ = start("claude-desktop", tmp_path)
    plan = clients.plan_protect(machine.found(), machine.home)
    assert (len(plan.changes), plan.routes) == (1, ())
    assert "only takes those that are started by a command" in plan.skipped[0]
    assert [one.remote for one in machine.found().entries] == [True, False]


@each_client
def test_an_address_is_led_through_callgate_and_given_back_to_the_byte(client: str, tmp_path: Path) -> None:
    machine, content = start(client, tmp_path)
    assert machine.found().entries[0].remote
    applied = machine.protect()
    local = url_of(client, machine.config.read_bytes())
    assert remotes.unroute(remotes.load(machine.home), local) == ("far", client, URL)
    assert [one.guarded for one in machine.found().entries] == [True, True]
    assert "callgate serve" in applied.advice
    machine.unprotect()
    assert machine.config.read_bytes() == content
    assert remotes.load(machine.home).servers == {}


@each_client
def test_without_the_journal_the_address_comes_back_all_the_same(client: str, tmp_path: Path) -> None:
    machine, content = start(client, tmp_path)
    machine.protect()
    shutil.rmtree(machine.home.journal)
    machine.unprotect()
    assert data_of(client, machine.config.read_bytes()) == data_of(client, content)


@each_client
@pytest.mark.parametrize("broken", [None, b"{"])
def test_without_the_list_of_remotes_the_journal_knows_the_address(
    client: str, broken: bytes | None, tmp_path: Path
) -> None:
    machine, content = start(client, tmp_path)
    machine.protect()
    kept = Path(remotes.path(machine.home))
    if broken is None:
        kept.unlink()
    else:
        kept.write_bytes(broken)
    machine.unprotect()
    assert machine.config.read_bytes() == content


@each_client
def test_without_both_the_entry_is_left_with_the_reason(client: str, tmp_path: Path) -> None:
    machine, _ = start(client, tmp_path)
    machine.protect()
    shutil.rmtree(machine.home.root)
    guarded = machine.config.read_bytes()
    plan = clients.plan_unprotect(machine.found(), machine.home)
    assert "nothing here knows where its local address led" in plan.skipped[0]
    assert url_of(client, plan.after) == url_of(client, guarded)


@each_client
def test_guarding_twice_changes_nothing_more(client: str, tmp_path: Path) -> None:
    machine, _ = start(client, tmp_path)
    machine.protect()
    plan = clients.plan_protect(machine.found(), machine.home)
    assert plan.empty
    assert all("guarded already" in sentence for sentence in plan.skipped)


@each_client
def test_headers_and_what_else_the_entry_says_stay(client: str, tmp_path: Path) -> None:
    more = {"headers": {"Authorization": "Bearer ${TOKEN}"}, "note": "mine"}
    machine, content = start(client, tmp_path, far=far(client, **more))
    machine.protect()
    before, after = (data_of(client, one) for one in (content, machine.config.read_bytes()))
    assert str(after) == str(before).replace(URL, url_of(client, machine.config.read_bytes()))


@each_client
@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://${HOST}/mcp", "variables"),
        ("https://example.org/${env:KEY}", "variables"),
        ("https://example.org/%TOKEN%", "variables"),
        ("https://example.org/{env:KEY}", "variables"),
        ("wss://example.org/mcp", "no http or https"),
        ("example.org/mcp", "no http or https"),
        ("https://me:pass@example.org/", "user"),
        ("https://[broken", "cannot be used"),
        (7, "no text"),
    ],
)
def test_an_address_that_cannot_be_led_is_left_with_the_reason(
    client: str, url: object, why: str, tmp_path: Path
) -> None:
    machine, _ = start(client, tmp_path, far=far(client, url), near=entry(client, ["npx"]))
    plan = clients.plan_protect(machine.found(), machine.home)
    assert why in plan.skipped[0]
    assert (len(plan.changes), plan.routes) == (1, ())
    assert machine.found().entries[0].problem


@each_client
def test_an_entry_with_a_command_and_an_address_is_left_alone(client: str, tmp_path: Path) -> None:
    machine, _ = start(client, tmp_path, both={**far(client), **entry(client, ["npx"])})
    assert "both a command and an address" in clients.plan_protect(machine.found(), machine.home).skipped[0]


@each_client
def test_the_change_that_is_shown_holds_no_token(client: str, tmp_path: Path) -> None:
    machine, _ = start(client, tmp_path)
    plan = clients.plan_protect(machine.found(), machine.home)
    (one,) = plan.routes
    assert one.token in plan.after.decode()
    assert one.token not in plan.diff + "".join(plan.changes) + repr(plan)
    assert "x=1" not in plan.diff + "".join(plan.changes)
    clients.apply(plan, machine.home, machine.places)
    assert one.token not in str(machine.found().entries)


def test_a_name_that_stands_for_another_address_already_is_left_with_the_reason(tmp_path: Path) -> None:
    machine, _ = start("cursor", tmp_path)
    remotes.save(machine.home, remotes.Remotes().with_("far", "https://other.example/mcp", "zed"))
    plan = clients.plan_protect(machine.found(), machine.home, ["far"])
    assert plan.empty
    assert "“far” is https://other.example/mcp already" in plan.skipped[0]


def test_two_files_of_one_client_share_a_token_until_the_last_gives_it_back(tmp_path: Path) -> None:
    machine, content = start("windsurf", tmp_path)
    second = Path(machine.places.xdg_config, "devin", "mcp_config.json")
    second.parent.mkdir(parents=True)
    second.write_bytes(content)
    plans = [clients.plan_protect(one, machine.home) for one in clients.found(machine.places)]
    assert len(plans) == 2
    for plan in plans:
        clients.apply(plan, machine.home, machine.places)
    first, other = (url_of("windsurf", path.read_bytes()) for path in (machine.config, second))
    assert first == other
    for index, left in ((0, 1), (1, 0)):
        found = clients.found(machine.places)[index]
        clients.apply(clients.plan_unprotect(found, machine.home), machine.home, machine.places)
        assert len(remotes.load(machine.home).servers) == left
    assert machine.config.read_bytes() == second.read_bytes() == content


def test_a_local_address_of_another_port_or_client_becomes_the_clients_own(tmp_path: Path) -> None:
    machine, _ = start("cursor", tmp_path)
    known = remotes.Remotes().with_("far", URL, "zed")
    remotes.save(machine.home, known)
    moved = remotes.route(known, "far", "zed").replace("7384", "9999")
    machine.write(file_of("cursor", {"far": far("cursor", moved)}))
    assert machine.found().entries[0].guarded
    machine.protect()
    local = url_of("cursor", machine.config.read_bytes())
    assert remotes.unroute(remotes.load(machine.home), local) == ("far", "cursor", URL)
    assert ":7384/" in local


def test_a_list_of_remotes_that_changed_meanwhile_stops_the_change(tmp_path: Path) -> None:
    machine, content = start("cursor", tmp_path)
    plan = clients.plan_protect(machine.found(), machine.home)
    remotes.save(machine.home, remotes.Remotes().with_("far", URL, "cursor", "t" * 32))
    with pytest.raises(ConfigError, match=r"remotes.json has changed"):
        clients.apply(plan, machine.home, machine.places)
    assert machine.config.read_bytes() == content


def test_an_entry_that_a_client_wiped_is_put_back_with_its_way(tmp_path: Path) -> None:
    machine, content = start("cursor", tmp_path)
    machine.protect()
    guarded = machine.config.read_bytes()
    machine.write(file_of("cursor", {"near": entry("cursor", ["npx"])}))
    clients.apply(clients.plan_put_back(machine.found(), machine.home), machine.home, machine.places)
    assert url_of("cursor", machine.config.read_bytes()) == url_of("cursor", guarded)
    machine.write(content)
    clients.apply(clients.plan_put_back(machine.found(), machine.home), machine.home, machine.places)
    assert machine.config.read_bytes() == guarded


def test_a_header_of_ours_outlives_the_last_client(tmp_path: Path) -> None:
    machine, _ = start("cursor", tmp_path)
    machine.protect()
    remotes.save(machine.home, remotes.load(machine.home).with_header("far", "Authorization", "callgate-secret:far"))
    machine.unprotect()
    (one,) = remotes.load(machine.home).servers.values()
    assert (one.clients, one.headers) == ({}, {"Authorization": "callgate-secret:far"})


def test_nothing_is_led_where_the_part_for_remote_servers_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, _ = start("cursor", tmp_path)
    monkeypatch.setattr(routing, "can_serve", lambda: False)
    plan = clients.plan_protect(machine.found(), machine.home)
    assert "not installed" in plan.skipped[0]
    assert len(plan.changes) == 1
