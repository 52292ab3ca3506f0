"""Whatever bytes arrive: the calls that a server executes are the calls that the proxy judged and allowed."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st
from invariant import holds
from torn import SEEDS, lines


@settings(max_examples=600, deadline=None)
@given(data=lines, cuts=st.lists(st.integers(0, 2_000), max_size=4))
@example(data=b"".join(SEEDS), cuts=[])
def test_what_any_server_executes_was_judged_and_allowed(data: bytes, cuts: list[int]) -> None:
    holds(data, cuts)
