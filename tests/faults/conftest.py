"""The home of a test of faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from callgate_proxy.home import Home
from noted import Noted


@pytest.fixture
def noted(home: Home, tmp_path: Path) -> Noted:
    """The home of one test."""
    return Noted(home, tmp_path / "noted")
