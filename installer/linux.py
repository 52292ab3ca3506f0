"""The Linux packages around the app's folder: a .deb made by dpkg-deb, and a tarball with its own install script.

Both carry the same files: the app, a desktop entry, icons, AppStream metadata, licence. The .deb puts the app into
/usr/lib/callgate; the tarball's script puts it where the person who runs it may write. Nothing starts at login.
"""

from __future__ import annotations

import datetime
import gzip
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ICONS = ROOT / "resources" / "callgate_resources" / "icons"
METAINFO = "io.github.callgate.Callgate.metainfo.xml"
SIZES = (16, 24, 32, 48, 64, 128, 256)
# What Qt's parts and the proxy's interpreter load from the system; everything else is in the folder.
DEPENDS = (
    "libc6 (>= {glibc}), libstdc++6, libglib2.0-0 | libglib2.0-0t64, libegl1, libgl1, libx11-6, libx11-xcb1, libxcb1, "
    "libdbus-1-3, libfontconfig1, libxkbcommon0, libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, "
    "libxcb-shape0, libxcb-xkb1, libwayland-cursor0, libwayland-egl1, zlib1g"
)
CONTROL = """\
Package: callgate
Version: {version}
Architecture: {architecture}
Maintainer: The Callgate authors <callgate@localhost>
Installed-Size: {size}
Depends: {depends}
Section: utils
Priority: optional
Description: shows, asks and decides about every MCP tool call
 Callgate stands between an AI client and the MCP servers it starts on your
 machine. It shows every tool call, refuses, limits or hides what your policy
 file says, and asks you in a window where the policy says ask.
"""


def packages(app: Path, dist: Path, version: str) -> list[str]:
    """Makes both packages in `dist`; gives what was left out and why. Raises CalledProcessError, OSError."""
    shared = dist / "share"
    share(shared, version)
    left = _checks(shared)
    tarball(app, shared, dist, version)
    if shutil.which("dpkg-deb"):
        deb(app, shared, dist, version)
    else:
        left.append("the .deb: there is no dpkg-deb here")
    shutil.rmtree(shared)
    return left


def share(target: Path, version: str) -> None:
    """Makes the folder that becomes `share`: desktop entry, icons, metadata, licence."""
    _copy(HERE / "linux" / "callgate.desktop", target / "applications" / "callgate.desktop")
    day = datetime.datetime.fromtimestamp(moment(), datetime.UTC).date().isoformat()
    text = (HERE / "linux" / METAINFO).read_text("utf-8").replace("@VERSION@", version).replace("@DATE@", day)
    path = target / "metainfo" / METAINFO
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    _copy(HERE / "callgate.svg", target / "icons" / "hicolor" / "scalable" / "apps" / "callgate.svg")
    for size in SIZES:
        path = target / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "callgate.png"
        path.parent.mkdir(parents=True)
        subprocess.run([sys.executable, HERE / "draw.py", HERE / "callgate.svg", str(size), path], check=True)
    _copy(ROOT / "LICENSE", target / "doc" / "callgate" / "copyright")
    with gzip.GzipFile(target / "doc" / "callgate" / "changelog.gz", "wb", mtime=0) as file:
        file.write((ROOT / "CHANGELOG.md").read_bytes())


def moment() -> int:
    """When the sources were last changed, in seconds since 1970: two builds of the same sources say the same."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    words = ["git", "log", "-1", "--format=%ct"]
    return int(subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def deb(app: Path, shared: Path, dist: Path, version: str) -> Path:
    """Makes the .deb and gives its path."""
    root = dist / "deb"
    library = root / "usr" / "lib" / "callgate"
    shutil.copytree(app, library, symlinks=True)
    (library / "proxy-python").unlink(missing_ok=True)  # postinst makes it
    shutil.copytree(shared, root / "usr" / "share")
    for name in ("switch-lean.sh", "trays.sh", "leave-all.sh"):
        _copy(HERE / "linux" / name, library / name)
    programs = root / "usr" / "bin"
    programs.mkdir()
    for name in ("callgate", "callgate-proxy", "callgate-tray"):
        (programs / name).symlink_to(f"../lib/callgate/{name}")
    control = root / "DEBIAN"
    shutil.copytree(HERE / "linux" / "debian", control)
    size = sum(path.lstat().st_size for path in root.rglob("*")) // 1024
    architecture = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout
    glibc = platform.libc_ver()[1]
    fields = {"architecture": architecture.strip(), "depends": DEPENDS.format(glibc=glibc), "size": size}
    (control / "control").write_text(CONTROL.format(version=version, **fields), encoding="utf-8")
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    made = dist / f"callgate_{version}_{architecture.strip()}.deb"
    environ = {**os.environ, "SOURCE_DATE_EPOCH": str(moment())}
    words = ["dpkg-deb", "--root-owner-group", "-Zzstd" if _zstd() else "-Zxz", "--build", root, made]
    subprocess.run(words, check=True, env=environ, stdout=subprocess.DEVNULL)
    shutil.rmtree(root)
    return made


def tarball(app: Path, shared: Path, dist: Path, version: str) -> Path:
    """Makes the tarball and gives its path. In it: app/, share/, install.sh, uninstall.sh."""
    made = dist / f"callgate-{version}-linux-{platform.machine()}.tar.xz"
    top = f"callgate-{version}"
    with tarfile.open(made, "w:xz", preset=3) as archive:
        for source, name in ((app, "app"), (shared, "share")):
            archive.add(source, f"{top}/{name}", filter=_plain)
        for name in ("install.sh", "uninstall.sh", "switch-lean.sh"):
            archive.add(HERE / "linux" / name, f"{top}/{name}", filter=_plain)
    return made


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """A member of the archive without who built it and when."""
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    member.mtime = moment()
    return member


def _zstd() -> bool:
    """Debian 12 and later, and Ubuntu 22.04 and later, read it; it packs in a tenth of the time."""
    done = subprocess.run(["dpkg-deb", "--help"], capture_output=True, text=True, check=False)
    return "zstd" in done.stdout


def _checks(shared: Path) -> list[str]:
    """Has the entry and the metadata looked at by the tools made for that. Raises CalledProcessError."""
    entry, metadata = shared / "applications" / "callgate.desktop", shared / "metainfo" / METAINFO
    jobs = {"desktop-file-validate": [entry], "appstreamcli": ["validate", "--no-net", metadata]}
    left: list[str] = []
    for tool, arguments in jobs.items():
        if shutil.which(tool):
            subprocess.run([tool, *arguments], check=True, stdout=subprocess.DEVNULL)
        else:
            left.append(f"the check of {Path(arguments[-1]).name}: there is no {tool} here")
    return left


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
