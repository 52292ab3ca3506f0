"""The soak's short form: the same load and the same conditions as `python3 dev.py soak`, with fewer calls."""

from __future__ import annotations

import sys

import pytest
from callgate_proxy.home import Home
from load import Found, soak

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only on Windows and macOS: no /proc to read memory from"
)


def test_a_short_soak_keeps_every_promise(home: Home) -> None:
    found = soak(home, proxies=4, calls=8_000)
    assert found.faults == []
    assert len(found.lines) == 11


def test_what_does_not_hold_is_a_fault() -> None:
    found = Found()
    found.must(False, "it broke")
    found.must(True, "it held")
    assert (found.faults, found.lines) == (["it broke"], ["it held"])
