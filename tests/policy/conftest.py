"""What the policy room's tests share."""

from __future__ import annotations

import pytest
from callgate_proxy.home import Home
from policies import Bench


@pytest.fixture
def bench(home: Home) -> Bench:
    """A scratch home, a source on it, and a clock that does not tick."""
    return Bench(home)
