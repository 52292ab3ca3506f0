"""`callgate log verify` and `callgate log prune`: whether the log is as it was written, and old days taken out of it.

Verifying ends with a seal where all is well, so that what was looked at stays provable without a tray. The exit code is
1 where something is not as it was written. Pruning shows what it would remove and waits for a yes.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from callgate_proxy.cli_ask import said_yes
from callgate_proxy.errors import CallgateError
from callgate_proxy.plain import plain
from callgate_proxy.sealing import Sealer, day_files, prove, removable, remove, sealed

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home
    from callgate_proxy.seals import Problem

SHOWN = 20  # problems that are told one by one


def verify(options: argparse.Namespace, home: Home) -> int:
    """Tells what is not as it was written."""
    proof, said = prove(home)
    problems = proof.problems()
    told: dict[str, object] = {
        "ok": not problems,
        "problems": [problem.to_json() for problem in problems],
        "stumps": [problem.to_json() for problem in proof.stumps],
        "files": len(day_files(home)),
        "rows": proof.rows,
        "writers": proof.writers,
        "unsealed": proof.unsealed,
        "seals": len(said.hashes),
        "sealed_at": said.t,
        "last_seal": said.last,
    }
    if options.seal and options.seal not in said.hashes:
        told["ok"] = False
        told["problems"] = [*problems, {"kind": "seals", "file": "", "line": 0, "text": "the noted seal is not there"}]
    elif all(problem.kind == "unreadable" for problem in problems):
        told["last_seal"] = _seal(home)
    if options.json:
        print(json.dumps(told))
    else:
        _print(told, problems)
    return 0 if told["ok"] else 1


def _seal(home: Home) -> str:
    """Seals what was looked at; the last seal's hash."""
    try:
        Sealer(home).seal(time.time())
    except OSError as error:
        print(f"callgate: not sealed: {error.strerror or error}", file=sys.stderr)
    return sealed(home)[0].last


def _print(told: dict[str, object], problems: list[Problem]) -> None:
    for problem in problems[:SHOWN]:
        place = f"{problem.file}:{problem.line}: " if problem.line else f"{problem.file}: " if problem.file else ""
        print(f"{problem.kind}: {plain(place + problem.text)}")
    for kind, count in Counter(problem.kind for problem in problems[SHOWN:]).items():
        print(f"{kind}: {count} more")
    if told["stumps"]:
        print("Some lines were cut short by a full disk or a kill (--json lists them).")
    rows = f"{told['rows']} rows of {told['writers']} writers in {told['files']} files, {told['seals']} seals"
    if not told["ok"]:
        print(f"Not as it was written: {rows}.")
        return
    print(f"Whole: {rows}. Rows since the last seal: {told['unsealed']}; they were held by their chains alone.")
    print(f"Last seal: {told['last_seal']}. Note it elsewhere: `callgate log verify --seal HASH` finds it again.")


def prune(options: argparse.Namespace, home: Home) -> int:
    """Removes old days' files."""
    now = time.time()
    if options.days < 2:
        raise CallgateError("Today's and yesterday's files may still be written.", "Keep 2 days or more.")
    names = removable(home, options.days, now)
    if not names:
        print("There is no older file.")
        return 0
    print(f"To remove: {', '.join(names)}")
    if not options.yes and not said_yes("Remove them for good?", "Add --yes."):
        return 1
    remove(home, names, now)
    print(f"Removed {len(names)} files.")
    return 0


STEPS = {"verify": verify, "prune": prune}
