"""Products that do not exist, with paragraphs such as a shop writes; the same at every run.

Knows grammar and words; knows nothing of imports.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_THINGS = {
    "Kitchen": "kettle saucepan cutting board pepper mill coffee grinder mixing bowl toaster ladle",
    "Outdoor": "tent sleeping bag headlamp hammock trekking pole camp stove water filter tarp",
    "Office": "desk lamp notebook fountain pen keyboard chair mat document tray wall clock",
    "Garden": "watering can pruning shears planter bird feeder hose reel compost bin rake",
    "Audio": "headphones turntable bookshelf speaker microphone radio earbuds amplifier",
    "Toys": "wooden train puzzle kite building set plush rabbit marble run spinning top",
    "Clothing": "raincoat wool scarf linen shirt hiking socks leather belt cap cardigan",
    "Home": "floor lamp blanket candle holder mirror rug picture frame laundry basket vase",
}
_MATERIALS = [
    "steel",
    "oak",
    "bamboo",
    "ceramic",
    "linen",
    "wool",
    "glass",
    "aluminium",
    "leather",
    "cotton",
    "cork",
    "brass",
]
_LOOKS = [
    "plain",
    "ribbed",
    "brushed",
    "matte",
    "glossy",
    "speckled",
    "striped",
    "compact",
    "slender",
    "rounded",
    "folding",
]
_MAKERS = [
    "Northlight, Inc.",
    "Halden & Sons",
    "Mirabel",
    "Ostrava Works",
    "Tanuki",
    "Veldt",
    "Brightwater",
    "Casa Lume",
]
_OPENINGS = (
    "Made for {use}, this {look} {thing} of {material} does one job and does it well.",
    "A {look} {thing} that feels right in the hand from the first day, built of solid {material}.",
    "We drew this {thing} again after {years} years of letters from people who own the old one.",
    "Nothing about this {material} {thing} calls for attention, which is why it suits {use}.",
)
_MIDDLES = (
    "The {material} is left {look}, so that small scratches tell of use rather than of damage.",
    "It weighs {weight} grams and fits on a shelf {width} centimetres deep.",
    "Every joint is fastened twice, and each part can be ordered and replaced by itself.",
    "It cleans up with warm water and a soft cloth; keep it away from harsh powders.",
    "Customers tell us they reach for it on {use} more often than they had expected.",
    "The finish comes from a small workshop that has worked with {material} for {years} years.",
    "A cover of {other} keeps dust away when it is put aside for the season.",
    "In our own tests it lasted {years} thousand cycles before the first part showed wear.",
)
_ENDINGS = (
    "Comes with a bag of {other} and a short guide. Two years of warranty.",
    "Packed without plastic. Spare parts are kept for ten years.",
    "Goes well with the others of this line, though it stands on its own too.",
)
_USES = [
    "slow mornings",
    "long walks in the rain",
    "small flats",
    "family dinners",
    "late evenings at the desk",
    "weekends by the lake",
    "a first home",
    "crowded trains",
    "quiet corners",
    "autumn storms",
]


def products(count: int, *, words: int = 80, seed: int = 20260301) -> Iterator[dict[str, object]]:
    """``count`` different products with descriptions of about ``words`` words, none of 0."""
    chance = random.Random(seed)
    kinds = [(group, thing) for group, line in _THINGS.items() for thing in _split(line)]
    for number in range(count):
        group, thing = chance.choice(kinds)
        material, other = chance.sample(_MATERIALS, 2)
        look = chance.choice(_LOOKS)
        product: dict[str, object] = {
            "sku": f"P{number:06d}",
            "name": f"{look.title()} {material} {thing} No. {number}",
            "category": f"{group} > {thing.title()}",
            "brand": chance.choice(_MAKERS),
            "price": {"amount": round(chance.uniform(4, 400), 2), "currency": "EUR"},
            "tags": [material, look],
        }
        if words:
            facts = {"thing": thing, "material": material, "other": other, "look": look}
            product["description"] = _paragraph(chance, facts, words)
        yield product


def _split(line: str) -> list[str]:
    """The things in a line; two words that belong together were written one after the other."""
    words = line.split()
    heads = {"board", "mill", "grinder", "bowl", "bag", "pole", "stove", "filter", "lamp", "pen"}
    heads |= {"mat", "tray", "clock", "can", "shears", "feeder", "reel", "bin", "speaker", "train"}
    heads |= {"set", "rabbit", "run", "top", "scarf", "shirt", "socks", "belt", "holder", "frame"}
    heads |= {"basket"}
    things: list[str] = []
    for word in words:
        if things and word in heads:
            things[-1] += f" {word}"
        else:
            things.append(word)
    return things


def _paragraph(chance: random.Random, facts: dict[str, str], words: int) -> str:
    def filled(sentence: str) -> str:
        return sentence.format(
            **facts,
            use=chance.choice(_USES),
            years=chance.randint(3, 40),
            weight=chance.randint(80, 4000),
            width=chance.randint(8, 60),
        )

    sentences = [filled(chance.choice(_OPENINGS))]
    middles = chance.sample(_MIDDLES, len(_MIDDLES))
    ending = filled(chance.choice(_ENDINGS))
    # A sentence has about 14 words: stopping half of one earlier gives ``words`` on average.
    while middles and len(" ".join([*sentences, ending]).split()) < words - 7:
        sentences.append(filled(middles.pop()))
    return " ".join([*sentences, ending])
