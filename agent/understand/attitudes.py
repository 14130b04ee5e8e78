"""What a cue comes to in its place: whose it is, turned by "not", weakened, for now or for good.

Knows how the words around a cue bear on it; nothing of mentions or of how cues share them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from penchant.agent.understand import cues as c
from penchant.agent.understand.chinese import chinese_weight
from penchant.agent.understand.cues import Hit, Weight
from penchant.agent.understand.english import english_report, english_weight
from penchant.agent.understand.reading import ASKED, OTHERS, WANTED, WONDERING, Attitude

_SUPPOSED = re.compile(
    r"\bif (?:i|you|we|he|she|they|someone|it)\b|\b(?:suppose|supposing|imagine|pretend"
    r"|let's say|hypothetically|what if)\b|^as if\b|如果我|假如|要是我|假设|万一|倘若"
    r"|若是我"
)
_STANDING = re.compile(
    r"\b(?:no more|stop|quit|never|ever again|don't ever)\b|再也|别再|不要再|永远|以后"
    r"|从此|停止|\bfrom now on\b|\bever$"
)
_OTHERS = re.compile(
    r"\b(?:he|she|they|who|kids|(?:my|his|her|their) (?!taste|list"
    r"|opinion)[\w' ]{2,16})(?: (?:really|also|just|always))? ?$"
)
_CONTRAST = re.compile(
    r"^(?:but |and |or |just )?(?:no|not|nor|neither|except(?: for)?|without|apart from"
    r"|other than|minus)\b"
)
_IDIOM = re.compile(r"\bany day\b|\bany day of the week\b|\ball day(?: long)?$")
_TOPIC = re.compile(rf"[{c.MARK}](?:\s|片|电影|的|类|影片|films?|movies?)*$")
_NOT_MINE = re.compile(r"\b(?:what|whatever|if|as|when) you (?:\w+ )?$")
_AGAIN = re.compile(
    r"\b(?:twice|(?:two|three|four|five|ten|several|many|multiple|countless|a hundred"
    r"|a million|\d+) times|over and over|again and again|every year)\b"
    r"|[两三四五六七八九十几\d]+遍|好多遍|好几遍|无数遍|多次|好几次"
)
_NO = re.compile(r"n't\b|\bnot\b|\bnever\b|\bhardly\b|\byet to\b|没|不")
_HATES = re.compile(r"hates|dislikes|loathes|detests|despises")
_REPORT_ZH = re.compile(r"觉得|认为|说|感觉|对|喜欢")
_ONLY = re.compile(r"\b(?:only|exclusively)\b|只")
_NEGATION = re.compile(r"n't\b|\b(?:not|never|hardly|rarely|seldom)\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cue stands: the words between the cue before and it, its whole segment (both in
    lower case), the attitude it may go on with, whether the sentence speaks of now only, and
    whether the turn asks for something.
    """

    before: str
    segment: str
    carry: Attitude | None
    moment: bool
    wanting: bool


def weigh(hit: Hit, place: Place) -> Attitude:
    """The attitude that ``hit`` expresses."""
    english = hit.text.isascii() or bool(re.search("[a-z]", hit.text))
    said = _TOPIC.sub("", place.before) if hit.cue.side == c.SUBJECT else place.before
    weight = english_weight(said) if english else chinese_weight(said)
    taste = hit.cue.kind == c.TASTE and hit.cue.side == c.OBJECT
    if taste and weight.own is None and place.carry is not None and place.carry.kind == OTHERS.kind:
        weight = replace(weight, own=False)
    return _RULES.get(hit.cue.kind, _request)(hit, weight, place, english)


def _taste(hit: Hit, weight: Weight, place: Place, english: bool) -> Attitude:
    cue = hit.cue
    if cue.other or _foreign(hit, weight, place, english):
        theirs = -cue.polarity if weight.negations % 2 else cue.polarity
        return replace(OTHERS, polarity=-theirs if _HATES.match(hit.text) else theirs)
    denied = weight.negations
    if cue.inner:
        denied += len(_NEGATION.findall(hit.text))
    polarity, strength = cue.polarity, cue.strength
    if denied % 2:
        polarity, strength = -polarity, _denied(cue.polarity, strength)
    elif denied:
        strength *= 0.55
    if weight.past:
        polarity, strength = -polarity, 0.4 if polarity > 0 else 0.3
    if weight.unsure or _SUPPOSED.search(place.segment):
        return Attitude(c.TASTE, 0, ASKED)
    only = bool(_ONLY.search(hit.text) or _ONLY.search(place.before))
    return Attitude(c.TASTE, polarity, _bounded(strength + weight.shift), only=only)


def _foreign(hit: Hit, weight: Weight, place: Place, english: bool) -> bool:
    """Whether a judgement is somebody else's."""
    if hit.cue.side == c.OBJECT:
        return weight.own is False
    if english:
        return english_report(place.before)
    return weight.own is False and bool(_REPORT_ZH.search(place.before))


def _refusal(hit: Hit, weight: Weight, place: Place, english: bool) -> Attitude:
    cue, carry = hit.cue, place.carry
    contrast = bool(_CONTRAST.match(hit.text))
    if (
        _OTHERS.search(place.before)
        if english
        else weight.own is False and "你" not in place.before
    ):
        return OTHERS
    if carry is not None and carry.kind == OTHERS.kind and contrast:
        return OTHERS
    judged = carry is not None and carry.kind == c.TASTE and carry.goes_on
    if carry is not None and judged and carry.polarity and contrast and "more" not in hit.text:
        turned = carry.polarity > 0 or hit.text.startswith(("nor", "neither", "and no", "or "))
        return Attitude(c.TASTE, -1 if turned else 1, 0.7 if turned else 0.4)
    if weight.negations % 2 and cue.side == c.OBJECT and _near_no(place.before):
        return Attitude(c.TASTE, 1, 0.4)
    standing = bool(_STANDING.search(hit.text) or _STANDING.search(place.segment))
    passing = cue.momentary and english and not standing
    lasting = not (place.moment or passing or (place.wanting and not standing))
    mild = "too " in hit.text or "太" in hit.text
    return Attitude(cue.kind, -1, 0.6 if mild else _bounded(cue.strength), lasting)


def _seen(hit: Hit, weight: Weight, place: Place, english: bool) -> Attitude:
    denied = len(_NO.findall(hit.text)) + weight.negations
    if weight.own is False:
        return OTHERS
    if denied % 2:
        return WONDERING
    if _AGAIN.search(place.segment):
        return Attitude(hit.cue.kind, 1, 0.8)
    return Attitude(hit.cue.kind, 0, ASKED)


def _request(hit: Hit, weight: Weight, place: Place, english: bool) -> Attitude:
    before = place.before.rstrip()
    if weight.negations % 2 and not before.endswith(("why", "not")):
        return Attitude(c.REFUSE, -1, 0.7, lasting=False)
    others = not english and weight.own is False and "你" not in before
    if others or _NOT_MINE.search(place.before):
        return OTHERS
    if _IDIOM.search(place.segment):
        return Attitude(c.TASTE, 1, 0.8)
    return Attitude(c.ASK, 1, WANTED, lasting=False)


def _save(hit: Hit, weight: Weight, place: Place, english: bool) -> Attitude:
    return Attitude(c.SAVE, 1, 0.5)


def _less_than(hit: Hit, weight: Weight, place: Place, english: bool) -> Attitude:
    return Attitude(c.TASTE, -1, hit.cue.strength)


_RULES: dict[str, Callable[[Hit, Weight, Place, bool], Attitude]] = {
    c.TASTE: _taste,
    c.REFUSE: _refusal,
    c.LESS: _refusal,
    c.SKIP: _refusal,
    c.SEEN: _seen,
    c.BOUGHT: _seen,
    c.SAVE: _save,
    c.OVER: _less_than,
}


def _denied(polarity: int, strength: float) -> float:
    """The strength of a judgement with "not" before it: not loving is less than disliking,
    and not hating is hardly liking.
    """
    if polarity < 0:
        return 0.2
    if strength >= 0.9:
        return 0.45
    return 0.7 if strength >= 0.6 else 0.5


def _bounded(strength: float) -> float:
    return round(min(1.0, max(0.1, strength)), 3)


def _near_no(before: str) -> bool:
    return bool(re.search(r"(?:n't|\bnot|\bnever)(?: \w+){0,2}\s*$|不(?:是|会|能)?$", before))
