"""Lists, reasons and exclusions on a real memory over a small catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from agent_shop import make_recommender
from films import film_catalog, genre, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penchant.memory.core.signals import FAMILY
from penchant.memory.errors import BadInput, MissingUser, UnknownItem
from penchant.memory.records import (
    Constraint,
    Entry,
    Evidence,
    Interest,
    Item,
    Profile,
    Recommendation,
    Request,
    Target,
    Trend,
)
from penchant.tools.reasons.medoids import medoid_of
from penchant.tools.recommender import Recommender
from penchant.tools.sentences import say_profile
from penchant.tools.words.labels import label_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def recommender(memory):
    return Recommender(memory, film_catalog(memory))


def adds_up(recommendation: Recommendation) -> None:
    for ranked in recommendation.items:
        total = sum(reason.contribution for reason in ranked.reasons)
        assert ranked.score == pytest.approx(total, abs=1e-6)
        for reason in ranked.reasons:
            assert reason.contribution == pytest.approx(reason.weight * reason.value, abs=1e-12)
            assert reason.family == FAMILY[reason.signal]
            assert reason.text
            assert reason.text_zh


def test_a_stranger_gets_a_list_that_says_it_knows_nothing(recommender):
    found = recommender.recommend("nobody-yet", n=5)
    assert [ranked.rank for ranked in found.items] == [1, 2, 3, 4, 5]
    assert found.cold
    assert "Nothing is known" in found.note
    assert len({ranked.item.year // 10 for ranked in found.items}) >= 3
    adds_up(found)


def test_what_somebody_likes_comes_first_and_cites_what_was_said(recommender):
    said = state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    found = recommender.recommend("ann", n=10)
    assert sum("Western" in ranked.item.categories for ranked in found.items) >= 8
    adds_up(found)
    reasons = [r for r in found.items[0].reasons if r.signal in ("interest", "interest-match")]
    assert {r.about for r in reasons} == {"Western"}
    cited = reasons[0].evidence[0]
    assert (cited.entry, cited.quote) == (said.id, "I love westerns")
    assert cited.occurred_at == said.occurred_at


def test_an_item_that_shares_a_name_alone_is_not_said_to_be_of_the_kind_that_is_liked(memory):
    parts = tuple(
        Item(id=id, title=title, categories=(kind,), people=(brand,))
        for id, title, kind, brand in (
            ("leather", "Leather saddle", "Saddles", "Brooks"),
            ("racing", "Racing saddle", "Saddles", "Fizik"),
            ("stand", "Repair stand", "Comedy", "Brooks"),
            ("gel", "Gel saddle", "Saddles", "Brooks"),
        )
    )
    recommender = make_recommender(memory, parts)
    recommender.act("ann", "like", "leather")

    def said(id):
        reasons = recommender.why("ann", id).reasons
        return [(r.text, r.text_zh) for r in reasons if r.signal == "interest-match"]

    about, about_zh = "Saddles, like Leather saddle", "Saddles（如“Leather saddle”）"
    liked = (f"It is what you like: {about}.", f"正是你喜欢的：{about_zh}。")
    assert said("racing") == said("gel") == [liked]
    assert said("stand") == [
        (
            f"Has Brooks in common with what you like: {about}.",
            f"与你的兴趣有共同点（Brooks）：{about_zh}。",
        )
    ]


def test_a_name_within_that_of_the_kind_that_is_liked_is_not_that_kind(memory):
    parts = tuple(
        Item(id=id, title=title, categories=kinds, people=("Lamp",))
        for id, title, kinds in (
            ("desk", "Desk light", ("Lamps", "Home & Garden")),
            ("wall", "Wall light", ("Home & Garden",)),
            ("tray", "Tray", ("Comedy",)),
        )
    )
    recommender = make_recommender(memory, parts)
    recommender.act("ann", "like", "desk")

    def said(id):
        reasons = recommender.why("ann", id).reasons
        return [r.text for r in reasons if r.signal == "interest-match"]

    about = "Lamps & Home & Garden, like Desk light"
    assert said("wall") == [f"It is what you like: {about}."]
    assert said("tray") == [f"Has Lamp in common with what you like: {about}."]


def test_lists_hold_content_social_and_item_families(recommender):
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    recommender.act("bob", "like", "film:5")
    found = recommender.recommend("ann", n=20)
    families = {reason.family for ranked in found.items for reason in ranked.reasons}
    assert {"content", "social", "item"} <= families


def test_a_hated_genre_is_gone_at_once_and_asking_for_it_brings_it_back(recommender):
    state(recommender, "ann", "I love horror", genre("Horror"), 1, 0.9)
    assert any("Horror" in r.item.categories for r in recommender.recommend("ann").items)
    state(recommender, "ann", "I hate horror", genre("Horror"), -1, 0.95)
    after = recommender.recommend("ann", n=50)
    assert not any("Horror" in ranked.item.categories for ranked in after.items)
    assert after.excluded["excluded: Horror"] == 40
    why = recommender.why("ann", "film:0")
    assert why.rank is None
    assert why.left_out == "you want no Horror"
    asked = Request(constraint=Constraint(include=("Horror",)))
    assert recommender.recommend("ann", asked, n=5).items


def test_a_mild_dislike_lowers_but_does_not_exclude(recommender):
    state(recommender, "ann", "I love comedy", genre("Comedy"), 1, 0.9)
    before = recommender.why("ann", "film:2")
    state(recommender, "ann", "not keen on science fiction", genre("Science Fiction"), -1, 0.4)
    after = recommender.why("ann", "film:2")
    assert "Science Fiction" in after.item.categories
    assert after.left_out == ""
    assert after.score < before.score - 0.1
    assert any(r.signal == "dislike" and r.contribution < 0 for r in after.reasons)


@pytest.mark.parametrize("kind", ["watch", "dislike", "purchase", "like", "save"])
def test_what_was_dealt_with_does_not_come_back(recommender, kind):
    first = recommender.recommend("ann", n=3).items[0].item.id
    recommender.act("ann", kind, first)
    everything = recommender.recommend("ann", n=100)
    assert first not in [ranked.item.id for ranked in everything.items]
    assert recommender.why("ann", first).left_out


def test_views_and_impressions_do_not_close_an_item(recommender):
    first = recommender.recommend("ann", n=3).items[0].item.id
    recommender.act("ann", "view", first)
    assert recommender.why("ann", first).left_out == ""


def test_undo_brings_everything_back_as_it_was(recommender):
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    before = recommender.recommend("ann", n=10)
    profile = recommender.profile("ann")
    weights = recommender.memory.weights().get()
    item = before.items[3].item.id
    action = recommender.act("ann", "dislike", item, impression=before.impression)
    assert recommender.memory.weights().get() != weights
    recommender.undo("ann", action.id)
    after = recommender.recommend("ann", n=10)
    assert [(r.item.id, r.score) for r in after.items] == [
        (r.item.id, r.score) for r in before.items
    ]
    assert recommender.profile("ann").interests[0].mass == profile.interests[0].mass
    assert recommender.memory.weights().get() == weights


def test_nobody_undoes_somebody_elses_action(recommender):
    action = recommender.act("ann", "like", "film:1")
    with pytest.raises(BadInput):
        recommender.undo("bob", action.id)
    assert "film:1" in recommender.profile("ann").liked


def test_the_list_is_journalled_as_shown(recommender):
    found = recommender.recommend("ann", Request(query="western story"), n=4)
    entry = recommender.memory.get(found.impression)
    assert entry.kind == "impression"
    assert entry.data["items"] == [ranked.item.id for ranked in found.items]
    names, rows = entry.data["signals"], entry.data["rows"]
    weights = recommender.memory.weights().get()
    for ranked, row in zip(found.items, rows, strict=True):
        score = sum(weights[name] * value for name, value in zip(names, row, strict=True))
        assert score == pytest.approx(ranked.score, abs=1e-4)
    assert entry.data["propensities"] == [1.0] * 4


def test_limits_hold_exactly(recommender):
    limits = Constraint(year_min=1990, year_max=1999, include=("Crime",), exclude=("Romance",))
    found = recommender.recommend("ann", Request(constraint=limits), n=50)
    expected = {
        item.id
        for item in recommender.catalog.items
        if 1990 <= item.year <= 1999
        and "Crime" in item.categories
        and "Romance" not in item.categories
    }
    assert {ranked.item.id for ranked in found.items} == expected
    assert expected


def test_an_impossible_limit_names_itself(recommender):
    found = recommender.recommend("ann", Request(constraint=Constraint(year_min=2031)))
    assert found.items == ()
    assert "before 2031" in found.note
    assert "2031" in found.note_zh
    assert found.impression is None


def test_what_nothing_is_at_once_gives_what_is_some_of_it_and_says_so(recommender):
    asked = Request(constraint=Constraint(include=("Western", "Horror", "Crime")))
    found = recommender.recommend("ann", asked, n=10)
    assert "Nothing is Western and Horror and Crime at once" in found.note
    assert all({"Western", "Horror", "Crime"} & set(r.item.categories) for r in found.items)
    both = Request(constraint=Constraint(include=("Western", "Horror")))
    found = recommender.recommend("ann", both, n=10)
    assert found.items
    assert all({"Western", "Horror"} <= set(ranked.item.categories) for ranked in found.items)


def test_something_like_an_item_is_near_it_and_not_it(recommender):
    found = recommender.recommend("ann", Request(like=("film:0",)), n=5)
    assert "film:0" not in [ranked.item.id for ranked in found.items]
    assert all("Horror" in ranked.item.categories for ranked in found.items)
    assert {"request", "request-match"} <= {reason.signal for reason in found.items[0].reasons}
    adds_up(found)


def test_asking_for_others_leaves_out_what_this_conversation_showed(recommender):
    first = recommender.recommend("ann", n=5, conversation="c1")
    other = recommender.recommend("ann", Request(another=True), n=5, conversation="c1")
    assert not {r.item.id for r in first.items} & {r.item.id for r in other.items}
    elsewhere = recommender.recommend("ann", Request(another=True), n=5, conversation="c2")
    assert {r.item.id for r in elsewhere.items} == {r.item.id for r in first.items}


def test_the_first_list_of_a_long_conversation_does_not_come_back(recommender):
    shown: set[str] = set()
    for k in range(30):
        found = recommender.recommend("ann", Request(another=k > 0), n=2, conversation="c1")
        listed = {ranked.item.id for ranked in found.items}
        assert len(listed) == 2
        assert not listed & shown
        shown |= listed


def test_others_stay_with_what_was_asked_for(recommender):
    asked = Request(constraint=Constraint(include=("Western",)))
    first = recommender.recommend("ann", asked, n=5, conversation="c1")
    other = recommender.recommend("ann", Request(another=True), n=5, conversation="c1")
    assert all("Western" in ranked.item.categories for ranked in other.items)
    assert not {r.item.id for r in first.items} & {r.item.id for r in other.items}


def test_a_liking_for_an_era_is_for_its_items(recommender):
    era = Target(kind="era", name="1990s", text="Films of the 1990s")
    state(recommender, "ann", "I love the nineties", era, 1, 0.9)
    found = recommender.recommend("ann", n=10)
    assert sum(1990 <= ranked.item.year <= 1999 for ranked in found.items) >= 8
    (interest,) = recommender.profile("ann").likes
    assert (interest.label, interest.label_zh) == ("1990s", "90年代")


def test_a_list_shown_days_ago_tires(recommender, clock):
    first = recommender.recommend("ann", n=5)
    clock.forward(days=1)
    why = recommender.why("ann", first.items[0].item.id)
    tired = [reason for reason in why.reasons if reason.signal == "shown-before"]
    assert tired[0].contribution < 0


def test_why_agrees_with_the_list(recommender):
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    found = recommender.recommend("ann", Request(query="comedy"), n=10)
    for ranked in found.items:
        why = recommender.why("ann", ranked.item.id)
        assert why.score == pytest.approx(ranked.score, abs=1e-9)
        assert why.score == pytest.approx(sum(r.contribution for r in why.reasons), abs=1e-6)
    plain = sorted(found.items, key=lambda ranked: -ranked.score)
    assert recommender.why("ann", plain[0].item.id).rank == 1


def test_one_persons_list_knows_nothing_of_anothers(recommender):
    before = recommender.recommend("bob", n=10)
    state(recommender, "ann", "I hate horror", genre("Horror"), -1, 0.95)
    after = recommender.recommend("bob", n=10)
    assert [r.item.id for r in before.items] == [r.item.id for r in after.items]


def test_a_statement_about_an_item_is_quoted_by_its_own_words(recommender):
    target = Target(kind="item", name="Horror Story 0", item="film:0", text="Horror Story 0")
    state(recommender, "ann", "the first one looks great", target, 1, 0.7)
    (interest,) = recommender.profile("ann").likes
    assert interest.evidence[0].quote == "the first one looks great"


def test_a_few_words_asked_for_do_not_name_what_many_items_share(recommender):
    for number in (0, 36, 72):
        recommender.act("ann", "like", f"film:{number}")
    before = recommender.profile("ann").likes
    state(recommender, "ann", "a horror film?", genre("Horror"), 1, 0.3, lasting=False)
    after = recommender.profile("ann").likes
    assert [i.label for i in before] == [i.label for i in after][: len(before)]
    asked = sum(abs(e.amount) for i in after for e in i.evidence if e.kind == "statement")
    assert 0 < asked < 0.15


def test_a_list_as_of_the_past_knows_only_the_past_and_is_not_journalled(recommender, clock):
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    then = clock.now
    clock.forward(days=30)
    state(recommender, "ann", "I hate westerns", genre("Western"), -1, 0.95)
    entries = recommender.memory.journal.head()
    past = recommender.recommend("ann", n=5, at=then + timedelta(hours=1))
    assert past.impression is None
    assert recommender.memory.journal.head() == entries
    assert sum("Western" in ranked.item.categories for ranked in past.items) >= 4


@pytest.mark.parametrize("n", [0, 1, 10, 500])
def test_n_is_kept_to_what_there_is(recommender, n):
    assert len(recommender.recommend("ann", n=n).items) == min(n, 100)


def test_bad_input_is_refused_and_changes_nothing(recommender):
    head = recommender.memory.journal.head()
    with pytest.raises(BadInput):
        recommender.recommend("ann", n=-1)
    with pytest.raises(MissingUser):
        recommender.recommend("  ")
    with pytest.raises(UnknownItem):
        recommender.why("ann", "film:nope")
    with pytest.raises(UnknownItem):
        recommender.act("ann", "like", "film:nope")
    with pytest.raises(UnknownItem):
        recommender.recommend("ann", Request(like=("film:nope",)))
    with pytest.raises(BadInput):
        recommender.act("ann", "turn", "film:1")
    with pytest.raises(BadInput):
        recommender.act("ann", "rating", "film:1")
    with pytest.raises(BadInput):
        recommender.act("ann", "rating", "film:1", value=9.0, scale=(1.0, 5.0))
    with pytest.raises(BadInput):
        recommender.act("ann", "dismiss", "film:1", reason="whatever")
    with pytest.raises(BadInput):
        recommender.recommend("ann", at=datetime(2026, 1, 1))
    with pytest.raises(BadInput):
        recommender.recommend("ann", Request(constraint=Constraint(year_min=2000, year_max=1990)))
    assert recommender.memory.journal.head() == head


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["like", "dislike", "save", "watch", "view", "rating", "say+", "say-"]),
            st.integers(0, 119),
        ),
        max_size=12,
    ),
    query=st.sampled_from(["", "western", "恐怖", "film:3"]),
)
def test_whatever_somebody_does_reasons_add_up_and_nothing_shut_out_returns(
    recommender, steps, query
):
    user = f"u{recommender.memory.journal.head()}"
    for kind, number in steps:
        if kind.startswith("say"):
            name = genre(recommender.catalog.categories[number % 6])
            state(recommender, user, "…", name, 1 if kind == "say+" else -1, (number % 10) / 9)
        else:
            value = 1.0 + number % 5 if kind == "rating" else None
            recommender.act(user, kind, f"film:{number}", value=value)
    found = recommender.recommend(user, query, n=30)
    adds_up(found)
    profile = recommender.profile(user)
    shares = [interest.share for interest in profile.likes]
    assert not shares or sum(shares) == pytest.approx(1.0)
    shut = profile.seen | profile.disliked
    for ranked in found.items:
        assert ranked.item.id not in shut
        assert not set(profile.excluded) & set(ranked.item.categories)
    assert len({ranked.item.id for ranked in found.items}) == len(found.items)


def test_labels_are_words_of_the_catalog_never_of_the_message(recommender):
    odd = "zanzibarian xylophonists in autumn"
    state(recommender, "ann", odd, Target(kind="theme", name="", text=odd), 1, 0.8)
    (interest,) = recommender.profile("ann").likes
    words = set(interest.label.replace("&", " ").split())
    assert words <= {word for name in recommender.catalog.categories for word in name.split()}
    assert not words & set(odd.split())
    assert interest.evidence[0].quote == odd


def resting_on(recommender, *evidence, **more) -> Interest:
    given = {"mass": 9.0, "share": 1.0, "half_life": 9.0, "floor": 0.1}
    centroid = recommender.catalog.matrix[0]
    return Interest(
        id="i1", polarity=1, evidence=evidence, **({"centroid": centroid} | given | more)
    )


def test_a_medoid_is_the_item_nearest_to_the_centre_of_what_it_rests_on(recommender):
    catalog = recommender.catalog
    done = [
        Evidence(entry=f"e{n}", kind="like", occurred_at=NOW, amount=1.0, item=f"film:{n}")
        for n in (7, 3, 5)
    ]
    for nearest in (7, 3, 5):
        found = resting_on(recommender, *done, centroid=catalog.vector(f"film:{nearest}"))
        assert medoid_of(found, catalog, catalog.matrix) == f"film:{nearest}"
    gone = replace(done[0], item="no longer there")
    assert medoid_of(resting_on(recommender, gone, medoid="m"), catalog, catalog.matrix) == "m"
    recommender.act("ann", "like", "film:3")
    assert recommender.profile("ann").likes[0].medoid == "film:3"


def test_deeds_that_are_no_longer_among_the_evidence_still_name_an_interest(recommender):
    item = next(one for one in recommender.catalog.items if one.categories == ("Comedy",))
    said = Evidence(entry="s", kind="statement", occurred_at=NOW, amount=0.5)
    done = Evidence(entry="d", kind="like", occurred_at=NOW, amount=1.0, item=item.id)
    interest = resting_on(recommender, said, done, targets=(("genre", "Horror"),))
    label = label_of(interest, recommender.catalog, recommender.catalog.matrix)
    assert label.en.startswith("Comedy"), "most of it is deeds"
    little = replace(interest, mass=0.9)
    assert label_of(little, recommender.catalog, recommender.catalog.matrix).en == "Horror"


def test_the_agent_is_told_where_interests_are_going(recommender):
    rising = Trend(direction="rising", lately=0.6, before=0.25)
    still = Trend(direction="steady", lately=0.41, before=0.39)
    for trend, words in ((rising, "share 100%, rising (25% of the last months, 60% lately)"),
                         (still, "share 100%\n")):  # fmt: skip
        interest = resting_on(recommender, label="Horror", trend=trend)
        profile = Profile(user="ann", at=NOW, interests=(interest,))
        assert f"Horror, {words}" in say_profile(profile)


def test_the_profile_of_the_past(recommender, clock):
    state(recommender, "ann", "I love horror", genre("Horror"), 1, 0.9)
    clock.forward(days=10)
    middle = clock.now
    clock.forward(days=10)
    state(recommender, "ann", "I hate horror", genre("Horror"), -1, 0.95)
    assert [i.label for i in recommender.profile("ann").dislikes] == ["Horror"]
    past = recommender.profile("ann", middle)
    assert [i.label for i in past.likes] == ["Horror"]
    assert past.dislikes == ()
    assert recommender.profile("ann", datetime(2020, 1, 1, tzinfo=UTC)).interests == ()


def test_a_probability_stands_beside_the_score_once_enough_lists_were_learned(recommender):
    first = recommender.recommend("ann", n=3)
    assert [ranked.probability for ranked in first.items] == [None] * 3
    assert recommender.why("ann", "film:1").probability is None
    learner = recommender.memory.weights()
    for number in range(110):
        data = {"items": ["x", "y"], "signals": ["known"], "rows": [[0.9], [0.1]]}
        listed = Entry(
            id=f"list {number}", kind="impression", user="eve", occurred_at=first.at,
            recorded_at=first.at, data=data,
        )  # fmt: skip
        learner.learn(listed)
        learner.learn(replace(listed, id="liked", kind="like", item="x", impression=listed.id))
    later = recommender.recommend("ann", n=3)
    probabilities = [ranked.probability for ranked in later.items]
    assert all(0 < probability < 1 for probability in probabilities)
    scores = [ranked.score for ranked in later.items]
    assert sorted(scores) == [s for _, s in sorted(zip(probabilities, scores, strict=True))]
    why = recommender.why("ann", later.items[0].item.id)
    assert why.probability == pytest.approx(probabilities[0], abs=0.05)


def test_a_list_is_ranked_by_the_persons_own_weights(recommender):
    for _ in range(6):
        listed = recommender.recommend("ann", Request(query="western story"), n=6)
        recommender.act("ann", "like", listed.items[-1].item.id, impression=listed.impression)
    own, common = recommender.memory.weights().get("ann"), recommender.memory.weights().get()
    assert own != common
    for user, weights in (("ann", own), ("bob", common)):
        for parts in (
            recommender.recommend(user, "western story", n=4).items[0].reasons,
            recommender.why(user, "film:7").reasons,
        ):
            assert all(reason.weight == weights[reason.signal] for reason in parts)
