"""How often honest tools raise an alarm: `python tests/corpus/alarms.py FILE.tsv`.

FILE has the columns server, tool, description (params is read where it is there). Counted is what would be flagged or
withheld by the words of a tool; characters that are taken out are listed, and are no alarm. Exit code 1 where a goal is
missed.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "proxy"), str(ROOT / "resources")]

from callgate_proxy.risk import hidden, words  # noqa: E402
from callgate_proxy.risk.finding import Finding  # noqa: E402
from callgate_proxy.risk.toolfile import rows_in, tool_of  # noqa: E402

MOST_TOOLS, MOST_SERVERS = 0.003, 0.01
Alarms = list[tuple[str, str, Finding]]


def alarms(text: str) -> tuple[Alarms, Alarms]:
    """(What is flagged or withheld, what is taken out), each with its server and tool."""
    raised: Alarms = []
    stripped: Alarms = []
    for row in rows_in(text):
        at = row.get("server", ""), row["tool"]
        tool = tool_of(row)
        raised += [(*at, finding) for finding in words.scan_tool(tool)]
        gone = [hidden.strip(leaf, where)[1] for where, leaf in words.leaves(tool, "")]
        stripped += [(*at, finding) for finding in gone if finding is not None]
    return raised, stripped


def shares(text: str, raised: Alarms) -> tuple[float, float]:
    """The share of tools and of servers that raised an alarm."""
    rows = rows_in(text)
    servers = {row.get("server", "") for row in rows}
    tools = {(server, tool) for server, tool, _ in raised}
    loud = {server for server, _, _ in raised}
    return len(tools) / max(1, len(rows)), len(loud) / max(1, len(servers))


def main(path: str) -> int:
    """Measures one file."""
    text = Path(path).read_text(encoding="utf-8")
    raised, stripped = alarms(text)
    for server, tool, finding in raised:
        print(f"{finding.action}: {server} {tool}: {finding.rule} at {finding.where}: {finding.evidence!r}")
    for server, tool, finding in stripped:
        print(f"taken out: {server} {tool} at {finding.where}: {finding.evidence!r}")
    of_tools, of_servers = shares(text, raised)
    print(f"tools: {len(rows_in(text))}, flagged or withheld: {of_tools:.2%} (at most {MOST_TOOLS:.1%})")
    print(f"servers flagged or withheld: {of_servers:.2%} (at most {MOST_SERVERS:.1%})")
    return 0 if of_tools <= MOST_TOOLS and of_servers <= MOST_SERVERS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
