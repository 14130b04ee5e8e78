"""What was worked out for the last text that was asked about, for who asks about it again.

Knows digests of texts: what people write is not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Last(Generic[Found]):
    """Keeps what was found for the last text; for any thread. It is not to be written to.

    What finds it is handed in each time: kept here, as a method of who keeps this, the two would
    hold each other, and with them a whole catalog long after it was changed.
    """

    def __init__(self) -> None:
        self._kept: tuple[bytes, Found] | None = None

    def of(self, text: str, work: Callable[[str], Found]) -> Found:
        """What ``work``, always the same, finds for ``text``."""
        key = blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
        kept = self._kept
        if kept is None or kept[0] != key:
            kept = self._kept = key, work(text)
        return kept[1]
