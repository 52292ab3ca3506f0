"""The policy editor, page by page: as it opens, a change tried, a text that is no policy, the past, the grants."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from callgate_desktop import splicing
from callgate_desktop.tray import App
from callgate_desktop.ui.policy_editor import PolicyWindow
from callgate_proxy.home import Home
from callgate_proxy.policy import edit, store
from PySide6.QtWidgets import QWidget


class Studio(Protocol):
    """What takes the pictures."""

    app: App
    home: Home

    def take(self, window: QWidget, name: str, look: str) -> Awaitable[None]: ...
    def until(self, holds: Callable[[], object]) -> Awaitable[None]: ...


async def _parts(studio: Studio, window: PolicyWindow, look: str) -> None:
    """Checks, a profile, a client and requests, as small as the window is meant to be used."""
    size = window.size()
    window.resize(1000, 700)
    window.form.choose("checks")
    window.form.scope.checks.choose("ssrf")
    await studio.take(window, "policy-checks", look)
    work, cursor = ("profiles", "work"), ("clients", "cursor")
    for change, given in (
        (splicing.set_under, (work, ["~/work", "~/acme"])),
        (splicing.set_default, (work, "deny")),
        (splicing.set_check, (work, "ssrf", "block")),
        (splicing.set_default, ((*cursor, "servers", "github"), "deny")),
    ):
        window.form.edited.emit(change, given)
    await studio.until(lambda: work in window.form.form.scopes if window.form.form else False)
    for path, page in ((work, "Tools"), (cursor, "Tools"), (("servers", "github"), "Requests")):
        window.form.choose(*path)
        window.form.scope.turn(page)
        await studio.take(window, f"policy-{path[0]}", look)
    window.undo.click()
    window.resize(size)


async def editor(studio: Studio, look: str) -> None:
    """All its pictures; policy.json is as before afterwards."""
    text = Path(studio.home.policy).read_text("utf-8")
    now = time.time()
    made = time.strftime("%d %b %Y %H:%M", time.localtime(now - 4_000))
    granted = edit.grant(
        text, "claude-desktop", "github", "create_issue", None, f"Always allowed in the window, {made}"
    )
    under = [{"path": "args.path", "op": "under", "value": "~/proj"}]
    note = f"Allowed for 15 min in the window, {made}"
    granted = edit.grant(granted, "cursor", "filesystem", "write_file", now + 400, note, when=under)
    store.save(studio.home, granted)
    window = studio.app.shell.policy
    window.show()
    await studio.until(lambda: window.text.text() == granted and window.grants.table.topLevelItemCount())
    window.form.choose("servers", "filesystem", "tools", "search_files")
    await studio.take(window, "policy", look)
    await _parts(studio, window, look)
    window.form.edited.emit(splicing.set_action, (("servers", "filesystem", "tools", "read_file"), "ask"))
    await studio.until(window.attempt.isEnabled)
    window.form.choose("servers", "filesystem")
    window.attempt.click()
    await studio.until(window.tried.isVisible)
    await studio.take(window, "policy-tried", look)
    window.text.put(splicing.set_default(granted, (), "allow").replace('"ask"', '"aks"', 1))
    window.text.written.emit()
    await studio.until(window.problems.isVisible)
    await studio.take(window, "policy-problem", look)
    window.undo.click()
    for page in ("History", "Grants"):
        window.open_at(page)
        await studio.take(window, f"policy-{page.lower()}", look)
    window.open_at()
    window.hide()
    store.save(studio.home, text)
