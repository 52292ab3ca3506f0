"""What this Callgate is made of: every package with its version and licence, as a list and as a CycloneDX document.

An installed app brings the document its build wrote (`sbom.cdx.json` beside the programs). Elsewhere the list is read
from the metadata of what is installed: Callgate, what it requires, what that requires, and the Python it runs on.
"""

from __future__ import annotations

import json
import os
import re
import sys
from importlib import metadata
from typing import Any, NamedTuple

from callgate_proxy import frozen

FILE = "sbom.cdx.json"
SPEC = "1.6"  # the version of CycloneDX
WITH = ("desktop", "remote")  # of Callgate's extras, what an installed app is built with


class Part(NamedTuple):
    """One package. `licence`: an SPDX expression where the package gives one, else its own words; "" for none."""

    name: str
    version: str
    licence: str


def parts() -> list[Part]:
    """Callgate first, then the rest by name. Raises OSError, ValueError where an app's document cannot be read."""
    app = frozen.folder()
    if app:
        with open(os.path.join(app, FILE), encoding="utf-8") as file:
            return _read(json.load(file))
    return installed()


def installed(extras: tuple[str, ...] = WITH) -> list[Part]:
    """The same, from the metadata of the packages that are installed. `extras`: of Callgate's."""
    found: dict[str, Part] = {}
    waiting = ["callgate"]
    while waiting:
        name = waiting.pop()
        if _key(name) in found:
            continue
        try:
            about = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system, or an extra that is not installed
        found[_key(name)] = Part(about.metadata["Name"], about.version, _licence(about))
        waiting += [_name(line) for line in about.requires or () if _needed(name, line, extras)]
    first = found.pop("callgate")
    others = sorted([*found.values(), _python(), _sqlite()], key=lambda part: part.name.lower())
    return [first, *others]


def document(every: list[Part]) -> dict[str, Any]:
    """The CycloneDX document of `every`, whose first part is what the document is about."""
    first, *others = [_component(part) for part in every]
    about = {"component": {**first, "type": "application"}}
    return {"bomFormat": "CycloneDX", "specVersion": SPEC, "version": 1, "metadata": about, "components": others}


def _component(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "library", "name": part.name, "version": part.version}
    if part.name not in ("Python", "SQLite"):
        made["purl"] = f"pkg:pypi/{_key(part.name)}@{part.version}"
    if part.licence:
        made["licenses"] = [_stated(part.licence)]
    return made


def _stated(licence: str) -> dict[str, Any]:
    """A licence as CycloneDX has it: an expression of identifiers, or a name that is none."""
    words = re.sub(r"[()]|\b(AND|OR|WITH)\b", " ", licence).split()
    known = re.compile(r"[A-Za-z0-9.+-]*[0-9][A-Za-z0-9.+-]*|MIT|ISC|PSF-2\.0|Unlicense")
    if words and all(known.fullmatch(word) for word in words):
        return {"expression": licence}
    return {"license": {"name": licence}}


def _read(sbom: dict[str, Any]) -> list[Part]:
    listed = [sbom["metadata"]["component"], *sbom["components"]]
    return [Part(one["name"], one["version"], _told(one.get("licenses") or [{}])) for one in listed]


def _told(licences: list[dict[str, Any]]) -> str:
    return str(licences[0].get("expression") or licences[0].get("license", {}).get("name", ""))


def _needed(name: str, line: str, extras: tuple[str, ...]) -> bool:
    extra = re.search(r"extra\s*==\s*['\"]([^'\"]+)['\"]", line)
    return extra is None or (name == "callgate" and extra[1] in extras)


def _name(line: str) -> str:
    named = re.match(r"[\w.-]+", line)
    return named[0] if named else line


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(about: metadata.Distribution) -> str:
    told = about.metadata.json
    classes = [
        str(line).rpartition(" :: ")[2] for line in told.get("classifier", ()) if str(line).startswith("License")
    ]
    named = str(told.get("license_expression", ""))
    own = str(told.get("license", "")).strip().partition("\n")[0]
    return named or (own if 0 < len(own) < 60 else "") or ", ".join(classes)


def _python() -> Part:
    return Part("Python", ".".join(map(str, sys.version_info[:3])), "PSF-2.0")


def _sqlite() -> Part:
    import sqlite3

    return Part("SQLite", sqlite3.sqlite_version, "Public Domain")
