"""English words that refuse: "no more", "without", "not in the mood for", "less".

Knows words and what each amounts to; nothing of catalogs or of how cues combine. Earlier rows win
over later ones that begin at the same place.
"""

from __future__ import annotations

from penchant.agent.understand.cues import (
    ASK,
    BESIDES,
    LESS,
    MARK,
    OVER,
    REFUSE,
    SUBJECT,
    TASTE,
    Cue,
)

_M = rf"(?=[^{MARK}.!?;]{{0,28}}[{MARK}])"
"""A mention follows within a few words."""
_NEXT = (
    rf"(?=\s*(?:(?:a|an|any|the|more|too|so|much|that|those|these|other|another|really"
    rf"|overly|only|all|kind|of|films?|movies?|with|about|from|in"
    rf"|too many) ){{0,4}}\s*[{MARK}])"
)
_GIVE = (
    r"(?:recommend(?:ing)?|suggest(?:ing)?|show(?:ing)?|giv(?:e|ing)|send(?:ing)?"
    r"|offer(?:ing)?|push(?:ing)?|put(?:ting)?|list(?:ing)?|include|including)"
)

REFUSALS: tuple[Cue, ...] = (
    # standing refusals
    Cue(
        REFUSE,
        rf"\b(?:please )?(?:stop|quit|cease) {_GIVE}(?: me)?(?: any| more| so many)*",
        -1,
        0.95,
        words=("stop recommending",),
    ),
    Cue(
        REFUSE,
        rf"\b(?:please )?(?:don't|do not|never|don't ever|no need to)(?: ever"
        rf"| please)? {_GIVE}(?: me)?(?: any| more| another| anything| with| from)*",
        -1,
        0.95,
        words=("don't recommend", "never show me"),
    ),
    Cue(
        REFUSE,
        r"\b(?:no more|not any more|enough (?:of|with)?(?: the| all the| these| this)?"
        r"|never again)" + _NEXT,
        -1,
        0.95,
        words=("no more",),
    ),
    Cue(
        REFUSE,
        r"\b(?:don't|do not|didn't|never) (?:ever )?(?:want|need|wish|care)(?: to (?:see|watch"
        r"|get|hear about|be shown|have))?(?: any| more| another| anything| ever| again)*" + _M,
        -1,
        0.9,
        words=("i don't want", "i don't want to watch"),
    ),
    Cue(
        REFUSE,
        r"\b(?:won't|will not|wouldn't|would never|will never|refuse to|not going to"
        r"|no way i(?:'m|'ll| am| will)) (?:ever |even )?(?:watch(?:ing)?|see(?:ing)?|touch"
        r"|go near|consider|sit through)(?: (?:any|anything|another|a|with|starring|about|in"
        r"|by|from|more|featuring|films?|movies?))*" + _M,
        -1,
        0.9,
        words=("i won't watch",),
    ),
    Cue(
        TASTE,
        r"\b(?:too (?:many|much)|so many|yet another|way too many)(?= [^.!?]{0,12}[" + MARK + r"])",
        -1,
        0.5,
    ),
    Cue(
        REFUSE, r"\bno longer (?:want|wish|need)(?: to (?:see|watch))?(?: any| more)*" + _M, -1, 0.9
    ),
    Cue(
        REFUSE,
        r"\b(?:don't|do not|not|isn't|aren't|ain't|not really|don't really"
        r"|never) (?:really )?(?:feel(?:ing)? like|feeling|in the mood for|up for|craving"
        r"|fancy|looking for|after|ready for)(?: any| more| watching| seeing| another)*" + _M,
        -1,
        0.8,
        momentary=True,
        words=("i'm not in the mood for", "i don't feel like"),
    ),
    Cue(
        REFUSE,
        r"\b(?:would|'d) rather (?:not|never|skip|avoid)(?: see| watch| have)?(?: any)?",
        -1,
        0.8,
        momentary=True,
    ),
    Cue(
        REFUSE,
        r"\b(?:anything|everything|any genre|all|whatever|something) (?:but|except(?: for)?"
        r"|other than|besides|apart from|not)" + _M,
        -1,
        0.9,
        words=("anything but",),
    ),
    Cue(
        TASTE,
        r"\b(?:nothing|not much|little) (?:beats|tops|compares to|is better than|better than"
        r"|can beat|like)\b|\bnothing (?:[\w']+ ){0,4}(?:more|better) than\b|\b(?:can't|cannot"
        r"|can never) beat\b",
        1,
        0.9,
        words=("nothing beats",),
    ),
    Cue(ASK, r"\bnothing (?:but|except|other than)" + _M, 1, 0.3),
    Cue(
        REFUSE,
        r"\b(?:nothing|none|not anything|no film|no movie|no films|no movies"
        r"|no stuff)(?: (?:too|that's|that is|with|about|in|from|made|really|so|overly|like"
        r"|remotely|even|involving|starring|featuring|by|of|a|an|any|the|heavy|on))*" + _NEXT,
        -1,
        0.9,
        words=("nothing",),
    ),
    Cue(
        REFUSE,
        r"\b(?:and |but |or |just |please )?(?:no|not|nor|neither)(?! (?:just|only|necessarily"
        r"|bad|sure|wonder|doubt|problem|idea|one|matter|way|that)\b)(?: (?:too|so|overly"
        r"|really|another|any|even|more|a|an|the|those|these|that|anything|with|about|from|for"
        r"|old|stupid|silly|of|your))*" + _NEXT,
        -1,
        0.9,
        words=("no", "not"),
    ),
    Cue(
        REFUSE,
        r"\b(?:without|excluding|except(?: for)?|apart from|other than|minus|free of"
        r"|rather than|instead of|leave out|leaving out|exclude|filter out|hide|block|ban"
        r"|ditch|drop|cut out|hold)(?: (?:the|any|all|too much|much|so much|those|these|of))*"
        + _NEXT,
        -1,
        0.9,
        words=("without", "except", "exclude"),
    ),
    Cue(REFUSE, r"\b(?:without|leave out|exclude|filter out|involving no)\b", -1, 0.9),
    Cue(
        REFUSE,
        r"\b(?:skip|avoid|steer clear of|stay away from|keep away from|pass on)(?: (?:the|any"
        r"|all|those|these|over))*",
        -1,
        0.85,
        words=("avoid",),
    ),
    Cue(
        REFUSE,
        rf"[{MARK}](?: (?:films?|movies?|stuff))?(?: is| are)? (?:off the table"
        rf"|out of the question|banned|off limits|a no-?go|no-?go)\b",
        -1,
        0.9,
        SUBJECT,
    ),
    Cue(
        LESS,
        r"\b(?:less|fewer|not as much|not so much|not so many|go easy on|easy on the"
        r"|cut down on)(?: (?:of|the|of the))*" + _NEXT,
        -1,
        0.4,
        words=("less",),
    ),
    Cue(BESIDES, r"\b(?:besides|in addition to|as well as|aside from)\b"),
    Cue(
        OVER,
        rf"(?:(?<=[{MARK}])|(?<=\bthem)|(?<=\bit)) (?:(?:films?|movies?|stuff|ones) )?(?:to"
        rf"|over|more than|rather than|instead of|than|better than|>+"
        rf"|beats?)(?= (?:\w+ ){{0,2}}[{MARK}])",
        -1,
        0.4,
    ),
)
