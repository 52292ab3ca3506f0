"""Questions for the tests: one call, with what matters to a test named by it."""

from __future__ import annotations

from dataclasses import replace

from callgate_desktop.asking import Case, Queue
from callgate_desktop.hub import Question

QUESTION = Question(
    link=1,
    call="c1",
    server="filesystem",
    client="claude-desktop",
    command=("npx", "server-filesystem", "/home/ada"),
    pid=1,
    tool="write_file",
    args={"path": "/home/ada/todo.md"},
    rule="/default",
    reason="",
    asked=100.0,
    deadline=145.0,
)


def question(**changes: object) -> Question:
    """QUESTION, with these fields changed."""
    return replace(QUESTION, **changes)  # pyright: ignore[reportArgumentType]


def case(**changes: object) -> Case:
    """A case of one such question."""
    made = Queue().add(question(**changes), 100.0)
    assert made is not None
    return made


def call_row(number: int, t: float = 0.0, **changes: object) -> dict[str, object]:
    """A log row of kind call."""
    who = {"k": "call", "id": f"c{number}", "t": t, "client": "claude-desktop", "server": "fs", "tool": "read_file"}
    return {**who, "args": {"path": f"/n/{number}"}, "verdict": "allow", "rule": "/default", **changes}
