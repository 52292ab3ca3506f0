"""The shape of a guarded entry: what is ours is known, and its original can be read out of it alone."""

from __future__ import annotations

import pytest
from callgate_proxy.clients.guard import Original, leads_away, rewrap, unwrap, wrap
from hypothesis import given
from hypothesis import strategies as st

POSIX = ["/home/me/.callgate/bin/callgate-proxy"]
WINDOWS = ["C:\\venv\\Scripts\\python.exe", "-I", "-S", "C:\\Users\\me\\.callgate\\bin\\callgate-proxy.py"]

_args = st.none() | st.lists(st.text() | st.sampled_from(["--", "--server", "--client", "-I"]), max_size=5)
_originals = st.builds(Original, command=st.text(min_size=1) | st.just("--"), args=_args)

_names = st.text(min_size=1).filter(lambda name: name != "--") | st.sampled_from(["--client", "-x", "--server=a"])


@given(original=_originals, server=_names, prefix=st.sampled_from([POSIX, WINDOWS]))
def test_the_original_is_read_back_exactly_absent_args_and_empty_args_apart(
    original: Original, server: str, prefix: list[str]
) -> None:
    guard = unwrap(wrap(prefix, server, "claude-desktop", original))
    assert guard is not None
    assert guard.original == original
    assert guard.launcher == prefix
    assert server in guard.options


@given(original=_originals)
def test_a_new_launcher_changes_nothing_behind_it(original: Original) -> None:
    guard = unwrap(wrap(WINDOWS, "s", "claude-desktop", original))
    assert guard is not None
    assert rewrap(POSIX, guard) == wrap(POSIX, "s", "claude-desktop", original)


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("callgate-proxy", ["--server", "s", "--", "npx"]),
        ("callgate-proxy", ["--ask-seconds", "30", "--server=s", "--", "npx"]),
        ("/usr/bin/callgate-proxy", ["--server", "s", "--client", "c", "--", "npx", "-y"]),
        ("C:\\Programs\\Callgate-Proxy.EXE", ["--client", "c", "--server", "s", "--", "npx", "-y"]),
        ("/usr/bin/python3", ["-I", "-S", "/home/me/.callgate/bin/callgate-proxy.py", "--server", "s", "--", "npx"]),
    ],
)
def test_entries_of_ours_are_known_wherever_the_launcher_stood(command: str, args: list[str]) -> None:
    guard = unwrap(Original(command, args))
    assert guard is not None
    assert guard.original.command == "npx"


@pytest.mark.parametrize(
    ("command", "args"),
    [
        ("npx", ["--server", "s", "--", "npx"]),
        ("callgate-proxy", []),
        ("callgate-proxy", None),
        ("callgate-proxy", ["--server", "s", "npx"]),
        ("callgate-proxy", ["--server", "s", "--"]),
        ("callgate-proxy", ["--client", "c", "--", "npx"]),
        ("callgate-proxy", ["--server", "s", "--other", "t", "--", "npx"]),
        ("python3", ["-I", "-S"]),
        ("python3", ["-I", "-S", "server.py", "--server", "s", "--", "npx"]),
        ("python3", ["/home/me/bin/callgate-proxy.py", "--server", "s", "--", "npx"]),
    ],
)
def test_entries_of_others_are_not_taken_for_ours(command: str, args: list[str] | None) -> None:
    assert unwrap(Original(command, args)) is None


def test_callgates_own_way_to_a_remote_server_is_not_guarded_once_more() -> None:
    way = Original("/x/bin/callgate-proxy", ["--server", "hub", "--url", "https://hub.example/mcp", "--"])
    assert leads_away(way)
    assert unwrap(way) is None
    assert not leads_away(Original("npx", ["--url", "https://hub.example/mcp"]))
