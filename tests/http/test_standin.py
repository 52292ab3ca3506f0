"""The login that stands in for a server's own: what is exchanged on the way, and what is not believed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest
from callgate_proxy.home import Home
from callgate_proxy.http import remotes, standin
from callgate_proxy.http.gate import Refusal
from talking import URL, Json, Talk, run

LOGIN: Json = {
    "issuer": "https://login.example/t",
    "authorization_endpoint": "https://login.example/authorize?tenant=1",
    "token_endpoint": "https://login.example/token",
    "registration_endpoint": "https://login.example/register",
    "code_challenge_methods_supported": ["S256"],
    "dpop_signing_alg_values_supported": ["ES256"],
    "client_id_metadata_document_supported": True,
    "authorization_response_iss_parameter_supported": True,
}
KEY, BACK, TO = "k" * 32, "http://127.0.0.1:7384/login/real/test", "http://127.0.0.1:3000/callback"
ISSUER = "http://127.0.0.1:7384/s/real/token/-/callgate-login"


def registered(*to: str) -> str:
    """The id of a client that registered by us."""
    body = json.dumps({"client_id": "real id", "client_secret": "s"}).encode()
    return json.loads(standin.registered(body, KEY, list(to)))["client_id"]


def page(query: Json) -> dict[str, list[str]]:
    """What the real login's page is asked."""
    return parse_qs(urlsplit(standin.asked(urlencode(query), LOGIN, URL, ISSUER, BACK, KEY)).query)


def test_the_metadata_offers_what_can_pass_at_the_local_address_and_nothing_else() -> None:
    made = standin.metadata(LOGIN, ISSUER)
    assert made == {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorization",
        "token_endpoint": f"{ISSUER}/token",
        "registration_endpoint": f"{ISSUER}/registration",
        "code_challenge_methods_supported": ["S256"],
    }
    unregistered = {key: held for key, held in LOGIN.items() if key != "registration_endpoint"}
    assert standin.metadata(unregistered, ISSUER)["client_id_metadata_document_supported"] is True


@pytest.mark.parametrize(
    "told", [{}, {**LOGIN, "require_pushed_authorization_requests": True}, {**LOGIN, "token_endpoint": None}]
)
def test_a_login_that_cannot_be_stood_in_for_is_left_alone(told: Json) -> None:
    assert standin.possible(LOGIN)
    assert not standin.possible(told)


def test_the_page_is_asked_for_the_servers_own_address_and_to_come_back_by_us() -> None:
    known = registered(TO)
    asked = page({"client_id": known, "redirect_uri": TO, "state": "s", "resource": "http://local/", "scope": "a b"})
    assert asked["client_id"] == ["real id"]
    assert asked["redirect_uri"] == [BACK]
    assert asked["resource"] == [URL]
    assert (asked["scope"], asked["tenant"]) == (["a b"], ["1"])
    came = standin.answered(f"code=c&iss=https://login.example/t&state={asked['state'][0]}", KEY, LOGIN["issuer"], True)
    assert came.partition("?")[0] == TO
    assert parse_qs(urlsplit(came).query) == {"code": ["c"], "state": ["s"], "iss": [ISSUER]}


def test_a_client_that_is_known_otherwise_keeps_its_id_and_its_way_back() -> None:
    asked = page({"client_id": "mine", "redirect_uri": TO, "state": "s", "resource": "http://local/"})
    assert {key: asked[key] for key in ("client_id", "redirect_uri", "state", "resource")} == {
        "client_id": ["mine"],
        "redirect_uri": [TO],
        "state": ["s"],
        "resource": [URL],
    }


def test_a_login_leads_only_where_the_client_registered_but_for_the_port_on_this_machine() -> None:
    known = registered(TO, "cursor://x/callback")
    assert page({"client_id": known, "redirect_uri": "http://127.0.0.1:9/callback"})["redirect_uri"] == [BACK]
    assert page({"client_id": known, "redirect_uri": "cursor://x/callback"})["redirect_uri"] == [BACK]
    for to in ("http://evil.example/callback", "http://127.0.0.1:3000/other", "http://localhost:3000/callback"):
        with pytest.raises(Refusal, match="did not register"):
            page({"client_id": known, "redirect_uri": to})


def test_an_id_that_was_changed_is_nobodys() -> None:
    known = registered(TO)
    assert standin.client(known, KEY) == ("real id", [TO])
    for spoiled in (known + "0", known.replace(".ey", ".ez"), "callgate.", known.removeprefix("callgate.")):
        assert standin.client(spoiled, KEY) is None
    assert standin.client(known, "another client's token") is None


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("code=c&state=x", "not begun here"),
        ("code=c", "not begun here"),
        ("code=c&state={state}&iss=https://evil.example", "another login"),
        ("code=c&state={state}", "another login"),  # it says its name always, and here it does not
    ],
)
def test_what_comes_back_is_believed_only_from_the_login_that_was_asked(query: str, why: str) -> None:
    state = standin.packed(KEY, "state", {"state": "s", "to": TO, "issuer": ISSUER})
    with pytest.raises(Refusal, match=why):
        standin.answered(query.format(state=state), KEY, LOGIN["issuer"], True)
    as_an_id = standin.packed(KEY, "client", {"state": "s", "to": TO, "issuer": ISSUER})
    with pytest.raises(Refusal, match="not begun here"):
        standin.answered(f"code=c&state={as_an_id}", KEY, LOGIN["issuer"], False)


def test_a_request_for_a_token_is_for_the_servers_own_address_under_the_real_id() -> None:
    known = registered(TO)
    words = f"grant_type=authorization_code&code=c&code_verifier=v&redirect_uri={TO}&client_id={known}&resource=x"
    body, name = standin.form(words.encode(), b"Bearer x", URL, BACK, KEY)
    assert name == b"Bearer x"
    assert parse_qs(body.decode()) == {
        "grant_type": ["authorization_code"],
        "code": ["c"],
        "code_verifier": ["v"],
        "redirect_uri": [BACK],
        "client_id": ["real id"],
        "resource": [URL],
    }
    basic = b"Basic " + base64.b64encode(f"{known}:s%3As".encode())
    body, name = standin.form(f"code=c&redirect_uri={TO}".encode(), basic, URL, BACK, KEY)
    assert base64.b64decode(name[6:]) == b"real%20id:s%3As"
    assert parse_qs(body.decode()) == {"code": ["c"], "redirect_uri": [BACK]}
    other = b"Basic " + base64.b64encode(b"mine:s")
    assert standin.form(f"redirect_uri={TO}".encode(), other, URL, BACK, KEY)[1] == other
    assert BACK not in standin.form(f"redirect_uri={TO}".encode(), other, URL, BACK, KEY)[0].decode()


def serving(found: Json) -> Callable[[httpx2.Request], httpx2.Response]:
    """A server with a login, by address."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        told = found.get(str(request.url))
        return httpx2.Response(404) if told is None else httpx2.Response(200, json=told)

    return answer


METADATA = {"resource": URL, "authorization_servers": [LOGIN["issuer"]], "signed_metadata": "x.y.z"}
ABOUT = "https://tools.example/.well-known/oauth-protected-resource/mcp"
FOUND = {ABOUT: METADATA, "https://login.example/.well-known/oauth-authorization-server/t": LOGIN}


def test_the_resource_leads_to_the_login_at_the_local_address(home: Home) -> None:
    talk = Talk(home, serving(FOUND))
    remotes.save(home, talk.known.with_header("real", "X-Key", "callgate-secret:n"))
    local = remotes.route(talk.known, "real", "test")

    async def story() -> None:
        told = (await talk.ask("GET", f"{talk.path}/-/.well-known/oauth-protected-resource/mcp").answer()).json
        assert told == {"resource": local, "authorization_servers": [f"{local}/-/callgate-login"]}
        for place in (
            f"/.well-known/oauth-authorization-server{talk.path}/-/callgate-login",
            f"/.well-known/openid-configuration{talk.path}/-/callgate-login",
            f"{talk.path}/-/callgate-login/.well-known/openid-configuration",
        ):
            assert (await talk.ask("GET", place).answer()).json["issuer"] == f"{local}/-/callgate-login"

    run(story)
    assert ["x-key" in one.headers for one in talk.reached] == [one.url.host == "tools.example" for one in talk.reached]


@pytest.mark.parametrize(
    "login",
    [
        None,
        {**LOGIN, "issuer": "https://evil.example"},
        {**LOGIN, "token_endpoint": "http://169.254.169.254/"},
        {**LOGIN, "require_pushed_authorization_requests": True},
    ],
)
def test_a_login_that_is_not_what_it_says_is_left_to_the_client(home: Home, login: Json | None) -> None:
    talk = Talk(home, serving({**FOUND, "https://login.example/.well-known/oauth-authorization-server/t": login}))

    async def story() -> None:
        told = (await talk.ask("GET", f"{talk.path}/-/.well-known/oauth-protected-resource/mcp").answer()).json
        assert told["authorization_servers"] == [LOGIN["issuer"]]
        asked = talk.ask("GET", f"{talk.path}/-/callgate-login/authorization")
        assert (await asked.answer()).status == 404

    run(story)


def test_requests_for_tokens_go_to_the_real_login_and_nothing_of_the_servers_with_them(home: Home) -> None:
    def server(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(400, json={"error": "no"}) if request.method == "POST" else serving(FOUND)(request)

    talk = Talk(home, server)
    remotes.save(home, talk.known.with_header("real", "Authorization", "callgate-secret:n"))
    form = "application/x-www-form-urlencoded"

    async def story() -> None:
        place = f"{talk.path}/-/callgate-login/token"
        asked = talk.ask("POST", place, b"grant_type=refresh_token&resource=x", content_type=form, cookie="a=b")
        assert (await asked.answer()).json == {"error": "no"}

    run(story)
    sent = talk.reached[-1]
    assert (str(sent.url), sent.headers.get("authorization")) == (LOGIN["token_endpoint"], None)
    assert "cookie" not in sent.headers
    assert parse_qs(sent.content.decode())["resource"] == [URL]


def test_nobody_without_the_clients_token_reaches_its_login_or_comes_back_by_it(home: Home) -> None:
    talk = Talk(home, serving(FOUND))

    async def story() -> None:
        for path, status in (
            ("/s/real/wrong/-/callgate-login/token", 403),
            ("/login/real/nobody", 404),
            ("/login/real", 404),
            ("/login/real/test", 400),
        ):
            assert (await talk.ask("GET", path, query="code=c&state=x").answer()).status == status
        away = talk.ask("GET", "/login/real/test", query="code=c&state=x", host="evil.example")
        assert (await away.answer()).status == 403

    run(story)
