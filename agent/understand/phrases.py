"""Free words: the phrase a cue is about, and what of a request is worth searching for.

Knows filler words of English and Chinese; nothing of catalogs or cues.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from penchant.agent.understand.clauses import unmask
from penchant.agent.understand.cues import MARK
from penchant.agent.understand.text import CJK
from penchant.agent.understand.words import word_set

LONGEST = 8
"""Words of a phrase that are kept."""

_HEAD = re.compile(
    r"^(?:(?:to (?:watch|see|read|buy)|watching|seeing|reading|of|any|all|the|a|an|some"
    r"|more|most|those|these|really|very|lots of|a lot of"
    r"|kinds? of|sorts? of|types? of|(?:any |all )?(?:films?|movies?|cinema|stories|stuff"
    r"|things|anything|something|everything|ones|books|items|products)"
    r"(?: (?:that|which|who|with|about|on|having|that's|that are|where|set in|involving"
    r"|featuring|from|by|in))*|with|about|on|how|much|so|too|especially|mostly|mainly|also"
    r"|just|both|good|great|when) )+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?: (?:films?|movies?|a lot|very much|so much|too|the most|at all|as well|in general"
    r"|any ?more|anymore|stuff|please|though|lately|these days|right now|either|again"
    r"|yesterday|tonight|today|now|and|or|of|in|with|about|to|ones?))+$",
    re.IGNORECASE,
)
_VACUOUS = word_set(
    "it this that these those them him her he she they you your yours me my mine us we i "
    "one ones thing things film films movie movies cinema anything something everything "
    "nothing watching much lot way everyone here there what when how if all both is was "
    "be a an the to of and or so very really too same idea list recommendations "
    "suggestions app service answer question talking chatting having going being doing "
    "working today now again them yes no ok okay"
)
_PERSONAL = word_set("you your yours me my him his her their them i we us he she they")
_STOPS = re.compile(r"[\"()\[\]{}<>|*#@^=+\\]+")
_ZH_STRIP = re.compile(
    r"^(?:看|那种|这种|那些|这些|一些|所有|各种|关于|有关|讲述?|描写|描述|有|带|充满"
    r"|充满了|以|的|是|着|了|过|很多|任何|什么|去|在)+"
    r"|(?:的|电影|影片|片子|片|类型|题材|故事|类|作品|了|啊|呢|吧|哦|呀|哈|啦|东西|那种|这种|们|都行|都可以)+$"
)
_ZH_VACUOUS = re.compile(r"[我你他她它这那谁吗]|什么|怎么|哪")

_FILLER = re.compile(
    r"(?<![\w-])(?:i|i'm|i've|i'd|i'll|me|my|you|your|we|us|a|an|the|some|any|please|can|could"
    r"|would|will|should|shall|do|does|want|wanting|wanted|need"
    r"|like|love|to|watch|see|have|get|find|show|give|recommend|recommendations?|suggest"
    r"|suggestions?|list|films?|movies?|something|anything|stuff|ones?|titles?"
    r"|for|tonight|today|now|right|just|really|maybe|perhaps|also|and|or|but|with|from|in"
    r"|of|on|that|which|is|are|was|be|been|there|have|has|got|what|which|what's|else|good"
    r"|great|nice|best|top|few|couple|another|more|looking|search|searching|mood|feel"
    r"|feeling|fancy|how|about|help|hi|hello|hey|ok|okay|so|then|well|thanks|thank|by|up"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|(?<!size )\d{1,4}|at|this|these"
    r"|those|it|them|if"
    r"|possible|kind|sort|type|know|think|too|very|not|no|without|only|as|am|out|day|long"
    r"|because|than|newer|older|recent|similar|style|nothing|everything|let|let's|anyone"
    r"|except|basically|anyway|anyways|actually|honestly|literally|obviously|surprise|ever"
    r"|whatever|simply|instead|though|still|already|even|again|got|starring|featuring)(?![\w-])"
    r"|n't|'s\b",
    re.IGNORECASE,
)
"""Words that say nothing of what is looked for. Within one word, as in SC-7238-NA or two-person,
they are part of it; numbers of five digits and more are no count but an article's.
"""
_ZH_FILLER = re.compile(
    r"那就|比(?![\u4e00-\u9fff])|不要太?|别太|除了?|以外|之外|类似于?|觉得|认为|哪[部个些]?|主演|出演|演|都行|都可以|行|可以|请问?|麻烦|帮我|帮忙|给我|我们?|你们?|可以"
    r"|能不能|能|推荐|介绍|安利|一下|几部|几个|一些|有没有|有什么|有哪些|有|吗|呢|吧|啊|呀"
    r"|的|了|想要|想看|想|要|看|找|来|点|些|部|个|电影|影片|片子|好看|关于"
    r"|一[部个点些本双顶]|一件(?!套)|今晚|今天|现在|比较|那种|这种|什么|都|也|还|再|就|是|好|很|最好|适合"
    r"|求|片(?![\u4e00-\u9fff])|类型|题材|和|或者?|与|跟|但是?|不过"
    r"|[一二两三四五六七八九十几\d]+(?:[部个本条款双顶]|件(?!套))|最近|换|批|别的|其他|随便|希望|跟我|值得"
    r"|一看|讲|类|新一?点|老一?点|更|好的"
)
_MEASURE = re.compile(
    r"\b(?:(?:under|below|within|over|less than|more than|shorter than|longer than|at most|up to"
    r"|no longer than) )?(?:[$€£¥] ?)?(?:\d+(?:\.\d+)?|one|two|three|an?)[ -]?(?:hours?|hrs?"
    r"|minutes?|mins?|euros?|dollars?|pounds?)\b|(?:不超过|少于)?[\d一二两三半]+(?:个?半?小时|分钟)"
    r"(?:以内|之内|以下|左右)?",
    re.IGNORECASE,
)
"""A length or a price: nothing in a description is like it."""
_BARE = re.compile(
    r"\b(?:a|an|the|some|any|more|good|great|nice|best|old|new|films?|movies?|flicks?|from"
    r"|with|in|of|and|or|for|please|only|just|maybe|then|ok|okay|now|about|type|kind|kinds"
    r"|tonight|today|something"
    r"|starring|featuring|by|but|also|me|hmm|um|well|yes|yeah|sure|stuff|ones?|to|watch"
    r"|set|where|that|is|are|really|very|top|two|three|five|ten|\d+|genres?|please|hi|hey"
    r"|hello|thanks|anything|no|not|without|instead|how)\b"
    r"|主演|出演|导演|演|[的和或与跟有类型题材电影片吧呢啊要来些点部个几一二三四五十好看]|'s"
)


def object_phrase(rest: str, surface: Sequence[str]) -> str:
    """The phrase that begins ``rest`` (the masked text after a cue), or "" where it says nothing.

    >>> object_phrase(" movies with strong female leads", ()), object_phrase(" it a lot", ())
    ('strong female leads', '')
    """
    text = _STOPS.sub(" ", unmask(rest, surface)).strip(" .,!?;:-'/")
    if re.search(f"[{CJK}]", text):
        return _chinese_phrase(text)
    text = _TAIL.sub("", _HEAD.sub("", text + " ").strip()).strip()
    words = text.split()
    content = [word for word in words if word.lower().strip("'") not in _VACUOUS]
    if not content or words[0].lower() in _PERSONAL | {"to", "if", "what", "when", "it", "that"}:
        return ""
    if any(word.lower() in _PERSONAL for word in words[:3]) or max(map(len, content)) < 3:
        return ""
    if not re.search(r"[^\W\d_]{3}", text):
        return ""
    return " ".join(words[:LONGEST])


def bare(lower: str) -> bool:
    """Whether a masked sentence has mentions and little else, such as "90s thrillers, please"."""
    rest = re.sub(f"[{MARK}]", " ", lower)
    if rest == lower:
        return False
    words = re.findall(rf"[^\W_{CJK}]+|[{CJK}]", _BARE.sub(" ", rest))
    return len(words) <= (0 if re.search(r"\b(?:is|are|was|were)\b", lower) else 1)


def search_words(masked: str, surface: Sequence[str]) -> str:
    """What of a masked request is worth searching for: its content words, masks filled in.

    ``surface`` holds "" for mentions that are limits rather than words.
    """
    masked = _MEASURE.sub(" ", masked)
    text = unmask(masked.replace("\u2248", " "), [f"\x01{words}\x02" for words in surface])
    kept = []
    for piece in re.split(r"(\x01[^\x02]*\x02)", text):
        if piece.startswith("\x01"):
            kept.append(piece[1:-1])
        else:
            kept.append(_ZH_FILLER.sub(" ", _FILLER.sub(" ", piece)))
    # A mention may be the end of a word: "t-shirts", where there are shirts.
    joined = re.sub(r"(?<=\w)- +(?=\w)", "-", " ".join(kept))
    words = re.sub(r"[^\w'&+-]+", " ", joined).split()
    # What a contraction leaves behind ("'m", "'d") is no word.
    words = [word for word in words if word.strip("'-&+") and not word.startswith("'")]
    return " ".join(dict.fromkeys(words))[:300].strip()


def _chinese_phrase(text: str) -> str:
    before = None
    text = re.split(r"[,.!?;:\s]", text)[0]
    while before != text:
        before, text = text, _ZH_STRIP.sub("", text)
    if not 2 <= len(text) <= 14 or _ZH_VACUOUS.search(text):
        return ""
    return text
