"""Attacks and look-alikes of our own (`own_attacks.jsonl`), through the real session: what is missed is listed here.

They were written by the kinds of known attacks, not by the rules: a rule that forgets a spelling shows here. Each is
inert, and its hosts are reserved names. A miss that is mended has to leave the list, and a new one fails.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attacks import judged
from world import PERSON

VECTORS: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("own_attacks.jsonl").read_text("utf-8").splitlines()
]
MISSED = {
    "subdomain key": "a key whose case a host name lost has no shape left",
    "beacon path": "a picture's path of random letters is how honest hosts name pictures",
    "calendar invite": "an invitation is outside text, but every calendar tool would be under suspicion",
    "html beacon": "pages are full of pictures with a query",
    "origin localhost other port": "a page of this machine is the person's own",
    "desc passwd": "a flag on a parser of /etc/passwd: the name of that file is a signal",
}


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", PERSON)
        return [(vector, judged(vector)) for vector in VECTORS]


def test_every_outcome_is_the_expected_one_but_for_the_listed_misses(
    outcomes: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    missed = {vector["name"]: (got["expected"], got["got"]) for vector, got in outcomes if not got["exact"]}
    assert sorted(missed) == sorted(MISSED), missed


def test_no_look_alike_is_blocked_or_asked_about(outcomes: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    alike = [(vector, got["got"]) for vector, got in outcomes if vector["kind"] != "attack"]
    assert len(alike) > 250
    stopped = [
        vector["name"] for vector, got in alike if got in ("block", "ask") and got not in vector.get("tolerate", [])
    ]
    assert stopped == []
