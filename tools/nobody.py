"""Nobody in particular: for whom a list is made where no person is named.

Knows an empty profile. Nothing is journalled of nobody, and no store keeps entries of theirs.
"""

from __future__ import annotations

from datetime import datetime

from penchant.memory.records import Profile

NOBODY = ""
"""In place of a person's id; no person can be called so."""


def nobody(at: datetime) -> Profile:
    """The profile of somebody of whom nothing is known."""
    return Profile(user=NOBODY, at=at, interests=())
