"""The person's language: Callgate's own translation, and Qt's for the words Qt brings (menus of text fields, dialogs).

* "" follows the system; a code ("de") is a person's choice. English is what the code is written in and needs no file.
* A text that a translation lacks is shown in English.
"""

from __future__ import annotations

from importlib.resources import as_file, files

from callgate_proxy.home import Home
from callgate_proxy.jsonlean import as_object, loads
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from callgate_desktop import said

CONTEXT = "callgate"  # of every message in the files
LANGUAGES = {"en": "English", "de": "Deutsch"}


def chosen(home: Home) -> str:
    """The code in the home's preferences; "" where there is none. Read here alone: `preferences` has texts itself."""
    try:
        with open(home.preferences, encoding="utf-8") as file:
            found = as_object(loads(file.read())) or {}
    except (OSError, ValueError):
        return ""  # `preferences` tells a person what is wrong with the file
    return str(found.get("language", ""))


def code(chosen: str) -> str:
    """Which of LANGUAGES is shown: the one chosen, else the first of the system's that there is, else English."""
    if chosen in LANGUAGES:
        return chosen
    wanted = [name.replace("-", "_").split("_")[0] for name in QLocale.system().uiLanguages()]
    return next((name for name in wanted if name in LANGUAGES), "en")


def begin(chosen: str) -> str:
    """Shows `chosen` ("": the system's language) from here on; gives its code. Needs no application yet."""
    used = code(chosen)
    if used == "en":
        said.begin(said.english)
        return used
    own = QTranslator()
    with as_file(files("callgate_resources") / "translations" / f"callgate_{used}.qm") as path:
        found = own.load(str(path))
    if not found:
        said.begin(said.english)
        return "en"
    locale = QLocale(used)

    def translate(text: str, note: str, number: int) -> str:
        shown = own.translate(CONTEXT, text, note or None, number)
        if not shown:
            return said.english(text, note, number)
        return shown.replace("%n", locale.toString(number)) if number >= 0 else shown

    said.begin(translate)
    return used


def dress(application: QCoreApplication, used: str) -> None:
    """Has Qt's own words in the language `used`, where Qt brings them."""
    theirs = QTranslator(application)
    if used != "en" and theirs.load(f"qtbase_{used}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(theirs)
