"""English adjectives of judgement, as alternatives for patterns.

Knows single words; nothing of what they are said of.
"""

BE = (
    r"(?:\b(?:is|are|was|were|looks?|looked|sounds?|sounded|seems?|seemed|feels?|felt"
    r"|isn't|aren't|wasn't|weren't|ain't"
    r"|has been|have been|can be|can get|gets?|got|doesn't (?:look|sound|seem)"
    r"|didn't (?:look|sound|seem)|never (?:is|was))|'s|'re)"
)
DEGREE = (
    r"(?:not|never|hardly|n't|so|too|very|really|pretty|quite|just|absolutely|totally"
    r"|truly|a bit|a little|kind of|sort of|rather"
    r"|actually|always|still|also|simply|usually|often|mostly|all|more|most|the|a|an|such"
    r"|one of|that|my|some of|definitely|exactly"
    r"|probably|honestly|super|extremely|incredibly|kinda|somewhat|both|even|generally|how"
    r"|by far|really quite|been|to me|just so|my all-time|my all time)"
)
SUPERB = (
    r"amazing|awesome|fantastic|brilliant|excellent|incredible|masterpieces?"
    r"|perfect(?:ion)?|superb|outstanding|phenomenal|best"
    r"|favou?rites?|wonderful|stunning|to die for|magnificent|genius|gold|great fun"
    r"|unbeatable|fabulous|terrific|epic|mind-blowing|spectacular|golden age(?: of \w+)?"
)
GOOD = (
    r"great|good|lovely|fun|cool|beautiful|thing|jam|cup of tea|bag|style|type|colou?r"
    r"|kind of (?:thing|film|movie)s?|go-to|for me"
    r"|(?:right )?up my (?:alley|street)|enjoyable|entertaining|solid|nice|worth (?:it"
    r"|watching|seeing|a watch)|underrated|interesting|gripping|moving"
    r"|impressive|hilarious|funny|clever|sweet|guilty pleasure|where it's at|charming"
    r"|delightful|touching|well made|well done|powerful|refreshing|promising|appealing"
    r"|intriguing"
)
PASSABLE = r"ok|okay|alright|all right|fine|decent|watchable|passable|bearable|tolerable"
AWFUL = (
    r"terrible|awful|horrible|worst|garbage|trash|rubbish|crap(?:py)?|unwatchable"
    r"|atrocious|dreadful|disgusting|pathetic|joke|shit|horrendous|abysmal"
)
BAD = (
    r"bad|boring|bored|dull|overrated|stupid|dumb|lame|waste(?: of (?:my )?time)?"
    r"|disappointing|disappointment|pointless|tedious|annoying|cringe|cringy|cringey"
    r"|silly|ridiculous|cheesy|predictable|bore|chore|snooze(?:fest)?|let-?down|turn-?off"
    r"|gross|overhyped|irritating|unbearable|nonsense|weak|off-putting|repetitive|yawn"
    r"|ugly|hideous|itchy|scratchy"
    r"|depressing|mediocre|forgettable|(?:too |way too |far too )(?:long|slow|scary"
    r"|violent|dark|sad|old|gory|loud|weird|much|bloody|intense|stressful|heavy|cheesy"
    r"|sappy|confusing|childish|serious|complicated|mushy|creepy)"
)
MEH = r"meh|so-so|so so|average|nothing special|mid"
