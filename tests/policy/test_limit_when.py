"""Limits that count only some calls: which those are, and that nothing that cannot be read slips by them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.logread import Call
from callgate_proxy.policy import widening
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.explain import Question, explain
from callgate_proxy.policy.policylayer import Export
from callgate_proxy.policy.simulate import simulate
from callgate_proxy.policy.strictest import Strictest
from past import call
from rules import NOW, judged, told, view

Data = dict[str, Any]
PAYS = [{"path": "args.payment", "op": "exists", "value": True}]
BOUGHT: Data = {"counter": "bought", "window": "day", "max": 2, "scope": "server"}
SPENT: Data = {"counter": "spent", "window": "day", "max": 5, "cost": "args.amount"}


def paid(*limits: Data, **entry: object) -> Data:
    return {"tools": {"batch": {"action": "allow", **entry, "limits": list(limits)}}}


def counters(policy: Data, **arguments: Any) -> list[tuple[str, int]]:
    """What the call would be charged to, and how much, in millionths."""
    return [(one.counter.split("|")[0], one.amount) for one in judged(policy, "batch", **arguments).charges]


def test_a_limit_counts_the_calls_that_its_when_fits_and_no_others() -> None:
    policy = paid({**BOUGHT, "when": PAYS}, {"counter": "all", "window": "minute", "max": 9})
    assert counters(policy, files=["a"]) == [("all", 1_000_000)]
    assert counters(policy, files=["a"], payment={}) == [("all", 1_000_000), ("bought", 1_000_000)]


def test_a_price_needs_no_amount_and_a_purchase_without_one_is_refused() -> None:
    policy = paid({**SPENT, "when": PAYS})
    assert told(judged(policy, "batch")) == ("allow", "/tools/batch")
    assert told(judged(policy, "batch", payment={})) == ("deny", "/tools/batch/limits/0")
    assert counters(policy, payment={}, amount=0.25) == [("spent args.amount", 250_000)]


@pytest.mark.parametrize(
    ("when", "arguments"),
    [
        ({"path": "args.mode", "op": "eq", "value": "buy"}, {}),  # missing
        ({"path": "args.mode", "op": "eq", "value": "buy"}, {"mode": ["buy"]}),  # of another type
        ({"path": "args.pay.network", "op": "eq", "value": "main"}, {"pay": "main"}),
        ({"path": "args.amount", "op": "gt", "value": 0}, {"amount": "5"}),
        ({"path": "args.url", "op": "host_in", "value": ["pay.example"]}, {"url": "https://[::"}),
        ({"path": "args.parts[*].paid", "op": "eq", "value": True}, {"parts": [{"paid": False}, {}]}),
    ],
)
def test_a_call_that_cannot_be_decided_counts(when: Data, arguments: Data) -> None:
    assert counters(paid({**BOUGHT, "when": [when]}), **arguments) == [("bought", 1_000_000)]


def test_a_call_that_surely_fails_one_of_several_predicates_does_not_count() -> None:
    both = [*PAYS, {"path": "args.payment.network", "op": "neq", "value": "test"}]
    policy = paid({**BOUGHT, "when": both})
    assert counters(policy, payment={"network": "test"}) == []
    assert counters(policy, payment={"network": "main"}) == [("bought", 1_000_000)]
    assert counters(policy, payment={}) == [("bought", 1_000_000)]
    assert counters(policy, mode="price") == []


def test_a_larger_limit_beside_it_on_the_same_counter_takes_nothing_from_it() -> None:
    for limits in ([{**BOUGHT, "when": PAYS}, {**BOUGHT, "max": 1}], [{**BOUGHT, "max": 9}, {**BOUGHT, "when": PAYS}]):
        charges = judged(paid(*limits), "batch", payment={}).charges
        assert sorted(one.max // 1_000_000 for one in charges) == sorted(limit["max"] for limit in limits)
        assert len(judged(paid(*limits), "batch").charges) == 1


def test_of_two_policies_at_once_the_one_that_counts_the_call_holds() -> None:
    loose, tight = view(paid({**BOUGHT, "when": PAYS})), view(paid(BOUGHT))
    assert len(Strictest([loose, tight]).judge("batch", {}, NOW).charges) == 1
    assert len(Strictest([loose]).judge("batch", {}, NOW).charges) == 0


def test_the_condition_is_wider_than_none_and_than_another_and_no_wider_than_itself() -> None:
    def wider(old: Data, new: Data) -> bool:
        tables = [compile_text(json.dumps({"version": "1", "default": "deny", **paid(one)})) for one in (old, new)]
        return bool(widening.wider(tables[0], tables[1], NOW))

    free, bound = {**BOUGHT, "when": PAYS}, BOUGHT
    other = {**BOUGHT, "when": [{"path": "args.payment", "op": "eq", "value": 1}]}
    assert wider(bound, free)
    assert wider(free, other)
    assert not wider(free, free)
    assert not wider(free, bound)
    assert not wider(free, {**free, "max": 1})


def test_why_says_whether_the_limit_counts_the_call() -> None:
    text = json.dumps({"version": "1", "default": "deny", **paid({**BOUGHT, "when": PAYS})})
    told: list[tuple[Data, str]] = [({}, "does not count this call"), ({"payment": {}}, "counts this call")]
    for arguments, says in told:
        found = explain(text, Question("c", "fs", "batch", arguments), lambda counter, window, now: 0, 0.0)  # noqa: ARG005
        assert found.entries[0].says[-1] == f"limit: counter bought, when: args.payment exists true: {says}"


def test_past_prices_are_free_and_past_purchases_are_counted() -> None:
    policy = {"version": "1", "default": "allow", **paid({**BOUGHT, "max": 1, "when": PAYS})}
    before = compile_text('{"version": "1", "default": "allow"}')
    past: list[Call] = []
    for number in range(4):
        past.append(call("batch", float(number), payment={}) if number % 2 else call("batch", float(number)))
    changes = simulate(before, compile_text(json.dumps(policy)), past).changes
    assert [(change.call.t, change.after.verdict) for change in changes] == [(3.0, "limit")]


def test_what_a_mask_hides_from_the_condition_cannot_be_told() -> None:
    looks = [{"path": "args.token", "op": "eq", "value": "x"}]
    policy = {"version": "1", "default": "allow", **paid({**BOUGHT, "when": looks})}
    before = compile_text('{"version": "1", "default": "allow"}')
    found = simulate(before, compile_text(json.dumps(policy)), [call("batch", token="[masked]")])
    assert [one.after.rule for one in found.unknown] == ["/tools/batch/limits/0"]


def test_what_the_other_format_cannot_say_is_refused_there() -> None:
    text = json.dumps({"version": "1", "default": "deny", **paid({**BOUGHT, "when": PAYS})})
    made = Export(text, "fs", [], NOW)
    assert made.lost[0] == "batch: a limit with a when: refused instead"
    assert made.policy["tools"]["batch"] == {"deny_if": [{"conditions": []}]}
