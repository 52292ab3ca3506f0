"""References in a client's headers: only those of that client's own entry of that server get their value."""

from __future__ import annotations

import asyncio

import httpx2
import pytest
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from callgate_proxy.http.endpoint import Endpoint
from callgate_proxy.secrets import PREFIX, SecretError
from talking import Talk, ok, run

OWN = f"{PREFIX}test/real/Authorization@0a1b2c3d"


def asked_with(talk: Talk, held: str) -> tuple[int, str]:
    """What a call with this Authorization comes to: status and body."""

    async def story() -> tuple[int, str]:
        asked = await talk.call("read", authorization=held).answer()
        return asked.status, asked.body.decode()

    return asyncio.run(story())


@pytest.mark.parametrize(
    "held", [OWN, f"{PREFIX}test/real/Authorization", f"{PREFIX}test/real%20%28%2Fp%29/AUTHORIZATION"]
)
def test_a_clients_own_reference_reaches_the_server_as_its_value(home: Home, held: str) -> None:
    talk = Talk(home, ok)
    assert asked_with(talk, held)[0] == 200
    (reached,) = talk.reached
    assert reached.headers["authorization"] == f"<{held}>"
    assert talk.rows()[0]["verdict"] == "allow"
    assert "authorization" not in str(talk.rows()).lower()


@pytest.mark.parametrize(
    "name",
    [
        "other/real/Authorization",  # another client's
        "test/bank/Authorization",  # another server's
        "test/real/X-Api-Key",  # another header's
        "test/real-bank/Authorization",
        "test/real",
        "key",  # one that a person chose
        "",
    ],
)
def test_a_reference_to_anybody_elses_secret_is_refused_and_nothing_reaches_the_server(home: Home, name: str) -> None:
    talk = Talk(home, ok)
    status, body = asked_with(talk, PREFIX + name)
    assert status == 403
    assert "not this client's" in body
    assert talk.reached == []


@pytest.mark.parametrize("value", ["s3cret\n", " s3cret", "s3\r\nX-Evil: 1", "s3\x7fcret"])
def test_a_value_that_no_header_can_carry_is_not_told(home: Home, value: str) -> None:
    talk = Talk(home, ok)
    talk.endpoint = Endpoint(home, frozenset(), lambda _: value, httpx2.MockTransport(ok))
    status, body = asked_with(talk, OWN)
    assert status == 502
    assert "Authorization" in body or "authorization" in body
    assert "s3" not in body


def test_a_keychain_that_refuses_is_told_and_nothing_reaches_the_server(home: Home) -> None:
    talk = Talk(home, ok)

    def locked(_: str) -> str:
        raise SecretError("The keychain is locked.", "Unlock it.")

    talk.endpoint = Endpoint(home, frozenset(), locked, httpx2.MockTransport(ok))
    assert asked_with(talk, OWN) == (502, "Callgate: The keychain is locked. Unlock it.\n")


def test_a_value_is_asked_for_once_and_again_after_the_server_turned_it_away(home: Home) -> None:
    talk, asked, status = Talk(home, ok), list[str](), [200]

    def told(held: str) -> str:
        asked.append(held)
        return f"v{len(asked)}"

    def server(request: httpx2.Request) -> httpx2.Response:
        talk.reached.append(request)
        return ok(request) if status[0] == 200 else httpx2.Response(status[0])

    talk.endpoint = Endpoint(home, frozenset(), told, httpx2.MockTransport(server))
    remotes.save(home, talk.known.with_header("real", "X-Key", f"{PREFIX}mine"))

    async def story() -> None:
        for code in (200, 200, 401, 200):
            status[0] = code
            await talk.call("read", authorization=OWN).answer()

    run(story)
    sent = [(one.headers["authorization"], one.headers["x-key"]) for one in talk.reached]
    assert sent == [("v2", "v1")] * 3 + [("v4", "v3")]
