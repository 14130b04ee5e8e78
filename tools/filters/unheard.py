"""Fields of a filter that no item has, most likely misspelled.

Knows conditions and the items of a catalog; knows nothing of why a list is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from penchant.tools.filters.columns import FIELDS
from penchant.tools.filters.conditions import Condition, fields_of

if TYPE_CHECKING:
    from penchant.tools.catalog.catalog import Catalog


def unheard_of(condition: Condition, catalog: Catalog) -> tuple[str, ...]:
    """The names in ``condition``, in its order, that are no field and no attribute of any item; of
    a path with points its beginning is looked for.
    """
    asked = [name for name in dict.fromkeys(fields_of(condition)) if name not in FIELDS]
    if not asked:
        return ()
    known = {name for item in catalog.items for name in item.attributes}
    return tuple(
        name for name in asked if name not in known and name.partition(".")[0] not in known
    )


def unheard_in_words(names: tuple[str, ...]) -> tuple[str, str]:
    """What is said of ``names``, in English and Chinese, behind the condition; or "" twice."""
    if not names:
        return "", ""
    quoted = [f"“{name}”" for name in names]
    return f" (no item has {' or '.join(quoted)})", f"（没有条目有{'或'.join(quoted)}）"
