"""English words that ask for something, or say what was done with an item.

Knows words and what each amounts to; nothing of catalogs or of how cues combine. Earlier rows win
over later ones that begin at the same place.
"""

from __future__ import annotations

from penchant.agent.understand.cues import ASK, BOUGHT, HINT, MARK, OFFER, SAVE, SEEN, SKIP, Cue

REQUESTS: tuple[Cue, ...] = (
    # what was done with an item
    Cue(
        SAVE,
        r"\b(?:save|bookmark|keep|put|add|store|pin|queue|note(?: down)?"
        r"|remember)\b(?![^.!?]*\b(?:cart|basket|trolley)\b)(?=[^.!?]{0,60}["
        + MARK
        + r"]|\s+(?:it|that|this|them|both)\b)(?=[^.!?]*(?:\bfor (?:later|another|the weekend"
        r"|tomorrow|tonight)|\b(?:list|watch-?list|favou?rites|queue|later|wishlist"
        r"|saved)\b|\s*(?:the )?[" + MARK + r"]|\s+(?:it|that|this|them|both)\s*$))",
    ),
    Cue(
        SAVE,
        r"\b(?:i'll|i will|let's|i might|might|going to|will|i'd like to|i want to|want to"
        r"|gotta|have to|must|need to|i should|plan to|planning to"
        r"|can't wait to)(?: \w+)? (?:watch|see|check out|try|give|read|buy"
        r"|get)(?=(?: (?:the (?:film|movie) ))? ?[" + MARK + r"])(?=[^.!?]*)",
    ),
    Cue(
        BOUGHT,
        r"\b(?:have|'ve|i)? ?(?:n't|not|never|already|just|also|recently|finally)? ?(?:bought"
        r"|ordered|purchased)\b|\b(?:i|we) (?:already |also |now )?(?:own)\b",
        inner=True,
    ),
    Cue(
        SEEN,
        r"\b(?:have|has|had|'ve|'d|i)?\s?(?:n't|not|never|yet to|already|just|also|only"
        r"|recently|finally|once|actually|definitely|both|all|probably)?\s?(?:already |just "
        r"|never |ever |actually )*(?:re-?)?(?:seen|watched|finished|saw"
        r"|read|viewed)\b|\balready know\b",
        inner=True,
    ),
    Cue(
        SKIP,
        r"\b(?:dismiss|remove|hide|nope to|no to|pass on|next after)\b|\b(?:i'll|will|gonna"
        r"|going to) pass(?: on)?\b",
        -1,
        0.5,
    ),
    # asking
    Cue(
        OFFER,
        r"\b(?:do|does|would|did) (?:you|u|they|we|it) (?:\w+ )?(?:have|got|know(?: of)?|carry"
        r"|stock|offer)(?: any(?:thing)?| some(?:thing)?| a| an)?|\b(?:have|has) (?:you"
        r"|we) got(?: any(?:thing)?| some(?:thing)?| a| an)?|\b(?:are|is) there (?:any|some|a"
        r"|an|no|many)?\b|^\s*(?:got|have) (?:any|some)\b|^\s*any\b|\bgot any(?:thing)?\b"
        r"|\b(?:what|how) about\b|\bknow any\b",
    ),
    Cue(
        ASK,
        r"\b(?:recommend|suggest)\b(?: me)?|(?:\b(?:any|some|your|a|an|need|want|more|other"
        r"|different|got|for|me|few|another|good|new) (?:[\w-]+ )?|^)(?:recommendations?"
        r"|suggestions?|recs?|ideas?|tips?)\b|\bhook me up(?: with)?|\blooking to (?:watch|see"
        r"|find)\b|\b(?:can|could|may|might|shall) (?:i|we) (?:please |maybe )?(?:do|watch"
        r"|have|see|get|try)\b|^(?:next|more|another|again|others|continue|go on|keep going"
        r"|keep them coming)$|\b(?:show|give|find|get|fetch|bring|send|hit|throw|pick"
        r"|choose) (?:me|us)\b(?: up)?(?: with)?|(?:^|\b(?:please|you|to|and|just|then|now|ok"
        r"|okay|hey|hi|i'll take|let's) )(?:show|give|find|get|fetch|list|pick|choose|select"
        r"|name|play|search|look up|pull up|dig up|queue up|put on|take)(?= (?:a|an|some|any"
        r"|the|all|other|others|more|similar|something|anything|up to|\d+|two|three|four|five"
        r"|ten|films?|movies?|good|best|one|only)\b| ["
        + MARK
        + r"])|\b(?:search(?:ing)?|look(?:ing)?|hunting|searching) for|\blook for",
        1,
        0.3,
        words=("show me", "recommend", "find me"),
    ),
    Cue(
        ASK,
        r"\bneed(?:ing)?\b(?! to (?!see|watch|laugh|cry|relax|unwind|escape|be (?:scared"
        r"|cheered|entertained)))(?=[^.!?]{0,40}(?:\b(?:films?|movies?|something|anything|one"
        r"|laugh|recommendations?|suggestions?|distraction|story)\b|["
        + MARK
        + r"]|to (?:watch|see)))(?: (?:to|for))?(?: (?:see|watch|have|get|try|find))?|\b(?:want"
        r"|wanting|wanted|wish|could use|could go for|fancy|crave|craving|dying|longing"
        r"|hoping)\b(?! to (?!see|watch|have|try|find|read|buy|laugh|cry|relax|unwind|escape"
        r"|be|feel|learn|explore|discover|stream|pick|choose|get)\w)(?: (?:to|for))?(?: (?:see"
        r"|watch|have|get|try|find|read|buy))?|\bin (?:the |a )?(?:\w+ )?mood(?: for"
        r"| to (?:see|watch))?|\b(?:feel|feeling|felt) like(?: (?:watching|seeing|a|an))*"
        r"|\b(?:i'm|am|we're|feeling) (?:really |totally )?(?:after|up for)\b"
        r"|\bfeeling\b(?= [^.!?]{0,10}[" + MARK + r"])",
        1,
        0.3,
        words=("i want", "i'm in the mood for"),
    ),
    Cue(
        ASK,
        r"\b(?:what|which|anything|something|where)\b[^.!?]{0,40}?\b(?:should|shall|can|could"
        r"|to|might|do) (?:i|we|you recommend|you suggest|watch|see)(?: (?:watch|see|try|read"
        r"|buy|start with))?|\bwhat(?:'s| is| are| would be| were)(?: (?:some|a|an|the|your"
        r"|any|really|of the))* (?:good|best|great|top|nice|fun|decent|must-?see|must-?watch"
        r"|popular|essential|favou?rite)\b|\bwhat else\b|\banything (?:else|good|similar"
        r"|new)\b|\bsomething (?:else|different|similar|new)\b|\bsurprise me\b|\bwhat's good\b"
        r"|\bwhat(?:'s| is) (?:on|out|new)\b|\bwhat have you got\b|\bwhat do you (?:have"
        r"|recommend|suggest|got)\b|\bwhat (?:do|would) you (?:recommend|suggest)\b"
        r"|\bhelp me (?:find|choose|pick|decide)|\banother(?: one)?\b|\b(?:some|few|couple"
        r"|any) (?:more|others?)\b|\bnext (?:one|please)\b|\bmore (?:of (?:these|those|this"
        r"|that|them)|like|please|options|suggestions|ideas)\b|\blet's (?:watch|see|do"
        r"|go (?:with|for)|try)\b|\bmake it\b|\bentertain me\b|\bi'm (?:so |really )?bored\s*$"
        r"|\bhit me\b|\bgot (?:something|anything)\b|\bgo (?:with|for)\b",
        1,
        0.3,
        words=("what should i watch",),
    ),
    Cue(
        HINT,
        r"\bmaybe (?:a|an|some|something)\b|(?<!n't )(?<!not )"
        r"\b(?:only|just|instead|rather)\b(?= [^.!?]{0,12}["
        + MARK
        + r"])|\bplease\b|\b(?:good|great|nice|decent|best)\b(?= [^.!?]{0,12}["
        + MARK
        + r"])|\b(?:some|more|another)\b(?= [^.!?]{0,16}["
        + MARK
        + r"])|(?<!if )\b(?:something|anything|stuff)\b",
        1,
        0.3,
    ),
)
