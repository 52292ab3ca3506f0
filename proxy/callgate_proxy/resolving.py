"""What references in the environment stand for, before a server starts: asked of the keychain in a process of its own.

The values come by a pipe: they stand in no argument, no file and no log, and the proxy itself never loads `keyring`.
A keychain that waits for a password gets PATIENCE; then the server is not started, and the client's log says why.
Imported only where the environment has a reference.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from callgate_proxy.jsonlean import as_object, loads
from callgate_proxy.spawn import SpawnError

PATIENCE = 30.0  # seconds: a person may have to unlock the keychain; clients wait for 60
PREFIX = "callgate-secret:"  # as in secrets.py, which this process does not load
_HELPER = "callgate_proxy.resolving"
_NEXT = "start the tray or a terminal of the same session, and see: callgate secrets list"


def resolve(environ: dict[str, str], command: list[str] | None = None, patience: float = PATIENCE) -> dict[str, str]:
    """The variables of `environ` that are references, with their values. Raises SpawnError.

    `command`: of the helper that answers, in place of our own. `patience`: seconds.
    """
    wanted = {key: held for key, held in environ.items() if held.startswith(PREFIX)}
    try:
        done = subprocess.run(
            command or [sys.executable, "-I", "-m", _HELPER],
            input=json.dumps(wanted).encode(),
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SpawnError(
            f"the keychain did not answer within {patience:.0f} s", "unlock it, then start again"
        ) from None
    except OSError as error:
        raise SpawnError(f"the keychain's helper cannot be started ({error.strerror})", _NEXT) from None
    try:
        told = as_object(loads(done.stdout.decode("utf-8"))) or {}
    except ValueError:
        told = {}
    found = as_object(told.get("values"))
    if found is None:
        why, fix = told.get("problem"), told.get("fix")
        raise SpawnError(f"a secret cannot be had: {why or 'the helper failed'}", str(fix or _NEXT))
    return {key: str(held) for key, held in found.items()}


def main() -> int:
    """The helper: reads references as one JSON object, writes their values, or what is wrong, as another."""
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
