"""Retrieval: lists out of few rows against lists out of all, and rows seen alone or with others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penchant.memory.core.calibration import calibrate, uncalibrated
from penchant.memory.memory import Memory
from penchant.memory.records import (
    Constraint,
    Entry,
    FloatArray,
    Item,
    Request,
    Rule,
    Statement,
    Target,
)
from penchant.memory.statements import statement_to_data
from penchant.tools.candidates import candidates
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.largest import largest_in_any_order
from penchant.tools.recommender import Recommender
from penchant.tools.retrieval import retrieval, shares
from penchant.tools.retrieval.alignment import Alignment
from penchant.tools.retrieval.ground import WHOLE, Ground
from penchant.tools.retrieval.retrieval import retrieve
from penchant.tools.retrieval.shares import fits_of
from penchant.tools.retrieval.view import View
from penchant.tools.signals import ranking
from penchant.tools.signals.signals import signals

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SIZE = 20_000
GROUPS = 60


class Words:
    """Texts that share words get near vectors."""

    dimension = 48
    fingerprint = "words:retrieval:48"

    def encode(self, texts: Sequence[str]) -> FloatArray:
        rows = np.ones((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(".", " ").replace(",", " ").split():
                row += _word(word)
            row /= np.linalg.norm(row)
        return rows


_KNOWN: dict[str, FloatArray] = {}


def _word(word: str) -> FloatArray:
    if word not in _KNOWN:
        rng = np.random.default_rng(list(word.encode()))
        _KNOWN[word] = rng.normal(size=Words.dimension).astype(np.float32)
    return _KNOWN[word]


def made_up(size: int, seed: int = 1) -> list[Item]:
    """Items of so many groups, each with words, people and categories of its own."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, GROUPS, size)
    words, people = rng.integers(0, 400, (GROUPS, 8)), rng.integers(0, 600, (GROUPS, 6))
    pick, free = rng.integers(0, 6, (size, 4)), rng.integers(0, 600, (size, 3))
    years, prior = rng.integers(1950, 2026, size), np.exp(rng.normal(3, 2, size)).astype(int)
    return [
        Item(
            id=f"m{k}",
            title=f"t{free[k, 0]} w{words[g, pick[k, 0]]}",
            categories=(f"Genre {g % 12}", f"Genre {int(free[k, 1]) % 12}"),
            people=(f"Person {people[g, pick[k, 1]]}", f"Person {free[k, 2]}"),
            tags=tuple({f"w{words[g, pick[k, 2]]}", f"w{words[g, pick[k, 3]]}"}),
            year=int(years[k]) if k % 20 else None,
            prior=float(prior[k]) if k % 3 else 0.0,
            attributes={"language": ("en", "zh", "fr")[g % 3]},
        )
        for k, g in enumerate(group.tolist())
    ]


def entry(id: str, user: str, kind: str, item: str, days: float) -> Entry:
    at = NOW - timedelta(days=days)
    return Entry(
        id=id,
        user=user,
        kind=kind,
        item=item,
        occurred_at=at,
        recorded_at=at,
        context={"device": "phone" if len(user) % 2 else "desk"},
    )


def people_like(catalog: Catalog, seed: int = 2) -> list[Entry]:
    """What 60 people did, each with what two groups share, and 12 who did more."""
    rng = np.random.default_rng(seed)
    tags = [catalog.rows_with(f"Genre {n}") for n in range(12)]
    found = []
    for k in range(1_500):
        user = int(60 * rng.random() ** 1.5)
        some = tags[(user + int(rng.integers(2))) % 12]
        row = int(some[int(len(some) * rng.random() ** 4)])
        kind = ("like", "view", "save", "purchase")[rng.integers(4)]
        found.append(entry(f"e{k}", f"u{user}", kind, f"m{row}", 30 - k / 50))
    for user in range(12):
        mine = [f"w{word}" for word in rng.integers(0, 400, 9)]
        for k in range(30):
            some = catalog.rows_with(mine[int(rng.integers(9))])
            if len(some):
                row = int(some[int(rng.integers(len(some)))])
                kind = ("like", "like", "save", "dislike")[rng.integers(4)]
                found.append(entry(f"l{user}.{k}", f"learned{user}", kind, f"m{row}", 20 - k / 2))
    for user in range(8):
        # Of 20 likes 14 are of one kind and 6 of another.
        of = (catalog.items[97 * user + 1], catalog.items[97 * user + 50])
        kinds = [catalog.rows_with(item.tags[0]) for item in of]
        for k in range(20):
            some = kinds[0] if k % 10 < 7 else kinds[1]
            row = int(some[int(rng.integers(len(some)))])
            found.append(entry(f"s{user}.{k}", f"seventy{user}", "like", f"m{row}", 10 - k / 2))
    return found


def say(recommender: Recommender, user: str, name: str, strength: float) -> None:
    target = Target(kind="genre", name=name, text=f"{name} films")
    said = Statement(target=target, polarity=1, strength=strength)
    recommender.memory.record(
        user=user,
        kind="statement",
        id=f"{user} on {name}",
        data=statement_to_data(said),
        vector=recommender.target_vector(target),
        occurred_at=NOW - timedelta(days=1),
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recommender]:
    items, words = made_up(SIZE), Words()
    catalog = Catalog(items, words.encode([item.text for item in items]))
    folder = tmp_path_factory.mktemp("large")
    with Memory.open(folder / "store", words, clock=lambda: NOW) as memory:
        recommender = Recommender(memory, catalog)
        done = people_like(catalog)
        vectors = {one.id: catalog.vector(one.item or "") for one in done}
        memory.record_all(done, vectors)
        memory.record_all(
            [
                Entry(
                    id=f"f{k}",
                    user=f"learned{k}",
                    kind="follow-person",
                    occurred_at=NOW,
                    recorded_at=NOW,
                    data={"person": f"u{k}"},
                )
                for k in range(12)
            ]
        )
        recommender.describe("learned3", {"language": "zh"}, consented=True)
        for user in range(12):
            # Thousands of items of the one, hardly one of which has anything of the other.
            other = next(one for one in items[user * 50 :] if f"Genre {user}" not in one.categories)
            say(recommender, f"stating{user}", f"Genre {user}", 0.7)
            say(recommender, f"stating{user}", other.tags[0], 0.3)
        yield recommender


def plain(recommender: Recommender, user: str, request: Request, n: int = 10) -> list[str]:
    """The best ``n`` by score, everything scored."""
    asked = recommender.judge.situation(user, request)
    memory, catalog = recommender.memory, recommender.catalog
    columns = signals(asked, View(recommender.offer.ground), memory.crowd())
    score = ranking.scores(columns, memory.weights().get(user), len(catalog))
    allowed = candidates(asked.profile, request, catalog).allowed
    rows = np.flatnonzero(allowed)
    best = rows[np.lexsort((rows, -score[rows]))][:n]
    return [catalog.items[row].id for row in best.tolist()]


def found(recommender: Recommender, user: str, request: Request) -> set[str]:
    """The items that are looked at."""
    asked = recommender.judge.situation(user, request)
    memory, catalog = recommender.memory, recommender.catalog
    allowed = candidates(asked.profile, request, catalog).allowed
    weights = memory.weights().get(user)
    rows = retrieve(asked, recommender.offer.ground, memory.crowd(), weights, allowed, 50)
    assert allowed[rows].all()
    assert (np.diff(rows) > 0).all()
    return {catalog.items[row].id for row in rows.tolist()}


REQUESTS = (
    Request(),
    Request(constraint=Constraint(year_min=1990)),
    Request(constraint=Constraint(include=("Genre 3",))),
    Request(query="w7 w19 genre", constraint=Constraint(exclude=("Genre 1",))),
    Request(query="something new"),
    Request(like=("m5", "m81")),
)


def test_the_best_items_are_found_with_tastes_and_filters(large):
    hits = looked_at = 0
    for user in range(12):
        for request in REQUESTS:
            best = plain(large, f"learned{user}", request)
            hits += len(found(large, f"learned{user}", request) & set(best))
            looked_at += len(best)
    assert looked_at == 10 * 12 * len(REQUESTS)
    assert hits / looked_at >= 0.98


LISTS = (
    (Request(), 0.98),
    (Request(calibration=1.0, diversity=0.0), 0.98),
    (Request(calibration=1.0, where={"language": {"$in": ["en", "zh"]}}), 0.98),
    (Request(query="w7 w19 genre"), 0.98),
    (Request(like=("m5", "m81"), where={"year": {"$gte": 1980}}), 0.98),
)


@pytest.mark.parametrize(("request_", "least"), LISTS)
def test_lists_are_those_that_come_of_scoring_everything(large, monkeypatch, request_, least):
    users = [f"seventy{k}" for k in range(8)] + [f"stating{k}" for k in range(12)]
    users += [f"learned{k}" for k in range(4)]
    later = NOW + timedelta(seconds=1)
    quick = [large.recommend(user, request_, 10, at=later) for user in users]
    monkeypatch.setattr(retrieval, "WHOLE", SIZE)
    whole = [large.recommend(user, request_, 10, at=later) for user in users]
    same = places = 0
    for one, other in zip(quick, whole, strict=True):
        assert len(one.items) == len(other.items) == 10
        same += sum(a.item == b.item for a, b in zip(one.items, other.items, strict=True))
        places += 10
    assert same / places >= least


def test_all_ways_to_look_through_a_catalog_find_the_same(large, monkeypatch):
    asked = [
        (user, request)
        for user in [f"stating{k}" for k in range(12)] + [f"seventy{k}" for k in range(4)]
        for request in (Request(), Request(where={"year": {"$gte": 1990}}), Request(query="w7 w19"))
    ]

    def looked_at() -> list[set[int]]:
        ground, crowd = large.offer.ground, large.memory.crowd()
        sets = []
        for user, request in asked:
            situation = large.judge.situation(user, request)
            allowed = candidates(situation.profile, request, large.catalog).allowed
            weights, fits = large.memory.weights().get(user), fits_of(situation, ground)
            rows = retrieve(situation, ground, crowd, weights, allowed, 50, fits=fits)
            assert allowed[rows].all()
            sets.append(set(rows.tolist()))
        return sets

    def differing(ones: list[set[int]], others: list[set[int]]) -> int:
        return sum(len(one ^ other) for one, other in zip(ones, others, strict=True))

    whole, products = looked_at(), []
    passes = shares._products
    monkeypatch.setattr(
        shares, "_products", lambda *given: products.append(len(given)) or passes(*given)
    )
    assert differing(looked_at(), whole) == 0
    before = products.count(2)
    assert before, "some interests were looked for among all"
    # Rounding may bring in one in place of another.
    monkeypatch.setattr(shares, "SMALL", 0)
    monkeypatch.setattr(shares, "PART", 4)
    products.clear()
    assert differing(looked_at(), whole) <= 4
    assert products.count(2) < before, "some had enough among the best"
    monkeypatch.setattr(retrieval, "FEW", 1)
    assert differing(looked_at(), whole) <= 4
    monkeypatch.setattr(shares, "PART", 1)
    products.clear()
    assert differing(looked_at(), whole) <= 4
    assert not products.count(2), "all that is left was looked through"


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from([-np.inf, -1.0, 0.0, 0.5, 0.75, 2.0]), max_size=400),
    st.integers(0, 60),
    st.booleans(),
)
def test_the_largest_are_found(drawn, most, distinct):
    values = np.array(drawn, np.float32)
    if distinct:
        values += np.random.default_rng(len(drawn)).random(len(drawn), np.float32)
    places = largest_in_any_order(values, most)
    assert len(set(places.tolist())) == len(places) == min(most, len(values))
    assert sorted(values[places]) == sorted(values)[len(values) - len(places) :]


def worst(recommender: Recommender, user: str) -> Item:
    """The item that scores lowest."""
    asked = recommender.judge.situation(user, Request())
    memory, catalog = recommender.memory, recommender.catalog
    columns = signals(asked, View(recommender.offer.ground), memory.crowd())
    score = ranking.scores(columns, memory.weights().get(user), len(catalog))
    return catalog.items[int(np.argmin(score))]


def test_a_rule_brings_what_scores_lowest_to_the_top(large):
    item = worst(large, "learned6")
    assert item.id not in found(large, "learned6", Request())
    rule = Rule(name="clearance", where={"title": item.title}, amount=50.0)
    listed = large.recommend("learned6", Request(rules=(rule,)), 5, at=NOW + timedelta(seconds=1))
    same_title = {one.id for one in large.catalog.items if one.title == item.title}
    assert item.id in same_title
    best = sorted(listed.items, key=lambda one: one.rank)[: len(same_title)]
    assert {one.item.id for one in best} == same_title
    assert all(any(a.name == "rule: clearance" for a in one.adjustments) for one in best)


ALIKE = 4_000


@pytest.fixture
def alike(tmp_path: Path) -> Iterator[Recommender]:
    """Many items of one sort that lie close together: their contents hardly tell them apart."""
    rng = np.random.default_rng(6)
    vectors = rng.normal(size=Words.dimension) + 0.6 * rng.normal(size=(ALIKE, Words.dimension))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    items = [
        Item(
            id=f"a{k}",
            title=f"Cup {k}",
            categories=("Cups",),
            price=10.0 if k % 50 == 0 else 100.0,
            attributes={"odd": bool(k % 2)},
        )
        for k in range(ALIKE)
    ]
    with Memory.open(tmp_path / "store", Words(), clock=lambda: NOW) as memory:
        yield Recommender(memory, Catalog(items, vectors.astype(np.float32)))


def listed_as_out_of_all(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch, request: Request, n: int
) -> list[Item]:
    """The list, after a look that it is that which comes of scoring everything."""
    request = replace(request, diversity=0.0, calibration=0.0, exploration=0.0)
    quick = recommender.recommend("ann", request, n)
    monkeypatch.setattr(retrieval, "WHOLE", ALIKE)
    whole = recommender.recommend("ann", request, n)
    assert [one.item.id for one in quick.items] == [one.item.id for one in whole.items]
    return [one.item for one in quick.items]


def test_what_is_chosen_along_with_an_item_is_found_however_far_it_lies(alike, monkeypatch):
    beside = {f"a{k}" for k in range(1_000, 1_040, 4)}
    alike.memory.record_all(
        [
            entry(f"{who}.{item}", f"p{who}", "purchase", item, 1.0)
            for who in range(6)
            for item in ("a7", *sorted(beside))
        ]
    )
    listed = listed_as_out_of_all(alike, monkeypatch, Request(like=("a7",)), 10)
    assert beside & {item.id for item in listed}


def test_what_costs_less_than_a_refused_price_is_found_among_much_that_does_not(alike, monkeypatch):
    for item in ("a11", "a12", "a13"):
        alike.act("ann", "like", item)
    alike.act("ann", "dismiss", "a15", reason="too-expensive")
    listed = listed_as_out_of_all(alike, monkeypatch, Request(), 60)
    assert sum(item.price == 10.0 for item in listed) >= 30


def test_what_many_dislikes_leave_is_found(alike, monkeypatch):
    for item in ("a11", "a12", "a13"):
        alike.act("ann", "like", item)
    for item in range(500, 4_000, 175):
        alike.act("ann", "dislike", f"a{item}")
    assert len(alike.profile("ann").dislikes) > 8
    listed_as_out_of_all(alike, monkeypatch, Request(), 20)


def test_rules_of_large_amounts_leave_the_order_by_score(alike, monkeypatch):
    for item in ("a11", "a12", "a13"):
        alike.act("ann", "like", item)
    rules = tuple(Rule(name=f"r{k}", where={"odd": True}, amount=1e6) for k in range(100))
    listed = listed_as_out_of_all(alike, monkeypatch, Request(rules=rules), 10)
    assert all(item.attributes["odd"] for item in listed)


def test_what_is_new_gets_its_chance_however_it_scores(large, tmp_path):
    with Memory.open(tmp_path / "store", large.memory.embedder, clock=lambda: NOW) as memory:
        recommender = Recommender(memory, large.catalog)
        for item in ("m3", "m63", "m123"):
            recommender.act("ann", "like", item)
        new = worst(recommender, "ann")
        memory.record_all(
            [
                replace(entry(f"came {id}", "", "item-upsert", id, days), role="system", context={})
                for id, days in (("m0", 90.0), (new.id, 1.0))
            ]
        )
        assert new.id not in found(recommender, "ann", Request())
        shown = [
            one
            for seed in range(30)
            for one in recommender.recommend("ann", Request(seed=seed), 10).items
            if one.item.id == new.id
        ]
        assert 0 < len(shown) < 30
        assert all(0.0 < one.propensity < 1.0 for one in shown)
        never = recommender.recommend("ann", Request(exploration=0.0), 10)
        assert new.id not in {one.item.id for one in never.items}


def test_few_of_many_are_scored(large):
    assert len(found(large, "learned1", Request())) < SIZE / 8


@pytest.mark.parametrize("user", ["learned1", "learned3", "u2", "nobody"])
def test_an_item_counts_the_same_whatever_others_are_looked_at(large, user):
    asked = large.judge.situation(user, Request(query="w7 new", like=("m9",)))
    crowd, weights = large.memory.crowd(), large.memory.weights().get(user)
    ground, rng = large.offer.ground, np.random.default_rng(3)
    columns = signals(asked, View(ground), crowd)
    every = _by_signal(columns, SIZE)
    whole = ranking.scores(columns, weights, SIZE)
    used = np.flatnonzero(ground.crowd.places(crowd.ids) >= 0)
    for rows in (
        np.sort(rng.choice(SIZE, 500, replace=False)),
        np.unique(np.concatenate([used[:200], np.arange(40)])),
        np.array([7]),
    ):
        some = signals(asked, View(ground, rows), crowd)
        np.testing.assert_allclose(
            ranking.scores(some, weights, len(rows)), whole[rows], atol=1e-9, rtol=0
        )
        for name, values in _by_signal(some, len(rows)).items():
            np.testing.assert_allclose(values, every[name][rows], atol=1e-9, rtol=0)


def _by_signal(columns, size):
    values = {}
    for column in columns:
        key = (column.signal, column.about)
        values[key] = values.get(key, np.zeros(size)) + column.values
    return values


def test_a_rare_filter_finds_its_best_items(large):
    rare = large.catalog.rows_with("Person 17")
    assert 0 < len(rare) < 200
    request = Request(constraint=Constraint(include=("Person 17",)), diversity=0.0)
    everything = {large.catalog.items[row].id for row in rare.tolist()}
    for user in ("learned0", "learned5", "nobody"):
        profile = large.profile(user)
        left = everything - profile.liked - profile.disliked - profile.saved - profile.seen
        assert found(large, user, request) == left
        listed = large.recommend(user, request, 10, at=NOW + timedelta(hours=1))
        assert {one.item.id for one in listed.items} <= left
        assert len(listed.items) == min(10, len(left))


def test_somebody_unknown_gets_the_best_known_of_all(large):
    listed = large.recommend("nobody", None, 10, at=NOW)
    assert listed.cold
    assert len(listed.items) == 10
    assert {one.item.id for one in listed.items} <= found(large, "nobody", Request())
    assert set(plain(large, "nobody", Request())) <= found(large, "nobody", Request())


def test_the_rank_that_why_tells_is_the_place_among_all(large):
    best = plain(large, "learned4", Request(), 30)
    why = large.why("learned4", best[17])
    assert why.rank == 18
    listed = large.recommend("learned4", None, 10, at=NOW + timedelta(seconds=1))
    for one in listed.items:
        again = large.why("learned4", one.item.id, at=NOW + timedelta(seconds=1))
        assert again.score == pytest.approx(one.score, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 400))
def test_a_view_gives_what_the_whole_gives(seed, size):
    rng = np.random.default_rng(seed)
    items, words = made_up(size, seed % 1_000), Words()
    catalog = Catalog(items, words.encode([item.text for item in items]))
    ground = Ground(catalog, calibrate(catalog.matrix))
    rows = np.flatnonzero(rng.random(size) < 0.3)
    whole, part = View(ground), View(ground, rows)
    directions = rng.normal(size=(3, words.dimension)).astype(np.float32)
    np.testing.assert_allclose(part.near(directions), whole.near(directions)[:, rows], atol=1e-9)
    cosines = directions.astype(float) @ ground.space.T.astype(float)
    apart = cosines - cosines.mean(axis=1, keepdims=True)
    if size > 2:
        naive = np.clip(apart / (4.0 * cosines.std(axis=1, keepdims=True)), -1.0, 1.0)
        np.testing.assert_allclose(whole.near(directions), naive, atol=1e-4)
    names = {"Genre 3": 0.4, "genre 3": 0.1, "Person 5": 0.7, "1990s": 0.3, "nobody's": 1.0}
    np.testing.assert_allclose(part.matches(names), whole.matches(names)[rows], atol=1e-12)
    for row, value in enumerate(whole.matches(names)):
        item = items[row]
        own = 0.5 * ("Genre 3" in item.categories) + 0.7 * ("Person 5" in item.people)
        own += 0.3 * (item.year is not None and 1990 <= item.year <= 1999)
        assert value == pytest.approx(min(own, 1.0))
    each = [names, {}, {"genre 1": 0.2, "Genre 1": 0.3, "1980s": 0.1}, {"Person 2": 2.0}]
    for view in (part, whole):
        one_by_one = [view.matches(one).tolist() for one in each]
        assert view.all_matches(each).tolist() == one_by_one
        assert view.all_matches([]).shape == (0, len(view))
    for item, value in zip(items, whole.all_matches(each)[2], strict=True):
        own = 0.5 * ("Genre 1" in item.categories)
        own += 0.1 * (item.year is not None and 1980 <= item.year <= 1989)
        assert value == pytest.approx(own)
    assert part.places(np.arange(size)).tolist() == list(range(len(rows)))
    place_of = {row: place for place, row in enumerate(rows.tolist())}
    for few in (rng.integers(0, size, 3), rng.integers(0, size, 200)):
        expected = [place_of.get(row, -1) for row in few.tolist()]
        assert part.all_places(few).tolist() == expected
        assert [part.place(int(row)) for row in few] == expected
    worth = {items[row].id: float(row) for row in range(0, size, 3)} | {"no item": 9.0}
    by_row = np.where(np.arange(size) % 3 == 0, np.arange(size), 0.0)
    assert whole.placed(worth).tolist() == by_row.tolist()
    assert part.placed(worth).tolist() == by_row[rows].tolist()


@pytest.mark.parametrize("size", [0, 1, 2])
def test_hardly_any_catalog(tmp_path, size):
    items, words = made_up(2)[:size], Words()
    catalog = Catalog(items, words.encode([item.text for item in items]).reshape(size, 48))
    with Memory.open(tmp_path / "store", words, clock=lambda: NOW) as memory:
        recommender = Recommender(memory, catalog)
        if size == 2:
            recommender.act("ann", "like", "m0")
        for request in (None, "w7", Request(like=tuple(item.id for item in items))):
            listed = recommender.recommend("ann", request, 10)
            assert len(listed.items) <= size
            for one in listed.items:
                assert one.score == pytest.approx(sum(r.contribution for r in one.reasons))


def test_identical_items_do_not_tell_directions_apart():
    items = [Item(id=str(k), title="the same") for k in range(5)]
    catalog = Catalog(items, np.tile(np.eye(4, dtype=np.float32)[0], (5, 1)))
    ground = Ground(catalog, uncalibrated(4))
    assert not View(ground).near(np.eye(4, dtype=np.float32)).any()


def test_small_catalogs_are_scored_whole(large):
    catalog = Catalog(large.catalog.items[:WHOLE], large.catalog.matrix[:WHOLE])
    recommender = Recommender(large.memory, catalog)
    profile = recommender.profile("learned2")
    gone = profile.liked | profile.disliked | profile.saved | profile.seen
    assert len(found(recommender, "learned2", Request())) == WHOLE - len(
        [item for item in catalog.items if item.id in gone]
    )


def test_places_follow_a_list_that_grows_and_one_that_begins_anew():
    items = [Item(id=name, title=name) for name in "abcd"]
    alignment = Alignment(Catalog(items, np.eye(4, dtype=np.float32)))
    ids = ["c", "x", "a"]
    assert alignment.rows(ids).tolist() == [2, -1, 0]
    assert alignment.places(ids).tolist() == [2, -1, 0, -1]
    ids.append("d")
    assert alignment.rows(ids).tolist() == [2, -1, 0, 3]
    assert alignment.places(ids).tolist() == [2, -1, 0, 3]
    assert alignment.places(["b"]).tolist() == [-1, 0, -1, -1]


def test_who_is_there_is_the_very_same_array_until_more_ids_come():
    items = [Item(id=name, title=name) for name in "abcd"]
    alignment = Alignment(Catalog(items, np.eye(4, dtype=np.float32)))
    ids = ["c", "x", "a"]
    found = alignment.there(ids)
    assert found.tolist() == [0, 2]
    assert alignment.there(ids) is found
    ids.append("d")
    assert alignment.there(ids).tolist() == [0, 2, 3]
    assert alignment.there(["x"]).tolist() == []


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({"price": 3.0}, {"centre", "covariance", "sketch", "known", "fresh", "names"}),
        ({"prior": 77.0}, {"centre", "covariance", "sketch", "names"}),
        ({"categories": ("Genre 3",)}, {"known", "fresh"}),
        ({"id": "new"}, set()),
        (None, set()),
    ],
)
def test_a_ground_takes_over_what_a_change_leaves_and_nothing_else(change, kept):
    items, embedder = made_up(200), Words()
    matrix = embedder.encode([item.text for item in items])
    before = Ground(Catalog(items, matrix), calibrate(matrix))
    made = ("centre", "covariance", "sketch", "known", "fresh", "middle_year", "names")
    for name in made:
        getattr(before, name)
    if change is None:
        after = before.catalog.with_items([], np.zeros((0, 48), np.float32), without=["m5"])
    else:
        item = replace(items[5], **change)
        after = before.catalog.with_items([item], embedder.encode([item.text]))
    ground = Ground(after, before.calibration, before)
    assert kept <= set(ground.__dict__)
    afresh = Ground(Catalog(after.items, after.matrix), before.calibration)
    ids = [f"m{k}" for k in range(0, 200, 7)] + ["new", "nowhere"]
    assert ground.crowd.rows(ids).tolist() == afresh.crowd.rows(ids).tolist()
    assert ground.crowd.places(ids).tolist() == afresh.crowd.places(ids).tolist()
    for name in ("space", "centre", "covariance", "known", "fresh", "middle_year"):
        assert np.array_equal(getattr(ground, name), getattr(afresh, name)), name
    vectors = embedder.encode(["w3 Genre 4"])
    assert np.array_equal(ground.sketch.products(vectors), afresh.sketch.products(vectors))
    worths = np.arange(len(after.postings), dtype=float)
    assert ground.names.total(worths).tolist() == afresh.names.total(worths).tolist()
