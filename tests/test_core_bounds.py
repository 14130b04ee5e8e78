"""What nobody should send, sent to every fold: no crash, no NaN, nothing beyond its bounds."""

from __future__ import annotations

import math
import tracemalloc
from dataclasses import replace
from itertools import cycle, islice

import numpy as np
import pytest
from checks import DIMENSION, FIRST_DAY, Fold, check_laws, entry, moment, statement, steps
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.memory.core import profile as profiles
from penchant.memory.core.amounts import OwnMean, amount_of
from penchant.memory.core.behaviour import fold as behaviours
from penchant.memory.core.behaviour.crowd import Crowd
from penchant.memory.core.calibration import Calibration, uncalibrated
from penchant.memory.core.common import BOUND
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.interests import FEWEST_ROWS
from penchant.memory.core.profile import HOST_KINDS, LEAST, OTHER, PersonProfile
from penchant.memory.core.weights import SignalWeights

KIB = 1024
MANY = 100_000
"""Events by one person; a million takes ten times as long and is measured by hand."""

ENDS = (-700_000.0, 2_900_000.0)
"""Days from the first to the years 110 and 9966."""


@pytest.fixture
def few_will_do(monkeypatch) -> None:
    """Choices teach as soon as there is anything to choose from."""
    monkeypatch.setattr(behaviours, "FIRST", 2)
    monkeypatch.setattr(behaviours, "FEWEST", 1)


def person(dimension: int = DIMENSION, threshold: float = 0.5) -> PersonProfile:
    calibration = Calibration(np.zeros(dimension, np.float32), threshold)
    return PersonProfile("ann", calibration, ForgettingCurve())


def direction(rng: np.random.Generator, dimension: int) -> np.ndarray:
    vector = rng.normal(size=dimension)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def check_profile(learned: PersonProfile, at: float) -> None:
    """Every number of the profile is one, and lies where it may."""
    profile = learned.view(moment(at))
    for interest in profile.interests:
        held = [interest.mass, interest.share, interest.floor, *interest.centroid.tolist()]
        assert np.isfinite(held).all()
        assert interest.half_life > 0
        assert 0 <= interest.share <= 1
        assert 0 <= interest.floor <= 1
        assert np.linalg.norm(interest.centroid) == pytest.approx(1, abs=1e-3)
        assert (
            0 < interest.mass * interest.polarity <= learned.entries + len(learned.interests) * 99
        )
        assert all(abs(one.amount) <= 1 + 1e-9 for one in interest.evidence)
    if profile.likes:
        assert sum(interest.share for interest in profile.likes) == pytest.approx(1)


# -- the profile ------------------------------------------------------------------------------


@given(steps(days=st.floats(*ENDS)))
def test_a_profile_is_made_of_numbers_whatever_comes(life) -> None:
    learned = person()
    for step in life:
        learned.learn(*step)
    check_profile(learned, ENDS[1])


@given(
    st.floats(), st.none() | st.tuples(st.floats(), st.floats()), st.floats(), st.integers(-9, 9)
)
def test_an_amount_lies_between_no_and_yes(value, scale, strength, polarity) -> None:
    mean = OwnMean()
    rated = entry("rating", 1, item="m", value=value, scale=scale)
    said = statement(2, "Noir", polarity, strength)
    for amount in (amount_of(rated, mean), amount_of(said, mean), amount_of(rated, mean)):
        assert amount is None or -1 <= amount.value <= 1
    assert math.isfinite(mean.total)


@pytest.mark.parametrize("scale", [(3.0, 3.0), (5.0, 1.0), (math.nan, 5.0), (-1e308, 1e308)])
def test_what_is_no_scale_rates_nothing(scale) -> None:
    assert amount_of(entry("rating", 1, item="m", value=3.0, scale=scale), OwnMean()) is None


@pytest.mark.parametrize("day", [0.0, *ENDS])
def test_one_event_is_all_of_a_profile(day) -> None:
    learned = person()
    learned.learn(entry("like", 1, item="m", day=day), np.eye(DIMENSION, dtype=np.float32)[0])
    profile = learned.view(moment(ENDS[1]))
    assert [interest.share for interest in profile.likes] == [1.0]
    check_profile(learned, ENDS[1])


def test_a_catalog_of_identical_items_places_nothing_and_breaks_nothing() -> None:
    # Less their common centre, identical items lie nowhere.
    same = np.full(DIMENSION, 1 / math.sqrt(DIMENSION), np.float32)
    learned = PersonProfile("ann", Calibration(same, 1.0), ForgettingCurve())
    for number in range(1, 50):
        learned.learn(entry("like", number, item=f"m{number}"), same)
    assert learned.view(moment(0)).interests == ()
    assert len(learned.view(moment(0)).liked) == 49


def test_kinds_of_a_hosts_own_are_told_apart_up_to_a_number() -> None:
    learned, vector = person(), np.eye(DIMENSION, dtype=np.float32)[0]
    for number in range(1, 101):
        learned.learn(entry(f"kind {number}", number, item="m"), vector)
        learned.learn(entry("view", 1000 + number, item="m"), vector)
    kinds = set(learned.interests[0].sums)
    assert kinds == {"view", OTHER, *(f"kind {n + 1}" for n in range(HOST_KINDS))}
    assert learned.view(moment(0)).likes[0].mass == pytest.approx(200)


# -- its size ---------------------------------------------------------------------------------

TASTES = {
    "a newcomer": {"events": 30, "topics": 3},
    "a regular": {"events": 500, "topics": 8},
    "an enthusiast": {"events": 3_000, "topics": 25},
    "random meanings": {"events": 1_500, "topics": 10_000},
    "every kind": {"events": 1_500, "topics": 60, "kinds": 300},
    "long ids": {"events": 800, "topics": 60, "letters": 512},
    "a wide embedder": {"events": 300, "topics": 60, "dimension": 1024},
    "the widest one": {"events": 200, "topics": 60, "dimension": 4096, "kinds": 300},
}


def lived(
    *,
    events: int,
    topics: int,
    kinds: int = 0,
    letters: int = 32,
    dimension: int = 384,
    items: int = 300,
) -> PersonProfile:
    rng = np.random.default_rng(events)
    learned = person(dimension, 0.3)
    places = [direction(rng, dimension) for _ in range(min(topics, 100))]
    named = ["view", "click", "like", "save", "watch", *(f"kind {n}" for n in range(kinds))]
    for number in range(1, events + 1):
        topic = int(rng.integers(topics))
        vector = places[topic] if topic < 100 else direction(rng, dimension)
        vector = vector + np.float32(0.7) * direction(rng, dimension)
        key = "".join(rng.choice(list("0123456789abcdef"), letters))
        if rng.random() < 0.1:
            made = statement(number, f"genre {topic % 20}", 1, float(rng.random()), day=number / 3)
            made = replace(made, id=key)
        else:
            kind, item = str(rng.choice(named)), f"tt{rng.integers(items):07}"
            made = entry(kind, number, id=key, item=item, day=number / 3 + float(rng.random()))
        learned.learn(made, vector)
    return learned


@pytest.mark.parametrize("name", TASTES)
def test_a_profile_takes_at_most_64_kib(name) -> None:
    learned = lived(**TASTES[name])
    snapshot = learned.snapshot()
    assert len(snapshot) <= 64 * KIB
    other = person(TASTES[name].get("dimension", 384), 0.3)
    other.restore(snapshot)
    assert other.snapshot() == snapshot
    at = moment(9000)
    assert repr(other.view(at).interests) == repr(learned.view(at).interests)
    assert other.standing.snapshot() == learned.standing.snapshot()
    assert all(len(state.ledger) > 0 for state in learned.interests)


def test_settled_items_come_on_top_and_cost_little_each() -> None:
    learned = lived(events=4_000, topics=25, items=100_000)
    assert learned.standing.settled > 2_000
    assert len(learned.snapshot()) <= LEAST + 32 * learned.standing.settled
    assert sum(state.size for state in learned.interests) <= LEAST


def test_letting_go_of_single_entries_leaves_the_sums_and_the_names(monkeypatch) -> None:
    cramped = person()
    monkeypatch.setattr(profiles, "WHOLE", 2_000)
    monkeypatch.setattr(profiles, "LEAST", 2_000)
    vector = np.eye(DIMENSION, dtype=np.float32)[0]
    cramped.learn(statement(1, "Noir", 1, 0.5), vector)
    for number in range(2, 60):
        cramped.learn(entry("view", number, item=f"m{number}"), vector)
    (interest,) = cramped.view(moment(0)).likes
    assert FEWEST_ROWS <= len(interest.evidence) < 50
    assert interest.targets == (("genre", "Noir"),)
    assert interest.mass == pytest.approx(58.5)
    # What is left beside what was said are the newest.
    items = [row.item for row in cramped.interests[0].ledger[1:]]
    assert items == [f"m{n}" for n in range(60 - len(items), 60)]


@settings(max_examples=30)
@given(steps(most=40), st.integers(0, 40))
def test_a_cramped_profile_keeps_the_laws_of_a_learner(life, cut) -> None:
    fold = Fold(
        person,
        lambda learned, step: learned.learn(*step),
        lambda learned: learned.view(moment(2001)),
    )
    whole, least = profiles.WHOLE, profiles.LEAST
    profiles.WHOLE = profiles.LEAST = 1_500
    try:
        check_laws(fold, life, life[:cut])
    finally:
        profiles.WHOLE, profiles.LEAST = whole, least


# -- the crowd --------------------------------------------------------------------------------


def check_crowd(crowd: Crowd, users, items) -> None:
    """Everything read from the crowd is a number, whoever asks and when."""
    for user, day in ((user, day) for user in users for day in (*ENDS, 0.0)):
        for part in crowd.parts(user, FIRST_DAY + day, items):
            assert np.isfinite(part.values).all()
        for item in items:
            for shares in crowd.sources(user, FIRST_DAY + day, item).values():
                assert sum(shares.values()) == pytest.approx(1)
    assert np.isfinite(crowd.people(items, FIRST_DAY)).all()
    shares = crowd.importances()
    assert not shares or sum(shares.values()) == pytest.approx(1)
    again = Crowd()
    again.restore(crowd.snapshot())
    assert again.snapshot() == crowd.snapshot()


def test_everyone_identical_is_no_crowd_but_breaks_nothing(few_will_do) -> None:
    crowd, number = Crowd(), 0
    for item in ("a", "b", "c", "d"):
        for user in range(20):
            number += 1
            crowd.learn(entry("watch", number, user=f"u{user}", item=item))
    assert crowd.choices > 0
    check_crowd(crowd, ["u0", "u19", "nobody"], ["a", "d", "unknown"])


def test_one_event_in_a_crowd(few_will_do) -> None:
    crowd = Crowd()
    crowd.learn(entry("watch", 1, item="a"))
    assert crowd.parts("ann", FIRST_DAY, ["a", "b"]) == []
    check_crowd(crowd, ["ann", "nobody"], ["a", "b"])


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=3),
            st.sampled_from("ab"),
            st.sampled_from(["m", "n", "o"]),
            st.sampled_from([*ENDS, 0.0, 0.1, 500.0]),
            st.none() | st.floats(),
            st.none() | st.tuples(st.floats(), st.floats()),
        ),
        max_size=15,
    )
)
def test_a_crowd_of_any_kinds_at_any_time(life) -> None:
    kept = behaviours.FIRST, behaviours.FEWEST
    behaviours.FIRST, behaviours.FEWEST = 2, 1
    try:
        crowd = Crowd()
        for number, (kind, user, item, day, value, scale) in enumerate(life, 1):
            crowd.learn(
                entry(kind, number, user=user, item=item, day=day, value=value, scale=scale)
            )
            crowd.learn(
                entry("rating", number, user=user, item=item, day=day, value=value, scale=scale)
            )
        check_crowd(crowd, ["a", "nobody"], ["m", "n", "unknown"])
    finally:
        behaviours.FIRST, behaviours.FEWEST = kept


# -- the weights ------------------------------------------------------------------------------

PRIOR = {"near": 2.0, "known": 0.5, "new": 0.2}
WILD = st.sampled_from([0.0, 1.0, -1.0, 1e8, 1e160, 1e308, -1e308, math.nan, math.inf])


@given(
    st.lists(
        st.tuples(st.lists(st.tuples(WILD, WILD, WILD), max_size=4), st.sampled_from("abcdz")),
        max_size=6,
    ),
    st.sampled_from(["like", "dislike", "a-host's-own-kind", "watch"]),
)
def test_weights_stay_in_their_bounds_whatever_was_shown(lists, kind) -> None:
    weights, number = SignalWeights(PRIOR), 0
    for rows, choice in lists:
        number += 2
        data = {"items": list("abcd")[: len(rows)], "signals": list(PRIOR), "rows": rows}
        weights.learn(entry("impression", number, data=data))
        weights.learn(entry(kind, number + 1, item=choice, impression=f"e{number}", day=ENDS[1]))
    for name, value in weights.get().items():
        assert PRIOR[name] / BOUND - 1e-9 <= value <= PRIOR[name] * BOUND + 1e-9


def test_a_list_of_identical_items_teaches_nothing() -> None:
    weights = SignalWeights(PRIOR)
    data = {"items": list("abc"), "signals": list(PRIOR), "rows": [[0.3, 0.2, 0.1]] * 3}
    weights.learn(entry("impression", 1, data=data))
    weights.learn(entry("like", 2, item="a", impression="e1"))
    assert list(weights.get().values()) == pytest.approx(list(PRIOR.values()))


# -- very many events by one person -----------------------------------------------------------


def life_of_one(items: int):
    """Events without an end: a person who does everything with everything, day after day."""
    rng = np.random.default_rng(1)
    vectors = [direction(rng, DIMENSION) for _ in range(items)]
    kinds = cycle(["view", "like", "watch", "rating", "dislike", "save", "click"])
    number = 0
    while True:
        number += 1
        item = int(rng.integers(items))
        value = float(rng.integers(1, 6))
        kind = next(kinds)
        made = entry(kind, number, item=f"m{item}", day=number * 0.01, value=value)
        yield made, vectors[item]
        if number % 10 == 0:
            yield statement(number, f"genre {item % 20}", 1, 0.7, day=number * 0.01), vectors[item]


def grown_by(learn, events) -> int:
    """Bytes that are held after learning ``events`` and were not before."""
    tracemalloc.start()
    try:
        for event in events:
            learn(event)
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.timeout(300)
def test_very_many_events_by_one_person_leave_the_profile_as_large_as_it_was() -> None:
    learned, life = person(), life_of_one(12)
    for step in islice(life, MANY - 5_000):
        learned.learn(*step)
    before = len(learned.snapshot())
    growth = grown_by(lambda step: learned.learn(*step), islice(life, 5_000))
    # Rows and sums are replaced by others; 100 bytes an event would be 500,000.
    assert growth < 300_000
    assert len(learned.snapshot()) <= min(64 * KIB, 1.05 * before)
    check_profile(learned, MANY * 0.01)
    assert learned.entries > 0.9 * MANY


def test_very_many_events_by_one_person_leave_the_crowd_as_large_as_it_was() -> None:
    crowd, life = Crowd(), life_of_one(500)
    for made, _ in islice(life, MANY - 5_000):
        crowd.learn(made)
    before = len(crowd.snapshot())
    growth = grown_by(lambda step: crowd.learn(step[0]), islice(life, 5_000))
    assert growth < 100_000
    assert len(crowd.snapshot()) <= 1.05 * before
    check_crowd(crowd, ["ann", "nobody"], ["m1", "m499", "unknown"])


def test_very_many_choices_by_one_person_keep_the_weights_in_bounds() -> None:
    weights = SignalWeights(PRIOR)
    rows = [[0.9, 0.1, 0.0], [0.1, 0.8, 0.0], [0.2, 0.1, 0.5]]
    data = {"items": list("abc"), "signals": list(PRIOR), "rows": rows}
    for number in range(0, 20_000, 2):
        weights.learn(entry("impression", number, data=data))
        weights.learn(entry("like", number + 1, item="abc"[number % 3], impression=f"e{number}"))
    assert all(PRIOR[k] / BOUND <= v <= PRIOR[k] * BOUND for k, v in weights.get().items())
    small = len(weights.snapshot())
    for number in range(20_000, 30_000, 2):
        weights.learn(entry("impression", number, data=data))
        weights.learn(entry("like", number + 1, item="b", impression=f"e{number}"))
    assert len(weights.snapshot()) <= 1.05 * small


def test_uncalibrated_is_what_there_is_before_a_catalog() -> None:
    learned = PersonProfile("ann", uncalibrated(DIMENSION), ForgettingCurve())
    learned.learn(entry("like", 1, item="m"), np.full(DIMENSION, np.nan, np.float32))
    learned.learn(entry("like", 2, item="n"), np.zeros(DIMENSION, np.float32))
    learned.learn(entry("like", 3, item="o"), None)
    assert learned.view(moment(0)).interests == ()
    assert learned.view(moment(0)).liked == {"m", "n", "o"}
