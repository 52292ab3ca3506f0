"""Who gets in."""

from __future__ import annotations

import pytest
from callgate_proxy.errors import ConfigError
from callgate_proxy.home import Home
from callgate_proxy.http.gate import Headers, Refusal, admit, agree, decoded
from callgate_proxy.http.remotes import Remotes, load, parse, path, route, save, unroute

KNOWN = Remotes().with_("a/b", "https://tools.example/mcp?k=1", "cursor").with_("c", "http://localhost:1/", "zed")
TOKEN = KNOWN.servers["a/b"].clients["cursor"]
PATH = f"/s/a%2Fb/{TOKEN}"


def told(**headers: str) -> Headers:
    """Headers as the endpoint gets them."""
    return [
        (name.replace("_", "-").encode(), value.encode())
        for name, value in {"host": "127.0.0.1:7384", **headers}.items()
    ]


@pytest.mark.parametrize("host", ["127.0.0.1:7384", "localhost", "LOCALHOST:1", "[::1]:9000"])
def test_a_client_with_its_token_is_known_by_its_name(host: str) -> None:
    guest = admit(PATH, told(host=host), KNOWN)
    assert (guest.server, guest.client, guest.rest) == ("a/b", "cursor", "")
    assert admit("/s/a%2Fb", told(x_callgate_token=TOKEN), KNOWN).client == "cursor"
    assert admit(f"{PATH}/-/messages", told(), KNOWN).rest == "/messages"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7384", "", "1@localhost", "localhost/x"]
)
def test_a_name_turned_to_this_machine_is_refused(host: str) -> None:
    with pytest.raises(Refusal, match="only for this machine") as refused:
        admit(PATH, told(host=host), KNOWN)
    assert refused.value.status == 403


def test_a_further_name_is_let_in_only_where_the_person_said_so() -> None:
    assert admit(PATH, told(host="host.docker.internal:7384"), KNOWN, frozenset(("host.docker.internal",)))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "file://", "http://localhost.evil.example"])
def test_pages_of_other_origins_are_refused(origin: str) -> None:
    with pytest.raises(Refusal) as refused:
        admit(PATH, told(origin=origin), KNOWN)
    assert refused.value.status == 403
    assert admit(PATH, told(origin="http://localhost:6274"), KNOWN)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("/s/a%2Fb/wrong", 403),
        (f"/s/c/{TOKEN}", 403),
        (f"/s/unknown/{TOKEN}", 403),
        ("/s/a%2Fb", 403),
        (f"{PATH}/more", 404),
        ("/", 404),
        ("//evil", 404),
    ],
)
def test_a_wrong_token_or_path_is_refused(raw: str, status: int) -> None:
    with pytest.raises(Refusal) as refused:
        admit(raw, told(), KNOWN)
    assert refused.value.status == status


def test_a_header_that_matters_and_is_there_twice_is_refused() -> None:
    with pytest.raises(Refusal, match="twice"):
        admit(PATH, [*told(mcp_name="a"), (b"mcp-name", b"b")], KNOWN)


def test_headers_agree_with_a_body_that_says_the_same() -> None:
    message: dict[str, object] = {"method": "resources/read", "params": {"uri": "a:é"}}
    assert agree(told(mcp_method="resources/read", mcp_name="=?base64?YTrDqQ==?="), message) == ""
    assert agree(told(), message) == ""
    assert "uri" in agree(told(mcp_name="a:e"), message)
    version = {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}
    assert "Version" in agree(told(mcp_protocol_version="2025-11-25"), {"method": "x", "params": version})
    assert decoded("=?base64?YQ=?=") is None


def test_a_local_address_leads_back_to_the_servers_own() -> None:
    local = route(KNOWN, "a/b", "cursor")
    assert local == f"http://127.0.0.1:7384{PATH}"
    assert unroute(KNOWN, local) == ("a/b", "cursor", "https://tools.example/mcp?k=1")
    assert unroute(KNOWN, "https://tools.example/mcp") is None


def test_a_second_client_gets_a_token_of_its_own_and_the_first_keeps_its(home: Home) -> None:
    more = KNOWN.with_("a/b", "https://tools.example/mcp?k=1", "zed")
    assert more.servers["a/b"].clients["cursor"] == TOKEN != more.servers["a/b"].clients["zed"]
    save(home, more)
    assert load(home) == more
    with pytest.raises(ConfigError, match="already"):
        more.with_("a/b", "https://other.example/", "zed")


@pytest.mark.parametrize("url", ["ftp://x", "https://", "https://u:p@x/", "mcp", "https://x/#f", "http://[x"])
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        Remotes().with_("x", url, "c")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"version":"2"}',
        '{"version":"1","more":1}',
        '{"version":"1","port":"80"}',
        '{"version":"1","servers":{"a":{"url":"https://x/","clients":{"c":"short"}}}}',
        '{"version":"1","servers":{"a":{"url":"https://x/","extra":1}}}',
    ],
)
def test_a_file_that_is_not_understood_opens_nothing(home: Home, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        parse(text)
    home.ensure(home.root)
    with open(path(home), "w", encoding="utf-8") as file:
        file.write(text)
    with pytest.raises(ConfigError, match=r"remotes\.json"):
        load(home)
