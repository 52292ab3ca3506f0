"""Where Callgate keeps things: one directory, `~/.callgate`, or the one `CALLGATE_HOME` names.

On purpose not under AppData: the Windows Store build of Claude Desktop virtualises AppData writes of every process it
starts, so a proxy and the tray would not see each other's files there. On the proxy's path: no pathlib.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Home:
    """The paths below one home directory; making the object touches no disk."""

    __slots__ = (
        *(
            "bin",
            "compiled",
            "confirmed",
            "counted",
            "counters",
            "greeted",
            "history",
            "journal",
            "log",
            "mode",
            "pins",
            "policy",
            "preferences",
            "profile",
        ),
        *("root", "run", "seals", "socket", "starts", "state", "strict"),
    )

    def __init__(self, root: str) -> None:
        """`root` (str): the absolute directory."""
        join = os.path.join
        self.root = root
        self.policy = join(root, "policy.json")  # the one file people edit
        self.mode = join(root, "mode.json")  # pause and lock down: not part of a policy one commits
        self.profile = join(root, "profile.json")  # which profile of the policy was chosen by hand
        self.preferences = join(root, "preferences.json")  # what a person set for the tray
        self.confirmed = join(root, "confirmed.json")  # the policy as a person last confirmed it
        self.strict = join(root, "strict.json")  # there: what allows more than the confirmed policy waits
        self.log = join(root, "log")  # append-only rows, one file a UTC day
        self.seals = join(root, "seals")  # what the log looked like, minute by minute
        self.state = join(root, "state.db")  # the tools seen, the pins, and what sessions saw
        self.pins = join(root, "pins")  # one byte for each change of the pins: a proxy sees it by a stat
        self.counters = join(root, "counters")  # what limits have counted
        self.counted = join(root, "counted")  # which of them there must be
        self.compiled = join(root, "compiled")  # compiled policies by content hash, and which one is in force
        self.history = join(root, "history")  # earlier versions of policy.json
        self.journal = join(root, "journal")  # original bytes of the clients' configs
        self.starts = join(root, "starts")  # how each guarded server was last started
        self.bin = join(root, "bin")  # the launcher the clients' configs name
        self.greeted = join(root, "greeted")  # there: the first run is over
        self.run = join(root, "run")  # the tray's socket and lock
        self.socket = join(root, "run", "tray.sock")

    def ensure(self, directory: str) -> str:
        """Makes `directory` and the root (0700 where they are new) and gives it back. Raises OSError."""
        os.makedirs(self.root, mode=0o700, exist_ok=True)  # makedirs gives its mode to the last directory only
        os.makedirs(directory, mode=0o700, exist_ok=True)
        return directory


def find(environ: Mapping[str, str] | None = None) -> Home:
    """The home that `environ` (default: this process's) names, `~/.callgate` where it names none."""
    named = (os.environ if environ is None else environ).get("CALLGATE_HOME")
    return Home(os.path.abspath(os.path.expanduser(named or "~/.callgate")))
