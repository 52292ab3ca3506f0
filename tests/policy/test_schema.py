"""What is shipped beside the code: the schema editors use, and the first policy."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from callgate_proxy.home import Home
from callgate_proxy.policy import schema, starter
from callgate_proxy.policy.model import load


def test_the_shipped_schema_is_the_models() -> None:
    shipped = files("callgate_resources").joinpath("schema", "policy.schema.json").read_text("utf-8")
    assert shipped == schema.schema(), "run python -m callgate_proxy.policy.schema"


def test_the_schema_completes_what_people_write() -> None:
    found = json.loads(schema.schema())
    assert set(found["required"]) == {"version", "default"}
    assert found["additionalProperties"] is False
    assert {"tools", "hide", "all_tools", "servers", "clients", "$schema"} <= set(found["properties"])
    assert found["properties"]["default"]["enum"] == ["allow", "deny", "ask"]
    assert all("description" in found["$defs"]["Entry"]["properties"][key] for key in ("action", "require", "expires"))


def test_the_first_policy_asks_about_everything() -> None:
    assert load(starter.starter()).default == "ask"


def test_the_first_policy_is_made_once_and_never_over_one_that_is_there(home: Home) -> None:
    assert starter.make(home)
    assert Path(home.policy).read_text("utf-8") == starter.starter()
    Path(home.policy).write_text("mine, and broken", "utf-8")
    assert not starter.make(home)
    assert Path(home.policy).read_text("utf-8") == "mine, and broken"
