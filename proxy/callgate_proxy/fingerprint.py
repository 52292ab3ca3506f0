"""Whether a server is started as a person last saw it started: looked at before every start, so lean.

1. What is compared is the command line, word for word; the names of the entry's variables and its folder stand in the
   client's file, so that file is held against its mark (a stat) and, where a client writes it all the time, against the
   entry's own text.
2. Words that the client fills in (`${input:…}`) may be anything here: what the file says of them is compared.
3. The first sight is trusted, as with pins: it is noted once the client lists the tools.
4. A note that cannot be read vouches for nothing.
One file for each client and server in `<home>/starts`. On the proxy's path, before the server is started: no imports
but these.
"""

from __future__ import annotations

import os
from _blake2 import blake2b

from callgate_proxy.jsonlean import as_list, as_object, canonical, dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.home import Home
    from callgate_proxy.relay import Options

    Launch = dict[str, object]  # see clients/launches.py for what stands in it

SAME, FIRST, SETTLED = "same", "first", "settled"  # SETTLED: the same again, after something else was held
TOUCHED, CHANGED = "touched", "changed"  # TOUCHED: the command is the same, the client's file is not
STARTS = (SAME, FIRST, SETTLED)  # with these the server may start
ANY = "\0"  # in the place of a word that the client fills in
PROTECTED, SEEN, ACCEPTED = "protected", "seen", "accepted"  # by whom a start was taken for right


def path_of(home: Home, client: str, server: str) -> str:
    """The file of what is known of the starts of `server` by `client`."""
    return os.path.join(home.starts, hashed("\0".join((client, server))) + ".json")


def hashed(text: str) -> str:
    """The name of a text: 32 hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def words_of(options: Options) -> list[str]:
    """What is started: a remote server's address stands in the place of the bridge, which moves with Callgate."""
    return ["--url", *options.command[options.command.index(options.url) :]] if options.url else options.command


def mark_of(words: list[str], anywhere: list[int] | None = None) -> str:
    """The fingerprint of a command line; `anywhere`: the places of words that may be anything."""
    return hashed(canonical([ANY if at in (anywhere or ()) else word for at, word in enumerate(words)]))


def standing(home: Home, client: str, server: str, words: list[str]) -> str:
    """SAME, FIRST, SETTLED, TOUCHED or CHANGED."""
    try:
        with open(path_of(home, client, server), "rb") as file:
            note = as_object(loads(file.read().decode()))
    except (FileNotFoundError, NotADirectoryError):
        return FIRST
    except (OSError, ValueError):
        return CHANGED
    known = [one for one in launches(note) if fits(one, words)]
    if note is None or not known:
        return CHANGED
    if not all(map(_stands, known)):
        return TOUCHED
    return SETTLED if note.get("held") else SAME


def launches(note: dict[str, object] | None) -> list[Launch]:
    """The starts that a note takes for right."""
    return [one for one in map(as_object, as_list((note or {}).get("accepted")) or []) if one is not None]


def fits(launch: Launch, words: list[str]) -> bool:
    """Whether `words` is the command line of `launch`."""
    anywhere = [at for at in as_list(launch.get("any")) or [] if isinstance(at, int)]
    return launch.get("mark") == mark_of(words, anywhere)


def file_mark(path: str) -> list[int]:
    """What tells one state of a client's file from another; [] where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return []
    return [found.st_mtime_ns, found.st_size, found.st_ino]


def _stands(launch: Launch) -> bool:
    """Whether the entry that the launch came from is as it was."""
    path = launch.get("file")
    if not isinstance(path, str) or not path:
        return True
    return launch.get("file_mark") == file_mark(path) or _reads_the_same(path, as_list(launch.get("text")) or [])


def _reads_the_same(path: str, text: list[object]) -> bool:
    """Whether the entry's text stands in the file, once. `text`: as in clients/launches.py."""
    if len(text) != 4:
        return False
    options, before, size, wanted = text
    if not isinstance(options, str) or not isinstance(before, int) or not isinstance(size, int):
        return False
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return False
    at = content.find(options.encode()) - before
    if at < 0 or content.count(options.encode()) != 1:
        return False
    return blake2b(content[at : at + size], digest_size=16).hexdigest() == wanted


def settle(home: Home, client: str, server: str, words: list[str], found: str, now: float) -> None:
    """Notes a start of the standing `found` (FIRST or SETTLED) that went on. Raises OSError."""
    if found == FIRST:
        write(home, client, server, [bare(words, SEEN, now)], None)
        return
    with open(path_of(home, client, server), "rb") as file:
        note = as_object(loads(file.read().decode()))
    if note is not None and any(fits(one, words) for one in launches(note)):
        write(home, client, server, launches(note), None)


def bare(words: list[str], how: str, now: float) -> Launch:
    """A start of which nothing but the command line is known."""
    from callgate_proxy.redact import redact

    shown = [word.encode("utf-8", "backslashreplace").decode() for word in words]
    unknown: Launch = {"env": None, "folder": "", "env_file": "", "file": "", "entry": ""}
    return {"mark": mark_of(words), "any": [], "shown": redact(shown), **unknown, "how": how, "at": now}


def write(home: Home, client: str, server: str, accepted: list[Launch], held: Launch | None) -> None:
    """Puts a note in place, whole. Raises OSError."""
    path = path_of(home, client, server)
    fresh = f"{path}.{os.getpid():x}"
    home.ensure(home.starts)
    note = {"v": 1, "client": client, "server": server, "accepted": accepted, "held": held}
    number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    try:
        data = dumps(note).encode()
        if os.write(number, data) != len(data):
            raise OSError(28, "No space left on device", fresh)
    except BaseException:
        os.close(number)
        os.remove(fresh)
        raise
    os.close(number)
    os.replace(fresh, path)
