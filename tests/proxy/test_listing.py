"""A server's tools, asked of the server itself: it runs as long as that takes, and what goes wrong has a name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from callgate_proxy import listing

SERVER = """
import json, os, sys
for line in sys.stdin:
    message = json.loads(line)
    if "id" not in message:
        continue
    print("noise that is no JSON", flush=True)
    if message["method"] == "initialize":
        result = {"protocolVersion": "2025-06-18", "capabilities": {}, "serverInfo": {"name": "s", "version": "1"}}
    elif "cursor" not in message["params"]:
        result = {"tools": [{"name": "a"}, {"nameless": 1}], "nextCursor": "two"}
    else:
        result = {"tools": [{"name": os.environ.get("NAMED", "b")}]}
    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
open(sys.argv[1], "w").close()
"""


def command(tmp_path: Path, code: str) -> list[str]:
    """What starts a server that runs `code`; it may write the file `ended` when its input ends."""
    (tmp_path / "server.py").write_text(code, "utf-8")
    return [sys.executable, str(tmp_path / "server.py"), str(tmp_path / "ended")]


def test_all_pages_are_listed_and_the_server_ends_by_itself(tmp_path: Path) -> None:
    assert listing.tools_of(command(tmp_path, SERVER), {"NAMED": "c"}) == [{"name": "a"}, {"name": "c"}]
    assert (tmp_path / "ended").exists()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("", "ended before"),
        ('import sys\nsys.stdin.readline()\nprint(\'{"id": 1, "error": {"code": 5}}\')', "refused initialize"),
        ("import sys\nsys.stdin.read()", "did not answer initialize in 0.2 s"),
    ],
)
def test_a_server_that_does_not_list_says_why(tmp_path: Path, code: str, why: str) -> None:
    patience = 0.2 if "did not" in why else listing.PATIENCE
    with pytest.raises(listing.ListingError, match=why):
        listing.tools_of(command(tmp_path, code), {}, patience)


def test_a_command_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(listing.ListingError, match="could not be started"):
        listing.tools_of([str(tmp_path / "nothing")], {})


def test_a_list_without_end_is_left(tmp_path: Path) -> None:
    endless = SERVER.replace('elif "cursor" not in message["params"]', "elif True")
    with pytest.raises(listing.ListingError, match="more than 100 pages"):
        listing.tools_of(command(tmp_path, endless), {})
