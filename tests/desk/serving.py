"""A desk that listens, for tests that ask it as a browser does."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from desk.application import make_application
from desk.safety import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desk.library import Library
    from pipeline.settings import Settings as PipelineSettings

START_SECONDS = 240


@contextmanager
def serve(
    library: Library, settings: Settings | None = None, deciding: PipelineSettings | None = None
) -> Iterator[str]:
    """The address of a desk over the library, whose watcher runs, on a free port; both end with the context."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        application = make_application(library, settings or Settings(), deciding)
        config = uvicorn.Config(application, log_level="error", lifespan="on")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise TimeoutError("The desk did not start.")
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)
