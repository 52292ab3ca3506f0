"""The .deb in a clean Debian, by hand and as root: `python3 dev.py install-check FILE.deb --folder SCRATCH`.

1. A fresh debootstrap, a person "ada" with a client's file in it, and an older version of the package (the same files
   under another number). Each step says what it saw; the first that is not so ends the run with exit code 1.
2. The server is a Python of Debian's, the proxy the installed one, started by the very words that stand in the client's
   file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import what_ada_meets as ada
from clean_debian import APP, CONFIG, DISPLAY, HOME, Client, Machine, debian, reads

HERE = Path(__file__).resolve().parent
FAKE = HERE.parent / "e2e" / "fake_server.py"
ALLOWED: dict[str, object] = {"tools": {"echo": {}}}
POLICY: dict[str, object] = {"version": "1", "default": "deny", "servers": {"fake": ALLOWED, "keyed": ALLOWED}}


def older(package: Path, folder: Path, number: str = "0.0.9") -> Path:
    """The same package under an older number, its interpreter under another build."""
    unpacked = folder / "older"
    subprocess.run(["dpkg-deb", "-R", package, unpacked], check=True)
    control = unpacked / "DEBIAN" / "control"
    lines = control.read_text().splitlines()
    control.write_text("\n".join(f"Version: {number}" if one.startswith("Version:") else one for one in lines) + "\n")
    (unpacked / APP[1:] / "lean" / "payload" / "BUILD").write_text(f"{number}-older\n")
    made = folder / f"callgate_{number}.deb"
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--build", unpacked, made], check=True, stdout=subprocess.DEVNULL)
    return made


def prepare(machine: Machine, package: Path, folder: Path) -> None:
    """A person with a client's file, a server, and both packages."""
    machine.apt("update")
    machine.apt("install", "python3")
    machine.run("useradd", "-m", "ada")
    shutil.copy(FAKE, machine.root / "srv")
    shutil.copy(package, machine.root / "srv" / "new.deb")
    shutil.copy(older(package, folder), machine.root / "srv" / "old.deb")
    ada.prepare(machine)


def status(machine: Machine) -> str:
    """What `callgate status` tells ada; its exit code only says whether something needs attention."""
    return machine.run("sh", "-c", "callgate status || true", user="ada")


def installs(machine: Machine) -> None:
    """The package and its parts."""
    machine.apt("install", "/srv/old.deb")
    machine.is_so("the package installs with apt-get and what it depends on", True)
    told = machine.run("callgate", "version", "--all", user="ada")
    named = {line.split()[0] for line in told.splitlines() if len(line.split()) > 2}
    machine.is_so(f"callgate version tells {len(told.splitlines())} parts", {"PySide6_Essentials", "jeepney"} <= named)
    own = f"LD_LIBRARY_PATH={APP}/_internal:{APP}/lean/payload/lib"  # as the programs themselves say where to look
    look = f"find {APP} -name '*.so*' -exec env {own} ldd {{}} + 2>/dev/null | grep 'not found' || true"
    told = machine.run("sh", "-c", look)
    missing = {line.split()[0] for line in told.splitlines()}
    machine.is_so(f"no library is missing{': ' + ', '.join(sorted(missing)) if missing else ''}", not missing)


def begins(machine: Machine) -> None:
    """Start the tray, protect."""
    subprocess.Popen(machine.words("ada", "callgate-tray", "--verbose"), stderr=subprocess.DEVNULL)
    socket = machine.root / HOME / "run/tray.sock"
    machine.comes("the tray starts under Xvfb as ada", socket.exists)
    machine.run("callgate", "protect", "--yes", user="ada")
    policy = machine.root / HOME / "policy.json"
    policy.write_text(json.dumps(POLICY))
    told = status(machine)
    machine.is_so("callgate protect guards the server; status finds the tray running", "Tray    running" in told)


def guards(machine: Machine, client: Client) -> None:
    """The installed proxy decides."""
    machine.is_so("a guarded server answers through the installed proxy", '\\"hello\\"' in client.call("echo"))
    machine.is_so("and what the policy denies is refused", "Callgate refused" in client.call("write"))
    running = [reads(Path(f"/proc/{number}/exe")) for number in machine.processes("lean/")]
    machine.is_so(f"the proxy is {running[0].removeprefix(str(machine.root))}", "0.0.9-older/bin/python3" in running[0])


def upgrades(machine: Machine, client: Client) -> None:
    """A newer version over it, while a proxy and a tray run."""
    kept = {path: path.read_bytes() for path in (machine.root / HOME).glob("log/*.jsonl")}
    policy = machine.root / HOME / "policy.json"
    before, trays = policy.read_bytes(), machine.processes("callgate-tray")
    machine.apt("install", "/srv/new.deb")
    machine.is_so("the upgrade keeps the policy", policy.read_bytes() == before)
    whole = all(path.read_bytes().startswith(old) for path, old in kept.items())
    machine.is_so("the upgrade keeps every row of the log", bool(kept) and whole)
    machine.is_so("the proxy that ran before goes on answering", '\\"hello\\"' in client.call("echo"))
    policy.write_text(json.dumps(POLICY).replace("echo", "write"))
    machine.comes("and follows a policy saved after the upgrade", lambda: "refused" in client.call("echo"))
    policy.write_text(json.dumps(POLICY))
    fresh = Client(machine)
    machine.is_so("a proxy started now answers", '\\"hello\\"' in fresh.call("echo"))
    exes = {reads(Path(f"/proc/{number}/exe")).split("/lean/")[1] for number in machine.processes("lean/")}
    machine.is_so(f"and is of the new build ({', '.join(sorted(exes))})", len(exes) == 2)
    fresh.leave()
    machine.comes("the tray came back by itself", lambda: bool(set(machine.processes("callgate-tray")) - set(trays)))
    machine.comes("and listens", lambda: "Tray    running" in status(machine))
    client.leave()


def removes(machine: Machine, original: bytes) -> None:
    """Removal gives the file back first; purge leaves nothing."""
    machine.run("mkdir", "-p", "/usr/lib/claude-desktop")
    machine.run("cp", "/usr/bin/sleep", "/usr/lib/claude-desktop/claude-desktop")
    running = subprocess.Popen(machine.words("ada", "/usr/lib/claude-desktop/claude-desktop", "600"))
    told = machine.apt("remove", "callgate", fails=True)
    machine.is_so("removal stops while the client runs, and says so", "Claude Desktop" in told)
    machine.is_so("nothing was removed then", (machine.root / APP[1:] / "callgate").exists())
    running.kill()
    running.wait()
    machine.run("rm", "-r", "/usr/lib/claude-desktop")
    machine.apt("remove", "callgate")
    back = (machine.root / CONFIG).read_bytes() == original
    machine.is_so("removal gives the client's file back, byte for byte", back)
    machine.comes("no process of it is left", lambda: not machine.processes(""))
    machine.apt("purge", "callgate")
    left = machine.run("find", "/", "-xdev", "-iname", "*callgate*", "-not", "-path", "/home/ada/.callgate*")
    machine.is_so(f"purge leaves nothing{': ' + left if left else ''}", not left.strip())
    machine.is_so("ada's policy and log are still hers", (machine.root / HOME / "policy.json").exists())


def uses(machine: Machine, folder: Path) -> None:
    """A session of ada's, with the upgrade in it."""
    ada.keeps_secrets(machine)
    begins(machine)
    client = Client(machine)
    guards(machine, client)
    ada.uses_secrets(machine)
    ada.holds_starts(machine, folder / "notices", folder)
    upgrades(machine, client)
    ada.is_german(machine)
    subprocess.run(["import", "-display", DISPLAY, "-window", "root", folder / "tray.png"], check=True)
    ada.tells(machine)


def main() -> int:
    """Runs the whole check; 0 where everything is so."""
    parser = argparse.ArgumentParser(prog="dev.py install-check", description="The .deb in a clean Debian.")
    parser.add_argument("package", type=Path)
    parser.add_argument("--folder", type=Path, required=True, help="scratch; a debootstrap in it is used again")
    options = parser.parse_args()
    folder: Path = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("debian", "older"):
        shutil.rmtree(folder / name, ignore_errors=True)
    screen = subprocess.Popen(["Xvfb", DISPLAY, "-ac", "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL)
    try:
        with debian(folder) as machine:
            prepare(machine, options.package, folder)
            original = (machine.root / CONFIG).read_bytes()
            installs(machine)
            with ada.session(machine, folder / "notices"):
                uses(machine, folder)
                removes(machine, original)
            print(f"{len(machine.seen)} facts, all so", flush=True)
    finally:
        screen.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
