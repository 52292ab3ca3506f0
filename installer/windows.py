"""The Windows packages around the app's folder: a setup program by NSIS, and an .msi by wixl (msitools).

Both install for one person, into their profile but outside AppData: the Store build of Claude Desktop sees another
AppData than everybody else. Both compile on Linux, so their recipes are proved there with a dummy payload.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import quoteattr

HERE = Path(__file__).resolve().parent


def packages(app: Path, dist: Path, version: str) -> list[str]:
    """Makes what the tools here can make; gives what was left out and why. Raises CalledProcessError, OSError."""
    left: list[str] = []
    if shutil.which("makensis"):
        made = dist / f"callgate-{version}-setup.exe"
        defined = {"VERSION": version, "APP": app, "OUT": made}
        words = [f"-D{name}={value}" for name, value in defined.items()]
        subprocess.run(["makensis", "-V2", "-WX", *words, HERE / "windows" / "callgate.nsi"], check=True)
    else:
        left.append("the Windows setup program: there is no makensis here")
    if shutil.which("wixl"):
        msi(app, dist, version)
    else:
        left.append("the Windows .msi: there is no wixl here (Windows itself has none; it is made on Linux)")
    return left


def msi(app: Path, dist: Path, version: str) -> Path:
    """Makes the .msi and gives its path."""
    source, made = dist / "callgate.wxs", dist / f"callgate-{version}.msi"
    text = (HERE / "windows" / "callgate.wxs").read_text("utf-8")
    files, names = tree(app, dist)
    components = "\n".join(f'      <ComponentRef Id="{name}"/>' for name in names)
    marks = {"@VERSION@": version, "@FILES@": files, "@COMPONENTS@": components}
    marks["@CLI@"] = _key(app / "callgate.exe", dist)
    for mark, value in marks.items():
        text = text.replace(mark, value)
    source.write_text(text, encoding="utf-8")
    subprocess.run(["wixl", "-a", "x64", "-o", made, source], check=True)
    source.unlink()
    return made


def tree(folder: Path, base: Path, depth: int = 4) -> tuple[str, list[str]]:
    """The elements for all files below `folder`, and the ids of their components: one for each file, as MSI wants it.

    `base`: a folder above it, where the recipe stands; wixl takes no absolute paths.
    """
    lines: list[str] = []
    names: list[str] = []
    pad = "  " * depth
    for path in sorted(folder.iterdir()):
        key, source = _key(path, base), path.relative_to(base).as_posix()
        if path.is_dir():
            inner, below = tree(path, base, depth + 1)
            lines += [f"{pad}<Directory Id={quoteattr(key)} Name={quoteattr(path.name)}>", inner, f"{pad}</Directory>"]
            names += below
        else:
            named = f"Id={quoteattr('f' + key)} Name={quoteattr(path.name)} Source={quoteattr(source)}"
            lines.append(f'{pad}<Component Id="{key}" Guid="*"><File {named} KeyPath="yes"/></Component>')
            names.append(key)
    return "\n".join(lines), names


def _key(path: Path, base: Path) -> str:
    """The id of what stands at `path`; the same in every build, so that an upgrade finds it."""
    return "i" + hashlib.sha256(path.relative_to(base).as_posix().encode()).hexdigest()[:24]
