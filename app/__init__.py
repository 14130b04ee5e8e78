"""Penchant: memory and recommendation for chat agents.

    >>> import penchant                                        # doctest: +SKIP
    >>> with penchant.open("my-store") as memory:              # doctest: +SKIP
    ...     memory.record("ann", "I love science fiction, but no horror please")
    ...     for ranked in memory.recommend("ann", n=3).items:
    ...         print(ranked.item.title, ranked.score, [r.text for r in ranked.reasons])

Importing this package loads none of the heavy libraries; they load when first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from penchant.memory.errors import PenchantError
    from penchant.memory.records import Constraint, Item, Request, Rule, Without
    from penchant.plugin import Penchant, open, restore
    from penchant.tools.context import PenchantContext

__version__ = "0.1.0"
__all__ = [
    "Constraint",
    "Item",
    "Penchant",
    "PenchantContext",
    "PenchantError",
    "Request",
    "Rule",
    "Without",
    "__version__",
    "open",
    "restore",
]

_HOMES = {
    "Penchant": "penchant.plugin",
    "open": "penchant.plugin",
    "restore": "penchant.plugin",
    "PenchantContext": "penchant.tools.context",
    "PenchantError": "penchant.memory.errors",
    **dict.fromkeys(
        ("Constraint", "Item", "Request", "Rule", "Without"), "penchant.memory.records"
    ),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'penchant' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
