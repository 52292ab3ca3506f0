"""A server that notes each call it executes, before it answers: one line of `tool n` in the file `NOTED` names.

    noting_server.py [deaf]

`deaf`: never reads its standard input. Standard library only.
"""

from __future__ import annotations

import json
import os
import signal
import sys


def main() -> None:
    """Executes until the input ends."""
    if sys.argv[1:] == ["deaf"]:
        signal.pause()
    notes = os.open(os.environ["NOTED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if message.get("method") == "tools/call":
            params = message["params"]
            os.write(notes, f"{params['name']} {params['arguments']['n']}\n".encode())
        if "id" in message:
            result = {"content": [{"type": "text", "text": "done"}], "isError": False}
            answer = {"jsonrpc": "2.0", "id": message["id"], "result": result}
            os.write(1, json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    main()
