"""The proxy's command line."""

from __future__ import annotations

import pytest
from callgate_proxy import relay


def test_everything_behind_the_dashes_is_the_server_s_command() -> None:
    options = relay.parse(["--server", "fs", "--client", "cursor", "--", "npx", "-y", "--", "x", "--server", "y"])
    assert (options.server, options.client, options.command) == (
        "fs",
        "cursor",
        ["npx", "-y", "--", "x", "--server", "y"],
    )
    assert options.ask_seconds is None


def test_options_come_in_any_order_and_with_an_equals_sign() -> None:
    options = relay.parse(["--client=c", "--ask-seconds=2.5", "--server=s=t", "--", "x"])
    assert (options.server, options.client, options.ask_seconds) == ("s=t", "c", 2.5)


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        ([], "missing"),
        (["--server", "s"], "missing"),
        (["--server", "s", "--"], "no command"),
        (["--client", "c", "--", "x"], "--server"),
        (["--server", "--", "x"], "--server"),
        (["--sever", "s", "--", "x"], "unknown option --sever"),
        (["--server", "s", "--ask-seconds", "never", "--", "x"], "float"),
        (["--server", "s", "--ask-seconds", "nan", "--", "x"], "between"),
    ],
)
def test_a_command_line_that_is_wrong_is_told_so(argv: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=why):
        relay.parse(argv)
    assert relay.main(argv) == 2
    assert "usage: callgate-proxy" in capsys.readouterr().err


def test_a_server_that_is_not_there_ends_the_proxy_as_a_shell_would(capsys: pytest.CaptureFixture[str]) -> None:
    assert relay.main(["--server", "fs", "--", "no-such-program-anywhere"]) == 127
    assert "fs: the server's command 'no-such-program-anywhere' could not be started" in capsys.readouterr().err
