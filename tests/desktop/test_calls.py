"""The ring behind the activity table."""

from __future__ import annotations

from callgate_desktop.calls import Filter, Ring
from questions import call_row


def filled(count: int, capacity: int = 100) -> Ring:
    ring = Ring(capacity)
    add(ring, [call_row(number, float(number)) for number in range(count)])
    return ring


def add(ring: Ring, rows: list[dict[str, object]]) -> set[str]:
    fresh, changed = ring.add(rows)
    ring.show(fresh)
    ring.trim()
    return changed


def ids(ring: Ring) -> list[str]:
    return [ring.entry(row).call.id for row in range(len(ring))]


def test_the_newest_call_is_row_zero() -> None:
    assert ids(filled(3)) == ["c2", "c1", "c0"]


def test_only_the_newest_are_kept() -> None:
    ring = filled(5, capacity=3)
    assert ids(ring) == ["c4", "c3", "c2"]
    assert ring.row_of("c0") is None
    assert ring.row_of("c3") == 1


def test_a_filter_applies_to_what_is_there_and_to_what_comes() -> None:
    ring = filled(3)
    ring.select(Filter(server="git"))
    assert ids(ring) == []
    add(ring, [call_row(7, server="git"), call_row(8), call_row(9, server="git")])
    assert ids(ring) == ["c9", "c7"]
    assert (len(ring), ring.total) == (2, 6)
    assert ring.row_of("c8") is None
    assert ring.row_of("c7") == 1


def test_text_is_found_in_names_rules_and_arguments_whatever_its_case() -> None:
    ring = Ring()
    add(
        ring,
        [
            call_row(1, tool="Write_File"),
            call_row(2, rule="/servers/write_file"),
            call_row(3, args={"q": "WRITE_FILE"}),
            call_row(4),
        ],
    )
    ring.select(Filter(text="write_file"))
    assert ids(ring) == ["c3", "c2", "c1"]


def test_an_answer_changes_its_call_and_its_meaning() -> None:
    ring = Ring()
    add(ring, [call_row(1, verdict="ask")])
    ring.select(Filter(meaning="ask"))
    assert ids(ring) == ["c1"]
    changed = add(ring, [{"k": "answer", "call": "c1", "t": 2.0, "decision": "deny", "how": "once"}])
    assert changed == {"c1"}
    assert ids(ring) == ["c1"]  # rows do not jump away under the eye
    ring.select(Filter(meaning="deny"))
    assert ids(ring) == ["c1"]


def test_a_filtered_ring_lets_go_of_the_right_rows() -> None:
    ring = Ring(4)
    ring.select(Filter(server="git"))
    add(ring, [call_row(n, server="git" if n % 2 else "fs") for n in range(4)])
    fresh, _ = ring.add([call_row(4, server="git"), call_row(5, server="fs")])
    ring.show(fresh)
    assert ring.overflow() == 1
    ring.trim()
    assert ids(ring) == ["c4", "c3"]


def test_rows_of_unknown_calls_are_ignored() -> None:
    ring = Ring()
    assert add(ring, [{"k": "end", "call": "zzz", "t": 1.0}, {"k": "seal"}]) == set()
    assert ids(ring) == []
