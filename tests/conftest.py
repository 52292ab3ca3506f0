"""What every test may rely on.

1. Qt needs no screen: the offscreen platform, unless the caller names another.
2. `home` is a scratch directory which `CALLGATE_HOME` names; no test touches the person's own `~/.callgate`.
3. On CI (`CI` is set) a skipped test is a failed one, unless `EXPECTED_SKIPS` has its reason: a run that quietly
   tests less is not green.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest
from callgate_proxy.home import Home
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# hypothesis' deadline is a wall-clock assertion: on a busy machine it fails tests that are right.
settings.register_profile("callgate", deadline=None)
settings.load_profile("callgate")

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

# How a reason may begin: what no Linux machine can run.
EXPECTED_SKIPS = ("only on Windows", "only on macOS")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in a scratch directory, not made yet, and the one that `home.find()` finds."""
    root = str(tmp_path / "home")
    monkeypatch.setenv("CALLGATE_HOME", root)
    return Home(root)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fails the test that was skipped for a reason nobody expected."""
    return _judged((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that was skipped whole."""
    return _judged((yield))


def _judged(report: Report) -> Report:
    if report.outcome != "skipped" or hasattr(report, "wasxfail") or not os.environ.get("CI"):
        return report
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix(
        "Skipped: "
    )
    if not reason.startswith(EXPECTED_SKIPS):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped on CI, for a reason tests/conftest.py does not expect: {reason}"
    return report
