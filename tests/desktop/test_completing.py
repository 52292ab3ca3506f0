"""Completion in policy.json: what may stand at the cursor, in a text that is not finished."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from callgate_desktop.completing import offers, place

SCHEMA = json.loads(files("callgate_resources").joinpath("schema", "policy.schema.json").read_text("utf-8"))
SEEN = {"fs": ["read_file", "write_file"], "web": ["fetch"]}


def at(text: str) -> list[str]:
    """What is offered at the | in the text."""
    found = place(text.replace("|", ""), text.index("|"))
    return offers(SCHEMA, found, SEEN, ["claude-desktop"]) if found else []


def test_keys_come_from_the_schema_and_the_place() -> None:
    assert '"version"' in at("{|")
    assert at('{"vers|') == ['"version"']
    assert at('{"version": "1", "prof|}') == ['"profiles"']
    assert set(at('{"servers": {"fs": {"tools": {"x": {"limits": [{|')) >= {'"window"', '"max"', '"counter"'}
    assert '"on_deny"' in at('{"servers": {"fs": {"tools": {"x": [{"require": [{"conditions": [{"|')


def test_values_come_from_the_schema() -> None:
    assert at('{"default": |') == ['"allow"', '"deny"', '"ask"']
    assert at('{"servers": {"fs": {"tools": {"x": {"action": "d|') == ['"deny"']
    assert at('{"servers": {"fs": {"checks": {"ssrf": "fl|') == ['"flag"']
    assert '"under"' in at('{"tools": {"x": {"when": [{"path": "args.p", "op": "|')


def test_names_come_from_what_was_seen() -> None:
    assert at('{"servers": {"|')[:2] == ['"fs"', '"web"']
    assert at('{"servers": {"fs": {"tools": {"wr|') == ['"write_file"']
    assert at('{"servers": {"web": {"hide": ["fetch", "f|') == ['"fetch"']
    assert '"fetch"' in at('{"tools": {"|')
    assert at('{"clients": {"cl|') == ['"claude-desktop"']


@pytest.mark.parametrize("text", ["|", '{"version"|', '{"version": "1"|', "{}|", '{"a" |', "]|", '{"x": {"y|'])
def test_nothing_is_offered_where_nothing_may_stand(text: str) -> None:
    assert at(text) == []


def test_names_and_words_are_offered_in_clients_and_profiles_too() -> None:
    assert at('{"clients": {"claude-desktop": {"servers": {"|')[:2] == ['"fs"', '"web"']
    assert at('{"clients": {"c": {"servers": {"fs": {"tools": {"re|') == ['"read_file"']
    assert at('{"profiles": {"work": {"servers": {"web": {"tools": {"|')[0] == '"fetch"'
    assert at('{"profiles": {"work": {"clients": {"|') == ['"claude-desktop"']
    assert at('{"profiles": {"work": {"when": {"|') == ['"under"']
    assert at('{"profiles": {"work": {"when": {"under": |') == ['"~/proj"']
    assert at('{"profiles": {"work": {"checks": {"ssrf": "b|') == ['"block"']
    assert '"elicitation/create"' in at('{"servers": {"fs": {"methods": {"|')
    assert at('{"methods": {"resources/read": {"action": "a|') == ['"allow"', '"ask"']
    assert at('{"servers": {"fs": {"risk": {"write|') == ['"write_file"']
    assert at('{"servers": {"fs": {"risk": {"write_file": "D|') == ['"Destructive"']
    assert '"all_tools"' in at('{"clients": {"c": {"servers": {"fs": {"|')
