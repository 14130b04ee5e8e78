"""Who sits where: which browser is which visitor, and the seat of every open tab.

Knows what a browser keeps for itself (its visitor id, its conversation, its language) and how
far that is believed; knows nothing of what is done at a seat.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.shelf import DEMO
from penchant.ui.seat import Seat
from penchant.ui.wording import About, Reader, language_of, wording

if TYPE_CHECKING:
    from penchant.agent.assistant import Assistant

MOST_SEATS = 500
_VISITOR = re.compile(r"visitor-[0-9a-f]{16}")
_CONVERSATION = re.compile(r"[A-Za-z0-9_.:-]{1,100}")


class Visitors:
    """The open tabs of one page.

    With ``user`` everyone at the page is that user, each tab with a conversation of its own.
    Without, a browser is the visitor whose random id it keeps; it cannot claim any other name,
    so nobody becomes a user of the host by asking for it.
    """

    def __init__(self, assistant: Assistant, user: str | None) -> None:
        self._assistant = assistant
        self._user = user
        self._seats: OrderedDict[str, Seat] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, session: str, kept: object, hints: object) -> Seat:
        """A seat for a tab that was just opened or reloaded.

        ``kept`` is what the browser had stored, ``hints`` its languages and time zone as JSON
        text; both come from outside and may be anything.
        """
        stored = kept if isinstance(kept, Mapping) else {}
        told = _read(hints)
        language = stored.get("language")
        chosen = language in ("en", "zh")
        if not chosen:
            language = language_of(str(told.get("languages", "")))
        catalog = self._assistant.recommender.catalog
        reader = Reader(
            wording("zh" if language == "zh" else "en", about_of(catalog)),
            _zone(told.get("zone")),
            catalog.words_zh,
        )
        user = self._user or _visitor(stored.get("user"))
        conversation = stored.get("conversation") if stored.get("user") == user else None
        if not (isinstance(conversation, str) and _CONVERSATION.fullmatch(conversation)):
            conversation = None
        seat = Seat(self._assistant, user, conversation, reader)
        seat.language_chosen = chosen
        with self._lock:
            self._seats[session] = seat
            while len(self._seats) > MOST_SEATS:
                self._seats.popitem(last=False)
        return seat

    def find(self, session: str, kept: object) -> Seat:
        """The seat of a tab; a tab that outlived the server sits down again."""
        with self._lock:
            seat = self._seats.get(session)
            if seat is not None:
                self._seats.move_to_end(session)
                return seat
        return self.open(session, kept, "")

    def leave(self, session: str) -> None:
        """Forget the seat of a closed tab; the journal has what was said there."""
        with self._lock:
            self._seats.pop(session, None)


def about_of(catalog: Catalog) -> About:
    """What the page may say its items are."""
    return "films" if catalog.source == DEMO else "things"


def to_keep(seat: Seat) -> dict[str, str]:
    """What the browser is to store for the next visit."""
    return {
        "user": seat.user,
        "conversation": seat.conversation,
        "language": seat.reader.words.language if seat.language_chosen else "",
    }


def _visitor(claimed: object) -> str:
    if isinstance(claimed, str) and _VISITOR.fullmatch(claimed):
        return claimed
    return f"visitor-{secrets.token_hex(8)}"


def _read(hints: object) -> Mapping[str, object]:
    try:
        told = json.loads(hints) if isinstance(hints, str) else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _zone(name: object) -> tzinfo:
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
