"""What a change in the form does to the text of policy.json: a splice, so that the layout and all else stay.

* Paths are those of `editing.py`: of a scope, or of an entry. What is set to nothing is taken away, with what that
  leaves empty.
* An entry that is changed is the one a person wrote; grants that stand beside it stay as they are. Where a person
  wrote several, the form does not choose between them.
* A change that would make no policy is refused, so the form never takes the text out of force.

Pure: text in, text out. Raises PolicyError.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from callgate_proxy import jsontext
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import edit
from callgate_proxy.policy.model import load
from callgate_proxy.policy.places import PolicyInvalid

from callgate_desktop import editing
from callgate_desktop.editing import Path
from callgate_desktop.said import said

Data = dict[str, Any]


def apply(text: str, change: Callable[..., str], *given: object) -> str:
    """The text after one of the changes below. Raises PolicyError, where it would be no policy."""
    after = change(text, *given)
    try:
        load(after)
    except PolicyInvalid as error:
        raise PolicyError(f"{error.problems[0].message.capitalize()}.", said("Nothing was changed here.")) from None
    return after


def set_default(text: str, scope: Path, action: str) -> str:
    """What happens to tools that nothing names; "" takes a scope's own away."""
    return _set(text, (*scope, "default"), action or None)


def set_hidden(text: str, scope: Path, names: Sequence[str]) -> str:
    """The hide list of a scope; "*" alone hides all, nothing takes the list away."""
    return _set(text, (*scope, "hide"), "*" if list(names) == ["*"] else list(names) or None)


def set_under(text: str, profile: Path, folders: Sequence[str]) -> str:
    """The folders that choose a profile; without any it is chosen by hand."""
    wanted: Data | None = {"under": folders[0] if len(folders) == 1 else list(folders)} if folders else None
    return _set(text, (*profile, "when"), wanted)


def set_check(text: str, scope: Path, check: str, does: str) -> str:
    """What a check does in a scope; "" leaves it to the more general ones."""
    return _pruned(text, (*scope, "checks"), check, does or None)


def set_risk(text: str, scope: Path, tool: str, to: str) -> str:
    """The risk class of a tool; "" is Callgate's own word."""
    return _pruned(text, (*scope, "risk"), tool, to or None)


def set_action(text: str, entry: Path, action: str) -> str:
    """The action of an entry, which is made where there is none; "" leaves the action to more general entries."""
    return _set_in(text, entry, "action", action or None)


def set_reason(text: str, entry: Path, reason: str) -> str:
    """What the agent is told when the tool is refused."""
    return _set_in(text, entry, "reason", reason or None)


def set_limit(text: str, entry: Path, maximum: int, window: str) -> str:
    """At most `maximum` calls in `window`, in the scope of one client if the entry has one; 0: without a limit."""
    if not maximum:
        return _set_in(text, entry, "limits", None)
    client, server, _ = editing.place(entry[: len(entry) // 2 * 2])
    counter = f"{server or '*'}/{entry[-1] if entry[-2:-1] == ('tools',) else '*'}"
    limit: Data = {"counter": counter, "window": window, "max": maximum, "scope": "grant" if client else "server"}
    raw = jsontext.get_raw(text, (*_own(text, entry)[1], "limits"))
    kept: list[Data] = json.loads(raw or "[]")
    if len(kept) == 1:
        limit = {**kept[0], "window": window, "max": maximum}
    return _set_in(text, entry, "limits", [limit])


def remove(text: str, entry: Path) -> str:
    """Takes an entry away: the more general ones decide again. Its grants stay."""
    return edit.without_rule(text, entry)


def add(text: str, scope: Path) -> str:
    """Makes a scope that says nothing yet. Raises PolicyError where there is one."""
    if jsontext.get_raw(text, scope) is not None:
        raise PolicyError(said("{name} stands there already.", name=scope[-1]), said("Choose it in the list."))
    return jsontext.set_value(text, scope, {})


def drop(text: str, scope: Path) -> str:
    """Takes a whole scope away, with all its rules and grants."""
    text = jsontext.delete(text, scope)
    return jsontext.delete(text, scope[:-1]) if jsontext.get_raw(text, scope[:-1]) in ("{}", "{ }") else text


def _set(text: str, path: Path, value: object) -> str:
    return jsontext.delete(text, path) if value is None else jsontext.set_value(text, path, value)


def _pruned(text: str, place: Path, key: str, value: object) -> str:
    """Sets a key of a small object, and takes the object away with its last one."""
    text = _set(text, (*place, key), value)
    empty = value is None and json.loads(jsontext.get_raw(text, place) or "0") == {}
    return jsontext.delete(text, place) if empty else text


def _set_in(text: str, entry: Path, key: str, value: object) -> str:
    text, path = _own(text, entry)
    if value is None:
        return jsontext.delete(text, (*path, key))
    return jsontext.set_value(text, (*path, key), value)


def _own(text: str, entry: Path) -> tuple[str, edit.Path]:
    """The one hand-written entry at a place; where there is none, an empty one is put before its grants."""
    raw = jsontext.get_raw(text, entry)
    if raw is None:
        return jsontext.set_raw(jsontext.set_value(text, entry, {}), entry, "{}"), entry
    value: Data | list[Data] = json.loads(raw)
    listed = [value] if isinstance(value, dict) else value
    own = [at for at, one in enumerate(listed) if not one.get("note")]
    if len(own) > 1:
        raise PolicyError(
            said("{name} has %n rules of its own here.", "", len(own), name=entry[-1]), said("Change them in the text.")
        )
    if not own:
        rest = raw if isinstance(value, dict) else raw[1:-1]
        return jsontext.set_raw(text, entry, f"[{{}}, {rest}]"), (*entry, 0)
    return text, entry if isinstance(value, dict) else (*entry, own[0])
