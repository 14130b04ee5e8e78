"""Habits: what is chosen when, where and by whom; consent; and what becomes of it in lists."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from checks import FIRST_DAY, Fold, check_laws, entry, moment
from hypothesis import example, given
from hypothesis import strategies as st

import penchant
from penchant.memory.core.habits.fold import Habits
from penchant.memory.core.habits.lift import STRENGTH, lift, people_in
from penchant.memory.core.habits.occasion import (
    LONGEST,
    MOST_FIELDS,
    near_day,
    near_hour,
    occasion_of,
    pairs_of,
)
from penchant.memory.core.habits.person import MOST_USES, Person
from penchant.memory.core.habits.table import PERIOD, Table, left_of
from penchant.memory.core.signals import FAMILY
from penchant.memory.errors import BadInput
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Item, Json, Reason, Recommendation
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender
from penchant.tools.sentences import say_recommendation, say_why

OURS = ("hour", "weekday", "setting", "trait-match", "trait-choices")
SHANGHAI, BERLIN, NEW_YORK = "Asia/Shanghai", "Europe/Berlin", "America/New_York"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


# -- occasions ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "zone", "hour", "weekday"),
    [
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), SHANGHAI, 7.5, 1),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), NEW_YORK, 18.5, 0),
        # Clocks went forward in Berlin on 29 March 2026 at 01:00 UTC, back on 25 October.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), BERLIN, 1 + 59 / 60, 6),
        (datetime(2026, 3, 29, 1, 1, tzinfo=UTC), BERLIN, 3 + 1 / 60, 6),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), BERLIN, 2.5, 6),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), BERLIN, 2.5, 6),
        (datetime(2026, 3, 2, 9, 15, tzinfo=UTC), None, 9.25, 0),
        (datetime(2026, 3, 2, 9, 15, tzinfo=UTC), "Mars/Olympus", 9.25, 0),
    ],
)
def test_the_hour_and_the_day_are_those_where_the_person_is(at, zone, hour, weekday) -> None:
    found = occasion_of(at, zone, {})
    assert found.hour == pytest.approx(hour)
    assert found.weekday == weekday


def test_midnight_to_the_second_is_a_date_and_no_hour() -> None:
    assert occasion_of(datetime(2026, 3, 2, tzinfo=UTC), SHANGHAI, {}).hour is None
    assert occasion_of(datetime(2026, 3, 1, 16, tzinfo=UTC), SHANGHAI, {}).hour is None
    assert occasion_of(datetime(2026, 3, 2, 0, 0, 1, tzinfo=UTC), None, {}).hour is not None


def test_two_minutes_over_the_hour_change_little_and_midnight_is_no_wall() -> None:
    before, after = near_hour(21 + 59 / 60), near_hour(22 + 1 / 60)
    assert np.abs(before - after).max() < 0.02
    assert near_hour(23.9)[[22, 23, 0, 1]].min() > 0.3
    assert near_hour(9.5)[21] == 0.0


HOSTILE = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=200),
    ),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=80), inner),
    max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(st.text(max_size=80), HOSTILE, max_size=20))
@example({"W": True, "w": False})
def test_whatever_a_host_passes_few_and_short_values_come_out(context: dict[str, Any]) -> None:
    found = pairs_of(context)
    assert len({name for name, _ in found}) <= MOST_FIELDS
    assert all(0 < len(word) <= 3 * LONGEST for pair in found for word in pair)
    assert found == pairs_of(dict(reversed(context.items())))


def test_what_cannot_come_again_is_no_setting() -> None:
    assert pairs_of({f"k{n}": "x" for n in range(10_000)}) == ()
    assert pairs_of({"a": "x" * 100_000, "b": math.nan, "c": 1.7e9, "d": {"e": 1}, "f": None}) == ()
    assert pairs_of({"Device": " Phone ", "app": True, "n": 3, "to": ["B", "a", 7, {}]}) == (
        ("app", "yes"), ("device", "phone"), ("n", "3"), ("to", "7"), ("to", "a"), ("to", "b"),
    )  # fmt: skip


# -- the fold -------------------------------------------------------------------------------------


def look(habits: Habits) -> object:
    found: list[object] = []
    for user in ("ann", "ben", "nobody"):
        occasion = habits.occasion(user, moment(5.4), {"device": "phone"})
        found.append((occasion, habits.told(user)))
        found += [_plain(one, habits) for one in habits.tallies(user, occasion, FIRST_DAY + 2000)]
    return found


def _plain(tally, habits: Habits, *, marks: bool = True) -> object:
    items = habits.items
    own = None if tally.own is None else [
        (items[row], n, k) for row, n, k in zip(*(one.tolist() for one in tally.own), strict=True)
    ]  # fmt: skip
    people = people_in(tally.people).tolist(), people_in(tally.people_so).tolist()
    names = [items[row] for row in tally.rows.tolist()]
    counts = sorted(zip(names, tally.n.tolist(), tally.k.tolist(), *people, strict=True))
    return tally.group, tally.value, counts, own and sorted(own)


FOLD = Fold(Habits, lambda habits, one: habits.learn(one), look)


@st.composite
def lives(draw: st.DrawFn, *, zones=(None, SHANGHAI, "nowhere", 7), describing: bool = True):
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["like", "watch", "view", "dislike", "undo", "impression"]
                                + ["describe"] * 2 * describing),
                st.sampled_from(["ann", "ben", "cas"]),
                st.sampled_from(["a", "b", "c", None]),
                st.one_of(st.floats(0, 3), st.floats(0, 2000), st.floats(-90_000, 90_000)),
                st.sampled_from(["user", "user", "user", "assistant"]),
                st.sampled_from(zones),
                st.sampled_from([None, "phone", "tv", 3, True, math.nan]),
                st.dictionaries(
                    st.sampled_from(["language", "size"]), st.sampled_from(["zh", "en", ["zh"]])
                ),
            ),
            max_size=40,
        )
    )  # fmt: skip
    return [
        entry(
            kind, number, user=user, item=item, day=day, role=role,
            context={"time_zone": zone, "device": device},
            data={"attributes": told, "consented": True},
        )
        for number, (kind, user, item, day, role, zone, device, told) in enumerate(drawn, 1)
    ]  # fmt: skip


@given(lives())
def test_habits_keep_the_laws_of_a_learner(entries: list[Entry]) -> None:
    kept = [one for one in entries if one.user != "ann"]
    check_laws(FOLD, entries, kept)


@given(lives(zones=(SHANGHAI, BERLIN), describing=False), st.randoms())
def test_counts_are_the_same_in_any_order_to_the_last_bit(entries, random) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    one, other = FOLD.learned(entries), FOLD.learned(shuffled)
    for user in ("ann", "ben"):
        occasion = occasion_of(moment(5.4), SHANGHAI, {"device": "phone"})
        day = FIRST_DAY + 2000
        first, second = (
            sorted(map(repr, (_plain(tally, habits) for tally in found)))
            for habits in (one, other)
            for found in [habits.tallies(user, occasion, day)]
        )
        assert first == second


@given(lives())
def test_what_was_read_on_the_way_changes_nothing_read_later(entries: list[Entry]) -> None:
    read = Habits()
    for one in entries:
        read.learn(one)
        look(read)
    assert look(read) == look(FOLD.learned(entries))


@given(lives(), st.floats(0, 23.9))
def test_own_counts_are_those_of_each_choice_by_itself(entries: list[Entry], hour: float) -> None:
    habits, day = FOLD.learned(entries), FIRST_DAY + 2000
    who = habits._people.get("ann")
    occasion = replace(habits.occasion("ann", moment(5.4), {"device": "phone"}), hour=hour)
    for tally in habits.tallies("ann", occasion, day):
        if tally.own is None:
            continue
        columns = habits._table.columns
        near = {"weekday": near_day(occasion.weekday), "hour": near_hour(hour)}.get(tally.group)
        counting = {tally.value: 1.0} if near is None else dict(enumerate(near.tolist()))
        expected: dict[int, list[float]] = {}
        for item, period, bits in who.chosen():
            left = left_of(period, max(day, habits.last_day))
            for (group, value), column in columns.items():
                if group == tally.group and bits >> column & 1:
                    sums = expected.setdefault(item, [0.0, 0.0])
                    key = value if near is None else int(value)
                    sums[0] += left
                    sums[1] += left * counting.get(key, 0.0)
        rows, n, k = (one.tolist() for one in tally.own)
        assert dict(zip(rows, zip(n, k, strict=True), strict=True)) == {
            row: pytest.approx(tuple(sums), rel=1e-9) for row, sums in expected.items()
        }


def test_coming_back_to_an_item_counts_once_in_a_while() -> None:
    once = [entry("watch", 1, item="a", day=3.8)]
    often = once + [entry("view", n, item="a", day=3.8 + n / 1e4) for n in range(2, 50)]
    look_once, look_often = (_tally(FOLD.learned(e), "hour").n for e in (once, often))
    assert look_once.tolist() == pytest.approx(look_often.tolist(), rel=1e-3)
    later = [*once, entry("view", 2, item="a", day=3.8 + 2 * PERIOD)]
    assert _tally(FOLD.learned(later), "hour").n[0] == pytest.approx(
        1.25 * _tally(FOLD.learned(later[1:]), "hour").n[0]
    )


def _tally(habits: Habits, group: str, user: str = "nobody", at: float = 3.8, **context: Json):
    occasion = occasion_of(moment(at), None, context)
    found = habits.tallies(user, occasion, habits.last_day)
    return next(one for one in found if one.group == group)


def test_a_zone_once_passed_holds_until_another_is() -> None:
    habits = FOLD.learned([
        entry("like", 1, item="a", day=0.25, context={"time_zone": SHANGHAI}),
        entry("like", 2, item="b", day=0.25),
        entry("like", 3, item="c", day=0.25, context={"time_zone": NEW_YORK}),
        entry("like", 4, item="d", day=0.25, user="ben"),
    ])  # fmt: skip
    # 06:00 UTC is 14:00 in Shanghai and 01:00 in New York.
    for hour, items in ((14.5, ["a", "b"]), (1.5, ["c"]), (6.5, ["d"])):
        tally = _tally(habits, "hour", at=hour / 24)
        assert [habits.items[row] for row in tally.rows[tally.k == 1.0 * tally.n]] == items
    assert habits.occasion("ann", moment(0.25), {}).hour == 1.0
    assert habits.occasion("ann", moment(0.25), {"time_zone": SHANGHAI}).hour == 14.0


def test_a_million_contexts_and_uses_stay_bounded() -> None:
    habits = Habits()
    for number in range(MOST_USES + 500):
        fields = {f"f{number % 40}": f"v{number}", "device": f"d{number % 100}"}
        habits.learn(entry("view", number, item=f"m{number}", day=0.3, context=fields))
    table = habits._table
    assert isinstance(table, Table)
    assert len(table.columns) < 1000
    assert len(habits._people["ann"].uses) == MOST_USES
    # 40 fields and more came, 24 are counted, 32 values of each.
    fields = {group for group, value in table.columns if group.startswith("field:") and value}
    assert len(fields) <= 24
    assert sum(group == "field:device" for group, value in table.columns if value) == 32


def test_a_lift_is_what_its_formula_says_and_few_people_give_none() -> None:
    many, few = np.array([0b111], np.uint64), np.array([0b11], np.uint64)
    n, k = np.array([30.0]), np.array([20.0])
    expected = math.log((20 + STRENGTH * 0.25) / ((30 + STRENGTH) * 0.25))
    assert lift(n, k, many, many, 0.25)[0] == pytest.approx(expected)
    assert lift(n, k, many, few, 0.25)[0] == 0.0
    assert lift(n, k, few, few, 0.25)[0] == 0.0
    # That nobody chose it so is told by those who chose it otherwise.
    nobody = np.array([0], np.uint64)
    assert lift(n, np.zeros(1), many, nobody, 0.25)[0] < 0
    assert lift(n, n, many, many, 1.0)[0] == 0.0


def test_what_was_told_of_a_person_counts_for_what_they_chose_before_and_is_taken_back() -> None:
    uses = [entry("like", n, item="ab"[n % 2], day=0.3, user=f"p{n % 6}") for n in range(1, 25)]
    told = [
        entry(
            "describe", 100 + n, day=0.5, user=f"p{n}", data={"attributes": {"size": "ml"[n % 2]}}
        )
        for n in range(6)
    ]
    before, after = FOLD.learned([*uses, *told]), FOLD.learned([*told, *uses])
    for habits in (before, after):
        found = habits.tallies("p0", occasion_of(moment(1), None, {}), FIRST_DAY + 1)
        tally = next(one for one in found if one.group == "trait:size")
        assert dict(zip([habits.items[row] for row in tally.rows], tally.k > 0, strict=True)) == {
            "a": True, "b": False,
        }  # fmt: skip
    before.learn(entry("describe", 200, day=0.6, user="p0", data={"attributes": {}}))
    assert before.told("p0") == ()
    assert before.told("p0", FIRST_DAY + 0.55) == (("size", "m"),)
    found = before.tallies("p2", occasion_of(moment(1), None, {}), FIRST_DAY + 1)
    tally = next(one for one in found if one.group == "trait:size")
    assert people_in(tally.people).max() == 3
    assert people_in(tally.people_so).max() == 2


# -- a world where the occasion decides -----------------------------------------------------------


def items() -> list[Item]:
    made = []
    for k in range(60):
        kind = ("Comedy", "News", "Drama")[k % 3]
        made.append(
            Item(
                id=f"i{k}", title=f"Title {k}", categories=(kind,),
                attributes={"language": ("en", "zh")[(k // 3) % 2]},
            )
        )  # fmt: skip
    return made


def opened(folder: Path, embedder, clock) -> Recommender:
    memory = Memory.open(folder, embedder, clock=clock)
    made = items()
    matrix = memory.embedder.encode(["the same words" for _ in made])
    return Recommender(memory, Catalog(made, matrix, words_zh={"Comedy": "喜剧", "News": "新闻"}))


def used(user: str, number: int, item: int, at: datetime, **context: Json) -> Entry:
    return Entry(
        id=f"{user}:{number}", kind="watch", user=user, item=f"i{item}",
        occurred_at=at, recorded_at=at, context=context,
    )  # fmt: skip


def evenings(
    rng: np.random.Generator, people: int = 12, each: int = 16, *, shuffled: bool = False
) -> list[Entry]:
    """Comedies in the evening and news in the morning, dramas at any time, in Shanghai."""
    found = []
    for person in range(people):
        for number in range(each):
            kind = int(rng.integers(3))
            hour = {0: 20, 1: 8, 2: int(rng.choice([8, 20]))}[kind]
            if shuffled:
                hour = int(rng.choice([8, 20]))
            local = datetime(2026, 2, 1, hour, int(rng.integers(60)), 7, tzinfo=UTC)
            at = local - timedelta(hours=8) + timedelta(days=number)
            item = kind + 3 * int(rng.integers(20))
            found.append(used(f"p{person}", number, item, at, time_zone=SHANGHAI))
    return sorted(found, key=lambda one: (one.occurred_at, one.id))


@pytest.fixture
def world(tmp_path: Path, embedder, clock) -> Iterable[Recommender]:
    recommender = opened(tmp_path / "world", embedder, clock)
    recommender.memory.record_all(evenings(np.random.default_rng(4)))
    yield recommender
    recommender.memory.close()


def of(parts: Iterable[Reason], signal: str) -> list[Reason]:
    return [one for one in parts if one.signal == signal]


def top(found: Recommendation, n: int = 5) -> set[str]:
    return {ranked.item.categories[0] for ranked in found.items[:n]}


IN_SHANGHAI = {"time_zone": SHANGHAI}


def ask(
    world: Recommender, hour: int, user: str = "new", *, day: int = 0, **more: Any
) -> Recommendation:
    """At about this hour in Shanghai, on a Tuesday or some days later."""
    local = datetime(2026, 3, 3, hour, 10, 5, tzinfo=UTC) + timedelta(days=day)
    world.memory.clock.now = local - timedelta(hours=8)  # type: ignore[attr-defined]
    return world.recommend(user, context=IN_SHANGHAI | more.pop("context", {}), **more)


def test_lists_follow_the_hour_where_the_person_is(world: Recommender) -> None:
    evening, morning = ask(world, 20), ask(world, 8)
    reasons = {ranked.item.categories[0]: of(ranked.reasons, "hour")[0] for ranked in evening.items}
    comedy = reasons["Comedy"]
    assert comedy.value > 0.1
    assert comedy.family == "context" == FAMILY["hour"]
    assert comedy.text == "People choose Comedy more in the evening."
    assert comedy.text_zh == "晚上大家更常选喜剧。"
    mean = {
        kind: float(np.mean([r.score for r in found.items if r.item.categories == (kind,)] or [-9]))
        for kind, found in (("Comedy", evening), ("News", morning))
    }
    assert evening.items[0].item.categories == ("Comedy",), mean
    assert morning.items[0].item.categories == ("News",), mean
    for found in (evening, morning):
        for ranked in found.items:
            assert ranked.score == pytest.approx(sum(r.contribution for r in ranked.reasons))


def test_why_judges_by_the_occasion_of_the_list_it_was_on(world: Recommender) -> None:
    shown = ask(world, 20, context={"device": "tv"})
    kept = world.memory.get(shown.impression or "")
    assert kept is not None
    assert kept.context == {"time_zone": SHANGHAI, "device": "tv"}
    first = shown.items[0]
    world.memory.clock.now += timedelta(hours=12)  # type: ignore[attr-defined]
    then = world.why("new", first.item.id)
    as_shown = of(first.reasons, "hour")[0].value
    assert of(then.reasons, "hour")[0].value == pytest.approx(as_shown, rel=0.01)
    at = shown.at
    again = world.recommend("new", at=at, context=IN_SHANGHAI)
    assert [r.item.id for r in again.items] == [r.item.id for r in shown.items]
    assert again.impression is None


def test_the_last_zone_known_is_the_one_asked_in(world: Recommender) -> None:
    named = ask(world, 20)
    unnamed = world.recommend("new")
    assert [r.score for r in unnamed.items] == [r.score for r in named.items]


def test_a_zone_that_is_none_is_refused_with_a_sentence(world: Recommender) -> None:
    head = world.memory.journal.head()
    for zone in ("Mars/Olympus", "", "../../etc/passwd", "x" * 9999, 7, ["UTC"]):
        with pytest.raises(BadInput, match="no time zone"):
            world.recommend("new", context={"time_zone": zone})
        with pytest.raises(BadInput, match="no time zone"):
            world.act("new", "like", "i0", context={"time_zone": zone})
    assert world.memory.journal.head() == head


def test_hours_that_mean_nothing_say_little_and_shown_lists_are_learned_from(
    tmp_path: Path, embedder, clock
) -> None:
    weights = {}
    for name, shuffled in (("so", False), ("shuffled", True)):
        world = opened(tmp_path / name, embedder, clock)
        world.memory.record_all(evenings(np.random.default_rng(4), shuffled=shuffled))
        before = world.memory.weights().get()["hour"]
        rng = np.random.default_rng(1)
        for turn in range(40):
            hour = (8, 20)[turn % 2]
            found = ask(world, hour, user=f"q{turn}", day=turn // 2, n=30)
            wanted = "Comedy" if hour == 20 else "News"
            liked = [r.item.id for r in found.items if r.item.categories == (wanted,)]
            if not liked or shuffled:
                liked = [r.item.id for r in found.items]
            world.act(
                f"q{turn}", "click", str(rng.choice(liked)), impression=found.impression,
                context=IN_SHANGHAI,
            )  # fmt: skip
        weights[name] = world.memory.weights().get()["hour"] / before
        last = ask(world, 20, day=30)
        largest = max(abs(one.value) for r in last.items for one in of(r.reasons, "hour"))
        assert largest > 0.2 if name == "so" else largest < 0.15
        world.memory.close()
    assert weights["so"] > 1.3 > weights["shuffled"] + 0.2


def test_a_store_of_two_people_says_nothing_of_others(tmp_path: Path, embedder, clock) -> None:
    world = opened(tmp_path / "two", embedder, clock)
    world.memory.record_all(evenings(np.random.default_rng(4), people=2, each=60))
    for ranked in ask(world, 20, day=60, n=30).items:
        assert not [one for one in ranked.reasons if one.signal in OURS]
    own = [
        one for r in ask(world, 20, user="p0", day=60, n=60).items for one in of(r.reasons, "hour")
    ]
    assert own
    assert all(one.text.startswith("You choose ") for one in own)
    assert any(one.text == "You choose Comedy more in the evening." for one in own)
    assert any(one.text_zh == "你晚上更常选喜剧。" for one in own)
    world.memory.close()


def test_what_came_up_within_two_weeks_has_no_weekday(tmp_path: Path, embedder, clock) -> None:
    world = opened(tmp_path / "new", embedder, clock)
    # News of Monday 16 and of Tuesday 24 February, each read by twelve people on its day.
    days = [(1, datetime(2026, 2, 16, 9, 7, 7, tzinfo=UTC)), (4, NOON - timedelta(days=6))]
    read = [
        used(f"p{person}", 100 + item, item, at + timedelta(minutes=person))
        for item, at in days
        for person in range(12)
    ]
    world.memory.record_all(read)
    clock.now = datetime(2026, 3, 2, 9, 30, 1, tzinfo=UTC)
    for ranked in world.recommend("new", n=60).items:
        assert not of(ranked.reasons, "weekday")
    # The same on three Mondays is a habit.
    again = [
        used(f"q{person}", 7 * week, 1, days[0][1] + timedelta(days=7 * week, minutes=person))
        for week in (-3, -2, -1)
        for person in range(6)
    ]
    world.memory.record_all(again)
    [item] = [r for r in world.recommend("new", n=60).items if r.item.id == "i1"]
    [reason] = of(item.reasons, "weekday")
    assert reason.value > 0
    assert reason.text.endswith(" more on Mondays.")
    world.memory.close()


def test_who_always_comes_in_the_evening_has_no_habit_of_it(
    tmp_path: Path, embedder, clock
) -> None:
    world = opened(tmp_path / "evenings", embedder, clock)
    at = datetime(2026, 2, 2, 12, 30, 7, tzinfo=UTC)
    own = [used("eve", n, 3 * (n % 20), at + timedelta(days=n)) for n in range(25)]
    own += [used("ann", n, 3 * n + 1, at + timedelta(days=n, hours=-10)) for n in range(20)]
    world.memory.record_all(own)
    found = ask(world, 20, user="eve", n=60)
    assert not [one for r in found.items for one in of(r.reasons, "hour")]
    world.memory.close()


def test_a_setting_of_the_host_is_learned_and_said(tmp_path: Path, embedder, clock) -> None:
    world = opened(tmp_path / "settings", embedder, clock)
    rng = np.random.default_rng(2)
    entries = []
    for person in range(10):
        for number in range(14):
            kind = int(rng.integers(3))
            device = ("tv", "phone", str(rng.choice(["tv", "phone"])))[kind]
            at = NOON - timedelta(days=30 - number, minutes=person)
            item = kind + 3 * int(rng.integers(20))
            entries.append(used(f"p{person}", number, item, at, device=device))
    world.memory.record_all(entries)
    found = world.recommend("new", context={"device": "TV"}, n=30)
    said = {one.text for r in found.items for one in of(r.reasons, "setting")}
    assert "People choose Comedy more when device is tv." in said
    said_zh = {one.text_zh for r in found.items for one in of(r.reasons, "setting")}
    assert "device为tv时，大家更常选喜剧。" in said_zh
    assert found.items[0].item.categories == ("Comedy",)
    for context in ({}, {"device": "radio"}, {"device": None}, {"device": ["x"] * 999}):
        quiet = world.recommend("new", context=context)
        assert not [one for r in quiet.items for one in of(r.reasons, "setting")]
    world.memory.close()


# -- what is told of people -----------------------------------------------------------------------


def test_nothing_is_kept_of_a_person_without_consent(world: Recommender) -> None:
    head = world.memory.journal.head()
    with pytest.raises(BadInput, match="consent"):
        world.describe("new", {"language": "zh"})
    for wrong in (
        {"a": "x" * 65},
        {"a": {"b": 1}},
        {"a": math.nan},
        {f"a{n}": 1 for n in range(9)},
    ):
        with pytest.raises(BadInput):
            world.describe("new", wrong, consented=True)
    with pytest.raises(BadInput):
        world.memory.record(user="new", kind="describe", data={"attributes": ["zh"]})
    assert world.memory.journal.head() == head


def test_what_was_told_matches_items_and_is_in_no_prompt(world: Recommender) -> None:
    plain = ask(world, 12, n=30)
    assert not [one for r in plain.items for one in of(r.reasons, "trait-match")]
    world.describe("new", {"Language": "ZH"}, consented=True)
    told = ask(world, 12, n=30)
    for ranked in told.items:
        [one] = of(ranked.reasons, "trait-match")
        fits = ranked.item.attributes["language"] == "zh"
        assert one.value == (1.0 if fits else -1.0)
        assert one.family == "person"
        assert one.text == ("It fits your language: zh." if fits
                            else "Its language is not zh, as yours is.")  # fmt: skip
        assert one.text_zh == ("符合你的language：zh。" if fits else "它的language不是你的zh。")
        assert ranked.score == pytest.approx(sum(r.contribution for r in ranked.reasons))
    assert told.items[0].item.attributes["language"] == "zh"
    said = say_recommendation(told) + say_why(world.why("new", told.items[0].item.id))
    assert "zh" not in said
    assert "language" not in said
    assert "Something the host knows" in said
    kept = list(world.memory.export("new"))
    assert [one["data"]["attributes"] for one in kept if one["kind"] == "describe"] == [
        {"Language": "ZH"}
    ]


def test_what_was_told_is_taken_back_undone_and_forgotten(world: Recommender) -> None:
    never = world.memory.habits().snapshot()
    first = world.describe("new", {"language": "zh"}, consented=True)
    world.describe("new", {"language": "en", "size": ["m", "l"]}, consented=True)
    assert world.memory.habits().told("new") == (("language", "en"), ("size", "l"), ("size", "m"))
    world.undo("new", list(world.memory.entries("new"))[-1].id)
    assert world.memory.habits().told("new") == (("language", "zh"),)
    world.undo("new", first.id)
    assert world.memory.habits().told("new") == ()
    world.describe("new", {"language": "zh"}, consented=True)
    world.describe("new", {})
    assert world.memory.habits().told("new") == ()
    world.memory.forget("new")
    habits = world.memory.habits()
    habits.sequence = 0
    bare = Habits()
    bare.restore(never)
    bare.sequence = 0
    assert habits.snapshot() == bare.snapshot()
    assert b"new" not in habits.snapshot().replace(b"News", b"")


def test_people_of_whom_the_same_was_told_choose_alike(tmp_path: Path, embedder, clock) -> None:
    world = opened(tmp_path / "told", embedder, clock)
    rng = np.random.default_rng(5)
    entries = []
    for person in range(12):
        for number in range(14):
            kind = int(rng.choice([person % 2, 2]))
            at = NOON - timedelta(days=30 - number, minutes=person)
            item = kind + 3 * int(rng.integers(20))
            entries.append(used(f"p{person}", number, item, at))
    world.memory.record_all(entries)
    for person in range(12):
        world.describe(f"p{person}", {"age": ["25-34", "35-44"][person % 2]}, consented=True)
    world.describe("new", {"age": "25-34"}, consented=True)
    found = world.recommend("new", n=30)
    parts = [one for r in found.items for one in of(r.reasons, "trait-choices")]
    assert "People with age 25-34 choose Comedy more." in {one.text for one in parts}
    assert "age为25-34的人更常选喜剧。" in {one.text_zh for one in parts}
    assert found.items[0].item.categories == ("Comedy",)
    world.memory.close()


def test_everything_is_the_same_after_reopening(
    world: Recommender, tmp_path: Path, embedder
) -> None:
    world.describe("p1", {"language": "zh"}, consented=True)
    shown = ask(world, 20, user="p1")
    before = world.memory.habits().snapshot()
    clock, folder = world.memory.clock, world.memory.folder
    world.memory.close()
    again = opened(folder, embedder, clock)
    assert again.memory.habits().snapshot() == before
    listed = again.recommend("p1", at=shown.at, context=IN_SHANGHAI)
    assert [r.score for r in listed.items] == [r.score for r in shown.items]
    replayed = Habits()
    replayed.forget(again.memory.entries())
    assert json.loads(json.dumps(look(replayed), default=repr)) == json.loads(
        json.dumps(look(again.memory.habits()), default=repr)
    )
    again.memory.close()


def test_what_one_of_two_does_is_told_neither_as_more_nor_as_less(
    tmp_path: Path, embedder, clock
) -> None:
    """Two of whom the same was told, among people of whom something else was: one choice of the
    first must change nothing in the other's list.
    """
    lists = []
    for chosen in ("i0", "i1"):
        world = opened(tmp_path / chosen, embedder, clock)
        for person in ("ann", "bob"):
            world.describe(person, {"club": "gold"}, consented=True)
        for number in range(4):
            other = f"other{number}"
            world.describe(other, {"club": "none"}, consented=True)
            for item in ("i0", "i1", "i3", "i4", "i6"):
                world.act(other, "purchase", item)
        world.act("ann", "purchase", chosen)
        found = ask(world, 20, user="bob", n=60)
        lists.append([one for r in found.items for one in r.reasons if one.signal in OURS])
        world.memory.close()
    assert lists == [[], []]


@pytest.mark.parametrize(
    "value",
    [10**400, -(10**400), float("inf"), float("nan"), 1e300],
    ids=["huge", "minus huge", "infinite", "nan", "large"],
)
def test_no_number_in_a_context_keeps_a_store_from_opening(
    tmp_path: Path, embedder, clock, value: float
) -> None:
    world = opened(tmp_path / "numbers", embedder, clock)
    with suppress(BadInput):
        world.act("ann", "like", "i0", context={"order": value})
    with suppress(BadInput):
        ask(world, 20, context={"order": value})
    world.memory.close()
    again = opened(tmp_path / "numbers", embedder, clock)
    assert again.recommend("ann").items
    again.forget("ann")
    again.memory.close()


def test_a_late_description_does_not_bring_back_what_was_taken_back(
    world: Recommender, clock
) -> None:
    clock.forward(days=90)
    world.describe("cy", {"size": "L"}, consented=True)
    world.describe("cy", {}, consented=True)
    world.describe("cy", {"size": "L"}, consented=True, occurred_at=clock() - timedelta(days=60))
    assert world.memory.habits().told("cy") == ()


def test_describing_people_costs_the_same_however_many_there_are() -> None:
    """The uses of others are not gone over when something is told of one more."""
    habits, counted = Habits(), 0

    def told_of(number: int) -> Entry:
        attributes = {"size": "ml"[number % 2]}
        return entry("describe", number + 1, user=f"p{number}", data={"attributes": attributes})

    original = Person.chosen

    def chosen(self: Person):
        nonlocal counted
        counted += 1
        return original(self)

    Person.chosen = chosen  # type: ignore[method-assign]
    try:
        for number in range(50):
            habits.learn(told_of(number))
    finally:
        Person.chosen = original  # type: ignore[method-assign]
    assert counted <= 50


@pytest.mark.parametrize(
    "context",
    ["tv", 7, ["tv"], {"a": "x" * 20_000}, {"a": [[[[[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]]]]]}],
    ids=["text", "number", "list", "long", "deep"],
)
def test_a_context_that_is_none_or_too_large_is_refused_and_nothing_kept(
    world: Recommender, context: Any
) -> None:
    before = world.memory.journal.head()
    for act in (
        lambda: world.act("ann", "like", "i0", context=context),
        lambda: world.recommend("ann", context=context),
        lambda: world.recommend("ann", context=context, at=NOON),
    ):
        with pytest.raises(BadInput, match="context"):
            act()
    assert world.memory.journal.head() == before


@pytest.mark.parametrize("attributes", [None, "x", [], 7])
def test_a_description_has_names(world: Recommender, attributes: Any) -> None:
    with pytest.raises(BadInput, match="names with a value"):
        world.describe("ann", attributes, consented=True)


@pytest.mark.parametrize("n", [2.5, "3", None, -1])
def test_a_list_has_a_whole_number_of_items(world: Recommender, n: Any) -> None:
    with pytest.raises(BadInput, match="a list cannot have"):
        world.recommend("ann", n=n)


def test_what_is_said_keeps_its_context_and_passes_it_on_to_what_it_does(
    tmp_path: Path, embedder, clock
) -> None:
    with penchant.open(tmp_path / "said", embedder=embedder, clock=clock) as product:
        here = {"time_zone": SHANGHAI, "device": "tv"}
        said = product.record("ann", text="I watched Heat and loved it", context=here)
        entries = product.memory.entries("ann")
        done = [
            one for one in entries if one.parent == said.id and one.item and one.kind != "statement"
        ]
        assert said.context == here
        assert done
        assert all(one.context == here for one in done)
        with pytest.raises(BadInput, match="time zone"):
            product.record("ann", text="hello", context={"time_zone": "Mars/Olympus"})
