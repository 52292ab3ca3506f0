"""The grants in the policy: named, dated, counted by the log, taken back one by one."""

from __future__ import annotations

import time

from callgate_desktop import standing
from callgate_proxy.policy import edit

NOW = 1_795_000_020.0  # a whole minute
POLICY = '{\n  "version": "1",\n  "default": "ask"\n}\n'


def note(at: float) -> str:
    return f"Always allowed in the window, {time.strftime('%d %b %Y %H:%M', time.localtime(at))}"


def granted() -> str:
    text = edit.grant(POLICY, "cursor", "fs", "write", NOW + 90, note(NOW))
    text = edit.grant(text, "", "fs", "read", None, note(NOW - 600), when=[{"path": "args.p", "op": "eq", "value": 1}])
    return edit.grant(text, "", "fs", "read", None, "By hand")


def test_each_grant_is_listed_with_its_age_its_end_and_its_uses() -> None:
    asked: list[tuple[str, float]] = []

    def used(rule: str, since: float) -> tuple[int, float]:
        asked.append((rule, since))
        return 7, NOW - 5

    found = standing.standing(granted(), used)
    assert [(one.client, one.tool, one.made, one.expires, one.hits, one.last) for one in found] == [
        ("cursor", "write", NOW, NOW + 90, 7, NOW - 5),
        ("", "read", NOW - 600, None, 7, NOW - 5),
        ("", "read", 0.0, None, 7, NOW - 5),
    ]
    assert ("/clients/cursor/servers/fs/tools/write", NOW) in asked
    assert ("/servers/fs/tools/read/0", NOW - 600) in asked


def test_a_revoked_grant_is_gone_and_the_others_stay() -> None:
    text = granted()
    found = standing.standing(text, lambda _rule, _since: (None, 0.0))
    for one in found:
        text = standing.revoke(text, one)
        left = standing.standing(text, lambda _rule, _since: (None, 0.0))
        assert one.note not in [other.note for other in left if other.when == one.when]
    assert text == POLICY


def test_a_grant_that_is_gone_already_changes_nothing() -> None:
    one = standing.standing(granted(), lambda _rule, _since: (None, 0.0))[0]
    assert standing.revoke(POLICY, one) == POLICY
