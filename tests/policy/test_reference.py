"""Compiled decisions against a slow and obvious reading of the same file, on random policies."""

from __future__ import annotations

import copy
import json
import random
from fnmatch import fnmatchcase
from typing import Any

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import Verdict, View
from hypothesis import given, settings
from hypothesis import strategies as st

Data = dict[str, Any]

STRICTNESS = {"allow": 0, "ask": 1, "deny": 2, "hide": 3}
SERVERS, CLIENTS, TOOLS = ("fs", "git"), ("cursor", "claude"), ("read", "read_all", "write", "ready")
NAMES = (*TOOLS, "*", "read*", "re*", "*e", "w?ite", "*a*", "read_*")

actions = st.none() | st.sampled_from(list(STRICTNESS))
defaults = st.none() | st.sampled_from(["allow", "ask", "deny"])


def without_none(data: Data) -> Data:
    return {key: value for key, value in data.items() if value is not None}


entries = st.fixed_dictionaries({"action": actions}).map(without_none)
tools = st.dictionaries(st.sampled_from(NAMES), entries | st.lists(entries, max_size=2), max_size=3)
hides = st.none() | st.lists(st.sampled_from(["write", "*all", "re?d"]), max_size=1)
scopes = st.fixed_dictionaries(
    {"default": defaults, "tools": tools, "hide": hides, "all_tools": st.none() | entries}
).map(without_none)
servers = st.dictionaries(st.sampled_from(SERVERS), scopes, max_size=2)
clients = st.dictionaries(
    st.sampled_from(CLIENTS),
    st.fixed_dictionaries({"default": defaults, "servers": servers}).map(without_none),
    max_size=2,
)


def whole(top: Data, default: str, servers: Data, clients: Data) -> Data:
    return {**top, "version": "1", "default": default, "servers": servers, "clients": clients}


policies = st.builds(whole, scopes, st.sampled_from(["allow", "ask", "deny"]), servers, clients)
uses = st.tuples(st.sampled_from(CLIENTS), st.sampled_from(SERVERS), st.sampled_from(TOOLS))


def decided(policy: Data, use: tuple[str, str, str]) -> Verdict:
    client, server, tool = use
    return View(compile_text(json.dumps(policy)), client, server, "").judge(tool, {}, 0.0)


def obvious(policy: Data, use: tuple[str, str, str]) -> str:
    """The action, by the rules as POLICY says them, one after the other."""
    client, server, tool = use
    mine = policy["clients"].get(client, {})
    ladder: list[Data] = [
        mine.get("servers", {}).get(server, {}),
        policy["servers"].get(server, {}),
        {key: mine[key] for key in ("default",) if key in mine},
        policy,
    ]
    if any(fnmatchcase(tool, name) for scope in ladder for name in scope.get("hide", [])):
        return "hide"
    stated: list[tuple[tuple[int, int], str]] = []  # how general, which action
    named: list[int] = []
    for step, scope in enumerate(ladder):
        for name, value in scope.get("tools", {}).items():
            listed: list[Any] = as_list(value) or ([] if value == [] else [value])
            if not fnmatchcase(tool, name) or not listed:
                continue
            named.append(step)
            prefix = 1000 if name == tool else min(name.find(mark) for mark in "*?" if mark in name)
            given = [entry["action"] for entry in listed if "action" in entry]
            stated += [((step, -prefix), given[-1])] if given else []
        if "action" in scope.get("all_tools", {}):
            stated.append(((step, 1), scope["all_tools"]["action"]))
    first = min((rank for rank, _ in stated), default=None)
    default_at, default = next((step, scope["default"]) for step, scope in enumerate(ladder) if "default" in scope)
    if default != "allow" and all(default_at < step for step in [*named, *[rank[0] for rank, _ in stated]]):
        return default
    if first is not None:
        return max((action for rank, action in stated if rank == first), key=lambda action: STRICTNESS[action])
    return "allow" if named else default


@settings(deadline=None, max_examples=600)
@given(policies, uses)
def test_the_compiled_table_decides_as_the_file_reads(policy: Data, use: tuple[str, str, str]) -> None:
    assert decided(policy, use).action == obvious(policy, use)


@settings(deadline=None, max_examples=200)
@given(policies, uses, st.randoms(use_true_random=False))
def test_the_order_of_keys_never_matters(policy: Data, use: tuple[str, str, str], chance: random.Random) -> None:
    def shuffled(value: object) -> Any:
        items, members = as_list(value), as_object(value)
        if items is not None:
            return [shuffled(one) for one in items]
        if members is None:
            return value
        keys = list(members)
        chance.shuffle(keys)
        return {key: shuffled(members[key]) for key in keys}

    before, after = decided(policy, use), decided(shuffled(policy), use)
    assert (before.action, before.rule) == (after.action, after.rule)


def refusal(action: str) -> int:
    return min(STRICTNESS[action], STRICTNESS["deny"])


@settings(deadline=None, max_examples=400)
@given(
    policies,
    uses,
    st.sampled_from(NAMES),
    st.sampled_from(["top", "server", "client"]),
    st.sampled_from(["ask", "deny"]),
)
def test_adding_a_rule_that_refuses_or_asks_never_opens_what_was_refused(
    policy: Data, use: tuple[str, str, str], name: str, where: str, action: str
) -> None:
    client, server, _ = use
    narrowed = copy.deepcopy(policy)
    scope: Data = narrowed
    if where == "server":
        scope = narrowed["servers"].setdefault(server, {})
    if where == "client":
        scope = narrowed["clients"].setdefault(client, {}).setdefault("servers", {}).setdefault(server, {})
    if name in scope.get("tools", {}):
        return
    scope.setdefault("tools", {})[name] = {"action": action}
    before, after = refusal(decided(policy, use).action), refusal(decided(narrowed, use).action)
    assert after >= before or (action == "ask" and after == STRICTNESS["ask"])


@settings(deadline=None, max_examples=200)
@given(policies, uses, st.sampled_from(["require", "deny_if"]))
def test_adding_a_condition_never_allows(policy: Data, use: tuple[str, str, str], kind: str) -> None:
    narrowed = copy.deepcopy(policy)
    narrowed["all_tools"] = {**policy.get("all_tools", {}), kind: [{"path": "args.a", "op": "eq", "value": 1}]}
    assert decided(narrowed, use).action in ("deny", "hide")
    assert decided(policy, use).action == "hide" or decided(narrowed, use).action == "deny"
