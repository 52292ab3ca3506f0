"""Changes made past a person: told where they allow more, and held in strict mode until the person confirms them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import cache, confirming, store
from callgate_proxy.policy.profiles import Choice, views
from policies import ALLOW, ASK, BROKEN, DENY, Bench
from rules import NOW

USE = ("cursor", "fs", "run-1")
READS = json.dumps({"version": "1", "default": "ask", "tools": {"read": {}}})


def verdict(bench: Bench, tool: str = "read", source: store.Source | None = None) -> str:
    """As a running proxy judges it; "refused" where nothing is in force."""
    now = (source or bench.source).current()
    if now.table is None:
        return "refused"
    tables: list[dict[str, Any]] = [now.table] if now.confirmed is None else [now.table, now.confirmed]
    return views(tables, now.choice or Choice(""), USE).judge(tool, {}, NOW).action


@pytest.fixture
def strict(bench: Bench) -> Bench:
    """A home in strict mode, with a policy that asks, and a proxy that runs."""
    store.save(bench.home, ASK)
    confirming.set_strict(bench.home, on=True)
    assert verdict(bench) == "ask"
    return bench


def test_a_save_by_hand_that_allows_more_is_in_force_and_told(bench: Bench) -> None:
    store.save(bench.home, ASK)
    bench.write(READS)
    waiting = confirming.settle(bench.home)
    assert waiting is not None
    assert waiting.words == "policy.json now allows more: read (ask before, allow now). Changed outside Callgate."
    assert verdict(bench) == "allow"


def test_a_save_by_hand_that_allows_less_is_not_worth_a_word_and_is_taken_for_confirmed(bench: Bench) -> None:
    store.save(bench.home, READS)
    bench.write(ASK)
    assert confirming.settle(bench.home) is None
    assert confirming.confirmed_text(bench.home) == ASK
    bench.write(READS)
    assert confirming.settle(bench.home) is not None


def test_looking_writes_nothing(bench: Bench) -> None:
    store.save(bench.home, READS)
    bench.write(ASK)
    assert confirming.waiting(bench.home) is None
    assert confirming.confirmed_text(bench.home) == READS


def test_what_was_never_confirmed_is_what_stands_there_first(bench: Bench) -> None:
    bench.write(READS)
    assert confirming.settle(bench.home) is None
    assert confirming.confirmed_text(bench.home) == READS


def test_a_broken_file_waits_for_nothing_and_is_never_taken_for_confirmed(bench: Bench) -> None:
    store.save(bench.home, ASK)
    bench.write(BROKEN)
    assert confirming.settle(bench.home) is None
    assert confirming.confirmed_text(bench.home) == ASK


def test_strict_mode_holds_what_allows_more_until_it_is_confirmed(strict: Bench) -> None:
    strict.write(READS)
    assert verdict(strict) == "ask"
    assert verdict(strict, source=strict.fresh()) == "ask"
    waiting = confirming.settle(strict.home)
    assert waiting is not None
    assert waiting.held
    confirming.accept(strict.home, waiting.name)
    assert verdict(strict) == "allow"


def test_narrowing_never_waits(strict: Bench) -> None:
    strict.write(DENY)
    assert verdict(strict) == "deny"


def test_what_is_wider_waits_while_what_is_narrower_in_the_same_save_holds(strict: Bench) -> None:
    strict.write(json.dumps({"version": "1", "default": "ask", "tools": {"read": {}, "write": {"action": "deny"}}}))
    assert (verdict(strict, "read"), verdict(strict, "write")) == ("ask", "deny")


def test_turning_strict_mode_off_puts_what_waits_in_force(strict: Bench) -> None:
    strict.write(READS)
    assert verdict(strict) == "ask"
    confirming.set_strict(strict.home, on=False)
    assert verdict(strict) == "allow"


def test_a_last_good_policy_that_waits_still_waits_when_the_file_breaks(strict: Bench) -> None:
    strict.write(READS)
    assert verdict(strict) == "ask"
    strict.write(BROKEN)
    assert verdict(strict) == "ask"
    assert verdict(strict, source=strict.fresh()) == "ask"


@pytest.mark.parametrize("spoilt", [None, b"", BROKEN.encode(), b"\xff"])
def test_strict_mode_without_a_readable_confirmed_policy_refuses_every_call(
    strict: Bench, spoilt: bytes | None
) -> None:
    strict.write(READS)
    os.remove(strict.home.confirmed)
    if spoilt is not None:
        Path(strict.home.confirmed).write_bytes(spoilt)
    source = strict.fresh()
    assert verdict(strict, source=source) == "refused"
    assert "callgate policy accept" in source.current().problem
    waiting = confirming.settle(strict.home)
    assert waiting is not None
    confirming.accept(strict.home, waiting.name)
    strict.clock.after += store.RETRY
    assert verdict(strict, source=source) == "allow"


def test_a_save_through_callgate_is_confirmed_with_it(strict: Bench) -> None:
    store.save(strict.home, READS)
    assert verdict(strict) == "allow"


def test_a_save_that_a_script_made_waits_like_one_by_hand(strict: Bench) -> None:
    store.save(strict.home, READS, by_person=False)
    assert verdict(strict) == "ask"


def test_a_save_through_callgate_does_not_carry_along_what_waits(strict: Bench) -> None:
    strict.write(READS)
    store.save(strict.home, READS.replace('"read": {}', '"read": {}, "list": {}'))
    assert (verdict(strict, "read"), verdict(strict, "list")) == ("ask", "ask")


def test_only_what_the_person_was_shown_is_confirmed(strict: Bench) -> None:
    strict.write(READS)
    waiting = confirming.settle(strict.home)
    assert waiting is not None
    strict.write(ALLOW)
    with pytest.raises(PolicyError, match="has changed meanwhile"):
        confirming.accept(strict.home, waiting.name)
    assert verdict(strict) == "ask"


def test_what_was_confirmed_outlasts_the_tidying_of_compiled_tables(strict: Bench) -> None:
    kept = cache.key(Path(strict.home.confirmed).read_bytes())
    for number in range(cache.FILES_KEPT + 5):
        strict.write(ALLOW.replace("{", "{" + " " * number, 1))
        store.publish(strict.home)
    assert cache.load(strict.home, kept) is not None


def test_a_lost_table_of_what_was_confirmed_is_made_anew(strict: Bench) -> None:
    kept = cache.key(Path(strict.home.confirmed).read_bytes())
    strict.write(READS)
    os.remove(os.path.join(strict.home.compiled, f"{kept}.table"))
    assert verdict(strict, source=strict.fresh()) == "ask"


def test_nothing_beside_the_policy_is_looked_at_while_nothing_waits(strict: Bench) -> None:
    before = strict.source.current()
    os.remove(strict.home.confirmed)
    assert strict.source.current() is before
    assert before.confirmed is None
