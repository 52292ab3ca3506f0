"""What `callgate-proxy` of an installed Callgate runs: the proxy, or one compilation of a policy for it."""

from __future__ import annotations

import sys

from callgate_proxy import frozen, relay

if __name__ == "__main__":
    if sys.argv[1:2] == [frozen.COMPILE]:
        from callgate_proxy.policy import compile

        del sys.argv[1]
        sys.exit(compile.main())
    sys.exit(relay.main())
