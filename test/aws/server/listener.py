"""Listens on the loopback interface, with connections kept alive as AWS keeps them."""

from __future__ import annotations

import os
import socket
import struct
from typing import Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import ThreadedWSGIServer

from .application import Application

#: SO_LINGER on, zero seconds: closing sends RST at once.
_RESET = struct.pack("ii", 1, 0)


class _Handler(MotoRequestHandler):
    """Werkzeug's handler closes every connection after 10 ms of waiting; here bodies are read whole."""

    protocol_version = "HTTP/1.1"
    #: Headers and body go out as two writes; without this Nagle's algorithm would hold the second one back.
    disable_nagle_algorithm = True

    def run_wsgi(self) -> None:
        self.environ = environ = self.make_environ()
        head: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            head[:] = [status, headers]

        try:
            for part in self.server.app(environ, start_response):
                if head:
                    self._send_head(*head)
                    head.clear()
                self.wfile.write(part)
        except ConnectionError as error:
            self.connection_dropped(error, environ)

    def _send_head(self, status: str, headers: list[tuple[str, str]]) -> None:
        code, phrase = status.split(" ", 1)
        self.send_response(int(code), phrase)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        self.close_connection = True
        if isinstance(error, ConnectionResetError) and environ is not None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            # The handler's files hold the socket open; only its descriptor can be closed at once.
            os.close(self.connection.detach())

    def log_request(self, *_: Any) -> None:
        """Silent: the control API has the log."""


class Listener(ThreadedWSGIServer):
    daemon_threads = True
    request_queue_size = 1024

    def __init__(self, application: Application):
        super().__init__("127.0.0.1", 0, application, _Handler)
