"""A client hears that its list of tools is out of date: in the way of its era, when it is so, and only then."""

from __future__ import annotations

import json

import pytest
from callgate_proxy import mode
from callgate_proxy.session import Session
from conversation import NOW, kinds, line, policy, replies, session

CHANGED = "notifications/tools/list_changed"
SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId"
HIDDEN = policy({"default": "allow", "hide": ["b"]})
SHOWN = policy({"default": "allow"})


def lists(gate: Session, request: int = 1, tools: tuple[str, ...] = ("a", "b")) -> list[str]:
    """The client lists the tools; gives the names it gets."""
    gate.from_client(line(id=request, method="tools/list"), NOW)
    delivered, _ = gate.from_server(line(id=request, result={"tools": [{"name": name} for name in tools]}), NOW)
    return [tool["name"] for tool in json.loads(delivered)["result"]["tools"]]


def legacy() -> Session:
    gate = session()
    gate.from_client(line(method="notifications/initialized"), NOW)
    return gate


def listen(gate: Session, request: int | str, acknowledged: bool | None = True, tools: bool = True) -> None:
    gate.from_client(
        line(id=request, method="subscriptions/listen", params={"notifications": {"toolsListChanged": tools}}), NOW
    )
    if acknowledged is not None:
        params = {"_meta": {SUBSCRIPTION: request}, "notifications": {"toolsListChanged": acknowledged}}
        came = line(method="notifications/subscriptions/acknowledged", params=params)
        assert gate.from_server(came, NOW) == (came, [])


def test_a_client_of_the_handshake_hears_of_a_tool_that_is_hidden_by_now_and_lists_anew() -> None:
    gate = legacy()
    assert lists(gate) == ["a", "b"]
    gate.govern(HIDDEN, "", mode.ON)
    assert replies(gate.tick(NOW)) == [{"jsonrpc": "2.0", "method": CHANGED}]
    assert gate.tick(NOW) == []
    assert lists(gate, 2) == ["a"]
    gate.govern(SHOWN, "", mode.ON)
    assert len(replies(gate.tick(NOW))) == 1


@pytest.mark.parametrize("change", [{"default": "deny"}, {"default": "allow", "hide": ["c"]}, {"default": "ask"}])
def test_a_change_that_hides_nothing_is_not_told(change: dict[str, object]) -> None:
    gate = legacy()
    lists(gate)
    gate.govern(policy(change), "", mode.ON)
    assert gate.tick(NOW) == []


def test_a_pause_shows_what_was_hidden_and_its_end_hides_it() -> None:
    gate = legacy()
    gate.govern(HIDDEN, "", mode.ON)
    assert lists(gate) == ["a"]
    for kind in (mode.PAUSED, mode.ON):
        gate.govern(HIDDEN, "", kind)
        assert len(replies(gate.tick(NOW))) == 1


def test_an_entry_that_ends_by_itself_is_told() -> None:
    gate = legacy()
    gate.govern(
        policy({"default": "allow", "tools": {"b": {"action": "hide", "expires": "1970-01-12T13:46:41Z"}}}), "", mode.ON
    )
    assert lists(gate) == ["a"]
    assert gate.tick(NOW) == []
    assert len(replies(gate.tick(NOW + 1))) == 1


def test_a_client_that_never_listed_or_is_not_ready_hears_nothing() -> None:
    unlisted, unready = legacy(), session()
    lists(unready)
    for gate in (unlisted, unready):
        gate.govern(HIDDEN, "", mode.ON)
        assert gate.tick(NOW) == []


def test_a_page_that_was_cut_by_the_new_policy_does_not_hide_that_the_first_was_not() -> None:
    gate = legacy()
    lists(gate, 1, ("a", "b"))
    gate.govern(HIDDEN, "", mode.ON)
    lists(gate, 2, ("c",))
    assert len(replies(gate.tick(NOW))) == 1


def test_a_modern_client_hears_it_on_each_subscription_that_the_server_agreed_to() -> None:
    gate = session()
    lists(gate, 99)
    listen(gate, "listen-1")
    listen(gate, 2)
    listen(gate, 3, acknowledged=None)
    listen(gate, 4, acknowledged=False)
    listen(gate, 5, tools=False)
    gate.govern(HIDDEN, "", mode.ON)
    assert replies(gate.tick(NOW)) == [
        {"jsonrpc": "2.0", "method": CHANGED, "params": {"_meta": {SUBSCRIPTION: one}}} for one in ("listen-1", 2)
    ]


def test_a_subscription_that_ended_hears_nothing_more() -> None:
    gate = session()
    lists(gate, 99)
    listen(gate, 1)
    listen(gate, 2)
    gate.from_client(line(method="notifications/cancelled", params={"requestId": 1}), NOW)
    assert gate.from_server(line(id=2, result={"resultType": "complete"}), NOW)[1] == []
    gate.govern(HIDDEN, "", mode.ON)
    assert gate.tick(NOW) == []


def test_the_id_of_an_open_subscription_cannot_be_used_again() -> None:
    gate = session()
    listen(gate, 1)
    assert kinds(gate.from_client(line(id=1, method="ping"), NOW)) == ["Record"]


@pytest.mark.parametrize(
    ("capabilities", "promised"),
    [
        (b'{"tools":{}, "x" : 1.50}', b'{"tools":{"listChanged":true}, "x" : 1.50}'),
        (b'{"tools":{"listChanged": false}}', b'{"tools":{"listChanged":true}}'),
        (b'{"tools":{"y":[1]}}', b'{"tools":{"y":[1],"listChanged":true}}'),
        (b'{"tools": { "listChanged": true } }', None),
        (b'{"prompts":{}}', None),
        (b"{}", None),
        (b"[]", None),
    ],
)
def test_the_handshake_promises_what_will_be_told_and_is_else_untouched(
    capabilities: bytes, promised: bytes | None
) -> None:
    gate = session()
    gate.from_client(line(id=0, method="initialize", params={}), NOW)
    came = b'{"jsonrpc":"2.0","id":0,"result":{"capabilities":' + capabilities + b',"instructions":"\xc3\xa9"}}\n'
    delivered, effects = gate.from_server(came, NOW)
    assert delivered == (came if promised is None else came.replace(capabilities, promised))
    assert effects == []


def test_a_handshake_that_fails_passes_as_it_came() -> None:
    gate = session()
    gate.from_client(line(id=0, method="initialize", params={}), NOW)
    came = line(id=0, error={"code": -32602, "message": "no"})
    assert gate.from_server(came, NOW) == (came, [])
