"""What customers of a shop say where a turn about films has other words: "I need a gift", "what are
your best sellers", 想买个头盔, 有什么打折的.

Knows English and Chinese; nothing of catalogs. Works on masked text: a word that the catalog itself
has, such as a tag "sale", is a mention there and no longer read here.
"""

from __future__ import annotations

import re

_A = r"(?= (?:a|an|some|any|new|another|more|\d+)\b"
_NO_GOODS = (
    r"(?! [^.!?]{0,20}\b(?:refund|return|replacement|receipt|invoice|human|person|agent|hand|break"
    r"|minute|moment|second|favou?r|quote|help|advice|answer|word|account|password)\b))"
)
_WISHES = (
    (
        re.compile(
            r"\b(?P<who>i|we)(?: (?:really|just|also|only|still|do))* need"
            rf"(?: to (?:buy|get|find|order|pick up))?{_A}{_NO_GOODS}",
            re.IGNORECASE,
        ),
        r"\g<who> want",
    ),
    (
        re.compile(
            r"\b(?:want(?:ing)?|(?:woul|')d like|looking|hoping|planning) to"
            rf" (?:buy|purchase|order|pick up){_A})",
            re.IGNORECASE,
        ),
        "want",
    ),
    (
        re.compile(
            r"^(?P<open>\W*)(?:an? |some |any )?(?P<what>(?:gift|present)s?)\b"
            r"(?: ideas?\b)?(?= for\b|\W*$)",
            re.IGNORECASE,
        ),
        r"\g<open>show me \g<what>",
    ),
    (re.compile(r"我?(?:需要买?|(?:想|要|想要|打算|准备)(?:购?买|入手))(?![不了过])"), "想要"),
)
_UNKNOWN = (
    (
        "sales",
        re.compile(r"\b(?:best|top)[- ]?sell(?:ers?|ing)\b", re.IGNORECASE),
        "best ones",
    ),
    (
        "sales",
        re.compile(
            r"(?:你们?|店里)?(?:卖得?最[好多火]|最(?:热销|畅销)|热销|畅销|销量最?[高好])的?"
            r"(?:商品|产品|东西)?(?:(?:是|有)(?:什么|哪[些款个]))?"
        ),
        "推荐好的",
    ),
    ("sales", re.compile(r"(?:most |more |very )?popular\b", re.IGNORECASE), "good"),
    ("sales", re.compile(r"爆款|最?受欢迎的?"), "好的"),
    ("arrivals", re.compile(r"\bnew(?:est)? arrivals?\b|\bnewly in\b", re.IGNORECASE), "ones"),
    ("arrivals", re.compile(r"\bwhat(?:'s| is) new\b", re.IGNORECASE), "what do you recommend"),
    ("arrivals", re.compile(r"新品|新到的?货?|(?:新|刚)上架的?|上新"), "好的"),
    (
        "discounts",
        re.compile(
            r"\b(?:on (?:sale|offer|promotion)|(?:at|with) an? discount|discounted|marked down"
            r"|(?:special offers?|discounts?|promotions?|bargains?)(?: (?:on|for))?)\b",
            re.IGNORECASE,
        ),
        "",
    ),
    ("discounts", re.compile(r"(?:在|正在|有)?(?:打折|特价|促销|降价|折扣)的?"), "好的"),
)
"""Wishes that no catalog here can hold to, and what is said in their place."""


def read_shopping(masked: str) -> tuple[str, tuple[str, ...]]:
    """``masked`` in the words that every turn is read by, and the names of the wishes that nothing
    can be held to: sales, arrivals, discounts.

    >>> read_shopping("I need a gift"), read_shopping("what's your best seller?")
    (('I want a gift', ()), ("what's your best ones?", ('sales',)))
    """
    for pattern, words in _WISHES:
        masked = pattern.sub(words, masked)
    unmet: dict[str, None] = {}
    for name, pattern, words in _UNKNOWN:
        said, times = pattern.subn(words, masked)
        if times:
            masked, unmet[name] = said, None
    return masked, tuple(unmet)
