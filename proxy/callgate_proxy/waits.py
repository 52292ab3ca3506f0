"""How long a question waits for its answer, where the person chose that: `question_seconds` in preferences.json.

* Read once for each question, on its own thread; what cannot be read, or is no such number, is no choice.
* A choice shortens or lengthens the wait only: no answer stays a refusal, and what the client bears stays the bound.
On the proxy's path: standard library only, and nothing before the first question.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_object, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.home import Home

KEY = "question_seconds"
SHORTEST, LONGEST = 5.0, 1_800.0
MOST = 65_536  # characters of the file


def chosen(home: Home) -> float | None:
    """Seconds from SHORTEST to LONGEST, or None: what suits the client."""
    try:
        with open(home.preferences, encoding="utf-8") as file:
            found = as_object(loads(file.read(MOST))) or {}
    except (OSError, ValueError, RecursionError):
        return None
    value = found.get(KEY)
    return float(value) if is_wait(value) and isinstance(value, (int, float)) else None


def is_wait(value: object) -> bool:
    """Whether `value` is a number of seconds that a question may wait."""
    return not isinstance(value, bool) and isinstance(value, (int, float)) and SHORTEST <= value <= LONGEST
