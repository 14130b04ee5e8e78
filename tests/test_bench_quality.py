"""The quality benchmark: its figures by hand, its order of things, its loaders and its peers."""

from __future__ import annotations

import json
import math
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from bench import __main__ as bench
from bench import quality
from bench.quality import attention, datasets, metrics, plan, product, registry, simple, table
from bench.quality.bpr import Bpr
from bench.quality.choosing import best_values
from bench.quality.ease import Ease
from bench.quality.events import Data, Events
from bench.quality.histories import Decay
from bench.quality.method import Entry
from bench.quality.near import Clusters, TimeWeighted, TurnWeights
from bench.quality.neighbours import ItemKnn, Transitions
from bench.quality.popular import Newest, Popularity
from bench.quality.runner import run
from bench.quality.sasrec import SasRec
from bench.quality.sums import FadingCounts


def events_of(rows, kinds=None):
    """Rows of (user, item, day)."""
    n = len(rows)
    user, item, day = zip(*rows, strict=True)
    return Events(
        np.array(user, np.intp), np.array(item, np.intp), np.array(day, float),
        np.array(kinds or [0] * n, np.intp), np.full(n, np.nan),
    )  # fmt: skip


def walks(users=12, items=20, steps=200, seed=0):
    """People who walk round the items: the next one is the last one plus one."""
    rng = np.random.default_rng(seed)
    at = rng.integers(0, items, users)
    rows = []
    for step in range(steps):
        user = int(rng.integers(users))
        at[user] = (at[user] + 1) % items
        rows.append((user, int(at[user]), step / 10))
    return Data(events_of(rows), users, items, ("view",))


def setting(users=3, items=4, **given):
    return Data(events_of([(0, 0, 0.0)]), users, items, ("view",), **given).setting((0.0, 0.0))


def learn(method, rows):
    for user, item, day in rows:
        method.learn(user, item, day, 0, math.nan)
    return method


# --- figures


def test_the_rank_counts_those_above_and_half_of_the_ties():
    scores = np.array([3.0, 1.0, 3.0, 2.0, 3.0])
    assert metrics.rank_of(scores, 3) == 3
    assert metrics.rank_of(scores, 0) == 1
    assert metrics.rank_of(scores, 1) == 4


def test_nan_ranks_last_and_ties_with_nan():
    scores = np.array([np.nan, -5.0, np.nan])
    assert metrics.rank_of(scores, 1) == 0
    assert metrics.rank_of(scores, 0) == 1.5
    assert metrics.top(scores, 2).tolist() == [1, 0]


def test_figures_of_ranks_by_hand():
    ranks = np.array([0.0, 1.0, 9.5, 10.0])
    assert metrics.hits(ranks).tolist() == [1, 1, 1, 0]
    assert metrics.gains(ranks) == pytest.approx([1, 1 / math.log2(3), 1 / math.log2(11.5), 0])
    assert metrics.reciprocal(ranks) == pytest.approx([1, 0.5, 1 / 10.5, 1 / 11])


def test_the_best_ten_are_those_of_a_full_sort():
    scores = np.random.default_rng(3).integers(0, 30, 200).astype(float)
    best = metrics.top(scores)
    assert best.tolist() == np.argsort(-scores, kind="stable")[:10].tolist()


def test_spread_by_vectors_and_by_people():
    vectors = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    assert metrics.spread_of_vectors(vectors) == pytest.approx(2 / 3)
    touched = np.array([[1, 1, 0], [1, 0, 0], [0, 1, 0]], bool)
    assert metrics.spread_of_people(touched) == pytest.approx((2 / 3 + 1 + 1) / 3)
    assert math.isnan(metrics.spread_of_vectors(vectors[:1]))


def test_the_bootstrap_draws_whole_groups_and_is_paired():
    values, groups = np.array([1.0, 1.0, 1.0, 0.0]), np.array([7, 7, 7, 9])
    means = metrics.bootstrap(values, groups)
    assert set(np.unique(means)) == {0.0, 0.75, 1.0}
    shifted = metrics.bootstrap(values - 0.25, groups)
    assert means - shifted == pytest.approx(np.full(len(means), 0.25))
    low, high = metrics.interval(values - (values - 0.1), groups)
    assert (low, high) == pytest.approx((0.1, 0.1))


# --- counts that fade


def test_fading_counts_are_those_of_decay_at_every_event():
    counts, held, last = FadingCounts(3, 0.01), np.zeros(3), 0.0
    rng = np.random.default_rng(1)
    for day in np.cumsum(rng.exponential(0.01, 2_000)):
        item = int(rng.integers(3))
        held *= 0.5 ** ((day - last) / 0.01)
        held[item] += 1
        last = day
        counts.add(item, day)
    assert counts.read(slice(None), last) == pytest.approx(held)
    assert counts.read(0, last + 0.01) == pytest.approx(held[0] / 2)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_fading_counts_can_be_asked_about_a_day_long_before(dtype):
    counts = FadingCounts(3, 0.5, dtype)
    for day, place in ((9_000.0, 0), (9_000.0, 1), (9_001.0, 1)):
        counts.add(place, day)
    found = counts.read(np.arange(3), 10.0)
    assert np.isfinite(found).all()
    assert found[1] > found[0] > found[2] == 0


def test_half_lives_in_days_and_in_events():
    days = np.array([0.0, 8.0, 10.0])
    assert Decay(2.0).weights(days, 10.0) == pytest.approx(np.array([1 / 32, 0.5, 1]) / 1.53125)
    assert Decay(1.0, "events").weights(days, 99.0) == pytest.approx(np.array([1, 2, 4]) / 7)


# --- the order of things


class Recorder:
    """Keeps what it was shown, and scores by what it learned."""

    refit_days = 1.0

    def __init__(self, setting, **values):
        self.log, self.counts = [], np.zeros(setting.items)

    def score(self, user, day, candidates):
        self.log.append(("score", user, day, candidates.copy(), self.counts.copy()))
        return self.counts[candidates]

    def learn(self, user, item, day, kind, value):
        self.log.append(("learn", user, item, day))
        self.counts[item] += 1

    def refit(self, day):
        self.log.append(("refit", day))


def test_targets_by_hand():
    rows = [(1, i, 0.0) for i in range(6)] + [(0, i, float(i)) for i in range(5)]
    rows += [(0, 2, 8.0), (0, 7, 9.0), (0, 5, 10.0), (1, 7, 10.5), (1, 6, 11.0)]
    data = Data(events_of(rows), 2, 8, ("view",))
    found = plan.prequential("p1", "test", data)
    # The cut is the 80 % quantile, day 9: an article nobody had seen is no target on P1.
    assert found.targets.tolist() == [13, 14]
    assert plan.prequential("p2", "test", data).targets.tolist() == [12, 13, 14, 15]


def test_a_target_is_scored_before_it_is_learned_among_what_the_user_has_not_touched():
    data = walks()
    one = plan.prequential("p1", "test", data)
    method = Recorder(one.setting)
    run(one, method)
    learned, row = [], 0
    targets = set(one.targets.tolist())
    scored = 0
    for entry in method.log:
        if entry[0] == "learn":
            learned.append(entry[1:])
            row += 1
        elif entry[0] == "score":
            assert row in targets
            assert len(learned) == row
            _, user, day, candidates, _ = entry
            assert (user, day) == (data.events.user[row], data.events.day[row])
            mine = {i for u, i, _ in learned if u == user}
            known = {i for _, i, _ in learned}
            assert set(candidates.tolist()) == known - mine
            assert data.events.item[row] in candidates
            scored += 1
    assert scored == len(targets) > 10
    assert len(learned) == len(data.events)


def test_later_events_change_nothing():
    data = walks()
    events, rng = data.events, np.random.default_rng(5)
    for entry in registry.ENTRIES:
        if entry.trained or entry.text:
            continue
        one = plan.prequential("p1", "test", data)
        first = run(one, registry.build(entry, one.setting, entry.first("p1"))).ranks
        half = int(one.targets[len(one.targets) // 2]) + 1
        order = np.concatenate([np.arange(half), half + rng.permutation(len(events) - half)])
        shuffled = Events(
            events.user[order], events.item[order], events.day, events.kind, events.value
        )
        other = plan.prequential("p1", "test", Data(shuffled, data.users, data.items, ("view",)))
        same = one.targets < half
        ranks = run(other, registry.build(entry, one.setting, entry.first("p1"))).ranks
        assert first[same].tolist() == ranks[: same.sum()].tolist(), entry.name


def test_the_dev_part_holds_nothing_of_the_test_part():
    data = walks()
    dev, test = (plan.prequential("p2", part, data) for part in ("dev", "test"))
    start, cut = dev.setting.starts
    assert dev.events.day.max() < cut <= test.events.day[test.targets].min()
    assert start <= dev.events.day[dev.targets].min()


def test_fits_come_at_the_first_target_and_once_a_day_from_then_on():
    one = plan.prequential("p1", "test", walks(steps=400))
    method = Recorder(one.setting)
    run(one, method)
    days = [entry[1] for entry in method.log if entry[0] == "refit"]
    assert days[0] == one.events.day[one.targets[0]]
    assert [math.floor(day) for day in days] == list(range(math.floor(days[0]), 40))


def test_leave_last_out_holds_one_event_of_each_user_and_learns_none_of_them():
    data = walks(items=40)
    for part, place in (("test", 1), ("dev", 2)):
        one = plan.leave_last_out(part, data)
        method = Recorder(one.setting)
        run(one, method)
        learned = [e for e in method.log if e[0] == "learn"]
        assert len(learned) == len(data.events) - place * data.users
        assert sum(e[0] == "score" for e in method.log) == data.users
        assert [e[0] for e in method.log].index("score") == len(learned) + 1
        for row in one.targets:
            mine = data.events.take(data.events.user == one.events.user[row])
            assert one.events.item[row] == mine.item[-place]


def test_ties_in_time_are_broken_the_same_way_whatever_the_order_of_the_file():
    rows = [(0, item, 1.0) for item in range(9)]
    first = plan.leave_last_out("test", Data(events_of(rows), 1, 9, ("rate",)))
    other = plan.leave_last_out("test", Data(events_of(rows[::-1]), 1, 9, ("rate",)))
    seeded = {
        int(
            plan.leave_last_out("test", Data(events_of(rows), 1, 9, ("rate",)), seed=s).events.item[
                -1
            ]
        )
        for s in range(20)
    }
    assert first.events.item.tolist() == other.events.item.tolist()
    assert len(seeded) > 3


def test_every_nth_target():
    one = plan.prequential("p2", "test", walks())
    assert one.thinned(8).targets.tolist() == one.targets[7::8].tolist()


def test_the_newest_events_before_the_first_target_and_all_after_it():
    one = plan.prequential("p2", "test", walks())
    first = int(one.targets[0])
    short = one.newest(10)
    assert len(short.events) == len(one.events) - first + 10
    assert short.events.day.tolist() == one.events.day[first - 10 :].tolist()
    for events in ("user", "item"):
        before, after = getattr(one.events, events), getattr(short.events, events)
        assert after[short.targets].tolist() == before[one.targets].tolist()
    assert one.newest(first + 1).targets.tolist() == one.targets.tolist()


def test_some_people_with_all_their_events_and_targets():
    one = plan.leave_last_out("test", walks())
    short = one.of_people(3)
    assert set(short.events.user.tolist()) == {u for u in one.events.user.tolist() if u % 3 == 0}
    assert len(short.events) == int((one.events.user % 3 == 0).sum())
    before = [row for row in one.targets.tolist() if one.events.user[row] % 3 == 0]
    assert short.events.user[short.targets].tolist() == one.events.user[before].tolist()
    assert short.events.day[short.targets].tolist() == one.events.day[before].tolist()


def test_a_quick_run_says_what_it_leaves_out(tmp_path, monkeypatch, capsys):
    write_walks(tmp_path)
    monkeypatch.setattr(quality, "vectors_of", lambda texts: np.eye(20, dtype=np.float32))
    monkeypatch.setitem(quality.QUICK_EVENTS, "p2", 1_000)
    monkeypatch.setitem(quality.QUICK, "p2", 1)
    asked = ["quality", "p2", "--quick", "--methods", "popularity", "--datasets", str(tmp_path)]
    assert bench.main(asked) == 0
    said = capsys.readouterr().out
    assert "quick, so only the newest 1,000 events before are learned" in said


def test_scores_of_another_shape_are_an_error():
    class Short(Recorder):
        def score(self, user, day, candidates):
            return np.zeros(1)

    one = plan.prequential("p1", "test", walks())
    with pytest.raises(ValueError, match="candidates"):
        run(one, Short(one.setting))


def test_coverage_and_novelty_and_items_of_nobody():
    rows = [(u, i, 0.0) for u in (0, 1) for i in range(4)]
    rows += [(0, 0, 4.0), (0, 1, 4.0), (0, 4, 5.0), (1, 5, 6.0)]
    data = Data(events_of(rows), 2, 16, ("rate",))
    one = plan.prequential("p2", "test", data)
    out = run(one, Popularity(one.setting))
    assert out.unrated.tolist() == [True, True]
    # The first list: ten of the 12 films of nobody, each with a share of 1 / (8 + 16).
    assert out.novelty[0] == pytest.approx(math.log2(24))
    # Then the other person's film leads, and the target is one of eleven that tie.
    assert out.ranks.tolist() == [5.5, 6.0]
    assert out.coverage == pytest.approx(10 / 16)


# --- loaders


def write_deskdrop(folder):
    lines = [
        "timestamp,eventType,contentId,personId,sessionId,userAgent,userRegion,userCountry",
        '172800,LIKE,-5,9,1,"a, b",,',
        "86400,VIEW,-5,8,1,,,",
        "86400,COMMENT CREATED,7,9,1,,,",
    ]
    file = folder / datasets.DESKDROP
    file.parent.mkdir(parents=True)
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("users_interactions.csv", "\n".join(lines) + "\n")


def write_walks(folder):
    data = walks(users=8, steps=300)
    films = [f"{i}::Film {i} (2000)::Drama" for i in range(20)]
    columns = (data.events.user.tolist(), data.events.item.tolist(), data.events.day.tolist())
    ratings = [f"{u}::{i}::8::{int(d * 1000)}" for u, i, d in zip(*columns, strict=True)]
    write_tweetings(folder, ratings, films)


def write_tweetings(folder, ratings, films):
    file = folder / datasets.TWEETINGS
    file.parent.mkdir(parents=True)
    file.write_text("\n".join(ratings) + "\n", encoding="utf-8")
    file.with_name("movies.dat").write_text("\n".join(films) + "\n", encoding="utf-8")


def test_deskdrop_is_read_in_time_order(tmp_path):
    write_deskdrop(tmp_path)
    data = datasets.load_deskdrop(tmp_path)
    assert (data.users, data.items) == (2, 2)
    assert data.events.day.tolist() == [1, 1, 2]
    assert [data.kinds[kind] for kind in data.events.kind] == ["VIEW", "COMMENT CREATED", "LIKE"]
    assert data.events.user.tolist() == [0, 1, 1]
    assert data.events.item.tolist() == [0, 1, 0]
    assert np.isnan(data.events.value).all()


def test_tweetings_are_read_with_titles_years_and_genres(tmp_path):
    films = ["0000002::Été (1913)::Crime|Drama", "0000001::No genre (2013)::", "3::Odd::Drama"]
    write_tweetings(tmp_path, ["1::0000001::7::200000", "2::0000002::10::100000"], films)
    data = datasets.load_tweetings(tmp_path)
    assert data.events.item.tolist() == [0, 1]
    assert data.events.value.tolist() == [1.0, 0.7]
    assert data.texts[0] == "Été (1913). Crime, Drama"
    assert data.categories == (("Crime", "Drama"), (), ("Drama",))
    assert data.years[:2].tolist() == [1913, 2013]
    assert np.isnan(data.years[2])


def test_movielens_holds_the_films_that_were_rated(tmp_path):
    file = tmp_path / datasets.MOVIELENS
    file.parent.mkdir(parents=True)
    file.write_text("userId,movieId,rating,timestamp\n1,3,4.0,86400\n1,1,0.5,0\n", "utf-8")
    file.with_name("movies.csv").write_text(
        "movieId,title,genres\n1,Toy Story (1995),Animation|Comedy\n2,Not rated (1990),Drama\n"
        '3,"Way, The (2000)",(no genres listed)\n',
        "utf-8",
    )
    data = datasets.load_movielens(tmp_path)
    assert data.items == 2
    assert data.events.value.tolist() == [0.1, 0.8]
    assert data.categories == (("Animation", "Comedy"), ())


def test_a_missing_data_set_says_where_to_get_it(tmp_path, capsys):
    for protocol, where in (("p1", "Kaggle"), ("p2", "MovieTweetings"), ("p3", "grouplens")):
        assert bench.main(["quality", protocol, "--datasets", str(tmp_path)]) == 2
        assert where in capsys.readouterr().out


# --- peers


def test_popularity_counts_people_and_fades():
    rows = [(0, 1, 0.0), (0, 1, 0.1), (1, 1, 0.2), (0, 2, 10.0)]
    every = np.arange(4)
    assert learn(Popularity(setting()), rows).score(2, 10.0, every).tolist() == [0, 2, 1, 0]
    events = learn(Popularity(setting(), of="events"), rows).score(2, 10.0, every)
    assert events.tolist() == [0, 3, 1, 0]
    fading = learn(Popularity(setting(), half_life=1.0), rows).score(2, 11.0, every)
    assert fading[2] == pytest.approx(0.5)
    assert fading[1] < 0.01


def test_newest_goes_by_the_first_event():
    method = learn(Newest(setting()), [(0, 1, 0.0), (0, 2, 1.0), (1, 1, 2.0)])
    assert method.score(2, 3.0, np.arange(4)).tolist() == [-np.inf, 0, 1, -np.inf]


def test_item_knn_is_the_mean_cosine_with_the_users_items():
    method = ItemKnn(setting(), shrink=0.0)
    learn(method, [(0, 0, 0.0), (0, 1, 0.0), (1, 0, 0.0), (1, 2, 0.0), (2, 0, 1.0), (2, 3, 1.0)])
    assert method.score(2, 1.0, np.array([1, 2])) == pytest.approx([0.5 / math.sqrt(3)] * 2)


def test_transitions_count_what_came_next():
    rows = [(0, 0, 0.0), (0, 1, 1.0), (0, 2, 2.0), (1, 0, 3.0)]
    method = learn(Transitions(setting(), power=0.0, reach=20), rows)
    assert method.score(1, 3.0, np.array([1, 2, 3])) == pytest.approx([1, 0.5, 0])
    assert method.score(2, 3.0, np.array([1, 2, 3])).tolist() == [0, 0, 0]
    fading = learn(Transitions(setting(), power=0.0, fade=1.0), rows)
    assert fading.score(1, 3.0, np.array([1, 2])) == pytest.approx([0.25, 0.25])


def test_transitions_count_by_nearness_and_backwards():
    rows = [(0, 0, 0.0), (0, 1, 1.0), (0, 2, 2.0), (1, 0, 3.0), (2, 2, 3.0)]
    method = learn(Transitions(setting(), power=0.0, near=0.5, back=0.3), rows)
    assert method.score(1, 3.0, np.array([1, 2])) == pytest.approx([1, 0.25])
    assert method.score(2, 3.0, np.array([0, 1])) == pytest.approx([0.075, 0.3])


def test_ease_in_either_space_is_the_closed_form():
    rng = np.random.default_rng(2)
    x = (rng.random((9, 6)) < 0.5).astype(float)
    x[:2] = 1  # every item has two people
    inverse = np.linalg.inv(x.T @ x + 2 * np.eye(6))
    wanted = -inverse / np.diag(inverse)
    np.fill_diagonal(wanted, 0)
    for people, x_of in ((9, x), (4, x[:4])):
        method = Ease(setting(users=people, items=6), ridge=2.0)
        learn(method, [(u, i, 0.0) for u in range(people) for i in range(6) if x_of[u, i]])
        method.refit(0.0)
        inverse = np.linalg.inv(x_of.T @ x_of + 2 * np.eye(6))
        wanted = -inverse / np.diag(inverse)
        np.fill_diagonal(wanted, 0)
        mine = np.flatnonzero(x_of[3])
        rest = np.flatnonzero(x_of[3] == 0)
        found = method.score(3, 0.0, rest)
        assert found == pytest.approx(wanted[mine].mean(axis=0)[rest], abs=1e-4)


def test_the_retriever_adds_likeness_and_freshness():
    vectors = np.eye(4, dtype=np.float32)
    near = setting().__class__(3, 4, ("view",), (0.0,), vectors=vectors)
    method = learn(TimeWeighted(near, rate=0.1), [(1, 2, 0.0), (0, 3, 1.0)])
    scores = method.score(0, 1.0, np.arange(4))
    assert scores == pytest.approx([0, 0, 0.9**24, 2.0])


def test_clusters_speak_through_their_medoids_by_importance():
    vectors = np.array([[1, 0], [0.98, 0.2], [0, 1], [0.1, 0.99]], np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    near = setting().__class__(1, 4, ("view",), (0.0,), vectors=vectors)
    method = Clusters(near, threshold=0.8, rate=1.0, keep=3)
    learn(method, [(0, 0, 0.0), (0, 2, 5.0)])
    scores = method.score(0, 5.0, np.array([1, 3]))
    old, new = math.exp(-5) / (1 + math.exp(-5)), 1 / (1 + math.exp(-5))
    both = vectors[[0, 2]] @ vectors[[1, 3]].T * np.array([[old], [new]])
    assert scores == pytest.approx(both.max(axis=0), abs=1e-5)


def test_weights_per_turn_go_up_by_what_was_used_and_down_by_what_was_not():
    categories = (("a",), ("b",), ("a", "b"), ())
    method = TurnWeights(setting(categories=categories), nodes="categories")
    learn(method, [(0, 0, 0.0), (0, 0, 1.0), (0, 1, 2.0)])
    assert method.score(0, 3.0, np.arange(4)) == pytest.approx([0.58, 0.3, 0.88, 0])
    learn(method, [(0, 3, 3.0)] * 100)
    assert method.score(0, 4.0, np.arange(4)).tolist() == [0, 0, 0, 0]


def test_simple_forms_are_one_for_each_person_and_learn_first_events():
    known = setting(2, 3, texts=("a", "b", "c"), categories=(("x",), ("y",), ("x", "y")))
    known = replace(known, vectors=np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32))
    rows = [(0, 0, 0.0), (0, 1, 1.0), (0, 0, 1.0), (1, 0, 1.0)]
    candidates = np.array([2, 0])
    found = {}
    for entry in simple.ENTRIES:
        method = learn(registry.build(entry, known, entry.first("p2")), rows)
        found[entry.name] = [method.score(user, 1.0, candidates) for user in (0, 1)]
        assert found[entry.name][0] != pytest.approx(found[entry.name][1])
    # Half of the first item's weight is gone: the mean lies along (1, 2).
    mean = np.array([0.6 + 1.6, 1.0]) / math.sqrt(5)
    assert found["decayed-mean"][0] == pytest.approx(mean)
    assert found["threshold-rule"][0] == pytest.approx([2.0, 1.0])
    form = registry.build(registry.entry_of("softmax-profile"), known, {"step": 0.5})
    learn(form, rows)
    taught = form._forms[0]
    assert form.score(0, 1.0, candidates) == pytest.approx(
        taught.scores(known.vectors[candidates], 1.0)
    )


@pytest.mark.parametrize("name", ["ease", "bpr", "sasrec"])
def test_what_is_trained_learns_who_goes_with_whom(name):
    if name == "bpr":
        pytest.importorskip("implicit")
    rng = np.random.default_rng(0)
    rows = [(u, int(i), 0.0) for u in range(60) for i in rng.permutation(8)[:5] + 8 * (u % 2)]
    entry = registry.entry_of(name)
    method = learn(registry.build(entry, setting(62, 16), entry.first("p1")), rows)
    method.refit(0.0)
    learn(method, [(60, 0, 1.0), (60, 1, 1.0), (61, 8, 1.0), (61, 9, 1.0)])
    rest = np.array([2, 3, 4, 5, 10, 11, 12, 13])
    for user, sign in ((60, 1), (61, -1)):
        scores = sign * method.score(user, 1.0, rest)
        assert np.isfinite(scores).all()
        assert scores[:4].min() > scores[4:].max()


def test_windows_hold_every_step_once_and_batches_every_window():
    torch = pytest.importorskip("torch")
    lists = [list(range(n)) for n in (2, 3, 4, 5, 9, 2, 3, 12)]
    windows = attention.windows(lists, 4)
    steps = [tuple(row[row >= 0][k : k + 2].tolist()) for row in windows for k in range(4)]
    steps = sorted(step for step in steps if len(step) == 2)
    assert steps == sorted((k, k + 1) for mine in lists for k in mine[:-1])
    torch.manual_seed(0)
    found = list(attention.batches(windows, 8))
    filled = [torch.nn.functional.pad(b, (5 - b.shape[1], 0), value=-1) for b in found]
    assert sorted(torch.cat(filled).tolist()) == sorted(windows.tolist())
    # At most the steps asked for, and those of the window that went over.
    assert max(int((b[:, 1:] >= 0).sum()) for b in found) <= 8 + 4
    assert sum(int((b < 0).sum()) for b in found) < sum(int((b < 0).sum()) for b in [windows]) / 2


def test_later_fits_of_the_sequence_model_take_in_what_is_new():
    pytest.importorskip("torch")
    walk = [(u, (u + k) % 8, float(k)) for k in range(6) for u in range(24)]
    method = SasRec(setting(24, 12), rounds=20, patience=20, again=30, batch=20)
    learn(method, walk)
    method.refit(6.0)
    # Half of the people go on to a new item; the others stay as they were.
    learn(method, [(u, 8 + u % 2, 7.0) for u in range(12)])
    grown = method._grown()
    assert len(grown) == 24
    assert sorted(mine[-1] for mine in grown[:12]) == [8] * 6 + [9] * 6
    assert all(len(mine) == 7 for mine in grown[:12])
    assert method.score(23, 8.0, np.array([8, 9, 10, 11])).tolist() == [-math.inf] * 4
    method.refit(8.0)
    scores = method.score(23, 9.0, np.array([8, 9, 10, 11]))
    assert np.isfinite(scores).tolist() == [True, True, False, False]
    others = [method.score(u, 9.0, np.array([8, 9])) for u in range(16, 24)]
    by_parity = np.array([one[u % 2] > one[1 - u % 2] for u, one in enumerate(others)])
    assert by_parity.mean() > 0.7


def test_the_bpr_vector_of_a_person_with_a_long_history_stays_within_bounds():
    pytest.importorskip("implicit")
    rows = [(u, i, 0.0) for u in range(4) for i in range(600) if (i + u) % 2]
    method = learn(Bpr(setting(5, 601), ridge=0.05, rate=0.1, rounds=3), rows)
    method.refit(0.0)
    learn(method, [(0, i, 1.0) for i in range(0, 600, 2)])
    scores = method.score(0, 2.0, np.arange(601))
    assert np.isfinite(scores).all()
    assert np.abs(scores).max() < 100


def test_transitions_find_those_who_walk_in_order():
    one = plan.prequential("p1", "test", walks(items=90, steps=600))
    entry = registry.entry_of("transitions-decay")
    out = run(one, registry.build(entry, one.setting, {"reach": 1, "half_life": 0.1}))
    assert metrics.hits(out.ranks, 1).mean() > 0.9


# --- the list of methods, choosing, the table


def test_a_method_is_named_with_values_to_use():
    entry, values = registry.named("item-knn-decay[half_life=14;clock=events]")
    assert entry.name == "item-knn-decay"
    assert values == {"half_life": 14, "clock": "events"}
    with pytest.raises(registry.UnknownMethod, match="popularity"):
        registry.named("nobody")


def test_all_peers_are_listed():
    wanted = {
        "popularity", "popularity-decay", "newest", "newest+popularity", "last-item",
        "embedding-decay", "langchain-time-weighted", "item-knn", "item-knn-decay", "ease",
        "ease-decay", "bpr", "transitions-decay", "transitions+item-knn", "sasrec", "pinnersage",
        "cognee-turns", "decayed-mean", "softmax-profile", "threshold-rule", "neighbour-rule",
    }  # fmt: skip
    names = [entry.name for entry in registry.ENTRIES]
    assert wanted <= set(names)
    assert len(names) == len(set(names))


def test_chosen_values_are_of_the_stated_grid():
    for protocol, methods in json.loads(registry.CHOSEN.read_text("utf-8")).items():
        for name, values in methods.items():
            grid = registry.entry_of(name).tried(protocol)
            assert all(value in grid[key] for key, value in values.items()), (protocol, name)


def test_choosing_goes_through_the_grid():
    rng = np.random.default_rng(4)
    rows = [
        (int(rng.integers(30)), int(step / 20 + rng.random()), step / 20) for step in range(600)
    ]
    one = plan.prequential("p1", "dev", Data(events_of(rows), 30, 40, ("view",)))
    grid = {"half_life": (30.0, 3.0, 0.1), "of": ("people", "events")}
    figures = {
        (h, of): metrics.gains(run(one, Popularity(one.setting, h, of)).ranks).mean()
        for h in grid["half_life"]
        for of in grid["of"]
    }
    half_life = max(grid["half_life"], key=lambda h: figures[h, "people"])
    of = max(grid["of"], key=lambda o: figures[half_life, o])
    values, best = best_values(one, Entry("t", Popularity, grid))
    assert half_life != 30.0
    assert values == {"half_life": half_life, "of": of}
    assert best == pytest.approx(figures[half_life, of])


def test_a_run_from_files_to_rows(tmp_path, monkeypatch, capsys):
    write_walks(tmp_path)
    vectors = np.eye(20, dtype=np.float32)
    monkeypatch.setattr(quality, "vectors_of", lambda texts: vectors)
    file = tmp_path / "rows.json"
    code = bench.main(
        [
            "quality",
            "p2",
            "--quick",
            "--every",
            "1",
            "--datasets",
            str(tmp_path),
            "--json",
            str(file),
        ]
    )
    assert code == 0
    said = capsys.readouterr().out
    assert "sasrec: left out, it must be trained" in said
    assert "penchant-frozen: left out, it learns everything once more" in said
    rows = {row["method"]: row for row in json.loads(file.read_text("utf-8"))}
    wanted = {
        "protocol", "part", "method", "n", "hr10", "ndcg10", "mrr", "coverage10", "diversity10",
        "novelty", "ms_per_event", "low", "high",
    }  # fmt: skip
    for row in rows.values():
        assert wanted <= set(row)
        assert row["low"] <= row["ndcg10"] <= row["high"]
        assert row["behind"] == pytest.approx(rows["penchant"]["ndcg10"] - row["ndcg10"])
        assert row["behind_low"] <= row["behind"] <= row["behind_high"]
    assert rows["penchant"]["behind_low"] == rows["penchant"]["behind_high"] == 0
    assert rows["transitions-decay"]["ndcg10"] > rows["popularity"]["ndcg10"]
    assert rows["popularity"]["diversity10"] == pytest.approx(1.0)


def test_the_table_says_how_often_a_method_is_fitted():
    one = plan.prequential("p1", "test", walks())
    entry = registry.entry_of("ease")
    found = {}
    for days in (1.0, 7.0, 3.5):
        values = {"refit_days": days, "ridge": 10.0}
        out = run(one, registry.build(entry, one.setting, values))
        found[days] = table.row_of(one, entry, "ease", values, out)
    assert [row["refit"] for row in found.values()] == ["daily", "weekly", "3.5 days"]
    assert "|    daily |" in table.lines(list(found.values()))[2]
    out = run(one, Popularity(one.setting))
    assert table.row_of(one, registry.entry_of("popularity"), "p", {}, out)["refit"] == ""


def test_days_are_compared_beside_people_on_p1():
    one = plan.prequential("p1", "dev", walks())
    entry = registry.entry_of("newest")
    out, other = (run(one, m(one.setting)) for m in (Newest, Popularity))
    row = table.row_of(one, entry, "newest", {}, out)
    table.compare(row, out, other, by_day=True)
    assert row["behind_low_days"] <= row["behind"] <= row["behind_high_days"]
    assert "over days" in "\n".join(table.lines([row]))


@pytest.mark.parametrize("entry", product.ENTRIES, ids=lambda entry: entry.name)
def test_the_product_and_its_ablations_learn_from_choices(entry: Entry) -> None:
    """As many items and events as make choices teach."""
    data = walks(users=12, items=80, steps=900)
    one = data.setting((0.0, 0.0))
    method = registry.build(entry, one, {})
    learn(method, zip(data.events.user, data.events.item, data.events.day, strict=True))
    method.refit(90.0)
    learn(method, [(0, 1, 90.0)])
    assert method.core.model.choices > 0 or entry.name == "penchant-frozen"
    assert np.isfinite(method.score(0, 91.0, np.arange(80))).all()
