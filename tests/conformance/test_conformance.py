"""The official suite passes the same checks through the proxy as without it, in both eras."""

from __future__ import annotations

import sys
from pathlib import Path

import client_side
import pytest
from run import NODE, SPECS, SUITE, compare

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


# All of them take minutes (`run.py --client`); these are one of each kind.
FEW = {
    "2025-11-25": ["elicitation-sep1034-client-defaults", "sse-retry", "auth/scope-step-up"],
    "2026-07-28": ["request-metadata", "http-custom-headers", "auth/iss-wrong-issuer"],
}


@pytest.mark.skipif(not SUITE.exists(), reason="the conformance suite is not installed: `python3 dev.py test` does it")
@pytest.mark.skipif(sys.platform != "linux", reason="only on Windows and macOS there is another keychain")
@pytest.mark.parametrize("spec", SPECS)
def test_the_bridge_passes_the_checks_of_a_client_that_the_sdks_transport_passes(spec: str, tmp_path: Path) -> None:
    direct, through = client_side.compare([str(NODE), str(SUITE)], spec, FEW[spec], tmp_path)
    assert through.passed == direct.passed
    assert through.failed == direct.failed == set()
    assert {scenario for scenario, _, _ in direct.passed} == set(FEW[spec])
