"""English words that judge what stands before them: "is great", "bores me", "10/10".

Knows words and what each amounts to; nothing of catalogs or of how cues combine. Earlier rows win
over later ones that begin at the same place.
"""

from __future__ import annotations

from penchant.agent.understand.cues import MARK, SKIP, SUBJECT, TASTE, Cue
from penchant.agent.understand.english_adjectives import (
    AWFUL,
    BAD,
    BE,
    DEGREE,
    GOOD,
    MEH,
    PASSABLE,
    SUPERB,
)

TRAIL = r"(?: (?:actually|though|tbh|imo|honestly|i think|ngl|really))?"
"""Words that may follow a judgement and change nothing."""

JUDGEMENTS: tuple[Cue, ...] = (
    # judging what precedes
    Cue(
        TASTE,
        rf"(?<=[{MARK}])(?<!than a [{MARK}])(?<!than an [{MARK}])"
        rf"(?: (?:film|movie))?[ -](?:guy|gal|girl|person|people|fan|fanatic|lover"
        rf"|buff|nerd|addict|junkie|freak|kid|man|woman|geek|enthusiast|aficionado|nut"
        rf"|head)s?\b",
        1,
        0.8,
        SUBJECT,
        words=(),
    ),
    Cue(
        TASTE,
        r"\b(?:thumbs[- ]up|two thumbs up|(?:10|9|8|9\.\d|8\.\d|ten|nine)(?: ?/ ?"
        r"| out of )(?:10|ten)|(?:5|five|4|four|4\.5)(?: ?/ ?5| out of (?:5|five)| stars)"
        r"|blown away(?: by)?|full marks|top marks|a(?: big| definite| hard)? (?:yes|win"
        r"|hit) (?:from|for|with) me|(?:is|are) a yes\b|think (?:highly|the world) of"
        r"|right up my (?:alley|street)|hooked me)",
        1,
        0.85,
        SUBJECT,
    ),
    Cue(
        TASTE,
        r"\b(?:thumbs[- ]down|(?:[0-4]|zero|one|two|three|four)(?:\.\d)?(?: ?/ ?"
        r"| out of )(?:10|ten)|(?:1|one|2|two|zero)(?: ?/ ?5| out of (?:5|five)| stars?)"
        r"|a(?: big| definite| hard)? no (?:from|for) me|(?:is|are) a (?:hard )?no\b|a big no"
        r"|(?:didn't|don't|did not|do not|never) (?:really )?(?:think much of|rate"
        r"|get the (?:hype|appeal)(?: of| about| around)?|see the appeal(?: of)?"
        r"|get the point of)|can't be (?:bothered|arsed) with)",
        -1,
        0.75,
        SUBJECT,
    ),
    Cue(
        TASTE,
        r"\b(?:best|greatest) (?:film|movie|one|thing)s? (?:ever|of all time"
        r"|i've (?:ever )?seen)\b",
        1,
        0.95,
        SUBJECT,
    ),
    Cue(TASTE, r"\bhit (?:and|or|&) miss\b|\ba mixed bag\b", -1, 0.2, SUBJECT),
    Cue(
        SKIP,
        rf"(?:{BE} )?\b(?:not|never) (?:really |quite |exactly |just )?for me\b|\b(?:isn't"
        rf"|wasn't|aren't|weren't|ain't) (?:really |quite |exactly |just )?for me\b",
        -1,
        0.6,
        SUBJECT,
    ),
    Cue(
        SKIP,
        r"\b(?:not|isn't|ain't|am not|'m not|don't think i'm) (?:really |very |that |at all "
        r"|all that |so )?interested(?: in)?(?!\w)",
        -1,
        0.6,
        inner=False,
    ),
    Cue(
        TASTE,
        rf"{BE}(?: {DEGREE})* not (?:too |so |that |half |all that )?bad\b|\bnot (?:too |so "
        rf"|that |half )?bad\b",
        1,
        0.4,
        SUBJECT,
        words=("not bad",),
    ),
    Cue(
        TASTE,
        rf"{BE}(?: {DEGREE})* (?:{SUPERB})\b|^(?:{DEGREE} )+(?:{SUPERB})(?: (?:films?"
        rf"|movies?|one|stuff|pick|choice|story))?{TRAIL}$",
        1,
        0.9,
        SUBJECT,
        inner=True,
        words=("is amazing",),
    ),
    Cue(
        TASTE,
        rf"{BE}(?: {DEGREE})* (?:{AWFUL})\b|^(?:{DEGREE} )+(?:{AWFUL})(?: (?:films?"
        rf"|movies?|one|stuff|pick|choice|story))?{TRAIL}$",
        -1,
        0.9,
        SUBJECT,
        inner=True,
        words=("is terrible",),
    ),
    Cue(
        TASTE,
        rf"{BE}(?: {DEGREE})* (?:{BAD})\b|^(?:{DEGREE} )+(?:{BAD})(?: (?:films?|movies?"
        rf"|one|stuff|pick|choice|story))?{TRAIL}$|\btoo (?:long|slow|scary|violent|dark|sad|gory"
        rf"|boring|predictable|cheesy|confusing)(?: for (?:me|my taste))?$",
        -1,
        0.75,
        SUBJECT,
        inner=True,
        words=("is boring",),
    ),
    Cue(
        TASTE,
        rf"{BE}(?: {DEGREE})* (?:{GOOD})\b|^(?:{DEGREE} )+(?:{GOOD})(?: (?:films?|movies?"
        rf"|one|stuff|pick|choice|story))?{TRAIL}$",
        1,
        0.7,
        SUBJECT,
        inner=True,
        words=("is great",),
    ),
    Cue(
        TASTE,
        rf"{BE}(?: {DEGREE})* (?:{PASSABLE})\b|^(?:{DEGREE} )+(?:{PASSABLE})(?: (?:films?"
        rf"|movies?|one|stuff|pick|choice|story))?{TRAIL}$",
        1,
        0.35,
        SUBJECT,
        inner=True,
        words=("is okay",),
    ),
    Cue(TASTE, rf"(?:{BE}(?: {DEGREE})* |^\s*)(?:{MEH})\b", -1, 0.25, SUBJECT, words=("is meh",)),
    Cue(
        TASTE,
        r"\b(?:bor(?:e|es|ed|ing)|scar(?:e|es|ed)|annoy(?:s|ed)?|irritat(?:e|es|ed)"
        r"|disgust(?:s|ed)?|depress(?:es|ed)?|upset(?:s)?|creep(?:s|ed)?|freak(?:s|ed)?"
        r"|gross(?:es|ed)?|stress(?:es|ed)?|disappoint(?:s|ed)?|confus(?:e|es|ed)|exhaust(?:s"
        r"|ed)?) me(?: out| to death| to tears)?\b|\b(?:put|puts|sent|sends) me to sleep"
        r"|\bturn(?:s|ed)? me off|\b(?:leaves?|left) me cold|\bd(?:o|oes"
        r"|id) (?:absolutely )?nothing for me|\bget(?:s)? on my nerves|\bgiv(?:e"
        r"|es) me (?:nightmares|anxiety|the creeps)|\b(?:suck(?:s|ed)?|stinks?|stank)\b"
        r"|\bf(?:ell|all|alls) flat|\blet me down|\bma(?:ke|kes|de) me (?:sick|cringe|yawn"
        r"|uncomfortable|anxious|roll my eyes)|\b(?:get|gets|got|getting|gotten) (?:really "
        r"|so |very )?(?:old|boring|stale|repetitive)\b",
        -1,
        0.75,
        SUBJECT,
        words=("bore me",),
    ),
    Cue(
        TASTE,
        r"\b(?:rock(?:s|ed)?|rules?|ruled)\b$|\b(?:blew|blows?) (?:me away|my mind)"
        r"|\bcheer(?:s|ed)? me up"
        r"|\bma(?:ke|kes|de) me (?:happy|smile|laugh|feel (?:good|better))|\b(?:mov(?:e|es|ed)"
        r"|excit(?:e|es|ed)|fascinat(?:e|es|ed)|thrill(?:s|ed)?|intrigu(?:e|es|ed)) me\b"
        r"|\bspeaks? to me|\bwork(?:s|ed)? for me|\bget me every time|\bgr(?:ew|ows?"
        r"|owing) on me|\bhooked me|\bappeal(?:s|ed)?(?: to me)?\b|\bdo(?:es)? it for me"
        r"|\bhits? the spot",
        1,
        0.75,
        SUBJECT,
        words=("appeal to me",),
    ),
    Cue(
        TASTE,
        r"\b(?:not so much|not really|not at all|less so|no thanks|no thank you|hard pass"
        r"|not my (?:thing|style|type|taste|colou?r))\s*$",
        -1,
        0.6,
        SUBJECT,
    ),
    Cue(
        TASTE,
        rf"\b(?:what an?|such an?|truly an?|a truly|an absolutely"
        rf"|a really) (?:\w+ )?(?:{SUPERB}|{GOOD})\b",
        1,
        0.85,
        SUBJECT,
    ),
    Cue(
        TASTE,
        rf"\b(?:what an?|such an?|truly an?|a truly|an absolutely"
        rf"|a really) (?:\w+ )?(?:{AWFUL}|{BAD})\b",
        -1,
        0.85,
        SUBJECT,
    ),
)
