"""What is wrong with a tool as it is listed, besides its words and its name. Pure.

1. A text no person would read to its end is no description: it crowds out what the conversation is about.
2. An icon is a picture, from the web or in the list itself: a drawing that can hold a script is none.
3. An annotation that says less than the tool's own name and text is told: no client should go by it.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object, dumps, loads
from callgate_proxy.risk import pins, words
from callgate_proxy.risk.finding import Finding

LONGEST = 32_768  # characters; the longest honest one of 4,609 that were seen has a fifth of it
_PICTURES = ("https://", "data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/webp", "data:image/gif")
_STRONG = ("Destructive", "Financial", "Execute")


def look(tool: dict[str, object]) -> list[Finding]:
    """What is wrong with one tool (as on the wire)."""
    for where, text in words.leaves({key: tool.get(key) for key in pins.FIELDS[pins.TOOL]}, ""):
        if len(text) > LONGEST:
            told = f"Its {where} has {len(text):,} characters."
            return [Finding("words", "huge", where, text[:80], told, "block")]
    annotations = as_object(tool.get("annotations")) or {}
    harmless = annotations.get("readOnlyHint") is True or annotations.get("destructiveHint") is False
    return _contradicted(tool, annotations) if harmless else []


def _contradicted(tool: dict[str, object], annotations: dict[str, object]) -> list[Finding]:
    from callgate_proxy.risk import rulebook
    from callgate_proxy.risk.classify import classify

    bare = {key: held for key, held in tool.items() if key != "annotations"}
    category = classify(bare, rulebook.ours()).category
    only_reads = annotations.get("readOnlyHint") is True
    if category not in (_STRONG if only_reads else ("Destructive", "Financial")):
        return []
    hint = "readOnlyHint" if only_reads else "destructiveHint"
    told = f"Its {hint} says that it is harmless, and its name and text say {category}."
    return [Finding("words", "annotation", f"annotations.{hint}", category, told, "flag")]


def icons(line: bytes) -> tuple[bytes, list[Finding]]:
    """A list (bytes, as on the wire) without the icons that are no pictures, and what those were."""
    if line.find(b'"icons"') < 0:
        return line, []
    message = as_object(loads(line.decode())) or {}
    result = as_object(message.get("result")) or {}
    found: list[Finding] = []
    for key, listed in result.items():
        for at, item in enumerate(as_list(listed) or ()):
            told = as_object(item) or {}
            shown = as_list(told.get("icons")) or []
            kept = [icon for icon in shown if _is_picture((as_object(icon) or {}).get("src"))]
            if len(kept) < len(shown):
                told["icons"] = kept
                say = "An icon is no picture: it can hold a script, or does not come over https."
                found.append(Finding("hidden", "icon", f"{key}[{at}].icons", dumps(shown), say, "strip"))
    return (dumps(message).encode() + b"\n", found) if found else (line, found)


def _is_picture(source: object) -> bool:
    if not isinstance(source, str) or not source.lower().startswith(_PICTURES):
        return False
    return not source.lower().partition("?")[0].endswith((".svg", ".svgz"))
