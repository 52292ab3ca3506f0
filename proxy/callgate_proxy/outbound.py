"""From the server to the client: bytes as they come, looked at no more than something waits for.

* A long line is passed on in parts while it still arrives, so that a result of any size needs little memory and no
  extra time; only a form that cannot be told from its ends, or a list of tools that may have to be cut, is waited for.
* Bytes are copied no more often than they are read and written: what came whole is passed on as it came.
"""

from __future__ import annotations

from callgate_proxy import reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.lines import Sink
    from callgate_proxy.shell import Shell

IN_PARTS = 32_768  # bytes of a line without an end from which on it is passed on in parts


class Outbound:
    """Feeds what the server writes to the client."""

    def __init__(self, shell: Shell, client: Sink) -> None:
        self._shell = shell
        self._client = client
        self._held: list[bytes] = []  # the pieces of a line that is not complete
        self._size = 0  # their bytes; or what was passed on of a line in parts
        self._head = b""  # of a line in parts; b"" while there is none
        self._tail = b""
        self._is_waited_for = False  # the line that is not complete must be seen whole

    def feed(self, data: bytes) -> None:
        """Takes what was read."""
        if not self._size and data.endswith(b"\n"):  # whole lines, as nearly always
            self._whole(data)
            return
        if self._head:
            end = data.find(b"\n") + 1
            self._part(data[:end] if end else data)
            if not end:
                return
            self._parts_end()
            data = data[end:]
        end = data.rfind(b"\n") + 1
        if end:
            self._whole(b"".join([*self._held, data[:end]]) if self._held else data[:end])
            self._held.clear()
            self._size = 0
            self._is_waited_for = False
            data = data[end:]
        if data:
            self._held.append(data)
            self._size += len(data)
            if self._size >= IN_PARTS and not self._is_waited_for:
                self._maybe_in_parts()

    def end(self) -> None:
        """The server closed its end: what is left is passed on, complete or not."""
        if self._head:
            self._client.end()
            self._head = b""
        elif self._held:
            self._whole(b"".join(self._held))

    def _whole(self, data: bytes) -> None:
        delivered, effects, now = self._shell.from_server(data)
        if delivered:
            self._client.write(delivered)
        self._shell.after(effects, now)

    def _maybe_in_parts(self) -> None:
        head = b"".join(self._held)
        if self._shell.session.wants_whole(head):
            self._is_waited_for = True
            return
        self._client.begin()
        self._held.clear()
        self._head = head[: reply.LOOK]
        self._tail = b""
        self._size = 0
        self._part(head)

    def _part(self, data: bytes) -> None:
        self._client.part(data)
        self._size += len(data)
        self._tail = (self._tail + data)[-reply.LOOK :] if len(data) < reply.LOOK else data[-reply.LOOK :]

    def _parts_end(self) -> None:
        self._client.end()
        head, tail, size = self._head, self._tail, self._size
        self._head = b""
        self._size = 0
        self._shell.from_server_in_parts(head, tail, size)
