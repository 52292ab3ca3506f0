"""What `callgate` of an installed Callgate runs."""

from __future__ import annotations

import sys

from callgate_proxy.cli import main

if __name__ == "__main__":
    sys.exit(main())
