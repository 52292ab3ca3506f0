"""When a notification is there, and what its buttons do."""

from __future__ import annotations

from callgate_desktop import notices
from callgate_desktop.asking import Case
from callgate_desktop.guard import QUIET
from callgate_desktop.notices import ALLOW, DENY, OPEN, Notice
from callgate_desktop.notifying import Notifying, Presses
from callgate_desktop.preferences import Preferences
from callgate_desktop.view import Facts, Server, Tool
from questions import case

LOW = Facts(servers=(Server("filesystem", (Tool("write_file", "ask", risk="Low"),)),))
HIGH = Facts(servers=(Server("filesystem", (Tool("write_file", "ask", risk="High"),)),))


class Scene:
    """Notifying over a desktop that notes what it shows; the clock moves by hand."""

    def __init__(self, **chosen: object) -> None:
        self.now = 100.0
        self.shown: dict[str, Notice] = {}
        self.did: list[object] = []
        presses = Presses(self._opened, lambda one, answer: self.did.append((one, answer)))
        self.notifying = Notifying(self, presses, lambda: self.did.append("beep"), lambda: self.now)
        self.notifying.preferences = Preferences({**Preferences().values, **chosen})

    def _opened(self, window: str, what: str) -> None:
        self.did.append((window, what))

    def show(self, notice: Notice) -> None:
        self.shown[notice.key] = notice

    def withdraw(self, key: str) -> None:
        self.shown.pop(key)

    def ask(self, facts: Facts = LOW, watched: bool = False) -> tuple[Case, str]:
        """A new question, and the key of its notice."""
        asked = case()
        self.notifying.ask(asked, 1, facts, watched)
        return asked, next(iter(self.shown), "")


def test_deny_denies_the_question_that_was_shown() -> None:
    scene = Scene()
    asked, key = scene.ask(HIGH)
    scene.notifying.acted(key, DENY)
    assert scene.did == [(asked, "deny")]


def test_allow_allows_once_and_only_after_the_guards_time() -> None:
    scene = Scene()
    asked, key = scene.ask()
    scene.now += QUIET / 2
    scene.notifying.acted(key, ALLOW)
    assert scene.did == [("case", "")]  # the window comes up instead
    scene.now += QUIET
    scene.notifying.acted(key, ALLOW)
    assert scene.did[1:] == [(asked, "once")]


def test_allow_opens_where_the_tool_is_not_low_any_more() -> None:
    scene = Scene()
    _, key = scene.ask()
    scene.now += 1
    scene.notifying.follow(HIGH)
    scene.notifying.acted(key, ALLOW)
    assert scene.did == [("case", "")]


def test_an_allow_that_was_never_offered_is_nothing() -> None:
    scene = Scene()
    _, key = scene.ask(HIGH)
    scene.now += 1
    for action in (ALLOW, "", "always", "allow once"):
        scene.notifying.acted(key, action)
    assert scene.did == []


def test_a_question_that_is_answered_takes_its_notice_along_and_old_buttons_do_nothing() -> None:
    scene = Scene()
    _, key = scene.ask()
    scene.now += 1
    scene.notifying.settle()
    assert scene.shown == {}
    for action in (DENY, ALLOW):
        scene.notifying.acted(key, action)
    assert scene.did == []
    scene.notifying.acted(key, OPEN)
    assert scene.did == [("", "")]


def test_the_next_question_takes_the_place_and_the_old_buttons_do_not_answer_it() -> None:
    scene = Scene()
    _, first = scene.ask()
    asked, _ = scene.ask()
    (second,) = scene.shown
    scene.now += 1
    scene.notifying.acted(first, DENY)
    scene.notifying.acted(first, ALLOW)
    assert scene.did == []
    scene.notifying.acted(second, ALLOW)
    assert scene.did == [(asked, "once")]


def test_the_same_question_is_shown_once() -> None:
    scene = Scene(sound=True)
    asked, key = scene.ask()
    scene.notifying.ask(asked, 2, LOW, False)
    assert list(scene.shown) == [key]
    assert scene.did == ["beep"]


def test_who_works_in_the_window_is_not_called_to_it() -> None:
    scene = Scene(sound=True)
    scene.ask(watched=True)
    assert (scene.shown, scene.did) == ({}, [])
    scene.notifying.settle()


def test_each_kind_can_be_turned_off() -> None:
    scene = Scene(notify_questions=False, notify_others=False)
    scene.ask()
    scene.notifying.show(notices.message("The disk is full."))
    assert scene.shown == {}
    scene.notifying.preferences = Preferences()
    scene.notifying.show(notices.message("The disk is full."))
    assert scene.shown["message"].body == "The disk is full."


def test_a_notice_of_news_opens_what_it_is_about() -> None:
    scene = Scene()
    scene.notifying.show(Notice("changes x", "notify_changes", "x changed", "Look.", opens=("pins", "x")))
    scene.notifying.acted("changes x", OPEN)
    assert scene.did == [("pins", "x")]
