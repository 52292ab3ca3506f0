"""Puts a session's checks together from this machine: its data, the person's folders, what proxies share.

The one place of the call-side checks that touches the disk. Loaded with the first judged call. The traces have a
connection of their own: the session asks for them under its lock, and must not wait for what the shell does.
"""

from __future__ import annotations

import os

from callgate_proxy.checking import Checking
from callgate_proxy.jsonlean import as_object, loads
from callgate_proxy.policy import paths
from callgate_proxy.risk.calling import Calls
from callgate_proxy.risk.flows import KEPT
from callgate_proxy.state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.home import Home
    from callgate_proxy.risk.flows import Trace

AGAIN = 300.0  # seconds after which what was noted is noted anew


class SharedTrace:
    """What the proxies of one run of a client know together: those of one parent process, in state.db."""

    def __init__(self, state: State, client: str) -> None:
        self._state = state
        self._session = f"{client}|{os.getppid()}|{_began(os.getppid())}"
        self._noted: dict[tuple[str, str], float] = {}
        self._salt = b""

    @property
    def salt(self) -> bytes:
        """The key of this session's hashes: whoever reads them without it learns nothing."""
        if not self._salt:
            self._salt = bytes.fromhex(self._state.salt(self._session, os.urandom(16).hex()))
        return self._salt

    def add(self, kind: str, what: str, now: float) -> None:
        """As `flows.Trace`. Raises StateError."""
        if not 0 <= now - self._noted.get((kind, what), -AGAIN) < AGAIN:
            self._state.note(self._session, kind, what, now)
            self._noted[kind, what] = now

    def all(self, kind: str, now: float) -> list[str]:
        """As `flows.Trace`. Raises StateError."""
        return self._state.noted(self._session, kind, now - KEPT)


def _began(pid: int) -> str:
    """When process `pid` began, where the system tells it cheaply: a number is given again to another process."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[19].decode()
    except (OSError, IndexError):
        return ""


class Guarding:
    """The checks of one proxy, and what they keep open."""

    def __init__(self, home: Home, client: str, server: str) -> None:
        self._home, self._client, self._server = home, client, server
        self._state: State | None = None

    def make(self) -> Checking:
        """The checks. Raises OSError where their data cannot be read."""
        state = self._state = State(self._home)
        return _checking(self._home, self._server, SharedTrace(state, self._client))

    def close(self) -> None:
        """Closes what was opened."""
        if self._state is not None:
            self._state.close()


class _NoTrace:
    """Nothing was before, and nothing is noted."""

    salt = bytes(16)

    def add(self, kind: str, what: str, now: float) -> None:
        """As `flows.Trace`."""

    def all(self, kind: str, now: float) -> list[str]:  # noqa: ARG002
        """As `flows.Trace`."""
        return []


def by_itself(home: Home, server: str) -> Checking:
    """The checks of a call that nothing came before, for whoever asks what would be said of it. Raises OSError."""
    return _checking(home, server, _NoTrace())


def _checking(home: Home, server: str, trace: Trace) -> Checking:
    own = [home.root, os.path.realpath(home.root)]
    person = os.path.expanduser("~")
    return Checking(Calls(server, data("guarded.json"), person, own, own_ports(home), paths.resolve, trace))


def own_ports(home: Home) -> list[int]:
    """The port of the local endpoint; none where no file tells it: what cannot be read, the endpoint refuses too."""
    try:
        with open(os.path.join(home.root, "remotes.json"), encoding="utf-8") as file:
            told = as_object(loads(file.read())) or {}
    except (OSError, ValueError):
        return []
    port = told.get("port")  # always written (http/remotes.py)
    return [port] if isinstance(port, int) else []


def data(name: str) -> object:
    """The resource `name`. Raises OSError."""
    import callgate_resources

    with open(os.path.join(os.path.dirname(str(callgate_resources.__file__)), name), encoding="utf-8") as file:
        return loads(file.read())
