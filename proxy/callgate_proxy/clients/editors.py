"""The clients that are editors, or live in one: each is data. Sources: their own documentation, November 2026.

They read their file when it changes, and none of them writes over what others wrote: it may be edited while they run.
"""

from __future__ import annotations

from callgate_proxy.clients.entries import Shape
from callgate_proxy.clients.model import Adapter
from callgate_proxy.clients.places import files

_VSCODES = (
    ("VS Code", "Code"),
    ("VS Code Insiders", "Code - Insiders"),
    ("VSCodium", "VSCodium"),
)
_CLINE = "User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json"

EDITORS = (
    Adapter(
        client="cursor",
        title="Cursor",
        dialect="jsonc",
        locations=files("Cursor", "~/.cursor/mcp.json"),
        project=(".cursor/mcp.json",),
        how_to_begin="Add a server: Cursor Settings, MCP.",
        when_done="Cursor reads the file at once, and asks again about a server that changed.",
    ),
    Adapter(
        client="vscode",
        title="VS Code",
        dialect="jsonc",
        locations=files(
            "VS Code",
            *((title, f"{{config}}/{folder}/User/mcp.json") for title, folder in _VSCODES),
            *((f"{title} (a profile)", f"{{config}}/{folder}/User/profiles/*/mcp.json") for title, folder in _VSCODES),
        ),
        project=(".vscode/mcp.json",),
        holders=(("servers",),),
        how_to_begin="Add a server: the command “MCP: Add Server”.",
        when_done="VS Code asks whether to trust a server that changed; start it again there.",
    ),
    Adapter(
        client="windsurf",
        title="Windsurf",
        locations=files(
            "Windsurf",
            "~/.codeium/windsurf/mcp_config.json",
            ("Devin Desktop", "~/.config/devin/mcp_config.json"),
            win32=(("Devin Desktop", "{appdata}/devin/mcp_config.json"),),
        ),
        how_to_begin="Add a server: Settings, Cascade, MCP Servers.",
        when_done="Press Refresh in its list of MCP servers.",
    ),
    Adapter(
        client="zed",
        title="Zed",
        dialect="jsonc",
        locations=files("Zed", "{xdg}/zed/settings.json", win32=("{appdata}/Zed/settings.json",)),
        project=(".zed/settings.json",),
        holders=(("context_servers",),),
        how_to_begin="Add a server: the command “agent: add context server”.",
        when_done="Zed starts the changed servers again by itself.",
    ),
    Adapter(
        client="cline",
        title="Cline",
        locations=files(
            "Cline",
            "~/.cline/data/settings/cline_mcp_settings.json",
            *((f"Cline in {title}", f"{{config}}/{folder}/{_CLINE}") for title, folder in _VSCODES),
            ("Cline in Cursor", f"{{config}}/Cursor/{_CLINE}"),
        ),
        how_to_begin="Add a server: Cline's MCP Servers, Configure.",
        when_done="Cline starts the changed servers again by itself.",
    ),
    Adapter(
        client="continue",
        title="Continue",
        dialect="yaml",
        locations=files("Continue", "~/.continue/config.yaml", "~/.continue/mcpServers/*.yaml"),
        shape=Shape(name="name", headers=("requestOptions", "headers")),
        how_to_begin="Add a server below mcpServers in the file.",
        when_done="Continue reads the file at once.",
    ),
    Adapter(
        client="kiro",
        title="Kiro",
        locations=files("Kiro", "~/.kiro/settings/mcp.json"),
        project=(".kiro/settings/mcp.json",),
        how_to_begin="Add a server: the command “Kiro: Open user MCP config”.",
        when_done="Kiro connects to the changed servers again by itself.",
    ),
    Adapter(
        client="antigravity",
        title="Antigravity",
        locations=files("Antigravity", "~/.gemini/config/mcp_config.json", "~/.gemini/antigravity/mcp_config.json"),
        how_to_begin="Add a server: Manage MCP Servers, View raw config.",
        when_done="Press Refresh in its list of MCP servers.",
    ),
    Adapter(
        client="lm-studio",
        title="LM Studio",
        locations=files("LM Studio", "~/.lmstudio/mcp.json"),
        how_to_begin="Add a server: Program, Install, Edit mcp.json.",
        when_done="LM Studio starts the changed servers again by itself.",
    ),
)
