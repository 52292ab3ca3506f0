"""A keychain that a test holds in its hands."""

from __future__ import annotations

import pytest
from callgate_proxy import secrets


def pretend(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Puts a keychain of a test's own in the place of the system's; gives what it keeps, by name."""
    kept: dict[str, str] = {}

    def get(name: str) -> str:
        if name not in kept:
            raise secrets.Missing(f"The keychain has no secret “{name}”.", "Store it again.")
        return kept[name]

    def remove(name: str) -> None:
        kept.pop(name, None)

    monkeypatch.setattr(secrets, "get", get)
    monkeypatch.setattr(secrets, "put", kept.__setitem__)
    monkeypatch.setattr(secrets, "remove", remove)
    return kept
