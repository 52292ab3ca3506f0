"""The words of `callgate serve`, `remote` and `secrets`; what does them is imported when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.clients import Places
    from callgate_proxy.home import Home

    Command = Callable[[argparse.Namespace, Home, Places | None], int]
    Add = Callable[[str, str, Command], argparse.ArgumentParser]


def add(step: Add) -> None:
    """Adds the commands by `step`."""
    _serving(step("serve", "Stand before remote servers, on a local address, until Ctrl-C.", _serve))
    _remotes(step("remote", "Add, list and remove remote servers.", _remote))
    _keeping(step("secrets", "Keep servers' secrets in the system's keychain.", _secrets))


def _serving(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", metavar="N", type=_port, help="another port, from now on")
    about = "a further host name to be called by, such as host.docker.internal; may be repeated"
    parser.add_argument("--while-stdin", action="store_true", help="end with the standard input, as the tray wants it")
    parser.add_argument("--allow-host", metavar="NAME", action="append", default=[], help=about)


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65_536:
        raise ValueError(text)
    return number


def _words(parser: argparse.ArgumentParser) -> Callable[[str, str], argparse.ArgumentParser]:
    words = parser.add_subparsers(metavar="WHAT", dest="what", required=True)
    return lambda name, about: words.add_parser(name, help=about, description=about)


def _remotes(parser: argparse.ArgumentParser) -> None:
    word = _words(parser)
    adding = word("add", "Let a client use a remote server through Callgate, and tell its local address.")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("url", metavar="URL")
    adding.add_argument("--client", metavar="CLIENT", default="any", help="who gets the address (default: any)")
    adding.add_argument(
        "--header", metavar="NAME=SECRET", help="send this header with the secret of that name (callgate secrets set)"
    )
    listing = word("list", "Tell the remote servers and their local addresses.")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    word("remove", "Take a remote server out.").add_argument("name", metavar="NAME")


def _keeping(parser: argparse.ArgumentParser) -> None:
    word = _words(parser)
    for name, about in (
        ("list", "Tell which variables and headers of guarded servers are secrets, and where they are."),
        ("move", "Move them into the system's keychain; the file keeps a reference."),
        ("restore", "Move them back into the file."),
    ):
        made = word(name, about)
        made.add_argument("--client", metavar="NAME", help="only this client, such as cursor")
        made.add_argument("--server", metavar="NAME", action="append", help="only this server; may be repeated")
        made.add_argument("--config", metavar="FILE", help="this file in place of the ones the client is known to use")
        made.add_argument("--yes", action="store_true", help="do not ask")
    word("set", "Put a value into the keychain, to be referred to by NAME.").add_argument("name", metavar="NAME")


def _serve(options: argparse.Namespace, home: Home, _: Places | None) -> int:
    from callgate_proxy.cli_serve import serve

    return serve(options, home)


def _remote(options: argparse.Namespace, home: Home, _: Places | None) -> int:
    from callgate_proxy.cli_remote import remote

    return remote(options, home)


def _secrets(options: argparse.Namespace, _: Home, places: Places | None) -> int:
    from callgate_proxy.cli_secrets import run

    return run(options, places)
