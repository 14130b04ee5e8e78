"""Everyday English words: words that say little about being a title or a name.

Knows words only. A title made of these needs a stronger sign (quotes, capitals, a year) before a
turn is taken to name it.
"""

from __future__ import annotations

from functools import cache

_WORDS = """
a abandoned abducted able aboard about above absolutely abusive accept accident accidentally
acclaim account accused acquired across act acting action activist actor actors actress actresses
acts actual actually adaptation adaptations adapted add addiction addition additional adopted adult
adults adventure adventures advertising affair afraid after afternoon again against age aged agency
agent agents ages aging ago agree ahead air aired album alcoholic alien aliens alive all alley
allow almost alone along alongside alot already alright also alternate although always am amazing
among an ancient and angel angels angry animal animals animated animation anime anniversary
announced another answer anthology anthropomorphic anti any anybody anymore anyone anything anyway
anywhere apart apartment apocalyptic app appeal appear appearance appearances appeared appearing
appears apple apps are area arm army around arrival arrive arrives art article artist artists arts
as ask asking asleep aspiring assassin assassination assigned assistant association at ate attack
attacked attacks attempt attempting attempts attention attorney audience audiences aunt author
autobiographical autobiography avoid award awards away awesome awful baby back backpack bad bag
ball band bank banner bar baseball based basic basis basketball bath battle be beach bear beat
beautiful became because become becomes becoming bed bedroom been beer before befriends began begin
beginning begins behavior behind being believe believes below best bet better between biblical big
biggest bike biographical biography bird birth birthday bit bite bitter bizarre black blanket
blaxploitation blender blood blow blue board boat body bomb bone book books boots border bored
boring born boss both bottle bottom bought bowl box boxer boxing boy boyfriend boys brain brand
bread break breakfast breaking breath bridge brief bright bring broadcast broken brother brothers
brought brown brush brutal bubble buddy budget build building bumblebee bunch burn bus business
businessman busy but butter button buy by bye cable cafe cake call called calls calm came cameo
cameos camera camp campaign can cancer cant captain capture captured car card cards care career
cars cartoon cartoons case cash cast castle cat catch category cats caught cause caused causing
center centered centers central century certain certainly chair challenges champion chance change
changed changes character characters charger chase chat chatting cheap check cheers cheese cheesy
chef chick chicken child childhood children choice choices choose chronicles church cinema
cinematic cinematographer cinematography circle city civil claims class classic classics clean
clear clever clock close closer clothes cloud club clue coach coast coat cocktail code coffee
colander cold collaboration collection college color colour com combat combination combines come
comedian comedic comedies comedy comes comfort comic coming commercial committed common community
companion company compare compete competition compilation complete completed completely complex
complicated composed composer computer con conceived concept concerns concert conflict confront
confused connection considered consisting consists conspiracy contact contains contemporary
continuation control controversial convict convicted cook cooking cool cop corner corporate corrupt
corruption cost could couldn count countries country couple couples course court cousin cover
covers cowboys crash crazy cream create created creator creature creatures credit credited credits
creepy crew crime criminal criminals crisis critical critically critics cross crossroads crush cry
cube cult culture cup current currently cursed cut cute cutting dad daddy damage dance dancer
dancing danger dangerous dark darker darling date daughter daughters day days dead deadly deal
dealer dealing deals dear death deaths debut debuted debuts decades deceased decent decide decides
dedicated deep definitely del demand depicted depicting depicts derived described describes desert
designer desk desperate despite destroy details detective detectives developed development develops
devil dialogue did didn didnt die died dies different difficult digital dinner dinosaur dinosaurs
direct directed directing direction director directorial directors dirty disappearance disaster
discover discovers disease dish disney distributed distribution disturbing divorce divorced do
doctor documentaries documentary does doesn dog dogs doing doll dolls don done dont door double
doubt down dragon dragons drama dramas dramatic drawn draws dream dreams dress drink drive driver
driving drop drug drugs drunk dry dude due duel dumb duo during dust dying dysfunctional dystopian
each ear earlier early earned earning earth easy eat eccentric edge edited editor effect effects
effort efforts egg eight eighth either elderly elements else embarks employees empty encounter
encounters end ending ends enemy energy engine enjoy enjoyable enjoyed enough ensemble enter
entered enters entertaining entire entirely entry epic episode episodes eponymous equal era erotic
erson escape escaped escapes especially estate estranged even evening event events eventually ever
every everybody everyone everything everywhere evil evolution exactly exam examines example
excellent exchange excited executive exit expect expectations expensive experience experiences
experimental exploitation explores exploring explosions extra extraterrestrial extremely eye eyes
face faces facility facing fact fail failed failure fair fairy fall falling falls fame familiar
families family famous fan fans fantastic fantasy far farm fashion fast fat father fault fav
favorite favorites favourite favourites fear feature featured features featuring feed feel feeling
feet fell fellow felt female festival festivals few fianc fiction fictional fictionalized
fictitious field fifth fight fighting figure fill filled film filmed filming filmmaker filmmakers
films final finally financed financial find finding finds fine finger finish finished fire first
fish fit fits five fix flag flat flick flicks flight floor flow flower fly focuses focusing folk
follow followed following follows food foot footage football for force forced forces foreign forest
forever forget forgot form format former forms forward found founder four fourth franchise free
fresh friday friend friendly friends friendship from front frozen fruit fuel full fun funny future
futuristic gain game games gang gangster gangsters garden garnered gas gate gave gay general
generally genre genres get gets getting ghost ghosts giant gift girl girlfriend girls give given
gives glad glass go goal goat god goes going gold gone good goodbye goodie gory gosh got gothic
government grab graduate grand grandma grandmother grandpa graphic grass grater gravity gray great
greatest green grew grey grill gritty grossed grossing ground group grow growing grown guess guest
guide gun guy guys hackers had haha hair half hall halloween hand hands hang happen happened happy
hard has hat hate haunted have haven havent having he head headphones health healthy hear heard
heart heat heaven heavily heavy heist held hell hello help helped helps her here hero heroes
herself hey hi hidden hide high highest highly hilarious hill him himself hip hired his historical
history hit hitman hmm hmmm hold holds hole holiday homage home homeless hometown honest honestly
honey hoodie hook hop hope hopefully hoping horror horse horses hospital host hostage hot hotel
hour hours house how however huge human humanity humans humor hungry hunt hunter hurry hurt husband
i ice idea ideas identity if ill illegal immigrant important in incident include included includes
including increasingly independent indie industry influenced information initial initially inside
inspiration inspired installment instalment instead intelligence intelligent intended intense
interest interested interesting international internationally interviews into introduced introduces
invasion investigate investigates investigating investigation investigator involved involves
involving iron is island issue issues it its itself ive jacket jazz job join joined joining joins
joke jokes journalist journey joy jukebox jump june junior just keep kept kettle key keyboard keys
kick kid kidnapped kidnapping kids kill killed killer killing kills kind kinda kinds king kiss
kitchen knee knew knife knights knives know known label lady lake lamp land language large largely
last late lately later latest latter laugh law lawyer lay lazy lead leader leading leads learn
learns least leave leaves led left leg legal legend legendary legends length less lesson let lets
letter lez lie life lift light like liked limit limited limitless line lines lion lipstick list
listen little live lived lives living local location locations lol long look looking looks loose
loosely lope lord lose loss lost lot lots loud love loved lovely lover loves low luck lucky lunch
lyrics machine mad made mafia magazine magic magical mail main mainly mainstream major make makes
making male malevolent man manager mansion many map march mark marked market marks marriage married
martial marvel mask mass master match material matter may maybe me meal mean meaning means meant
meat media medical medieval meet meeting meets meh member members memoir memories memory men mental
mention mentioned mercenary mess message met mid middle midnight might mile military milk million
mind mine miniseries minor minute minutes mirror misery miss missed missing mission mistake mix
mixed mixer mob mobster mockumentary model modern mom moment moments monday money monitor monkey
monster monsters month months mood moon more morning most mostly mother motion mountain mouse mouth
move moved movement moves movie movies moving mr mrs much mug mugs multiple mum mummy murder
murdered murderer murdering murderous murders music musical musicals musician musicians must my
myself mysteries mysterious mystery name named names narrated narration narrative nature near
nearly neck necklace need negative neighbor neighborhood neither neo nervous netflix network never
new newer newly news newspaper next nice niece night nights nine ninth no nobody noir noise
nominated nomination nominations non none nope normal north nose not notable note noted nothing
notice notorious novel novelist novella novels now nuclear number numerous nurse obsessed ocean of
off offer office officer officers often oh oil ois ok okay old older oldie on once one ones online
only open opened opening opera opinion option options or orange order organization origin original
originally other others our out outside oven over overall own owned owner packed page paid pain
pair pan pandemic panned paper paradise paranormal parent parenthood parents park parodies parody
part partially particular particularly partner parts party pass passengers past path patient pay
peace peeler pen people per perfect performance performances performed perhaps period person
personal personality personally pet phone photo photographer photography piano pick picture pie
piece pig pillow pilot pink pirate pirates pixels place placed places plan plane planet planned
plans plant plate play played player players playing plays please plot plots pocket poem poet point
police political politics pool poor poorly pop popular popularity portray portrayed portraying
portrays positive possible post pot power powerful powers practice praise praised pre predator
predecessor prefer pregnant premiere premiered premise prequel present presented presents president
pretty prevent previous previously prey price primarily princess principal prior prison private
prize probably problem problems process produced producer producers production professional
professor program project prominent promise prostitute protagonist protect proud provided provoking
pseudonym psychiatrist psychological public published pull punk pure pursued pursuit push put queen
quest question quick quickly quiet quite rabbit race racing racism radio rain raised rampage ran
random rare rat rated rather rating ratings ray reach read ready real realistic reality really
reason reboot recall reccomend receive received receiving recent recently reception recommend
recommendation recommendations record recounts recover recruited red reference references refers
regret regular related relationship relationships release released religious remake remember remote
rent replaced reporter reprise reprised reprises reprising rescue residents resort respective
respectively responsible rest restaurant result resulting retelling retired retirement retrieve
return returned returning returns reunite reunited revenge reviews revolves rewatch rez rice rich
ride right rights ring ringer rise risk rival river road robbery robot robots rock rocky rogue role
roles roll rom romance romantic roof room rope rose rough round row rule run running runs rural
rush ruthless sad safe said sail sale salt same samurai sand sat satire satirical saturday save saw
say says scandal scared scary scene scenes school sci science scientist scientists score scored
scream screen screened screenplay screenwriter script se sea search searching season seat sec
second secret secrets section security see seeing seek seeking seeks seem seemingly seems seen sees
segments selected self sell selling semi send senior sense sent separate sequel sequels sequences
serial series serious serve served serves service serving set sets setting seven seventh several
sex sexual shadow shall shampoo shape share sharp she sheep sheriff ship shirt shock shoe shoes
shoot shooting shop short shortly shot should shoulder shout show shower shown shows siblings sick
side sideways sign signs silence silent silly silver similar simple sin since sing singer singing
single singles sinister sister sisters sit situation six sixth size skillet skin sky skyscraper
slackers slapstick slasher slave sleep sleepers sleepless sleepy slept slow small smart smell smile
smoke snake snatch sneakers sniper snow so soap social society socks sofa soft sold soldier
soldiers solid solve some somebody someone something sometimes somewhat somewhere son song songs
songwriter sons soon sorry sort soul sound sounds soundtrack soup source south space spatula speak
speaker speakers special species specific speed spend spent spider spies spin spirit splash split
spoil spoof spoon sport sports spot spotlight spree spring spy stage stairs stalked stand
standalone star starred starring stars start started starting starts state station stay steal
stealth step stick still stolen stone stoner stop store stories storm story storyline straight
strainer stranded strange stranger streaming street strip strong struggle struggles struggling
stuck student students studio study stuff stunts stupid style subject subsequent subsequently
suburban success successful such suffering suffers sugar suggest suggestion suggestions suicide
summer sun sunday sung sunny sunset sunshine super superhero superheroes supernatural support
supporting supposed sure surprise surrounding survival survive survivors suspect suspects suspense
swamp sweet swim swingers system table tagline take taken takes taking tale talent talk talking
tall targeted tasked taste tastes taxi tea teach teacher team teams tears technology teen teenage
teenager teenagers teeth television tell telling tells ten tenth term terms terrifying terrorist
terrorized test than thank thanks that thats the theater theaters theatres theatrical theatrically
their them theme themed themes themselves then there these they thick thief thin thing things think
thinking third thirsty thirteen this those though thought threat threatens three threw thriller
thrillers through throughout throw thunder thursday ticket tie tiger till time times tiny tired
title titled titles titular to toaster today together told tomorrow tone tonight too took top total
totally touch tough tour toward towel towels town toy toys track trading traditional traffic
tragedy tragic trailer train training trap trapped travel traveling travels tree trees trial tribe
trick tried tries trilogy trio trip trolls trouble troubled truck true trust truth try trying
tuesday turn turned turning turns twelve twenty twice twilight twin twins two type types ugh ugly
ultimately uncle uncover uncredited under undercover underground understand underworld unexpected
unfaithful unique universe unknown unlikely until up upcoming upon urban us use used useful uses
using usual usually vacation valley vampire vampires van variety various version versions very
veteran via victim video view vigilante village villain violence violent visit visual voice voiced
voices von wait waiting wake walk wall want wanted wanting wants war warm was wash wasn waste watch
watched watching water wave way ways we weak wealthy wear weather wedding wednesday week weekend
weeks weight weird welcome well went were west western westerns wet what whatever wheel when where
whether which while whisk white who whoa whole whom whose why wide widely widow wife wild will win
wind window wine winner winning winter wish wishes witch witches with within without witness wizard
wolf woman women won wonder wonderful wondering wood woods word words wore work worked worker
workers working works world worldwide worried worry worse worst worth would wouldn wound wow write
writer writers writing written wrong wrote yard yea yeah year years yellow yep yes yesterday yet
you young younger your yours yourself youth zero zombie zombies zone
"""


@cache
def common_words() -> frozenset[str]:
    """The words, in lower case."""
    return frozenset(_WORDS.split())
