"""Kills a process at each step of carrying a secret, and reports what is left each time.

    killing_secrets.py FOLDER out|back

One line of JSON: a list of {step, file, held, restored, swept}. `file`: "old", "new" or "broken"; `held`: the value is
in the file or in the keychain; `restored`: doing it again and giving back gave the original bytes; `swept`: after it
was done again, no copy in the journal has the value where the file has not. The keychain is a folder of files.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from callgate_proxy import carrying, clients, secrets
from callgate_proxy.clients import Found, Places
from callgate_proxy.home import Home
from killing import step_killed

VALUE = "ghp_" + "a" * 36
CONTENT = (
    '{\r\n\t"mcpServers": {"far": {"url": "https://example.org/mcp", // mine\r\n'
    f'\t"headers": {{"Authorization": "Bearer\\u0020{VALUE}"}}}}}}, "n": 1.50\r\n}}'
).encode()


class Ring:
    """A keychain that outlives its process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        secrets.get, secrets.put, secrets.remove = self.get, self.put, self.remove

    def get(self, name: str) -> str:
        """As `secrets.get`."""
        try:
            return self._file(name).read_text("utf-8")
        except FileNotFoundError:
            raise secrets.Missing(f"no {name}", "") from None

    def put(self, name: str, value: str) -> None:
        """As `secrets.put`."""
        self._file(name).write_text(value, "utf-8")

    def remove(self, name: str) -> None:
        """As `secrets.remove`."""
        self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / name.encode().hex()


def carry(home: Home, found: Found, what: str) -> None:
    """One way or the other; nothing where there is nothing to carry."""
    due = [one for one in carrying.held(found) if one.moved == (what == "back")]
    if due:
        (carrying.out if what == "out" else carrying.back)(home, found, due)


def once(root: Path, what: str, at: int) -> dict[str, object]:
    """One scratch machine, one killed move, the same again, and all given back."""
    folder = root / str(at)
    home, config, ring = Home(str(folder / "home")), folder / ".cursor" / "mcp.json", Ring(folder / "ring")
    places = Places(str(folder), "", "", str(folder / ".config"), "linux", list)
    config.parent.mkdir(parents=True)
    config.write_bytes(CONTENT)

    def found() -> Found:
        return clients.found(places)[0]

    clients.apply(clients.plan_protect(found(), home), home, places)
    guarded = config.read_bytes()
    carry(home, found(), "out")
    moved = config.read_bytes()
    if what == "out":
        carry(home, found(), "back")
    step = step_killed(lambda: carry(home, found(), what), at)
    now = config.read_bytes()
    before, after = (guarded, moved) if what == "out" else (moved, guarded)
    kept = "".join(one.read_text("utf-8") for one in ring.folder.iterdir())
    if what == "out":
        carrying.settle(home, found())
    carry(home, found(), what)
    copies = b"".join(one.read_bytes() for one in Path(home.journal).rglob("*.json"))
    swept = what == "back" or not step or VALUE.encode() not in copies
    plan = clients.plan_unprotect(found(), home)
    clients.apply(carrying.given_back(home, places, plan), home, places)
    return {
        "step": step,
        "file": {before: "old", after: "new"}.get(now, "broken"),
        "held": VALUE.encode() in now or VALUE in kept,
        "restored": config.read_bytes() == CONTENT,
        "swept": swept,
    }


def main(root: str, what: str) -> None:
    """Runs `once` until no step is left."""
    results: list[dict[str, object]] = []
    while not results or results[-1]["step"]:
        results.append(once(Path(root), what, len(results)))
    print(json.dumps(results))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
