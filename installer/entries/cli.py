"""What `callgate` of an installed Callgate runs: the command line, or a part of it for another of its programs."""

from __future__ import annotations

import os
import sys

from callgate_proxy import frozen
from callgate_proxy.cli import main

if __name__ == "__main__":
    if sys.argv[1:2] == [frozen.MODULE]:
        code = frozen.run(sys.argv[2:])
        sys.stdout.flush()
        os._exit(code)  # a thread may still be blocked in a read that nothing will end
    sys.exit(main())
