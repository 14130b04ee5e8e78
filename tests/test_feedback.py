"""What each kind of feedback does: to taste, to the item itself, to what is popular, to weights.

One table says it (docs/feedback.md); each row is looked up in lists and profiles of a real store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from films import film_catalog, films
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.memory.core.amounts import OwnMean, amount_of
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.dwell import BOUNCE, looked
from penchant.memory.core.shown import direction
from penchant.memory.core.standing import CART_DAYS, PUT_OFF_DAYS
from penchant.memory.errors import BadInput
from penchant.memory.records import Entry, Request
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.importing import import_events
from penchant.tools.recommender import Recommender

ITEM = "film:7"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def shop(memory):
    """Films with prices: 1 to 120, so that film:N costs N + 1."""
    priced = [replace(item, price=float(n + 1)) for n, item in enumerate(films())]
    matrix = memory.embedder.encode([item.text for item in priced])
    return Recommender(memory, Catalog(priced, matrix))


def listed(shop: Recommender, user: str = "ann") -> set[str]:
    return {one.item.id for one in shop.recommend(user, n=100).items}


def left_out(shop: Recommender, item: str, user: str = "ann") -> str:
    """What keeps ``item`` out of lists; "" where nothing does."""
    return shop.why(user, item).left_out


@dataclass(frozen=True)
class Deed:
    kind: str
    taste: int
    """The sign of the interest it makes; 0 for none."""
    crowd: bool
    """Whether it counts as a choice of the item."""
    answer: int
    """What it says of the list the item was on."""
    left_out: str
    """What keeps the item out from then on."""
    reason: str | None = None
    value: float | None = None
    dwell: float | None = None

    @property
    def name(self) -> str:
        return " ".join(str(part) for part in (self.kind, self.reason, self.dwell) if part)


DEEDS = (
    Deed("view", 1, True, 1, ""),
    Deed("view", 1, True, 1, "", dwell=30.0),
    Deed("view", 0, False, 0, "", dwell=1.0),
    Deed("click", 1, True, 1, ""),
    Deed("share", 1, True, 1, ""),
    Deed("like", 1, True, 1, "you liked it already"),
    Deed("dislike", -1, False, -1, "you turned it down"),
    Deed("save", 1, True, 1, "you saved it already"),
    Deed("cart", 1, True, 1, "it is in your cart"),
    Deed("purchase", 1, True, 1, "you bought it already"),
    Deed("watch", 1, True, 1, "you know it already"),
    Deed("rating", 1, True, 1, "you know it already", value=5.0),
    Deed("rating", -1, True, -1, "you know it already", value=1.0),
    Deed("dismiss", 0, False, 0, "you said not now"),
    Deed("dismiss", 0, False, 0, "you know it already", reason="seen-it"),
    Deed("dismiss", 0, False, 0, "it was too expensive for you", reason="too-expensive"),
    Deed("dismiss", -1, False, -1, "you turned it down", reason="not-for-me"),
)


def do(shop: Recommender, deed: Deed, item: str = ITEM, **more):
    return shop.act(
        "ann", deed.kind, item, reason=deed.reason, value=deed.value, dwell=deed.dwell, **more
    )


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_each_kind_does_what_the_table_says(shop, deed):
    before = shop.recommend("ann", n=10)
    entry = do(shop, deed)
    interests = shop.profile("ann").interests
    assert [one.polarity for one in interests] == ([deed.taste] if deed.taste else [])
    assert (ITEM in shop.memory.crowd().chosen_by("ann")) is deed.crowd
    assert direction(entry) == deed.answer
    assert left_out(shop, ITEM) == deed.left_out
    assert (ITEM in listed(shop)) is (deed.left_out == "")
    shop.undo("ann", entry.id)
    after = shop.recommend("ann", n=10)
    assert [one.item.id for one in after.items] == [one.item.id for one in before.items]
    assert [one.score for one in after.items] == pytest.approx(
        [one.score for one in before.items], abs=1e-9
    )
    assert shop.profile("ann").interests == ()
    assert ITEM not in shop.memory.crowd().chosen_by("ann")


def test_each_kind_is_kept_under_its_own_name_so_that_its_weight_can_be_learned(shop):
    kinds = {deed.kind for deed in DEEDS if deed.taste > 0} | {"follow", "my-own"}
    for kind in kinds:
        shop.act("ann", kind, ITEM, value=4.0 if kind == "rating" else None)
    found = {e.kind for one in shop.memory.profile("ann").interests for e in one.evidence}
    assert found == kinds


def test_an_impression_tires_and_says_nothing_of_taste(shop, clock):
    first = shop.recommend("ann", n=5)
    clock.forward(days=1)
    again = shop.why("ann", first.items[0].item.id)
    assert any(r.signal == "shown-before" and r.contribution < 0 for r in again.reasons)
    assert shop.profile("ann").interests == ()
    assert not shop.memory.crowd().choices


# -- dwell -------------------------------------------------------------------------------------


@given(st.floats(0, 1e6), st.floats(0, 1e6))
@settings(max_examples=60)
def test_the_longer_a_view_the_more_it_says(one, other):
    def view(seconds):
        return Entry(
            id="v", kind="view", user="u", occurred_at=NOW, recorded_at=NOW,
            data={"dwell": seconds},
        )  # fmt: skip

    low, high = sorted((one, other))
    assert 0.0 <= looked(view(low)) <= looked(view(high)) <= 1.0
    assert (looked(view(low)) == 0.0) == (low < BOUNCE)


def test_half_a_minute_counts_three_quarters_and_no_word_of_it_in_full(shop):
    masses = {}
    for user, dwell in (("a", 15.0), ("b", 30.0), ("c", None)):
        shop.act(user, "view", ITEM, dwell=dwell)
        masses[user] = shop.profile(user).interests[0].mass
    assert masses["a"] == pytest.approx(0.5)
    assert masses["b"] == pytest.approx(0.75)
    assert masses["c"] == pytest.approx(1.0)


@pytest.mark.parametrize("dwell", [-1.0, float("nan"), float("inf"), "long", True])
def test_a_dwell_that_is_no_time_is_refused_and_nothing_recorded(shop, dwell):
    with pytest.raises(BadInput):
        shop.act("ann", "view", ITEM, dwell=dwell)
    with pytest.raises(BadInput, match="a like has none"):
        shop.act("ann", "like", ITEM, dwell=3.0)
    assert not list(shop.memory.entries("ann"))


def test_what_somebody_left_at_once_is_not_popular(memory):
    crowd, stayed = Crowd(), Crowd()
    shop = Recommender(memory, film_catalog(memory))
    for dwell, fold in ((1.0, crowd), (40.0, stayed)):
        fold.learn(shop.act("bea", "view", ITEM, dwell=dwell))
    assert crowd.used() == {}
    assert stayed.used() == {ITEM: 1}


# -- what rests and comes back -----------------------------------------------------------------


@pytest.mark.parametrize(("kind", "days"), [("cart", CART_DAYS), ("dismiss", PUT_OFF_DAYS)])
def test_what_rests_comes_back_after_its_days(shop, clock, kind, days):
    shop.act("ann", kind, ITEM)
    clock.forward(days=days - 0.1)
    assert left_out(shop, ITEM)
    clock.forward(days=0.2)
    assert not left_out(shop, ITEM)
    assert ITEM in listed(shop)


def test_what_was_bought_out_of_the_cart_is_bought_and_stays_so(shop, clock):
    shop.act("ann", "cart", ITEM)
    clock.forward(days=1)
    shop.act("ann", "purchase", ITEM)
    assert shop.profile("ann").in_cart == frozenset()
    clock.forward(days=100)
    assert left_out(shop, ITEM) == "you bought it already"


def test_the_profile_of_a_past_day_knows_what_lay_in_the_cart_then(shop, clock):
    shop.act("ann", "cart", ITEM)
    then = clock.forward(days=1)
    clock.forward(days=1)
    shop.act("ann", "purchase", ITEM)
    assert shop.profile("ann", then).in_cart == {ITEM}


# -- prices ------------------------------------------------------------------------------------


def test_what_was_too_expensive_comes_back_once_it_costs_less(shop):
    shop.act("ann", "dismiss", ITEM, reason="too-expensive")
    profile = shop.profile("ann")
    assert [(one.item, one.price) for one in profile.refused_prices] == [(ITEM, 8.0)]
    assert "too expensive" in shop.recommend("ann", n=1).excluded
    cheaper = [replace(item, price=3.0) if item.id == ITEM else item for item in shop.catalog.items]
    matrix = shop.catalog.matrix
    shop.catalog = Catalog(cheaper, matrix)
    assert "too expensive" not in shop.recommend("ann", n=1).excluded
    assert left_out(shop, ITEM) == ""


def test_a_price_refused_counts_against_what_costs_as_much_among_its_sort(shop, clock):
    # film:60 is horror and costs 61, as do 54 (55) and 66 (67); film:6 costs 7; film:61 is comedy.
    shop.act("ann", "dismiss", "film:60", reason="too-expensive")

    def fit(item):
        found = [r for r in shop.why("ann", item).reasons if r.signal == "price-fit"]
        return found[0] if found else None

    dear, near, other = fit("film:66"), fit("film:48"), fit("film:61")
    assert dear.value == pytest.approx(-1.0)
    assert dear.contribution < 0
    assert near.value == pytest.approx(-(49 / 61 - 0.5) / 0.5)
    assert fit("film:6") is None
    assert other is None
    assert dear.text == (
        "Costs about as much as Horror Story 60 (61), which was too expensive for you."
    )
    assert dear.text_zh == "价格与你嫌贵的“Horror Story 60”（61）差不多。"
    assert fit("film:90").text.startswith("Costs more than Horror Story 60 (61), which")
    assert fit("film:90").text_zh == "比你嫌贵的“Horror Story 60”（61）还贵。"
    assert near.text.startswith("Not much cheaper than Horror Story 60 (61), which")
    assert near.text_zh == "比你嫌贵的“Horror Story 60”（61）便宜得不多。"
    assert dear.evidence[0].item == "film:60"
    clock.forward(days=40)
    assert fit("film:66").value == pytest.approx(-0.5)
    shop.act("ann", "purchase", "film:60")
    assert fit("film:66") is None


def test_an_item_without_a_price_only_rests(memory, clock):
    shop = Recommender(memory, film_catalog(memory))
    shop.act("ann", "dismiss", ITEM, reason="too-expensive")
    assert shop.profile("ann").refused_prices == ()
    assert left_out(shop, ITEM) == "you said not now"
    clock.forward(days=PUT_OFF_DAYS + 1)
    assert not left_out(shop, ITEM)


# -- ratings -----------------------------------------------------------------------------------


@given(
    low=st.floats(-1000, 1000, allow_nan=False),
    width=st.floats(0.5, 1000),
    places=st.lists(st.floats(0, 1), min_size=1, max_size=6),
)
@settings(max_examples=40)
def test_ratings_say_the_same_on_any_scale(low, width, places):
    def amounts(bottom, top):
        mean = OwnMean()
        made = [
            Entry(
                id="r", kind="rating", user="u", item="i", occurred_at=NOW, recorded_at=NOW,
                value=bottom + place * (top - bottom), scale=(bottom, top),
            )
            for place in places
        ]  # fmt: skip
        return [amount_of(one, mean).value for one in made]

    assert amounts(low, low + width) == pytest.approx(amounts(0.0, 1.0), abs=1e-6)


def test_what_rests_stays_out_of_lists_that_words_ask_for(shop):
    shop.act("ann", "dismiss", ITEM)
    found = shop.recommend("ann", Request(query="Story"), n=100)
    assert ITEM not in {one.item.id for one in found.items}
    assert "put off" in found.excluded


# -- out of a file -----------------------------------------------------------------------------


def test_a_file_tells_how_long_a_view_lasted_and_why_something_was_dismissed(shop, tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(
        "user,item,kind,time,dwell,reason\n"
        "ann,film:1,view,2026-02-01,30,\n"
        "ann,film:2,view,2026-02-01,1,\n"
        "ann,film:7,dismiss,2026-02-02,,Too expensive\n"
        "ann,film:8,dismiss,2026-02-02,,seen_it\n"
        "ann,film:9,dismiss,2026-02-02,,bored\n"
        "ann,film:9,view,2026-02-02,-4,\n",
        encoding="utf-8",
    )
    report = import_events(shop.memory, shop.catalog, path)
    assert (report.imported, [line for line, _ in report.skipped]) == (4, [6, 7])
    assert import_events(shop.memory, shop.catalog, path).imported == 0
    profile = shop.memory.profile("ann")
    assert profile.seen == {"film:8"}
    assert [(one.item, one.price) for one in profile.refused_prices] == [("film:7", 8.0)]
    assert {e.item for one in profile.interests for e in one.evidence} == {"film:1"}
