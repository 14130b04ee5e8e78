"""Files as they lie on the disk: which ones a path names, their bytes and their text.

Knows folders, compression and encodings; knows nothing of rows.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from penchant.memory.errors import BadInput

SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".parquet")
"""Names of files that are taken from a folder, also with ``.gz`` behind."""

_GZIP = b"\x1f\x8b"
_OTHERS: Mapping[bytes, str] = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Excel or Office file",
    b"%PDF-": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3\0": "an SQLite database",
    b"BZh": "compressed by bzip2",
    b"\xfd7zXZ": "compressed by xz",
    b"\x28\xb5\x2f\xfd": "compressed by zstd",
    b"7z\xbc\xaf": "a 7z archive",
    b"ARROW1": "an Arrow file",
}
"""How files begin that hold no rows for us, and what they are."""

_MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|rss|feed|!--)", re.IGNORECASE)
READABLE = "CSV (also TSV), JSON, JSON lines, YAML and Parquet, plain or compressed by gzip"


def files_at(path: Path) -> list[Path]:
    """``path`` itself or, of a folder, every file below it that may hold rows, by name.

    Hidden files and folders are left out. Raises BadInput where there is nothing.
    """
    if not path.is_dir():
        return [path]
    found = sorted(
        file
        for file in path.rglob("*")
        if suffix_of(file) in SUFFIXES
        and file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not found:
        raise BadInput(f"the folder {path} holds no file named {', '.join(SUFFIXES)}")
    return found


def suffix_of(path: Path) -> str:
    """The end of the name in lower case, without what says that the file is compressed."""
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    return name.suffix.lower()


def content_of(path: Path) -> bytes:
    """The bytes of the file, unpacked where it is compressed by gzip, whatever its name.

    Raises BadInput where it cannot be read or unpacked.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}") from error
    if not content.startswith(_GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path} cannot be unpacked: {error}") from error


def other_form(content: bytes) -> str | None:
    """What the file is where its first bytes show a form that is not read here, else None."""
    if content.startswith(b"PK\x03\x04"):
        begin = content[:4096]
        if b"xl/" in begin or b"[Content_Types].xml" in begin:
            return "an Excel or Office file"
        return "a zip archive"
    return next((what for first, what in _OTHERS.items() if content.startswith(first)), None)


def is_markup(text: str) -> bool:
    """Whether the text is XML or HTML."""
    return _MARKUP.match(text) is not None


def decode(content: bytes) -> tuple[str, str]:
    """The text of ``content`` and the encoding it is in.

    UTF-8 with or without a byte order mark, UTF-16 with one or where there are zeros
    and all stand at even or all at odd places, else GB18030 where the bytes beyond ASCII stand
    together as Chinese characters do, else Windows-1252, else Latin-1.
    """
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.removeprefix("\ufeff"), encoding.removesuffix("-sig")
    return content.decode("latin-1"), "latin-1"


def _candidates(content: bytes) -> Iterator[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    begin = content[:4096]
    low, high = begin[::2].count(0), begin[1::2].count(0)
    if low != high and 0 in (low, high):
        yield "utf-16-be" if low else "utf-16-le"
    yield "utf-8-sig"
    if _looks_chinese(content):
        yield "gb18030"
    yield "cp1252"


def _looks_chinese(content: bytes) -> bool:
    """Whether most bytes beyond ASCII have a neighbour like them: accented letters stand alone."""
    high = re.findall(rb"[\x80-\xff]+", content)
    together = sum(len(run) for run in high if len(run) > 1)
    return together * 2 > sum(len(run) for run in high)
