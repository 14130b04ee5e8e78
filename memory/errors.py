"""Every error the product raises on purpose.

PenchantError
  BadInput          a value from outside cannot be used (also a ValueError)
    UnknownItem     no such item in the catalog
    MissingUser     no person was named: the call is refused rather than guessed
  StoreError        the store cannot be used as asked
    StoreBusy       another process owns it
    StoreDamaged    a file of it is missing, emptied or unreadable
    StoreTooNew     it was written by a newer version
    ReadOnlyStore   it was opened for reading, or the folder cannot be written
    StoreFull       there is no room on the disk for what was to be written
    EmbedderMismatch  it holds vectors of another embedder
    Conflict        an entry id was used again with other content
  MissingExtra      an optional package is not installed (also an ImportError)
  ModelFailed       the language model's server did not answer usefully
"""

from __future__ import annotations


class PenchantError(Exception):
    """Root of the product's errors; ``str(error)`` is one sentence for a person."""


class BadInput(PenchantError, ValueError):
    """A value from outside cannot be used; nothing was changed."""


class UnknownItem(BadInput):
    """No item of that id or title is in the catalog."""


class MissingUser(BadInput):
    """No person was named, so nothing was read or written."""


class StoreError(PenchantError):
    """The store cannot be used as asked."""


class StoreBusy(StoreError):
    """Another process owns the store."""


class StoreDamaged(StoreError):
    """A file of the store is missing, emptied or unreadable."""


class StoreTooNew(StoreError):
    """The store was written by a newer version of this package."""


class ReadOnlyStore(StoreError):
    """The store cannot be written: it was opened for reading, or the folder is read-only."""


class StoreFull(StoreError):
    """There is no room for what was to be written; what was written before is safe."""


class EmbedderMismatch(StoreError):
    """The store holds vectors of another embedder; the two cannot be compared."""


class Conflict(StoreError):
    """An entry id was used again with other content."""


class MissingExtra(PenchantError, ImportError):
    """An optional package is not installed; the message says how to install it."""

    def __init__(self, extra: str, package: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs the package {package}: pip install 'penchant[{extra}]'")
        self.extra = extra


class ModelFailed(PenchantError):
    """The language model's server did not answer usefully."""
