"""What a sentence is for, where the words alone tell: why, profile, recall, forget, undo, talk.

Knows fixed turns of phrase in English and Chinese; statements and requests are read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from penchant.agent.understand.cues import MARK

RECOMMEND, WHY, PROFILE, FEEDBACK, STATE = "recommend", "why", "profile", "feedback", "state"
RECALL, FORGET, UNDO, GREET, THANKS = "recall", "forget", "undo", "greet", "thanks"
HELP, QUESTION, OTHER = "help", "question", "other"

ORDER = (
    UNDO,
    FORGET,
    WHY,
    PROFILE,
    RECALL,
    RECOMMEND,
    FEEDBACK,
    QUESTION,
    STATE,
    HELP,
    THANKS,
    GREET,
    OTHER,
)
"""Which intent a turn has when its sentences have several: the first of these."""

ABOUT_MEMORY = frozenset({UNDO, FORGET, WHY, PROFILE, RECALL, HELP})
"""Intents of sentences that judge nothing and ask for nothing new."""

_LEAD = (
    r"^(?:(?:and|but|so|ok|okay|hey|hi|hello|please|now|actually|wait|oh|no|well|hmm|also"
    r"|sorry|oops|can you|could you|would you|i want you to|i'd like you to|just)[, ]+)*"
)
_ITEM = rf"(?:this|that|these|those|it|them|[{MARK}]|(?:the |your )?(?:first|second|third|last)\b)"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern))
    for intent, pattern in (
        (
            UNDO,
            _LEAD + r"(?:undo|revert|(?:scratch|strike) that|take (?:that|it) back"
            r"|take back (?:what|my|the|everything|that|it)|i take (?:that"
            r"|it) back|roll (?:that )?back|cancel (?:that|it|my last|the last)"
            r"|never ?mind what i (?:just )?said|disregard (?:that|my last|what i just))\b"
            r"|\b(?:i take (?:that|it) back|i didn't mean (?:that|it|to)|that was (?:a "
            r"|my )?(?:mistake|typo|accident|wrong)|(?:clicked|pressed|tapped|hit|said) (?:that|it"
            r"|this) by (?:mistake|accident)|ignore (?:that|my last|what i (?:just )?said"
            r"|the last)|undo (?:that|it|the last|my last))\b"
            r"|" + _LEAD[1:] + r"\b(?:scratch|strike|undo) [" + MARK + r"]"
            r"|^取消(?:吧|掉)?$|撤销|撤回|取消(?:刚才|刚刚|上一|上次|掉|那个|这个操作|操作|点赞"
            r"|收藏)|(?:刚才|刚刚|上一)[^,.!?]{0,8}(?:不算|作废|取消|说错|点错|按错|搞错|弄错)"
            r"|说错了|点错了|按错了|手滑|当我没说|收回(?:刚才|我|那|上)|不算数|倒回去|回退",
        ),
        (
            FORGET,
            _LEAD
            + r"(?:forget|delete|erase|wipe|clear|reset|purge|remove(?=[^.!?]*\b(?:my|me|profile"
            r"|history|memory|everything|data)\b))\b(?! (?:it's"
            r"|the name of))(?=[^.!?]{0,60}(?:\b(?:me|my|everything|all|that|this|i|what|about|it"
            r"|data|history|profile|memory|records?|preferences?)\b|["
            + MARK
            + r"]))(?![^.!?]*\b(?:from (?:the|that|this|your) (?:list|results|recommendations)))"
            r"|\b(?:please|you (?:can|should|must)|want you to|i'd like you to|to|and"
            r"|just) (?:forget|delete|erase|wipe|clear)\b(?=[^.!?]{0,40}\b(?:me|my|everything|all"
            r"|i (?:said|told)|data|history|profile|about)\b)"
            r"|\b(?:don't|do not|stop) (?:remember(?:ing)?|stor(?:e|ing)|keep(?:ing)?|sav(?:e|ing)"
            r"|track(?:ing)?) (?:that|this|it|what i|anything|me|my|any)\b"
            r"|\b(?:don't|do not|stop) remember(?:ing)? (?:the|all|every|[" + MARK + r"])"
            r"|\bright to be forgotten\b"
            r"|把[^,.!?]{1,30}(?:忘了|忘掉|忘记|删了|删掉|删除|清掉|清除|抹掉|抹去)"
            r"|(?<!别)(?<!不要)(?<!不会)(?<!不)(?<!我)(?:忘掉|忘了(?=我|吧|关于|刚|它|这|所有|一切"
            r"|之前|[ ]?["
            + MARK
            + r"])|忘记(?=我|关于|所有|一切|刚|之前|它|这|[ ]?["
            + MARK
            + r"])|清除|清空|清掉|抹掉|抹去|删除|删掉|删了|重置)(?!.{0,6}推荐里)|(?:别"
            r"|不要)(?:再)?(?:记住|记着|记得|记录|保存|存)(?:我|关于|这|那|它|任何)",
        ),
        (
            HELP,
            _LEAD + r"(?:what(?:'s| is) this|help|help me|help me please|help me out|help please"
            r"|i need help|help needed|instructions|commands?|menu|usage)\s*$"
            r"|\bwhat (?:can|do|could) you (?:do|actually do|help (?:me )?with|offer)\b"
            r"|\bwhat are you(?: able to| capable of|\s*$)|\bwho are you\b|\bhow (?:do|does|can"
            r"|should) (?:i|you|this|it|the app|we) (?:use|work|start|get started|begin|operate)\b"
            r"|\bwhat (?:is|does) this (?:app|thing|bot|tool|do)\b|\bhow to use\b"
            r"|\bwhat (?:commands|features|functions|things) (?:do|can|are)\b|\b(?:need|want|get"
            r"|some) help (?:using|with (?:this|it|the)|understanding|getting started)"
            r"|\bcan you help me\s*$|\bi'm (?:lost|confused)(?: here)?\s*$|\bwhat (?:kinds? of "
            r"|sorts? of )?(?:\w+ )?(?:can|could|should|may) i (?:do|say|ask|type|tell you)\b"
            r"|\bhow does (?:this|it) work\b"
            r"|^(?:请)?(?:帮助|帮帮我|帮忙|救命|使用说明|说明|菜单|功能|帮我一下|怎么用|怎么玩"
            r"|如何使用)(?:一下|吧|啊)?\s*$|你(?:都)?(?:能|可以|会)(?:做|干|帮我做|帮我干|帮忙做"
            r"|为我做)(?:些)?(?:什么|啥|哪些)|你(?:都)?(?:能|可以|会)(?:干嘛|干吗|做啥)|你会(?:什么|啥|哪些)|你是(?:谁|什么|干什么|干嘛"
            r"|做什么)|(?:怎么|如何)(?:使用|用|玩|操作)(?:你|这|它|啊|呢|的|\s*$)|有(?:什么"
            r"|哪些)功能|你的功能|我(?:能|可以|该)(?:怎么|如何)(?:用|问|说)|能帮我(?:什么|做什么"
            r"|干什么)|你怎么(?:用|工作)|你有什么用",
        ),
        (
            WHY,
            r"^(?:(?:and|but|so|ok|okay|hey|um|hmm|wait|tell me|explain|can you explain"
            r"|could you explain|i wonder)[, ]+)*why(?: (?:though|so|is that|that|this))?\s*$"
            rf"|\bwhy\b(?! (?:don't|not|do not) (?:you |we )?(?:recommend|suggest|show|give|try"
            rf"|watch|just))(?=[^.!?]{{0,60}}(?:\b(?:recommend|recommended|suggest|suggested|pick"
            rf"|picked|choose|chose|chosen|show|shown|showed|showing|recommending|suggesting"
            rf"|offering|listing|list|listed|rank|ranked|give me|giving me|gave me|put|offer"
            rf"|include|included|on (?:the|my|this) list|here|at the top|top|number one)\b))"
            rf"|^(?:[\w' ]+[, ])?why (?:is |are |did |do |does |would |should |not |just |exactly "
            rf"|specifically )*(?:you |i |we )?(?:think |like |enjoy |watch |see |get "
            rf"|have )*(?:i'd |i would |i'll )?(?:like |enjoy )?(?:the (?:film"
            rf"|movie) )?{_ITEM}(?: (?:one|film|movie|for me|in particular|first|here|list"
            rf"|and not [{MARK}]|over [{MARK}]|instead of [{MARK}]))*\s*$"
            r"|\bwhy (?:would|do|did|should) you (?:think|believe|assume|suppose)\b|\bhow come\b"
            r"|\bwhat (?:made|makes) you (?:think|recommend|suggest|pick|choose|say)"
            r"|\bexplain (?:(?:this|that|the|your|these|why)\b|["
            + MARK
            + r"])|\b(?:what(?:'s| is| was| are)? (?:the "
            r"|your )?)?reason(?:s|ing)? (?:for|behind|why|you)|\bwhat(?:'s| is| are| was) (?:this"
            r"|that|these|the|your) (?:\w+ )?(?:list|recommendations?|suggestions?"
            r"|picks?) based on\b|\bon what basis\b|\bhow did you (?:pick|choose|come up with"
            r"|decide|select|get)\b|\bbased on what\b|\bwhat(?:'s| is) (?:that|this|it"
            r"|this list) based on\b|\bjustify\b|\bwhat makes (?:this|that|it|["
            + MARK
            + r"]) (?:a )?(?:good|right|fit|match)"
            rf"|(?:为什么|为啥|为何|凭什么|怎么会|干嘛|干吗)(?!不)[^,.!?]{{0,24}}(?:推荐|这部|这个"
            rf"|它|第|[{MARK}]|给我|选|我会喜欢|觉得我|排|出现|列|上榜|适合我)|^(?:那|这是|请问"
            rf"|但是|但|可是|到底)?(?:为什么|为啥|为何|凭什么)(?:呢|啊|呀|是)?\s*$|(?:推荐|选"
            rf"|排)[^,.!?]{{0,12}}(?:理由|原因|依据|根据)|(?:理由|原因|依据)(?:是什么|呢|是啥)"
            rf"|根据什么|基于什么|[{MARK}](?:又|是|到底|究竟)?(?:为什么|为啥|为何|凭什么|怎么)会?(?:在|排|上榜|被"
            rf"|是第|入选|出现)|怎么(?:选|挑|推荐|想到|得出)[^,.!?]{{0,8}}的|解释一?下?(?:为什么"
            rf"|理由|原因|这|推荐|一下)",
        ),
        (
            PROFILE,
            r"\bwhat (?:do|did|have|else do|all do) you (?:know|learn(?:ed|t)?|think you know"
            r"|remember|understand|figured out|gathered|got"
            r"|have(?: on)?)\b(?: so far)?(?= (?:about |of |on )?(?:me|my)\b)|\bwhat (?:do"
            r"|have) you (?:think|got|stored|saved|recorded|noted|kept|on file) (?:about|on"
            r"|of) me\b|\bwhat(?:'s| is| are)(?: in| on)? my (?:\w+ )?(?:profile|tastes?"
            r"|interests?|preferences?|likes|dislikes|favou?rites?|favou?rite (?:genres?|actors?"
            r"|films?|movies?|themes?|kinds?))\b|\b(?:show|see|view|display|describe|summari[sz]e"
            r"|open|print|tell|give|list|check)(?: me| us)?(?: about| what"
            r"| of)? my (?:\w+ )?(?:profile|tastes?|interests?|preferences?|likes|dislikes)\b"
            r"|\bmy (?:current |taste )?(?:profile|preferences|interests|tastes)\s*$"
            r"|\bwhat (?:kind|kinds|sort|sorts|type|types|genres?|films?|movies?|stuff"
            r"|things)?(?: of (?:\w+ )?(?:films?|movies?|things|stuff|genres?))? ?(?:do|don't|did"
            r"|would|am) i (?:usually |really |actually |seem to |generally |tend to )?(?:like"
            r"|love|hate|dislike|enjoy|prefer|into|interested in|a fan of)\b|\bwhat am i (?:into"
            r"|interested in|like)\b|\bwhat do you (?:think|reckon|believe|guess) i (?:like|love"
            r"|hate|enjoy|prefer|dislike)\s*$|\bwho (?:do you think )?(?:am i|i am)\b"
            r"|\bdo you (?:know|remember) (?:me|who i am|what i (?:like|love|hate|dislike|enjoy"
            r"|prefer)|my (?:tastes?|preferences|likes|interests))\b|\btell me (?:about (?:me"
            r"|myself|my taste)|what (?:you know about me|i like))|\bhow (?:well )?do you (?:see"
            r"|know) me\b|\bhow would you (?:describe|summari[sz]e) (?:me|my)\b"
            r"|\bwhich genres? do i\b|\bwhat(?:'s| is) my (?:type|thing|style|vibe)\b|\bwhat(?:'s"
            r"| is) (?:stored|saved|known|recorded) about me\b|\bsummari[sz]e (?:me|my)\b"
            r"|\bwhat you know about me\b|\bwhat i like\s*$"
            r"|我(?:都)?有?(?:哪些|什么|啥)(?:样的)?(?:喜好|偏好|爱好|兴趣|口味)|我的(?:画像|口味"
            r"|喜好|偏好|兴趣|品味|资料|档案|用户画像|个人资料|爱好)(?:是什么|是啥|有哪些|怎么样"
            r"|呢|吧|如何|\s*$)|(?:看看|看一?下|显示|展示|查看|告诉我|说说|总结|描述|列出"
            r"|介绍一?下|讲讲)(?:一下)?(?:你)?(?:了解的|知道的|眼中)?我的?(?:画像|口味|喜好|偏好"
            r"|兴趣|品味|资料|档案|爱好)|你(?:都|已经|现在|目前|到底)?(?:对我)?(?:了解|知道|认识"
            r"|记住|掌握|学到|记得)(?:了)?(?:我)?(?:的)?(?:些|哪些|关于我)?(?:什么|多少|哪些|啥"
            r"|几分)|你(?:还)?(?:了解|认识|懂|记得)我(?:的(?:口味|喜好|兴趣|偏好|品味))?(?:吗|多少|是谁"
            r"|么)|你知道我(?:喜欢|讨厌|爱看|不喜欢"
            r"|是谁|的(?:口味|喜好|兴趣))|我(?:都|到底|平时|一般|最|通常|究竟)*(?:喜欢|爱看|讨厌"
            r"|不喜欢|偏好|感兴趣|爱)(?:看)?(?:的是|的)?(?:什么|啥|哪些|哪类|哪种|哪几)"
            r"|我(?:最|都|平时)?(?:喜欢|爱看|讨厌|不喜欢)的(?:类型|题材|电影|片子|演员|风格|导演)?(?:都)?(?:是|有)"
            r"(?:什么|啥|哪|谁)"
            r"|我是(?:个)?(?:什么样|怎样|谁|哪种)|(?:说说|讲讲|聊聊|谈谈|总结一?下?)你?(?:对我的"
            r"|眼中的|了解的|心中的)|你(?:觉得|认为|眼里|眼中)我(?:喜欢|是"
            r"|的口味)(?![^,.!?]{0,8}会喜欢)|关于我的?(?:信息|资料|记录|了解)|对我的(?:了解|印象"
            r"|认识)",
        ),
        (
            RECALL,
            r"\b(?:what|when|where|how often|which)\b[^.!?]{0,30}\b(?:did|have|had|was"
            r"|were) i (?:ever |just |already |last |previously |originally |first )?(?:say|said"
            r"|tell|told|mention|mentioned|talk|talked|ask|asked|write|written|like|liked|love"
            r"|loved|dislike|disliked|watch|watched|see|seen|rate|rated|save|saved|bookmark"
            r"|press|pressed|click|clicked|tap|tapped|skip|skipped|pick|picked|choose|chosen"
            r"|bookmarked|buy|bought|do|done|want|read)\b|\b(?:did|have) i (?:ever |already "
            r"|previously |once )*(?:saying|talking|telling|asking|say|said|tell|told|mention"
            r"|mentioned|talk|talked|rate|rated"
            r"|save|saved|like|liked|watch|watched|ask|asked|seen|see)\b"
            r"|\bdo you (?:still )?(?:remember|recall)\b(?! me\b)|\bremind me (?:what|which|when"
            r"|of what|of the)|\b(?:show|see|view|list|open|give)(?: me)? (?:my "
            r"|the )?(?:\w+ )?(?:history|watch-?list|saved (?:list|items|films|movies)|saves"
            r"|bookmarks|past|log|conversation)\b|^(?!.*\b(?:add|save|put|keep"
            r"|store)\b).*\bmy (?:watch-?list|history|saved (?:films|movies|items|list))\s*$"
            r"|\bwhat(?:'s| is| was)(?: in| on)? my (?:watch-?list|history|saved list|list"
            r"|queue|(?:shopping )?(?:cart|basket|trolley))\b"
            r"|\bwhat\b[^.!?]{0,20}\b(?:did|have) i (?:put|add|added|got|have)\b[^.!?]{0,20}"
            r"\b(?:cart|basket|trolley)\b|(?:我的?)?购物车里?(?:现在|都|还)*有(?:什么|啥|哪些|几)"
            r"|\bwhat (?:did|were|have) we (?:talk|talking|discuss|discussed|say|said"
            r"|been)|\b(?:i|we) (?:said|mentioned|told you|talked)\b[^.!?]{0,30}\b(?:earlier"
            r"|before|last time|yesterday|last week)\s*$|\bwhat (?:was|were) (?:that"
            r"|the) [^.!?]{0,30}\bi (?:said|mentioned|liked|saved|watched)\b|\bwhat (?:was"
            r"|were) i (?:saying|telling|talking|asking)\b|\bwhat have i\b"
            r"|\b(?:what|which) (?:was|were|is|are) the (?:\w+ ){0,2}(?:you|we"
            r"|i) (?:just )?(?:recommended|suggested|showed|mentioned|talked about|liked|saved"
            r"|watched|rated)\b"
            r"|我(?!(?:都|全)?看过了?\s*$)(?:之前|以前|刚才|上次|昨天|曾经|前面|刚刚|有没有|是不是"
            r"|什么时候|上周|都|还|到底"
            r"|是否)+(?:都|有没有|跟你|和你|对你|是怎么|是不是)*(?:说过?|提过?|讲过?|聊过?|问过?"
            r"|看过|喜欢过|收藏过?|保存过?|评价过?|告诉过?|点赞过?)[^,.!?]{0,14}(?:什么|吗|啥|哪些"
            r"|哪部|没有|么|的|怎么|来着|\s*$)|(?:你|还)(?:还)?(?:记不)?记得[^,.!?]{0,24}(?:说|提"
            r"|讲|聊|看|喜欢|讨厌|吗|什么|么)|我(?:有没有)?(?:跟你|和你|对你)?(?:说过|提过|讲过"
            r"|提到过|告诉过你?|聊过)[^,.!?]{0,20}(?:吗|么|没有?|\s*$)|我(?:都)?(?:看过|收藏了?"
            r"|保存了?|喜欢过|点赞过|说过|提过|讲过|标记过|买过)(?:的)?(?:哪些|什么|啥|几部|多少"
            r"|哪几)|(?:看看|查看|显示|打开|列出|给我看|查一下|查)(?:一下)?我的?(?:历史|收藏|片单"
            r"|清单|记录|待看|观看|聊天|看过)|我的(?:历史|收藏|片单|观看记录|记录|待看|收藏夹"
            r"|历史记录)(?:有|是|里|呢|\s*$)|(?:回忆|回顾|回想)一?下|我们(?:之前|上次|刚才)?(?:聊"
            r"|说|谈|讨论)(?:过|了|到)?(?:什么|啥|哪些|哪里)|我(?:上次|之前|刚才|昨天)(?:说|提|讲"
            r"|看|问|聊)的?(?:是|那)|(?:上次|之前|刚才|昨天)你?(?:给我)?(?:推荐|提到"
            r"|说)(?:过)?的[^,.!?]{0,8}(?:什么|哪|叫)",
        ),
    )
)
_OF_THE_CART = re.compile(
    r"^(?!.*(?:\b(?:data|history|profile|memory|about me)\b|\bforget (?:that|what) i\b"
    r"|数据|记录|资料|记忆|忘[了掉记]我))"
    r".*(?:\b(?:cart|basket|trolley)\b|购物车|购物篮)"
)
"""To take things out of the cart is no wish that what was said be deleted."""
_SAID = re.compile(r"说过|提过|讲过|告诉过|上次|\b(?:said|told|mentioned)\b")
_THANKS = re.compile(
    r"\b(?:thanks|thank you|thank u|thankyou|many thanks|cheers|appreciate (?:it|that|your"
    r"|the)|much appreciated|ta|grateful)\b|谢谢|多谢|感谢|谢了|谢啦|辛苦了|辛苦啦|感恩|3q"
    r"|蟹蟹|谢过"
)
_GREET = re.compile(
    r"^(?:hi+|hello+|hey+|heya|yo|hiya|howdy|greetings|good (?:morning|afternoon|evening"
    r"|day)|morning|evening|sup|what's up|whats up|hola|g'day|hi there|hello there"
    r"|how are you|how's it going|how do you do|nice to meet you|long time no see)\b"
    r"|^(?:你好|您好|嗨|哈喽|哈啰|哈罗|早上好|早安|早啊|早$|晚上好|下午好|中午好|在吗|在么"
    r"|在不在|嘿|喂|大家好|(?:hello|hi)(?![a-z])|晚安|好久不见|你好啊|初次见面|很高兴认识你)"
)
_FACT = re.compile(
    r"^(?:how|why|when|who) (?:do|did|does|is|are|was|can|would) |\bhow (?:many|much|long"
    r"|old)\b|\bdifference between\b|区别|差别|有什么不同|多少部"
)
_COURTESY = re.compile(
    r"\b(?:hi+|hello+|hey+|there|good (?:morning|afternoon|evening|day)|how are you"
    r"|how's it going|what's up|how do you do|nice to meet you|today|doing|thanks|thank"
    r"|thx|cheers|you|a lot|so much|very|much|many|that|that's|it|this|is|was|helps?"
    r"|helped|helpful|great|good|nice|awesome|perfect|cool|lovely|suggestions?"
    r"|recommendations?|picks?|list|for|the|your|my|friend|appreciate|appreciated|ok|okay"
    r"|all|i|everyone|again|bot|dear|really|those|these|are|wonderful|amazing|well|oh"
    r"|yo)\b|你好|您好|嗨|哈喽|哈啰|早上好|早安|晚上好|下午好|中午好|在吗|在么|在不在|嘿"
    r"|谢谢|多谢|感谢|谢了|辛苦了?|啊|呀|哦|你|您|的|了|太|非常|很|好|推荐|帮忙|帮助|好的"
    r"|啦|大家|早"
)
_ABOUT_ITEM = re.compile(
    r"\b(?:tell me (?:more )?about|how (?:many|much|long|old)|difference between"
    r"|more (?:info|information|details) (?:on|about)|info(?:rmation)? (?:on|about)"
    r"|details (?:on|of|about)|describe|plot of|synopsis of|want to know|like to know"
    r"|curious (?:about|who|what|whether|if)|wonder(?:ing)?)\b"
    r"|讲的?是?什么|说的?是?什么|讲了什么|剧情|谁演|主演(?=是|都?有谁|呢|$)|谁主演|导演是"
    r"|是谁|哪年|几几年|有什么(?:区别|不同|差别)|多少部|几部(?=电影|片)?[^,.!?]*(?:在|库)"
    r"|介绍一?下(?=[^,.!?]{0,3}[" + MARK + r"])|想知道|好奇"
)
_OPENER = re.compile(
    r"^(?:(?:and|but|so|ok|okay|then|hey|hi|hello|well|also|please|now|wait|um|hmm|or|anyway|yes|no"
    r"|i mean)[, ]+)*(?:"
    r"what(?:'s|'re|s)?\b(?! a\b| an\b| i (?:love|like|hate|want|need|enjoy)|ever\b)"
    r"|which(?! is| are| was| were| i\b| made)\b|whose\b"
    r"|who(?:'s| is| was| are| directed| stars?| starred| plays?| played| made| acted| wrote| else"
    r"| doesn't)\b"
    r"|(?:when|where|how|why)(?:'s|'d| (?:is|are|was|were|do|does|did|can|could|would|will|should"
    r"|has|have|come|many|much|long|old|good|scary|about|isn't|don't|doesn't|not))\b"
    r"|(?:do|does|did|is|are|was|were|has|have|can|could|would|will|should|shall|isn't|aren't"
    r"|don't|doesn't|didn't|won't|can't|couldn't|wouldn't|haven't|hasn't) "
    r"(?:you|i|it|there|this|that|these|those|he|she|they|we|the|a|an|any|some|anyone|anybody"
    rf"|people|my|your)\b|(?:do|does|did|is|are|was|were|has|can|could|would|will|should) [{MARK}])"
)
_ASKED_ZH = re.compile(
    r"吗(?:[^a-z]?$)|(?:呢|么)$|有没有|是不是|好不好|能不能|可不可以|会不会|要不要"
    r"|喜不喜欢|是否|(?<!随便)(?<!没)(?<!为)什么(?!都|的$)|为什么|为啥|(?<!点)(?<!没)啥"
    r"|谁(?!都)|哪[里儿部个些种年位一国]|(?<!不)(?<!没)怎么(?!说|都|也|看都)|如何|多少"
    r"|多久|几[点时年集]|区别|差别"
)


def meta_intent(lower: str) -> str | None:
    """The intent about memory, reasons or help that a masked sentence has, or None."""
    for intent, pattern in _FORMS:
        if pattern.search(lower) and not (intent == FORGET and _OF_THE_CART.search(lower)):
            return RECALL if intent == PROFILE and _SAID.search(lower) else intent
    return None


def talk_intent(lower: str) -> str | None:
    """Whether a masked sentence greets or thanks."""
    if _THANKS.search(lower) and not re.search(r"\bno,? thanks\b|不用谢", lower):
        return THANKS
    return GREET if _GREET.search(lower) else None


def only_talk(lower: str) -> bool:
    """Whether a sentence that greets or thanks does nothing else: names and asks for nothing."""
    if re.search(f"[{MARK}]", lower):
        return False
    rest = _COURTESY.sub(" ", lower)
    return len(re.findall(r"[a-z']{2,}|[\u4e00-\u9fff]", rest)) <= 2


def asks(lower: str, asked: bool) -> bool:
    """Whether a masked segment asks something; ``asked`` tells that "?" ends it."""
    return asked or bool(_OPENER.match(lower)) or bool(_ASKED_ZH.search(lower))


def opens_question(lower: str) -> bool:
    """Whether a masked segment is worded as a question, whatever ends it."""
    return bool(_OPENER.match(lower)) or bool(_ASKED_ZH.search(lower))


def asks_about(lower: str) -> bool:
    """Whether a masked segment wants to be told about a thing rather than given one."""
    return bool(_ABOUT_ITEM.search(lower))


def asks_fact(lower: str) -> bool:
    """Whether a masked segment asks how many, when or what the difference is."""
    return bool(_FACT.search(lower))


def strongest(intents: Sequence[str]) -> str:
    """The intent of a turn whose sentences have ``intents``."""
    return min(intents, key=ORDER.index, default=OTHER)
