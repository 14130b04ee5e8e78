"""Chinese: the compiled cues, and what the words before a cue do to it.

Knows the words of one language; nothing of catalogs or of how cues combine.
"""

from __future__ import annotations

import re
from functools import cache

from penchant.agent.understand.chinese_cues import CUES
from penchant.agent.understand.cues import CueTable, Weight


@cache
def chinese_cues() -> CueTable:
    """The compiled table."""
    return CueTable(CUES)


_STEP = re.compile(
    r"(?P<no>并不|从来不|从不|再也不|不再|不是|没有|没|不|别|未必|很难|难以|不会|不能|从没)$"
    r"|(?P<boost>超级|超|特别|非常|十分|真的|真|最|太|极其|巨|贼|相当|更|尤其|实在|真心"
    r"|极度|狂|老|很|好|格外)$"
    r"|(?P<damp>有点儿?|有些|比较|还算|稍微|略|多少|勉强|不太|不怎么|蛮|挺|还)$"
    r"|(?P<past>以前|过去|曾经|曾|原来|之前|本来)(?:的时候|也|都|很|挺|是|还)?$"
    r"|(?P<other>是|算|那么|这么|怎么|会|想|能|再|也|都|就|还是|一直|一向|其实|确实|越来越"
    r"|可|开始|又|只|仅|本来就|总是"
    r"|平时|一般|大|多|咋|个人|自己|现在|最近|目前|如今|特意|本人|依然|仍然|仍|当然|主要"
    r"|尤为|反而|倒是|倒|只是|现在却|却|已经|已|早就|早|看|这个|那个|觉得|感觉|认为|来说"
    r"|而言|挺|会很|应该|可能|大概|肯定|一定)$"
)
_KIN = (
    r"爸妈|妹妹|妹|姐姐|姐|哥哥|哥|弟弟|弟|妈妈|妈|爸爸|爸|爹|娘|父母|爸妈|老婆|老公|妻子|丈夫"
    r"|对象|女朋友|男朋友|女友|男友|闺蜜|室友|同事|同学"
    r"|朋友们?|孩子们?|小孩|儿子|女儿|娃|家人|家里人|奶奶|爷爷|外婆|外公|老师|老板|邻居"
    r"|亲戚|表哥|表姐|表弟|表妹|兄弟|叔叔|阿姨|舅舅|姑姑"
)
_PEOPLE = re.compile(
    rf"(?P<own>我们?(?!的?(?:{_KIN}))|咱们?|本人|自己|俺)"
    rf"|(?P<other>(?:我|我们|咱)的?(?:{_KIN})|{_KIN}|他们?|她们?|大家|别人|人们|有人|很多人"
    rf"|有的人|有些人|许多人|年轻人|观众|网友|影评人|人家|你们?|您|谁)"
)
_TOGETHER = re.compile(
    rf"我(?:们)?(?:和|跟|与|同)(?:我的?)?(?:{_KIN})|(?:{_KIN})(?:和|跟|与)我(?!的?(?:{_KIN}))"
)
_WITH = re.compile(rf"(?:和|跟|陪|与|带着?|同)(?:我的?)?(?:{_KIN})(?:们)?(?:一起|一块儿?|在家)?")
_DOUBT = re.compile(r"不知道|不确定|不清楚|说不好|不晓得|说不准|不一定|难说")


_WHETHER = re.compile(r"(能|会|要|可|想|是|好|行|肯)不\1以?")
"""能不能 asks and denies nothing."""


def chinese_weight(before: str) -> Weight:
    """What the words before a cue (back to the cue before it) do to it."""
    before = _WHETHER.sub("", before[-60:]).rstrip()
    rest = before
    negations, shift, past = 0, 0.0, False
    while (found := _STEP.search(rest)) is not None:
        rest = rest[: found.start()].rstrip()
        if found["no"]:
            negations += 1
            shift = -shift if shift > 0 and negations == 1 else shift
        elif found["boost"]:
            shift += 0.12
        elif found["damp"]:
            shift -= 0.15
            if found["damp"].startswith("不"):
                negations += 1
        elif found["past"]:
            past = True
    return Weight(
        negations,
        max(-0.35, min(0.25, shift)),
        chinese_owner(rest),
        past or bool(re.search(r"以前|过去|曾经", rest[-12:])),
        bool(_DOUBT.search(before)),
    )


def chinese_owner(before: str) -> bool | None:
    """Whether the person named last before a cue is the speaker (None: nobody is named)."""
    if _TOGETHER.search(before):
        return True
    before = _WITH.sub("", before)
    people = list(_PEOPLE.finditer(before))
    if not people:
        return None
    return people[-1]["own"] is not None
