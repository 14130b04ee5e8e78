"""English words of liking, refusing, asking and reporting, and what may stand before them.

Knows the words of one language; nothing of catalogs or of how cues combine.
"""

from __future__ import annotations

import re
from functools import cache

from penchant.agent.understand.cues import (
    ASK,
    BESIDES,
    HINT,
    LESS,
    MARK,
    OFFER,
    OVER,
    REFUSE,
    SAVE,
    SEEN,
    SKIP,
    SUBJECT,
    TASTE,
    Cue,
    CueTable,
    Weight,
)

_M = rf"(?=[^{MARK}.!?;]{{0,28}}[{MARK}])"
"""A mention follows within a few words."""
_NEXT = rf"(?=\s*(?:(?:a|an|any|the|more|too|so|much|that|those|these|other|another|really|overly|only|all|kind|of|films?|movies?|with|about|from|in|too many) ){{0,4}}\s*[{MARK}])"
_GIVE = r"(?:recommend(?:ing)?|suggest(?:ing)?|show(?:ing)?|giv(?:e|ing)|send(?:ing)?|offer(?:ing)?|push(?:ing)?|put(?:ting)?|list(?:ing)?|include|including)"
_BE = (
    r"(?:\b(?:is|are|was|were|looks?|looked|sounds?|sounded|seems?|seemed|feels?|felt|isn't|aren't|wasn't|weren't|ain't"
    r"|has been|have been|can be|can get|gets?|got|doesn't (?:look|sound|seem)|didn't (?:look|sound|seem)|never (?:is|was))|'s|'re)"
)
_DEGREE = (
    r"(?:not|never|hardly|n't|so|too|very|really|pretty|quite|just|absolutely|totally|truly|a bit|a little|kind of|sort of|rather"
    r"|actually|always|still|also|simply|usually|often|mostly|all|more|most|the|a|an|such|one of|that|my|some of|definitely|exactly"
    r"|probably|honestly|super|extremely|incredibly|kinda|somewhat|both|even|generally|how|by far|really quite|been|to me|just so|my all-time|my all time)"
)
_SUPERB = (
    r"amazing|awesome|fantastic|brilliant|excellent|incredible|masterpieces?|perfect(?:ion)?|superb|outstanding|phenomenal|best"
    r"|favou?rites?|wonderful|stunning|to die for|magnificent|genius|gold|great fun|unbeatable|fabulous|terrific|epic|mind-blowing|spectacular"
)
_GOOD = (
    r"great|good|lovely|fun|cool|beautiful|thing|jam|cup of tea|bag|style|type|kind of (?:thing|film|movie)s?|go-to|for me"
    r"|(?:right )?up my (?:alley|street)|enjoyable|entertaining|solid|nice|worth (?:it|watching|seeing|a watch)|underrated|interesting|gripping|moving"
    r"|impressive|hilarious|funny|clever|sweet|guilty pleasure|where it's at|charming|delightful|touching|well made|well done|powerful|refreshing|promising|appealing|intriguing"
)
_PASSABLE = r"ok|okay|alright|all right|fine|decent|watchable|passable|bearable|tolerable"
_AWFUL = r"terrible|awful|horrible|worst|garbage|trash|rubbish|crap(?:py)?|unwatchable|atrocious|dreadful|disgusting|pathetic|joke|shit|horrendous|abysmal"
_BAD = (
    r"bad|boring|bored|dull|overrated|stupid|dumb|lame|waste(?: of (?:my )?time)?|disappointing|disappointment|pointless|tedious|annoying|cringe|cringy|cringey"
    r"|silly|ridiculous|cheesy|predictable|bore|chore|snooze(?:fest)?|let-?down|turn-?off|gross|overhyped|irritating|unbearable|nonsense|weak|off-putting|repetitive|yawn"
    r"|depressing|mediocre|forgettable|not for me|(?:too |way too |far too )(?:long|slow|scary|violent|dark|sad|old|gory|loud|weird|much|bloody|intense|stressful|heavy|cheesy|sappy|confusing|childish|serious|complicated|mushy|creepy)"
)
_MEH = r"meh|so-so|so so|average|nothing special|mid"

CUES: tuple[Cue, ...] = (
    # standing refusals
    Cue(REFUSE, rf"\b(?:please )?(?:stop|quit|cease) {_GIVE}(?: me)?(?: any| more| so many)*", -1, 0.95, words=("stop recommending",)),
    Cue(REFUSE, rf"\b(?:please )?(?:don't|do not|never|don't ever|no need to)(?: ever| please)? {_GIVE}(?: me)?(?: any| more| another| anything| with| from)*", -1, 0.95, words=("don't recommend", "never show me")),
    Cue(REFUSE, r"\b(?:no more|not any more|enough (?:of|with)?(?: the| all the| these| this)?|never again)" + _NEXT, -1, 0.95, words=("no more",)),
    Cue(REFUSE, r"\b(?:don't|do not|didn't|never) (?:ever )?(?:want|need|wish|care)(?: to (?:see|watch|get|hear about|be shown|have))?(?: any| more| another| anything| ever| again)*" + _M, -1, 0.9, words=("i don't want", "i don't want to watch")),
    Cue(REFUSE, r"\bno longer (?:want|wish|need)(?: to (?:see|watch))?(?: any| more)*" + _M, -1, 0.9),
    Cue(REFUSE, r"\b(?:don't|do not|not|isn't|aren't|ain't|not really|don't really|never) (?:really )?(?:feel(?:ing)? like|feeling|in the mood for|up for|craving|fancy|looking for|after|ready for)(?: any| more| watching| seeing| another)*" + _M, -1, 0.8, momentary=True, words=("i'm not in the mood for", "i don't feel like")),
    Cue(REFUSE, r"\b(?:would|'d) rather (?:not|never|skip|avoid)(?: see| watch| have)?(?: any)?", -1, 0.8, momentary=True),
    Cue(REFUSE, r"\b(?:anything|everything|any genre|all|whatever|something) (?:but|except(?: for)?|other than|besides|apart from|not)" + _M, -1, 0.9, words=("anything but",)),
    Cue(ASK, r"\bnothing (?:but|except|other than)" + _M, 1, 0.3),
    Cue(REFUSE, r"\b(?:nothing|none|not anything|no film|no movie|no films|no movies|no stuff)(?: (?:too|that's|that is|with|about|in|from|made|really|so|overly|like|remotely|even|involving|starring|featuring|by|of|a|an|any|the|heavy|on))*" + _NEXT, -1, 0.9, words=("nothing",)),
    Cue(REFUSE, r"\b(?:and |but |or |just |please )?(?:no|not|nor|neither)(?! (?:just|only|necessarily|bad|sure|wonder|doubt|problem|idea|one|matter|way|that)\b)(?: (?:too|so|into|overly|really|another|any|even|more|a|an|the|those|these|that|anything|with|about|from|for|old|stupid|silly|of|your))*" + _NEXT, -1, 0.9, words=("no", "not")),
    Cue(REFUSE, r"\b(?:without|excluding|except(?: for)?|apart from|other than|minus|free of|rather than|instead of|leave out|leaving out|exclude|filter out|hide|block|ban|ditch|drop|cut out|hold)(?: (?:the|any|all|too much|much|so much|those|these|of))*" + _NEXT, -1, 0.9, words=("without", "except", "exclude")),
    Cue(REFUSE, r"\b(?:without|leave out|exclude|filter out|involving no)\b", -1, 0.9),
    Cue(REFUSE, r"\b(?:skip|avoid|steer clear of|stay away from|keep away from|pass on)(?: (?:the|any|all|those|these|over))*", -1, 0.85, words=("avoid",)),
    Cue(REFUSE, rf"[{MARK}](?: (?:films?|movies?|stuff))?(?: is| are)? (?:off the table|out of the question|banned|off limits|a no-?go|no-?go)\b", -1, 0.9, SUBJECT),
    Cue(LESS, r"\b(?:less|fewer|not as much|not so much|not so many|go easy on|easy on the|cut down on)(?: (?:of|the|of the))*" + _NEXT, -1, 0.4, words=("less",)),
    Cue(BESIDES, r"\b(?:besides|in addition to|as well as|aside from)\b"),
    Cue(OVER, rf"(?<=[{MARK}]) (?:(?:films?|movies?|stuff|ones) )?(?:to|over|more than|rather than|instead of|than)(?= (?:\w+ ){{0,2}}[{MARK}])", -1, 0.4),
    # liking and disliking, what follows
    Cue(TASTE, r"\b(?:can't|couldn't|could not|can not|can never|could never) (?:really )?(?:stand|bear|abide|tolerate|take|handle|deal with|stomach|sit through|get through)", -1, 0.9, words=("can't stand", "can't bear")),
    Cue(TASTE, r"\b(?:can't|couldn't|could not|could never|can never|never) get into", -1, 0.6),
    Cue(TASTE, r"\b(?:can't|couldn't|can never|could never) (?:ever )?(?:get enough of|resist|live without|say no to|go wrong with)", 1, 0.95, words=("can't get enough of",)),
    Cue(TASTE, r"\b(?:couldn't|could not|can't|didn't|never|barely) (?:even )?(?:finish(?:ed)?|get through|got through|make it through|made it through|get past)\b|\b(?:walked out (?:of|on)|gave up on|fell asleep (?:during|in|watching)|turned off halfway through|stopped watching|wasted my time (?:on|with)|regret (?:watching|seeing|buying))\b", -1, 0.75, words=("couldn't finish",)),
    Cue(TASTE, r"\b(?:(?:only|mostly|mainly|always|usually|often|generally|normally|typically|regularly|primarily|exclusively|tend to|never|rarely|hardly ever|seldom|don't|do not|don't really|don't usually|don't normally|i|we) (?:only |ever |really |even |usually |normally |tend to |always |mostly |never |rarely )*(?:watch|read|go for|choose|pick)|watch (?:a lot|lots|tons|plenty|loads|nothing but)(?: of)?)\b(?=[^.!?]{0,24}[" + MARK + r"])", 1, 0.7, inner=True, words=("always watch",)),
    Cue(TASTE, r"\b(?:couldn't|could not|don't|do not|could) care less (?:about|for)", -1, 0.7),
    Cue(TASTE, r"\b(?:can|could|would) (?:do|live|happily live|happily do) without", -1, 0.6, words=("could do without",)),
    Cue(TASTE, r"\b(?:have|has|had|got) (?:no|zero|little) (?:time|patience|love|interest|appetite|tolerance)(?: for| in)", -1, 0.75, words=("have no patience for",)),
    Cue(TASTE, r"\b(?:no|zero|little) (?:interest in|love for|patience for|time for|desire (?:to (?:see|watch)|for))", -1, 0.75),
    Cue(TASTE, r"\b(?:sick(?: and tired)?|tired|bored|weary|wary) (?:of|with|by)|\b(?:fed up with|had (?:quite |more than )?enough (?:of|with)|had it with|done with|burn(?:t|ed) out (?:on|by)|over it with|had my fill of)|(?:(?<=i'm )|(?<=am )|(?<=i'm so )|(?<=i'm totally ))over(?= [^,.]{0,12}[" + MARK + r"])", -1, 0.75, words=("am sick of", "am tired of")),
    Cue(TASTE, r"\b(?:hat(?:e|ed|ing)|loath(?:e|ed)|despis(?:e|ed)|detest(?:ed)?|abhor|regret(?:ted)? watching)\b", -1, 0.95, words=("hate", "loathe", "detest", "despise")),
    Cue(TASTE, r"\bdislik(?:e|ed|ing)\b", -1, 0.75, words=("dislike",)),
    Cue(TASTE, r"\b(?:allergic to|put off by|turned off by|averse to|against|repelled by|disgusted by|annoyed by|irritated by|disappointed (?:by|with|in))", -1, 0.75),
    Cue(TASTE, r"\b(?:scared|afraid|terrified|frightened) (?:of|by)", -1, 0.6),
    Cue(TASTE, r"\b(?:indifferent to|can take or leave|could take or leave|lukewarm (?:on|about)|meh about|on the fence about|so-so (?:on|about))", -1, 0.2),
    Cue(TASTE, r"\b(?:least favou?rite|worst)(?: [\w-]+){0,4}? (?:is|are|was|has to be|would be)\b", -1, 0.9),
    Cue(TASTE, r"\b(?:all[- ]time )?(?:favou?rites?|top pick|go-to|guilty pleasure|comfort (?:movie|film|watch|genre))(?: [\w'-]+){0,4}? (?:is|are|was|were|has to be|have to be|would be|will always be|include|includes)(?=[^?]{0,24}[" + MARK + r"])", 1, 0.9, words=("favourite genre is",)),
    Cue(TASTE, r"\b(?:don't|doesn't|didn't|do not|wouldn't|would not|won't) (?:really |actually |at all )?mind\b", 1, 0.4, words=("don't mind",)),
    Cue(ASK, r"\b(?:would|'d) (?:really |absolutely |also |actually |still )?(?:like|love|enjoy|prefer|appreciate|be (?:up for|interested in|keen on|happy with))(?: to (?:see|watch|have|get|try|find|check out|read|hear about|start))?\b(?! (?:it|that) if)", 1, 0.3),
    Cue(ASK, r"\b(?:would|'d) (?:rather|sooner) (?:watch|see|have|go for|try|get)", 1, 0.3),
    Cue(TASTE, r"\b(?:lov(?:e|ed|ing)|ador(?:e|ed|ing)|obsessed (?:with|by)|(?:crazy|mad|nuts|wild|head over heels) (?:about|for)|addicted to|hooked on|in love with|(?:liv(?:e|ing)|die|go crazy|go nuts) for|worship|sucker for|fell (?:in love with|for)|treasure|cherish)\b", 1, 0.95, words=("love", "adore", "am obsessed with", "am crazy about")),
    Cue(TASTE, r"\b(?:(?:huge|massive|big|biggest|die-?hard|great|lifelong|enormous) (?:\w+ )?(?:fan|lover|admirer) of|big on|huge on|passionate about|fanatical about|enthusiastic about)\b", 1, 0.9, words=("am a big fan of",)),
    Cue(TASTE, r"\b(?:(?:fan|lover|admirer|enthusiast)s? of|fond of|keen on|partial to|soft spot for|(?:have|got|having) a thing for|weakness for|drawn to|(?:dig|dug|enjoy(?:ed|ing)?|appreciat(?:e|ed)|savou?r)|gravitate towards?|warm(?:ed|ing)? (?:up )?to|taste for|go in for|lean towards?|grew up (?:on|with|watching)|impressed (?:by|with)|grateful for)\b", 1, 0.75, words=("am a fan of", "am fond of", "am keen on", "enjoy")),
    Cue(TASTE, r"(?:\b(?:am|are|is|was|been|be|get|getting|got|not|really|very|super|so|totally|big|deeply|heavily|all|mostly|mainly|also|still|never|always)|'m|'re|n't) (?:really |very |so |that |super |too |all that |much |big )?into\b", 1, 0.75, inner=True, words=("am into", "am really into")),
    Cue(TASTE, r"\b(?:prefer(?:red)?|favou?r|rather like)\b(?! not)", 1, 0.75, words=("prefer",)),
    Cue(TASTE, r"\b(?:interested|an interest|much interest) in\b|\binterest me\b", 1, 0.65, words=("am interested in",)),
    Cue(TASTE, r"\b(?:curious about|okay with|ok with|fine with|open to|cool with|happy with|tolerate|don't object to|intrigued by)\b", 1, 0.4),
    Cue(TASTE, r"\bcare (?:much |at all |that much |a lot )?for\b", 1, 0.65, words=("care for",)),
    Cue(TASTE, r"(?<!feel )(?<!feels )(?<!felt )(?<!looks )(?<!look )(?<!sounds )(?<!seems )(?<!something )(?<!anything )(?<!nothing )(?<!just )(?<!more )(?<!stuff )(?<!what's it )lik(?:e|ed|ing)\b(?! to know| to ask| to thank| that one time)", 1, 0.7, words=("like",)),
    Cue(TASTE, r"\b(?:loves|adores|likes|enjoys|hates|dislikes|prefers|loathes|detests|despises|digs)\b", 1, 0.7, other=True),
    Cue(TASTE, r"\b(?:find|found|finding|consider|think|thought)\b (?:that |it )?(?=[^.!?]{0,30}(?:" + _AWFUL + "|" + _BAD + r"))(?![^.!?]{0,40}\b(?:is|are|was|were)\b)", -1, 0.75, words=()),
    Cue(TASTE, r"\b(?:find|found|finding)\b (?:that |it )?(?=[^.!?]{0,30}(?:" + _SUPERB + "|" + _GOOD + r"))(?![^.!?]{0,40}\b(?:is|are|was|were)\b)", 1, 0.75),
    # judging what precedes
    Cue(SKIP, r"\b(?:not|isn't|wasn't|aren't|weren't|ain't|never) (?:really |quite |exactly |just )?for me\b", -1, 0.6, SUBJECT),
    Cue(SKIP, r"\b(?:not|isn't|ain't|am not|'m not|don't think i'm) (?:really |very |that |at all |all that |so )?interested(?: in)?(?!\w)", -1, 0.6, inner=False),
    Cue(TASTE, rf"{_BE}(?: {_DEGREE})* not (?:too |so |that |half |all that )?bad\b|\bnot (?:too |so |that |half )?bad\b", 1, 0.4, SUBJECT, words=("not bad",)),
    Cue(TASTE, rf"{_BE}(?: {_DEGREE})* (?:{_SUPERB})\b", 1, 0.9, SUBJECT, inner=True, words=("is amazing",)),
    Cue(TASTE, rf"{_BE}(?: {_DEGREE})* (?:{_AWFUL})\b", -1, 0.9, SUBJECT, inner=True, words=("is terrible",)),
    Cue(TASTE, rf"{_BE}(?: {_DEGREE})* (?:{_BAD})\b|\btoo (?:long|slow|scary|violent|dark|sad|gory|boring|predictable|cheesy|confusing)(?: for (?:me|my taste))?$", -1, 0.75, SUBJECT, inner=True, words=("is boring",)),
    Cue(TASTE, rf"{_BE}(?: {_DEGREE})* (?:{_GOOD})\b", 1, 0.7, SUBJECT, inner=True, words=("is great",)),
    Cue(TASTE, rf"{_BE}(?: {_DEGREE})* (?:{_PASSABLE})\b", 1, 0.35, SUBJECT, inner=True, words=("is okay",)),
    Cue(TASTE, rf"(?:{_BE}(?: {_DEGREE})* |^\s*)(?:{_MEH})\b", -1, 0.25, SUBJECT, words=("is meh",)),
    Cue(TASTE, r"\b(?:bor(?:e|es|ed|ing)|scar(?:e|es|ed)|annoy(?:s|ed)?|irritat(?:e|es|ed)|disgust(?:s|ed)?|depress(?:es|ed)?|upset(?:s)?|creep(?:s|ed)?|freak(?:s|ed)?|gross(?:es|ed)?|stress(?:es|ed)?|disappoint(?:s|ed)?|confus(?:e|es|ed)|exhaust(?:s|ed)?) me(?: out| to death| to tears)?\b|\b(?:put|puts|sent|sends) me to sleep|\bturn(?:s|ed)? me off|\b(?:leaves?|left) me cold|\bd(?:o|oes|id) (?:absolutely )?nothing for me|\bget(?:s)? on my nerves|\bgiv(?:e|es) me (?:nightmares|anxiety|the creeps)|\b(?:suck(?:s|ed)?|stinks?|stank)\b|\bf(?:ell|all|alls) flat|\blet me down|\bma(?:ke|kes|de) me (?:sick|cringe|yawn|uncomfortable|anxious|roll my eyes)|\b(?:get|gets|got|getting|gotten) (?:really |so |very )?(?:old|boring|stale|repetitive)\b", -1, 0.75, SUBJECT, words=("bore me",)),
    Cue(TASTE, r"\b(?:rock(?:s|ed)?|rules?|ruled)\b$|\b(?:blew|blows?) me away|\bcheer(?:s|ed)? me up|\bma(?:ke|kes|de) me (?:happy|smile|laugh|feel (?:good|better))|\b(?:mov(?:e|es|ed)|excit(?:e|es|ed)|fascinat(?:e|es|ed)|thrill(?:s|ed)?|intrigu(?:e|es|ed)) me\b|\bspeaks? to me|\bwork(?:s|ed)? for me|\bget me every time|\bgr(?:ew|ows?|owing) on me|\bhooked me|\bappeal(?:s|ed)?(?: to me)?\b|\bdo(?:es)? it for me|\bhits? the spot", 1, 0.75, SUBJECT, words=("appeal to me",)),
    Cue(TASTE, r"\b(?:not so much|not really|not at all|less so|no thanks|no thank you|hard pass|not my thing)\s*$", -1, 0.6, SUBJECT),
    Cue(TASTE, rf"\b(?:what an?|such an?|truly an?|a truly|an absolutely|a really) (?:\w+ )?(?:{_SUPERB}|{_GOOD})\b", 1, 0.85, SUBJECT),
    Cue(TASTE, rf"\b(?:what an?|such an?|truly an?|a truly|an absolutely|a really) (?:\w+ )?(?:{_AWFUL}|{_BAD})\b", -1, 0.85, SUBJECT),
    # what was done with an item
    Cue(SAVE, r"\b(?:save|bookmark|keep|put|add|store|pin|queue|note(?: down)?|remember)\b(?=[^.!?]{0,60}[" + MARK + r"]|\s+(?:it|that|this|them|both)\b)(?=[^.!?]*(?:\bfor (?:later|another|the weekend|tomorrow|tonight)|\b(?:list|watch-?list|favou?rites|queue|later|wishlist|cart|saved)\b|\s*(?:the )?[" + MARK + r"]|\s+(?:it|that|this|them|both)\s*$))"),
    Cue(SAVE, r"\b(?:i'll|i will|let's|i might|might|going to|will|i'd like to|i want to|want to|gotta|have to|must|need to|i should|plan to|planning to|can't wait to)(?: \w+)? (?:watch|see|check out|try|give|read|buy|get)(?=(?: (?:the (?:film|movie) ))? ?[" + MARK + r"])(?=[^.!?]*)"),
    Cue(SEEN, r"\b(?:have|has|had|'ve|'d|i)?\s?(?:n't|not|never|yet to|already|just|also|only|recently|finally|once|actually|definitely|both|all|probably)?\s?(?:already |just |never |ever |actually )*(?:re-?)?(?:seen|watched|finished|bought|ordered|purchased|saw|read|viewed)\b", inner=True),
    Cue(SKIP, r"\b(?:dismiss|remove|hide|nope to|no to|pass on|next after)\b|\b(?:i'll|will|gonna|going to) pass(?: on)?\b", -1, 0.5),
    # asking
    Cue(OFFER, r"\b(?:do|does|would|did) (?:you|u|they|we|it) (?:\w+ )?(?:have|got|know(?: of)?|carry|stock|offer)(?: any(?:thing)?| some(?:thing)?| a| an)?|\b(?:have|has) (?:you|we) got(?: any(?:thing)?| some(?:thing)?| a| an)?|\b(?:are|is) there (?:any|some|a|an|no|many)?\b|^\s*(?:got|have) (?:any|some)\b|^\s*any\b|\bgot any(?:thing)?\b|\b(?:what|how) about\b|\bknow any\b"),
    Cue(ASK, r"\b(?:recommend(?:ation|ations)?|suggest(?:ion|ions)?|recs?)\b(?: me)?|\b(?:show|give|find|get|fetch|bring|list|pick|choose|select|name|send|play|hit|throw|pull up|dig up|search|look up|hook|queue up|put on)\b(?: me| us)?(?: up)?(?: with)?|\b(?:search(?:ing)?|look(?:ing)?|hunting|searching) for|\blook for", 1, 0.3, words=("show me", "recommend", "find me")),
    Cue(ASK, r"\b(?:want|wanting|wanted|wish|need|needing|could use|could go for|fancy|crave|craving|dying|longing|hoping)\b(?: (?:to|for))?(?: (?:see|watch|have|get|try|find|read|buy))?|\bin (?:the |a )?(?:\w+ )?mood(?: for| to (?:see|watch))?|\b(?:feel|feeling|felt) like(?: (?:watching|seeing|a|an))*|\b(?:i'm|am|we're|feeling) (?:really |totally )?(?:after|up for)\b|\bfeeling\b(?= [^.!?]{0,10}[" + MARK + r"])", 1, 0.3, words=("i want", "i'm in the mood for")),
    Cue(ASK, r"\b(?:what|which|anything|something|where)\b[^.!?]{0,40}?\b(?:should|shall|can|could|to|might|do) (?:i|we|you recommend|you suggest|watch|see)(?: (?:watch|see|try|read|buy|start with))?|\bwhat(?:'s| is| are| would be| were)(?: (?:some|a|an|the|your|any|really|of the))* (?:good|best|great|top|nice|fun|decent|must-?see|must-?watch|popular|essential|favou?rite)\b|\bwhat else\b|\banything (?:else|good|similar|new)\b|\bsomething (?:else|different|similar|new)\b|\bsurprise me\b|\bwhat's good\b|\bwhat(?:'s| is) (?:on|out|new)\b|\bwhat have you got\b|\bwhat do you (?:have|recommend|suggest|got)\b|\bwhat (?:do|would) you (?:recommend|suggest)\b|\bhelp me (?:find|choose|pick|decide)|\banother(?: one)?\b|\b(?:some|few|couple|any) (?:more|others?)\b|\bnext (?:one|please)\b|\bmore (?:of (?:these|those|this|that|them)|like|please|options|suggestions|ideas)\b|\blet's (?:watch|see|do|go (?:with|for)|try)\b|\bmake it\b|\bentertain me\b|\bi'm (?:so |really )?bored\s*$|\bhit me\b|\bgot (?:something|anything)\b|\bgo (?:with|for)\b", 1, 0.3, words=("what should i watch",)),
    Cue(HINT, r"\bonly\b(?= [^.!?]{0,12}[" + MARK + r"])|\bplease\b|\b(?:good|great|nice|decent|best)\b(?= [^.!?]{0,12}[" + MARK + r"])|\b(?:some|more|another)\b(?= [^.!?]{0,16}[" + MARK + r"])|\b(?:something|anything|stuff)\b", 1, 0.3),
)  # fmt: skip
"""All cues; the earlier one wins where two begin at one place."""


@cache
def english_cues() -> CueTable:
    """The compiled table."""
    return CueTable(CUES)


_BOOST = frozenset(
    ["really", "very", "so", "absolutely", "truly", "totally", "definitely", "always", "genuinely"]
    + ["super", "deeply", "completely", "especially", "particularly", "honestly", "seriously"]
    + ["fucking", "freaking", "extremely", "utterly", "strongly", "much", "most", "huge", "big"]
)
_DAMP = frozenset(
    ["kinda", "kind", "sort", "sorta", "bit", "little", "somewhat", "sometimes", "occasionally"]
    + ["moderately", "mildly", "slightly", "fairly", "partly", "half", "maybe", "probably"]
)
_NEGATIVE = frozenset(
    ["not", "never", "hardly", "barely", "scarcely", "rarely", "seldom", "neither", "nor", "no"]
    + ["without", "stopped", "stop", "quit", "nobody", "cannot"]
)
_PASSED_OVER = frozenset(
    (
        "just also still even actually do did does done have has had 've am 'm 're are is was were"
        " been be being 's would will 'll 'd can could may might must should ever quite pretty of a"
        " an the usually generally mostly often simply certainly personally secretly all too only"
        " longer anymore become becoming get getting got gotten grown growing started starting to"
        " biggest massive real great ever since both currently lately recently now already again"
        " that enjoyed watching seeing watch see i've i'd i'll it's in love with at least more"
        " always mainly largely in general overall finally as well my own"
    ).split()
) - {"my", "own", "i've", "i'd", "i'll", "love", "it's", "with", "in"}
_OWN = frozenset(
    ["i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "we'd", "me", "myself"]
)
_BOUNDARY = frozenset(
    ["and", "but", "or", "because", "since", "that", "so", "as", "when", "though", "then", "yes"]
    + ["yeah", "yep", "well", "oh", "hi", "hey", "hello", "ok", "okay", "also", "plus", "although"]
    + ["if", "while", "please", "btw", "lol", "haha", "hmm", "nah", "no", "thanks", "cos", "cuz"]
    + ["my", "your", "what", "which", "where", "however", "where", "admittedly", "yet", "is"]
)
_WORD = re.compile(rf"[a-z0-9]+(?:'[a-z]+)*|'[a-z]+|[{MARK}]|[,/()\-]")
_DOUBT = re.compile(
    r"\b(?:not sure|unsure|don't know|do not know|no idea|wonder|can't tell|can't decide|not certain)\b"
)
_DENIAL = re.compile(
    r"(?:n't|\bnot|\bnever) (?:really |exactly |ever )?(?:think|believe|say|said|claim|mean|that|like i|as if|because)\b|\bdoubt\b"
)
_REPORT = re.compile(
    r"\b(?:he|she|they|people|everyone|everybody|critics|some|somebody|someone|others|friends?|(?:my|your|his|her|our|their) [\w' -]{2,20}?)"
    r" (?:really |always |all |also |just |usually )?(?:think|thinks|thought|say|says|said|finds?|found|claims?|feels?|believes?|told(?: me)?|insists?)\b"
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
    if word in _BOUNDARY or word in ",/()-":
        return None
    return False
