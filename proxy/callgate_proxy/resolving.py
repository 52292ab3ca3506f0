"""What references in the environment stand for, before a server starts: of the tray, else of a process of its own.

1. The tray holds an open keychain, and answers without another interpreter; it gives what the entries of this server in
   this client's files refer to, and nothing else. What it does not give, the helper is asked for.
2. On macOS the keychain knows programs apart: a value that the tray may read is not for every program of the user, so
   there only the helper is asked, and the system asks the person about it.
3. The values come by a socket or a pipe: they stand in no argument, no file and no log, and the proxy itself never
   loads `keyring`. A keychain that waits for a password gets PATIENCE; then the server is not started, and the client's
   log says why.
Imported only where the environment has a reference.
"""

from __future__ import annotations

import os
import sys

from callgate_proxy import contract, frozen
from callgate_proxy.jsonlean import as_object, dumps, loads
from callgate_proxy.spawn import SpawnError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy import link
    from callgate_proxy.home import Home

PATIENCE = 30.0  # seconds: a person may have to unlock the keychain; clients wait for 60
PREFIX = "callgate-secret:"  # as in secrets.py, which this process does not load
LONGEST = 1 << 22  # bytes of the tray's answer
_HELPER = "callgate_proxy.resolving"
_NEXT = "start the tray or a terminal of the same session, and see: callgate secrets list"


def resolve(environ: dict[str, str], command: list[str] | None = None, patience: float = PATIENCE) -> dict[str, str]:
    """The variables of `environ` that are references, with their values, by the helper. Raises SpawnError.

    `command`: of the helper that answers, in place of our own. `patience`: seconds.
    """
    import json
    import subprocess

    wanted = {key: held for key, held in environ.items() if held.startswith(PREFIX)}
    try:
        done = subprocess.run(
            command or frozen.words(_HELPER),
            input=json.dumps(wanted).encode(),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _silent(patience) from None
    except OSError as error:
        raise SpawnError(f"the keychain's helper cannot be started ({error.strerror})", _NEXT) from None
    try:
        told = as_object(loads(done.stdout.decode("utf-8"))) or {}
    except ValueError:
        told = {}
    found = as_object(told.get("values"))
    if found is None:
        raise _refused(told.get("problem") or "the helper failed", told.get("fix"))
    return {key: str(held) for key, held in found.items()}


def resolved(
    environ: dict[str, str],
    home: Home,
    server: str,
    client: str,
    platform: str = sys.platform,
    command: list[str] | None = None,
    patience: float = PATIENCE,
) -> dict[str, str]:
    """As `resolve`, of the tray of `home` first, on behalf of `client`'s `server`. Raises SpawnError."""
    wanted = {key: held.removeprefix(PREFIX) for key, held in environ.items() if held.startswith(PREFIX)}
    hello = contract.hello(server, client, os.getpid(), [])
    lent = {} if platform == "darwin" else _of_tray(home, hello, sorted(set(wanted.values())), patience)
    values = {key: lent[name] for key, name in wanted.items() if name in lent}
    rest = {key: PREFIX + name for key, name in wanted.items() if name not in lent}
    return values | (resolve(rest, command, patience) if rest else {})


def _of_tray(home: Home, hello: dict[str, object], names: list[str], patience: float) -> dict[str, str]:
    """What the tray gives of `names`; nothing where there is none, or one that does not know the question."""
    from callgate_proxy import link

    try:
        wire = link.connect(home)
    except (OSError, ValueError):
        return {}
    try:
        wire.wait(patience)
        wire.send((dumps(hello) + "\n" + dumps(contract.secrets(names)) + "\n").encode())
        told = _line(wire)
    except TimeoutError:
        raise _silent(patience) from None
    except OSError:
        return {}
    finally:
        _close(wire)
    if told.get("problem"):
        raise _refused(told["problem"], told.get("fix"))
    values = as_object(told.get("values")) or {}
    return {name: held for name in names if isinstance(held := values.get(name), str)}


def _line(wire: link.Wire) -> dict[str, object]:
    buffer = b""
    while not buffer.endswith(b"\n") and len(buffer) < LONGEST:
        data = wire.receive()
        if not data:
            return {}  # an older tray hangs up
        buffer += data
    try:
        told = as_object(loads(buffer.decode("utf-8"))) or {}
    except ValueError:
        return {}
    return told if told.get("op") == "lent" else {}


def _close(wire: link.Wire) -> None:
    try:
        wire.close()
    except OSError:
        return  # the tray was first


def _silent(patience: float) -> SpawnError:
    return SpawnError(f"the keychain did not answer within {patience:.0f} s", "unlock it, then start again")


def _refused(why: object, fix: object) -> SpawnError:
    return SpawnError(f"a secret cannot be had: {why}", str(fix or _NEXT))


def main(_: object = None) -> int:
    """The helper: reads references as one JSON object, writes their values, or what is wrong, as another."""
    import json

    from callgate_proxy.errors import CallgateError
    from callgate_proxy.secrets import values

    _find_bus()
    wanted = json.loads(sys.stdin.buffer.read())
    try:
        answer: dict[str, object] = {"values": values(wanted)}
    except CallgateError as error:
        answer = {"problem": str(error), "fix": error.fix}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    return 0


def _find_bus() -> None:
    """Clients start servers with few variables: the session bus stands where systemd puts it."""
    if sys.platform == "linux" and "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        usual = f"/run/user/{os.getuid()}/bus"
        if os.path.exists(usual):
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={usual}"


if __name__ == "__main__":
    code = main()
    os._exit(code)  # a keychain's own threads must not keep it
