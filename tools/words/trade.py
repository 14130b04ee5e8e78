"""Attributes that tell of a shop's trade: who delivers or sells an item, where it is kept and what
the shop pays for it.

Knows names of attributes in English and Chinese; knows nothing of items. What Red Star Ltd delivers
is not red, nor is what comes from the Silk Road Company made of silk.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = re.compile(
    r"(?<![a-z])(?:suppliers?|vendors?|sellers?|merchants?|distributors?|wholesalers?|importers?"
    r"|shippers?|buyers?|warehouses?|wholesale|purchase|costs?|margins?|profits?|internal)(?![a-z])"
    r"|供应商|供货|经销商|批发|分销商|卖家|商家|采购|仓库|库位|成本|进价|进货|利润|毛利|内部"
)
_NEXT_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=4_096)
def tells_of_trade(name: str) -> bool:
    """Whether the attribute called ``name`` tells of the trade, and nothing of the item.

    >>> tells_of_trade("supplierName"), tells_of_trade("供应商名称"), tells_of_trade("colour")
    (True, True, False)
    """
    return _NAMES.search(_NEXT_WORD.sub(" ", name).casefold()) is not None
