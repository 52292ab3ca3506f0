"""A failed call gives back what its limit says it gives back: once, where it was charged, and never more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from callgate_proxy.counters import Counters
from callgate_proxy.effects import Refund
from callgate_proxy.home import Home
from callgate_proxy.policy.decide import Charge
from conversation import NOW, call, line, rows, session
from hypothesis import given
from hypothesis import strategies as st

ONE = 1_000_000
BACK: dict[str, object] = {"counter": "c", "window": "minute", "max": 2, "refund": "on_error"}
KEPT: dict[str, object] = {"counter": "d", "window": "minute", "max": 9}


@pytest.fixture
def counters(home: Home) -> Iterator[Counters]:
    made = Counters(home)
    yield made
    made.close()


def charge(most: int = 2, window: float = 60.0, amount: int = ONE, counter: str = "c") -> Charge:
    return Charge(counter, window, most * ONE, amount, "/limits/0", "", refund=True)


def ended(reply: bytes, *limits: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """The row of the end of a call under `limits`, and the counters that are given back."""
    talk = session("ask", tools={"read": {"limits": list(limits)}})
    talk.from_client(call(), NOW)
    _, effects = talk.from_server(reply, NOW + 1)
    (row,) = rows(effects)
    back = [one.counter for effect in effects if isinstance(effect, Refund) for one in effect.charges]
    assert all(effect.at == NOW for effect in effects if isinstance(effect, Refund))
    return row, back


ERROR = line(id=1, error={"code": -32603, "message": "no"})
FAILED = line(id=1, result={"content": [], "isError": True})


@pytest.mark.parametrize("reply", [ERROR, FAILED], ids=["a JSON-RPC error", "a result that says isError"])
def test_an_error_gives_back_and_the_row_says_so(reply: bytes) -> None:
    row, back = ended(reply, BACK)
    assert back == ["c|grant|cursor|fs"]
    assert (row["outcome"], row["refunded"]) == ("error", back)


def test_a_limit_that_does_not_say_so_keeps_the_failed_call() -> None:
    row, back = ended(FAILED, KEPT)
    assert (back, "refunded" in row) == ([], False)
    assert ended(FAILED, KEPT, BACK)[1] == ["c|grant|cursor|fs"]


def test_a_counter_that_another_limit_keeps_is_not_given_back() -> None:
    assert ended(FAILED, BACK, {"counter": "c", "window": "day", "max": 9})[1] == []


def test_success_gives_nothing_back() -> None:
    assert ended(line(id=1, result={"content": []}), BACK)[1] == []


def test_a_server_cannot_hide_an_error_in_what_only_looks_like_one() -> None:
    row, back = ended(
        line(id=1, result={"content": [], "structuredContent": {"isError": True}}).replace(b" ", b""), BACK
    )
    assert back == []
    assert row["outcome"] == "error"  # the log's guess from the ends of the line


def test_cancelled_and_lost_calls_give_nothing_back() -> None:
    for end in ("cancelled", "lost"):
        talk = session("ask", tools={"read": {"limits": [BACK]}})
        talk.from_client(call(), NOW)
        if end == "lost":
            effects = talk.closed(NOW + 1)
        else:
            effects = talk.from_client(line(method="notifications/cancelled", params={"requestId": 1}), NOW + 1)
            assert talk.from_server(ERROR, NOW + 2)[1] == []
        assert rows(effects)[-1]["outcome"] == end
        assert not any(isinstance(effect, Refund) for effect in effects)


def test_a_call_gives_back_once() -> None:
    talk = session("ask", tools={"read": {"limits": [BACK]}})
    talk.from_client(call(), NOW)
    assert any(isinstance(effect, Refund) for effect in talk.from_server(ERROR, NOW)[1])
    assert talk.from_server(ERROR, NOW)[1] == []


def test_room_comes_back(counters: Counters) -> None:
    for at in (0, 1):
        assert counters.reserve((charge(),), NOW + at) is None
    assert counters.reserve((charge(),), NOW + 2) is not None
    counters.refund((charge(),), NOW)
    assert counters.reserve((charge(),), NOW + 2) is None
    assert counters.reserve((charge(),), NOW + 3) is not None


def test_what_was_given_back_does_not_come_back_again_when_the_window_leaves_it(counters: Counters) -> None:
    counters.reserve((charge(),), NOW)
    counters.reserve((charge(),), NOW + 50)
    counters.refund((charge(),), NOW)
    assert counters.usage("c", 60.0, NOW + 59) == ONE
    assert counters.usage("c", 60.0, NOW + 61) == ONE
    assert counters.usage("c", 60.0, NOW + 111) == 0


def test_two_windows_of_one_counter_get_the_amount_back_once(counters: Counters) -> None:
    both = charge(5), charge(9, 3_600.0)
    for at in (0, 1):
        counters.reserve(both, NOW + at)
    counters.refund(both, NOW)
    assert [counters.usage("c", window, NOW + 2) for window in (60.0, 3_600.0)] == [ONE, ONE]


def test_a_counter_that_was_emptied_meanwhile_gives_nothing_of_others_back(counters: Counters) -> None:
    counters.reserve((charge(),), NOW)
    counters.reset(["c"])
    counters.reserve((charge(),), NOW + 1)
    counters.refund((charge(),), NOW)
    assert counters.usage("c", 60.0, NOW + 1) == ONE


def test_a_use_that_a_clock_set_back_has_moved_stays_counted(counters: Counters) -> None:
    counters.reserve((charge(),), NOW)
    counters.reserve((charge(),), NOW - 30)
    counters.refund((charge(),), NOW - 30)
    assert counters.usage("c", 60.0, NOW) == 2 * ONE


amounts = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 30)), max_size=12)


@given(amounts)
def test_what_stays_counted_is_what_did_not_fail(
    tmp_path_factory: pytest.TempPathFactory, uses: list[tuple[int, bool, int]]
) -> None:
    counters = Counters(Home(str(tmp_path_factory.mktemp("home"))))
    now, kept = NOW, list[tuple[float, int]]()
    for amount, fails, wait in uses:
        now += wait
        counters.reserve((charge(99, amount=amount * ONE),), now)
        if fails:
            counters.refund((charge(99, amount=amount * ONE),), now)
        else:
            kept.append((now, amount))
    for window in (10.0, 60.0):
        assert counters.usage("c", window, now) == sum(amount for at, amount in kept if at > now - window) * ONE
    counters.close()
