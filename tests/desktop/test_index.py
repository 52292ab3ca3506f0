"""The search index: what is in it comes from the log, whatever happened to either."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from callgate_desktop import words
from callgate_desktop.archive import Archive
from callgate_desktop.calls import Filter
from callgate_desktop.index import VERSION, Index
from callgate_proxy.errors import StateError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from questions import call_row

DAY = "20261121.jsonl"


@dataclass
class Library:
    """A log and its index."""

    home: Home
    index: Index
    archive: Archive

    def write(self, *rows: dict[str, object], name: str = DAY, mode: str = "ab") -> None:
        with open(os.path.join(self.home.log, name), mode) as file:
            file.write(b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows))

    def write_raw(self, text: bytes, name: str = DAY) -> None:
        with open(os.path.join(self.home.log, name), "ab") as file:
            file.write(text)

    def find(self, **wanted: object) -> list[str]:
        self.index.catch_up()
        count = self.archive.search(Filter(**wanted))  # pyright: ignore[reportArgumentType]
        found = [call.id for call in self.archive.page(0, 100)]
        assert len(found) == min(count, 100)
        return found


@pytest.fixture
def library(home: Home) -> Generator[Library]:
    home.ensure(home.log)
    index = Index(home)
    made = Library(home, index, Archive(index))
    yield made
    made.archive.close()
    index.close()


def test_calls_are_found_newest_first_with_what_became_of_them(library: Library) -> None:
    library.write(call_row(1, 1.0), call_row(2, 2.0, args={"q": "ä", "n": [1, {"x": None}]}, reason="Why?"))
    library.write({"k": "end", "call": "c2", "t": 3.0, "outcome": "ok", "ms": 12.5, "bytes": 99})
    assert library.find() == ["c2", "c1"]
    newest = library.archive.page(0, 1)[0]
    assert newest.args == {"q": "ä", "n": [1, {"x": None}]}
    assert (newest.reason, newest.outcome, newest.ms, newest.bytes) == ("Why?", "ok", 12.5, 99)
    assert library.archive.page(1, 1)[0].outcome is None


def test_what_comes_later_is_read_on_from_where_it_was(library: Library) -> None:
    library.write(call_row(1, 1.0, verdict="ask"))
    assert library.find(meaning="ask") == ["c1"]
    library.write({"k": "answer", "call": "c1", "t": 2.0, "decision": "deny", "how": "once"}, call_row(2, 3.0))
    assert library.find(meaning="deny") == ["c1"]
    assert library.find() == ["c2", "c1"]
    assert library.index.problems == []


def test_filters_hold_together(library: Library) -> None:
    library.write(
        call_row(1, 1.0, server="git", tool="push"),
        call_row(2, 2.0, server="git", client="cursor"),
        call_row(3, 3.0, server="git", verdict="deny", risk="High"),
        call_row(4, 4.0),
    )
    assert library.find(server="git") == ["c3", "c2", "c1"]
    assert library.find(server="git", client="cursor") == ["c2"]
    assert library.find(tool="push") == ["c1"]
    assert library.find(risk="High") == ["c3"]
    assert library.find(since=2.0, until=4.0) == ["c3", "c2"]
    assert library.find(server="git", meaning="allow", since=2.0) == ["c2"]


def test_text_is_found_in_arguments_and_names_and_its_wildcards_are_letters(library: Library) -> None:
    library.write(
        call_row(1, 1.0, args={"path": 'C:\\Users\\"ada"'}),
        call_row(2, 2.0, args={"q": "100% sure_thing!"}),
        call_row(3, 3.0, tool="Sure_Thing", args={}),
        call_row(4, 4.0, args={"q": "10000 sureXthing"}),
    )
    assert library.find(text='users\\"ADA') == ["c1"]
    assert library.find(text="0% sure") == ["c2"]
    assert library.find(text="sure_thing") == ["c3", "c2"]
    assert library.find(text="thing!") == ["c2"]


@pytest.mark.parametrize("verdict", ["allow", "ask", "limit", "deny", "hide", "invalid"])
@pytest.mark.parametrize("answer", [None, ("allow", "once"), ("deny", "once"), ("deny", "pending")])
def test_the_index_and_the_windows_agree_on_what_a_call_means(
    library: Library, verdict: str, answer: tuple[str, str] | None
) -> None:
    call = Call(call_row(1, 1.0, verdict=verdict))
    library.write(call_row(1, 1.0, verdict=verdict))
    if answer is not None:
        call.decision, call.how = answer
        library.write({"k": "answer", "call": "c1", "t": 2.0, "decision": answer[0], "how": answer[1]})
    assert library.find(meaning=words.meaning(call)) == ["c1"]


def test_lines_that_are_no_rows_are_left_out_and_told_of(library: Library) -> None:
    library.write(call_row(1, 1.0))
    library.write_raw(b'{"k": "call", "id"\nnot json\n\xff\xfe\n[1]\n17\n{"k": "call"}\n')
    library.write(call_row(2, 2.0))
    assert library.find() == ["c2", "c1"]
    assert len(library.index.problems) == 5


def test_a_line_without_an_end_is_not_there_yet(library: Library) -> None:
    line = json.dumps(call_row(1, 1.0)).encode()
    library.write_raw(line[:20])
    assert library.find() == []
    library.write_raw(line[20:] + b"\n")
    assert library.find() == ["c1"]


def test_a_line_longer_than_a_block_is_read_whole(library: Library) -> None:
    library.write(call_row(1, 1.0), call_row(2, 2.0, args={"content": "x" * 2_500_000}), call_row(3, 3.0))
    assert library.find() == ["c3", "c2", "c1"]
    assert len(str(library.archive.page(1, 1)[0].args["content"])) == 2_500_000


@pytest.mark.parametrize("change", ["shorter", "replaced", "rewritten"])
def test_a_file_that_is_not_what_was_read_makes_the_index_anew(library: Library, change: str) -> None:
    library.write(call_row(1, 1.0), call_row(2, 2.0))
    assert library.find() == ["c2", "c1"]
    path = Path(library.home.log, DAY)
    before = path.read_bytes()
    if change == "shorter":
        os.truncate(path, before.index(b"\n") + 1)
    elif change == "replaced":
        other = path.with_name("other")
        other.write_bytes(json.dumps(call_row(1, 1.0)).encode() + b"\n" + b"\n" * len(before))
        os.replace(other, path)
    else:
        path.write_bytes(before.replace(b'"c2"', b'"c9"'))
    assert library.find() == (["c9", "c1"] if change == "rewritten" else ["c1"])
    assert any("made anew" in problem for problem in library.index.problems)


def test_a_file_that_is_gone_takes_its_calls_along(library: Library) -> None:
    library.write(call_row(1, 1.0), name="20261120.jsonl")
    library.write(call_row(2, 2.0))
    assert library.find() == ["c2", "c1"]
    os.unlink(os.path.join(library.home.log, "20261120.jsonl"))
    assert library.find() == ["c2"]


def test_deleting_the_index_loses_nothing(library: Library) -> None:
    library.write(call_row(1, 1.0))
    library.find()
    library.archive.close()
    library.index.close()
    for name in ("index.db", "index.db-wal", "index.db-shm"):
        Path(library.home.root, name).unlink(missing_ok=True)
    assert library.find() == ["c1"]


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be looked at" * 40, b""])
def test_a_broken_index_is_made_anew(library: Library, content: bytes) -> None:
    library.home.ensure(library.home.root)
    Path(library.index.path).write_bytes(content)
    library.write(call_row(1, 1.0))
    assert library.find() == ["c1"]


def test_an_index_of_another_version_is_made_anew(library: Library) -> None:
    library.write(call_row(1, 1.0))
    library.find()
    library.archive.close()
    library.index.close()
    base = sqlite3.connect(library.index.path)
    base.execute(f"PRAGMA user_version = {VERSION + 1}")
    base.execute("DELETE FROM calls")
    base.commit()
    base.close()
    assert library.find() == ["c1"]


def test_searching_before_there_is_an_index_says_so(library: Library) -> None:
    with pytest.raises(StateError, match="not there yet"):
        library.archive.search(Filter())


def test_a_run_that_was_stopped_is_taken_up_where_it_ended(library: Library) -> None:
    library.write(*(call_row(n, float(n), args={"content": "x" * 50_000}) for n in range(60)))
    library.index.stop()
    assert not library.index.catch_up()
    assert 0 < library.archive.search(Filter()) < 60
    library.index.close()
    library.index = Index(library.home)
    library.archive = Archive(library.index)
    assert len(library.find()) == 60


def test_counts_and_lanes_add_up(library: Library) -> None:
    library.write(
        call_row(1, 10.0),
        call_row(2, 70.0, verdict="deny"),
        call_row(3, 75.0, verdict="limit"),
        call_row(4, 75.0, server="git", client="cursor"),
    )
    library.find()
    assert library.archive.lanes(0.0, 120.0, 2) == {"fs": [(1, 0), (0, 2)], "git": [(0, 0), (1, 0)]}
    assert library.archive.counts(60.0) == {("claude-desktop", "fs"): (2, 2), ("cursor", "git"): (1, 0)}
    assert library.archive.names()["client"] == ["claude-desktop", "cursor"]
    assert library.archive.names()["risk"] == []


def test_everything_found_can_be_exported(library: Library) -> None:
    library.write(*(call_row(n, float(n)) for n in range(1_201)))
    library.find(since=1.0)
    assert [call.id for call in library.archive.export()] == [f"c{n}" for n in range(1_200, 0, -1)]
