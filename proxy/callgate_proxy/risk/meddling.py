"""Command lines that end or run Callgate, or change a client's list of servers. Pure.

1. A line is cut where a shell begins another command; in front of a program may stand `sudo`, `env` and assignments.
2. What a shell or an interpreter is told to run (`bash -c "…"`, `python -m …`) is read as a command of its own.
3. Callgate's processes may be looked for, and processes may be ended; both in one line is the ending of Callgate.
"""

from __future__ import annotations

from callgate_proxy.risk.finding import Finding

CHECK = "guarded_paths"
_OWN = ("callgate", "callgate-proxy", "callgate-tray", "callgate_proxy", "callgate_desktop")
_KILLS = ("kill", "pkill", "killall", "taskkill", "stop-process", "spps", "xkill", "skill")
_FINDS = ("pgrep", "pidof", "ps", "grep", "get-process", "tasklist", "lsof", "findstr")
_SERVICES = ("systemctl", "service", "launchctl", "sc", "schtasks", "net", "rc-service")
_CLIENTS = ("claude", "codex", "gemini", "cursor", "cursor-agent", "code", "copilot", "opencode", "goose", "q", "kiro")
_BEFORE = ("sudo", "nohup", "exec", "env", "command", "doas", "setsid", "time", "start", "&")
_SHELLS = ("sh", "bash", "zsh", "dash", "fish", "cmd", "powershell", "pwsh")
_TOLD = ("-c", "-lc", "-ic", "/c", "/k", "-command")


def look(text: str, where: str) -> list[Finding]:
    """What the command line `text` would do to Callgate or a client."""
    lowered = text.lower()
    ours = "callgate" in lowered
    if not ours and "mcp" not in lowered:
        return []
    for mark in ";|&\n()`{}":
        lowered = lowered.replace(mark, "\n")
    lines = [_words(line) for line in lowered.split("\n")]
    if ours and (found := next((line for line in lines if _is_own(line)), None) or _ends(lines)):
        told = "The command would run or end Callgate itself."
        return [Finding(CHECK, "own-process", where, " ".join(found), told, "block")]
    for line in lines:
        if _changes_servers(line):
            told = "The command would change a client's list of servers."
            return [Finding(CHECK, "client-servers", where, " ".join(line), told, "block")]
    return []


def _words(line: str) -> list[str]:
    """The words of one command, programs by their bare names."""
    told = [word.strip("'\"") for word in line.split()]
    while told and (told[0] in _BEFORE or "=" in told[0]):
        told = told[1:]
    words = [word.replace("\\", "/").rpartition("/")[2].removesuffix(".exe") for word in told]
    if words[:1] and words[0] in _SHELLS:
        begins = next((at for at, word in enumerate(told) if word in _TOLD), 0)
        return _words(" ".join(told[begins + 1 :])) if begins else words
    return words


def _is_own(words: list[str]) -> bool:
    if not words:
        return False
    if words[0].startswith("python") and words[1:2] == ["-m"]:
        words = [words[2].partition(".")[0]] if len(words) > 2 else []
    if words[:1] and words[0] in _OWN:
        return True
    ends = words[:1] and words[0] in (*_KILLS, *_SERVICES)
    return bool(ends) and any("callgate" in word for word in words)


def _ends(lines: list[list[str]]) -> list[str] | None:
    """The command that looks for Callgate's processes, where another one ends processes."""
    kills = any(word in _KILLS for line in lines for word in line)
    finds = (line for line in lines if line and line[0].strip("$") in _FINDS and any("callgate" in one for one in line))
    return next(finds, None) if kills else None


def _changes_servers(words: list[str]) -> bool:
    if not words or words[0] not in _CLIENTS:
        return False
    told = words[1:2] == ["mcp"] and words[2:3] not in (["list"], ["get"], [])
    return told or any(word.startswith("--add-mcp") for word in words)
