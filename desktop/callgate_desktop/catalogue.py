"""Callgate's own checks as people choose them: what each stops, what it cannot see, the words the policy has for it.

The sentences are the resources' (`checks.json`), in the person's language; the words are the schema's, and a check
without words there has no setting.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from callgate_desktop.said import told

DOCS = "docs/attacks.md"


@dataclass(frozen=True, slots=True)
class Check:
    """`default`: the strictest that its own rules ask for. `choices`: what the policy may make it do."""

    name: str
    stops: str
    cannot_see: str
    default: str
    choices: tuple[str, ...]

    @property
    def docs(self) -> str:
        """Where the attacks it meets are told; refusals name the same place."""
        return f"{DOCS}#{self.name}"


def checks() -> tuple[Check, ...]:
    """All of them, in the catalogue's order."""
    resources = files("callgate_resources")
    sentences: dict[str, dict[str, str]] = json.loads(resources.joinpath("checks.json").read_text("utf-8"))
    schema: dict[str, Any] = json.loads(resources.joinpath("schema", "policy.schema.json").read_text("utf-8"))
    settings: dict[str, Any] = schema["$defs"]["Checks"]["properties"]
    return tuple(
        Check(name, told(one["stops"]), told(one["cannot_see"]), one["default"], choices)
        for name, one in sentences.items()
        if (choices := _choices(settings.get(name, {})))
    )


def _choices(part: dict[str, Any]) -> tuple[str, ...]:
    ways: list[dict[str, Any]] = part.get("anyOf", [part])
    return tuple(word for way in ways for word in way.get("enum", ()))
