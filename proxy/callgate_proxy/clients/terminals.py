"""The clients of the terminal: each is data. Sources: their own documentation, November 2026.

They read their file at the start of a session, so it may be edited while one runs.
"""

from __future__ import annotations

from callgate_proxy.clients.entries import Shape
from callgate_proxy.clients.model import Adapter
from callgate_proxy.clients.places import files

TERMINALS = (
    Adapter(
        client="codex",
        title="Codex",
        dialect="toml",
        locations=files("Codex", "{CODEX_HOME|~/.codex}/config.toml"),
        project=(".codex/config.toml",),
        holders=(("mcp_servers",),),
        shape=Shape(headers=("http_headers",)),
        how_to_begin="Add a server: codex mcp add NAME -- COMMAND.",
        when_done="The next session of Codex uses it.",
    ),
    Adapter(
        client="gemini-cli",
        title="Gemini CLI",
        dialect="jsonc",
        locations=files("Gemini CLI", "~/.gemini/settings.json"),
        project=(".gemini/settings.json",),
        how_to_begin="Add a server: gemini mcp add NAME COMMAND.",
        when_done="The next session uses it; in a running one: /mcp reload.",
    ),
    Adapter(
        client="goose",
        title="Goose",
        dialect="yaml",
        locations=files("Goose", "{xdg}/goose/config.yaml", win32=("{appdata}/Block/goose/config/config.yaml",)),
        holders=(("extensions",),),
        shape=Shape(command="cmd", env="envs"),
        how_to_begin="Add an extension: goose configure.",
        when_done="Start Goose again.",
    ),
    Adapter(
        client="opencode",
        title="opencode",
        dialect="jsonc",
        locations=files("opencode", "{xdg}/opencode/opencode.json", "{xdg}/opencode/opencode.jsonc"),
        project=("opencode.json", "opencode.jsonc"),
        holders=(("mcp",),),
        shape=Shape(args="", env="environment", types=("local",)),
        how_to_begin="Add a server below mcp in the file.",
        when_done="The next session of opencode uses it.",
    ),
    Adapter(
        client="copilot-cli",
        title="Copilot CLI",
        locations=files("Copilot CLI", "{COPILOT_HOME|~/.copilot}/mcp-config.json"),
        shape=Shape(types=("stdio", "local")),
        how_to_begin="Add a server: /mcp add.",
        when_done="The next session of Copilot CLI uses it.",
    ),
    Adapter(
        client="amp",
        title="Amp",
        dialect="jsonc",
        locations=files("Amp", "~/.config/amp/settings.json", "~/.config/amp/settings.jsonc"),
        project=(".amp/settings.json", ".amp/settings.jsonc"),
        holders=(("amp.mcpServers",),),
        how_to_begin="Add a server: amp mcp add NAME -- COMMAND.",
        when_done="The next thread of Amp uses it.",
    ),
    Adapter(
        client="crush",
        title="Crush",
        locations=files("Crush", "{xdg}/crush/crush.json", win32=("{local}/crush/crush.json",)),
        project=("crush.json", ".crush.json"),
        holders=(("mcp",),),
        how_to_begin="Add a server below mcp in the file.",
        when_done="The next session of Crush uses it.",
    ),
)
