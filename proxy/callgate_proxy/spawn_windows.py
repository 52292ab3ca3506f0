"""Starting the server on Windows: a job object that ends with the proxy, and batch files called as cmd.exe wants them.

* CreateProcess finds no `npx.cmd`: the program is looked up with PATHEXT, which some hosts pass broken or not at all.
* A batch file goes through `cmd.exe /d /s /c` with every argument escaped for it; Python's own quoting does not do
  that.
* The job kills what is in it when its last handle closes: no orphan, however the proxy ends.
Source of the escaping: cross-spawn, which the clients themselves use, so that a wrapped command means what it meant.
"""

from __future__ import annotations

import os
import sys

from callgate_proxy import spawn

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

_META = '()[]%!^"`<>&|;, *?'
_DEFAULT_PATHEXT = ".COM;.EXE;.BAT;.CMD"


def batch_line(program: str, arguments: list[str], cmd: str) -> str:
    """The command line that runs the batch file `program` through `cmd` with `arguments` unchanged."""
    # Twice: a batch file hands its arguments to another command line, where they are read once more.
    words = [_escape(program)] + [_escape(_escape(_quote(argument))) for argument in arguments]
    return f'"{cmd}" /d /s /c "{" ".join(words)}"'


def _quote(argument: str) -> str:
    quoted = ""
    slashes = 0
    for letter in argument:
        if letter == "\\":
            slashes += 1
            continue
        quoted += "\\" * (2 * slashes + 1 if letter == '"' else slashes) + letter
        slashes = 0
    return '"' + quoted + "\\" * (2 * slashes) + '"'


def _escape(text: str) -> str:
    return "".join(f"^{letter}" if letter in _META else letter for letter in text)


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` with what Windows programs cannot do without, where the host passed it broken or not at all."""
    found = dict(environ)
    root = found.get("SystemRoot") or found.get("WINDIR") or r"C:\Windows"
    found["SystemRoot"] = root
    found.setdefault("WINDIR", root)
    if not found.get("COMSPEC"):
        found["COMSPEC"] = root + r"\System32\cmd.exe"
    if ".EXE" not in found.get("PATHEXT", "").upper():
        found["PATHEXT"] = _DEFAULT_PATHEXT
    return found


if sys.platform == "win32":
    import ctypes
    import msvcrt
    import shutil
    import subprocess

    class WindowsChild:
        """One child process in a job of its own."""

        def __init__(self, process: subprocess.Popen[bytes], job: int) -> None:
            assert process.stdin is not None
            assert process.stdout is not None
            self._process = process
            self._job = job
            self.stdin = os.dup(process.stdin.fileno())
            self.stdout = os.dup(process.stdout.fileno())
            process.stdin.close()
            process.stdout.close()
            for end in (self.stdin, self.stdout):
                msvcrt.setmode(end, os.O_BINARY)

        def poll(self) -> int | None:
            """See spawn.Child."""
            return self._process.poll()

        def wait(self) -> int:
            """See spawn.Child."""
            return self._process.wait()

        def terminate(self) -> None:
            """See spawn.Child; Windows knows no polite signal for a process without a console."""
            self.kill()

        def kill(self) -> None:
            """See spawn.Child."""
            ctypes.windll.kernel32.TerminateJobObject(ctypes.c_void_p(self._job), 1)
            self._process.kill()

    def start(command: list[str]) -> WindowsChild:
        """See spawn.start."""
        environ = environment(os.environ)
        # PATHEXT steers the look-up of this very process.
        os.environ["PATHEXT"] = environ["PATHEXT"]
        program = shutil.which(command[0], path=environ.get("PATH"))
        if program is None:
            raise spawn.failed(command, FileNotFoundError(2, "not found in PATH"))
        line: str | list[str] = [program, *command[1:]]
        if program.lower().endswith((".bat", ".cmd")):
            line = batch_line(program, command[1:], environ["COMSPEC"])
        try:
            process = subprocess.Popen(
                line,
                executable=environ["COMSPEC"] if isinstance(line, str) else None,
                env=environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                creationflags=subprocess.CREATE_NO_WINDOW,
            )
        except OSError as error:
            raise spawn.failed(command, error) from None
        return WindowsChild(process, _job_for(process))

    def _job_for(process: subprocess.Popen[bytes]) -> int:
        kernel = ctypes.windll.kernel32
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        job = kernel.CreateJobObjectW(None, None)
        # JOBOBJECT_EXTENDED_LIMIT_INFORMATION (64 bit: 144 bytes); LimitFlags stands at 16: KILL_ON_JOB_CLOSE.
        limits = bytearray(144)
        limits[16:20] = (0x2000).to_bytes(4, "little")
        raw = (ctypes.c_char * len(limits)).from_buffer(limits)
        kernel.SetInformationJobObject(ctypes.c_void_p(job), 9, raw, len(limits))
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = kernel.OpenProcess(0x0101, False, process.pid)  # PROCESS_SET_QUOTA | PROCESS_TERMINATE
        kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(handle))
        kernel.CloseHandle(ctypes.c_void_p(handle))
        return int(job or 0)
