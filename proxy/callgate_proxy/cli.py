"""The command `callgate`: everything the tray does that needs no screen.

1. Each command is one function that gets the options, the home and the places, prints, and gives an exit code: 0 done,
   1 something needs attention, 2 not done.
2. Every CallgateError becomes one message and what to do next on stderr; no command shows a traceback for one.
3. Commands only ever narrow what is allowed without asking: `lockdown` is here, unlocking is in the tray. What writes
   another policy or empties a counter shows it first and waits for a yes.

Modules are imported by the command that needs them, so that `callgate log` does not wait for the policy's.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from callgate_proxy import cli_pins, cli_policy_steps, cli_remote_steps, cli_starts
from callgate_proxy import home as homes
from callgate_proxy.errors import CallgateError
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    from callgate_proxy.clients import Places
    from callgate_proxy.home import Home

Command = Callable[[argparse.Namespace, "Home", "Places | None"], int]

FAILED = 2
SEE = '"callgate doctor" tells what is wrong on this machine.'
VERDICTS = ("allow", "ask", "limit", "deny", "hide", "invalid")


def main(argv: list[str] | None = None, places: Places | None = None) -> int:
    """Runs one command and gives its exit code. `places`: where clients' files stand; None: on this machine."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a character gets its number
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(argv)
    command: Command = options.command
    try:
        code = command(options, homes.find(), places)
        sys.stdout.flush()
    except CallgateError as error:
        return _failed(str(error), error.fix)
    except BrokenPipeError:
        # The reader has enough; what Python still wants to flush at its end goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _failed(f"{error.strerror or error}: {error.filename or 'the system refused'}", SEE)
    except KeyboardInterrupt:
        return 130
    return code


def _failed(message: str, fix: str) -> int:
    print(f"callgate: {plain(message, keep=chr(10))}", file=sys.stderr)
    if fix:
        print(f"  {plain(fix)}", file=sys.stderr)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="callgate", description="Shows, asks and decides about every MCP tool call.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, about: str, command: Command) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about)
        made.set_defaults(command=command)
        return made

    protect = add("protect", "Put Callgate in front of the clients' servers.", _protect)
    protect.add_argument("--all", action="store_true", help="also the servers in projects' own files")
    _change_options(protect, "guard")
    unprotect = add("unprotect", "Give the clients' servers back.", _unprotect)
    unprotect.add_argument("--all", action="store_true", help="all that are guarded, as without it")
    _change_options(unprotect, "give back")
    leave = add("leave", "Give everything back, before Callgate is removed.", _leave)
    leave.add_argument("--yes", action="store_true", help="do not ask")
    status = add("status", "Tell what is guarded, which policy is in force, and what needs attention.", _status)
    status.add_argument("--json", action="store_true", help="one JSON object")
    told = add("doctor", "Tell what is wrong on this machine, and what to do about it.", _doctor)
    told.add_argument("--json", action="store_true", help="one JSON object")
    shown = add("log", "Show the calls.", _log)
    _log_options(shown)
    _proof_options(shown)
    _scan_options(add("scan", "Tell the risk class of every tool, and why.", _scan))
    cli_policy_steps.add(add("policy", "Check, explain, test and change the policy file.", _lockdown))
    cli_pins.add(add("pins", "Tell what changed in the servers' tools, and accept it.", _pins))
    cli_starts.add(add("starts", "Tell how the servers are started, and accept what changed of that.", _starts))
    add("lockdown", "Refuse every tool call until it is ended in the tray.", _lockdown)
    cli_remote_steps.add(add)
    add("tray", "Start the tray.", _tray)
    add("demo", "Run the whole job on real parts in a scratch home.", _demo)
    login = add("autostart", "Start the tray at login, or no longer.", _autostart)
    login.add_argument("setting", choices=("on", "off", "status"))
    version = add("version", "Tell the version, and of what else it is made.", _version)
    version.add_argument("--all", action="store_true", help="every part with its version and licence")
    version.add_argument("--json", action="store_true", help="the same as a CycloneDX document")
    return parser


def _change_options(parser: argparse.ArgumentParser, verb: str) -> None:
    parser.add_argument("--client", metavar="NAME", help="only this client, as `callgate status` names it")
    parser.add_argument("--server", metavar="NAME", action="append", help=f"{verb} only this server; may be repeated")
    parser.add_argument("--config", metavar="FILE", help="this file in place of the ones the client is known to use")
    parser.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--wait", action="store_true", help="wait until a client that holds its file quits, then change it"
    )


def _log_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--follow", action="store_true", help="go on as calls come, until Ctrl-C")
    parser.add_argument("--last", metavar="N", type=_count, default=50, help="how many calls (default: 50)")
    parser.add_argument("--server", metavar="NAME", help="only calls of this server")
    parser.add_argument("--verdict", choices=VERDICTS, help="only calls with this verdict")


def _proof_options(log: argparse.ArgumentParser) -> None:
    log.set_defaults(step="")
    steps = log.add_subparsers(metavar="STEP")
    about = "Find every changed, missing, moved or added row, by the rows' chains and the seals."
    verify = steps.add_parser("verify", help=about, description=about)
    verify.add_argument("--json", action="store_true", help="one JSON object")
    verify.add_argument("--seal", metavar="HASH", help="also: this seal, noted earlier, must be among the seals")
    verify.set_defaults(step="verify")
    about = "Remove the files of old days; the seals keep what proves the rest."
    prune = steps.add_parser("prune", help=about, description=about)
    prune.add_argument("--days", metavar="N", type=_count, required=True, help="keep so many days (2 or more)")
    prune.add_argument("--yes", action="store_true", help="do not ask")
    prune.set_defaults(step="prune")


def _scan_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", metavar="NAME", help="only this server (default: all that were seen so far)")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--config", metavar="FILE", help="start and list each server of this client's file; calls no tool"
    )
    where.add_argument("--tools", metavar="FILE", help="a tools/list result, a list of tools, or TSV")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _protect(options: argparse.Namespace, home: Home, places: Places | None) -> int:
    from callgate_proxy.cli_protect import protect

    return protect(options, home, places)


def _unprotect(options: argparse.Namespace, home: Home, places: Places | None) -> int:
    from callgate_proxy.cli_protect import unprotect

    return unprotect(options, home, places)


def _leave(options: argparse.Namespace, home: Home, places: Places | None) -> int:
    from callgate_proxy.cli_leave import leave

    return leave(options, home, places)


def _autostart(options: argparse.Namespace, _: Home, __: Places | None) -> int:
    from callgate_proxy.cli_about import start_at_login

    return start_at_login(options.setting)


def _status(options: argparse.Namespace, home: Home, places: Places | None) -> int:
    from callgate_proxy.cli_status import status

    return status(home, places, as_json=options.json)


def _doctor(options: argparse.Namespace, home: Home, places: Places | None) -> int:
    from callgate_proxy.cli_doctor import doctor

    return doctor(home, places, as_json=options.json)


def _log(options: argparse.Namespace, home: Home, _: Places | None) -> int:
    if options.step:
        from callgate_proxy.cli_logproof import STEPS

        return STEPS[options.step](options, home)
    from callgate_proxy.cli_log import log

    return log(options, home)


def _pins(options: argparse.Namespace, home: Home, _: Places | None) -> int:
    return cli_pins.run(options, home)


def _starts(options: argparse.Namespace, home: Home, _: Places | None) -> int:
    return cli_starts.run(options, home)


def _scan(options: argparse.Namespace, home: Home, _: Places | None) -> int:
    from callgate_proxy.cli_scan import scan

    return scan(options, home)


def _lockdown(_: argparse.Namespace, home: Home, __: Places | None) -> int:
    from callgate_proxy.cli_policy import lockdown

    return lockdown(home)


def _tray(_: argparse.Namespace, __: Home, ___: Places | None) -> int:
    return _desktop("callgate_desktop.app")


def _demo(_: argparse.Namespace, __: Home, ___: Places | None) -> int:
    return _desktop("callgate_desktop.demo")


def _desktop(module: str) -> int:
    """Runs a module of the desktop part as a process of its own: the proxy's half never loads Qt."""
    import importlib.util
    import subprocess

    from callgate_proxy import frozen

    if app := frozen.folder():
        if module != "callgate_desktop.app":
            raise CallgateError("The demo is not part of an installed Callgate.", "Run it from a checkout or from pip.")
        words = [frozen.program(app, "callgate-tray")]
    elif importlib.util.find_spec("callgate_desktop") is None or importlib.util.find_spec("PySide6") is None:
        raise CallgateError("The desktop part is not installed.", 'Install it: pip install "callgate[desktop]".')
    else:
        words = [sys.executable, "-m", module]
    code = subprocess.run(words, check=False).returncode
    return code if code >= 0 else 128 - code  # ended by a signal: as a shell tells it


def _version(options: argparse.Namespace, _: Home, __: Places | None) -> int:
    from callgate_proxy.cli_about import version

    return version(every=options.all, as_json=options.json)


if __name__ == "__main__":
    sys.exit(main())
