"""How policy.json comes into a process, and how it is written.

* A look is one `stat`. A file that changed is read, and its table found by content or compiled by a helper process; a
  call made after a save waits for that and is never judged by the older file.
* A file that is missing or no policy changes nothing: the last good table stays in force, and `problem` says why.
* A file touched within the last moments may change again without its times showing it, so it is read at every look
  until it has settled (as git does with its index).
* In strict mode (`confirming.py`) what was last confirmed is in force beside it, and the stricter of the two rules.
  Whatever of that cannot be read refuses every call.
* Files beside the policy are looked at only while they matter: the chosen profile where the policy has profiles, what
  was confirmed while something waits.
* What is saved through Callgate is compiled first and put in place last.
On the proxy's path; only `publish` and `save` import the model.
"""

from __future__ import annotations

import os
import time
from _thread import allocate_lock

from callgate_proxy.policy import beside, cache, compiling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from callgate_proxy.home import Home
    from callgate_proxy.policy.beside import Beside, Mark
    from callgate_proxy.policy.places import Problem
    from callgate_proxy.policy.profiles import Choice

SETTLED = 50_000_000  # ns: coarser than any file system's clock in use
RETRY = 2_000_000_000  # ns, after a helper that could not do its work
ROUNDS = 5  # readings of a file that changes while it is read
NEVER = 1 << 63
HISTORY_KEPT = 100
NO_POLICY = 'There is no policy file; make one with "callgate policy init".'

_mark = beside.mark


class Snapshot:
    """The policy in force. `table`: compiled, None where there never was a good one; `hash`: its name in the cache.

    `problem`: "", or one line: why policy.json is not what is in force, and what to do.
    `confirmed`: a table that must allow a call as well (strict mode), or None. `choice`: of a profile, None where no
    table has any.
    """

    __slots__ = ("choice", "confirmed", "hash", "problem", "table")

    def __init__(self, table: dict[str, Any] | None, name: str, problem: str) -> None:
        self.table = table
        self.hash = name
        self.problem = problem
        self.confirmed: dict[str, Any] | None = None
        self.choice: Choice | None = None


class Source:
    """One process's view of a home's policy. Threads may share it."""

    __slots__ = ("_clock", "_compile", "_content", "_home", "_judged", "_key", "_lock", "_snapshot", "_state")

    def __init__(
        self, home: Home, clock: Callable[[], int] = time.time_ns, compiler: Callable[[Home], None] | None = None
    ) -> None:
        """`clock`: ns since the epoch. `compiler`: publishes the home's policy; default: a helper process."""
        self._home = home
        self._clock = clock
        self._compile = compiler or compiling.run
        self._lock = allocate_lock()
        self._judged = ""  # the content that the snapshot was made for
        self._content = Snapshot(None, "", NO_POLICY)  # what policy.json says by itself
        self._snapshot = self._content
        self._key: tuple[object, ...] = ()  # what the snapshot was put together from
        # One tuple, so that a thread never sees a new mark with an old snapshot: mark, when to look again, snapshot,
        # and what else to look at.
        self._state: tuple[Mark | None, int, Snapshot, Beside | None] = (None, 0, self._snapshot, None)

    def current(self) -> Snapshot:
        """The policy in force now; the same object while nothing changed."""
        mark, again, snapshot, others = self._state
        same = mark == _mark(self._home.policy) and (others is None or others.stands())
        if same and (again == NEVER or self._clock() < again):
            return snapshot
        with self._lock:
            return self._look()

    def _look(self) -> Snapshot:
        mark: Mark = ()
        others: Beside | None = None
        for _ in range(ROUNDS):
            mark = _mark(self._home.policy)
            self._content = self._judge()
            others = beside.look(self._home, self._content.table, self._content.hash, self._compile)
            if _mark(self._home.policy) == mark and others.stands():
                break
        assert others is not None
        self._put_together(others)
        now = self._clock()
        touched = [max(one[:2]) for one in (mark, *(one for _, one in others.seen)) if one]
        settled = not touched or now - max(touched) >= SETTLED
        again = 0 if not settled else NEVER if self._judged and not others.problem else now + RETRY
        self._state = (mark, again, self._snapshot, others if others.seen else None)
        return self._snapshot

    def _put_together(self, others: Beside) -> None:
        """Makes the snapshot anew where policy.json or what stands beside it has changed."""
        content, key = self._content, (self._content, others.key)
        if key == self._key:
            return
        table = None if others.problem else content.table
        fresh = Snapshot(table, content.hash, others.problem or content.problem)
        fresh.confirmed, fresh.choice = others.confirmed, others.choice
        self._snapshot, self._key = fresh, key

    def _judge(self) -> Snapshot:
        """The snapshot for the file's content; the same object for the same content."""
        try:
            data = _read(self._home)
        except OSError as error:
            self._judged = "unreadable"
            missing = isinstance(error, FileNotFoundError)
            return self._fallback(NO_POLICY if missing else f"{self._home.policy} cannot be read: {error.strerror}.")
        name = cache.key(data)
        if name == self._judged:
            return self._content
        table = cache.load(self._home, name)
        problem = "" if table else cache.problem(self._home, name)
        if table is None and not problem:
            self._compile(self._home)
            table = cache.load(self._home, name)
            problem = "" if table else cache.problem(self._home, name)
        self._judged = name if table or problem else ""
        if table is None:
            return self._fallback(problem or _unmade(self._home))
        _remember(self._home, name)
        return Snapshot(table, name, "")

    def _fallback(self, problem: str) -> Snapshot:
        """The last good table, as the home knows it, else as this process does."""
        name = cache.last_good(self._home)
        table = cache.load(self._home, name) if name else None
        old = self._content
        if table is None:
            name, table = old.hash, old.table
        kept = "The last good policy stays in force." if table else "Until then every call is refused."
        fresh = Snapshot(table, name, f"{problem} {kept}")
        return old if (old.hash, old.problem) == (fresh.hash, fresh.problem) else fresh


def publish(home: Home) -> list[Problem]:
    """Compiles policy.json and makes it known to every proxy. Gives back what is wrong with it. Raises OSError."""
    from callgate_proxy.policy.places import PolicyInvalid, Problem

    try:
        data = _read(home)
    except FileNotFoundError:
        return [Problem(0, 0, "", "there is no policy file", 'make one with "callgate policy init"')]
    _keep_confirmed(home)
    try:
        cache.remember(home, _keep(home, data))
    except PolicyInvalid as error:
        cache.keep_problem(home, cache.key(data), f"{error}. Correct the file.")
        return error.problems
    return []


def save(home: Home, text: str, by_person: bool = True) -> None:
    """Puts `text` in place as policy.json: checked, compiled, the version before kept in history/, then swapped in.

    `by_person`: somebody saw it and said yes; False: a script did, so in strict mode what allows more waits.
    Raises PolicyError (PolicyInvalid with all problems, where it is no policy); the old file is then untouched.
    """
    from callgate_proxy import atomicfile
    from callgate_proxy.errors import PolicyError
    from callgate_proxy.policy import confirming

    data = text.encode("utf-8", "surrogatepass")
    try:
        name = _keep(home, data)
        waiting = confirming.waiting(home)
        _keep_history(home, data)
        # A policy that is a link (dotfiles under version control) stays one.
        atomicfile.write(os.path.realpath(home.policy), data, 0o600)
        cache.remember(home, name)
        if by_person and waiting is None:  # else it waits along
            confirming.confirm_saved(home, data)
    except OSError as error:
        fix = "Check that the disk is not full and the folder can be written."
        raise PolicyError(f"{error.filename or home.policy} cannot be written: {error.strerror}.", fix) from error


def _keep(home: Home, data: bytes) -> str:
    """Compiles `data` into the cache and gives back its name there. Raises PolicyInvalid, OSError."""
    from callgate_proxy.policy.compile import compile_text
    from callgate_proxy.policy.places import decoded

    name = cache.key(data)
    table = compile_text(decoded(data))
    cache.keep(home, name, table)
    return name


def _keep_confirmed(home: Home) -> None:
    """Compiles what was last confirmed, where strict mode needs it; where that fails, `beside.look` tells."""
    from contextlib import suppress

    from callgate_proxy.errors import PolicyError

    if os.path.lexists(home.strict):
        with suppress(OSError, PolicyError), open(home.confirmed, "rb") as file:
            _keep(home, file.read())


def _keep_history(home: Home, fresh: bytes) -> None:
    """Keeps the version that `fresh` is about to replace."""
    from callgate_proxy import atomicfile

    try:
        old = _read(home)
    except FileNotFoundError:
        return
    if old == fresh:
        return
    folder = home.ensure(home.history)
    second, rest = divmod(time.time_ns(), 10**9)  # one look at the clock: two may fall on either side of a second
    stamp = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime(second))}.{rest:09}"
    atomicfile.write(os.path.join(folder, f"policy-{stamp}Z.json"), old, 0o600)
    for name in sorted(one for one in os.listdir(folder) if one.startswith("policy-"))[:-HISTORY_KEPT]:
        os.remove(os.path.join(folder, name))


def _read(home: Home) -> bytes:
    with open(home.policy, "rb") as file:
        return file.read()


def _remember(home: Home, name: str) -> None:
    try:
        cache.remember(home, name)
    except OSError:
        return  # the right policy is in force; only the fall-back stays an older one


def _unmade(home: Home) -> str:
    return (
        f'policy.json could not be compiled; run "callgate policy check" and see that {home.compiled} can be written.'
    )
