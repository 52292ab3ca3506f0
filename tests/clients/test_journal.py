"""The journal: it leads back from our own bytes, and a damaged one leads nowhere wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from callgate_proxy.clients.journal import Journal
from callgate_proxy.home import Home


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """The journal of one file that need not exist."""
    return Journal(Home(str(tmp_path / "home")), str(tmp_path / "config.json"))


def test_the_last_of_our_writes_leads_back_to_what_was_there_before_the_first(journal: Journal) -> None:
    journal.record(b"original", b"one")
    journal.record(b"one", b"two")
    assert journal.base(b"two") == b"original"
    assert journal.base(b"one") == b"original"


def test_bytes_of_somebody_else_lead_nowhere_and_begin_a_new_chain(journal: Journal) -> None:
    journal.record(b"original", b"one")
    assert journal.base(b"edited") is None
    journal.record(b"edited", b"two")
    assert journal.base(b"two") == b"edited"


def test_copies_come_newest_first_and_once(journal: Journal) -> None:
    for before, after in ((b"a", b"b"), (b"b", b"a"), (b"a", b"c")):
        journal.record(before, after)
    assert list(journal.copies()) == [b"a", b"b"]


def test_a_link_and_its_target_share_one_journal(tmp_path: Path) -> None:
    home = Home(str(tmp_path / "home"))
    (tmp_path / "link").symlink_to(tmp_path / "target")
    Journal(home, str(tmp_path / "link")).record(b"a", b"b")
    assert Journal(home, str(tmp_path / "target")).base(b"b") == b"a"


def test_a_copy_that_was_changed_counts_as_lost_and_is_written_anew(journal: Journal) -> None:
    copy = journal.record(b"original", b"one")
    Path(copy).write_bytes(b"forged")
    assert journal.base(b"one") is None
    journal.record(b"original", b"one")
    assert journal.base(b"one") == b"original"


@pytest.mark.parametrize("damage", [b'{"path": "x', b"\xff\xfe", b"[]\n", b'{"after": 1}', b""])
def test_a_damaged_line_hides_no_other(journal: Journal, damage: bytes) -> None:
    copy = journal.record(b"original", b"one")
    with open(os.path.join(os.path.dirname(copy), "writes.jsonl"), "ab") as file:
        file.write(damage)
    journal.record(b"one", b"two")
    assert journal.base(b"two") == b"original"


def test_without_a_journal_nothing_is_known(journal: Journal) -> None:
    assert journal.base(b"anything") is None
    assert list(journal.copies()) == []
