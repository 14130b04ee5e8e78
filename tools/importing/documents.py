"""Rows of JSON, JSON lines and YAML, each with the line it began on.

Knows both languages and how such files break; knows nothing of what a field means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from penchant.memory.records import Json
from penchant.tools.importing.envelopes import Collection, find_records
from penchant.tools.importing.rows import Found, Row
from penchant.tools.importing.yaml_documents import Document, documents_of

_TRIED = 5
"""Lines that are looked at to tell JSON lines from one object over many lines."""


def jsonl_rows(text: str) -> Iterator[Found]:
    """One object a line; a broken line costs itself only."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield row_of(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield number, f"broken JSON: {_short(error)}"


def is_jsonl(text: str) -> bool:
    """Whether one of the first lines is an object by itself, and not the only thing there is."""
    lines = [line for line in text.lstrip().split("\n", 50) if line.strip()]
    return len(lines) > 1 and any(map(_is_object, lines[:_TRIED]))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def object_rows(text: str) -> Iterator[Found]:
    """The records of one JSON object: those it holds, or itself."""
    try:
        document = json.loads(text.rstrip())
    except (ValueError, RecursionError) as error:
        where = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        yield where, f"broken JSON: {_short(error)}"
        return
    found = find_records(document)
    start = _place_of(text, found)
    if not (found.by_name or found.single):
        yield from array_rows(text, start)
        return
    line, counted = 1, 0
    for key, record in found.records:
        if found.by_name:
            start = max(start, text.find(json.dumps(key, ensure_ascii=False), start))
        line += text.count("\n", counted, start)
        counted = start
        yield row_of(line, record)


def _place_of(text: str, found: Collection) -> int:
    """Where in ``text`` the collection begins."""
    place = len(text) - len(text.lstrip())
    for name in found.path:
        key = re.compile(re.escape(json.dumps(name, ensure_ascii=False)) + r"\s*:\s*(?=[\[{])")
        at = key.search(text, place)
        place = at.end() if at else place
    return place


def array_rows(text: str, start: int = 0) -> Iterator[Found]:
    """The elements of the first JSON array after ``start``; what follows a broken element cannot
    be told apart.
    """
    decoder, space = json.JSONDecoder(), re.compile(r"[\s,]*")
    place = text.index("[", start) + 1
    line = 1 + text.count("\n", 0, place)
    while True:
        begin = place
        place = space.match(text, place).end()  # type: ignore[union-attr]  # it matches nothing too
        line += text.count("\n", begin, place)
        if place >= len(text):
            yield line, "the file ends before the list does"
            return
        if text[place] == "]":
            return
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield line, f"broken JSON, the rest was not read: {_short(error)}"
            return
        yield row_of(line, value)
        line += text.count("\n", place, end)
        place = end


def yaml_rows(text: str) -> Iterator[Found]:
    """The records of all documents of a YAML file; a broken document costs itself only."""
    for document in documents_of(text):
        if isinstance(document, Document):
            found = find_records(document.value)
            for key, record in found.records:
                path = found.path if found.single else (*found.path, key)
                yield row_of(document.line_of(path), record)
        else:
            yield document


def row_of(line: int, value: Json) -> Found:
    """``value`` as the record that begins on ``line``, if it is an object."""
    if not isinstance(value, Mapping):
        return line, f"not an object but a {type(value).__name__}"
    return Row(line, value)


def _short(error: Exception) -> str:
    return re.sub(r": line \d+ column (\d+) \(char \d+\)$", r" at character \1", str(error))[:120]
