"""The plain interpreter that starts the proxy in an installed Callgate, with the proxy's half inside its library.

1. A packed program unpacks its bootstrap at each start; this does not. It is the Python that runs the build, with the
   same standard library, as byte code only, without the parts that build, test or draw.
2. It stands on its own: nothing outside its folder is needed but the C library. So an upgrade can put a new one beside
   one that still runs.
3. `callgate_proxy` lies in the standard library's folder, with what the policy's compiler, the keychain's helper and
   remote servers need: all is found with `-I -S` alone.
"""

from __future__ import annotations

import compileall
import importlib.util
import os
import py_compile
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

from callgate_proxy import parts

HERE = Path(__file__).resolve().parent
OURS = ("callgate_proxy", "callgate_resources")
SOURCES_ONLY = shutil.ignore_patterns("__pycache__", "*.pyi", "py.typed", "tests", "testing")
# The older kind of run path: it holds for what the C modules load, too.
RPATH = ("-Wl,--disable-new-dtags", "-Wl,-rpath,$ORIGIN/../lib")
# The C library and its parts, which every system has; what else the C modules load is copied.
SYSTEM = re.compile(r"(ld-linux.*|linux-vdso|lib(c|m|dl|rt|util|pthread))\.so[.0-9]*")
# Of the standard library: what builds, tests, draws or packs, and the C modules of those.
LEFT_OUT = {
    *("test", "tests", "idlelib", "tkinter", "turtledemo", "lib2to3", "ensurepip", "distutils", "pydoc_data", "venv"),
    *("site-packages", "dist-packages", "unittest", "xmlrpc", "curses", "dbm", "wsgiref", "__pycache__", "turtle.py"),
    *("__phello__", "_pyrepl", "sphinxext", "pydoc.py", "doctest.py", "config-3"),
}
LEFT_OUT_C = (
    *("nis", "ossaudiodev", "spwd", "_tkinter", "_curses", "_dbm", "_gdbm", "readline", "xxlimited", "_xx"),
    *("_test", "_xxtest", "_ctypes_test"),
)


class Impossible(Exception):
    """Why the Python that builds cannot be made into one."""


def build(target: Path, strip: bool) -> Path:
    """Makes the folder `target` and gives the interpreter in it. Raises Impossible, OSError, CalledProcessError."""
    if sys.platform == "darwin":
        raise Impossible("the plain interpreter is not made on macOS yet; there the packed proxy is started")
    shutil.rmtree(target, ignore_errors=True)
    windows = sys.platform == "win32"
    library = target / "Lib" if windows else target / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    shutil.copytree(sysconfig.get_path("stdlib"), library, ignore=_left_out)
    for name in OURS:
        shutil.copytree(Path(_origin(name)).parent, library / name, ignore=SOURCES_ONLY)
    for part in parts.installed(("remote",)):
        _copy_distribution(part.name, library)
    _compile(library)
    interpreter = _windows(target) if windows else _posix(target)
    if strip:
        for path in [*target.rglob("*.so"), *target.rglob("*.so.*"), interpreter]:
            subprocess.run(["strip", "--strip-unneeded", path], check=True)
    return interpreter


def _left_out(folder: str, names: list[str]) -> set[str]:
    inside = os.path.basename(folder)
    out = {name for name in names if name in LEFT_OUT or name.startswith("config-3")}
    if inside in ("lib-dynload", "DLLs"):
        out |= {name for name in names if name.startswith(LEFT_OUT_C)}
    return out


def _origin(name: str) -> str:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Impossible(f"{name} is not installed in the environment that builds")
    return spec.origin


def _copy_distribution(name: str, library: Path) -> None:
    """Copies what an installed package brought, with its metadata; nothing for what is none (Python, SQLite, ours)."""
    if name in ("callgate", "Python", "SQLite"):
        return
    for top in sorted({file.parts[0] for file in metadata.files(name) or ()} - {"..", "__pycache__"}):
        source = Path(str(metadata.distribution(name).locate_file(top)))
        if source.is_dir():
            shutil.copytree(source, library / top, ignore=SOURCES_ONLY, dirs_exist_ok=True)
        elif source.exists():
            shutil.copy(source, library)


def _compile(library: Path) -> None:
    """Byte code in the sources' place: `unchecked`, so that a start looks at no source's date."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    if not compileall.compile_dir(library, quiet=1, legacy=True, invalidation_mode=mode, ddir=library.name):
        raise Impossible("a module could not be compiled; what was printed says which")
    for source in library.rglob("*.py"):
        source.unlink()


def _posix(target: Path) -> Path:
    """A copy of the interpreter where it holds its library; else a program of a few lines that loads it."""
    made = target / "bin" / "python3"
    made.parent.mkdir()
    needed = _needed(sorted(target.rglob("*.so")), target)
    for library in needed:
        shutil.copy(library, target / "lib")
    if not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        if needed:
            raise Impossible("this Python is linked as a whole and its C modules need more; build with a shared one")
        shutil.copy(os.path.realpath(sys.executable), made)
        return made
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        raise Impossible("there is no C compiler (cc) here")
    shared = Path(str(sysconfig.get_config_var("LIBDIR"))) / str(sysconfig.get_config_var("INSTSONAME"))
    shutil.copy(shared, target / "lib")
    words = [compiler, "-O2", "-o", made, HERE / "python.c", f"-I{sysconfig.get_path('include')}"]
    subprocess.run([*words, target / "lib" / shared.name, *RPATH], check=True)
    return made


def _needed(modules: list[Path], target: Path) -> set[str]:
    """The shared libraries that `modules` load, that not every system has and that are not in `target` already."""
    told = subprocess.run(["ldd", *modules], capture_output=True, text=True, check=True).stdout
    found = re.findall(r"^\s+(\S+) => (/\S+)", told, re.MULTILINE)
    others = {(name, path) for name, path in found if not SYSTEM.fullmatch(name) and not name.startswith("libpython")}
    return {path for _, path in others if not path.startswith(str(target))}


def _windows(target: Path) -> Path:
    """python.exe, the libraries beside it, and the C modules in DLLs, as in an installed Python."""
    base = Path(sys.base_prefix)
    for path in (*base.glob("python*.dll"), *base.glob("vcruntime*.dll"), base / "python.exe"):
        shutil.copy(path, target)
    shutil.copytree(base / "DLLs", target / "DLLs", ignore=_left_out)
    return target / "python.exe"
