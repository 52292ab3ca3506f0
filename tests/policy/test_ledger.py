"""Counters in memory count as those on disk do."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from callgate_proxy.counters import Counters
from callgate_proxy.home import Home
from callgate_proxy.policy.decide import Charge
from callgate_proxy.policy.ledger import Ledger
from hypothesis import given, settings
from hypothesis import strategies as st

MILLION = 1_000_000


def charge(counter: str, window: float, maximum: int, amount: int = 1) -> Charge:
    return Charge(counter, window, maximum * MILLION, amount * MILLION, f"/{counter}/{window}", "")


charges = st.builds(charge, st.sampled_from("ab"), st.sampled_from([5.0, 20.0]), st.integers(0, 4), st.integers(0, 2))
steps = st.lists(st.tuples(st.lists(charges, min_size=1, max_size=3), st.integers(-3, 12)), max_size=30)


@settings(deadline=None, max_examples=40)
@given(steps)
def test_a_replay_admits_what_the_proxies_would_have_admitted(steps: list[tuple[list[Charge], int]]) -> None:
    with TemporaryDirectory() as folder:
        counters, ledger, now = Counters(Home(str(Path(folder) / "home"))), Ledger(), 1_000.0
        for made, later in steps:
            now += later  # the clock may be set back
            refused = counters.reserve(tuple(made), now)
            full = ledger.reserve(made, now)
            assert (refused[0] if refused else None) is full
            for counter in "ab":
                assert counters.usage(counter, 5.0, now) == ledger.usage(counter, 5.0, now)
        counters.close()


def test_an_emptied_counter_has_room_again_and_the_others_stay(home: Home) -> None:
    counters = Counters(home)
    assert counters.reserve((charge("a", 60.0, 1), charge("b", 60.0, 1)), 0.0) is None
    assert counters.keys() == ["a", "b"]
    counters.reset(["a"])
    assert counters.keys() == ["b"]
    assert counters.reserve((charge("a", 60.0, 1),), 1.0) is None
    assert counters.reserve((charge("b", 60.0, 1),), 1.0) is not None
    counters.close()
