"""What a row shows of arguments."""

from __future__ import annotations

import pytest
from callgate_proxy.redact import LONGEST, redact, without_credentials


@pytest.mark.parametrize(
    "key",
    ["password", "api_key", "apiKey", "API-KEY", "client_secret", "Authorization", "accessToken", "pwd", "set-cookie"],
)
def test_a_value_under_a_secret_s_name_is_masked_with_its_length(key: str) -> None:
    assert redact({key: "hunter2"}) == {key: "[masked, 7 characters]"}


@pytest.mark.parametrize("key", ["max_tokens", "page_token", "path", "author", "spin"])
def test_a_name_that_only_looks_secret_is_left_alone(key: str) -> None:
    held = {key: "value"}
    assert redact(held) is held


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-api03-abcdefghijklmnop",
        "ghp_abcdefghijklmnopqrstuvwxyz0123",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-123456789012-abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_a_credential_is_masked_wherever_it_stands(secret: str) -> None:
    shown = redact({"command": [f"curl -H 'X: {secret}' https://example.com"]})
    assert secret not in str(shown)
    assert "https://example.com" in str(shown)


def test_the_password_in_an_address_is_masked_and_the_host_is_not() -> None:
    assert redact("postgres://me:s3cr3t@db.example.com/x") == "postgres://[masked, 9 characters]@db.example.com/x"


def test_secrets_deep_inside_are_found() -> None:
    assert redact({"a": [{"b": {"token": {"v": 1}}}]}) == {"a": [{"b": {"token": "[masked]"}}]}


def test_what_holds_no_secret_is_the_same_object() -> None:
    held = {"a": [1, {"b": "text"}], "c": None}
    assert redact(held) is held


def test_very_long_text_is_cut_and_says_by_how_much() -> None:
    assert redact("x" * (LONGEST + 5)) == "x" * LONGEST + "… [5 more characters]"


def test_an_empty_or_absent_secret_needs_no_mask() -> None:
    held = {"password": "", "token": None, "secret": False}
    assert redact(held) is held


def test_a_basic_login_is_masked_where_no_other_mark_stands_beside_it() -> None:
    assert without_credentials("Basic dXNlcjpwdzEyMzQ1Njc4") == "Basic [masked, 20 characters]"
