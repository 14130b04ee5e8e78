"""The offline assistant's wording, in English and in Chinese.

Knows sentences with gaps; which sentence is said, and what fills the gaps, is decided in
:mod:`penchant.agent.replies`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language's sentences; ``{}`` marks what is filled in."""

    comma: str
    last_comma: str
    gap: str
    dated: str
    stop: str
    noted: str
    you_love: str
    you_like: str
    you_accept: str
    you_dislike: str
    none_of_these: str
    for_now: str
    unmet: str
    limits: dict[str, str]
    took_between: str
    took_up_to: str
    cheapest_one: str
    cheapest_some: str
    dearest_one: str
    dearest_some: str
    unknown_name: str
    first: str
    then: str
    because: str
    also: str
    nothing_fits: str
    loosen: str
    cold: str
    ask_taste: str
    feedback: dict[str, str]
    acts: dict[str, str]
    done: dict[str, str]
    which_item: str
    why_ranked: str
    why_reasons: str
    why_against: str
    why_nothing_against: str
    why_left_out: str
    profile_empty: str
    profile_likes: str
    profile_dislikes: str
    profile_excluded: str
    profile_counts: str
    share: str
    unnamed: str
    memories: str
    memory: str
    memory_act: str
    no_memories: str
    never_said: str
    recall_what: str
    receipt: str
    receipt_checked: str
    receipt_found: str
    forget_what: str
    undone: str
    undone_said: str
    out_of_cart: str
    cart: str
    cart_empty: str
    facts: str
    facts_people: str
    facts_names: str
    facts_about: str
    attribute: str
    yes: str
    no: str
    costs: str
    in_stock: str
    sold_out: str
    no_fact: str
    missing_facts: dict[str, str]
    no_answer: str
    assortment: str
    greet: str
    thanks: str
    help: str
    other: str
    result: str
    refused: str


ENGLISH = Phrases(
    comma=", ",
    last_comma=" and ",
    gap=" ",
    dated="{} ({})",
    stop=".",
    noted="Noted: {}.",
    you_love="you love {}",
    you_like="you like {}",
    you_accept="you don't mind {}",
    you_dislike="you dislike {}",
    none_of_these="None of these has {}.",
    for_now="This time I leave out {}.",
    unmet="I cannot search by {}, so that wish is not taken into account.",
    limits={
        "length": "running time",
        "price": "price",
        "sales": "what sells best",
        "arrivals": "what came in last",
        "discounts": "discounts",
    },
    took_between="I took that as prices from {} to {}.",
    took_up_to="I took that as prices up to {}.",
    cheapest_one="The cheapest of what fits costs {}.",
    cheapest_some="These are the {} cheapest of what fits, from {} to {}.",
    dearest_one="The most expensive of what fits costs {}.",
    dearest_some="These are the {} most expensive of what fits, from {} to {}.",
    unknown_name="The catalog has nothing named {}; I searched for what comes near.",
    first="I'd start with {}",
    then="Then there is {}",
    because="{}: {}",
    also="Also on the list: {}.",
    nothing_fits="I found nothing in the catalog that fits that.",
    loosen="Shall I loosen one of the limits?",
    cold="This list rests on no interest of yours yet.",
    ask_taste="What did you enjoy lately, or what do you want none of?",
    feedback={
        "like": "Noted: you like {}.",
        "dislike": "Noted: {} is not for you.",
        "save": "Saved for later: {}.",
        "cart": "{} is in your cart.",
        "purchase": "Noted: you bought {}.",
        "watch": "Noted: you have seen {}.",
        "dismiss": "All right, not {} for now.",
        "too-expensive": "Noted: {} is too expensive for you; I leave it out until it costs less.",
        "seen-it": "Noted: you have {} already.",
        "not-for-me": "Noted: {} is not for you.",
    },
    acts={
        "like": "you like {}",
        "dislike": "{} is not for you",
        "watch": "you have seen {}",
    },
    done={
        "like": "you liked {}",
        "dislike": "you turned down {}",
        "save": "you saved {}",
        "cart": "you put {} into the cart",
        "watch": "you have seen {}",
        "dismiss": "you put {} aside",
        "rating": "you rated {}",
        "purchase": "you bought {}",
        "view": "you looked at {}",
        "click": "you opened {}",
    },
    which_item="Which title do you mean? I could not find it in the catalog.",
    why_ranked="{0} is number {1} of {2} for you at the moment.",
    why_reasons="What speaks for it most: {}",
    why_against="What speaks against it most: {}",
    why_nothing_against="Nothing I know speaks against it; others fit better.",
    why_left_out="{} is left out: {}",
    profile_empty="I know nothing of your interests yet.",
    profile_likes="What I know of your interests: {}.",
    profile_dislikes="You turned down: {}.",
    profile_excluded="I leave out: {}.",
    profile_counts="Known already: {}, liked: {}, saved: {}.",
    share="{} ({}%)",
    unnamed="an interest without a name",
    memories="Here is what I remember: {}",
    memory="on {} you said “{}”",
    memory_act="on {}: {}",
    no_memories="I remember nothing like that.",
    never_said="No, I remember nothing that you said about {}.",
    recall_what="What should I look for?",
    receipt="Done: {} entries and {} vectors are deleted.",
    receipt_checked="I searched {} files afterwards and found nothing left.",
    receipt_found="But {} traces were still found.",
    forget_what="What should I forget: a title, a topic, or everything?",
    undone="Taken back: {}.",
    undone_said="Taken back: “{}”.",
    out_of_cart="Out of your cart again: {}.",
    cart="In your cart: {}.",
    cart_empty="Nothing was put into your cart lately.",
    facts="{}: {}.",
    facts_people="With {}.",
    facts_names="By {}.",
    facts_about="The catalog says: {}",
    attribute="{}: {}.",
    yes="yes",
    no="no",
    costs="It costs {}.",
    in_stock="In stock: {}.",
    sold_out="It is sold out.",
    no_fact="I don't know {}; here is what the catalog has.",
    missing_facts={
        "director": "who directed it",
        "length": "how long it is",
        "where": "where it can be watched",
        "awards": "its awards or takings",
        "price": "what it costs",
        "stock": "whether it is in stock",
        "colour": "its colour",
        "size": "its size",
        "material": "what it is made of",
    },
    no_answer=(
        "That I cannot answer: I know only the catalog. Ask me about something in it, or for a "
        "recommendation."
    ),
    assortment="The catalog has {} items, most of them {}.",
    greet="Hello! Tell me what you like or don't like, or ask for a recommendation.",
    thanks="You're welcome.",
    help=(
        "I recommend from the catalog and remember what you tell me. Ask for something "
        "(“like the last one, but newer”), tell me what you like or hate, ask why something "
        "is on the list, what I know about you, or to forget it."
    ),
    other="I'm not sure what you mean. Ask me for a recommendation, or tell me what you like.",
    result="Here is what I found: {}",
    refused="That did not work: {}",
)

CHINESE = Phrases(
    comma="、",
    last_comma="和",
    gap="",
    dated="{}（{}）",
    stop="。",
    noted="记下了：{}。",
    you_love="你很喜欢{}",
    you_like="你喜欢{}",
    you_accept="你不排斥{}",
    you_dislike="你不喜欢{}",
    none_of_these="下面这些都不含{}。",
    for_now="这次先避开{}。",
    unmet="我没法按{}筛选，所以这个要求没有算进去。",
    limits={
        "length": "片长",
        "price": "价格",
        "sales": "销量",
        "arrivals": "上架时间",
        "discounts": "折扣",
    },
    took_between="我按{}到{}的价格来找。",
    took_up_to="我按不超过{}的价格来找。",
    cheapest_one="符合要求的里面，最便宜的价格是{}。",
    cheapest_some="这是符合要求的里面最便宜的{}个，价格从{}到{}。",
    dearest_one="符合要求的里面，最贵的价格是{}。",
    dearest_some="这是符合要求的里面最贵的{}个，价格从{}到{}。",
    unknown_name="目录里没有{}；我找了意思相近的。",
    first="我先推荐{}",
    then="其次是{}",
    because="{}：{}",
    also="还有：{}。",
    nothing_fits="目录里没有找到符合要求的。",
    loosen="要不要放宽一个条件？",
    cold="我还不了解你的兴趣，所以这份列表还没有依据你的喜好。",
    ask_taste="你最近喜欢什么？有什么是你绝对不想要的？",
    feedback={
        "like": "记下了：你喜欢{}。",
        "dislike": "记下了：{}不合你的口味。",
        "save": "已经帮你收藏{}。",
        "cart": "已经把{}放进你的购物车。",
        "purchase": "记下了：你买了{}。",
        "watch": "记下了：你看过{}。",
        "dismiss": "好的，先不推荐{}。",
        "too-expensive": "记下了：{}对你来说太贵，降价之前不再推荐。",
        "seen-it": "记下了：你已经有{}了。",
        "not-for-me": "记下了：{}不合你的口味。",
    },
    acts={
        "like": "你喜欢{}",
        "dislike": "{}不合你的口味",
        "watch": "你看过{}",
    },
    done={
        "like": "你喜欢{}",
        "dislike": "你不喜欢{}",
        "save": "你收藏了{}",
        "cart": "你把{}放进了购物车",
        "watch": "你看过{}",
        "dismiss": "你跳过了{}",
        "rating": "你给{}评过分",
        "purchase": "你买了{}",
        "view": "你浏览过{}",
        "click": "你点开过{}",
    },
    which_item="你说的是哪一个？我在目录里没有找到。",
    why_ranked="{0}目前在为你排的 {2} 个里列第 {1}。",
    why_reasons="最主要的理由：{}",
    why_against="主要的减分项：{}",
    why_nothing_against="没有什么对它不利，只是别的更合适。",
    why_left_out="{}没有列入：{}",
    profile_empty="我还不了解你的兴趣。",
    profile_likes="我所了解的你的兴趣：{}。",
    profile_dislikes="你不喜欢：{}。",
    profile_excluded="我会避开：{}。",
    profile_counts="已经了解的 {} 个，喜欢的 {} 个，收藏的 {} 个。",
    share="{}（{}%）",
    unnamed="一个还没有名字的兴趣",
    memories="我记得这些：{}",
    memory="{}你说过“{}”",
    memory_act="{}：{}",
    no_memories="我不记得有这样的事。",
    never_said="没有，我不记得你说过对{}的看法。",
    recall_what="你想让我找什么？",
    receipt="好了：已删除{}条记录和{}个向量。",
    receipt_checked="删除后检查了{}个文件，没有任何残留。",
    receipt_found="但仍发现{}处残留。",
    forget_what="你想让我忘掉什么：某个条目、某个话题，还是全部？",
    undone="已撤销：{}。",
    undone_said="已撤销：“{}”。",
    out_of_cart="已经从购物车里拿出{}。",
    cart="你的购物车里有：{}。",
    cart_empty="最近没有往购物车里放东西。",
    facts="{}：{}。",
    facts_people="主演：{}。",
    facts_names="品牌或人物：{}。",
    facts_about="目录里的简介：{}",
    attribute="{}：{}。",
    yes="是",
    no="否",
    costs="价格是{}。",
    in_stock="有货：{}件。",
    sold_out="现在没有货。",
    no_fact="我不知道{}；目录里有这些信息。",
    missing_facts={
        "director": "导演是谁",
        "length": "它有多长",
        "where": "在哪里能看",
        "awards": "它的奖项和票房",
        "price": "它的价格",
        "stock": "它有没有货",
        "colour": "它的颜色",
        "size": "它的尺码",
        "material": "它的材质",
    },
    no_answer="这个我答不了：我只了解目录。你可以问我其中某个条目的情况，或者让我推荐。",
    assortment="目录里有{}个条目，最多的是{}。",
    greet="你好！告诉我你喜欢什么、不喜欢什么，或者直接让我推荐。",
    thanks="不客气。",
    help=(
        "我从目录里为你推荐，并记住你说过的话。你可以直接提要求（“和上一个类似，但新一点的”）、"
        "告诉我你的喜好、问我为什么推荐某一个、问我了解你什么，或者让我忘掉。"
    ),
    other="我没太明白。你可以让我推荐，或者告诉我你喜欢什么。",
    result="我查到的是：{}",
    refused="没有办到：{}",
)

REFUSALS_ZH = (
    (r'The catalog has no title "(.+?)"\. Nearest: (.+)\.', "目录里没有“{0}”。最接近的有：{1}。"),
    (r'The catalog has no title "(.+?)"\.', "目录里没有“{0}”。"),
    (r"There is nothing to take back\.", "没有可以撤销的。"),
    (r"That is not in the cart\.", "它不在购物车里。"),
    (r"There is nothing in the cart\.", "购物车里没有东西。"),
    (
        r"There is no item (\d+) in the last list, which has (\d+)\.",
        "上一份列表只有 {1} 个，没有第 {0} 个。",
    ),
)
"""The tools' refusals as patterns, and what is said of each in Chinese."""


def phrases_for(language: str) -> Phrases:
    """The sentences of ``language`` ("zh"), or the English ones."""
    return CHINESE if language == "zh" else ENGLISH
