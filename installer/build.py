"""`python3 dev.py build`: makes what this system can make in `dist/`, and says what it left out and why.

1. First the app's folder (PyInstaller, the plain interpreter, the parts list), then the packages around it.
2. `--dummy` takes a payload of empty files: it proves the packages' recipes where the programs cannot be built, as the
   Windows ones on Linux. What is left out of a dummy build for want of a tool is an error.
3. Nothing is signed here: signing needs a person's keys. installer/macos/sign.sh and the workflow say how.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import lean
import linux
import windows
from callgate_proxy import parts

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DIST = ROOT / "dist"


def version() -> str:
    """The project's version."""
    found = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


def app(dist: Path) -> tuple[Path, list[str]]:
    """Makes the app's folder in `dist`; gives it and what it had to leave out. Raises CalledProcessError, OSError."""
    work = dist / "work"
    words = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", dist]
    subprocess.run([*words, "--workpath", work, HERE / "callgate.spec"], check=True)
    shutil.rmtree(work)
    folder = dist / "Callgate.app" / "Contents" / "MacOS" if sys.platform == "darwin" else dist / "callgate"
    sbom = json.dumps(parts.document(parts.installed()), indent=2) + "\n"
    (folder / parts.FILE).write_text(sbom, encoding="utf-8")
    (dist / f"callgate-{version()}.cdx.json").write_text(sbom, encoding="utf-8")
    try:
        interpreter(folder)
    except lean.Impossible as reason:
        return folder, [f"the plain interpreter for the proxy (it will start slower): {reason}"]
    return folder, []


def interpreter(folder: Path) -> None:
    """Puts the plain interpreter into the app's folder. Raises lean.Impossible."""
    if sys.platform == "win32":
        lean.build(folder / "lean", strip=False)
        return
    payload = folder / "lean" / "payload"
    lean.build(payload, strip=shutil.which("strip") is not None)
    (payload / "BUILD").write_text(f"{version()}-{digest(payload)[:12]}\n", encoding="ascii")
    (folder / "proxy-python").symlink_to("lean/payload/bin/python3")


def digest(folder: Path) -> str:
    """What is in `folder`, as SHA-256 in hex: names and contents."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def dummy(dist: Path, suffix: str = "") -> Path:
    """An app's folder with programs that do nothing, in `dist`."""
    folder = dist / "dummy"
    for name in ("callgate", "callgate-proxy", "callgate-tray"):
        path = folder / (name + suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    translation = "_internal/callgate_resources/translations/callgate_de.qm"
    lean_ones = ("lean/payload/BUILD", "lean/payload/bin/python3", "lean/python.exe")
    for name in ("_internal/base_library.zip", translation, *lean_ones):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("dummy\n")
    return folder


def packages(folder: Path, dist: Path, every: bool) -> list[str]:
    """Makes the packages around `folder`; gives what was left out. `every`: also those of other systems."""
    left: list[str] = []
    if sys.platform == "linux":
        left += linux.packages(folder, dist, version())
    if sys.platform == "win32" or every:
        left += windows.packages(folder, dist, version())
    if sys.platform == "darwin":
        subprocess.run([HERE / "macos" / "dmg.sh", dist / "Callgate.app", dist, version()], check=True)
    return left


def main(argv: list[str] | None = None) -> int:
    """Builds; 1 where a dummy build had to leave something out."""
    parser = argparse.ArgumentParser(prog="dev.py build", description="Make the packages this system can make.")
    parser.add_argument("--dummy", action="store_true", help="packages of every system that can be made here, empty")
    parser.add_argument("--dist", type=Path, default=DIST, help="where to (default: dist)")
    parser.add_argument("--app-only", action="store_true", help="the app's folder, no packages")
    options = parser.parse_args(argv)
    dist: Path = options.dist.resolve()
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir(parents=True)
    os.chdir(ROOT)
    folder, left = (dummy(dist, ".exe" if options.dummy else ""), []) if options.dummy else app(dist)
    if options.dummy:
        dummy(dist)
    if not options.app_only:
        left += packages(folder, dist, options.dummy)
    for made in sorted(path for path in dist.iterdir() if path.is_file()):
        print(f"made {made} ({made.stat().st_size / 1e6:.1f} MB)")
    for reason in left:
        print(f"left out: {reason}")
    return 1 if options.dummy and left else 0


if __name__ == "__main__":
    sys.exit(main())
