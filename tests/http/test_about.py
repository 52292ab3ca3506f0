"""What goes with the messages: logins, headers from the keychain, and paths that lead nowhere."""

from __future__ import annotations

import json

import httpx2
import pytest
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from talking import URL, Json, Talk, ok, run

CHALLENGE = 'Bearer error="x", resource_metadata="https://tools.example/.well-known/oauth-protected-resource/mcp"'
METADATA = {"resource": URL, "authorization_servers": ["https://login.example"], "x": 1}


def test_a_challenge_leads_to_the_metadata_at_the_local_address(home: Home) -> None:
    talk = Talk(home, lambda _: httpx2.Response(401, headers={"www-authenticate": CHALLENGE}))
    local = remotes.route(talk.known, "real", "test")

    async def story() -> None:
        asked = await talk.call("read").answer()
        assert asked.status == 401
        told = f'resource_metadata="{local}/-/.well-known/oauth-protected-resource/mcp"'
        assert asked.headers["www-authenticate"] == f'Bearer error="x", {told}'

    run(story)


def test_a_challenge_that_leads_elsewhere_stays(home: Home) -> None:
    told = 'Bearer resource_metadata="https://other.example/.well-known/x"'
    talk = Talk(home, lambda _: httpx2.Response(401, headers={"www-authenticate": told}))

    async def story() -> None:
        assert (await talk.call("read").answer()).headers["www-authenticate"] == told

    run(story)


@pytest.mark.parametrize("to", ["http://169.254.169.254/x", "https://[::ffff:127.0.0.1]/x", "https://a.example/`id`"])
def test_a_challenge_that_leads_to_this_machine_or_into_a_shell_is_left_out(home: Home, to: str) -> None:
    told = f'Bearer error="x", resource_metadata="{to}"'
    talk = Talk(home, lambda _: httpx2.Response(401, headers={"www-authenticate": told}))

    async def story() -> None:
        answered = (await talk.call("read").answer()).headers["www-authenticate"]
        assert answered == 'Bearer error="x", resource_metadata=""'

    run(story)


PUBLISHED: list[tuple[Json, str]] = [
    ({"authorization_endpoint": "https://a.example/$(id)"}, "no address in plain letters"),
    ({"token_endpoint": "http://a.example/token"}, "is not https"),
    ({"authorization_endpoint": "https://a.example@drop.example/"}, "may be taken for its host"),
    ({"authorization_endpoint": "javascript:alert"}, "no http address"),
    ({"registration_endpoint": "https://0x7f000001/r"}, "leads to this machine"),
    ({"resource": URL, "authorization_servers": ["http://metadata.google.internal/"]}, "leads to cloud metadata"),
    ({"resource": "https://bank.example/mcp", "authorization_servers": []}, "another resource"),
]


@pytest.mark.parametrize(("told", "why"), PUBLISHED)
def test_what_a_server_publishes_about_its_login_is_refused_where_it_misleads(home: Home, told: Json, why: str) -> None:
    talk = Talk(home, lambda _: httpx2.Response(200, json=told))

    async def story() -> None:
        asked = await talk.ask("GET", f"{talk.path}/-/.well-known/oauth-authorization-server").answer()
        assert (asked.status, why in asked.body.decode()) == (502, True)

    run(story)


def test_a_server_of_this_machine_may_publish_addresses_of_this_machine(home: Home) -> None:
    told = {"issuer": "http://localhost:8000", "token_endpoint": "http://localhost:8000/token"}
    talk = Talk(home, lambda _: httpx2.Response(200, json=told))
    remotes.save(home, remotes.Remotes().with_("near", "http://localhost:8000/mcp", "test"))
    near = remotes.route(remotes.load(home), "near", "test").partition(f":{talk.known.port}")[2]

    async def story() -> None:
        asked = await talk.ask("GET", f"{near}/-/.well-known/oauth-authorization-server").answer()
        assert asked.json == told

    run(story)


@pytest.mark.parametrize("said", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_a_web_page_could_post_is_not_taken(home: Home, said: str) -> None:
    talk = Talk(home, ok)

    async def story() -> None:
        assert (await talk.call("read", content_type=said).answer()).status == 415
        assert (await talk.call("read", content_type="application/json; charset=utf-8").answer()).said == "done"

    run(story)
    assert len(talk.reached) == 1


@pytest.mark.parametrize("at_the_root", [True, False])
def test_the_metadata_names_the_local_address_as_the_resource(home: Home, at_the_root: bool) -> None:
    talk = Talk(home, lambda _: httpx2.Response(200, json=METADATA))
    known = "/.well-known/oauth-protected-resource"
    path = f"{known}{talk.path}" if at_the_root else f"{talk.path}/-{known}/mcp"

    async def story() -> None:
        asked = await talk.ask("GET", path).answer()
        assert asked.json == {**METADATA, "resource": remotes.route(talk.known, "real", "test")}

    run(story)
    assert str(talk.reached[0].url) == f"https://tools.example{known}/mcp"


@pytest.mark.parametrize(("method", "rest"), [("GET", "/admin"), ("POST", "/messages"), ("POST", "/.well-known/x")])
def test_other_paths_of_the_server_are_not_served(home: Home, method: str, rest: str) -> None:
    talk = Talk(home, ok)

    async def story() -> None:
        asked = talk.ask(method, f"{talk.path}/-{rest}", content_type="application/json")
        assert (await asked.answer()).status == 404

    run(story)
    assert talk.reached == []


def test_a_header_from_the_keychain_takes_the_place_of_the_clients(home: Home) -> None:
    talk = Talk(home, ok)
    remotes.save(home, talk.known.with_header("real", "Authorization", "callgate-secret:n"))

    async def story() -> None:
        assert (await talk.call("read", authorization="Bearer mine").answer()).said == "done"

    run(story)
    assert talk.reached[0].headers.get_list("authorization") == ["<callgate-secret:n>"]


def test_a_token_is_in_no_row_of_the_log(home: Home) -> None:
    talk = Talk(home, ok)

    async def story() -> None:
        await talk.call("read").answer()

    run(story)
    assert talk.known.servers["real"].clients["test"] not in json.dumps(talk.rows())
