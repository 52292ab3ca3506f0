"""Tools written down in a file, in each of the forms people have them."""

from __future__ import annotations

import json

import pytest
from callgate_proxy.risk.toolfile import ToolFileError, tool_of, tools_in

TOOL = {"name": "get_note", "description": "Gets a note."}


@pytest.mark.parametrize(
    "written", [[TOOL], {"tools": [TOOL]}, {"jsonrpc": "2.0", "id": 1, "result": {"tools": [TOOL]}}]
)
def test_lists_and_results_are_read(written: object) -> None:
    assert tools_in(json.dumps(written)) == {"": [TOOL]}


def test_a_table_is_read_by_server() -> None:
    table = (
        "server\ttool\tdescription\tparams\treadOnlyHint\nnotes\tget_note\tGets.\tid,op=read\tTrue\nnotes\tx\ty\t\t\n"
    )
    first, second = tools_in(table)["notes"]
    assert first["inputSchema"] == {"type": "object", "properties": {"id": {}}}
    assert first["annotations"] == {"readOnlyHint": True}
    assert second["annotations"] == {}


def test_a_row_without_more_columns_is_a_tool() -> None:
    assert tool_of({"tool": "a", "description": "b"})["name"] == "a"


@pytest.mark.parametrize("text", ["", "a\tb\n1\t2\n", "{", "{}", '{"tools": 1}', '[{"title": "no name"}]', "[1]"])
def test_what_holds_no_tools_is_refused(text: str) -> None:
    with pytest.raises(ToolFileError):
        tools_in(text)
