"""The wording for a catalog of goods: what differs from that for films, in English and in Chinese.

Knows sentences with gaps, and by what a catalog of goods is told from one of films.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from penchant.agent.phrases import CHINESE, ENGLISH, Phrases
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.shelf import DEMO
from penchant.tools.words.lexicon import genre_names

COMMONEST = 12
"""Categories by which it is told what a catalog is of."""

ENGLISH_SHOP = replace(
    ENGLISH,
    facts_people=ENGLISH.facts_names,
    feedback=ENGLISH.feedback | {"watch": "Noted: you know {} already."},
    acts=ENGLISH.acts | {"watch": "you know {} already"},
    done=ENGLISH.done | {"watch": "you have used {}"},
    limits=ENGLISH.limits | {"length": "length"},
    profile_counts="Had already: {}, liked: {}, saved: {}.",
    missing_facts=ENGLISH.missing_facts
    | {
        "director": "who made it",
        "where": "where it can be had",
        "awards": "its awards",
    },
    no_answer=(
        "That I cannot answer: I know only the catalog. Ask me about something in it, what it "
        "costs, whether it is in stock, or for a recommendation."
    ),
    help=(
        "I recommend from the catalog and remember what you tell me. Ask for something "
        "(“like the last one, but cheaper”), tell me what you like or don't want, ask why "
        "something is on the list, what I know about you, or to forget it."
    ),
)

CHINESE_SHOP = replace(
    CHINESE,
    facts_people=CHINESE.facts_names,
    nothing_fits="目录里没有找到符合要求的商品。",
    cold="我还不了解你的兴趣，所以这份清单还没有依据你的喜好。",
    feedback=CHINESE.feedback | {"watch": "记下了：你已经用过{}。"},
    acts=CHINESE.acts | {"watch": "你已经用过{}"},
    done=CHINESE.done | {"watch": "你用过{}"},
    assortment="目录里有{}件商品，最多的是{}。",
    which_item="你说的是哪一件商品？我在目录里没有找到。",
    why_ranked="{0}目前在为你排的{2}件商品里列第{1}。",
    profile_counts="已有{}件，喜欢{}件，收藏{}件。",
    forget_what="你想让我忘掉什么：某件商品、某个话题，还是全部？",
    limits=CHINESE.limits | {"length": "时长"},
    missing_facts=CHINESE.missing_facts
    | {"director": "是谁做的", "where": "在哪里能买到", "awards": "它得过什么奖"},
    no_answer="这个我答不了：我只了解商品目录。你可以问我某件商品的情况、价格、有没有货，或者让我推荐。",
    help=(
        "我从商品目录里为你推荐，并记住你说过的话。你可以直接提要求（“和上一个类似，但便宜一点的”）、"
        "告诉我你的喜好、问我为什么推荐某一件、问我了解你什么，或者让我忘掉。"
    ),
)

SHOP_REFUSALS_ZH = (
    (r'The catalog has no title "(.+?)"\. Nearest: (.+)\.', "目录里没有“{0}”。最接近的有：{1}。"),
    (r'The catalog has no title "(.+?)"\.', "目录里没有“{0}”。"),
    (r"There is nothing to take back\.", "没有可以撤销的。"),
    (r"That is not in the cart\.", "它不在购物车里。"),
    (r"There is nothing in the cart\.", "购物车里没有东西。"),
    (
        r"There is no item (\d+) in the last list, which has (\d+)\.",
        "上一份清单只有{1}件，没有第{0}件。",
    ),
)
"""What the tools' refusals are in Chinese, for goods."""


def is_shop(catalog: Catalog) -> bool:
    """Whether a catalog is one of goods: not the demo's films, and it knows prices or stock, or
    most of its commonest categories are no genres of the lexicon.
    """
    if catalog.source == DEMO:
        return False
    sold = (catalog.columns[name].numbers for name in ("price", "stock"))
    if any(bool((~np.isnan(numbers)).any()) for numbers in sold):
        return True
    commonest = catalog.categories[:COMMONEST]
    return 2 * len(genre_names(commonest)) < len(commonest)


def shop_phrases_for(language: str) -> Phrases:
    """The sentences of ``language`` ("zh") on goods, or the English ones."""
    return CHINESE_SHOP if language == "zh" else ENGLISH_SHOP
