"""The official suite passes the same checks through the proxy as without it, in both eras."""

from __future__ import annotations

from pathlib import Path

import pytest
from run import SPECS, SUITE, compare

# Fewer would mean that the fixture or the bridge lost something, and equality says less.
AT_LEAST = {"2025-11-25": 81, "2026-07-28": 129}


@pytest.mark.skipif(not SUITE.exists(), reason="the conformance suite is not installed: `python3 dev.py test` does it")
@pytest.mark.parametrize("spec", SPECS)
def test_the_same_checks_pass_with_the_proxy_in_between(spec: str, tmp_path: Path) -> None:
    direct, through = compare(spec, [], tmp_path)
    assert through.passed == direct.passed
    assert through.failed == direct.failed
    assert direct.passed.total() >= AT_LEAST[spec]


@pytest.mark.skipif(not SUITE.exists(), reason="the conformance suite is not installed: `python3 dev.py test` does it")
def test_the_local_endpoint_loses_no_check_and_refuses_headers_that_lie(tmp_path: Path) -> None:
    direct, through = compare("2026-07-28", ["http-header-validation", "server-stateless"], tmp_path, remote=True)
    assert direct.passed
    assert direct.passed < through.passed
