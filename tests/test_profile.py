"""The profile: what a person's words and deeds make of their interests, then and now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from checks import (
    DAYS,
    DIMENSION,
    FIRST_DAY,
    Fold,
    axis,
    check_laws,
    entry,
    moment,
    replayed,
    statement,
    steps,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from penchant.memory.core.calibration import uncalibrated
from penchant.memory.core.curve import ForgettingCurve
from penchant.memory.core.gathering import MOST_INTERESTS
from penchant.memory.core.profile import (
    FAINT,
    RESTING,
    RESTING_DAYS,
    PersonProfile,
)
from penchant.memory.core.standing import STRONG
from penchant.memory.people import People
from penchant.memory.records import Profile
from penchant.memory.store.journal import Journal

LATER = moment(5000)


def person() -> PersonProfile:
    return PersonProfile("ann", uncalibrated(DIMENSION), ForgettingCurve())


def seen_on(profile: Profile):
    """Everything in a profile, to the last bit: two profiles cannot be compared as such."""
    return repr(profile), [(i.mass.hex(), i.centroid.tobytes()) for i in profile.interests]


FOLD = Fold(person, lambda p, step: p.learn(*step), lambda p: seen_on(p.view(LATER)))


def after(*steps_) -> Profile:
    """The profile right after these steps; a lone entry lies along the first axis."""
    pairs = [step if isinstance(step, tuple) else (step, axis(0)) for step in steps_]
    learned = FOLD.learned(pairs)
    return learned.view(moment(max(0.0, learned.last_day - FIRST_DAY)))


def liking(profile: Profile) -> float:
    return sum(interest.mass for interest in profile.likes)


# -- laws -------------------------------------------------------------------------------------


@given(steps(), st.data())
def test_it_keeps_the_laws_of_a_learner(life, data) -> None:
    kept = [step for step in life if data.draw(st.booleans())]
    check_laws(FOLD, life, kept)


@given(steps(most=60), st.floats(0, 3000))
def test_a_profile_makes_sense_whatever_was_sent(life, later) -> None:
    learned = FOLD.learned(life)
    profile = learned.view(moment(2000 + later))
    assert len(learned.interests) <= MOST_INTERESTS
    shares = [interest.share for interest in profile.likes]
    assert sum(shares) == pytest.approx(1.0) if shares else not profile.likes
    for interest in profile.interests:
        assert np.isfinite(interest.mass)
        assert abs(interest.mass) >= FAINT
        assert np.sign(interest.mass) == interest.polarity
        assert 0 <= interest.share <= 1
        assert interest.share == 0 or interest.polarity > 0
        assert np.linalg.norm(interest.centroid) == pytest.approx(1, abs=1e-4)
        assert interest.centroid.dtype == np.float32
        assert 0 <= interest.floor <= 1
        assert interest.half_life > 0
        assert all(part.amount * interest.polarity >= 0 for part in interest.evidence)
        total = sum(part.amount for part in interest.evidence)
        assert total == pytest.approx(interest.mass, rel=1e-6, abs=1e-9)
    assert not profile.liked & profile.disliked
    ids = [interest.id for interest in profile.interests]
    assert len(set(ids)) == len(ids)


@given(steps(), st.permutations(range(25)))
def test_what_was_settled_depends_on_when_it_was_said_not_on_when_it_came(life, order) -> None:
    # At different times: what was said at one moment is decided by its order of arrival.
    spaced = [
        (entry(one.kind, n, day=n, role=one.role, item=one.item, data=one.data), vector)
        for n, (one, vector) in enumerate(life, 1)
    ]
    shuffled = [spaced[place] for place in order if place < len(spaced)]
    one, other = FOLD.learned(spaced).view(LATER), FOLD.learned(shuffled).view(LATER)
    for name in ("seen", "liked", "disliked", "saved", "excluded", "entries"):
        assert getattr(one, name) == getattr(other, name), name


def test_thousands_of_entries_stay_finite_and_bounded() -> None:
    learned = person()
    for number in range(1, 5001):
        learned.learn(entry("like", number, day=number / 50, item=f"m{number % 700}"), axis(0))
    profile = learned.view(moment(100))
    assert profile.entries == 5000
    (interest,) = profile.likes
    assert np.isfinite(interest.mass)
    assert 0.2 * 5000 <= interest.mass <= 5000
    assert len(interest.evidence) == 128


# -- polarity ---------------------------------------------------------------------------------


def test_i_hate_horror_adds_no_mass_to_horror() -> None:
    profile = after(statement(1, "Horror", -1))
    assert profile.likes == ()
    (dislike,) = profile.dislikes
    assert dislike.mass == pytest.approx(-1.0)
    assert dislike.targets == (("genre", "Horror"),)
    assert profile.excluded == ("Horror",)


def test_i_hate_horror_takes_back_what_was_liked_of_it_and_nothing_else() -> None:
    liked = statement(1, "Horror", 1, 0.7), statement(2, "Noir", 1, 0.7)
    profile = after((liked[0], axis(0)), (liked[1], axis(1)), statement(3, "Horror", -1, day=1))
    (left,) = profile.likes
    assert left.targets == (("genre", "Noir"),)
    np.testing.assert_allclose(left.centroid, axis(1), atol=1e-6)
    assert left.share == 1.0


def test_taking_back_reaches_into_an_interest_shared_with_something_else() -> None:
    # Near enough to be one interest at first; what remains lies where the rest of it lies.
    near = (axis(0) + 0.9 * axis(1)) / np.linalg.norm(axis(0) + 0.9 * axis(1))
    unnamed = statement(2, "", 1)
    assert len(after(statement(1, "Horror", 1), (unnamed, near)).likes) == 1
    profile = after(statement(1, "Horror", 1), (unnamed, near), statement(3, "Horror", -1))
    (left,) = profile.likes
    np.testing.assert_allclose(left.centroid, near, atol=1e-5)
    assert left.mass == pytest.approx(1.0)
    assert left.targets == ()


def test_an_item_joins_no_interest_in_a_person_or_a_time() -> None:
    era = statement(1, "1990s", 1, kind="era")
    profile = after(era, (entry("like", 2, item="m1"), axis(0)))
    assert [i.targets for i in profile.likes] == [(("era", "1990s"),), ()]
    genre = statement(1, "Horror", 1)
    assert len(after(genre, (entry("like", 2, item="m1"), axis(0))).likes) == 1


def test_different_names_are_different_interests_however_near() -> None:
    near = (axis(0) + 0.1 * axis(1)) / np.linalg.norm(axis(0) + 0.1 * axis(1))
    profile = after(statement(1, "Horror", 1), (statement(2, "Thriller", 1), near))
    assert [i.targets for i in profile.likes] == [(("genre", "Horror"),), (("genre", "Thriller"),)]


def test_a_mild_no_takes_back_three_times_its_own_strength() -> None:
    profile = after(statement(1, "Horror", 1), statement(2, "Horror", -1, 0.3))
    assert liking(profile) == pytest.approx(0.1)
    assert profile.excluded == ()


def test_a_question_adds_nothing() -> None:
    assert after(statement(1, "Horror", 0, 0.1)).interests == ()
    assert after(statement(1, "Horror", 0, 1.0)).interests == ()
    both = after(statement(1, "Horror", -1), statement(2, "Horror", 0, 1.0))
    assert both.excluded == ("Horror",)


def test_nothing_scary_tonight_is_no_lasting_dislike() -> None:
    profile = after(statement(1, "Horror", 1), statement(2, "Horror", -1, lasting=False))
    assert liking(profile) == pytest.approx(1.0)
    assert profile.dislikes == ()
    assert profile.excluded == ()


def test_liking_then_disliking_then_liking_an_item_again() -> None:
    like, dislike = entry("like", 1, item="m"), entry("dislike", 2, item="m", day=1)
    profile = after(like, dislike)
    assert profile.likes == ()
    assert profile.dislikes[0].mass == pytest.approx(-1.0)
    assert (profile.liked, profile.disliked) == (frozenset(), {"m"})
    profile = after(like, dislike, entry("like", 3, item="m", day=2))
    assert profile.dislikes == ()
    assert liking(profile) == pytest.approx(1.0)
    assert (profile.liked, profile.disliked) == ({"m"}, frozenset())


def test_looking_at_something_once_more_is_no_change_of_mind() -> None:
    disliked = entry("dislike", 1, item="m")
    for kind in ("view", "click", "share", "a-host's-own"):
        profile = after(disliked, entry(kind, 2, item="m"))
        assert profile.dislikes[0].mass == pytest.approx(-1.0), kind


def test_said_of_a_film_and_done_with_it_are_about_the_same_thing() -> None:
    said = statement(2, "Alien", -1, kind="item", item="m", day=1)
    assert after(entry("like", 1, item="m"), said).likes == ()


def test_an_action_read_from_a_turn_counts_once_with_the_turns_statement() -> None:
    said = replace(statement(1, "Alien", 1, 0.9, kind="item", item="m"), id="t.s0", parent="t")
    read = replace(entry("like", 2, item="m"), parent="t")
    profile = after(said, read)
    assert liking(profile) == pytest.approx(0.9)
    assert profile.liked == {"m"}
    assert liking(after(said, replace(read, parent="another"))) == pytest.approx(1.9)
    assert liking(after(said, replace(read, item="other"))) == pytest.approx(1.9)


def test_the_floor_is_the_part_that_age_never_takes_away() -> None:
    learned = FOLD.learned([(statement(1, "Horror", 1), axis(0))])
    fresh, old, ancient = (learned.view(moment(day)).likes[0] for day in (0, 40, 40_000))
    never = ForgettingCurve().floor("statement")
    assert fresh.floor == pytest.approx(never)
    assert old.floor * old.mass == pytest.approx(never)
    assert (ancient.mass, ancient.floor) == pytest.approx((never, 1.0))


@pytest.mark.parametrize("role", ["assistant", "system", "tool"])
def test_only_what_the_person_says_and_does_is_learned_from(role: str) -> None:
    said, did = statement(1, "Horror", 1), entry("like", 2, item="m", role=role)
    profile = after(entry("statement", 1, data=said.data, role=role), did)
    assert profile.interests == ()
    assert profile.liked == frozenset()
    assert profile.entries == 0


def test_being_shown_something_says_nothing() -> None:
    profile = after(entry("impression", 1, item="m", data={"items": ["m"]}), entry("turn", 2))
    assert profile.interests == ()
    assert profile.entries == 1
    assert profile.sequence == 2


# -- ratings ----------------------------------------------------------------------------------


def rating(number: int, value: float, item: str, scale=None):
    return entry("rating", number, value=value, scale=scale, item=item), axis(number % DIMENSION)


def test_ratings_are_centred_on_the_persons_own_mean_worked_out_by_hand() -> None:
    # As fractions of 1..5: 1.0, 0.75, 0.5. The mean starts from three times 0.5.
    profile = after(rating(0, 5, "a"), rating(1, 4, "b"), rating(2, 3, "c"))
    masses = sorted(interest.mass for interest in profile.interests)
    first, second = 2 * (1.0 - 1.5 / 3), 2 * (0.75 - 2.5 / 4)
    third = 2 * (0.5 - 3.25 / 5)
    assert masses == pytest.approx(sorted([first, second, third]))
    assert third < 0
    assert profile.seen == {"a", "b", "c"}


def test_four_of_five_is_praise_from_a_stern_person_and_blame_from_a_mild_one() -> None:
    stern = after(*(rating(n, 1, f"s{n}") for n in range(12)), rating(12, 4, "x"))
    mild = after(*(rating(n, 5, f"s{n}") for n in range(12)), rating(12, 3, "x"))
    sign = {
        name: next(i.polarity for i in profile.interests if any(e.item == "x" for e in i.evidence))
        for name, profile in (("stern", stern), ("mild", mild))
    }
    assert sign == {"stern": 1, "mild": -1}


def test_a_rating_knows_its_scale_and_stays_on_it() -> None:
    assert after(rating(0, 10, "a", (0.0, 10.0))).interests[0].mass == pytest.approx(1.0)
    assert after(rating(0, 1e300, "a")).interests[0].mass == pytest.approx(1.0)
    assert after(rating(0, -1e300, "a")).interests[0].mass == pytest.approx(-1.0)
    assert after(rating(0, 3, "a")).interests == ()


# -- exclusions and items ---------------------------------------------------------------------


def test_a_strong_lasting_no_excludes_and_any_yes_lifts_it() -> None:
    no = statement(1, "Horror", -1, STRONG)
    assert after(no).excluded == ("Horror",)
    assert after(statement(1, "Horror", -1, STRONG - 0.01)).excluded == ()
    assert after(statement(1, "Noah Baumbach", -1, kind="person")).excluded == ("Noah Baumbach",)
    assert after(statement(1, "the fifties", -1, kind="era")).excluded == ()
    assert after(no, statement(2, "Horror", 1, 0.2, lasting=False)).excluded == ()
    assert after(no, statement(2, "Comedy", 1)).excluded == ("Horror",)
    again = after(no, statement(2, "Horror", 1, day=1), statement(3, "Horror", -1, day=2))
    assert again.excluded == ("Horror",)


@pytest.mark.parametrize(
    ("deeds", "seen", "liked", "disliked", "saved"),
    [
        (["watch"], "m", "", "", ""),
        (["purchase"], "m", "", "", ""),
        (["rating"], "m", "", "", ""),
        (["dismiss seen-it"], "m", "", "", ""),
        (["dismiss not-for-me"], "", "", "m", ""),
        (["dismiss not-now"], "", "", "", ""),
        (["dismiss too-expensive"], "", "", "", ""),
        (["view", "click"], "", "", "", ""),
        (["like"], "", "m", "", ""),
        (["save"], "", "", "", "m"),
        (["like", "save"], "", "m", "", "m"),
        (["save", "watch"], "m", "", "", ""),
        (["watch", "save"], "m", "", "", "m"),
        (["save", "dislike"], "", "", "m", ""),
        (["dislike", "save"], "", "", "", "m"),
        (["like", "watch"], "m", "m", "", ""),
        (["like", "dislike"], "", "", "m", ""),
        (["dislike", "like"], "", "m", "", ""),
    ],
)
def test_what_became_of_an_item(deeds, seen, liked, disliked, saved) -> None:
    made = []
    for number, deed in enumerate(deeds, 1):
        kind, _, reason = deed.partition(" ")
        data = {"reason": reason} if reason else {}
        made.append(entry(kind, number, day=number, item="m", data=data))
    profile = after(*made)
    found = tuple("".join(s) for s in (profile.seen, profile.liked, profile.disliked))
    assert (*found, "".join(profile.saved)) == (seen, liked, disliked, saved)


def test_a_dismissal_as_not_for_me_is_a_dislike_and_others_are_not() -> None:
    refused = entry("dismiss", 1, item="m", data={"reason": "not-for-me"})
    assert after(refused).dislikes[0].mass == pytest.approx(-1.0)
    assert after(entry("dismiss", 1, item="m", data={"reason": "not-now"})).interests == ()


# -- what comes late --------------------------------------------------------------------------


def test_an_old_yes_that_arrives_after_a_newer_no_changes_nothing() -> None:
    no = statement(1, "Horror", -1, day=10), entry("dislike", 2, item="m", day=10)
    late = statement(3, "Horror", 1, day=5), entry("like", 4, item="m", day=5)
    profile = after(*no, *late)
    assert profile.likes == ()
    assert profile.excluded == ("Horror",)
    assert (profile.liked, profile.disliked) == (frozenset(), {"m"})
    between = entry("like", 5, item="m", day=20), entry("dislike", 6, item="m", day=15)
    profile = after(*no, *late, *between, entry("like", 7, item="m", day=12))
    assert (profile.liked, profile.disliked) == ({"m"}, frozenset())


@given(
    st.lists(st.tuples(st.sampled_from([-1, 1]), st.floats(0.05, 1)), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_masses_about_one_thing_are_the_same_in_any_order_of_arrival(said, random) -> None:
    life = [
        (statement(n, "Horror", polarity, strength, day=n), axis(0))
        for n, (polarity, strength) in enumerate(said, 1)
    ]
    shuffled = random.sample(life, len(life))
    for day in (10.0, 500.0):
        one, other = (FOLD.learned(order).view(moment(day)) for order in (life, shuffled))
        assert liking(one) == pytest.approx(liking(other), rel=1e-6, abs=2e-3)
        assert sum(i.mass for i in one.dislikes) == pytest.approx(
            sum(i.mass for i in other.dislikes), rel=1e-6, abs=2e-3
        )


def test_a_late_arrival_has_the_mass_of_its_age() -> None:
    today = after(statement(1, "Horror", 1, day=100))
    profile = FOLD.learned(
        [(entry("view", 1, day=100, item="x"), None), (statement(2, "Horror", 1, day=0), axis(0))]
    ).view(moment(100))
    old = FOLD.learned([(statement(1, "Horror", 1, day=0), axis(0))]).view(moment(100))
    assert liking(profile) == pytest.approx(liking(old))
    assert liking(profile) < 0.5 * liking(today)


# -- interests --------------------------------------------------------------------------------


def test_entries_join_by_what_they_are_about_and_by_meaning() -> None:
    by_key = after((statement(1, "Noir", 1), axis(0)), (statement(2, "Noir", 1), axis(1)))
    assert len(by_key.likes) == 1
    by_meaning = after((entry("like", 1, item="a"), axis(0)), (entry("like", 2, item="b"), axis(0)))
    assert len(by_meaning.likes) == 1
    apart = after((entry("like", 1, item="a"), axis(0)), (entry("like", 2, item="b"), axis(1)))
    assert len(apart.likes) == 2
    sides = after((entry("like", 1, item="a"), axis(0)), (entry("dislike", 2, item="b"), axis(0)))
    assert [interest.polarity for interest in sides.interests] == [1, -1]


def test_the_threshold_decides_who_joins() -> None:
    half = np.array([0.55, np.sqrt(1 - 0.55**2), 0, 0, 0, 0], np.float32)
    pair = (entry("like", 1, item="a"), axis(0)), (entry("like", 2, item="b"), half)
    assert len(after(*pair).likes) == 1
    less = np.array([0.45, np.sqrt(1 - 0.45**2), 0, 0, 0, 0], np.float32)
    assert len(after(pair[0], (pair[1][0], less)).likes) == 2


def test_the_two_nearest_are_merged_to_make_room() -> None:
    calibration = uncalibrated(MOST_INTERESTS + 8)
    learned = PersonProfile("ann", calibration, ForgettingCurve())
    vectors = [axis(n, MOST_INTERESTS + 8) for n in range(MOST_INTERESTS + 8)]
    # Nearest of all, though below the threshold: the first two.
    vectors[1] = (0.45 * vectors[0] + np.sqrt(1 - 0.45**2) * vectors[1]).astype(np.float32)
    for n in range(MOST_INTERESTS):
        learned.learn(entry("like", n + 1, item=f"m{n}"), vectors[n])
    assert len(learned.interests) == MOST_INTERESTS
    learned.learn(entry("like", 90, item="new"), vectors[MOST_INTERESTS])
    profile = learned.view(moment(0))
    assert len(profile.likes) == MOST_INTERESTS
    merged = profile.likes[0]
    assert {part.item for part in merged.evidence} == {"m0", "m1"}
    assert merged.mass == pytest.approx(2.0)
    assert liking(profile) == pytest.approx(MOST_INTERESTS + 1)
    assert sum(interest.share for interest in profile.likes) == pytest.approx(1)


def test_a_like_and_a_dislike_are_never_merged() -> None:
    dimension = MOST_INTERESTS + 8
    learned = PersonProfile("ann", uncalibrated(dimension), ForgettingCurve())
    learned.learn(entry("dislike", 1, item="no"), axis(0, dimension))
    for n in range(MOST_INTERESTS + 3):
        learned.learn(entry("like", n + 2, item=f"m{n}"), axis(n, dimension))
    profile = learned.view(moment(0))
    assert [i.mass for i in profile.dislikes] == pytest.approx([-1.0])
    assert liking(profile) == pytest.approx(MOST_INTERESTS + 3)


def test_what_was_taken_back_makes_room_first() -> None:
    learned = PersonProfile("ann", uncalibrated(MOST_INTERESTS + 8), ForgettingCurve())
    for n in range(MOST_INTERESTS - 1):
        learned.learn(entry("like", n + 1, item=f"m{n}"), axis(n, MOST_INTERESTS + 8))
    learned.learn(entry("dislike", 60, item="m0"), axis(0, MOST_INTERESTS + 8))
    learned.learn(entry("like", 61, item="new"), axis(MOST_INTERESTS, MOST_INTERESTS + 8))
    profile = learned.view(moment(0))
    assert len(profile.likes) == MOST_INTERESTS - 1
    assert all(len(interest.evidence) == 1 for interest in profile.interests)


def test_an_entry_without_a_place_still_takes_back_and_settles() -> None:
    profile = after(statement(1, "Horror", 1), (statement(2, "Horror", -1), None))
    assert profile.interests == ()
    assert profile.excluded == ("Horror",)


def test_interests_are_ordered_by_what_is_left_of_them() -> None:
    profile = after(
        (entry("like", 1, item="a"), axis(0)),
        (entry("like", 2, item="b", day=60), axis(1)),
        (statement(3, "Noir", -1, 0.4, day=60), axis(2)),
        (statement(4, "War", -1, 0.7, day=60), axis(3)),
    )
    assert [i.medoid for i in profile.likes] == ["b", "a"]
    assert [i.targets[0][1] for i in profile.dislikes] == ["War", "Noir"]
    assert profile.likes[0].share > profile.likes[1].share > 0
    assert profile.likes[0].first_at == profile.likes[0].last_at == moment(60)


# -- growing together, resting, moving ------------------------------------------------------------


def between(one: int, other: int, cosine: float) -> np.ndarray:
    """A unit vector with this cosine to one axis, and the rest along another."""
    rest = np.sqrt(1 - cosine**2)
    return np.asarray(cosine * axis(one) + rest * axis(other), np.float32)


def test_interests_that_have_grown_together_become_one() -> None:
    # Two apart, with a cosine of .45; then entries about each that lie towards the other.
    apart = [
        (entry("like", 1, item="a"), axis(0)),
        (entry("like", 2, item="b"), between(0, 1, 0.45)),
    ]
    assert len(after(*apart).likes) == 2
    towards = between(0, 1, 0.8)
    more = [(entry("like", n, item="b"), towards) for n in (3, 4)]
    assert len(after(*apart, more[0]).likes) == 1
    (one,) = after(*apart, *more).likes
    assert one.id == "i1", "the older one goes on"
    assert one.mass == pytest.approx(4)
    assert {part.item for part in one.evidence} == {"a", "b"}


def test_they_are_one_from_where_two_entries_would_join_on_average() -> None:
    # Sums (1, 0) and (c + x, ...): the mean cosine between both is (.45 + x) / 2, below .5 at .54.
    apart = [
        (entry("like", 1, item="a"), axis(0)),
        (entry("like", 2, item="b"), between(0, 1, 0.45)),
    ]
    assert len(after(*apart, (entry("like", 3, item="b"), between(0, 1, 0.54))).likes) == 2
    assert len(after(*apart, (entry("like", 3, item="b"), between(0, 1, 0.56))).likes) == 1


def test_what_has_another_name_or_sign_is_never_united() -> None:
    near = between(0, 1, 0.9)
    names = (statement(1, "Noir", 1), axis(0)), (statement(2, "Horror", 1), near)
    assert len(after(*names).likes) == 2
    era = (statement(1, "the fifties", 1, kind="era"), axis(0)), (entry("like", 2, item="a"), near)
    assert len(after(*era).likes) == 2
    signs = (entry("like", 1, item="a"), axis(0)), (entry("dislike", 2, item="b"), near)
    assert [len(after(*signs).likes), len(after(*signs).dislikes)] == [1, 1]


def test_an_unnamed_interest_takes_the_name_of_the_one_it_grew_into() -> None:
    said = (statement(1, "Noir", 1), axis(0))
    done = (entry("like", 2, item="a"), between(0, 1, 0.4))
    assert len(after(said, done).likes) == 2
    (one,) = after(said, done, (entry("like", 3, item="a"), axis(0))).likes
    assert one.targets == (("genre", "Noir"),)
    assert one.mass == pytest.approx(3)


def total_mass(learned: PersonProfile, polarity: int, day: float) -> float:
    states = (state for state in learned.interests if state.polarity == polarity)
    return sum(state.mass(FIRST_DAY + day, learned.curve) for state in states)


@given(steps(most=40))
def test_uniting_keeps_all_mass_and_all_evidence(life) -> None:
    united, apart = FOLD.learned(life), person()
    apart.gathering.unite = lambda state: None
    for step in life:
        apart.learn(*step)
    for polarity, day in ((1, 2000), (-1, 2000), (1, 3000)):
        expected = total_mass(apart, polarity, day)
        assert total_mass(united, polarity, day) == pytest.approx(expected, rel=1e-6, abs=1e-9)
    entries = [sorted(row.entry for s in p.interests for row in s.ledger) for p in (united, apart)]
    assert entries[0] == entries[1]


def test_a_passing_wish_of_long_ago_rests_and_comes_back() -> None:
    learned = person()
    learned.learn(statement(1, "Noir", 1, 0.7), axis(0))
    learned.learn(entry("search", 2), axis(1))
    (_, wish) = learned.view(moment(1)).likes
    assert wish.mass < 0.11
    # It fades below .05 within weeks, and leaves after three months of that.
    faint = next(
        d for d in range(900) if learned.interests[1].mass(FIRST_DAY + d, learned.curve) < RESTING
    )
    assert 5 < faint < 60
    assert len(learned.view(moment(faint + RESTING_DAYS - 2)).likes) == 2
    (left,) = learned.view(moment(faint + RESTING_DAYS + 1)).likes
    assert (left.targets, left.share) == ((("genre", "Noir"),), 1.0)
    learned.learn(entry("search", 3, day=400), axis(1))
    back = learned.view(moment(400)).likes[1]
    assert (back.id, len(back.evidence)) == (wish.id, 2)


def test_what_was_told_as_lasting_never_rests_and_no_dislike_does() -> None:
    told = FOLD.learned(
        [(statement(1, "Noir", 1, 0.4), axis(0)), (statement(2, "War", -1, 0.05), axis(1))]
    )
    profile = told.view(moment(20_000))
    assert len(profile.likes) == len(profile.dislikes) == 1
    assert abs(profile.dislikes[0].mass) < RESTING
    out = FOLD.learned([(statement(1, "Horror", -1, STRONG), axis(0))]).view(moment(20_000))
    assert out.excluded == ("Horror",)


def test_nor_does_it_where_people_are_found_to_forget_almost_everything() -> None:
    curve = ForgettingCurve(np.log([0.9, 0.01, 0.01, 0.01, 0.01, 0.05, 0.01]))
    learned = PersonProfile("ann", uncalibrated(DIMENSION), curve)
    learned.learn(statement(1, "Noir", 1, 0.6), axis(0))
    learned.learn(entry("like", 2, item="a"), axis(1))
    learned.learn(statement(3, "War", 1, 0.3), axis(2))
    assert len(learned.view(moment(1)).likes) == 3
    assert [i.id for i in learned.view(moment(2000)).likes] == ["i2", "i1"]


def test_where_interests_are_going() -> None:
    life = [(entry("like", n + 1, item="a", day=n), axis(0)) for n in range(60)]
    life += [(entry("like", n + 1, item="b", day=n), axis(1)) for n in range(60, 68)]
    life.append((entry("dislike", 90, item="c", day=67), axis(2)))
    learned = FOLD.learned(life)
    profile = learned.view(moment(67))
    found = {interest.medoid: interest.trend for interest in profile.likes}
    assert (found["a"].direction, found["b"].direction) == ("falling", "rising")
    assert found["a"].lately + found["b"].lately == pytest.approx(1)
    assert found["a"].before + found["b"].before == pytest.approx(1)
    assert found["b"].lately > 2 * found["b"].before
    assert profile.dislikes[0].trend is None
    # When nothing happens any more, nothing moves.
    assert {i.trend.direction for i in learned.view(moment(400)).likes} == {"steady"}


# -- then and now, over a journal -----------------------------------------------------------------


@pytest.fixture
def journal(tmp_path: Path):
    opened = Journal.open(tmp_path / "journal.db")
    yield opened
    opened.close()


def people(journal: Journal) -> People:
    return People(journal, "six", uncalibrated(DIMENSION), lambda user: ForgettingCurve())


def keep(journal: Journal, user: str, life, supersedes) -> list:
    """Append the steps under this name; some supersede others, some hang on others."""
    entries, vectors = [], {}
    for number, (one, vector) in enumerate(life):
        older, parent = supersedes.get(number, (None, None))
        one = entry(
            one.kind or "turn",
            0,
            id=f"{user}-{number}",
            user=user,
            role=one.role,
            item=one.item,
            value=one.value,
            data=one.data,
            embedder="six",
            supersedes=None if older is None else f"{user}-{older}",
            parent=None if parent is None else f"{user}-{parent}",
            day=one.day - FIRST_DAY,
        )
        entries.append(one)
        if vector is not None and np.isfinite(vector).all():
            # The door lets no other vector in, and a journal that holds one is damaged.
            vectors[one.id] = vector
    stored = journal.append(entries, vectors)
    return [(one, vectors.get(one.id)) for one in stored]


def counting(life, until=None) -> list:
    """The steps that count as of ``until``, worked out the slow way."""
    there = [one for one, _ in life if until is None or one.occurred_at <= until]

    by_id = {one.id: one for one in there}

    def parent(one) -> str | None:
        return one.parent if one.parent != one.supersedes else None

    def effect(one, asking: tuple[str, ...] = ()) -> bool:
        assume(one.id not in asking)  # a circle
        undone = any(
            other.supersedes == one.id and other.kind == "undo" and effect(other, (*asking, one.id))
            for other in there
        )
        return not undone and not (parent(one) and dead(parent(one), (*asking, one.id)))

    def dead(key: str, asking: tuple[str, ...] = ()) -> bool:
        if any(effect(one, asking) for one in there if one.supersedes == key):
            return True
        mine = by_id.get(key)
        return bool(mine and parent(mine) and dead(parent(mine), asking))

    kept = {one.id for one in there if not dead(one.id)}
    return [step for step in life if step[0].id in kept]


PLACES = st.one_of(st.none(), st.integers(0, 20))
TIES = st.lists(st.tuples(st.integers(1, 20), PLACES, PLACES), max_size=6)


def tied(number: int, drawn) -> dict[int, tuple]:
    """Who supersedes whom and who hangs on whom: always an earlier one."""
    return {
        place: tuple(None if other is None else other % place for other in others)
        for place, *others in drawn
        if place < number
    }


SLOW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(st.data())
def test_as_of_a_day_is_what_would_have_been_learned_by_then(journal, data) -> None:
    user = f"u{journal.head()}"
    life = data.draw(steps(most=12))
    life = keep(journal, user, life, tied(len(life), data.draw(TIES)))
    asked = people(journal)
    for day in [2001.0, *data.draw(st.lists(DAYS, min_size=2, max_size=4))]:
        expected = replayed(person(), counting(life, moment(day))).view(moment(day))
        found = asked.profile(user, moment(day))
        assert seen_on(replace(found, user="ann", sequence=0)) == seen_on(
            replace(expected, sequence=0)
        )


@SLOW
@given(st.data())
def test_learning_live_is_the_same_as_replaying(journal, data) -> None:
    user = f"u{journal.head()}"
    life = data.draw(steps(most=12))
    found = tied(len(life), data.draw(TIES))
    live, end = people(journal), moment(2001)
    live.profile(user, end)
    for number in range(len(life)):
        # One at a time, with a look now and then, as in use.
        step = keep(journal, user, life[: number + 1], found)[-1]
        live.learn(*step)
        if data.draw(st.booleans()):
            live.profile(user, end)
    assert seen_on(live.profile(user, end)) == seen_on(people(journal).profile(user, end))


def test_an_undone_like_counts_until_it_was_undone(journal) -> None:
    life = [
        (entry("like", 1, item="m", day=1), axis(0)),
        (entry("undo", 2, item="m", day=5), axis(0)),
        (entry("undo", 3, day=9), None),
    ]
    keep(journal, "ann", life, {1: (0, None), 2: (1, None)})
    asked = people(journal)
    liked = [asked.profile("ann", moment(day)).liked for day in (0, 1, 4.9, 5, 8, 9, 20)]
    none, one = frozenset(), frozenset({"m"})
    assert liked == [none, one, one, none, none, one, one]


def test_what_hangs_on_an_edited_turn_goes_with_it(journal) -> None:
    life = [
        (entry("turn", 1, day=1), None),
        (statement(2, "Horror", 1, day=1), axis(0)),
        (entry("turn", 3, day=2), None),
        (statement(4, "Noir", 1, day=2), axis(1)),
        (statement(5, "Western", 1, day=1), axis(2)),
    ]
    keep(journal, "ann", life, {1: (None, 0), 2: (0, None), 3: (None, 2), 4: (None, 0)})
    asked = people(journal)
    assert [i.targets for i in asked.profile("ann", moment(3)).likes] == [(("genre", "Noir"),)]
    before = asked.profile("ann", moment(1.5)).likes
    assert {i.targets[0][1] for i in before} == {"Horror", "Western"}


def test_one_persons_undo_does_not_reach_anothers_entries(journal) -> None:
    keep(journal, "ann", [(entry("like", 1, item="m"), axis(0))], {})
    journal.append([entry("undo", 0, id="mean", user="mallory", supersedes="ann-0", day=1)], {})
    assert journal.superseded() == set()
    assert people(journal).profile("ann", moment(2)).liked == {"m"}


def test_many_people_are_kept_and_the_one_not_used_for_longest_makes_room(
    journal, monkeypatch
) -> None:
    monkeypatch.setattr("penchant.memory.people.KEPT", 2)
    for user in "abc":
        keep(journal, user, [(entry("like", 1, item=user), axis(0))], {})
    asked = people(journal)
    for user in "abca":
        assert asked.profile(user, moment(1)).liked == {user}
    assert list(asked._kept) == ["c", "a"]


def test_taking_something_back_is_nothing_one_did() -> None:
    assert after(entry("like", 1, item="m"), entry("undo", 2)).entries == 1
