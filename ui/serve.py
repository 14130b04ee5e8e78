"""Serving the page: a port, a web server in a thread, an address.

Knows sockets and the server; what is on the page is ``page.py``'s. It prints nothing: the address
goes to the caller's ``announce``.
"""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
import webbrowser
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from penchant.memory.errors import BadInput, MissingExtra, PenchantError

if TYPE_CHECKING:
    import uvicorn

    from penchant.agent.assistant import Assistant

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 7860
PORTS_TRIED = 100
GRACE_SECONDS = 1
START_SECONDS = 30.0


class Service:
    """A page being served. ``url`` is its address; a context manager that closes it."""

    def __init__(
        self,
        url: str,
        server: uvicorn.Server,
        listener: socket.socket,
        prepare: Callable[[], object],
    ) -> None:
        self.url = url
        self._preparing = threading.Thread(target=prepare, name="penchant-warm", daemon=True)
        self._server = server
        self._listener = listener
        self._thread = threading.Thread(
            target=server.run, args=([listener],), name="penchant-page", daemon=True
        )

    def start(self) -> None:
        """Begin to answer. Raises :class:`PenchantError` when the server does not come up."""
        self._thread.start()
        self._preparing.start()
        waited = 0.0
        while not self._server.started:
            self._thread.join(0.02)
            waited += 0.02
            if not self._thread.is_alive() or waited > START_SECONDS:
                self.close()
                raise PenchantError(f"The page could not be started on {self.url}.")

    def wait(self) -> None:
        """Return when the page is closed; an interrupt from the keyboard closes it."""
        try:
            while self._thread.is_alive():
                self._thread.join(0.5)
        except KeyboardInterrupt:
            self.close()

    def close(self) -> None:
        """Stop answering; streams still open are cut after a second."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(GRACE_SECONDS + 10)
        if self._preparing.is_alive():
            # Half-loaded libraries do not survive the end of the process well.
            self._preparing.join()
        self._listener.close()

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def serve(
    assistant: Assistant,
    *,
    user: str | None = None,
    host: str = LOOPBACK,
    port: int | None = None,
    open_browser: bool = False,
    announce: Callable[[str], object] | None = None,
    block: bool = True,
) -> Service:
    """Serve the page of ``assistant`` and return when it is closed (``block=False``: at once).

    ``user`` is whose memory the page shows; None gives every browser a visitor of its own.
    ``port`` None takes 7860 or the next free one; a port named that is busy is an error.
    ``announce`` is called once with the address when the page answers.

    Raises :class:`MissingExtra` without Gradio, :class:`BadInput` for a port that cannot be had
    and for one fixed ``user`` on an address other machines can reach.
    """
    local = _is_loopback(host)
    if user is not None and not local:
        raise BadInput(
            f"A page on {host} can be opened by others, who would all be {user!r}. Leave the user "
            "out, so that each browser gets its own memory, or serve on 127.0.0.1."
        )
    listener = listen(host, port)
    try:
        server = _make_server(assistant, user, listener, local)
    except BaseException:
        listener.close()
        raise
    prepare = partial(_load_model, assistant)
    service = Service(_address(host, listener), server, listener, prepare)
    service.start()
    if announce is not None:
        announce(service.url)
    if open_browser:
        webbrowser.open(service.url)
    if block:
        service.wait()
    return service


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on ``host``; see :func:`serve` for ``port``. Raises BadInput."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    ports = range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED) if port is None else (port,)
    for candidate in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except (OSError, OverflowError) as error:
            listener.close()
            busy = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
            if port is not None or not busy:
                raise BadInput(_why_not(host, candidate, error)) from error
        else:
            return listener
    raise BadInput(
        f"All ports from {ports[0]} to {ports[-1]} on {host} are in use. Name another one."
    )


def _why_not(host: str, port: int, error: Exception) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Choose another one, or name none."
    if number == errno.EACCES:
        return f"Port {port} may not be used by this account. Choose one above 1023."
    if isinstance(error, OverflowError):
        return f"{port} is not a port: ports go from 1 to 65535."
    return f"The page cannot be served on {host}, port {port}: {error}"


def _make_server(
    assistant: Assistant, user: str | None, listener: socket.socket, local: bool
) -> uvicorn.Server:
    try:
        import fastapi
        import gradio
        import uvicorn
    except ImportError as error:
        raise MissingExtra("ui", error.name or "gradio", "The page") from error
    from penchant.ui.guard import LOOPBACK_NAMES, Guard
    from penchant.ui.page import build_page
    from penchant.ui.style import dress

    outer = fastapi.FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    settings: dict[str, Any] = {
        **dress(),
        "footer_links": [],
        "run_history": False,
        "show_error": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "mcp_server": False,
        "pwa": False,
    }
    page = build_page(assistant, user=user)
    gradio.mount_gradio_app(outer, page, path="/", **settings)
    config = uvicorn.Config(
        Guard(outer, LOOPBACK_NAMES if local else None),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


def _load_model(assistant: Assistant) -> None:
    """Have the embedding model loaded before the first message: that takes seconds."""
    # A model that cannot be loaded is said where it is needed: in the conversation.
    with contextlib.suppress(PenchantError):
        assistant.recommender.memory.embedder.encode(["Hello."])


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host == "::1":
        return True
    with contextlib.suppress(OSError):
        return socket.inet_aton(host)[0] == 127
    return False


def _address(host: str, listener: socket.socket) -> str:
    number = listener.getsockname()[1]
    name = {"0.0.0.0": LOOPBACK, "::": "localhost"}.get(host, host)
    return f"http://[{name}]:{number}/" if ":" in name else f"http://{name}:{number}/"
