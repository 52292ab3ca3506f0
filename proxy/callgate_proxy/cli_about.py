"""`callgate version` and `callgate autostart`: what this installation is made of, and when it starts.

Nothing here looks for a newer version: Callgate opens no connection of its own. Whoever installed it brings the next.
"""

from __future__ import annotations

import json

from callgate_proxy import autostart, parts
from callgate_proxy.errors import CallgateError
from callgate_proxy.plain import plain


def version(every: bool, as_json: bool) -> int:
    """Prints the version; `every`: each part with its licence; `as_json`: the parts as CycloneDX."""
    found = parts.parts()
    if as_json:
        print(json.dumps(parts.document(found), indent=2))
    elif every:
        wide = max(len(part.name) for part in found)
        for part in found:
            print(f"{part.name:{wide}}  {part.version:12}  {plain(part.licence) or 'no licence stated'}")
    else:
        print(f"{found[0].name} {found[0].version}")
    return 0


def start_at_login(setting: str, login: autostart.Login | None = None) -> int:
    """Turns starting at login `on` or `off`, or tells (`status`). Raises CallgateError where the system refuses."""
    login = login or autostart.here()
    try:
        if setting == "on":
            login.turn_on(autostart.command())
        elif setting == "off":
            login.turn_off()
        state = "starts" if login.is_on() else "does not start"
    except OSError as error:
        fix = "Change it in your system's own settings for programs that start at login."
        raise CallgateError(f"{login.place}: {error.strerror or error}.", fix) from error
    print(f"Callgate {state} at login ({plain(login.place)}).")
    return 0
