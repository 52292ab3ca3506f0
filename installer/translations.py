"""`python3 dev.py translations`: what the code says, into resources/translations/*.ts, and those into the app's *.qm.

1. Found is every literal that stands first in a call of `said`, with its note and whether it has a number; and the
   sentences that are data and that `told` shows: those of the resources (`DATA`), and what to do in each client.
2. Qt's lupdate merges them into the .ts files (what was translated stays, what is gone goes) and lrelease compiles.
3. lupdate knows Python's syntax only in part: it is given a list of the texts, not the code.

`--check`: writes nothing; exit code 1 where something is missing, unfinished or not compiled.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from callgate_proxy.clients import ADAPTERS
from callgate_proxy.clients.addresses import REMOTE
from callgate_proxy.clients.applying import KEEP_SERVING
from callgate_proxy.clients.entries import LED, NAMESAKES, UNNAMED

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "desktop" / "callgate_desktop"
TEXTS = ROOT / "resources" / "translations"
RESOURCES = ROOT / "resources" / "callgate_resources"
COMPILED = RESOURCES / "translations"
CONTEXT = "callgate"
DATA = {"checks.json": ("stops", "cannot_see")}  # a file of the resources: the keys whose texts are shown

Message = tuple[str, str, bool]  # text, note, whether it has a number


def messages(source: str) -> set[Message]:
    """What one module says. Raises ValueError for a call of `said` whose text or note is no literal."""
    found = set[Message]()
    tree = ast.parse(source)
    if "callgate_desktop.said" not in {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}:
        return found
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "said":
            literals = [part.value for part in node.args[:2] if isinstance(part, ast.Constant)]
            if len(literals) != len(node.args[:2]) or not all(isinstance(text, str) for text in literals):
                raise ValueError(f"line {node.lineno}: what is said must be a literal")
            text, note = [*map(str, literals), ""][:2]
            found.add((text, note, len(node.args) > 2))
    return found


def sentences(text: str, keys: Sequence[str]) -> set[Message]:
    """The texts of these keys in a JSON object of objects."""
    entries: dict[str, dict[str, str]] = json.loads(text)
    return {(entry[key], "", False) for entry in entries.values() for key in keys}


def advice() -> set[Message]:
    """What the clients' adapters tell a person to do, and why an entry cannot be guarded."""
    told = [(one.how_to_begin, one.how_to_mend, one.how_to_quit, one.when_done) for one in ADAPTERS.values()]
    whys = (KEEP_SERVING, REMOTE, LED, NAMESAKES, UNNAMED)
    return {(sentence, "", False) for one in (*told, whys) for sentence in one if sentence}


def said() -> list[Message]:
    """What the whole desktop says. Raises ValueError, naming the file."""
    found = {one for name, keys in DATA.items() for one in sentences((RESOURCES / name).read_text("utf-8"), keys)}
    found |= advice()
    for path in sorted(SOURCES.rglob("*.py")):
        try:
            found |= messages(path.read_text("utf-8"))
        except ValueError as error:
            raise ValueError(f"{path.relative_to(ROOT)}: {error}") from error
    return sorted(found)


def update(target: Path) -> None:
    """Merges what is said into one .ts file."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "said.py")
        lines = [
            f"QCoreApplication.translate({CONTEXT!r}, {_quoted(text)}, {_quoted(note)}{', 1' if counted else ''})\n"
            for text, note, counted in said()
        ]
        listed.write_text("".join(lines), encoding="utf-8")
        options = ["-no-obsolete", "-locations", "none", "-sort-messages", "-disable-heuristic", "similartext"]
        _run("lupdate", *options, str(listed), "-ts", str(target))


def compile_into(source: Path, target: Path) -> None:
    """One .ts file into the .qm that the app loads."""
    target.parent.mkdir(exist_ok=True)
    _run("lrelease", "-silent", "-nounfinished", "-removeidentical", str(source), "-qm", str(target))


def main(arguments: list[str]) -> int:
    """Brings everything up to date, or says what is not."""
    with tempfile.TemporaryDirectory() as folder:
        wrong = list[str]()
        for text in sorted(TEXTS.glob("*.ts")):
            qm = COMPILED / f"{text.stem}.qm"
            if "--check" not in arguments:
                update(text)
                compile_into(text, qm)
                continue
            new, made = Path(folder, text.name), Path(folder, qm.name)
            new.write_bytes(text.read_bytes())
            update(new)
            compile_into(text, made)
            if new.read_bytes() != text.read_bytes():
                wrong.append(f"{text.name} does not hold what the code says")
            if b'type="unfinished"' in text.read_bytes():
                wrong.append(f"{text.name} has texts without a translation")
            if not qm.exists() or made.read_bytes() != qm.read_bytes():
                wrong.append(f"{qm.name} was not made from {text.name}")
    for one in wrong:
        print(f"{one}: python3 dev.py translations", file=sys.stderr)
    return 1 if wrong else 0


def _quoted(text: str) -> str:
    """A Python literal as lupdate reads it: double quotes, escapes as in C."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _run(tool: str, *options: str) -> None:
    done = subprocess.run([Path(sys.executable).with_name(f"pyside6-{tool}"), *options], capture_output=True, text=True)
    if done.returncode != 0:
        raise OSError(f"{tool}: {done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
