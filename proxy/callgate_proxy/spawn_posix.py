"""Starting the server on Linux and macOS: fork and exec by hand, because `subprocess` costs 15 ms at every client
start.

* The child resets what Python changed (SIGPIPE) and leads a new session.
* On Linux it dies with the proxy (PR_SET_PDEATHSIG), and so does what it started: a pipe within the
  proxy wishes its group SIGKILL when there is news (F_SETSIG), and that its other end closed is news.
* A command that cannot be run is told through a pipe that a successful exec closes.
"""

from __future__ import annotations

import os
import sys
import time
from _thread import allocate_lock

from callgate_proxy import spawn

assert sys.platform != "win32"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from signal import SIG_DFL, SIGKILL, SIGPIPE, SIGTERM, signal
    from typing import Any
else:
    from _signal import SIG_DFL, SIGKILL, SIGPIPE, SIGTERM, signal  # without `enum`, which `signal` costs

PR_SET_PDEATHSIG = 1  # prctl(2)
LOOK_AGAIN = 0.02  # seconds


class PosixChild:
    """One child process that leads its own session."""

    def __init__(self, pid: int, stdin: int, stdout: int) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout
        self._code: int | None = None
        self._lock = allocate_lock()

    def poll(self) -> int | None:
        """See spawn.Child."""
        with self._lock:
            if self._code is None:
                self._reap(os.WNOHANG)
            return self._code

    def wait(self) -> int:
        """See spawn.Child."""
        while (code := self.poll()) is None:
            self._until_ended()
        return code

    if sys.platform == "linux":

        def _until_ended(self) -> None:
            # WNOWAIT leaves the reaping to poll(): two threads may wait, and neither signals a recycled pid.
            try:
                os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
            except ChildProcessError:
                return  # the other thread has just reaped it
    else:

        def _until_ended(self) -> None:
            time.sleep(LOOK_AGAIN)  # macOS has no waitid before Python 3.13

    def terminate(self) -> None:
        """See spawn.Child."""
        self._signal(SIGTERM)

    def kill(self) -> None:
        """See spawn.Child."""
        self._signal(SIGKILL)

    def _reap(self, flags: int) -> None:
        pid, status = os.waitpid(self.pid, flags)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            self._code = code if code >= 0 else 128 - code

    def _signal(self, number: int) -> None:
        # The group may outlive its leader: what the server started is ended too.
        try:
            os.killpg(self.pid, number)
        except (ProcessLookupError, PermissionError):
            return


def start(command: list[str]) -> PosixChild:
    """See spawn.start."""
    prctl = _prctl() if sys.platform == "linux" else None
    theirs_in, ours_in = os.pipe()
    ours_out, theirs_out = os.pipe()
    failure_in, failure_out = os.pipe()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become(command, theirs_in, theirs_out, failure_out, prctl, parent)
    for theirs in (theirs_in, theirs_out, failure_out):
        os.close(theirs)
    number = os.read(failure_in, 16)
    os.close(failure_in)
    if number:
        os.waitpid(pid, 0)
        error = int(number)
        raise spawn.failed(command, OSError(error, os.strerror(error)))
    if sys.platform == "linux":
        _leash(pid)
    return PosixChild(pid, ours_in, ours_out)


def _become(command: list[str], stdin: int, stdout: int, failure: int, prctl: Any, parent: int) -> None:
    # Between fork and exec; every path ends in exec or _exit.
    try:
        os.setsid()
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, SIGKILL)
            if os.getppid() != parent:
                os._exit(1)  # the proxy died before the wish was registered
        os.dup2(stdin, 0)
        os.dup2(stdout, 1)
        signal(SIGPIPE, SIG_DFL)
        os.execvp(command[0], command)
    except OSError as error:
        os.write(failure, str(error.errno or 1).encode())
    except ValueError:  # a NUL in the command line
        os.write(failure, b"22")
    os._exit(127)


if sys.platform == "linux":

    def _leash(group: int) -> None:
        import fcntl

        # News comes only while the other end is still open. In which order a dying process's descriptors close is the
        # kernel's affair, so there is a pipe for either: one whose reading end is the lower, one where it is the upper.
        for moved in (False, True):
            reading, writing = os.pipe()
            if moved:
                above = fcntl.fcntl(reading, fcntl.F_DUPFD_CLOEXEC, writing + 1)
                os.close(reading)
                reading = above
            fcntl.fcntl(reading, fcntl.F_SETOWN, -group)
            fcntl.fcntl(reading, fcntl.F_SETSIG, SIGKILL)
            fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)


def _prctl() -> Any:
    # The C half of ctypes alone: the whole costs 5 ms. The look-up happens before the fork, the call after it.
    try:
        import _ctypes

        ctypes: Any = _ctypes
        address = ctypes.dlsym(ctypes.dlopen(None, 0), "prctl")
    except (ImportError, OSError, AttributeError):
        return None

    def prctl(option: int, value: int) -> None:
        ctypes.call_function(address, (option, value))

    return prctl
