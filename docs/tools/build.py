"""`python3 dev.py docs`: builds the documentation into site/; a broken link or any other warning fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Builds; gives the exit code. `arguments` go to mkdocs."""
    environ = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # an advertisement of the theme's makers
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", *arguments]
    return subprocess.run(words, cwd=ROOT, env=environ, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
