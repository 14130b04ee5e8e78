"""A small OpenAI-compatible server on 127.0.0.1 that plays a script: one answer per request."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Say:
    """Plain text, streamed word by word."""

    text: str


@dataclass(frozen=True)
class Call:
    """Proper tool calls: (name, arguments) pairs."""

    calls: tuple[tuple[str, dict[str, Any]], ...]
    text: str = ""


@dataclass(frozen=True)
class Fail:
    """An HTTP error."""

    status: int


@dataclass(frozen=True)
class Break:
    """Some text, then the connection is cut without an end."""

    text: str


def call(name: str, **arguments: Any) -> Call:
    return Call(((name, arguments),))


@dataclass
class LoopbackOpenAI:
    """Serves ``script`` in order; the last answer is repeated. ``requests`` keeps the bodies."""

    script: Sequence[Say | Call | Fail | Break]
    requests: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> LoopbackOpenAI:
        played = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = json.loads(self.rfile.read(length))
                with played._lock:
                    place = min(len(played.requests), len(played.script) - 1)
                    played.requests.append(body)
                played._play(self, played.script[place], body)

        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def environment(self) -> dict[str, str]:
        """The settings under which a client talks to this server."""
        return {"OPENAI_BASE_URL": self.address}

    def _play(
        self,
        handler: BaseHTTPRequestHandler,
        answer: Say | Call | Fail | Break,
        body: dict[str, Any],
    ) -> None:
        if isinstance(answer, Fail):
            error = {"error": {"message": f"scripted {answer.status}", "type": "scripted"}}
            _send(handler, answer.status, "application/json", json.dumps(error).encode())
            return
        number = len(self.requests)
        deltas = list(_deltas(answer, number))
        if not body.get("stream"):
            _send(handler, 200, "application/json", json.dumps(_whole(answer, number)).encode())
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        reason = "tool_calls" if isinstance(answer, Call) else "stop"
        for delta in deltas:
            _event(handler, _chunk(number, delta, None))
        if isinstance(answer, Break):
            handler.close_connection = True
            return
        _event(handler, _chunk(number, {}, reason))
        _piece(handler, b"data: [DONE]\n\n")
        handler.wfile.write(b"0\r\n\r\n")


def _deltas(answer: Say | Call | Break, number: int) -> list[dict[str, Any]]:
    words = answer.text.split(" ") if answer.text else []
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": word if i == 0 else " " + word} for i, word in enumerate(words)]
    if isinstance(answer, Call):
        for index, (name, arguments) in enumerate(answer.calls):
            function = {"name": name, "arguments": ""}
            head = {"index": index, "id": f"call_{number}_{index}", "type": "function"}
            deltas.append({"tool_calls": [{**head, "function": function}]})
            text = json.dumps(arguments)
            for piece in (text[: len(text) // 2], text[len(text) // 2 :]):
                deltas.append({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
    return deltas


def _whole(answer: Say | Call | Break, number: int) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.text or None}
    if isinstance(answer, Call):
        message["tool_calls"] = [
            {
                "id": f"call_{number}_{index}",
                "type": "function",
                "function": {"name": name, "arguments": json.dumps(arguments)},
            }
            for index, (name, arguments) in enumerate(answer.calls)
        ]
    reason = "tool_calls" if isinstance(answer, Call) else "stop"
    return {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _chunk(number: int, delta: dict[str, Any], reason: str | None) -> bytes:
    chunk = {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
    }
    return json.dumps(chunk).encode()


def _event(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    _piece(handler, b"data: " + data + b"\n\n")


def _piece(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()


def _send(handler: BaseHTTPRequestHandler, status: int, kind: str, data: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)
