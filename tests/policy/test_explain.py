"""The explanation gives the proxies' verdict, and the place of everything that had a part in it."""

from __future__ import annotations

import json

from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.explain import Explanation, Question, explain
from callgate_proxy.policy.pointers import Finder, steps, value
from hypothesis import given, settings
from test_reference import Data, policies, uses

TEXT = """{
  "version": "1", "default": "deny",
  "tools": {
    "read_*": {"limits": [{"counter": "reads", "window": "minute", "max": 30, "scope": "grant"}]}
  },
  "servers": {"fs": {"tools": {
    "read_file": {
      "action": "allow",
      "require": [{"path": "args.path", "op": "glob", "value": "/proj/*", "on_deny": "Stay inside."}]
    }
  }}}
}"""
CALLS = 1_000_000


def asked(path: str = "/proj/a", used: int = 0, tool: str = "read_file") -> Explanation:
    question = Question("claude-desktop", "fs", tool, {"path": path})
    return explain(TEXT, question, lambda counter, window, now: used, 0.0)  # noqa: ARG005


def test_the_rule_has_the_line_and_column_of_its_key() -> None:
    found = asked()
    assert (found.verdict, found.rule.pointer) == ("allow", "/servers/fs/tools/read_file")
    assert (found.rule.line, found.rule.column) == (7, 5)


def test_every_matching_entry_says_what_it_contributed_from_specific_to_general() -> None:
    specific, general = asked().entries
    assert specific.says == ["allow: this decides", 'require: args.path glob ["/proj/*"]: holds']
    assert general.rule.pointer == "/tools/read_*"
    assert general.says == ["names the tool, no action", "limit: counter reads"]


def test_a_failed_predicate_is_the_rule_and_gives_its_reason() -> None:
    found = asked("/etc/passwd")
    assert (found.verdict, found.reason) == ("deny", "Stay inside.")
    assert found.rule.pointer == "/servers/fs/tools/read_file/require/0"
    assert found.rule.line == 9
    assert "does not hold, so the call is refused" in found.entries[0].says[1]


def test_a_limit_tells_its_use_and_refuses_when_it_is_full() -> None:
    found = asked(used=18 * CALLS)
    assert [limit.words for limit in found.limits] == ["18 of 30 in the last minute"]
    assert found.limits[0].use.owner == "claude-desktop on fs"
    assert found.verdict == "allow"
    full = asked(used=30 * CALLS)
    assert (full.verdict, full.rule.pointer) == ("limit", "/tools/read_*/limits/0")


def test_what_nothing_names_is_told_by_the_default() -> None:
    found = asked(tool="write_file")
    assert (found.verdict, found.rule.pointer, found.rule.line) == ("deny", "/default", 2)
    assert found.entries == []


def test_a_pointer_with_slashes_and_tildes_leads_back() -> None:
    data = {"tools": {"a/b~c": [{"action": "ask"}]}}
    assert steps("/tools/a~1b~0c/0/action") == ["tools", "a/b~c", "0", "action"]
    assert value(data, "/tools/a~1b~0c/0/action") == "ask"
    assert value(data, "/tools/none/0") is None
    assert Finder(json.dumps(data)).place("/tools/a~1b~0c/0/action") == (1, 23)
    assert Finder(json.dumps(data)).place("/mode/paused") == (0, 0)


@settings(deadline=None, max_examples=200)
@given(policies, uses)
def test_the_explanation_never_says_anything_but_what_the_proxy_does(policy: Data, use: tuple[str, str, str]) -> None:
    text = json.dumps(policy)
    client, server, tool = use
    found = explain(text, Question(client, server, tool, {}), lambda counter, window, now: 0, 0.0)  # noqa: ARG005
    verdict = View(compile_text(text), client, server, "").judge(tool, {}, 0.0)
    assert (found.verdict, found.rule.pointer, found.reason) == (verdict.action, verdict.rule, verdict.reason)
    assert found.rule.line > 0
    assert all(part.rule.line > 0 and part.says for part in found.entries)


def test_the_size_beyond_which_results_are_flagged_is_told() -> None:
    text = '{"version": "1", "default": "allow", "all_tools": {"result_bytes": 50000}}'
    found = explain(text, Question("cursor", "fs", "read", {}), lambda counter, window, now: 0, 0.0)  # noqa: ARG005
    assert found.entries[0].says == ["holds for all tools", "result_bytes: results over 50,000 bytes are flagged"]


def test_an_asked_call_whose_limit_is_full_is_refused_as_the_proxies_do() -> None:
    text = '{"version": "1", "default": "ask", "all_tools": {"limits": [{"window": "hour", "max": 2}]}}'
    question = Question("cursor", "fs", "write", {})
    for used, verdict, rule in ((1, "ask", "/default"), (2, "limit", "/all_tools/limits/0")):
        counted = used * CALLS
        found = explain(text, question, lambda counter, window, now, counted=counted: counted, 0.0)  # noqa: ARG005
        assert (found.verdict, found.rule.pointer) == (verdict, rule)
