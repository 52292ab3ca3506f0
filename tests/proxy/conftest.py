"""What the proxy's tests leave behind is closed."""

from __future__ import annotations

from collections.abc import Iterator

import counting
import pytest


@pytest.fixture(autouse=True)
def _counters_closed() -> Iterator[None]:  # pyright: ignore[reportUnusedFunction]
    yield
    counting.close_all()
