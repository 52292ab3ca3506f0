"""The stdio proxy's entry: read the command line, start the server, hand over to the pumps, end cleanly.

The server is started before the rest is imported: while it starts, the proxy gets ready, and the client waits for
neither twice. Before it, there is only a look at whether it starts as it did (`fingerprint`). Nothing is opened,
listened on or written before the first message that needs it: clients start each command two or three times, some only
to probe.
"""

from __future__ import annotations

import os
import sys

from callgate_proxy import fingerprint, spawn
from callgate_proxy import home as homes

USAGE = (
    "usage: callgate-proxy --server NAME [--client NAME] [--ask-seconds SECONDS] -- COMMAND [ARG …]\n"
    "       callgate-proxy --server NAME … --url URL [--header 'NAME: VALUE'] --"
)
BRIDGE = "callgate_proxy.http.bridge"  # stands in for the command of a remote server
REFERENCE = "callgate-secret:"
CANNOT_START = 127  # what a shell answers for a command that is not there
MAY_NOT_START = 126  # and for one that may not be run


class Options:
    """The command line. `ask_seconds`: how long a call may be held, in seconds; None: what suits the client.

    `url`: of a remote server, whose `command` is the bridge to it; "" for a local one. `standing`: of its start, as
    `fingerprint` has it.
    """

    __slots__ = ("ask_seconds", "client", "command", "server", "standing", "url")

    def __init__(self, server: str, client: str, ask_seconds: float | None, command: list[str], url: str = "") -> None:
        self.server = server
        self.client = client
        self.ask_seconds = ask_seconds
        self.command = command
        self.url = url
        self.standing = fingerprint.SAME


def parse(argv: list[str]) -> Options:
    """The options in `argv` (without the program's name). Raises ValueError with what is wrong."""
    if "--" not in argv:
        raise ValueError('the server\'s command is missing: it follows "--"')
    at = argv.index("--")
    command = argv[at + 1 :]
    named = {"--server": "", "--client": "", "--ask-seconds": "", "--url": "", "--header": ""}
    words = iter(argv[:at])
    for word in words:
        name, equals, value = word.partition("=")
        if name not in named:
            raise ValueError(f"unknown option {word}")
        named[name] = value if equals else next(words, "")
    if not named["--server"]:
        raise ValueError("--server NAME is missing")
    if named["--url"]:
        if command:
            raise ValueError("a server has either --url or a command")
        from callgate_proxy import frozen

        command = [*frozen.words(BRIDGE), named["--url"], *([named["--header"]] if named["--header"] else [])]
    if not command:
        raise ValueError('no command follows "--"')
    seconds = float(named["--ask-seconds"]) if named["--ask-seconds"] else None
    if seconds is not None and not 0 < seconds < 86_400:
        raise ValueError("--ask-seconds must lie between 0 and 86400")
    return Options(named["--server"], named["--client"], seconds, command, named["--url"])


def main(argv: list[str] | None = None, home: str | None = None) -> int:
    """Runs the proxy until the client or the server ends; gives the server's exit code.

    `home`: Callgate's directory where the caller knows it (the launcher does); else CALLGATE_HOME or the default.
    """
    try:
        options = parse(sys.argv[1:] if argv is None else argv)
    except ValueError as error:
        print(f"callgate-proxy: {error}\n{USAGE}", file=sys.stderr)
        return 2
    at = homes.Home(home) if home else homes.find()
    if not _may_start(at, options):
        return MAY_NOT_START
    try:
        if any(held.startswith(REFERENCE) for held in os.environ.values()):
            from callgate_proxy.resolving import resolved

            os.environ.update(resolved(dict(os.environ), at, options.server, options.client))
        child = spawn.start(options.command)
    except spawn.SpawnError as error:
        print(f"callgate-proxy: {options.server}: {error}; {error.fix}", file=sys.stderr)
        return CANNOT_START
    from callgate_proxy.nodump import leave_no_core
    from callgate_proxy.pump import Pump

    leave_no_core()
    code = Pump(options, child, at).run()
    sys.stderr.flush()
    # Not sys.exit: a thread may still be blocked in a read that nothing will end.
    os._exit(code)


def _may_start(home: homes.Home, options: Options) -> bool:
    """Whether the server starts as it was seen before, or a person lets it."""
    words = fingerprint.words_of(options)
    options.standing = fingerprint.standing(home, options.client, options.server, words)
    if options.standing in fingerprint.STARTS:
        return True
    from callgate_proxy.holding import lets_start

    return lets_start(home, options, words)


if __name__ == "__main__":
    sys.exit(main())
