"""`callgate demo`, as a person runs it: it says each step, leaves pictures, and takes nothing of theirs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from callgate_proxy.home import Home
from PySide6.QtGui import QImage

STEPS = (
    "Protect",
    "Policy",
    "Allowed",
    "Limited",
    "Asked",
    "Edited",
    "Denied",
    "Hidden",
    "Both eras",
    "Logged",
    "Undone",
)


def test_the_demo_does_every_step_it_says_and_shows_the_windows(home: Home) -> None:
    person = os.environ | {"CALLGATE_HOME": home.root, "CI": ""}
    person.pop("DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "-m", "callgate_proxy.cli", "demo"],
        env=person,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = [found.group(1) for found in re.finditer(r"^ *\d+\. (.+?):", done.stdout, re.MULTILINE)]
    assert tuple(told) == STEPS
    pictures = [Path(found) for found in re.findall(r"picture: (.+\.png)", done.stdout)]
    assert len(pictures) == 5
    for picture in pictures:
        assert _colours(picture) > 20  # a blank window has one
        picture.unlink()
    assert not os.path.exists(home.root)


def _colours(picture: Path) -> int:
    image = QImage(str(picture))
    return len({image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)})
