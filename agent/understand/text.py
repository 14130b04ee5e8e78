"""The text of a turn in one plain form, and the language it is in.

Knows characters and nothing of what they say. Every step takes time linear in the text, and a
very long turn is read at its two ends only.
"""

from __future__ import annotations

import re
import unicodedata

HEAD = 8_000
TAIL = 2_000
"""Characters read of the beginning and of the end of a turn longer than both together."""

CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters, for use inside a character class."""

_CJK_CHARACTER = re.compile(f"[{CJK}]")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_CJK_WEIGHT = 1.5
"""Chinese characters to a word, on average."""

_CHINESE_FRAME = re.compile("[我你想要看给的了吗呢吧不有是和比]")
_ENGLISH_FRAME = re.compile(
    r"\b(?:i|i'm|i've|me|my|you|is|are|was|were|do|and|but|to|it|this|with|show|give|want|like)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile("《[^》]*》")

_MARKS = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u0060": "'",
        "\u00b4": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "「": '"',
        "」": '"',
        "『": '"',
        "』": '"',
        "〈": "《",
        "〉": "》",
        "•": "·",
        "‧": "·",
        "・": "·",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "～": "~",
        "。": ".",
        "…": ".",
        "、": "/",
    }
)
_TRADITIONAL = (
    "愛爱歡欢討讨厭厌電电影影薦荐幾几嗎吗過过這这個个類类動动劇剧戰战爭争懸悬紀纪錄录導导歲岁對对興兴"
    "別别沒没說说記记銷销為为麼么畫画瞭了謝谢請请給给現现經经還还後后間间無无誰谁樣样種种點点輕轻鬆松"
    "驚惊話话偵侦傳传歷历體体運运樂乐誤误錯错難难長长強强從从來来兩两與与關关於于讓让覺觉應应該该認认"
    "識识殺杀連连環环機机飛飞車车龍龙俠侠靈灵異异屍尸復复盜盗賊贼詐诈騙骗員员師师醫医獄狱國国時时頭头"
    "聽听講讲買买賣卖見见觀观發发開开關关進进選选擇择換换順顺靜静鬧闹熱热門门經经緊紧張张壓压憂忧鬱郁"
    "懷怀舊旧寫写實实際际風风雲云魚鱼鳥鸟馬马貓猫獵猎蟲虫島岛嶼屿灣湾礙碍灘滩課课業业學学習习練练網网"
    "絡络傷伤嚇吓悶闷爛烂讚赞膩腻煩烦惡恶嘔呕滅灭亂乱評评價价級级燒烧腦脑雙双單单視视頻频檔档"
    "數数據据資资訊讯號号碼码態态況况條条項项極极圖图書书館馆園园臺台灣湾廣广東东陸陆華华語语漢汉韓韩"
    "義义達达羅罗馬马蘭兰倫伦紐纽約约歐欧亞亚聖圣誕诞節节慶庆禮礼結结離离親亲爺爷媽妈婦妇孫孙"
    "們们妳你牠它裡里裏里麵面隻只雖虽並并嘆叹啟启團团隊队員员戲戏諜谍戀恋爾尔勞劳衝冲擊击廠厂購购"
    "職职場场貝贝"
)
_SIMPLER = str.maketrans(dict(zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)))
_UNSEEN = {"Cc": " ", "Zl": "\n", "Zp": "\n", "Zs": " ", "So": " ", "Sk": " "}
_DROPPED = frozenset({"Cf", "Co", "Cs", "Cn", "Mn", "Me"})

_NO_APOSTROPHE = re.compile(
    r"\b(do|does|did|ca|wo|is|are|was|were|have|has|had|could|should|would|ai)nt\b", re.IGNORECASE
)
_SHORT_FORMS = (
    (re.compile(r"\bim\b", re.IGNORECASE), "I'm"),
    (re.compile(r"\bive\b", re.IGNORECASE), "I've"),
    (re.compile(r"\bid (?=(?:like|love|rather|prefer)\b)", re.IGNORECASE), "I'd "),
    (re.compile(r"\bcannot\b", re.IGNORECASE), "can't"),
    (re.compile(r"\bgimme\b", re.IGNORECASE), "give me"),
    (re.compile(r"\blemme\b", re.IGNORECASE), "let me"),
    (re.compile(r"\bwanna\b", re.IGNORECASE), "want to"),
    (re.compile(r"\bgonna\b", re.IGNORECASE), "going to"),
    (re.compile(r"\b(?:pls|plz|plse)\b", re.IGNORECASE), "please"),
    (re.compile(r"\bthx\b|\bty\b", re.IGNORECASE), "thanks"),
    (re.compile(r"\bu\b"), "you"),
    (re.compile(r"\bluv\b", re.IGNORECASE), "love"),
)


def clean(text: str) -> str:
    """``text`` in its plain form: one kind of quotes, dashes and stops, simplified characters.

    Characters that show nothing (controls, marks of direction, private use, halves of pairs) are
    gone. The result has at most about ``HEAD + TAIL`` characters.
    """
    if len(text) > HEAD + TAIL:
        text = text[:HEAD] + "\n" + text[-TAIL:]
    text = unicodedata.normalize("NFKC", text.translate(_MARKS))[: HEAD + TAIL + 1]
    text = "".join(_shown(character) for character in text).translate(_MARKS)
    text = text.translate(_SIMPLER)
    text = _NO_APOSTROPHE.sub(r"\1n't", text)
    for pattern, full in _SHORT_FORMS:
        text = pattern.sub(full, text)
    return re.sub(r"[ \t]+", " ", text).strip()


def fold(text: str) -> str:
    """``text`` in lower case and of the same length, so that places in both agree."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def language_of(text: str) -> str:
    """``"zh"`` where Chinese characters outweigh words in Latin letters, else ``"en"``.

    >>> language_of("我喜欢Blade Runner这种sci-fi"), language_of("I saw 卧虎藏龙 and loved it")
    ('zh', 'en')
    """
    if len(_CHINESE_FRAME.findall(_BRACKETED.sub(" ", text))) > 1 and not _ENGLISH_FRAME.search(
        text
    ):
        return "zh"  # Chinese around names and words of English
    chinese = len(_CJK_CHARACTER.findall(text)) / _CJK_WEIGHT
    return "zh" if chinese and chinese >= len(_LATIN_WORD.findall(text)) else "en"


def _shown(character: str) -> str:
    if character in "\n\t" or " " <= character <= "~":
        return character
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    return _UNSEEN.get(category, character)
