"""Who a tool call is for, as the host passes it with each run of its agent.

Knows the shapes a host may use for it; knows no framework. The person comes from here alone and
never from a model's arguments, so no text can make one person's call read another's memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from penchant.memory.errors import MissingUser
from penchant.memory.records import Json

HOW_TO_PASS = (
    "No person was named for this run, so nothing was read or written. The host has to pass the "
    'person with the run: agent.invoke(..., context=PenchantContext(user="..."))'
)


@dataclass(frozen=True, slots=True)
class PenchantContext:
    """The person a run is for, the conversation it belongs to (None: no conversation), and what
    the host knows of the moment: ``time_zone``, and fields of its own such as a device.
    """

    user: str
    conversation: str | None = None
    context: Mapping[str, Json] | None = field(default=None, hash=False)


def person_of(context: object) -> PenchantContext:
    """The person named by a run's context.

    ``context`` is a :class:`PenchantContext`, or a host's own object or mapping with ``user`` and
    optionally ``conversation`` and ``context``. Raises MissingUser where no person is named:
    nobody is assumed.
    """
    if isinstance(context, Mapping):
        user, conversation = context.get("user"), context.get("conversation")
        moment = context.get("context")
    else:
        user = getattr(context, "user", None)
        conversation = getattr(context, "conversation", None)
        moment = getattr(context, "context", None)
    if not isinstance(user, str) or not user.strip():
        raise MissingUser(HOW_TO_PASS)
    return PenchantContext(
        user,
        conversation if isinstance(conversation, str) else None,
        moment if isinstance(moment, Mapping) else None,
    )
