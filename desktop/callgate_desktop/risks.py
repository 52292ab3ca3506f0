"""How risky tools are held to be, for the windows: what is known of a tool, a server's tools by level, who only reads.

* A level is shown by a shape, a word and a colour; the shape and the word say it all.
* "Only reads" is Callgate's class of a tool whose form is pinned, and that the policy asks about: what it denies, hides
  or treats otherwise for other clients is nobody's to allow by the way.

Pure: facts in, values out. No Qt.
"""

from __future__ import annotations

from callgate_desktop.view import Facts, Tool

LEVELS = ("Critical", "High", "Medium", "Low")
TONES = {"Critical": "deny", "High": "ask", "Medium": "text", "Low": "muted"}  # fields of the palette


def tool_of(facts: Facts, server: str, tool: str) -> Tool | None:
    """What is known of a tool; None while it stood in no list."""
    return next((one for one in tools_of(facts, server) if one.name == tool), None)


def tools_of(facts: Facts, server: str) -> tuple[Tool, ...]:
    """The tools that `server` has listed so far."""
    return next((one.tools for one in facts.servers if one.name == server), ())


def counted(facts: Facts, server: str) -> tuple[tuple[str, int], ...]:
    """(level, how many of the server's tools), the gravest first; levels that no tool has are left out."""
    risks = [tool.risk for tool in tools_of(facts, server)]
    return tuple((level, risks.count(level)) for level in LEVELS if level in risks)


def readers(facts: Facts, server: str, tool: str) -> tuple[str, ...]:
    """The names of the tools that only read, `tool` among them; empty where it is none of them or the only one."""
    found = tuple(one.name for one in tools_of(facts, server) if one.reads and one.setting == "ask" and not one.split)
    return found if tool in found and len(found) > 1 else ()
