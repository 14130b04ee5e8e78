"""Two items for one person: scores, ranks, what sets them apart, and a sentence that says so."""

from __future__ import annotations

import pytest
from agent_shop import FILMS, make_recommender
from films import film_catalog, genre, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.memory.errors import BadInput, MissingUser, UnknownItem
from penchant.memory.records import Item
from penchant.tools.finding.comparing import Comparison
from penchant.tools.recommender import Recommender


@pytest.fixture
def recommender(memory):
    return Recommender(memory, film_catalog(memory))


def adds_up(found: Comparison) -> None:
    for side in (found.first, found.second):
        assert sum(r.contribution for r in side.reasons) == pytest.approx(side.score, abs=1e-6)
    total = sum(one.amount for one in found.differences)
    assert total == pytest.approx(found.first.score - found.second.score, abs=1e-6)
    sizes = [abs(one.amount) for one in found.differences]
    assert sizes == sorted(sizes, reverse=True)
    for one in found.differences:
        assert one.amount == pytest.approx(one.first - one.second, abs=1e-12)
        assert one.text
        assert one.text_zh
        assert one.about
        assert one.about_zh
    keys = [(one.family, one.interest) for one in found.differences]
    assert len(set(keys)) == len(keys)


def liking(recommender: Recommender) -> Recommender:
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    state(recommender, "ann", "Horror is fine", genre("Horror"), 1, 0.4)
    state(recommender, "ann", "I hate comedies", genre("Comedy"), -1, 0.6)
    return recommender


@given(a=st.integers(0, 119), b=st.integers(0, 119))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_differences_sum_to_the_difference_of_the_scores(memory, a, b):
    recommender = Recommender(memory, film_catalog(memory))
    if not recommender.profile("ann").interests:
        liking(recommender)
        recommender.act("ann", "watch", "film:5")
        for user in ("u1", "u2", "u3"):
            recommender.act(user, "like", "film:7")
    if a == b:
        with pytest.raises(BadInput):
            recommender.compare("ann", f"film:{a}", f"film:{b}")
        return
    found = recommender.compare("ann", f"film:{a}", f"film:{b}")
    adds_up(found)
    turned = recommender.compare("ann", f"film:{b}", f"film:{a}")
    assert turned.first.score == pytest.approx(found.second.score, abs=1e-9)
    amounts = {(one.family, one.interest): one.amount for one in turned.differences}
    for one in found.differences:
        assert amounts[one.family, one.interest] == pytest.approx(-one.amount, abs=1e-9)


def test_an_interest_decides_and_is_named_in_both_languages(recommender):
    found = liking(recommender).compare("ann", "film:5", "film:6")
    western, horror = found.first.item, found.second.item
    assert ("Western" in western.categories, "Horror" in horror.categories) == (True, True)
    assert found.better is found.first
    assert found.first.rank < found.second.rank
    assert found.text.startswith(f"{western.title} suits you better: it fits better with your")
    assert "interest in Western" in found.text
    assert found.text_zh.startswith(f"《{western.title}》更适合你：它更符合你的兴趣（")
    assert found.text.endswith(".")
    assert found.text_zh.endswith("。")
    decisive = found.differences[0]
    assert decisive.interest in {one.id for one in recommender.profile("ann").interests}
    assert decisive.amount > 0


def test_what_speaks_for_the_other_one_is_said_too(recommender):
    found = liking(recommender).compare("ann", "film:5", "film:6")
    contra = next(one for one in found.differences if one.amount < 0)
    says = abs(contra.amount) >= 0.25 * found.differences[0].amount
    assert (contra.text in found.text) == says
    assert (contra.text_zh in found.text_zh) == says


def test_a_dislike_speaks_for_what_is_further_from_it(recommender):
    state(recommender, "ann", "I hate comedies", genre("Comedy"), -1, 1.0)
    found = recommender.compare("ann", "film:1", "film:5")
    (one,) = (d for d in found.differences if d.interest is not None)
    assert one.amount < 0
    assert one.text == "Western Story 5 is further from your dislike of Comedy"
    assert one.text_zh == "《Western Story 5》离你不喜欢的喜剧更远"


def test_a_list_shown_last_does_not_decide_how_one_of_the_two_is_judged(recommender):
    listed = liking(recommender).recommend("ann", "horror story", 5)
    shown = listed.items[0].item.id
    other = next(i.id for i in recommender.catalog if i.id not in {r.item.id for r in listed.items})
    found = recommender.compare("ann", shown, other)
    signals = {r.signal for side in (found.first, found.second) for r in side.reasons}
    assert not signals & {"request", "words", "title", "names"}
    adds_up(found)


def test_items_that_stay_out_are_compared_and_it_is_said(recommender):
    recommender.act("ann", "watch", "film:5")
    found = recommender.compare("ann", "film:5", "film:6")
    assert found.first.rank is None
    assert found.first.left_out == "you know it already"
    assert found.second.rank is not None
    adds_up(found)


def test_for_a_stranger_no_interest_is_spoken_of(recommender):
    found = recommender.compare("nobody-yet", "film:5", "film:6")
    assert all(one.interest is None for one in found.differences)
    assert "interest" not in found.text
    adds_up(found)


def test_facts_that_differ_and_only_those(memory):
    films = [
        *FILMS[:2],
        Item(id="p", title="P", year=1995, price=9.5, categories=("Crime",), people=("A",)),
        Item(id="q", title="Q", year=1995, price=12, categories=("Crime",), people=("A",)),
        Item(id="bare", title="Bare"),
    ]
    recommender = make_recommender(memory, films)

    def facts(a, b):
        return {f.name: (f.first, f.second) for f in recommender.compare("ann", a, b).facts}

    assert facts("heat", "ronin") == {
        "year": ("1995", "1998"),
        "categories": ("Crime", "Action"),
        "people": ("Al Pacino", "Jean Reno"),
    }
    assert facts("p", "q") == {"price": ("9.5", "12")}
    assert facts("q", "bare") == {
        "year": ("1995", ""),
        "price": ("12", ""),
        "categories": ("Crime", ""),
        "people": ("A", ""),
    }
    (categories,) = (
        f for f in recommender.compare("ann", "heat", "ronin").facts if f.name == "categories"
    )
    assert categories.first_zh == "犯罪"


def test_two_of_one_title_are_told_apart(memory):
    films = [
        Item(id="old", title="Heat", year=1986, prior=5),
        Item(id="new", title="Heat", year=1995, prior=900),
        Item(id="bare", title="Heat"),
    ]
    recommender = make_recommender(memory, films)
    found = recommender.compare("ann", "old", "new")
    assert found.text.startswith("Heat (1995) suits you better")
    assert found.text_zh.startswith("《Heat》（1995）更适合你")
    assert recommender.compare("ann", "bare", "new").text.startswith("Heat (new) suits you better")


def test_equals_are_called_equal(memory):
    films = [Item(id=f"x{k}", title=f"Same {k}") for k in range(2)]
    found = make_recommender(memory, films).compare("ann", "x0", "x1")
    assert found.better is None or abs(found.first.score - found.second.score) < 0.0005
    assert found.text == "Same 0 and Same 1 suit you equally well."
    assert found.text_zh == "“Same 0”和“Same 1”对你来说不相上下。"


def test_what_makes_no_sense_is_refused_and_nothing_is_journalled(recommender):
    with pytest.raises(UnknownItem):
        recommender.compare("ann", "film:1", "film:none")
    with pytest.raises(BadInput):
        recommender.compare("ann", "film:1", "film:1")
    with pytest.raises(MissingUser):
        recommender.compare(" ", "film:1", "film:2")
    recommender.compare("ann", "film:1", "film:2")
    assert list(recommender.memory.entries("ann")) == []
