"""The .deb in a clean Debian, by hand and as root: `python3 dev.py install-check FILE.deb --folder SCRATCH`.

1. A fresh debootstrap, a person "ada" with a client's file in it, and an older version of the package (the same files
   under another number). Each step says what it saw; the first that is not so ends the run with exit code 1.
2. The screen is an Xvfb outside; everything of Callgate runs inside. The server is a Python of Debian's, the proxy the
   installed one, started by the very words that stand in the client's file.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
FAKE = HERE.parent / "e2e" / "fake_server.py"
DISPLAY = ":93"
PATIENCE = 60.0  # seconds
APP = "/usr/lib/callgate"
CONFIG = "home/ada/.config/Claude/claude_desktop_config.json"
ENTRY = {"command": "/usr/bin/python3", "args": ["-IS", "/srv/fake_server.py"]}
POLICY: dict[str, object] = {"version": "1", "default": "deny", "servers": {"fake": {"tools": {"echo": {}}}}}


class Machine:
    """The clean Debian at `root`, and what was seen in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: list[str] = []

    def run(self, *words: str, user: str = "root", fails: bool = False) -> str:
        """Runs `words` inside, gives its output. Ends the run where it fails (or, with `fails`, does not)."""
        done = subprocess.run(self.words(user, *words), capture_output=True, text=True, check=False)
        if (done.returncode != 0) != fails:
            sys.exit(f"NOT SO: {' '.join(words)} gave {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    def words(self, user: str, *words: str) -> list[str]:
        """The words that run `words` inside as `user`."""
        home = "/root" if user == "root" else f"/home/{user}"
        environ = [f"HOME={home}", f"DISPLAY={DISPLAY}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]
        start = ["chroot", f"--userspec={user}", str(self.root), "env", "-i", "DEBIAN_FRONTEND=noninteractive"]
        return [*start, *environ, *words]

    def apt(self, *words: str, fails: bool = False) -> str:
        """apt-get inside."""
        return self.run("apt-get", "-y", "-q", "--no-install-recommends", *words, fails=fails)

    def is_so(self, what: str, true: bool) -> None:
        """Notes `what`; ends the run where it is not `true`."""
        if not true:
            sys.exit(f"NOT SO: {what}")
        self.seen.append(what)
        print(f"ok  {what}", flush=True)

    def comes(self, what: str, true: Callable[[], bool]) -> None:
        """The same, for what takes a moment."""
        end = time.monotonic() + PATIENCE
        while not true() and time.monotonic() < end:
            time.sleep(0.1)
        self.is_so(what, true())

    def processes(self, program: str) -> list[int]:
        """The ids of the processes that run the installed `program`."""
        wanted = f"{self.root}{APP}/{program}"
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/exe") if reads(path).startswith(wanted)]


def reads(link: Path) -> str:
    """Where `link` leads; "" for a process that is gone or somebody else's."""
    try:
        return os.readlink(link)
    except OSError:
        return ""


class Client:
    """Claude Desktop's part: starts the words of the file's entry and talks."""

    def __init__(self, machine: Machine) -> None:
        entry = json.loads((machine.root / CONFIG).read_text())["mcpServers"]["fake"]
        words = machine.words("ada", entry["command"], *entry["args"])
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._number = 0
        client = {"name": "x", "version": "1"}
        self.answer("initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=client)

    def answer(self, method: str, **params: object) -> str:
        """Sends one request and gives the response's line."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._number += 1
        line = json.dumps({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().decode()

    def call(self, tool: str) -> str:
        """Calls a tool."""
        return self.answer("tools/call", name=tool, arguments={"text": "hello"})

    def leave(self) -> None:
        """Ends it as a client does."""
        self.process.communicate(timeout=PATIENCE)


@contextmanager
def debian(folder: Path) -> Generator[Machine, None, None]:
    """A fresh Debian 12 in `folder`, with its mounts while it is used."""
    root = folder / "debian"
    base = folder / "base.tar"
    if not base.exists():
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", folder / "base"], check=True)
        subprocess.run(["tar", "-C", folder / "base", "-cf", base, "."], check=True)
    root.mkdir()
    subprocess.run(["tar", "-C", root, "-xf", base], check=True)
    mounts = [("proc", "proc", "proc"), ("tmpfs", "tmpfs", "tmp"), ("devtmpfs", "devtmpfs", "dev")]
    with ExitStack() as stack:
        for kind, what, where in mounts:
            subprocess.run(["mount", "-t", kind, what, root / where], check=True)
            stack.callback(subprocess.run, ["umount", "-l", root / where], check=True)
        yield Machine(root)


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
    config = machine.root / CONFIG
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps({"mcpServers": {"fake": ENTRY}}, indent=2))
    machine.run("chown", "-R", "ada:ada", "/home/ada")


def status(machine: Machine) -> str:
    """What `callgate status` tells ada; its exit code only says whether something needs attention."""
    return machine.run("sh", "-c", "callgate status || true", user="ada")


def installs(machine: Machine) -> None:
    """Install, start the tray, protect."""
    machine.apt("install", "/srv/old.deb")
    machine.is_so("the package installs with apt-get and what it depends on", True)
    told = machine.run("callgate", "version", "--all", user="ada")
    machine.is_so(f"callgate version tells {len(told.splitlines())} parts", "PySide6" in told and "pydantic" in told)
    own = f"LD_LIBRARY_PATH={APP}/_internal:{APP}/lean/payload/lib"  # as the programs themselves say where to look
    look = f"find {APP} -name '*.so*' -exec env {own} ldd {{}} + 2>/dev/null | grep 'not found' || true"
    told = machine.run("sh", "-c", look)
    missing = {line.split()[0] for line in told.splitlines()}
    machine.is_so(f"no library is missing{': ' + ', '.join(sorted(missing)) if missing else ''}", not missing)
    subprocess.Popen(machine.words("ada", "callgate-tray", "--verbose"), stderr=subprocess.DEVNULL)
    socket = machine.root / "home/ada/.callgate/run/tray.sock"
    machine.comes("the tray starts under Xvfb as ada", socket.exists)
    machine.run("callgate", "protect", "--yes", user="ada")
    policy = machine.root / "home/ada/.callgate/policy.json"
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
    kept = {path: path.read_bytes() for path in (machine.root / "home/ada/.callgate").glob("log/*.jsonl")}
    policy = machine.root / "home/ada/.callgate/policy.json"
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
    machine.is_so("ada's policy and log are still hers", (machine.root / "home/ada/.callgate/policy.json").exists())


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
            client = Client(machine)
            guards(machine, client)
            upgrades(machine, client)
            machine.run("callgate-tray", "--show", user="ada")
            subprocess.run(["import", "-display", DISPLAY, "-window", "root", folder / "tray.png"], check=True)
            removes(machine, original)
            print(f"{len(machine.seen)} facts, all so", flush=True)
    finally:
        screen.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main())
