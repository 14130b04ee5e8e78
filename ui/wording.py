"""Every word the page itself says, in English and in Chinese.

Knows sentences and how dates and titles are written in them. Both languages fill the
same class, so a sentence missing in one of them does not type-check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from typing import Literal

from penchant.memory.records import Item
from penchant.tools.words.marks import in_marks

Language = Literal["en", "zh"]

About = Literal["films", "things"]
"""What the catalog holds: the demo films, or a host's own things, whatever they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The page's words in one language. Braces name what is filled in with ``str.format``.

    ``has_it`` takes the place of the answer ``seen-it`` for what is sold.
    """

    language: Language
    about: About
    html_language: str
    tagline: str
    switch: str
    new_conversation: str
    model: str
    offline: str
    you: str
    us: str
    chat_title: str
    message_label: str
    placeholder: str
    send: str
    greeting: str
    examples_label: str
    examples: tuple[str, ...]
    thinking: str
    failed: str
    broken: str
    press_broken: str
    busy: str
    too_long: str
    list_title: str
    starter_title: str
    list_empty: str
    place: str
    score: str
    price: str
    free: str
    in_stock: str
    sold_out: str
    moved: str
    answers: Mapping[str, str]
    has_it: str
    noted: Mapping[str, str]
    aside: str
    aside_title: str
    put_aside: Mapping[str, str]
    take_back: str
    ask: str
    ask_title: str
    ask_answers: Mapping[str, str]
    ask_progress: str
    ask_back: str
    ask_leave: str
    ask_done: str
    ask_none: str
    why: str
    status_undone: str
    nothing_to_undo: str
    undo: str
    stale: str
    left_out: str
    left_out_part: str
    why_title: str
    why_reason: str
    why_weight: str
    why_value: str
    why_part: str
    why_sum: str
    why_now: str
    why_now_out: str
    more_reasons: str
    entry: str
    kinds: Mapping[str, str]
    other_kind: str
    profile_title: str
    profile_empty: str
    profile_empty_then: str
    likes: str
    dislikes: str
    nameless: str
    half_life: str
    half_life_forever: str
    rising: str
    falling: str
    period: str
    period_day: str
    evidence: str
    excluded: str
    saved_count: str
    seen_count: str
    entries_count: str
    as_of: str
    as_of_now: str
    as_of_shown: str
    as_of_back: str
    quote: str
    comma: str
    semicolon: str
    months: tuple[str, ...]
    date: str

    def kind(self, name: str) -> str:
        """What an entry of kind ``name`` was, such as ``you liked``."""
        return self.kinds.get(name) or self.other_kind.format(kind=name)


ENGLISH = Wording(
    language="en",
    about="things",
    html_language="en",
    tagline="remembers what you like and says why",
    switch="中文",
    new_conversation="New conversation",
    model="Answers: {model}",
    offline="offline assistant",
    you="You",
    us="Penchant",
    chat_title="Conversation",
    message_label="Your message",
    placeholder="Say what you like, or ask…",
    send="Send",
    greeting=(
        "Tell me what you like and what you can do without. I remember it, suggest something "
        "that fits, and say why. The list beside this can be answered too: every press counts."
    ),
    examples_label="For example",
    examples=("I like {category}", "Something like {title}", "No {other}, please"),
    thinking="Thinking",
    failed="That did not work: {reason} Your message is back in the box.",
    broken=(
        "Something went wrong on our side. Your message is back in the box; the details are "
        "in the log of the server."
    ),
    press_broken="Something went wrong on our side; the details are in the log of the server.",
    busy="One moment, the last answer is still being written.",
    too_long="That is too long for one message. Please shorten it or send it in parts.",
    list_title="For you now",
    starter_title="To begin with",
    list_empty="The next list appears here.",
    place="Place {rank}",
    score="Score {score}",
    price="Price {price}",
    free="Free",
    in_stock="In stock: {n}",
    sold_out="Sold out",
    moved="Besides its score",
    answers={
        "like": "Like",
        "save": "Save",
        "not-now": "Not now",
        "too-expensive": "Too expensive",
        "seen-it": "Know it already",
        "not-for-me": "Not for me",
    },
    has_it="Have it already",
    noted={
        "like": "Noted: you like {title}.",
        "save": "{title} is saved.",
        "not-now": "{title} rests for {days} days.",
        "too-expensive": "{title} stays out until it costs less.",
        "seen-it": "{title} will not come back.",
        "not-for-me": "Noted: {title} is not for you.",
    },
    aside="Put aside",
    aside_title="Why not this one?",
    put_aside={
        "not-now": "Not now: it rests for {days} days, then it may come back.",
        "too-expensive": "Too expensive: it stays out until it costs less.",
        "seen-it": "It will not come back.",
        "not-for-me": "Not for you: less of what is like it.",
    },
    take_back="Take back",
    ask="Answer a few questions",
    ask_title="A few questions",
    ask_answers={"like": "Like", "dislike": "Dislike", "unknown": "Don’t know it"},
    ask_progress="Judged so far: {answered} of {wanted}",
    ask_back="Take back the last answer",
    ask_leave="Enough",
    ask_done="Thank you. This list goes by what you answered.",
    ask_none="There is nothing to ask about.",
    why="Why?",
    status_undone="Taken back.",
    nothing_to_undo="There is nothing to take back.",
    undo="Undo",
    stale="This list has been replaced by a newer one; nothing was recorded.",
    left_out="Left out: {causes}.",
    left_out_part="{n} because {cause}",
    why_title="How the score of {title} comes about",
    why_reason="Reason",
    why_weight="Weight",
    why_value="Value",
    why_part="Adds",
    why_sum="Sum = score",
    why_now="As things stand now: place {rank} of {candidates}, score {score}.",
    why_now_out="As things stand now it would not be listed, because {reason}.",
    more_reasons="and {n} more under “Why?”",
    entry="{day}, {kind}",
    kinds={
        "turn": "you said",
        "statement": "you said",
        "search": "you searched for",
        "view": "you looked at",
        "click": "you opened",
        "like": "you liked",
        "dislike": "you turned down",
        "save": "you saved",
        "cart": "you put in the cart",
        "purchase": "you bought",
        "rating": "you rated",
        "watch": "you watched",
        "dismiss": "you put aside",
        "share": "you shared",
        "follow": "you followed",
    },
    other_kind="{kind}",
    profile_title="What I know about you",
    profile_empty=(
        "Nothing yet. Tell me what you like in the chat, or press Like on something you know: it "
        "shows up here at once."
    ),
    profile_empty_then="Nothing was known by then.",
    likes="Likes",
    dislikes="Rather not",
    nameless="Something without a name yet",
    half_life="fades by half in {days} days",
    half_life_forever="does not fade",
    rising="Rising: {lately} % of the last weeks, {before} % of the last months",
    falling="Falling: {lately} % of the last weeks, {before} % of the last months",
    period="{first} to {last}",
    period_day="{first}",
    evidence="Why I think so ({n})",
    excluded="Never show",
    saved_count="Saved: {n}",
    seen_count="Had or known: {n}",
    entries_count="Entries: {n}",
    as_of="As of",
    as_of_now="Now",
    as_of_shown="This is what was known on {day}.",
    as_of_back="Back to now",
    quote="“{text}”",
    comma=", ",
    semicolon="; ",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    date="{day} {month} {year}",
)

CHINESE = Wording(
    language="zh",
    about="things",
    html_language="zh-CN",
    tagline="记住你的喜好，并说明推荐的理由",
    switch="English",
    new_conversation="新对话",
    model="回答：{model}",
    offline="离线助手",
    you="你",
    us="Penchant",
    chat_title="对话",
    message_label="你的消息",
    placeholder="说说你喜欢什么，或者直接问……",
    send="发送",
    greeting=(
        "告诉我你喜欢什么、不想要什么。我会记住，推荐合适的，并说明理由。"
        "旁边的列表也可以直接回应：每按一下都会算数。"
    ),
    examples_label="比如",
    examples=("我喜欢{category}", "想要像{title}那样的", "不要{other}"),
    thinking="正在想",
    failed="没有成功：{reason} 你的消息已放回输入框。",
    broken="我们这边出了错。你的消息已放回输入框；详情见服务器日志。",
    press_broken="我们这边出了错；详情见服务器日志。",
    busy="请稍等，上一条回答还没写完。",
    too_long="这条消息太长了，请缩短，或者分几次发送。",
    list_title="现在为你推荐",
    starter_title="先从这些开始",
    list_empty="下一份列表会出现在这里。",
    place="第 {rank} 位",
    score="得分 {score}",
    price="价格 {price}",
    free="免费",
    in_stock="库存：{n}",
    sold_out="已售罄",
    moved="得分以外的调整",
    answers={
        "like": "喜欢",
        "save": "收藏",
        "not-now": "暂时不要",
        "too-expensive": "太贵了",
        "seen-it": "已经了解",
        "not-for-me": "不适合我",
    },
    has_it="已经有了",
    noted={
        "like": "记下了：你喜欢{title}。",
        "save": "已收藏{title}。",
        "not-now": "{title}{days} 天内不再出现。",
        "too-expensive": "{title}降价之前不再出现。",
        "seen-it": "{title}不会再出现。",
        "not-for-me": "记下了：{title}不适合你。",
    },
    aside="先不要",
    aside_title="为什么不要？",
    put_aside={
        "not-now": "暂时不要：{days} 天后可能再出现。",
        "too-expensive": "太贵了：降价之前不再出现。",
        "seen-it": "不会再出现。",
        "not-for-me": "不适合你：类似的也会少推荐。",
    },
    take_back="撤回",
    ask="回答几个小问题",
    ask_title="几个小问题",
    ask_answers={"like": "喜欢", "dislike": "不喜欢", "unknown": "不了解"},
    ask_progress="已评价 {answered} 个，共 {wanted} 个",
    ask_back="撤回上一个回答",
    ask_leave="不再回答",
    ask_done="谢谢，这份列表依据了你的回答。",
    ask_none="没有可以问的。",
    why="为什么？",
    status_undone="已撤回。",
    nothing_to_undo="没有可以撤回的操作。",
    undo="撤回",
    stale="这份列表已被新的取代，什么也没有记录。",
    left_out="未列出：{causes}。",
    left_out_part="{n} 项，因为{cause}",
    why_title="{title}的得分是怎么来的",
    why_reason="理由",
    why_weight="权重",
    why_value="数值",
    why_part="贡献",
    why_sum="合计 = 得分",
    why_now="按现在的情况：在 {candidates} 个候选中排第 {rank}，得分 {score}。",
    why_now_out="按现在的情况不会列出，因为{reason}。",
    more_reasons="另有 {n} 条，见“为什么？”",
    entry="{day}，{kind}",
    kinds={
        "turn": "你说过",
        "statement": "你说过",
        "search": "你搜索过",
        "view": "你看了看",
        "click": "你点开过",
        "like": "你喜欢",
        "dislike": "你不想要",
        "save": "你收藏了",
        "cart": "你加入了购物车",
        "purchase": "你买了",
        "rating": "你评过分",
        "watch": "你看过",
        "dismiss": "你放到一边",
        "share": "你分享过",
        "follow": "你关注了",
    },
    other_kind="{kind}",
    profile_title="我对你的了解",
    profile_empty="还没有。在对话里说说你喜欢什么，或者对你知道的条目按“喜欢”：这里马上就会显示。",
    profile_empty_then="那时还什么都不知道。",
    likes="喜欢",
    dislikes="不太想要",
    nameless="还没有名字的兴趣",
    half_life="{days} 天后减半",
    half_life_forever="不会消退",
    rising="上升：近几周占 {lately} %，近几个月占 {before} %",
    falling="下降：近几周占 {lately} %，近几个月占 {before} %",
    period="{first}至{last}",
    period_day="{first}",
    evidence="依据（{n}）",
    excluded="不再推荐",
    saved_count="收藏：{n}",
    seen_count="已有或已了解：{n}",
    entries_count="来自 {n} 条记录",
    as_of="截至",
    as_of_now="现在",
    as_of_shown="这是 {day} 时的了解。",
    as_of_back="回到现在",
    quote="“{text}”",
    comma="、",
    semicolon="；",
    months=tuple(str(number) for number in range(1, 13)),
    date="{year}年{month}月{day}日",
)


ENGLISH_FILMS = replace(
    ENGLISH,
    about="films",
    examples=(
        "I love science fiction from the eighties",
        "Something like Alien, but newer",
        "No more horror, please",
    ),
    answers={**ENGLISH.answers, "seen-it": "Seen it"},
    has_it="Seen it",
    seen_count="Seen: {n}",
)

CHINESE_FILMS = replace(
    CHINESE,
    about="films",
    examples=("我喜欢八十年代的科幻片", "想看像《Alien》那样、但新一点的", "不要再推荐恐怖片了"),
    answers={**CHINESE.answers, "seen-it": "看过了"},
    has_it="看过了",
    seen_count="看过：{n}",
)


def wording(language: Language, about: About = "things") -> Wording:
    """The words of ``language`` for a catalog of what it is ``about``."""
    if about == "films":
        return CHINESE_FILMS if language == "zh" else ENGLISH_FILMS
    return CHINESE if language == "zh" else ENGLISH


def language_of(tags: str) -> Language:
    """The language for a browser's preference list such as ``zh-CN,zh;q=0.9,en;q=0.8``.

    The first of the two languages it names wins; naming neither means English.
    """
    for tag in tags.lower().split(","):
        primary = tag.split(";")[0].strip().split("-")[0]
        if primary == "zh":
            return "zh"
        if primary == "en":
            return "en"
    return "en"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page: in which words, in which time zone.

    ``categories_zh`` maps a catalog's category to its Chinese word, where one is known.
    """

    words: Wording = ENGLISH
    zone: tzinfo = UTC
    categories_zh: Mapping[str, str] = field(default_factory=dict)

    def pick(self, english: str, chinese: str) -> str:
        """The text in the reader's language, or the other one where that is empty."""
        return (chinese or english) if self.words.language == "zh" else (english or chinese)

    def category(self, name: str) -> str:
        """A category in the reader's language; its own name where no word is known."""
        return self.pick(name, self.categories_zh.get(name, ""))

    def title(self, item: Item) -> str:
        """The item's title as it stands in a sentence: Chinese sets marks around it."""
        return in_marks(item) if self.words.language == "zh" else item.title

    def day(self, moment: datetime) -> str:
        """The calendar day of ``moment`` where the reader is, such as ``3 May 2026``."""
        local = moment.astimezone(self.zone)
        month = self.words.months[local.month - 1]
        return self.words.date.format(year=local.year, month=month, day=local.day)
