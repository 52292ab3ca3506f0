"""Every sentence people read goes through `said`, in English; where a language was begun, it comes out in that.

* The English text is the key. What it is put together with is named: `said("Allowed for {time}", time=…)`. Texts that
  are alike but mean different things are told apart by a note.
* The language is begun before the windows' modules are loaded (`app`), so constants of a module may be `said`, too.
* What goes into files, to the agent or into a log is English for everybody and never passes here.
* A number: `said("%n call(s)", "", 3)`. English needs no file: `(s)` goes or becomes an s.

No Qt here: `ui.language` brings the translation file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from string import Formatter

Translate = Callable[[str, str, int], str]  # text, note, number (-1: none) -> the text to show, `{…}` still in it


def english(text: str, note: str, number: int) -> str:
    """The text itself, its number filled in."""
    del note
    return text if number < 0 else text.replace("%n", f"{number:,}").replace("(s)", "" if number == 1 else "s")


_translate: Translate = english


def begin(translate: Translate) -> None:
    """From here on `said` answers in another language; `english` ends it."""
    global _translate
    _translate = translate


def said(text: str, note: str = "", number: int = -1, /, **values: object) -> str:
    """`text` as it is shown. `note`: what tells alike texts apart; `number`: what `%n` stands for, 0 or more.

    `values`: what stands for each `{name}`; it is put in as it is, never read as a pattern again.
    """
    shown = _translate(text, note, number)
    return shown.format(**values) if values else shown


def told(text: str) -> str:
    """The same for a text that is data: `installer/translations.py` knows where those stand and finds them there."""
    return _translate(text, "", -1)


def parts(text: str, names: Mapping[str, str], /, **values: object) -> list[tuple[str, bool]]:
    """A sentence for `ui.sentence`: (text, whether it is a name), in the order in which `text` has them.

    `text`: as `said` gives it, its `{…}` still in it; `names`: what is marked as a name, the rest are `values`.
    """
    found: list[tuple[str, bool]] = []
    told = ""
    for literal, field, _, _ in Formatter().parse(text):
        told += literal
        if field is None:
            continue
        if field in names:
            found += [(told.strip(), False)] if told.strip() else []
            found.append((names[field], True))
            told = ""
        else:
            told += str(values[field])
    return [*found, (told.strip(), False)] if told.strip() else found
