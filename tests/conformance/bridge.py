"""Streamable HTTP in front of a stdio server, for a suite that speaks HTTP only. A test tool, not a product.

1. Legacy: one server process for each `Mcp-Session-Id`. Modern: one for each request, since nothing is kept between.
2. A request's answer is an event stream; what the server says meanwhile goes into the stream of the request whose
   progress token it names, else into the newest one. An error that comes first is a JSON answer with a status.
3. The bridge adds no message of its own: what it refuses, it refuses with an HTTP status.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from messages import Json, inside

LOCAL = ("localhost", "127.0.0.1", "::1")
STATUS = {-32601: 404, -32602: 400, -32020: 400, -32021: 400, -32022: 400}
VERSION = "io.modelcontextprotocol/protocolVersion"


class Child:
    """One server process and who waits for what it says."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._streams: dict[str, tuple[queue.SimpleQueue[Json | None], object]] = {}
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def tell(self, body: bytes) -> None:
        """Passes one message on."""
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.write(body.replace(b"\n", b" ").replace(b"\r", b" ") + b"\n")
            self._process.stdin.flush()

    def ask(self, message: Json, body: bytes) -> queue.SimpleQueue[Json | None]:
        """Passes a request on; gives what comes in return, the answer last, None when the server has gone."""
        stream: queue.SimpleQueue[Json | None] = queue.SimpleQueue()
        meta = inside(message, "params", "_meta")
        self._streams[json.dumps(message["id"])] = (stream, meta.get("progressToken"))
        self.tell(body)
        return stream

    def end(self) -> None:
        """Closes the server's input and waits for its end."""
        assert self._process.stdin is not None
        with self._lock:
            self._process.stdin.close()
        self._process.wait(30)
        self._reader.join(30)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                message = json.loads(line)
                if "method" not in message:
                    stream, _ = self._streams.pop(json.dumps(message["id"]), (None, None))
                else:
                    stream = self._stream_for(message)
                if stream is not None:
                    stream.put(message)
        for stream, _ in list(self._streams.values()):
            stream.put(None)

    def _stream_for(self, message: Json) -> queue.SimpleQueue[Json | None] | None:
        wanted = inside(message, "params").get("progressToken")
        streams = list(self._streams.values())
        named = [stream for stream, token in streams if wanted is not None and token == wanted]
        return (named or [stream for stream, _ in streams] or [None])[-1]


class Bridge(ThreadingHTTPServer):
    """Listens on a free port of this machine. `url`: where."""

    daemon_threads = True

    def __init__(self, command: list[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.command = command
        self.sessions: dict[str, Child] = {}
        self.url = f"http://127.0.0.1:{self.server_address[1]}/mcp"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Ends the listening and every server process."""
        self.shutdown()
        self.server_close()
        for child in self.sessions.values():
            child.end()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Bridge  # pyright: ignore[reportIncompatibleVariableOverride]  # what it is handed

    def do_POST(self) -> None:
        """A message of the client's."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        hosts = [self.headers.get("Host", ""), urlsplit(self.headers.get("Origin", "//localhost")).netloc]
        if any((urlsplit(f"//{host}").hostname or "") not in LOCAL for host in hosts):
            return self._say(403)
        message: Json = json.loads(body)
        if message.get("method") == "initialize" and VERSION not in inside(message, "params", "_meta"):
            name = uuid.uuid4().hex
            self.server.sessions[name] = Child(self.server.command)
            return self._pass(self.server.sessions[name], message, body, name)
        if session := self.headers.get("Mcp-Session-Id"):
            child = self.server.sessions.get(session)
            return self._say(404) if child is None else self._pass(child, message, body)
        child = Child(self.server.command)
        try:
            return self._pass(child, message, body)
        finally:
            child.end()

    def do_DELETE(self) -> None:
        """The end of a session."""
        child = self.server.sessions.pop(self.headers.get("Mcp-Session-Id", ""), None)
        if child is not None:
            child.end()
        self._say(405 if child is None else 200)

    def do_GET(self) -> None:
        """There is no stream beside those of the requests."""
        self._say(405)

    def _pass(self, child: Child, message: Json, body: bytes, session: str = "") -> None:
        headers = {"Mcp-Session-Id": session} if session else {}
        if "id" not in message or "method" not in message:
            child.tell(body)
            return self._say(202)
        stream = child.ask(message, body)
        said = stream.get()
        if said is None:
            return self._say(502)
        if "error" in said:
            return self._say(STATUS.get(said["error"]["code"], 200), said, headers)
        self._begin(200, {**headers, "Content-Type": "text/event-stream", "Connection": "close"})
        while said is not None:
            self.wfile.write(f"event: message\ndata: {json.dumps(said)}\n\n".encode())
            self.wfile.flush()
            said = None if "method" not in said else stream.get()
        return None

    def _say(self, status: int, message: Json | None = None, headers: Json | None = None) -> None:
        body = b"" if message is None else json.dumps(message).encode()
        self._begin(status, {"Content-Type": "application/json", "Content-Length": len(body), **(headers or {})})
        self.wfile.write(body)

    def _begin(self, status: int, headers: Json) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the suite says what it did."""
