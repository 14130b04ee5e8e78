"""Rules of a shop: what they do to the order, that scores stay what they are, and the journal."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from films import film_catalog, genre, state

from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.memory import Memory
from penchant.memory.records import Request, Rule
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.rules import lifts, of_rows
from penchant.tools.recommender import Recommender

WESTERNS = Rule(name="westerns first", where={"categories": "Western"}, amount=5.0)
OLD = Rule(name="old ones last", where={"year": {"$lt": 1990}}, amount=-5.0)


@pytest.fixture
def recommender(memory):
    return Recommender(memory, film_catalog(memory))


def test_a_rule_of_one_call_lifts_and_buries_and_leaves_scores_as_they_are(recommender):
    state(recommender, "ann", "I love comedies", genre("Comedy"), 1, 0.9)
    plain = {r.item.id: r for r in recommender.recommend("ann", n=100).items}
    found = recommender.recommend("ann", Request(rules=(WESTERNS, OLD)), 20)
    new = [i for i in recommender.catalog.items if "Western" in i.categories and i.year >= 1990]
    for ranked in found.items[: min(len(new), 10)]:
        assert "Western" in ranked.item.categories
        assert ranked.item.year >= 1990
        assert ranked.score == pytest.approx(sum(r.contribution for r in ranked.reasons), abs=1e-6)
        if ranked.item.id in plain:
            assert ranked.score == pytest.approx(plain[ranked.item.id].score, abs=1e-9)
        (told,) = [a for a in ranked.adjustments if a.name == "rule: westerns first"]
        assert told.amount == 5.0
        assert told.places > 0
        unit = "place" if told.places == 1 else "places"
        assert told.text == f"Moved up {told.places} {unit} by the rule “westerns first”."
        assert told.text_zh == f"按规则“westerns first”，前移 {told.places} 位。"
        # The other rule adds nothing to it; it may rise over what the rule buries.
        others = [a for a in ranked.adjustments if a.name == "rule: old ones last"]
        assert all(a.amount == 0.0 and a.places > 0 for a in others)


def test_a_rule_lifts_just_what_it_fits_and_one_that_fits_nothing_is_silent(recommender):
    catalog = recommender.catalog
    rows = np.arange(0, len(catalog), 3)
    nothing = replace(OLD, name="never", where={"year": {"$lt": 1}})
    every = lifts((WESTERNS, OLD, nothing, replace(OLD, name="off", amount=0)), catalog)
    assert [len(one.amounts) for one in every] == [len(catalog)] * 2
    found = of_rows(every, rows)
    assert [one.name for one in found] == ["westerns first", "old ones last"]
    items = [catalog.items[row] for row in rows.tolist()]
    assert found[0].amounts.tolist() == [5.0 * ("Western" in i.categories) for i in items]
    assert found[1].amounts.tolist() == [-5.0 * (i.year < 1990) for i in items]


def test_a_rule_that_moves_nothing_says_so_and_one_down_too(recommender):
    everything = Rule(name="all", where={"prior": {"$gte": 0}}, amount=1.0)
    last = recommender.recommend("ann", Request(rules=(everything, OLD)), 100).items[-1]
    same, down = (a for a in last.adjustments if a.name.startswith("rule: "))
    assert (same.name, same.places, same.amount) == ("rule: all", 0, 1.0)
    assert same.text == "The rule “all” counts for it."
    assert same.text_zh == "规则“all”为它加分。"
    assert (down.name, down.amount) == ("rule: old ones last", -5.0)
    assert down.places < 0
    assert down.text.startswith("Moved down ")
    assert down.text_zh.startswith("按规则“old ones last”，后移 ")


def test_standing_rules_hold_until_removed_and_a_past_list_has_those_of_its_day(recommender, clock):
    strangers = iter("abcdefgh")  # what somebody was shown would tire

    def first(**asked) -> str:
        found = recommender.recommend(next(strangers), Request(), 1, **asked)
        return found.items[0].item.categories[0]

    start = clock()
    before = first()
    clock.forward(days=1)
    recommender.add_rule(WESTERNS)
    recommender.add_rule(WESTERNS)  # the same again is no entry
    during = clock.forward(days=1)
    assert first() == "Western"
    assert recommender.rules() == (WESTERNS,)
    clock.forward(days=1)
    recommender.remove_rule("westerns first")
    clock.forward(days=1)
    assert first() == before
    assert first(at=during) == "Western"
    assert first(at=start) == before
    assert recommender.rules() == ()
    assert recommender.rules(during) == (WESTERNS,)
    assert recommender.memory.journal.count(["rule-add"]) == 1


def test_a_rule_is_replaced_under_its_name_and_kept_by_the_store(memory, tmp_path, embedder, clock):
    recommender = Recommender(memory, film_catalog(memory))
    recommender.add_rule(WESTERNS)
    recommender.add_rule(OLD)
    weaker = replace(WESTERNS, amount=0.5)
    recommender.add_rule(weaker)
    assert recommender.rules() == (weaker, OLD)
    # for one call it may be switched off by its name
    off = Request(rules=(replace(WESTERNS, amount=0),))
    listed = recommender.recommend("ann", off, 100)
    named = {a.name for ranked in listed.items for a in ranked.adjustments}
    assert "rule: westerns first" not in named
    assert "rule: old ones last" in named
    with Memory.open(tmp_path / "store", embedder, clock=clock) as guest:
        other = Recommender(guest, film_catalog(guest))
        assert other.rules() == (weaker, OLD)
        recommender.remove_rule(OLD.name)
        assert other.rules() == (weaker,)
        with pytest.raises(StoreBusy):
            other.add_rule(OLD)
    # a rule is nobody's entry: forgetting people keeps it
    recommender.act("ann", "like", "film:3")
    recommender.forget("ann")
    assert recommender.rules() == (weaker,)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (replace(WESTERNS, amount=math.nan), "within"),
        (replace(WESTERNS, amount=-math.inf), "within"),
        (replace(WESTERNS, amount=1e9), "within"),
        (replace(WESTERNS, amount="5"), "is a number"),
        (replace(WESTERNS, amount=True), "is a number"),
        (replace(WESTERNS, name=" "), "needs a name"),
        (replace(WESTERNS, name="x" * 121), "at most 120"),
        (replace(WESTERNS, where={}), "rule 'westerns first': where must"),
        (replace(WESTERNS, where={"year": {"$near": 3}}), r"where\.year\.\$near is no operator"),
        ({"name": "x"}, "a rule is a Rule"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(recommender, rule, said):
    with pytest.raises(BadInput, match=said):
        recommender.add_rule(rule)
    with pytest.raises(BadInput, match=said):
        recommender.recommend("ann", Request(rules=(rule,)))
    assert recommender.rules() == ()


def test_unknown_attributes_names_twice_and_too_many_are_refused(recommender):
    with pytest.raises(BadInput, match="no item has the attribute 'colour'"):
        recommender.add_rule(replace(WESTERNS, where={"colour": "red"}))
    with pytest.raises(BadInput, match="two rules are called"):
        recommender.recommend("ann", Request(rules=(WESTERNS, WESTERNS)))
    many = tuple(replace(WESTERNS, name=f"r{k}") for k in range(101))
    with pytest.raises(BadInput, match="at most 100"):
        recommender.recommend("ann", Request(rules=many))
    with pytest.raises(BadInput, match="no rule is called 'x': there is none"):
        recommender.remove_rule("x")


def test_rules_hold_together_with_filters(memory, recommender):
    things = [replace(i, price=float(k % 9)) for k, i in enumerate(recommender.catalog.items)]
    shop = Recommender(memory, Catalog(things, recommender.catalog.matrix))
    request = Request(where={"price": {"$lt": 4}}, rules=(WESTERNS,))
    found = shop.recommend("ann", request, 100)
    assert {r.item.id for r in found.items} == {i.id for i in things if i.price < 4}


def test_why_knows_the_rules_that_hold_and_what_they_do(recommender):
    plain = recommender.recommend("ann", Request(diversity=0.0), 100)
    first, last = plain.items[0].item, plain.items[-1].item
    assert recommender.why("ann", first.id).rank == 1
    recommender.add_rule(Rule(name="bury", where={"id": first.id}, amount=-50.0))
    recommender.add_rule(Rule(name="up", where={"id": last.id}, amount=50.0))
    buried, lifted = recommender.why("ann", first.id), recommender.why("ann", last.id)
    size = buried.candidates
    assert (buried.rank, lifted.rank) == (size, 1)
    assert buried.score == pytest.approx(plain.items[0].score, abs=1e-9)
    (moved,) = buried.adjustments
    assert (moved.name, moved.amount) == ("rule: bury", -50.0)
    assert moved.places == 2 - size  # without it only what the other rule lifts would stand above
    (hindrance,) = [one for one in buried.hindrances if one.kind == "rule"]
    assert (hindrance.name, hindrance.rank) == ("bury", 2)
    assert hindrance.text == "Without the rule “bury” it would be in the top 10, at rank 2."
    assert hindrance.text_zh == "若没有规则“bury”，它会进入前 10，排第 2 位。"
    assert buried.text.endswith(hindrance.text)
    assert lifted.adjustments[0].places > 0
    # A rule on others holds an item back as well.
    (held,) = [
        o for o in recommender.why("ann", plain.items[1].item.id).hindrances if o.kind == "rule"
    ]
    assert (held.name, held.rank) == ("up", 1)
    recommender.remove_rule("bury")
    recommender.remove_rule("up")
    assert recommender.why("ann", first.id).rank == 1
