"""`python -m server`: serves on a free port, prints it as JSON, ends when its standard input closes."""

from __future__ import annotations

import json
import os
import sys
import threading

from .application import Application
from .listener import Listener
from .moto_patches import apply_patches
from .state import State


def main() -> None:
    state = State()
    apply_patches(state.clock)
    listener = Listener(Application(state))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    print(json.dumps({"port": listener.port}), flush=True)
    listener.serve_forever()


def _end_with_parent() -> None:
    """The parent holds the other end of standard input: however it dies, the server goes too."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


main()
