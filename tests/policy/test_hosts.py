"""Hosts in arguments: one host for all readers, or none."""

from __future__ import annotations

import pytest
from callgate_proxy.policy import hosts
from hypothesis import given
from hypothesis import strategies as st

ALLOWED = ["example.com", "*.example.org", "localhost:3000", "127.0.0.1", "[::1]", "bücher.example"]


@pytest.mark.parametrize(
    "text",
    [
        "example.com",
        "EXAMPLE.com.",
        "example.com:8443",
        "https://example.com",
        "https://example.com:443/path?q=http://evil.com#x",
        "https://user:password@example.com/",
        "//example.com/x",
        "https://a@b@example.com/",
        "example.com/path",
        "http://a.example.org",
        "http://a.b.example.org",
        "http://localhost:3000/",
        "http://127.0.0.1/",
        "http://[::1]:8080/",
        "http://[0:0:0:0:0:0:0:1]/",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://ｅxample.com/",
    ],
)
def test_these_are_among_the_hosts(text: str) -> None:
    assert hosts.within(text, ALLOWED) is True


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com.evil.com",
        "https://example.com@evil.com/",
        "https://evil.com/@example.com",
        "https://evil.com#@example.com",
        "https://evil.com?@example.com",
        "https://notexample.com",
        "https://example.org",
        "https://evilexample.org",
        "http://localhost/",
        "https://localhost:3001/",
        "http://[::2]/",
        "https://a.example.com",
    ],
)
def test_these_are_not(text: str) -> None:
    assert hosts.within(text, ALLOWED) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        " example.com",
        "https://",
        "https:///x",
        "https://evil.com\\@example.com",
        "https://example.com\\.evil.com",
        "https:\\\\example.com",
        "https://ex%61mple.com",
        "https://example.com%2eevil.com",
        "https://exam\tple.com",
        "https://example.com\n",
        "http:example.com",
        "https://example..com",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://127.0.0.01/",
        "https://127.0.0.256/",
        "https://example.com:99999999/",
        "https://example.com:x/",
        "http://[::1",
        "http://[::1%25eth0]/",
        "http://[v1.x]/",
        "mailto:a@example.com",
    ],
)
def test_these_name_no_host_for_certain(text: str) -> None:
    assert hosts.within(text, ALLOWED) is None


def test_a_port_in_the_policy_is_the_schemes_own_where_the_url_states_none() -> None:
    assert hosts.within("https://example.com/", ["example.com:443"]) is True
    assert hosts.within("http://example.com/", ["example.com:443"]) is False
    assert hosts.within("example.com", ["example.com:443"]) is False


def test_an_ipv4_address_in_ipv6_clothes_is_not_the_host_itself() -> None:
    assert hosts.within("http://[::ffff:127.0.0.1]/", ["127.0.0.1"]) is False
    assert hosts.within("http://[::ffff:7f00:1]/", ["[::ffff:127.0.0.1]"]) is True


@given(st.text(max_size=12), st.text(max_size=12))
def test_what_stands_before_or_behind_never_turns_another_host_into_ours(before: str, behind: str) -> None:
    found = hosts.parse(f"https://{before}evil.net{behind}")
    if found is not None and found[0].endswith("example.com"):
        assert "example.com" in before + behind
