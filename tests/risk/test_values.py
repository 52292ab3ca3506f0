"""Syntax, statements, sums and agreement in arguments that are meant to be plain."""

from __future__ import annotations

import pytest
from callgate_proxy.risk import fields, injection, sql, sums


def injected(key: str, text: str) -> list[str]:
    return [one.rule for one in injection.look(key, fields.role(key), text, f"args.{key}")]


def test_a_name_is_read_as_its_words() -> None:
    assert fields.words("sendHTTPMail_to") == ["send", "http", "mail", "to"]
    assert fields.role("sourcePath") == fields.role("source_path") == "path"
    assert fields.role("commit_message") == "text"


@pytest.mark.parametrize(
    ("key", "text", "rule"),
    [
        ("name", "--server=https://drop.example", "option"),
        ("branch", "-oProxyCommand=x", "option"),
        ("interface", "eth0; id > /tmp/x", "shell"),
        ("host", "a.example && curl x", "shell"),
        ("file", "x$(whoami).txt", "shell"),
        ("name", "x | sh", "shell"),
        ("to", "a@corp.example\r\nBcc: drop@relay.example", "line-break"),
        ("url", "https://a.example/\r\nX-Evil: 1", "line-break"),
    ],
)
def test_syntax_in_a_plain_value_is_found(key: str, text: str, rule: str) -> None:
    assert injected(key, text) == [rule]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("message", "- fix typo\n- add test"),
        ("lat", "-33.9"),
        ("name", "Smith & Sons; Ltd."),
        ("title", "Q1 | Q2 > Q3"),
        ("user_id", "auth0|5f7c8ec7"),
        ("version", ">=1.0 || 2.0"),
        ("sort", "-created"),
        ("command", "ls | wc -l; id"),
        ("path", "/home/u/a&b (1).txt"),
        ("subject", "Hello; world | all"),
    ],
)
def test_what_people_write_is_no_syntax(key: str, text: str) -> None:
    assert injected(key, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 'drop table x; delete from y' AS s, deleted_at FROM logs WHERE action='update'",
        "WITH r AS (SELECT 1 AS a) SELECT * FROM r",
        "EXPLAIN SELECT 1",
        "SHOW TABLES",
        "select 1; select 2;",
    ],
)
def test_statements_that_only_read_are_known_as_such(text: str) -> None:
    assert sql.only_reads(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1/*x*/;--\nDELETE FROM audit",
        "WITH d AS (DELETE FROM t RETURNING *) SELECT count(*) FROM d",
        "SELECT * INTO x FROM y",
        "EXPLAIN ANALYZE DELETE FROM t",
        "COPY t TO PROGRAM 'x'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT 'a\\'; DELETE FROM t; -- '",
        "SELECT 1 /*! ; DELETE FROM t */",
        "VACUUM",
        "not sql at all (",
    ],
)
def test_whatever_may_do_more_than_read_does_not_only_read(text: str) -> None:
    assert sql.only_reads(text) is not True


def test_a_change_without_a_condition_is_asked_about_and_one_with_a_condition_is_not() -> None:
    assert [one.action for one in sql.look("DELETE FROM customers", False, "x")] == ["ask"]
    assert [one.action for one in sql.look("UPDATE t SET a=1 WHERE 1=1", False, "x")] == ["ask"]
    assert sql.look("DELETE FROM customers WHERE id = 7", False, "x") == []


def test_a_read_only_tool_is_given_nothing_that_writes() -> None:
    assert [one.action for one in sql.look("DELETE FROM t WHERE id = 7", True, "x")] == ["block"]


def test_more_than_fifty_recipients_are_asked_about() -> None:
    assert sums.recipients(["send", "email"], "to", [f"u{n}@x.example" for n in range(51)])
    assert sums.recipients(["send", "email"], "to", ",".join(f"u{n}@x.example" for n in range(52)))
    assert not sums.recipients(["send", "email"], "to", [f"u{n}@x.example" for n in range(50)])


def test_amounts_below_zero_and_amounts_left_out_under_a_cap_are_found() -> None:
    assert [one.action for one in sums.below_zero("amount", -5)] == ["block"]
    assert [one.action for one in sums.below_zero("amount", "-5")] == ["block"]
    assert [one.action for one in sums.absent({}, ["amount"])] == ["ask"]
    assert sums.absent({"amount": 5}, ["amount"]) == []


def test_agreement_is_not_an_argument() -> None:
    assert fields.about("_confirmed").agreed
    assert fields.about("user_approved").agreed
    assert not fields.about("confirm").agreed
    assert sums.claimed("_confirmed", True)
    assert not sums.claimed("_confirmed", False)


def test_a_condition_that_always_holds_is_none() -> None:
    unbounded = (
        "DELETE FROM t WHERE id = 1 OR 1 = 1",
        "DELETE FROM t WHERE name LIKE '%'",
        "ALTER TABLE t DROP COLUMN a",
    )
    assert [[one.rule for one in sql.look(text, False, "args.sql")] for text in unbounded] == [["unbounded"]] * 3
    assert sql.look("DELETE FROM t WHERE id = 1 OR id = 2", False, "args.sql") == []


def test_taking_more_than_fifty_things_away_in_one_call_is_asked_about() -> None:
    many: list[object] = list(range(51))
    assert [one.rule for one in sums.removed(["delete", "contacts"], "ids", many)] == ["many-removed"]
    assert sums.removed(["delete", "contacts"], "ids", many[:50]) == []
    assert sums.removed(["get", "contacts"], "ids", many) == []


def test_agreement_inside_an_object_is_found_too() -> None:
    assert [one.rule for one in sums.claimed_below({"user_has_confirmed": True, "dry_run": True})] == ["claimed"]
    assert sums.claimed_below({"confirmed": True, "user_confirmed": False}) == []
