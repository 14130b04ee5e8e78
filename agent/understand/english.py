"""English: the cues in their order, and what the words before a cue do to it.

Knows the words of one language; nothing of catalogs or of how cues combine.
"""

from __future__ import annotations

import re
from functools import cache

from penchant.agent.understand.cues import MARK, Cue, CueTable, Weight
from penchant.agent.understand.english_judgements import JUDGEMENTS
from penchant.agent.understand.english_refusals import REFUSALS
from penchant.agent.understand.english_requests import REQUESTS
from penchant.agent.understand.english_tastes import TASTES
from penchant.agent.understand.words import word_set

CUES: tuple[Cue, ...] = (*REFUSALS, *TASTES, *JUDGEMENTS, *REQUESTS)
"""All cues; the earlier one wins where two begin at one place."""


@cache
def english_cues() -> CueTable:
    """The compiled table."""
    return CueTable(CUES)


_BOOST = word_set(
    "really very so absolutely truly totally definitely always genuinely super deeply "
    "completely especially particularly honestly seriously fucking freaking extremely "
    "utterly strongly much most huge big"
)
_DAMP = word_set(
    "kinda kind sort sorta bit little somewhat sometimes occasionally moderately mildly "
    "slightly fairly partly half maybe probably"
)
_NEGATIVE = word_set(
    "not never hardly barely scarcely rarely seldom neither nor no without stopped stop "
    "quit nobody cannot"
)
_PASSED_OVER = word_set(
    "just also still even actually do did does done have has had 've am 'm 're are is was "
    "were been be being 's would will 'll 'd can could may might must should ever quite "
    "pretty of a an the usually generally mostly often simply certainly personally "
    "secretly all too only longer anymore become becoming get getting got gotten grown "
    "growing started starting to biggest massive real great ever since both currently "
    "lately recently now already again that enjoyed watching seeing watch see i've i'd "
    "i'll it's in love with at least more always mainly largely in general overall "
    "finally as well my own"
) - {"my", "own", "i've", "i'd", "i'll", "love", "it's", "with", "in"}
_OWN = word_set("i i'm i've i'd i'll we we're we've we'd me myself")
_BOUNDARY = word_set(
    "and but or because since that so as when though then yes yeah yep well oh hi hey "
    "hello ok okay also plus although if while there's there it's please btw lol haha hmm "
    "nah no thanks cos cuz my your what which where however where admittedly yet is"
)
_WORD = re.compile(rf"[a-z0-9]+(?:'[a-z]+)*|'[a-z]+|[{MARK}]|[,/()\-]")
_DOUBT = re.compile(
    r"\b(?:not sure|unsure|don't know|do not know|no idea|wonder|can't tell|can't decide"
    r"|not certain)\b"
)
_DENIAL = re.compile(
    r"(?:n't|\bnot|\bnever) (?:really |exactly |ever )?(?:think|believe|say|said|claim"
    r"|mean|that|like i|as if|because)\b|\bdoubt\b|(?:n't|\bnot"
    r"|\bnever) (?:really )?(?:something|what|a genre|the genre|a thing|one|the (?:kind"
    r"|sort|type) of [a-z]+)(?: that)? i$"
)
_REPORT = re.compile(
    r"\b(?:he|she|they|people|everyone|everybody|critics|some|somebody|someone|others"
    r"|friends?|(?:my|your|his|her|our|their) [\w' -]{2,20}?)"
    r" (?:really |always |all |also |just |usually )?(?:think|thinks|thought|say|says|said"
    r"|finds?|found|claims?|feels?|believes?|told(?: me)?|insists?)\b"
)


def english_weight(before: str) -> Weight:
    """What the words before a cue (lower case, back to the cue before it) do to it."""
    words = _WORD.findall(before[-160:])
    negations, shift = 0, 0.0
    own: bool | None = None
    past = False
    place = len(words)
    while place > 0:
        place -= 1
        word = words[place]
        if word.endswith("n't") or word in _NEGATIVE:
            if word == "no" and place + 1 < len(words) and words[place + 1] in (",",):
                break
            negations += 1
            shift = -shift if shift > 0 and negations == 1 else shift
            shift += 0.0
        elif word in _BOOST:
            shift += 0.12
        elif word in _DAMP:
            shift -= 0.2
        elif word == "used" and words[place + 1 : place + 2] == ["to"]:
            past = True
        elif word in _PASSED_OVER:
            continue
        else:
            own = _owner(word)
            break
    head = " ".join(words[: place + 1])
    if own is not False and _REPORT.search(head):
        own = False
    unsure = bool(_DOUBT.search(before[-160:]))
    if not unsure and _DENIAL.search(head):
        negations += 1
    return Weight(negations, max(-0.35, min(0.25, shift)), own, past, unsure)


def english_report(before: str) -> bool:
    """Whether somebody else is said to think what follows."""
    return bool(_REPORT.search(before[-80:]))


def _owner(word: str) -> bool | None:
    if word in _OWN:
        return True
    if word in _BOUNDARY or word in ",/()-" or "\ue000" <= word <= "\uf8ff":
        return None
    return False
