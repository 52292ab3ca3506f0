"""What the pictures show: a policy, a client's file, tools and a week of calls. All made up."""

from __future__ import annotations

import random
from collections.abc import Iterator

POLICY = """{
  "version": "1",
  "default": "ask",
  "servers": {
    "filesystem": {
      "tools": {
        "read_*": {},
        "search_files": {"limits": [{"counter": "searches", "window": "minute", "max": 30, "scope": "server"}]},
        "write_file": {
          "action": "ask",
          "require": [{"path": "args.path", "op": "under", "value": "~/proj", "on_deny": "Stay inside ~/proj."}]
        },
        "delete_*": {"action": "deny", "reason": "Deletes go through git."}
      }
    },
    "github": {"default": "allow", "tools": {"delete_repository": {"action": "deny"}, "merge_*": {"action": "ask"}}},
    "postgres": {"tools": {"query": {}, "drop_table": {"action": "hide"}}}
  }
}
"""

CONFIG = """{
  "mcpServers": {
    "filesystem": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/ada/proj"]},
    "github": {"command": "docker", "args": ["run", "-i", "--rm", "ghcr.io/github/github-mcp-server"]},
    "postgres": {"command": "uvx", "args": ["postgres-mcp", "--access-mode=restricted"]},
    "browser": {"command": "npx", "args": ["@playwright/mcp@latest"]},
    "linear": {"url": "https://mcp.linear.app/sse"}
  }
}
"""

TOOLS = {
    "filesystem": ["read_file", "read_directory", "search_files", "write_file", "move_file", "delete_file"],
    "github": ["create_issue", "list_issues", "get_file_contents", "merge_pull_request", "delete_repository"],
    "postgres": ["query", "list_tables", "drop_table"],
}
PATHS = ("notes/friday.md", "src/app.py", "README.md", "invoices/2026-11.csv", "src/db/schema.sql", "todo.txt")
MOVES = (  # server, tool, arguments, verdict, rule, reason, weight
    ("filesystem", "read_file", "path", "allow", "/servers/filesystem/tools/read_*", "", 30),
    ("filesystem", "search_files", "pattern", "allow", "/servers/filesystem/tools/search_files", "", 12),
    ("filesystem", "write_file", "path", "ask", "/servers/filesystem/tools/write_file", "", 6),
    ("filesystem", "delete_file", "path", "deny", "/servers/filesystem/tools/delete_*", "Deletes go through git.", 3),
    ("filesystem", "search_files", "pattern", "limit", "/servers/filesystem/tools/search_files/limits/0", "", 2),
    ("github", "list_issues", "repo", "allow", "/servers/github/default", "", 14),
    ("github", "create_issue", "repo", "allow", "/servers/github/default", "", 6),
    ("github", "delete_repository", "repo", "deny", "/servers/github/tools/delete_repository", "", 1),
    ("postgres", "query", "sql", "allow", "/servers/postgres/tools/query", "", 16),
    ("postgres", "drop_table", "table", "hide", "/servers/postgres/tools/drop_table", "", 1),
)
VALUES = {
    "path": tuple(f"/home/ada/proj/{path}" for path in PATHS),
    "pattern": ("TODO", "def main", "invoice", "import os"),
    "repo": ("ada/engine", "ada/notes", "acme/site"),
    "sql": ("select count(*) from orders", "select * from customers where id = 42"),
    "table": ("orders", "customers"),
}


def rows(dice: random.Random, now: float) -> Iterator[dict[str, object]]:
    """Rows of the log up to `now` (seconds since the epoch), in order."""
    hour = [now - dice.random() ** 1.5 * 3_500 for _ in range(420)]
    week = [now - 86_400 * (1 + dice.random() * 6) for _ in range(600)]
    for number, t in enumerate(sorted((*week, *hour))):
        server, tool, argument, verdict, rule, reason, _ = dice.choices(MOVES, [move[-1] for move in MOVES])[0]
        call = f"c{number}"
        who = {
            "client": "claude-desktop",
            "server": server,
            "tool": tool,
            "args": {argument: dice.choice(VALUES[argument])},
        }
        yield {"k": "call", "v": 1, "id": call, "t": t, **who, "verdict": verdict, "rule": rule, "reason": reason}
        if verdict == "ask":
            decision = dice.choice(("allow", "allow", "deny"))
            yield {"k": "answer", "call": call, "t": t + 4, "decision": decision, "how": "once"}
            verdict = decision
        if verdict == "allow":
            took, size = round(dice.lognormvariate(3, 1), 2), dice.randint(90, 40_000)
            yield {"k": "end", "call": call, "t": t + 5, "outcome": "ok", "ms": took, "bytes": size}
