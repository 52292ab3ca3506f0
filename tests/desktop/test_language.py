"""The translations: whole, of what the windows say now, and what the windows say."""

from __future__ import annotations

import json
import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
import translations
from callgate_desktop import catalogue, said
from callgate_desktop.said import parts
from callgate_desktop.ui import language
from callgate_proxy.clients import ADAPTERS

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "resources" / "translations").glob("*.ts"))
# The same in both languages: names, units, and words that were taken over.
SAME = {"Client", "Server", "Tool", "Callgate"}


@pytest.fixture
def german() -> Iterator[None]:
    assert language.begin("de") == "de"
    yield
    said.begin(said.english)


def messages(file: Path) -> Iterator[tuple[str, list[str]]]:
    """(English, every form of its translation)."""
    for one in ET.parse(file).iter("message"):
        told = one.find("translation")
        assert told is not None
        yield one.findtext("source", ""), [form.text or "" for form in told] or [told.text or ""]


def put_in(text: str) -> list[str]:
    found = [f"{{{field}}}" for _, field, _, _ in string.Formatter().parse(text) if field is not None]
    return sorted(found + ["%n"] * text.count("%n"))


def test_the_files_hold_what_the_windows_say_translated_and_compiled() -> None:
    assert FILES
    assert translations.main(["--check"]) == 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_translation_keeps_what_is_put_in(file: Path) -> None:
    wrong = [(text, forms) for text, forms in messages(file) for form in forms if put_in(form) != put_in(text)]
    assert wrong == []


def test_what_is_said_must_be_a_literal() -> None:
    with pytest.raises(ValueError, match="line 2"):
        translations.messages('from callgate_desktop.said import said\nsaid(f"{x}")')


def test_sentences_of_the_resources_are_found_by_their_keys() -> None:
    text = '{"one": {"default": "ask", "stops": "A.", "cannot_see": "B."}, "two": {"default": "ask", "stops": "C."}}'
    assert translations.sentences(text, ["stops"]) == {("A.", "", False), ("C.", "", False)}
    with pytest.raises(KeyError):
        translations.sentences(text, ["stops", "cannot_see"])


@pytest.mark.usefixtures("german")
def test_the_checks_are_told_in_the_persons_language() -> None:
    (told,) = (one for one in catalogue.checks() if one.name == "hidden")
    assert (told.stops, told.default) == ("Unsichtbare Zeichen und Steuerzeichen für Terminals.", "strip")
    assert said.told("no translation has this") == "no translation has this"


@pytest.mark.usefixtures("german")
def test_what_to_do_in_each_client_is_told_in_the_persons_language() -> None:
    sentences = {text for text, _, _ in translations.advice()}
    assert {adapter.when_done for adapter in ADAPTERS.values()} < sentences
    assert [text for text in sentences if said.told(text) == text] == []


@pytest.mark.usefixtures("german")
def test_numbers_names_and_values_are_put_in() -> None:
    assert said.said("%n call(s)", "", 1) == "1 Aufruf"
    assert said.said("%n call(s)", "", 1200) == "1.200 Aufrufe"
    assert said.said("Make {folder} writable, then try again.", folder="/{x}").count("/{x}") == 1
    told = parts(said.said("Deny {tool} and tell {client} why"), {"tool": "rm"}, client="C")
    assert told == [("rm", True), ("ablehnen und C sagen, warum", False)]


@pytest.mark.usefixtures("german")
def test_what_a_translation_lacks_is_said_in_english() -> None:
    assert said.said("no translation has this") == "no translation has this"
    assert said.said("%n odd thing(s)", "", 2) == "2 odd things"


def test_a_language_that_is_not_there_is_english() -> None:
    assert language.begin("xx") in language.LANGUAGES
    assert language.begin("en") == "en"
    assert said.said("%n call(s)", "", 1200) == "1,200 calls"


def test_no_window_speaks_english_in_german() -> None:
    told = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("listening.py")), "de"],
        capture_output=True,
        text=True,
        check=True,
    )
    heard = set(json.loads(told.stdout))
    known = dict(messages(ROOT / "resources" / "translations" / "callgate_de.ts"))
    english = {line for text, forms in known.items() if forms != [text] for line in (text, *text.split("\n"))}
    assert len(heard) > 200
    assert sorted((heard & english) - SAME) == []
