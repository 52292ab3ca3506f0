"""YAML as a client's file: where each value stands, by the marks of PyYAML's composer.

1. Nothing is constructed: a text is only taken apart. An anchor, an alias, a tag or a merge key means that a value also
   stands, or also counts, elsewhere: such a value is a "reference", which nobody edits.
2. A block's end, as the composer marks it, is the beginning of what follows; here it is the end of its last value.
3. A list that stands on lines of its own stays one.
"""

from __future__ import annotations

from typing import cast

import yaml

from callgate_proxy.clients.blocks import Blocks, eol
from callgate_proxy.clients.dialect import Marked, flow, quoted
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import Child, line_column

_TAG = "tag:yaml.org,2002:"
_NOT_PLAIN = ("&", "*", "!")


class Yaml(Blocks):
    """YAML 1.1, of which the clients' files are a part."""

    equals = ": "

    def parse(self, text: str) -> Marked:
        try:
            root = yaml.SafeLoader(text).get_single_node()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
            raise ConfigError(f"{place}{error.problem or error.context}") from None
        except RecursionError:
            raise ConfigError("it is nested too deep") from None
        except yaml.YAMLError as error:
            raise ConfigError(f"this is not YAML: {error}") from None
        return Marked("object", 0, 0) if root is None else _Reader(text).node(root)

    def rendered(self, text: str, node: Marked, value: str | list[str]) -> str:
        if isinstance(value, str) or node.kind != "array" or node.inline or not value:
            return flow(value)
        column = line_column(text, node.start)[1] - 1
        return (eol(text) + " " * column).join(f"- {quoted(item)}" for item in value)

    def lead(self, text: str, child: Child) -> str:
        return " " * (line_column(text, child.start)[1] - 1)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: set[int] = set()

    def node(self, found: yaml.Node) -> Marked:
        start, end = found.start_mark.index, found.end_mark.index
        if id(found) in self._seen or self._text[start : start + 1] in _NOT_PLAIN:
            return Marked("reference", start, end)
        self._seen.add(id(found))
        if isinstance(found, yaml.MappingNode):
            return self._mapping(found, start, end)
        if isinstance(found, yaml.SequenceNode):
            node = Marked("array", start, end, bool(found.flow_style))
            items = [self.node(item) for item in cast("list[yaml.Node]", found.value)]
            node.children = [Child(index, item.start, item) for index, item in enumerate(items)]
            return _ended(node)
        return self._scalar(cast("yaml.ScalarNode", found), start, end)

    def _mapping(self, found: yaml.MappingNode, start: int, end: int) -> Marked:
        node = Marked("object", start, end, bool(found.flow_style))
        for key, value in cast("list[tuple[yaml.Node, yaml.Node]]", found.value):
            if key.tag == f"{_TAG}merge" or not isinstance(key, yaml.ScalarNode):
                return Marked("reference", start, end)
            node.children.append(Child(str(key.value), key.start_mark.index, self.node(value)))
        return _ended(node)

    def _scalar(self, found: yaml.ScalarNode, start: int, end: int) -> Marked:
        raw = self._text[start:end]
        if found.style in ("|", ">"):  # its span takes in lines that an edit could not keep
            return Marked("reference", start, start + len(raw.rstrip()))
        kind = "string" if found.tag == f"{_TAG}str" else "scalar"
        return Marked(kind, start, end, value=found.value)


def _ended(node: Marked) -> Marked:
    if not node.inline and node.children:
        node.end = node.children[-1].node.end
    return node
