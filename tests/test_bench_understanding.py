"""The measurement of understanding: its arithmetic on cases made by hand, and its labelled set."""

from __future__ import annotations

import hashlib

import pytest

from bench import __main__ as bench
from bench import understanding as u
from penchant.agent.understand import Understanding
from penchant.memory.kinds import DISMISS_REASONS
from penchant.memory.records import Constraint, Request, Statement, Target
from penchant.tools.demo import load_demo
from penchant.tools.words.lexicon import GENRES


def label(**given):
    return {
        "id": "en-001", "language": "en", "text": "", "shown": [], "intent": "recommend",
        "slots": {}, "targets": [],
    } | given  # fmt: skip


def found(intent="recommend", statements=(), request=None, **given):
    return Understanding("en", intent, tuple(statements), request, **given)


def stated(name, polarity, strength=0.7, lasting=True):
    target = Target(kind="genre", name=name)
    return Statement(target=target, polarity=polarity, strength=strength, lasting=lasting)


def target(name, polarity, kind="genre"):
    key = "item" if kind == "item" else "name"
    return {"kind": kind, key: name, "polarity": polarity}


def test_an_intent_is_the_label_or_one_that_will_do_as_well():
    assert u.score(label(), found("recommend")).intent == 1
    assert u.score(label(), found("question")).intent == 0
    assert u.score(label(also=["question"]), found("question")).intent == 1


@pytest.mark.parametrize(
    ("slots", "either", "constraint", "right", "false"),
    [
        ({"include": ["Horror"]}, {}, Constraint(include=("Horror",)), 1, 0),
        ({"include": ["Horror"]}, {}, Constraint(include=("Horror", "War")), 0, 0),
        ({"include": ["War"]}, {"include": ["Noir"]}, Constraint(include=("War", "Noir")), 1, 0),
        ({"include": ["Horror", "War"]}, {}, Constraint(include=("War",)), 0, 0),
        ({}, {}, Constraint(include=("War",)), 0, 1),
        ({}, {"include": ["War"]}, Constraint(include=("War",)), 0, 0),
        ({"year_min": [2010, 2011]}, {}, Constraint(year_min=2011), 1, 0),
        ({"year_min": [2010, 2011]}, {}, Constraint(year_min=2012), 0, 0),
        ({"year_min": 1990, "year_max": 1999}, {}, Constraint(year_min=1990), 1, 0),
    ],
)  # fmt: skip
def test_slots_are_found_exactly_or_not(slots, either, constraint, right, false):
    one = u.score(
        label(slots=slots, either={"slots": either}), found(request=Request(constraint=constraint))
    )
    assert (one.slots, one.slots_right, one.false_slots) == (len(slots), right, false)


def test_likes_numbers_items_and_actions_are_slots():
    slots = {"like": ["film:a|film:b"], "n": 3, "items": ["film:c"], "action": ["like", "save"]}
    request = Request(like=("film:b",), n=3)
    one = u.score(label(slots=slots), found(request=request, items=("film:c",), action="save"))
    assert (one.slots, one.slots_right, one.false_slots) == (4, 4, 0)


def test_what_the_targets_say_already_is_no_false_slot():
    liked = label(intent="state", targets=[target("film:a", 1, "item")])
    said = found("state", items=("film:a",), action="like", feedback=(("film:a", "like"),))
    assert u.score(liked, said).false_slots == 0
    assert u.score(label(intent="state"), said).false_slots == 2


@pytest.mark.parametrize(
    ("labelled", "statement", "targets", "signs", "wrong"),
    [
        (1, stated("Horror", 1), 1, 1, 0),
        (1, stated("Horror", -1), 1, 1, 1),
        (1, stated("Horror", 0), 0, 0, 0),
        (0, stated("Horror", 0), 1, 0, 0),
        (0, stated("Horror", 1), 1, 1, 1),
        (0, stated("Horror", 1, 0.3, lasting=False), 1, 0, 0),
        (1, stated("War", 1), 0, 1, 1),
        (1, stated("War", 0), 0, 0, 0),
    ],
)
def test_polarity_is_wrong_with_another_sign_or_without_a_label(
    labelled, statement, targets, signs, wrong
):
    one = u.score(label(targets=[target("Horror", labelled)]), found(statements=[statement]))
    assert (one.targets, one.targets_found, one.signs, one.wrong) == (1, targets, signs, wrong)


def test_strictly_an_ask_is_a_like():
    asked = found(statements=[stated("Horror", 1, 0.3, lasting=False)])
    one = u.score(label(targets=[target("Horror", 0)]), asked, strict=True)
    assert (one.signs, one.wrong) == (1, 1)


def test_targets_that_may_be_there_are_neither_missed_nor_wrong():
    free = label(either={"targets": [target("Horror", -1)]})
    assert u.score(free, found()).targets == 0
    assert u.score(free, found(statements=[stated("Horror", -1)])).wrong == 0
    assert u.score(free, found(statements=[stated("Horror", 1)])).wrong == 1


def test_rates_are_of_all_that_was_counted():
    scores = [
        u.Score("1", "en", intent=1, slots=3, slots_right=3),
        u.Score("2", "en", intent=0, slots=1, slots_right=0, signs=2, wrong=1),
    ]
    rates = u.rates(scores)
    assert rates["intents"]["percent"] == 50
    assert (rates["slots"]["percent"], rates["slots"]["of"]) == (75, 4)
    assert rates["polarity"]["percent"] == 50
    assert rates["slots"]["low"] <= 75 <= rates["slots"]["high"]
    assert "targets" not in rates


def test_the_set_is_large_enough_and_names_what_there_is():
    items = {item.id: item for item in load_demo().items}
    names = {name for item in items.values() for name in (*item.categories, *item.people)}
    names |= {genre.name for genre in GENRES}
    labels = u.completed(u.load())
    assert len({one["id"] for one in labels}) == len(labels)
    assert len({one["text"] for one in labels}) == len(labels)
    for language in ("en", "zh"):
        assert sum(one["language"] == language for one in labels) >= 100
    assert {one["intent"] for one in labels} == set(u.INTENTS)
    for one in labels:
        assert {one["intent"], *one.get("also", ())} <= set(u.INTENTS), one["id"]
        assert set(one["shown"]) <= items.keys(), one["id"]
        either = one.get("either", {})
        for slots in (one["slots"], either.get("slots", {})):
            assert slots.keys() <= set(u.SLOTS), one["id"]
            for id in (*slots.get("like", ()), *slots.get("items", ())):
                assert set(id.split("|")) <= items.keys(), one["id"]
            named = {*slots.get("include", ()), *slots.get("exclude", ())}
            assert {name for name in named if name[0] != "~"} <= names, one["id"]
        for target in (*one["targets"], *either.get("targets", ())):
            assert target["polarity"] in (-1, 0, 1), one["id"]
            if target["kind"] == "item":
                assert set(target["item"].split("|")) <= items.keys(), one["id"]
            elif target["kind"] in ("genre", "person"):
                assert target["name"] in names, one["id"]


def test_the_labels_are_as_they_were_written():
    digest = hashlib.sha256(u.UTTERANCES.read_bytes()).hexdigest()
    assert digest == "3b9975e24e1f95ac3a6922f09954e749c9f6af1797f4ba748f523d63020d6385"


def test_the_labels_of_the_shop_are_as_they_were_written():
    digest = hashlib.sha256(u.SHOP_UTTERANCES.read_bytes()).hexdigest()
    assert digest == "474ba285c7a5eb86e4a012c04dc2fdd7e875c663e3dd0ec8a01d1648ecd9f63f"


def test_the_labels_of_the_shop_name_what_it_has():
    shelves = u.tea_shelves()
    labels = u.load(u.SHOP_UTTERANCES)
    assert len({one["id"] for one in labels}) == len(labels) == 30
    for one in labels:
        shelf = shelves[one["language"]]
        names = {name for item in shelf.items.values() for name in item.categories}
        assert {one["intent"], *one.get("also", ())} <= set(u.INTENTS), one["id"]
        assert set(one["shown"]) <= shelf.items.keys(), one["id"]
        for slots in (one["slots"], one.get("either", {}).get("slots", {})):
            assert slots.keys() <= set(u.SLOTS), one["id"]
            assert {*slots.get("like", ()), *slots.get("items", ())} <= shelf.items.keys()
            assert {*slots.get("include", ()), *slots.get("exclude", ())} <= names, one["id"]
            if "reason" in slots:
                assert slots["reason"] in DISMISS_REASONS, one["id"]
        for target in one["targets"]:
            assert target.get("item") in shelf.items or target.get("name") in names, one["id"]


def test_a_price_may_lie_within_what_is_labelled():
    wanted = label(slots={"price_max": [13, 15]})
    for price, right in ((13.0, 1), (15.0, 1), (12.99, 0), (15.01, 0), (None, 0)):
        limits = Constraint(price_max=price)
        one = u.score(wanted, found(request=Request(constraint=limits)))
        assert one.slots_right == right, price


def test_additions_only_allow_more():
    labels, completed = u.load(), u.completed(u.load())
    added = {one["id"] for one in u.load(u.ADDITIONS)}
    assert added <= {one["id"] for one in labels}
    for one, more in zip(labels, completed, strict=True):
        assert {**one, "either": None} == {**more, "either": None}
        before = one.get("either", {}).get("targets", [])
        assert more["either"]["targets"][: len(before)] == before
        assert (len(more["either"]["targets"]) > len(before)) == (one["id"] in added)


def test_the_goals_hold_for_the_set():
    rates = u.rates(u.run(u.load()))
    assert rates["intents"]["percent"] >= u.GOALS["intents"]
    assert rates["slots"]["percent"] >= u.GOALS["slots"]
    # As written the labels miss what eight turns refuse or keep in plain words: see RESULTS.md.
    assert rates["polarity"]["percent"] <= 8.0
    completed = u.rates(u.run(u.completed(u.load())))
    assert completed["polarity"]["percent"] <= u.GOALS["polarity"]


def test_an_unknown_measurement_says_which_there_are(capsys):
    assert bench.main(["nothing"]) == 2
    assert "understanding" in capsys.readouterr().err


def test_the_report_is_printed_and_written(tmp_path, capsys):
    file = tmp_path / "report.json"
    assert bench.main(["understanding", "--show", "--json", str(file)]) == 0
    assert "polarity wrong" in capsys.readouterr().out
    assert "rates" in file.read_text(encoding="utf-8")
