"""Holds back streamed text that may turn out to be a tool call written as text.

Knows how such a call begins; reading it is :mod:`penchant.agent.text_calls`' doing.
"""

from __future__ import annotations

_OPENINGS = ("```", "<tool", "<function", "<|", "[TOOL", "{", "[{", "[ {")


class Gate:
    """Lets text through up to where a written call may begin."""

    def __init__(self) -> None:
        self.passed = ""
        self._held = ""
        self._shut = False

    def feed(self, piece: str) -> str:
        """The text that may be shown now that ``piece`` has come."""
        self._held += piece
        if self._shut:
            return ""
        if not self.passed:
            self._held = self._held.lstrip()
        place = _first_opening(self._held)
        if place is None:
            place = len(self._held)
        elif self._held[place:].startswith(_OPENINGS):
            self._shut = True
        # White space before a call, or at the end, is no part of what is said.
        place = len(self._held[:place].rstrip())
        shown, self._held = self._held[:place], self._held[place:]
        self.passed += shown
        return shown


def _first_opening(text: str) -> int | None:
    """Where an opening begins, or a tail that may still become one."""
    for place, character in enumerate(text):
        if character not in "`<[{":
            continue
        rest = text[place:]
        if any(rest.startswith(o) or o.startswith(rest) for o in _OPENINGS):
            return place
    return None
