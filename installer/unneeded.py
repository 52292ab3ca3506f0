"""What the packed programs leave out of what PyInstaller collects: parts of Qt and of the building machine.

1. A file is known by its place in the app's folder. What is Callgate's own is never left out.
2. Of Qt's own words there are those for the languages that Callgate's windows know, and no others.
"""

from __future__ import annotations

import re
from pathlib import Path

TEXTS = Path(__file__).resolve().parents[1] / "resources" / "translations"
OURS = "callgate_resources/"
QTS_WORDS = re.compile(r"PySide6/(?:Qt/)?translations/(.+)$")
# Qt: no QML, no platform themes of the machine it was built on.
_OUT = re.compile(
    r"Qt6?(Qml|Quick|Pdf|VirtualKeyboard|Sql|Test|Designer|Help|3D|Network|OpenGLWidgets)|libqgtk3"
    r"|imageformats/.*(tiff|webp|gif|icns|tga|wbmp|jpeg)|qtuiotouch|libq(vnc|linuxfb|eglfs|minimalegl)|egldeviceintegrations"
    r"|generic/|networkinformation|/tls/|virtualkeyboard|EglFS|EglFs"
    # GTK and what it brings along; the C++ runtime must be the one the system's graphics drivers were built with.
    r"|lib(gtk|gdk|gio|gobject|gmodule|pango|cairo|atk|atspi|harfbuzz|epoxy|fribidi|thai|datrie|graphite2|pixman)"
    r"|lib(gssapi|krb5|k5crypto|com_err|keyutils|selinux|blkid|mount|stdc\+\+|gcc_s|jpeg|systemd|gcrypt|gpg-error|cap\.)"
    r"|lib(Xcomposite|Xcursor|Xdamage|Xfixes|Xi|Xinerama|Xrandr)\."
)


def is_unneeded(place: str) -> bool:
    """Whether the file at `place` in the app's folder (either kind of slash) stays out."""
    name = place.replace("\\", "/")
    if name.startswith(OURS):
        return False
    words = QTS_WORDS.search(name)
    return words[1] not in _wanted() if words else bool(_OUT.search(name))


def _wanted() -> set[str]:
    """The files of Qt's words for the languages there are."""
    return {f"qtbase_{path.stem.removeprefix('callgate_')}.qm" for path in TEXTS.glob("*.ts")}
