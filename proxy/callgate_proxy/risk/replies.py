"""What comes back to the client: cleaned, flagged, and withheld where the reply itself would do harm. Pure.

1. A result is a stranger's text: it is flagged and cleaned (`results.py`), not withheld.
2. Two things are: a link to a guarded file of this machine or to cloud metadata, which the client would follow with
   the person's rights, and a prompt that gives the model orders, which enters the conversation as the person's words.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.risk import addresses, words
from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def links(result: object, guarded: Callable[[str, str], list[Finding]]) -> list[Finding]:
    """The links in a tool's result that lead where no client should follow.

    `guarded`: what is guarded of a path, at a place.
    """
    found: list[Finding] = []
    for at, block in enumerate(as_list((as_object(result) or {}).get("content")) or ()):
        told = as_object(block) or {}
        uri = told.get("uri")
        if told.get("type") == "resource_link" and isinstance(uri, str) and uri[:5].lower() == "file:":
            where = f"content[{at}].uri"
            text = "The result links to a guarded file of this machine."
            found += [Finding("results", "local-link", where, uri, text, "block") for _ in guarded(uri, where)[:1]]
        elif told.get("type") == "resource_link" and isinstance(uri, str):
            where, text = (
                f"content[{at}].uri",
                "The result links to cloud metadata, or to a place written to be missed.",
            )
            odd = [one for one in addresses.look(uri, where, False, (), _nowhere) if one.action == "block"]
            found += [Finding("results", "inside-link", where, uri, text, "block") for _ in odd[:1]]
    return found


def _nowhere(_: str) -> bool:
    return False


def pictures(result: object) -> list[Finding]:
    """Pictures of other hosts whose address carries a query: whoever shows the text tells that it was read."""
    for at, block in enumerate(as_list((as_object(result) or {}).get("content")) or ()):
        text = (as_object(block) or {}).get("text")
        for part in text.split("![")[1:] if isinstance(text, str) else ():
            address = part.partition("](")[2].partition(")")[0]
            if "://" in address and "=" in address.partition("?")[2]:
                told = "A picture in the result tells another host that it was shown."
                return [Finding("results", "beacon", f"content[{at}].text", address, told, "flag")]
    return []


def prompt(result: object) -> list[Finding]:
    """What the messages of a prompt order the model to do."""
    messages = as_list((as_object(result) or {}).get("messages")) or ()
    contents = [as_object((as_object(one) or {}).get("content")) or {} for one in messages]
    texts = [one["text"] for one in contents if isinstance(one.get("text"), str)]
    return words.scan("\n".join(map(str, texts)), "messages")
