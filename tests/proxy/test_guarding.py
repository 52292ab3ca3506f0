"""What the checks are told of this machine."""

from __future__ import annotations

from pathlib import Path

from callgate_proxy.guarding import Guarding
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from callgate_proxy.policy import store
from callgate_proxy.risk.calling import Calls

WHERE = {"url": "http://127.0.0.1:8123/s/x"}


def rules(home: Home) -> list[str]:
    """The rules that fire for a call to port 8123 of this machine."""
    store.save(home, '{"version": "1", "default": "allow"}')
    guarding = Guarding(home, "c", "s")
    checking = guarding.make()
    calls: Calls = checking._calls  # pyright: ignore[reportPrivateUsage]
    found = calls.look("fetch", dict(WHERE), (), lambda _: True, 0.0)
    guarding.close()
    return [one.rule for one in found]


def test_the_endpoints_own_port_is_known_where_remote_servers_are_set_up(home: Home) -> None:
    assert rules(home) == []
    remotes.save(home, remotes.Remotes(8123))
    assert rules(home) == ["own-port"]


def test_a_file_that_nobody_can_read_names_no_port(home: Home) -> None:
    home.ensure(home.root)
    Path(remotes.path(home)).write_text("{", encoding="utf-8")
    assert rules(home) == []
