"""Claude Code: servers of the person, of each project in the person's file, and of each project in its own `.mcp.json`.

1. `~/.claude.json` is the program's state: a running session writes it again and again, so nothing is written while one
   runs. A project's `.mcp.json` is only read.
2. Its program is a file named after its version in a folder of versions, or a script that Node or Bun runs; Claude
   Desktop keeps a copy of it among its own data, which counts as well. The desktop app itself does not.
"""

from __future__ import annotations

import os
import re

from callgate_proxy.clients.model import Adapter, Places, Process
from callgate_proxy.clients.places import files

_PROGRAM = re.compile(
    r"/claude(-code)?/(versions/)?[0-9][^/]*(/claude(\.exe)?|/claude\.app/.*)?$|/\.local/bin/claude(\.exe)?$"
)
_SCRIPT = "@anthropic-ai/claude-code"


def is_client(process: Process, _: Places) -> bool:
    """Whether `process` is a session."""
    path = process.exe.replace("\\", "/")
    if not path:
        return process.name in ("claude", "claude.exe")
    if _PROGRAM.search(path) or _SCRIPT in path:
        return True
    name = os.path.basename(path).lower()
    return name.startswith(("node", "bun")) and any(_SCRIPT in word.replace("\\", "/") for word in process.args[1:3])


ADAPTER = Adapter(
    client="claude-code",
    title="Claude Code",
    locations=files("Claude Code", "{CLAUDE_CONFIG_DIR|~}/.claude.json", stops=True),
    project=(".mcp.json",),
    holders=(("mcpServers",), ("projects", "*", "mcpServers")),
    is_client=is_client,
    how_to_begin="Add a server: claude mcp add NAME -- COMMAND.",
    how_to_quit="Leave every session of it (also those inside an editor), then try again.",
    when_done="The next session of Claude Code uses it. A project's server that changed is asked about there again.",
)
