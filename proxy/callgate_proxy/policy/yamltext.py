"""YAML as plain data, read so that no two readers can differ: no tags, no aliases, no key twice, keys are texts.

Only the import of policies from elsewhere reads YAML; Callgate's own files are JSON.
"""

from __future__ import annotations

import re
from typing import Any, cast

import yaml

from callgate_proxy.errors import PolicyError

LARGEST = 4_000_000  # characters, as for a policy

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,300})(?:\.[0-9]{1,300})?")
_TAG = "tag:yaml.org,2002:"


class _Refused(Exception):
    """What is not read, and where."""

    def __init__(self, node: yaml.Node, what: str) -> None:
        super().__init__(f"{node.start_mark.line + 1}:{node.start_mark.column + 1} {what}")


def read(text: str, file: str) -> object:
    """What `text` says. `file`: its name, for messages. Raises PolicyError."""
    if len(text) > LARGEST:
        raise PolicyError(f"{file} is larger than {LARGEST:,} characters.")
    try:
        root = yaml.SafeLoader(text).get_single_node()
        return None if root is None else _value(root, set())
    except _Refused as refused:
        raise PolicyError(f"{file}:{refused}.", "Correct the file.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
        raise PolicyError(f"{place} {error.problem}.", "Correct the file.") from None
    except RecursionError:
        raise PolicyError(f"{file} is nested too deeply.", "Correct the file.") from None
    except yaml.YAMLError as error:
        raise PolicyError(f"{file} is no YAML: {error}.", "Correct the file.") from None


def _value(node: yaml.Node, seen: set[int]) -> Any:
    # A few lines of aliases unfold into gigabytes; a node that comes again is one.
    if id(node) in seen:
        raise _Refused(node, "aliases are not read: write it out")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, seen) for item in cast("list[yaml.Node]", node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, seen: set[int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in cast("list[tuple[yaml.Node, yaml.Node]]", node.value):
        key = _value(key_node, seen)
        if not isinstance(key, str):
            raise _Refused(key_node, f"the key {key_node.value} is no text: quote it")
        if key in found:
            raise _Refused(key_node, f"the key {key!r} stands here a second time")
        found[key] = _value(value_node, seen)
    return found


def _scalar(node: yaml.Node) -> object:
    kind, text = str(node.tag).removeprefix(_TAG), str(node.value)
    if kind in ("str", "timestamp"):
        return text
    if kind == "null":
        return None
    if kind == "bool" and text in ("true", "false"):
        return text == "true"
    if kind in ("int", "float") and _NUMBER.fullmatch(text):
        return int(text) if kind == "int" else float(text)
    raise _Refused(node, f"{text!r} is read differently by different readers: write it as a plain number or in quotes")
