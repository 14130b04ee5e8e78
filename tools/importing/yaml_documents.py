"""YAML documents as plain values, with the line each part begins on.

Knows YAML and nothing of records. Words keep their spelling: ``no`` is a word and not false,
``007`` no number and ``2024-05-01`` no object, for ids and titles look like that too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from penchant.memory.records import Json

_MOST_REPEATED = 50
"""Times the size of its text a document may have once what it refers to is written out."""

_LEAST_SIZE = 100_000


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its ``value``, and where its parts begin."""

    value: Json
    line: int
    node: Any

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line on which the part at ``path`` (names and places in lists) begins."""
        node = self.node
        for step in path:
            if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
            elif isinstance(node, yaml.MappingNode):
                named = [(key, part) for key, part in node.value if key.value == step]
                if not named:
                    break
                key, node = named[-1]
                if step == path[-1]:
                    return self.line + int(key.start_mark.line)
        return self.line + int(node.start_mark.line)


def documents_of(text: str) -> Iterator[Document | tuple[int, str]]:
    """The documents of ``text``, or for a broken one the line and the reason."""
    loader_class = _loader_class()
    for first, part in _parts(text):
        loader = loader_class(part)
        try:
            node = loader.get_single_node()
            if node is None:
                continue
            _check_size(node, len(part))
            value = _plain(loader.construct_document(node))
            if value is not None:
                yield Document(value, first, node)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None)
            line = first + (mark.line if mark is not None else 0)
            yield line, f"broken YAML: {getattr(error, 'problem', None) or str(error)[:120]}"
        finally:
            loader.dispose()


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """(line it begins on, text) of each document: each is read alone, so that one may be broken."""
    lines = text.split("\n")
    begins = [0]
    for number, line in enumerate(lines):
        if number and re.match(r"---(\s|$)", line):
            before = "\n".join(lines[begins[-1] : number])
            if re.fullmatch(r"(\s|#.*|%.*)*", before):
                continue  # directives and remarks belong to the document they precede
            begins.append(number)
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield begin + 1, "\n".join(lines[begin:end])


def _check_size(node: yaml.Node, length: int) -> None:
    """Raise ValueError for a document that refers to itself or gets very large by repetition."""
    sizes: dict[int, int] = {}
    open_: set[int] = set()

    def size(one: yaml.Node) -> int:
        if id(one) in open_:
            raise ValueError("a part of it refers to itself")
        if id(one) not in sizes:
            open_.add(id(one))
            total = 1
            if isinstance(one, yaml.SequenceNode):
                total += sum(map(size, one.value))
            elif isinstance(one, yaml.MappingNode):
                total += sum(size(key) + size(part) for key, part in one.value)
            open_.discard(id(one))
            sizes[id(one)] = total
        return sizes[id(one)]

    if size(node) > max(_LEAST_SIZE, _MOST_REPEATED * length):
        raise ValueError("its parts refer to each other too often")


def _plain(value: Any) -> Json:
    """The value with text for every name."""
    if isinstance(value, dict):
        return {
            name if isinstance(name, str) else _word(name): _plain(part)
            for name, part in value.items()
        }
    if isinstance(value, list | tuple | set):
        return [_plain(part) for part in value]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value


def _word(name: Any) -> str:
    return "" if name is None else str(name)


def _number(loader: Any, node: yaml.ScalarNode) -> Json:
    """The number a scalar is, if it is written as we would write it; else its text."""
    text = str(node.value)
    number = float(text) if "." in text else int(text)
    return number if repr(number) == text else text


def _loader_class() -> Any:
    """A safe loader that knows no words but null, true and false, and no numbers but plain ones."""
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]  # chosen above
        yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012  # as yaml wants it
        yaml_constructors = dict(base.yaml_constructors)  # noqa: RUF012

    tag = "tag:yaml.org,2002:"
    for name, pattern, first in (
        ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
        ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
        ("int", r"-?(0|[1-9][0-9]{0,17})", list("-0123456789")),
        ("float", r"-?(0|[1-9][0-9]*)\.[0-9]+", list("-0123456789")),
        ("merge", r"<<", ["<"]),
    ):
        Loader.add_implicit_resolver(tag + name, re.compile(rf"^(?:{pattern})$"), first)
    Loader.add_constructor(tag + "int", _number)
    Loader.add_constructor(tag + "float", _number)
    return Loader
