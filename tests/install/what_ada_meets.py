"""What a person meets in an installed Callgate beside its calls: her language, notices, the keychain, held starts.

1. Ada's session has a bus with a keychain (gnome-keyring) and a desktop that shows notices (dunst), as Debian brings
   them; before it has them, the message that there is no keychain is looked at.
2. Two servers: "fake", and "keyed" with a secret in its entry, which is moved into the keychain and comes back at the
   end.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from clean_debian import APP, BUS, CONFIG, DISPLAY, HOME, Client, Machine, reads

PYTHON = {"command": "/usr/bin/python3", "args": ["-IS", "/srv/fake_server.py"]}
SECRET = "tok-5d1c0b7e"
SERVERS = {"fake": PYTHON, "keyed": {**PYTHON, "env": {"API_TOKEN": SECRET}}}
PREFERENCES = {"language": "de"}
KEYCHAIN = "printf pass | gnome-keyring-daemon --unlock --components=secrets --foreground"
HELPER = [f"{APP}/proxy-python", "-I", "-m", "callgate_proxy.resolving"]


def prepare(machine: Machine) -> None:
    """Her servers and preferences, and what her session will need."""
    machine.apt("install", "dbus", "dbus-x11", "dunst", "gnome-keyring")
    config = machine.root / CONFIG
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"mcpServers": SERVERS}, indent=2))
    (machine.root / HOME).mkdir(0o700)
    (machine.root / HOME / "preferences.json").write_text(json.dumps(PREFERENCES))
    (machine.root / BUS[1:]).parent.mkdir(parents=True)
    machine.run("chown", "-R", "ada:ada", "/home/ada", str(Path(BUS).parent))


@contextmanager
def session(machine: Machine, notices: Path) -> Generator[None, None, None]:
    """Her session's bus, keychain and desktop; `notices`: the file in which the shown notices are told."""
    told = machine.run("sh", "-c", "echo x | callgate secrets set mine", user="ada", fails=True)
    machine.is_so(f"without a keychain nothing is kept, and it says: {told.splitlines()[0]}", "keychain" in told)
    with ExitStack() as stack:
        with notices.open("wb") as file:
            bus = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={BUS}"]
            stack.callback(end, subprocess.Popen(machine.words("ada", *bus), stderr=subprocess.DEVNULL))
            machine.comes("the session's bus is there", (machine.root / BUS[1:]).exists)
            for words in (["sh", "-c", f"exec {KEYCHAIN}"], ["dunst", "-print"]):
                started = subprocess.Popen(machine.words("ada", *words), stdout=file, stderr=subprocess.DEVNULL)
                stack.callback(end, started)
        yield


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends one process of the session."""
    process.terminate()
    process.wait()


def keeps_secrets(machine: Machine) -> None:
    """The keychain, by the packed command, and by the lean interpreter that the proxy's helper is."""
    kept = f"echo {SECRET} | callgate secrets set mine 2>&1 || true"
    machine.comes("a secret is kept in the keychain", lambda: "Kept." in machine.run("sh", "-c", kept, user="ada"))
    asked = json.dumps({"A": "callgate-secret:mine"})
    told = machine.run("sh", "-c", f"echo '{asked}' | {' '.join(HELPER)}", user="ada")
    machine.is_so("the plain interpreter reads it", json.loads(told) == {"values": {"A": SECRET}})


def uses_secrets(machine: Machine) -> None:
    """A secret leaves the client's file, and its server gets it all the same."""
    machine.run("callgate", "secrets", "move", "--yes", user="ada")
    machine.is_so("callgate secrets move takes it out of the file", SECRET not in (machine.root / CONFIG).read_text())
    client = Client(machine, "keyed")
    servers = [
        path.parent
        for path in Path("/proc").glob("[0-9]*/exe")
        if reads(path).startswith(f"{machine.root}/usr/bin/python")
    ]
    given = [b"API_TOKEN=" + SECRET.encode() in (path / "environ").read_bytes().split(b"\0") for path in servers]
    client.leave()
    machine.is_so("the server, and no other, gets it", given.count(True) == 1 and len(given) > 1)


def is_german(machine: Machine) -> None:
    """The windows, and the words that Qt brings."""

    def window() -> bool:
        search = ["xdotool", "search", "--onlyvisible", "--name", "^Callgate – Aktivität$"]
        return subprocess.run(search, env={"DISPLAY": DISPLAY}, capture_output=True, check=False).returncode == 0

    machine.run("callgate-tray", "--show", user="ada")
    machine.comes("the tray's window is German, as ada prefers it", window)
    (tray,) = machine.processes("callgate-tray")
    maps = Path(f"/proc/{tray}/maps").read_text()
    machine.is_so("and so are the words that Qt brings", "/qtbase_de.qm" in maps and "/callgate_de.qm" in maps)


def holds_starts(machine: Machine, notices: Path, folder: Path) -> None:
    """What the client's file starts was changed behind Callgate's back."""
    config = machine.root / CONFIG
    before = config.read_text()
    found = json.loads(before)
    found["mcpServers"]["keyed"]["args"].append("quiet")
    config.write_text(json.dumps(found, indent=2))
    client = Client(machine, "keyed")
    client.leave()
    machine.is_so("a server whose arguments changed is not started", "did not start this server" in client.greeted)
    subprocess.run(["import", "-display", DISPLAY, "-window", "root", folder / "held.png"], check=True)

    def told_of() -> bool:
        return any("summary:" in line and "keyed" in line for line in notices.read_text().splitlines())

    machine.comes("the desktop showed a notice of it", told_of)
    told = machine.run("callgate", "starts", user="ada", fails=True)
    machine.is_so("callgate starts tells what is held", "HELD" in told and "+quiet" in told)
    machine.run("callgate", "starts", "accept", "--server", "keyed", user="ada", says="y")
    accepted = Client(machine, "keyed")
    machine.is_so("and once it is accepted, it starts", '\\"hello\\"' in accepted.call("echo"))
    accepted.leave()
    config.write_text(before)
    machine.run("callgate", "starts", "forget", "--server", "keyed", user="ada", says="y")


def tells(machine: Machine) -> None:
    """What the command line says of the machine."""
    client = Client(machine)
    client.lists()
    client.leave()
    told = json.loads(machine.run("callgate", "scan", "--json", user="ada"))
    classes = {tool["tool"]: tool["level"] for tool in told["tools"] if tool["server"] == "fake"}
    machine.is_so(f"callgate scan tells the tools' classes ({classes})", {"echo", "write", "secret"} <= set(classes))
    machine.run("callgate", "policy", "accept", user="ada", says="y")
    told = machine.run("callgate", "doctor", user="ada")
    machine.is_so(
        "callgate policy accept takes in what was saved by hand; callgate doctor finds nothing wrong",
        "Nothing is wrong." in told,
    )
