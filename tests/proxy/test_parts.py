"""`callgate version`: every part is told with version and licence, also from an installed app's own document."""

from __future__ import annotations

import json
import sys
from importlib import metadata
from pathlib import Path

import pytest
from callgate_proxy import cli_about, parts


def test_callgate_comes_first_and_everything_it_needs_follows() -> None:
    first, *others = parts.installed()
    assert (first.name, first.version) == ("callgate", metadata.version("callgate"))
    names = {part.name.lower().replace("_", "-") for part in others}
    assert {"pydantic", "pydantic-core", "psutil", "pyside6-essentials", "python", "sqlite"} <= names
    assert {"pytest", "mcp-server-time"} & names == set()  # neither the tests' nor the demo's


def test_every_part_states_a_licence() -> None:
    assert [part.name for part in parts.installed() if not part.licence] == []


def test_the_document_is_cyclonedx_and_reads_back_as_the_same_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = parts.installed()
    made = parts.document(every)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", parts.SPEC)
    assert {one["type"] for one in made["components"]} == {"library"}
    stated = [one for part in made["components"] for one in part["licenses"]]
    assert all(set(one) in ({"expression"}, {"license"}) for one in stated)
    (tmp_path / parts.FILE).write_text(json.dumps(made))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "callgate"))
    assert parts.parts() == every


def test_the_version_is_one_line_unless_more_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli_about.version(every=False, as_json=False) == 0
    assert capsys.readouterr().out == f"callgate {metadata.version('callgate')}\n"
    cli_about.version(every=True, as_json=False)
    assert "Apache-2.0" in capsys.readouterr().out
    cli_about.version(every=False, as_json=True)
    assert json.loads(capsys.readouterr().out)["metadata"]["component"]["name"] == "callgate"
