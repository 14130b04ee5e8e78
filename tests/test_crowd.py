"""The crowd fold: laws of a learner, what counts, what is read from it, and at what cost."""

from __future__ import annotations

import threading
from time import perf_counter

import numpy as np
import pytest
from checks import FIRST_DAY, Fold, check_laws, entry
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.memory.core.behaviour import fold as behaviours
from penchant.memory.core.behaviour.crowd import TRUST, Crowd, amount_of
from penchant.memory.core.behaviour.person import LATELY
from penchant.memory.core.decay import HALF_LIVES

ITEMS = [f"m{n}" for n in range(12)]
PEOPLE = ["ann", "ben", "cas", "dan"]
LIKING = ("like", "view", "watch", "a-host's-own-kind", "rating", "")
NOW = FIRST_DAY + 2000.0


@pytest.fixture(autouse=True)
def few_will_do(monkeypatch) -> None:
    """Choices teach as soon as there is anything to choose from."""
    monkeypatch.setattr(behaviours, "FIRST", 2)
    monkeypatch.setattr(behaviours, "FEWEST", 1)


def look(crowd: Crowd):
    asked = [*ITEMS, "unknown"]
    return (
        crowd.choices,
        crowd.people(asked, NOW).tolist(),
        sorted(crowd.used().items()),
        [sorted(crowd.chosen_by(user)) for user in [*PEOPLE, "nobody"]],
        [
            (part.signal, part.family, part.values.tolist())
            for user in [*PEOPLE, "nobody"]
            for part in crowd.parts(user, NOW, asked)
        ],
        [crowd.sources(user, NOW, item) for user in PEOPLE for item in asked],
        crowd.importances(),
    )


FOLD = Fold(Crowd, lambda crowd, one: crowd.learn(one), look)


@st.composite
def lives(draw: st.DrawFn, most: int = 60):
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from([*LIKING, "item-upsert", "dislike", "dismiss", "undo", "turn"]),
                st.sampled_from(PEOPLE),
                st.sampled_from([*ITEMS, *ITEMS, None]),
                st.one_of(st.floats(0, 3), st.floats(0, 2000), st.floats(-90_000, 90_000)),
                st.sampled_from(["user", "user", "user", "assistant"]),
                st.sampled_from([None, 0.0, 1.0, 3.5, 5.0, -1e300, 1e300]),
                st.sampled_from([None, (1.0, 5.0), (0.0, 10.0), (2.0, 2.0)]),
            ),
            max_size=most,
        )
    )
    return [
        entry(kind, number, user=user, item=item, day=day, role=role, value=value, scale=scale)
        for number, (kind, user, item, day, role, value, scale) in enumerate(drawn, 1)
    ]


def did(*pairs: str, day: float = 0.0, step: float = 0.01) -> list:
    """``"ann:m1"``: Ann used m1."""
    entries = []
    for number, pair in enumerate(pairs, 1):
        user, item = pair.split(":")
        entries.append(entry("watch", number, user=user, item=item, day=day + number * step))
    return entries


def busy(events: int, *, people: int = 20, items: int = 60, seed: int = 0, listed=True) -> list:
    """A crowd of two tastes: even people mostly take even items, odd people odd ones."""
    rng = np.random.default_rng(seed)
    entries = []
    if listed:
        entries = [
            entry("item-upsert", n + 1, user="", role="system", item=f"m{n}") for n in range(items)
        ]
    for number in range(len(entries) + 1, len(entries) + 1 + events):
        person = int(rng.integers(people))
        item = int(rng.integers(items // 2)) * 2 + person % 2
        if rng.random() < 0.1:
            item = int(rng.integers(items))
        entries.append(
            entry("watch", number, user=f"u{person}", item=f"m{item}", day=number * 0.01)
        )
    return entries


# -- laws ---------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(lives(), st.sets(st.sampled_from(PEOPLE)))
def test_it_keeps_the_laws_of_a_learner(entries, gone) -> None:
    check_laws(FOLD, entries, [one for one in entries if one.user not in gone])


@given(lives())
def test_whatever_comes_nothing_read_is_other_than_a_number(entries) -> None:
    crowd = FOLD.learned(entries)
    for user in [*PEOPLE, "nobody"]:
        for day in (FIRST_DAY - 90_000, FIRST_DAY, NOW, FIRST_DAY + 90_000):
            for part in crowd.parts(user, day, [*ITEMS, "unknown"]):
                assert np.isfinite(part.values).all()
                assert abs(part.values.mean()) < 1e-9
    assert np.isfinite(crowd.people(ITEMS, NOW)).all()
    shares = list(crowd.importances().values())
    assert not shares or (min(shares) >= 0 and sum(shares) == pytest.approx(1))


@given(lives())
def test_counts_are_of_distinct_people(entries) -> None:
    people: dict[str, set[str]] = {}
    for one in entries:
        if one.kind in LIKING and one.item and one.role == "user":
            people.setdefault(one.item, set()).add(one.user)
    crowd = FOLD.learned(entries)
    assert crowd.used() == {item: len(who) for item, who in people.items()}
    for user in PEOPLE:
        assert crowd.chosen_by(user) == {item for item, who in people.items() if user in who}


def test_a_snapshot_holds_the_whole_state_of_a_long_life() -> None:
    entries = busy(1500)
    live = FOLD.learned(entries[:1000])
    other = Crowd()
    other.restore(live.snapshot())
    for one in entries[1000:]:
        live.learn(one)
        other.learn(one)
    assert live.choices > 300
    assert other.snapshot() == live.snapshot()
    for user in ("u0", "u1", "nobody"):
        for one, two in zip(
            live.parts(user, NOW, ITEMS), other.parts(user, NOW, ITEMS), strict=True
        ):
            assert one.signal == two.signal
            assert one.values.tolist() == two.values.tolist()


@pytest.mark.parametrize("broken", [b"", b"{}", b"PK\x03\x04 and no more", b"\x80\x04."])
def test_bytes_that_are_no_snapshot_are_refused(broken) -> None:
    crowd = FOLD.learned(did("ann:m1"))
    with pytest.raises(ValueError, match=r"arrays|pickled"):
        crowd.restore(broken)
    assert crowd.used() == {"m1": 1}
    with pytest.raises(ValueError, match="arrays"):
        Crowd().restore(crowd.snapshot()[:-200])


def test_a_snapshot_of_other_signals_is_refused(monkeypatch) -> None:
    snapshot = FOLD.learned(did("ann:m1")).snapshot()
    monkeypatch.setattr(behaviours.measures, "NAMES", behaviours.measures.NAMES[::-1])
    with pytest.raises(ValueError, match="other signals"):
        Crowd().restore(snapshot)


# -- what counts --------------------------------------------------------------------------------


def test_only_what_a_person_did_with_liking_counts() -> None:
    crowd = FOLD.learned(
        [
            entry(kind, number, item="m1", role=role, user=f"u{number}")
            for number, (kind, role) in enumerate(
                [("dislike", "user"), ("dismiss", "user"), ("undo", "user"), ("like", "assistant")],
                1,
            )
        ]
    )
    assert crowd.used() == {}
    assert crowd.sequence == 4
    assert crowd.people(["m1"], NOW).tolist() == [[0.0] * len(HALF_LIVES)]


def test_one_person_makes_nothing_popular_by_repeating() -> None:
    once = did("ann:m1", "ben:m1", "ben:m2")
    often = [*once, *did(*["ben:m1", "ben:m2"] * 500, day=0.02, step=0.0)]
    one, two = FOLD.learned(once), FOLD.learned(often)
    assert two.used() == one.used()
    assert two.people(ITEMS, NOW).tolist() == one.people(ITEMS, NOW).tolist()
    assert two.people(ITEMS, FIRST_DAY).tolist() == one.people(ITEMS, FIRST_DAY).tolist()
    assert two.choices == one.choices


def test_popularity_decays_at_every_half_life_whatever_the_order() -> None:
    visits = [("ann", 0.0), ("ben", 30.0), ("cas", 10.0), ("dan", 30.0)]
    expected = [sum(2.0 ** (-(40.0 - day) / life) for _, day in visits) for life in HALF_LIVES]
    for order in (visits, visits[::-1], [visits[2], visits[1], visits[0], visits[3]]):
        crowd = FOLD.learned(
            entry("view", number, user=user, item="m1", day=day)
            for number, (user, day) in enumerate(order, 1)
        )
        found = crowd.people(["m1", "unknown"], FIRST_DAY + 40.0)
        np.testing.assert_allclose(found[0], expected, rtol=1e-6, atol=1e-12)
        assert not found[1].any()


@pytest.mark.parametrize(
    ("value", "scale", "amount"),
    [
        (5.0, None, 1.0),
        (1.0, (1.0, 5.0), -1.0),
        (3.0, (1.0, 5.0), 0.0),
        (7.5, (0.0, 10.0), 0.5),
        (99.0, (1.0, 5.0), 1.0),
        (-1e300, (1.0, 5.0), -1.0),
        (float("nan"), None, 1.0),
        (3.0, (2.0, 2.0), 1.0),
        (None, None, 1.0),
    ],
)
def test_a_rating_counts_by_its_place_on_its_scale(value, scale, amount) -> None:
    assert amount_of(entry("rating", 1, item="m1", value=value, scale=scale)) == amount
    assert amount_of(entry("like", 1, item="m1", value=value, scale=scale)) == 1.0


def test_a_choice_teaches_only_where_the_item_could_be_compared() -> None:
    unlisted = FOLD.learned(did(*(f"ann:m{n}" for n in range(12))))
    assert unlisted.choices == 0
    listed = [entry("item-upsert", 1, user="", role="system", item=item) for item in ITEMS]
    crowd = FOLD.learned([*listed, *did(*(f"ann:m{n}" for n in range(12)))])
    assert crowd.choices == 10
    assert crowd.used() == unlisted.used()


# -- readings -----------------------------------------------------------------------------------


def test_parts_speak_for_the_items_of_ones_own_taste() -> None:
    crowd = FOLD.learned(busy(1200, items=200, people=20))
    own = crowd.chosen_by("u0")
    fresh = [f"m{n}" for n in range(200) if f"m{n}" not in own]
    parts = crowd.parts("u0", FIRST_DAY + 13.0, fresh)
    scores = np.sum([part.values for part in parts], axis=0)
    even = np.array([int(item[1:]) % 2 == 0 for item in fresh])
    assert scores[even].mean() > scores[~even].mean() + 0.3
    together = {part.signal: part.values for part in parts}["together"]
    assert together[even].mean() > together[~even].mean()
    assert len({part.signal for part in parts}) == len(parts)
    shares = crowd.importances()
    assert set(shares) >= {part.signal for part in parts}


def test_parts_add_up_to_the_scores_as_far_as_they_are_trusted() -> None:
    crowd = FOLD.learned(busy(600))
    behaviour, asked = crowd._behaviour, [f"m{n}" for n in range(60)]
    scores = behaviour.scores(crowd._users["u3"], FIRST_DAY + 7, np.arange(60))
    trust = crowd.choices / (crowd.choices + TRUST)
    parts = crowd.parts("u3", FIRST_DAY + 7, asked)
    found = np.sum([part.values for part in parts], axis=0)
    np.testing.assert_allclose(found, trust * (scores - scores.mean()), atol=1e-9)


def test_the_items_asked_for_may_be_unknown_and_come_twice_in_any_order() -> None:
    crowd = FOLD.learned(busy(600))
    asked = ["m3", "x", "m1", "m3", "y", "m2", "x"]
    for part in crowd.parts("u1", FIRST_DAY + 7, asked):
        values = part.values.tolist()
        assert values[0] == values[3]
        assert values[1] == values[4] == values[6]
    crowd.learn(entry("item-upsert", 9999, user="", role="system", item="z"))
    for part in crowd.parts("u1", FIRST_DAY + 7, ["m1", "unknown", "z"]):
        assert part.values[1] == part.values[2], "both were never used"
    assert crowd.parts("u1", FIRST_DAY + 7, []) == []
    assert crowd.parts("u1", FIRST_DAY + 7, ["x", "y"]) == []
    assert crowd.people([], NOW).shape == (0, len(HALF_LIVES))


def test_the_sources_of_a_value_are_ones_own_items_that_go_with_it() -> None:
    pairs = [f"{user}:{item}" for user in ("ben", "cas", "dan") for item in ("m1", "m2", "m3")]
    crowd = FOLD.learned(did(*pairs, "dan:m7", "eve:m8", "ann:m7", "ann:m1", "ann:m8"))
    found = crowd.sources("ann", FIRST_DAY + 1, "m3")
    for shares in found.values():
        assert sum(shares.values()) == pytest.approx(1)
    assert set(found["together"]) == {"m1", "m7"}, "nobody used both m8 and m3"
    assert found["together"]["m1"] > found["together"]["m7"]
    assert found["next"] == found["next-lately"] == {"m1": 1.0}, "m7 came after m3"
    assert crowd.sources("nobody", FIRST_DAY + 1, "m2") == {}
    assert crowd.sources("ann", FIRST_DAY + 1, "unknown") == {}


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PEOPLE),
            st.sampled_from(ITEMS),
            st.floats(0, 60),
            st.floats(0, 90),
            st.sampled_from([0, 3, 5, 6]),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_what_is_usual_is_the_mean_of_what_people_used_however_often_it_is_asked(lives) -> None:
    crowd, every = Crowd(), np.array([*range(len(ITEMS)), -1], np.intp)
    some = every[::2].copy()
    assert crowd.usual(every, NOW, 3) == 0.0
    for number, (user, item, did_on, asked_on, life) in enumerate(lives, 1):
        if number % 3:
            crowd.learn(entry("like", number, user=user, item=item, day=did_on))
        for places in (every, some):
            ids = [crowd.ids[place] for place in places.tolist() if 0 <= place < len(crowd.ids)]
            for day in (FIRST_DAY + asked_on, FIRST_DAY + asked_on + 1.5):
                sums = crowd.people(ids, day)[:, life]
                used = sums[sums > 0]
                usual = crowd.usual(places, day, life)
                assert usual == pytest.approx(used.mean() if len(used) else 0.0, rel=1e-9)


def test_one_may_read_while_another_thread_learns() -> None:
    crowd, entries, stop = Crowd(), busy(1500, people=8, items=40), threading.Event()
    failures: list[BaseException] = []
    readings = [0, 0]

    def read(number: int) -> None:
        try:
            while not stop.is_set():
                for part in crowd.parts(f"u{number}", FIRST_DAY + 9, [*ITEMS, "unknown"]):
                    assert np.isfinite(part.values).all()
                crowd.sources(f"u{number}", FIRST_DAY + 9, "m3")
                crowd.chosen_by(f"u{number}")
                crowd.used()
                crowd.snapshot()
                readings[number] += 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for one in entries:
        crowd.learn(one)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert min(readings) > 10, "readers are not kept waiting until all is learned"
    assert crowd.snapshot() == FOLD.learned(entries).snapshot()


# -- extremes -----------------------------------------------------------------------------------


def test_one_event_alone() -> None:
    crowd = FOLD.learned(did("ann:m1"))
    assert crowd.parts("ann", NOW, ITEMS) == []
    assert crowd.importances() == {}
    assert crowd.sources("ann", NOW, "m1") == {}
    other = Crowd()
    other.restore(crowd.snapshot())
    assert other.snapshot() == crowd.snapshot()


def test_where_everybody_is_the_same_nothing_is_made_up() -> None:
    listed = [entry("item-upsert", 1, user="", role="system", item=item) for item in ITEMS]
    pairs = [f"u{person}:{item}" for item in ITEMS for person in range(30)]
    crowd = FOLD.learned([*listed, *did(*pairs, step=0.0)])
    assert set(crowd.used().values()) == {30}
    for part in crowd.parts("somebody new", FIRST_DAY + 1, ITEMS):
        if part.signal in ("popularity", "in-use", "opinion"):
            np.testing.assert_allclose(part.values, 0.0, atol=1e-9)


def test_a_clock_ahead_and_then_right_again_breaks_nothing() -> None:
    listed = [entry("item-upsert", 1, user="", role="system", item=item) for item in ITEMS]
    ahead = did("ann:m1", "ben:m2", "ann:m1", "ben:m2", day=30_000.0)
    back = did("ann:m3", "ben:m4", "cas:m1", "cas:m2", "cas:m3", "ann:m4", day=1.0)
    repeated = did("ann:m1", day=60_000.0)
    crowd = FOLD.learned([*listed, *ahead, *repeated, *back])
    assert crowd.choices > 0
    assert np.isfinite(crowd._behaviour.model.values).all()
    for day in (0.0, 10.0, 30_000.0, 90_000.0):
        for part in crowd.parts("cas", FIRST_DAY + day, ITEMS):
            assert np.isfinite(part.values).all()


def test_very_many_events_of_one_person_cost_no_more_each_and_are_not_all_kept() -> None:
    listed = [
        entry("item-upsert", n + 1, user="", role="system", item=f"m{n}") for n in range(8000)
    ]
    crowd = FOLD.learned([*listed, *busy(800, items=200, listed=False)])
    times = []
    for number in range(10_000, 30_000):
        one = entry("watch", number, user="ann", item=f"m{number * 7 % 2500}", day=number * 1e-3)
        start = perf_counter()
        crowd.learn(one)
        times.append(perf_counter() - start)
    early, late = np.median(times[100:400]), np.median(times[2200:2500])
    assert late < 4 * early + 1e-3
    assert len(crowd.chosen_by("ann")) == 2500
    who = crowd._behaviour.world.people[crowd._users["ann"]]
    assert len(who.rows) == len(who.days) == len(who.amounts) == LATELY
    assert len(who._rows) <= 2 * LATELY
    assert len(who.finds) <= 21
    assert np.isfinite(crowd._behaviour.model.values).all()
    small = sum(one.nbytes for one in crowd._behaviour.state().values())
    for number in range(30_000, 32_000):
        crowd.learn(entry("watch", number, user="ann", item=f"m{number * 7 % 2500}", day=100.0))
    found = sum(one.nbytes for one in crowd._behaviour.state().values())
    assert found == small, "repeating takes no room"


def test_saving_and_restoring_take_a_moment() -> None:
    crowd = FOLD.learned(busy(3000, people=200, items=1500))
    start = perf_counter()
    snapshot = crowd.snapshot()
    Crowd().restore(snapshot)
    assert perf_counter() - start < 1.0
