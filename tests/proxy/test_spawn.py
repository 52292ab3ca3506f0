"""Starting the server, ending it, and the lines Windows needs."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from callgate_proxy import spawn
from callgate_proxy.spawn_windows import batch_line, environment

PYTHON = sys.executable


def ended(child: spawn.Child) -> int:
    os.close(child.stdin)
    code = child.wait()
    os.close(child.stdout)
    return code


def test_the_server_gets_pipes_and_its_exit_code_comes_back() -> None:
    child = spawn.start([PYTHON, "-c", "import sys; sys.stdout.write(sys.stdin.read()[::-1]); sys.exit(7)"])
    os.write(child.stdin, b"abc")
    os.close(child.stdin)
    assert os.read(child.stdout, 10) == b"cba"
    assert child.wait() == 7
    assert child.poll() == 7
    os.close(child.stdout)


def test_a_death_by_signal_is_128_and_its_number() -> None:
    child = spawn.start([PYTHON, "-c", "input()"])
    assert child.poll() is None
    child.kill()
    assert ended(child) == 128 + 9


def test_environment_and_working_directory_come_as_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("CALLGATE_TEST_VALUE", "é ☃")
    monkeypatch.chdir(str(tmp_path))
    child = spawn.start([PYTHON, "-c", "import os; print(os.environ['CALLGATE_TEST_VALUE'] == 'é ☃', os.getcwd())"])
    os.close(child.stdin)
    with os.fdopen(child.stdout) as stdout:
        assert stdout.read() == f"True {os.path.realpath(str(tmp_path))}\n"
    assert child.wait() == 0


def test_what_the_server_started_is_ended_with_it() -> None:
    starts_another = "p = subprocess.Popen([sys.executable, '-c', 'input()']); print(p.pid, flush=True); input()"
    child = spawn.start([PYTHON, "-c", f"import subprocess, sys; {starts_another}"])
    grandchild = int(os.read(child.stdout, 20))
    child.kill()
    ended(child)
    assert _gone(grandchild)


def _gone(pid: int) -> bool:
    import psutil

    try:
        psutil.wait_procs([psutil.Process(pid)], timeout=30)
        return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("command", [["no-such-program-anywhere"], ["/"], ["a\0b"]])
def test_a_command_that_cannot_be_started_is_an_error_that_names_it(command: list[str]) -> None:
    with pytest.raises(spawn.SpawnError, match="could not be started") as caught:
        spawn.start(command)
    assert "PATH" in caught.value.fix


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-y"], r'"C:\cmd.exe" /d /s /c "npx.cmd ^^^"-y^^^""'),
        (["a b"], r'"C:\cmd.exe" /d /s /c "npx.cmd ^^^"a^^^ b^^^""'),
        (["%PATH%"], r'"C:\cmd.exe" /d /s /c "npx.cmd ^^^"^^^%PATH^^^%^^^""'),
        (['say "hi"'], r'"C:\cmd.exe" /d /s /c "npx.cmd ^^^"say^^^ \^^^"hi\^^^"^^^""'),
        (["dir\\"], r'"C:\cmd.exe" /d /s /c "npx.cmd ^^^"dir\\^^^""'),
        (["a&b|c"], r'"C:\cmd.exe" /d /s /c "npx.cmd ^^^"a^^^&b^^^|c^^^""'),
    ],
)
def test_a_batch_file_gets_its_arguments_as_they_were(arguments: list[str], line: str) -> None:
    assert batch_line("npx.cmd", arguments, r"C:\cmd.exe") == line


def test_windows_gets_back_what_a_host_kept_from_it() -> None:
    poor = environment({"PATHEXT": ".CPL", "COMSPEC": "", "Path": "x"})
    assert poor["PATHEXT"].split(";")[1] == ".EXE"
    assert poor["COMSPEC"] == r"C:\Windows\System32\cmd.exe"
    assert poor["SystemRoot"] == poor["WINDIR"] == r"C:\Windows"
    rich = {"PATHEXT": ".EXE;.PY", "COMSPEC": r"D:\c.exe", "SystemRoot": r"D:\W", "WINDIR": r"D:\W"}
    assert environment(rich) == rich


def test_two_threads_may_wait_for_one_end() -> None:
    for _ in range(20):
        child = spawn.start([PYTHON, "-I", "-S", "-c", "pass"])
        os.close(child.stdin)
        with ThreadPoolExecutor(2) as pool:
            codes = [pool.submit(child.wait), pool.submit(_poll_to_the_end, child)]
            assert [code.result(30) for code in codes] == [0, 0]
        os.close(child.stdout)


def _poll_to_the_end(child: spawn.Child) -> int:
    while (code := child.poll()) is None:
        continue
    return code
