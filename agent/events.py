"""What a conversation tells the page while a reply is being made.

Knows the shapes alone. Within one reply the Deltas since the last Notice that restarts, joined,
are the text of the Finished event that ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from penchant.memory.records import Recommendation


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the reply's text."""

    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A ranked list was made; its cards can be shown while the reply goes on."""

    recommendation: Recommendation


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about the conversation itself, such as that a server did not answer.

    ``restart`` tells that the Deltas so far do not count: the reply begins anew. The text may
    then be empty.
    """

    text: str
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """The reply is complete; ``text`` is all of it."""

    text: str


Event = Delta | Listed | Notice | Finished


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation as the journal has it.

    ``impression`` is the journal id of the last list shown with an assistant's message.
    """

    id: str
    role: str
    text: str
    at: datetime
    impression: str | None = None
