"""Syntax in arguments that are meant to be plain values, judged by what the argument is for.

1. Free text, searches, commands and code may hold anything: nothing is looked for there.
2. An option (`--server=…`, `-oProxyCommand=…`) where a name, a path or a reference belongs.
3. Shell syntax: a second command in a host or reference; elsewhere only in front of a known program, so that
   `Smith & Sons; Ltd.` stays a name and `auth0|5f7c` an id.
4. A line break in an address or header, or in front of a header's name.
"""

from __future__ import annotations

from callgate_proxy.risk.fields import among
from callgate_proxy.risk.finding import Finding

CHECK = "injection"
_FREE = frozenset(("text", "search", "command", "options"))
_TIGHT = frozenset(("path", "ref", "host"))
_PROGRAMS = among(
    "id whoami curl wget sh bash zsh nc ncat netcat rm cat cp mv python python3 perl ruby php node ls touch echo "
    "chmod "
    "chown uname ping sleep env printenv powershell pwsh cmd calc tee dd kill pkill scp ssh tar base64 printf ps "
    "sudo su "
    "mkfifo nslookup dig awk sed xargs find export eval exec source open start reboot shutdown mkdir ln crontab git "
    "docker kubectl certutil bitsadmin hostname ifconfig telnet"
)


def look(key: str, role: str, text: str, where: str) -> list[Finding]:
    """What is wrong with `text`, given for an argument named `key` of `role`."""
    found: list[Finding] = []
    if role not in _FREE and text[:1] == "-" and _is_option(text, role):
        found.append(Finding(CHECK, "option", where, text, f"{key} is a value, and it holds an option.", "block"))
    if role in ("url", "ref", "path") and text[:5].lower() in ("ext::", "fd::"):
        told = f"{key} is an address, and its transport runs a command."
        found.append(Finding(CHECK, "transport", where, text, told, "block"))
    if role not in _FREE and role != "mail" and _is_shell(text, role):
        found.append(Finding(CHECK, "shell", where, text, f"{key} is a value, and it holds shell syntax.", "block"))
    if role in ("url", "host") and "%0" in text and text[:7].lower() != "mailto:":
        text = text.replace("%0d%0a", "\r\n").replace("%0D%0A", "\r\n")
    if ("\n" in text or "\r" in text) and _breaks(text.rstrip("\r\n"), role):
        found.append(Finding(CHECK, "line-break", where, text, f"A line break in {key} begins a new header.", "block"))
    return found


def _is_option(text: str, role: str) -> bool:
    if text[2:3] == " " and text[1:2].isalpha():
        return role in _TIGHT and "=" in text  # -c core.sshCommand=…
    if " " in text.partition("=")[0]:
        return False
    if text.startswith("--"):
        return text[2:3].isalpha()
    return role in ("path", "ref", "host", "url") and text[1:2].isalpha()


def _is_shell(text: str, role: str) -> bool:
    tight = role in _TIGHT
    if ("$(" in text and ")" in text) or text.count("`") >= 2 or "${IFS}" in text:
        return tight or _runs(text.replace("$(", ";").replace("`", ";"))
    if tight and role != "path" and any(_begins(part) for part in text.replace("&&", ";").split(";")[1:]):
        return True
    return any(mark in text for mark in ";|&\n") and _runs(text)


def _begins(part: str) -> bool:
    return part.lstrip()[:1].isalpha() or part.lstrip()[:1] in ("/", "$", ".")


def _runs(text: str) -> bool:
    """Whether a known program stands behind a mark that begins a command."""
    for mark in "|&\n":
        text = text.replace(mark, ";")
    heads = [part.split(None, 1) for part in text.split(";")[1:]]
    return any(head and head[0].strip("(){}'\"").rpartition("/")[2] in _PROGRAMS for head in heads)


def _breaks(text: str, role: str) -> bool:
    if "\n" not in text and "\r" not in text:
        return False
    if role in ("mail", "url", "host"):
        return True
    if role in _FREE:
        return False
    behind = text.replace("\r", "\n").split("\n")[1:]
    names = (line.partition(":")[0] for line in behind if ":" in line)
    return any(name.replace("-", "").isalpha() and name[:1].isupper() and len(name) < 30 for name in names)
