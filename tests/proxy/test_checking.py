"""What the checks do to a session's verdicts, and what the policy says of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from callgate_proxy import mode
from callgate_proxy.checking import Checking
from callgate_proxy.guarding import data
from callgate_proxy.policy import paths
from callgate_proxy.risk.calling import Calls
from callgate_proxy.session import Session
from conversation import NOW, call, forwarded, kinds, line, policy, replies, rows, said


class Trace:
    """Nothing was seen."""

    salt = b"salt"

    def add(self, kind: str, what: str, now: float) -> None:
        raise OSError(f"the disk is full: {kind} {what} {now}")

    def all(self, kind: str, now: float) -> list[str]:
        return [] if now and kind else [kind]


def checked(default: str = "allow", kind: str = mode.ON, **rest: object) -> Session:
    """A session with server "fs" whose calls are checked."""
    fresh = Session("cursor", "fs", "w")
    calls = Calls("fs", data("guarded.json"), "/home/u", (), (), paths.resolve, Trace())
    fresh.equip(lambda: Checking(calls))
    fresh.govern(policy({"default": default, **rest}), "", kind)
    return fresh


def verdict(effects: Sequence[object]) -> tuple[str, str]:
    """(verdict, rule) of the row."""
    row = rows(effects)[0]
    return row["verdict"], row["rule"]


METADATA = call("fetch", url="http://169.254.169.254/")


def test_a_check_refuses_what_the_policy_allows_and_names_itself_and_its_page() -> None:
    effects = checked().from_client(METADATA, NOW)
    assert verdict(effects) == ("deny", "/checks/ssrf")
    assert "rule cloud-metadata" in said(effects)
    assert "docs/attacks.md#ssrf" in said(effects)
    assert forwarded(effects) == []


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ({"checks": {"ssrf": "ask"}}, ("ask", "/checks/ssrf")),
        (
            {"checks": {"ssrf": "block"}, "servers": {"fs": {"checks": {"ssrf": "ask"}}}},
            ("ask", "/servers/fs/checks/ssrf"),
        ),
        ({"checks": {"ssrf": "off"}}, ("allow", "/default")),
        ({"servers": {"web": {"checks": {"ssrf": "off"}}}}, ("deny", "/checks/ssrf")),
    ],
)
def test_the_most_specific_word_of_the_policy_decides_what_a_check_does(
    rest: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert verdict(checked(**rest).from_client(METADATA, NOW)) == expected


def test_what_is_only_flagged_goes_on_and_its_row_says_so() -> None:
    effects = checked(checks={"ssrf": "flag"}).from_client(METADATA, NOW)
    assert forwarded(effects) == [METADATA]
    assert rows(effects)[0]["flags"] == ["ssrf/cloud-metadata"]


def test_a_check_never_opens_what_the_policy_refuses() -> None:
    assert verdict(checked("deny", checks={"ssrf": "ask"}).from_client(METADATA, NOW)) == ("deny", "/default")


def test_a_pause_lets_everything_pass() -> None:
    assert verdict(checked(kind=mode.PAUSED).from_client(METADATA, NOW)) == ("allow", "/mode/paused")


def test_a_host_that_the_policy_names_for_the_tool_is_no_finding() -> None:
    local = {"require": [{"path": "args.url", "op": "host_in", "value": ["localhost:3000"]}]}
    came = call("fetch", url="http://localhost:3000/health")
    assert forwarded(checked(tools={"fetch": local}).from_client(came, NOW)) == [came]


@pytest.mark.parametrize(
    "name", ["Delete_Repository", "deleteRepository", "delete-repository", "d\u0435lete_repository"]
)
def test_another_spelling_of_a_hidden_tool_is_judged_as_that_tool(name: str) -> None:
    effects = checked(hide=["delete_repository"]).from_client(call(name), NOW)
    assert verdict(effects) == ("deny", "/hide/0")
    assert forwarded(checked(hide=["delete_repository"]).from_client(call("list_repositories"), NOW))


@pytest.mark.parametrize("name", ["convert_time", "get-user", "notes/read"])
def test_marks_between_words_make_a_named_tool_no_other_spelling(name: str) -> None:
    came = call(name)
    assert forwarded(checked(default="deny", tools={name: {"action": "allow"}}).from_client(came, NOW)) == [came]


def test_the_folders_that_the_client_declares_bind_the_server_that_asked_for_them() -> None:
    gate = checked()
    _, asked = gate.from_server(line(id=1, method="roots/list"), NOW)
    gate.server_asks(asked[0].call, NOW)  # type: ignore[union-attr]
    assert forwarded(gate.from_client(call("read_file", path="/etc/hosts"), NOW))
    gate.from_client(line(id=1, result={"roots": [{"uri": "file:///home/u/proj"}]}), NOW)
    assert verdict(gate.from_client(call("read_file", 2, path="/etc/hosts"), NOW)) == ("deny", "/checks/escapes")


def test_a_server_is_told_that_the_client_never_offered_what_it_asks_for() -> None:
    gate = checked()
    gate.from_client(line(id=0, method="initialize", params={"capabilities": {}}), NOW)
    _, asked = gate.from_server(line(id=1, method="sampling/createMessage", params={"messages": []}), NOW)
    effects = gate.server_asks(asked[0].call, NOW)  # type: ignore[union-attr]
    assert verdict(effects) == ("deny", "/checks/sampling")
    assert b"never offered" in forwarded(effects)[0]


def test_an_answer_to_no_question_is_kept_from_the_client_unless_the_policy_says_otherwise() -> None:
    stray = line(id=4242, result={})
    delivered, effects = checked().from_server(stray, NOW)
    assert (delivered, kinds(effects)) == (b"", ["Stray"])
    assert checked(checks={"requests": "off"}).from_server(stray, NOW) == (stray, [])


def test_an_answer_to_a_ping_or_to_a_cancelled_call_is_delivered() -> None:
    gate = checked()
    gate.from_client(line(id=1, method="ping"), NOW)
    assert gate.from_server(line(id=1, result={}), NOW)[0] == line(id=1, result={})
    gate.from_client(call(request=2), NOW)
    gate.from_client(line(method="notifications/cancelled", params={"requestId": 2}), NOW)
    assert gate.from_server(line(id=2, result={}), NOW)[0] == line(id=2, result={})


def test_checks_that_cannot_be_loaded_refuse_the_call_and_say_so() -> None:
    gate = Session("cursor", "fs", "w")

    def fails() -> Checking:
        raise OSError("guarded.json is missing")

    gate.equip(fails)
    gate.govern(policy({"default": "allow"}), "", mode.ON)
    effects = gate.from_client(call(), NOW)
    assert verdict(effects) == ("deny", "/checks")
    assert "guarded.json is missing" in said(effects)


def test_a_session_that_cannot_be_remembered_refuses_what_comes_after() -> None:
    gate = checked()
    gate.from_client(call("fetch", url="https://a.example/"), NOW)
    gate.from_server(line(id=1, result={"content": [{"type": "text", "text": "x"}]}), NOW)
    effects = gate.from_client(call("echo", 2), NOW)
    assert verdict(effects) == ("deny", "/checks")
    assert "the disk is full" in said(effects)
    assert replies(effects)[0]["result"]["isError"] is True


def test_every_check_of_the_catalogue_can_be_set_and_has_its_default_and_its_limits_written_down() -> None:
    catalogue = data("checks.json")
    assert isinstance(catalogue, dict)
    checks = dict.fromkeys(catalogue, "flag")  # type: ignore[reportUnknownVariableType]
    assert policy({"default": "ask", "checks": checks})["top"]["checks"]["ssrf"] == ["flag", "/checks/ssrf"]
    assert all(set(told) == {"default", "stops", "cannot_see"} for told in catalogue.values())  # type: ignore[reportUnknownVariableType]
    assert json.dumps(checks)
