"""Requests other than tool calls, of the client's and of the server's: judged, recorded, refused in their own form."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from callgate_proxy import mode
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Ask, Asked, Call, Forward, Stray
from callgate_proxy.home import Home
from callgate_proxy.logread import last_calls
from callgate_proxy.outbound import IN_PARTS
from callgate_proxy.session import Session
from conversation import NOW, call, forwarded, kinds, line, replies, rows, session
from piped import Piped

if TYPE_CHECKING:
    from callgate_proxy.effects import Effect

READ = "resources/read"
SAMPLE = "sampling/createMessage"
OURS: list[tuple[str, dict[str, object]]] = [
    (READ, {"uri": "file:///a"}),
    ("prompts/get", {"name": "p"}),
    ("completion/complete", {"argument": {}}),
]
THEIRS: list[tuple[str, dict[str, object]]] = [(SAMPLE, {"messages": []}), ("elicitation/create", {"message": "Who?"})]


def naming(method: str, **entry: object) -> Session:
    return session("allow", methods={method: entry})


@pytest.mark.parametrize(("method", "params"), OURS)
def test_a_request_nobody_named_passes_with_its_row(method: str, params: dict[str, object]) -> None:
    gate = session("deny")
    came = line(id=1, method=method, params={**params, "_meta": {"x": 1}})
    effects = gate.from_client(came, NOW)
    assert forwarded(effects) == [came]
    (row,) = rows(effects)
    assert (row["tool"], row["method"], row["args"]) == ("", method, params)
    assert (row["verdict"], row["rule"]) == ("allow", "/methods")
    (end,) = rows(gate.from_server(line(id=1, result={}), NOW + 1)[1])
    assert (end["call"], end["outcome"]) == (row["id"], "ok")


@pytest.mark.parametrize(("method", "params"), OURS)
def test_a_refused_request_is_answered_with_an_error_that_no_client_takes_for_another(
    method: str, params: dict[str, object]
) -> None:
    effects = naming(method, action="deny", reason="Not here.").from_client(
        line(id=1, method=method, params=params), NOW
    )
    assert kinds(effects) == ["Record", "Reply"]
    error = replies(effects)[0]["error"]
    assert "Not here." in error["message"]
    assert not -32768 <= error["code"] <= -32000
    assert error["code"] < 0


def test_a_request_can_be_asked_about_and_goes_on_once_allowed() -> None:
    gate = naming(READ, action="ask")
    came = line(id=1, method=READ, params={"uri": "file:///a"})
    (effect,) = gate.from_client(came, NOW)
    assert isinstance(effect, Ask)
    assert forwarded(gate.answered(effect.call.question, ALLOWED, "once", "", NOW)) == [came]


def test_a_request_without_an_id_that_could_be_executed_is_refused() -> None:
    assert kinds(session().from_client(line(method=READ, params={"uri": "x"}), NOW)) == ["Record"]


@pytest.mark.parametrize("method", [method for method, _ in OURS])
def test_a_lockdown_refuses_what_could_be_judged(method: str) -> None:
    effects = session("allow", mode.LOCKDOWN).from_client(line(id=1, method=method, params={}), NOW)
    assert "locked down" in replies(effects)[0]["error"]["message"]


def test_a_pause_lets_a_named_request_pass() -> None:
    gate = session("allow", mode.PAUSED, methods={READ: {"action": "deny"}})
    assert len(forwarded(gate.from_client(line(id=1, method=READ, params={}), NOW))) == 1


# ---- the server asks


def compact(**members: object) -> bytes:
    """As the TypeScript SDK writes a request: without spaces, the id last."""
    return json.dumps({**members, "jsonrpc": "2.0", "id": 7}, separators=(",", ":")).encode() + b"\n"


def asks(gate: Session, came: bytes, now: float = NOW) -> list[Effect]:
    """What comes of a request of the server's, once it is judged."""
    delivered, effects = gate.from_server(came, now)
    (effect,) = effects
    assert delivered == b""
    assert isinstance(effect, Asked)
    return gate.server_asks(effect.call, now)


@pytest.mark.parametrize(("method", "params"), THEIRS)
def test_what_the_server_asks_passes_with_its_row_and_ends_with_the_clients_reply(
    method: str, params: dict[str, object]
) -> None:
    gate = session("deny")
    came = line(id=7, method=method, params=params)
    effects = asks(gate, came)
    assert kinds(effects) == ["Submit"]
    assert effects[0].call.back  # type: ignore[union-attr]
    assert (rows(effects)[0]["method"], rows(effects)[0]["verdict"]) == (method, "allow")
    reply = line(id=7, error={"code": -1, "message": "no"})
    effects = gate.from_client(reply, NOW + 1)
    assert forwarded(effects) == [reply]
    assert (rows(effects)[0]["outcome"], rows(effects)[0]["ms"]) == ("error", 1000.0)
    assert kinds(gate.from_client(reply, NOW + 2)) == ["Forward"]


@pytest.mark.parametrize(
    "came",
    [
        line(id=7, method=SAMPLE, params={}),
        compact(method=SAMPLE, params={}),
        compact(params={}, method=SAMPLE),
        line(id=7, method=SAMPLE, params={}).replace(b"sampling/", b"sampling\\u002f"),
        compact(method=SAMPLE, params={}).replace(b"createMessage", b"create\\u004dessage"),
    ],
)
def test_a_refused_request_of_the_servers_is_answered_to_the_server_however_it_is_written(came: bytes) -> None:
    effects = asks(naming(SAMPLE, action="deny", reason="No."), came)
    assert kinds(effects) == ["Record", "Forward"]
    (sent,) = [json.loads(effect.line) for effect in effects if isinstance(effect, Forward)]
    assert (sent["id"], sent["error"]["code"]) == (7, -31900)


@pytest.mark.parametrize(
    "came",
    [
        b'{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{"x":NaN}}\n',
        b'{"params":{"x":NaN},"id":7,"method":"sampling/createMessage","jsonrpc":"2.0"}\n',
        b'[{"jsonrpc":"2.0","id":7,"method":"elicitation/create","params":{}}]\n',
        b'{"jsonrpc":"2.0","id":7,"id":8,"method":"sampling/createMessage","params":{}}\n',
        line(method=SAMPLE, params={}),
        b'{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":'
        + b'{"a":' * 400
        + b"1"
        + b"}" * 401
        + b"\n",
    ],
)
def test_what_might_be_such_a_request_and_cannot_be_read_is_no_message(came: bytes) -> None:
    delivered, effects = session().from_server(came, NOW)
    assert delivered == b""
    assert kinds(effects) == ["Stray"]


def test_other_words_of_the_servers_pass_untouched_and_unrecorded() -> None:
    gate = session("deny")
    for came in (
        line(method="notifications/message", params={"data": SAMPLE}),
        line(id=4, method="ping"),
        compact(method="notifications/progress", params={"progress": 1}),
        line(method="notifications/cancelled", params={"requestId": 1}),
        b'{"params":{"x":NaN},"method":"notifications/message","jsonrpc":"2.0"}\n',
        line(id=5, error={"code": 1, "message": SAMPLE}),
    ):
        assert gate.from_server(came, NOW) == (came, [])


def test_the_servers_ids_and_the_clients_do_not_meet() -> None:
    gate = session("ask")
    (mine,) = gate.from_client(call("write", request=7), NOW)
    assert isinstance(mine, Ask)
    theirs = line(id=7, method=SAMPLE, params={})
    assert len(forwarded(asks(gate, theirs))) == 1
    assert kinds(gate.from_client(line(id=7, result={}), NOW)) == ["Forward", "Record"]
    assert len(forwarded(gate.answered(mine.call.question, ALLOWED, "once", "", NOW))) == 1
    assert rows(gate.from_server(line(id=7, result={}), NOW)[1])[0]["call"] == mine.call.row_id


def test_the_server_can_take_back_what_the_person_is_asked_about() -> None:
    gate = naming(SAMPLE, action="ask")
    (effect,) = asks(gate, line(id=7, method=SAMPLE, params={}))
    assert isinstance(effect, Ask)
    took = line(method="notifications/cancelled", params={"requestId": 7})
    delivered, effects = gate.from_server(took, NOW)
    assert (delivered, kinds(effects)) == (b"", ["Withdraw", "Record"])
    assert gate.answered(effect.call.question, ALLOWED, "once", "", NOW) == []


def test_a_refusal_by_the_person_goes_to_the_server() -> None:
    gate = naming(SAMPLE, action="ask")
    (effect,) = asks(gate, line(id=7, method=SAMPLE, params={}))
    assert isinstance(effect, Ask)
    assert kinds(gate.answered(effect.call.question, REFUSED, "once", "", NOW)) == ["Record", "Forward"]


def test_a_second_request_under_an_id_that_is_open_is_no_message() -> None:
    gate = session()
    came = line(id=7, method=SAMPLE, params={})
    asks(gate, came)
    (effect,) = asks(gate, came)
    assert isinstance(effect, Stray)


# ---- with pipes and files


@pytest.fixture
def make(home: Home) -> Iterator[Piped]:
    piped = Piped(home)
    yield piped
    piped.close()


def test_a_request_of_the_servers_is_recorded_and_delivered_in_its_place(make: Piped, home: Home) -> None:
    shell, server, client, outbound = make(methods={SAMPLE: {"limits": [{"window": "day", "max": 1}]}})
    written = threading.Event()
    server.on_write = written.set
    first, second = (line(id=number, method=SAMPLE, params={}) for number in (1, 2))
    before, after = line(method="notifications/x"), line(method="notifications/y")
    outbound.feed(before + first + after + second)
    assert client.data == before + first + after
    assert written.wait(30)  # the refusal is written by a thread of its own: this side never waits for the server
    assert json.loads(server.data)["id"] == 2
    assert [row.verdict for row in last_calls(home, 5)] == ["allow", "limit"]
    assert shell.session.asking[1].keys() == {1}


def test_a_save_is_in_force_for_the_next_request_of_the_servers(make: Piped) -> None:
    _, server, client, outbound = make()
    outbound.feed(line(id=1, method=SAMPLE, params={}))
    assert client.data == line(id=1, method=SAMPLE, params={})
    make.save(methods={SAMPLE: {"action": "deny"}})
    written = threading.Event()
    server.on_write = written.set
    outbound.feed(line(id=2, method=SAMPLE, params={}))
    assert written.wait(30)
    assert json.loads(server.data)["error"]["code"] == -31900


def test_a_long_request_of_the_servers_is_waited_for_because_it_may_be_refused(make: Piped) -> None:
    asked: list[Call] = []
    _, _, client, outbound = make(asked, methods={SAMPLE: {"action": "ask"}})
    came = line(id=1, method=SAMPLE, params={"messages": ["x" * 2 * IN_PARTS]})
    outbound.feed(came[:-20])
    outbound.feed(came[-20:])
    assert client.data == b""
    assert [call.method for call in asked] == [SAMPLE]
