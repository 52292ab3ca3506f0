"""Writes docs/each-client.md from the clients' adapters, so that the page has every client there is.

`python docs/tools/each_client.py` writes it anew; a test says when that is due.
"""

from __future__ import annotations

from pathlib import Path

from callgate_proxy import clients
from callgate_proxy.clients import Places

TARGET = Path(__file__).resolve().parents[1] / "each-client.md"
HEAD = """\
# Each client

<!-- Written by docs/tools/each_client.py from proxy/callgate_proxy/clients; do not edit. -->

Where each client keeps its servers, and what to do before and after a change. What holds for all of them is on
[Clients](clients.md). Every place that exists on your machine is handled.
"""
SYSTEMS = {
    "Linux": Places("~", "", "", "~/.config", "linux", list),
    "macOS": Places("~", "", "", "~/.config", "darwin", list),
    "Windows": Places("%USERPROFILE%", "%APPDATA%", "%LOCALAPPDATA%", "%USERPROFILE%/.config", "win32", list),
}


def page() -> str:
    """The page's text."""
    return HEAD + "".join(_section(name) for name in clients.ADAPTERS)


def _section(name: str) -> str:
    adapter = clients.ADAPTERS[name]
    lines = ["", f"## {adapter.title}", "", f"`--client {name}`", "", "| where | file |", "|---|---|"]
    for system, places in SYSTEMS.items():
        found = dict.fromkeys(location.path.replace("\\", "/") for location in adapter.locations(places))
        lines += [f"| {system} | {', '.join(f'`{path}`' for path in found)} |"] if found else []
    if adapter.project:
        lines.append(
            f"| in a project's folder (`protect --all`) | {', '.join(f'`{file}`' for file in adapter.project)} |"
        )
    told = [sentence for sentence in (adapter.how_to_quit, adapter.when_done) if sentence]
    return "\n".join([*lines, "", *told]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
