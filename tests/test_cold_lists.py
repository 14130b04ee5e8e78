"""Lists for somebody new, in catalogs of which little is known."""

from __future__ import annotations

import pytest

from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender

THINGS = {
    "Kitchen": ("kettle", "saucepan", "whisk", "ladle", "toaster"),
    "Garden": ("rake", "hose", "trowel", "shears", "planter"),
    "Audio": ("radio", "turntable", "amplifier", "earbuds", "microphone"),
    "Toys": ("puzzle", "kite", "marble", "rabbit", "drum"),
    "Office": ("notebook", "stapler", "tray", "clock", "folder"),
}


@pytest.fixture
def shop(memory):
    """Things of five departments, one after the other; no year, no number of buyers, no price."""
    items = [
        Item(id=f"{group}-{number}", title=f"{thing} {number}", categories=(group,), tags=(group,))
        for number in range(5)
        for group, things in THINGS.items()
        for thing in [things[number]]
    ]
    catalog = Catalog(items, memory.embedder.encode([item.text for item in items]))
    return Recommender(memory, catalog)


def test_where_nothing_is_known_at_all_the_list_is_varied_and_says_so(shop):
    found = shop.recommend("ana", n=5)
    assert found.cold
    assert {one.item.categories[0] for one in found.items} == set(THINGS)
    assert found.note == (
        "Nothing is known of your taste yet, nor of what is popular, so these are varied."
    )
    assert "受欢迎" in found.note_zh
    assert all(one.score == 0 and one.reasons == () for one in found.items)


def test_a_few_choices_of_others_leave_it_varied(shop, clock):
    for number in range(4):
        for group in THINGS:
            shop.act(f"u{number}", "purchase", f"{group}-1")
            clock.forward(hours=1)
    found = shop.recommend("ana", n=5)
    assert found.cold
    assert {one.item.categories[0] for one in found.items} == set(THINGS)


def test_with_numbers_of_people_it_says_well_known(memory):
    items = [Item(id=str(k), title=f"Thing {k}", prior=float(10 * k)) for k in range(60)]
    catalog = Catalog(items, memory.embedder.encode([item.text for item in items]))
    found = Recommender(memory, catalog).recommend("ana", n=5)
    assert found.note.endswith("well-known and varied.")
    assert min(one.item.prior for one in found.items) >= 100
