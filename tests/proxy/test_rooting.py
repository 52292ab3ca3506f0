"""The client's roots choose the profile of the policy, from the moment it tells them to a server that asks."""

from __future__ import annotations

from callgate_proxy.effects import Asked
from callgate_proxy.policy.profiles import Choice
from callgate_proxy.rooting import MOST
from callgate_proxy.session import Session
from conversation import NOW, call, kinds, line, policy, replies, rows

WORK = {"work": {"default": "deny", "hide": ["secret"], "when": {"under": "/proj"}}}
ASKED = line(id="r", method="roots/list")


def session(choice: Choice) -> Session:
    made = Session("cursor", "fs", "w")
    made.govern(policy({"default": "allow", "profiles": WORK}), "", "on", None, choice)
    return made


def roots(*places: object) -> bytes:
    return line(id="r", result={"roots": [{"uri": place} for place in places]})


def asked(talk: Session) -> None:
    """The server asks for the roots, and the question goes on to the client."""
    _, (question,) = talk.from_server(ASKED, NOW)
    assert isinstance(question, Asked)
    assert kinds(talk.server_asks(question.call, NOW)) == ["Submit"]


def verdict(talk: Session, request: int) -> str:
    return rows(talk.from_client(call(request=request), NOW))[0]["verdict"]


def test_roots_inside_the_folder_put_its_profile_in_force() -> None:
    talk = session(Choice(None, "/"))
    assert verdict(talk, 1) == "allow"
    asked(talk)
    assert kinds(talk.from_client(roots("file:///proj/a"), NOW)) == ["Forward", "Record"]
    assert verdict(talk, 2) == "deny"


def test_without_roots_the_folder_of_the_proxy_counts() -> None:
    assert verdict(session(Choice(None, "/proj")), 1) == "deny"


def test_roots_that_nobody_asked_for_or_that_cannot_be_read_change_nothing() -> None:
    talk = session(Choice(None, "/"))
    talk.from_client(roots("file:///proj"), NOW)
    asked(talk)
    talk.from_client(roots(1), NOW)
    assert verdict(talk, 1) == "allow"
    asked(talk)
    talk.from_client(line(id="r", error={"code": -32601, "message": "no"}), NOW)
    assert verdict(talk, 2) == "allow"
    asked(talk)
    talk.from_client(roots(*["file:///proj"] * (MOST + 1)), NOW)
    assert verdict(talk, 3) == "allow"


def test_a_profile_chosen_by_hand_is_not_changed_by_roots() -> None:
    talk = session(Choice(""))
    asked(talk)
    talk.from_client(roots("file:///proj"), NOW)
    assert verdict(talk, 1) == "allow"


def test_the_client_hears_that_tools_are_gone_with_the_new_profile() -> None:
    talk = session(Choice(None, "/"))
    talk.from_client(line(id=1, method="tools/list"), NOW)
    talk.from_server(line(id=1, result={"tools": [{"name": "secret"}]}), NOW)
    talk.from_client(line(method="notifications/initialized"), NOW)
    asked(talk)
    (told,) = replies(talk.from_client(roots("file:///proj"), NOW))
    assert told["method"] == "notifications/tools/list_changed"


def test_a_choice_that_cannot_hold_refuses_and_says_where_to_change_it() -> None:
    talk = session(Choice("gone"))
    effects = talk.from_client(call(), NOW)
    assert (rows(effects)[0]["verdict"], rows(effects)[0]["rule"]) == ("deny", "/profile")
    assert "callgate policy profile" in str(replies(effects)[0])
