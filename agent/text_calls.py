"""Tool calls that a language model wrote as text instead of making them.

Knows the ways in which weak models write calls: JSON in a code fence, with doubled braces, in
tags, as a function call. Knows nothing of what the tools do.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_NAME_KEYS = ("name", "tool", "tool_name", "function", "action")
_ARGUMENT_KEYS = ("arguments", "parameters", "args", "input", "action_input")
_DANGLING = re.compile(
    r"(?:`{3,}\s*\w*|<\|?[\w/ |=\"-]*\|?>|\[TOOL_CALLS?\]|\btool_call\s*:)\s*$", re.IGNORECASE
)
_START = re.compile(r"\{|\[(?=\s*\{)")
_FUNCTION = re.compile(r"<function=([\w.-]+)>\s*")
_PYTHON = re.compile(r"^\s*`*(?:\w+\s*=\s*)?([A-Za-z_][\w.]*)\((.*)\)`*\s*$", re.DOTALL)

MOST_ATTEMPTS = 20
"""Places in one text at which a call is looked for."""


@dataclass(frozen=True, slots=True)
class WrittenCall:
    """One call as it was written."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What a text holds: the prose before the first call, calls of known tools, other names."""

    prose: str
    calls: tuple[WrittenCall, ...]
    unknown: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.calls or self.unknown)


def read_calls(text: str, known: Collection[str]) -> Written:
    """The calls written in ``text``. What follows the first one is dropped from the prose.

    Models that write a call as text go on to invent its result; those words are never used.
    """
    found: list[WrittenCall] = []
    start: int | None = None
    for begin, value in _objects(text):
        calls = list(_calls_in(value, known))
        if (tag := _FUNCTION.search(text[:begin])) is not None and tag.end() == begin:
            calls = [WrittenCall(tag[1], value)] if isinstance(value, Mapping) else []
            begin = tag.start()
        if calls:
            found += calls
            start = begin if start is None else start
    if not found and (written := _python_call(text, known)) is not None:
        found, start = [written], 0
    prose = text if start is None else _before(text[:start])
    calls_known = tuple(dict.fromkeys(_keyed(c) for c in found if c.name in known))
    return Written(
        prose=prose.strip(),
        calls=tuple(WrittenCall(name, json.loads(arguments)) for name, arguments in calls_known),
        unknown=tuple(dict.fromkeys(c.name for c in found if c.name not in known)),
    )


def _keyed(call: WrittenCall) -> tuple[str, str]:
    return call.name, json.dumps(dict(call.arguments), ensure_ascii=False, default=str)


def _before(text: str) -> str:
    """``text`` without the opening fences and tags that it ends in."""
    shorter = text.rstrip()
    while (match := _DANGLING.search(shorter)) is not None:
        shorter = shorter[: match.start()].rstrip()
    return shorter


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """Every outermost JSON object or list in ``text`` with its position."""
    place = 0
    for _ in range(MOST_ATTEMPTS):
        match = _START.search(text, place)
        if match is None:
            return
        begin = match.start()
        parsed = _parse(text, begin)
        if parsed is None:
            place = begin + 1
        else:
            yield begin, parsed[0]
            place = parsed[1]


def _parse(text: str, begin: int) -> tuple[Any, int] | None:
    decoder = json.JSONDecoder(strict=False)
    try:
        return decoder.raw_decode(text, begin)
    except (ValueError, RecursionError):
        pass
    end = text.rfind("}") + 1
    if end <= begin:
        return None
    if text.startswith("{{", begin):
        single = text[begin:].replace("{{", "{").replace("}}", "}")
        try:
            value, _ = decoder.raw_decode(single)
        except (ValueError, RecursionError):
            return None
        return value, end
    try:
        value = ast.literal_eval(text[begin:end])
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None
    return (value, end) if isinstance(value, dict | list) else None


def _calls_in(value: Any, known: Collection[str]) -> Iterator[WrittenCall]:
    if isinstance(value, list):
        for part in value:
            yield from _calls_in(part, known)
        return
    if not isinstance(value, Mapping):
        return
    for wrapper in ("tool_calls", "tool_call", "function_call", "calls"):
        if isinstance(value.get(wrapper), list | Mapping):
            yield from _calls_in(value[wrapper], known)
            return
    name = next((value[key] for key in _NAME_KEYS if key in value), None)
    if isinstance(name, Mapping):
        yield from _calls_in(name, known)
        return
    if not isinstance(name, str):
        return
    name = name.rsplit(".", 1)[-1].strip()
    key = next((key for key in _ARGUMENT_KEYS if key in value), None)
    if key is None and name not in known:
        return
    arguments = _arguments(value[key]) if key is not None else {}
    if arguments is not None:
        yield WrittenCall(name, arguments)


def _arguments(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, str):
        parsed = _parse(value, 0) if value.strip() else ({}, 0)
        value = parsed[0] if parsed is not None else None
    if value is None:
        return {}
    return value if isinstance(value, Mapping) else None


def _python_call(text: str, known: Collection[str]) -> WrittenCall | None:
    """A whole text of the form ``recommend(query="heist", n=3)`` for a known tool."""
    match = _PYTHON.match(text)
    if match is None or match[1].rsplit(".", 1)[-1] not in known:
        return None
    try:
        call = ast.parse(f"f({match[2]})", mode="eval").body
        assert isinstance(call, ast.Call)
        arguments = {
            keyword.arg: ast.literal_eval(keyword.value)
            for keyword in call.keywords
            if keyword.arg is not None
        }
        if len(call.args) == 1:
            only = ast.literal_eval(call.args[0])
            arguments |= only if isinstance(only, dict) else {}
    except (ValueError, SyntaxError, AssertionError, RecursionError):
        return None
    return WrittenCall(match[1].rsplit(".", 1)[-1], arguments)
