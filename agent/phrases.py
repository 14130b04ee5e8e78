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
    title: str
    dated_title: str
    stop: str
    noted: str
    you_love: str
    you_like: str
    you_dislike: str
    none_of_these: str
    first: str
    then: str
    because: str
    also: str
    nothing_fits: str
    loosen: str
    cold: str
    ask_taste: str
    feedback: dict[str, str]
    which_item: str
    why_ranked: str
    why_reasons: str
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
    recall_what: str
    receipt: str
    receipt_checked: str
    receipt_found: str
    forget_what: str
    undone: str
    undone_said: str
    facts: str
    facts_people: str
    facts_about: str
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
    title="{}",
    dated_title="{} ({})",
    stop=".",
    noted="Noted: {}.",
    you_love="you love {}",
    you_like="you like {}",
    you_dislike="you dislike {}",
    none_of_these="None of these has {}.",
    first="I'd start with {}",
    then="Then there is {}",
    because="{}: {}",
    also="Also on the list: {}.",
    nothing_fits="I found nothing in the catalog that fits that.",
    loosen="Shall I loosen one of the limits?",
    cold="This list rests on no interest of yours yet.",
    ask_taste="What did you enjoy lately, or what do you never want to see?",
    feedback={
        "like": "Noted: you like {}.",
        "dislike": "Noted: {} is not for you.",
        "save": "Saved for later: {}.",
        "watch": "Noted: you have seen {}.",
        "dismiss": "All right, not {} for now.",
    },
    which_item="Which title do you mean? I could not find it in the catalog.",
    why_ranked="{0} is number {1} of {2} for you at the moment.",
    why_reasons="What speaks for it most: {}",
    why_left_out="{} is left out: {}",
    profile_empty="I know nothing of your interests yet.",
    profile_likes="What I know of your interests: {}.",
    profile_dislikes="You turned down: {}.",
    profile_excluded="I leave out: {}.",
    profile_counts="Seen: {}, liked: {}, saved: {}.",
    share="{} ({}%)",
    unnamed="an interest without a name",
    memories="Here is what I remember: {}",
    memory="on {} you said “{}”",
    memory_act="on {}: {} for {}",
    no_memories="I remember nothing like that.",
    recall_what="What should I look for?",
    receipt="Done: {} entries and {} vectors are deleted.",
    receipt_checked="I searched {} files afterwards and found nothing left.",
    receipt_found="But {} traces were still found.",
    forget_what="What should I forget: a title, a topic, or everything?",
    undone="Taken back: {} for {}.",
    undone_said="Taken back: “{}”.",
    facts="{}: {}.",
    facts_people="With {}.",
    facts_about="The catalog says: {}",
    greet="Hello! Tell me what you like or don't like, or ask for something to watch.",
    thanks="You're welcome.",
    help=(
        "I recommend from the catalog and remember what you tell me. Ask for something "
        "(“a funny heist film from the 90s”), tell me what you like or hate, ask why something "
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
    title="《{}》",
    dated_title="《{}》（{}）",
    stop="。",
    noted="记下了：{}。",
    you_love="你很喜欢{}",
    you_like="你喜欢{}",
    you_dislike="你不喜欢{}",
    none_of_these="下面这些都不含{}。",
    first="我先推荐{}",
    then="其次是{}",
    because="{}：{}",
    also="还有：{}。",
    nothing_fits="片库里没有找到符合要求的。",
    loosen="要不要放宽一个条件？",
    cold="我还不了解你的兴趣，所以这份片单还没有依据你的喜好。",
    ask_taste="你最近喜欢看什么？有什么是你绝对不想看的？",
    feedback={
        "like": "记下了：你喜欢{}。",
        "dislike": "记下了：{}不合你的口味。",
        "save": "已经帮你收藏{}。",
        "watch": "记下了：你看过{}。",
        "dismiss": "好的，暂时不看{}。",
    },
    which_item="你说的是哪一部？我在片库里没有找到。",
    why_ranked="{0}目前在为你排的{2}部里列第{1}。",
    why_reasons="最主要的理由：{}",
    why_left_out="{}没有列入：{}",
    profile_empty="我还不了解你的兴趣。",
    profile_likes="我所了解的你的兴趣：{}。",
    profile_dislikes="你不喜欢：{}。",
    profile_excluded="我会避开：{}。",
    profile_counts="看过{}部，喜欢{}部，收藏{}部。",
    share="{}（{}%）",
    unnamed="一个还没有名字的兴趣",
    memories="我记得这些：{}",
    memory="{}你说过“{}”",
    memory_act="{}：{}，{}",
    no_memories="我不记得有这样的事。",
    recall_what="你想让我找什么？",
    receipt="好了：已删除{}条记录和{}个向量。",
    receipt_checked="删除后检查了{}个文件，没有任何残留。",
    receipt_found="但仍发现{}处残留。",
    forget_what="你想让我忘掉什么：某部片子、某个话题，还是全部？",
    undone="已撤销：{}，{}。",
    undone_said="已撤销：“{}”。",
    facts="{}：{}。",
    facts_people="主演：{}。",
    facts_about="片库里的简介：{}",
    greet="你好！告诉我你喜欢什么、不喜欢什么，或者直接让我推荐。",
    thanks="不客气。",
    help=(
        "我从片库里为你推荐，并记住你说过的话。你可以直接提要求（“九十年代的搞笑盗窃片”）、"
        "告诉我你的喜好、问我为什么推荐某一部、问我了解你什么，或者让我忘掉。"
    ),
    other="我没太明白。你可以让我推荐，或者告诉我你喜欢什么。",
    result="我查到的是：{}",
    refused="没有办到：{}",
)

ACTIONS_ZH = {
    "like": "喜欢",
    "dislike": "不喜欢",
    "save": "收藏",
    "watch": "看过",
    "dismiss": "跳过",
    "rating": "评分",
    "purchase": "购买",
    "view": "浏览",
    "click": "点开",
}


def phrases_for(language: str) -> Phrases:
    """The sentences of ``language`` ("zh"), or the English ones."""
    return CHINESE if language == "zh" else ENGLISH
