"""Which two titles a turn asks to be compared, in English and Chinese.

Knows turns of phrase; whether the catalog has such titles is for the tool to say.
"""

from __future__ import annotations

import re

_LONGEST = 80

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"^\W*(?:(?:please|can you|could you|would you|now|ok(?:ay)?)\W+)*compare\s+(?P<one>.+?)"
        r"\s+(?:and|with|to|against|vs\.?|versus)\s+(?P<other>.+?)(?:,?\s+(?:for me|please))*\W*$",
        r"\bdifferences? between\s+(?P<one>.+?)\s+and\s+(?P<other>.+?)(?:,?\s+for me)?\W*$",
        r"^\W*(?P<one>.+?)\s+(?:vs\.?|versus)\s+(?P<other>.+?)\W*$",
        r"^\W*which\b[^,:]*\b(?:better|more|prefer|rather)\b[^,:]*[,:]\s*(?P<one>.+?)"
        r"\s+or\s+(?P<other>.+?)\W*$",
        r"(?:比较|对比)(?:一下|下)?\s*(?P<one>.+?)\s*(?:和|与|跟|、)\s*(?P<other>.+?)"
        r"(?:吧|呢|吗)?\W*$",
        r"^\W*(?P<one>.+?)\s*(?:和|与|跟)\s*(?P<other>.+?)\s*(?:相比|比较|比起来|哪[个部一]"
        r"|有(?:什么|啥)(?:区别|不同|差别)|的区别)",
    )
)


def compared(text: str) -> tuple[str, str] | None:
    """The two names that ``text`` asks to be compared, as they stand there, or None."""
    for form in _FORMS:
        found = form.search(text.strip())
        if found is not None:
            names = tuple(_bare(found[group]) for group in ("one", "other"))
            if all(0 < len(name) <= _LONGEST for name in names):
                return names[0], names[1]
    return None


def _bare(name: str) -> str:
    return name.strip(" \t\"'“”‘’《》「」,，.。!！?？")
