"""English words of liking and disliking that stand before what they judge.

Knows words and what each amounts to; nothing of catalogs or of how cues combine. Earlier rows win
over later ones that begin at the same place.
"""

from __future__ import annotations

from penchant.agent.understand.cues import ASK, MARK, TASTE, Cue
from penchant.agent.understand.english_adjectives import AWFUL, BAD, GOOD, SUPERB

TASTES: tuple[Cue, ...] = (
    # liking and disliking, what follows
    Cue(
        TASTE,
        r"\b(?:i'll|i will|i'd|i would|we'll) (?:always )?(?:watch|see) (?:anything|everything"
        r"|whatever|all)\b(?: (?:with|by|from|starring|featuring|that has|has|about))*"
        r"|^(?:anything|everything|whatever) (?:has|with|by|starring|featuring|that has)"
        r"(?= [^.!?]*(?:i'll|i will|i'd|i would) (?:watch|see)\b)",
        1,
        0.8,
    ),
    Cue(
        TASTE,
        r"\b(?:can't|couldn't|could not|can not|can never|could never) (?:really )?(?:stand"
        r"|bear|abide|tolerate|take|handle|deal with|stomach|sit through|get through)",
        -1,
        0.9,
        words=("can't stand", "can't bear"),
    ),
    Cue(TASTE, r"\b(?:can't|couldn't|could not|could never|can never|never) get into", -1, 0.6),
    Cue(
        TASTE,
        r"\b(?:can't|couldn't|can never|could never) (?:ever )?(?:get enough(?: of)?|resist"
        r"|live without|say no to|go wrong with)",
        1,
        0.95,
        words=("can't get enough of",),
    ),
    Cue(
        TASTE,
        r"\b(?:couldn't|could not|can't|didn't|never|barely) (?:even )?(?:finish(?:ed)?"
        r"|get through|got through|make it through|made it through|get past)\b"
        r"|\b(?:walked out (?:of|on)|gave up on|fell asleep (?:during|in|watching)"
        r"|turned off halfway through|stopped watching|wasted my time (?:on|with)"
        r"|regret (?:watching|seeing|buying))\b",
        -1,
        0.75,
        words=("couldn't finish",),
    ),
    Cue(
        TASTE,
        r"\b(?:(?:only|mostly|mainly|always|usually|often|generally|normally|typically"
        r"|regularly|primarily|exclusively|tend to|never|rarely|hardly ever|seldom|don't"
        r"|do not|don't really|don't usually|don't normally|i|we) (?:only |ever |really |even "
        r"|usually |normally |tend to |always |mostly |never |rarely )*(?:watch|read|go for"
        r"|choose|pick)|watch (?:a lot|lots|tons|plenty|loads"
        r"|nothing but)(?: of)?)\b(?=[^.!?]{0,24}[" + MARK + r"])",
        1,
        0.7,
        inner=True,
        words=("always watch",),
    ),
    Cue(TASTE, r"\b(?:couldn't|could not|don't|do not|could) care less (?:about|for)", -1, 0.7),
    Cue(
        TASTE,
        r"\b(?:can|could|would) (?:do|live|happily live|happily do) without",
        -1,
        0.6,
        words=("could do without",),
    ),
    Cue(
        TASTE,
        r"\b(?:have|has|had|got) (?:no|zero|little) (?:time|patience|love|interest|appetite"
        r"|tolerance)(?: for| in)",
        -1,
        0.75,
        words=("have no patience for",),
    ),
    Cue(
        TASTE,
        r"\b(?:no|zero|little) (?:interest in|love for|patience for|time for"
        r"|desire (?:to (?:see|watch)|for))",
        -1,
        0.75,
    ),
    Cue(
        TASTE,
        r"\b(?:sick(?: and tired)?|tired|bored|weary|wary) (?:of|with|by)|\b(?:fed up with"
        r"|had (?:quite |more than )?enough (?:of|with)|had it with|done with|burn(?:t"
        r"|ed) out (?:on|by)|over it with|had my fill of)|\b(?:i'm|i am|we're|so|totally"
        r"|completely|kind of|kinda|pretty much|really|just|way) over(?= [^,.]{0,12}["
        + MARK
        + r"])",
        -1,
        0.75,
        words=("am sick of", "am tired of"),
    ),
    Cue(
        TASTE,
        r"\b(?:hat(?:e|ed|ing)|loath(?:e|ed)|despis(?:e|ed)|detest(?:ed)?|abhor"
        r"|regret(?:ted)? watching)\b",
        -1,
        0.95,
        words=("hate", "loathe", "detest", "despise"),
    ),
    Cue(TASTE, r"\bdislik(?:e|ed|ing)\b", -1, 0.75, words=("dislike",)),
    Cue(
        TASTE,
        r"\b(?:allergic to|put off by|turned off by|averse to|against|repelled by|disgusted by"
        r"|annoyed by|irritated by|disappointed (?:by|with|in))",
        -1,
        0.75,
    ),
    Cue(TASTE, r"\b(?:scared|afraid|terrified|frightened) (?:of|by)", -1, 0.6),
    Cue(
        TASTE,
        r"\b(?:indifferent to|can take or leave|could take or leave|lukewarm (?:on|about)"
        r"|meh about|on the fence about|so-so (?:on|about))",
        -1,
        0.2,
    ),
    Cue(
        TASTE,
        r"\b(?:least favou?rite|worst)(?: [\w-]+){0,4}? (?:is|are|was|has to be|would be)\b",
        -1,
        0.9,
    ),
    Cue(
        TASTE,
        r"\b(?:all[- ]time )?(?:favou?rites?|top pick|go-to|guilty pleasure|comfort (?:movie"
        r"|film|watch|genre))(?: [\w'-]+){0,4}? (?:is|are|was|were|has to be|have to be"
        r"|would be|will always be|include|includes)(?=[^?]{0,24}[" + MARK + r"])",
        1,
        0.9,
        words=("favourite genre is",),
    ),
    Cue(
        TASTE,
        r"\bmy (?:\w+ )?(?:dislikes|pet hates?|dealbreakers?|no-?gos?)\b(?: (?:are|is"
        r"|include))?",
        -1,
        0.85,
    ),
    Cue(
        TASTE,
        r"\bmy (?:main |usual |current |favou?rite )?(?:tastes?|interests?|preferences?"
        r"|favou?rites?|likes|faves?|top (?:three|two|five|genres?)|go-tos?)\b(?: (?:are|is"
        r"|include|run to|leans? towards?|range from|would be))?",
        1,
        0.8,
    ),
    Cue(
        TASTE,
        r"\b(?:don't|doesn't|didn't|do not|wouldn't|would not|won't) (?:really |actually "
        r"|at all )?mind\b",
        1,
        0.4,
        words=("don't mind",),
    ),
    Cue(
        ASK,
        r"\b(?:would|'d) (?:really |absolutely |also |actually |still )?(?:like|love|enjoy"
        r"|prefer|appreciate|be (?:up for|interested in|keen on|happy with))(?: to (?:see"
        r"|watch|have|get|try|find|check out|read|hear about|start))?\b(?! (?:it|that) if)",
        1,
        0.3,
    ),
    Cue(ASK, r"\b(?:would|'d) (?:rather|sooner) (?:watch|see|have|go for|try|get)", 1, 0.3),
    Cue(
        TASTE,
        r"\b(?:lov(?:e|ed|ing)|ador(?:e|ed|ing)|obsessed (?:with|by)|(?:crazy|mad|nuts|wild"
        r"|head over heels) (?:about|for)|addicted to|hooked on|in love with|(?:liv(?:e|ing)"
        r"|die|go crazy|go nuts) for|worship|sucker for|fell (?:in love with|for)|treasure"
        r"|cherish)\b",
        1,
        0.95,
        words=("love", "adore", "am obsessed with", "am crazy about"),
    ),
    Cue(
        TASTE,
        r"\b(?:(?:huge|massive|big|biggest|die-?hard|great|lifelong|enormous) (?:\w+ )?(?:fan"
        r"|lover|admirer) of|big on|huge on|passionate about|fanatical about"
        r"|enthusiastic about)\b",
        1,
        0.9,
        words=("am a big fan of",),
    ),
    Cue(
        TASTE,
        r"\b(?:(?:fan|lover|admirer|enthusiast)s? of|fond of|keen on|partial to|soft spot for"
        r"|(?:have|got|having) a thing for|weakness for|drawn to|(?:dig|dug|enjoy(?:ed|ing)?"
        r"|appreciat(?:e|ed)|savou?r)|gravitate towards?|warm(?:ed|ing)? (?:up )?to|taste for"
        r"|go in for|lean towards?|grew up (?:on|with|watching)|(?:impressed|fascinated"
        r"|intrigued|captivated|enchanted|amazed|moved|charmed|delighted|blown away) (?:by"
        r"|with)|grateful for)\b",
        1,
        0.75,
        words=("am a fan of", "am fond of", "am keen on", "enjoy"),
    ),
    Cue(
        TASTE,
        r"(?:\b(?:am|are|is|was|been|be|get|getting|got|not|really|very|super|so|totally|big"
        r"|deeply|heavily|all|mostly|mainly|also|still|never|always)|'m|'re|n't) (?:really "
        r"|very |so |that |super |too |all that |much |big )?into\b",
        1,
        0.75,
        inner=True,
        words=("am into", "am really into"),
    ),
    Cue(TASTE, r"\b(?:prefer(?:red)?|favou?r|rather like)\b(?! not)", 1, 0.75, words=("prefer",)),
    Cue(
        TASTE,
        r"\b(?:interested|an interest|much interest) in\b|\binterest me\b",
        1,
        0.65,
        words=("am interested in",),
    ),
    Cue(
        TASTE,
        r"\b(?:curious about|okay with|ok with|fine with|open to|cool with|happy with|tolerate"
        r"|don't object to|intrigued by)\b",
        1,
        0.4,
    ),
    Cue(TASTE, r"\bcare (?:much |at all |that much |a lot )?for\b", 1, 0.65, words=("care for",)),
    Cue(
        TASTE,
        r"(?<!^kinda )(?<!^sorta )(?<!^kind of )(?<!^sort of )"
        r"(?<!feel )(?<!feels )(?<!felt )(?<!looks )(?<!look )(?<!sounds )(?<!seems "
        r")(?<!something )(?<!anything )(?<!nothing )(?<!just )(?<!more )(?<!stuff "
        r")(?<!what's it )lik(?:e"
        r"|ed|ing)\b(?! to know| to ask| to thank| that one time)",
        1,
        0.7,
        words=("like",),
    ),
    Cue(
        TASTE,
        r"\b(?:loves|adores|likes|enjoys|hates|dislikes|prefers|loathes|detests|despises"
        r"|digs)\b|(?<!who )(?<!that )\b(?:watches|reads|plays|buys)\b(?=[^.!?]{0,24}["
        + MARK
        + r"])",
        1,
        0.7,
        other=True,
    ),
    Cue(
        TASTE,
        r"\b(?:find|found|finding|consider|think|thought)\b (?:that |it )?(?=[^.!?]{0,30}\b(?:"
        + AWFUL
        + "|"
        + BAD
        + r")\b)(?![^.!?]{0,40}\b(?:is|are|was|were)\b)",
        -1,
        0.75,
        words=(),
    ),
    Cue(
        TASTE,
        r"\b(?:find|found|finding)\b (?:that |it )?(?=[^.!?]{0,30}\b(?:"
        + SUPERB
        + "|"
        + GOOD
        + r")\b)(?![^.!?]{0,40}\b(?:is|are|was|were)\b)",
        1,
        0.75,
    ),
)
