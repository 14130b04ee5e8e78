"""What people do with items, in the lists and reasons of others: sixty people, a small catalog."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from conftest import Clock, WordEmbedder
from films import film_catalog, genre, state
from rich.console import Console

from penchant.memory.core.signals import BEHAVIOUR, FAMILY
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Evidence, Reason, Recommendation, Request
from penchant.show import recommendation_view
from penchant.tools import recommending
from penchant.tools.history import History
from penchant.tools.listing import arranging
from penchant.tools.listing.arranging import Field, arrange
from penchant.tools.listing.knobs import DIVERSITY, Knobs
from penchant.tools.listing.listing import VARIED
from penchant.tools.listing.picking import WIDER
from penchant.tools.reasons.footprints import Footprints
from penchant.tools.reasons.hearsay import Heard, hearsay
from penchant.tools.reasons.reasons import gathered
from penchant.tools.recommender import Recommender
from penchant.tools.sentences import top_reasons

FILMS = 120
START = datetime(2026, 1, 20, tzinfo=UTC)
PAIRS = {40: 77, 17: 90, 65: 8, 101: 33, 2: 61, 30: 112, 55: 20, 84: 49, 70: 5, 95: 24}
"""Whoever uses the one goes on to the other; they share no first genre."""


def used(user: str, number: int, film: int, hours: float, kind: str = "like") -> Entry:
    at = START + timedelta(hours=hours)
    return Entry(
        id=f"{user}:{number}", kind=kind, user=user, occurred_at=at, recorded_at=at,
        item=f"film:{film}",
    )  # fmt: skip


def crowd_of(people: int = 60, seed: int = 3) -> list[Entry]:
    """Everybody uses some films at random, and one of PAIRS one after the other."""
    rng = np.random.default_rng(seed)
    partners = [film for pair in PAIRS.items() for film in pair]
    others = np.setdiff1d(np.arange(FILMS), partners)
    entries = []
    for person in range(people):
        mine = rng.choice(others, 8, replace=False).tolist()
        one = list(PAIRS)[person % len(PAIRS)]
        place = int(rng.integers(len(mine) + 1))
        mine[place:place] = [one, PAIRS[one]]
        begin = float(rng.random() * 600)
        entries += [used(f"p{person}", n, film, begin + 3 * n) for n, film in enumerate(mine)]
    return sorted(entries, key=lambda entry: (entry.occurred_at, entry.id))


def opened(folder: Path, embedder, clock, entries: list[Entry]) -> Recommender:
    memory = Memory.open(folder, embedder, clock=clock)
    catalog = film_catalog(memory, FILMS)
    recommender = Recommender(memory, catalog)
    memory.record_all(entries, {one.id: catalog.vector(one.item) for one in entries})
    return recommender


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "store"
    clock = Clock(datetime(2026, 3, 1, 12, tzinfo=UTC))
    opened(folder, WordEmbedder(), clock, crowd_of()).memory.close()
    return folder


@pytest.fixture
def crowded(built: Path, tmp_path: Path, embedder, clock) -> Iterator[Recommender]:
    recommender = opened(shutil.copytree(built, tmp_path / "crowded"), embedder, clock, [])
    yield recommender
    recommender.memory.close()


def behaviour(parts) -> list[Reason]:
    return [one for one in parts if one.family == "behaviour"]


@pytest.mark.parametrize(("first", "then"), list(PAIRS.items())[:4])
def test_what_others_chose_after_it_rises_and_the_action_is_cited(crowded, first, then):
    before = crowded.why("ann", f"film:{then}")
    assert not behaviour(before.reasons)
    action = crowded.act("ann", "like", f"film:{first}")
    after = crowded.why("ann", f"film:{then}")
    assert after.rank < before.rank
    assert after.rank <= 10
    reason = behaviour(after.reasons)[0]
    title = crowded.catalog.items[first].title
    assert reason.contribution > 0.3
    assert title in reason.text
    assert f"《{title}》" in reason.text_zh
    assert reason.about == title
    (cited,) = reason.evidence
    assert (cited.entry, cited.item, cited.kind, cited.quote) == (
        action.id, f"film:{first}", "like", title,
    )  # fmt: skip
    assert cited.occurred_at == action.occurred_at
    assert f"film:{then}" in [ranked.item.id for ranked in crowded.recommend("ann").items]


def test_what_is_cited_is_an_action_that_counts(crowded, clock):
    taken_back = crowded.act("ann", "like", "film:40")
    clock.forward(hours=1)
    crowded.undo("ann", taken_back.id)
    assert not behaviour(crowded.why("ann", "film:77").reasons)
    again = crowded.act("ann", "save", "film:40")
    clock.forward(hours=1)
    crowded.undo("ann", crowded.act("ann", "like", "film:40").id)
    crowded.act("ann", "dislike", "film:40")
    cited = {e.entry for r in behaviour(crowded.why("ann", "film:77").reasons) for e in r.evidence}
    assert cited == {again.id}


def test_reasons_add_up_with_what_people_did_among_them(crowded):
    state(crowded, "p1", "I love westerns", genre("Western"), 1, 0.9)
    signals = set()
    for user in ("p0", "p1", "p2", "stranger"):
        for asked in ("", "western story", Request(like=("film:3",))):
            for ranked in crowded.recommend(user, asked, n=20).items:
                parts = ranked.reasons
                assert ranked.score == pytest.approx(sum(r.contribution for r in parts), abs=1e-6)
                short = gathered(parts)
                total = sum(reason.contribution for reason in short)
                assert total == pytest.approx(ranked.score, abs=1e-9)
                families = [one.family for one in short if one.signal in BEHAVIOUR]
                assert len(families) == len(set(families))
                for reason in parts:
                    assert reason.contribution == pytest.approx(reason.weight * reason.value)
                    assert reason.family == FAMILY[reason.signal]
                    assert reason.text
                    assert reason.text_zh
                signals |= {reason.signal for reason in parts}
                why = crowded.why(user, ranked.item.id)
                assert why.score == pytest.approx(ranked.score, abs=1e-9)
    assert {"popularity", "together", "next", "newest"} <= signals


def test_who_is_forgotten_moves_nothing_any_more(tmp_path, embedder, clock):
    whole = crowd_of()
    eve = [used("eve", n, film, 300.0 + n) for n, film in enumerate((40, 5, 77, 9, 9, 14, 33))]
    more = sorted([*whole, *eve], key=lambda entry: (entry.occurred_at, entry.id))
    had, never = (
        opened(tmp_path / name, embedder, clock, entries)
        for name, entries in (("had", more), ("never", whole))
    )
    for one in (had, never):
        one.act("ann", "like", "film:40")
    scores = {name: _scores(one) for name, one in (("had", had), ("never", never))}
    assert scores["had"] != pytest.approx(scores["never"], abs=1e-6)
    had.forget("eve")
    assert _scores(had) == pytest.approx(scores["never"], abs=1e-9)
    for one in (had, never):
        one.memory.close()


def _scores(recommender: Recommender) -> dict[str, float]:
    found = recommender.recommend("ann", n=60).items
    return {ranked.item.id: ranked.score for ranked in found}


def test_two_people_who_did_the_same_get_the_same(crowded):
    for user in ("ann", "ben"):
        for film in (40, 3):
            crowded.act(user, "like", f"film:{film}")
    ann, ben = (crowded.recommend(user, n=20) for user in ("ann", "ben"))
    assert [r.item.id for r in ann.items] == [r.item.id for r in ben.items]
    for one, other in zip(ann.items, ben.items, strict=True):
        assert one.score == pytest.approx(other.score, abs=1e-9)
        assert [r.text for r in one.reasons] == [r.text for r in other.reasons]


def test_what_one_looked_at_hears_nothing_of_ones_own_use(crowded):
    crowded.act("ann", "like", "film:40")
    assert behaviour(crowded.why("ann", "film:77").reasons)
    crowded.act("ann", "view", "film:77")
    why = crowded.why("ann", "film:77")
    assert why.left_out == ""
    assert not {r.signal for r in why.reasons} & {"together", "next", "next-lately", "finder"}
    assert "popularity" in {r.signal for r in why.reasons}


def test_what_is_asked_for_counts_more_than_what_is_popular(crowded):
    plain = _values(crowded.recommend("p1", n=100))
    asked = _values(crowded.recommend("p1", "comedy", n=100))
    both = plain.keys() & asked.keys()
    assert len(both) > 50
    for item in both:
        assert 0.2 < asked[item] / plain[item] < 0.6


def _values(found) -> dict[str, float]:
    return {
        ranked.item.id: reason.value
        for ranked in found.items
        for reason in ranked.reasons
        if reason.signal == "popularity"
    }


def test_a_stranger_has_no_last_visit_and_gets_a_varied_list(crowded):
    found = crowded.recommend("stranger", n=10)
    assert found.cold
    signals = {reason.signal for ranked in found.items for reason in ranked.reasons}
    assert "popularity" in signals
    assert not signals & {"since-visit", "together", "next", "next-lately", "alike"}
    assert len({ranked.item.year // 10 for ranked in found.items}) >= 3


def test_a_strangers_list_is_chosen_out_of_more_where_behaviour_speaks(
    crowded, memory, monkeypatch
):
    fields, arrange = [], recommending.arrange
    monkeypatch.setattr(
        recommending,
        "arrange",
        lambda field, *rest: fields.append(field) or arrange(field, *rest),
    )
    empty = Recommender(memory, film_catalog(memory))
    for recommender, user in ((crowded, "stranger"), (crowded, "p1"), (empty, "stranger")):
        recommender.recommend(user)
    stranger, known, nobodys = fields
    assert stranger.pool > 2 * arranging.POOL
    assert known.pool == nobodys.pool == arranging.POOL
    # And varied the more, the more behaviour tells.
    assert stranger.wider == nobodys.wider == VARIED > known.wider == WIDER


def test_an_empty_store_says_nothing_of_behaviour(memory):
    recommender = Recommender(memory, film_catalog(memory))
    for film in range(60):
        recommender.act("only", "like", f"film:{film}")
    found = recommender.recommend("ann", n=20)
    assert found.cold
    for ranked in found.items:
        parts = [r.contribution for r in ranked.reasons if r.signal in BEHAVIOUR]
        assert sum(map(abs, parts)) < 0.2


EVERYTHING = Heard(used=True, new=True, current=True, popular=True, usual=True)
FACTS = {
    "popularity": "popular",
    "in-use": "current",
    "newness": "new",
    "own-popularity": "usual",
}


def _said(entry: str, title: str) -> Evidence:
    return Evidence(
        entry=entry, kind="like", occurred_at=START, amount=0.5, item=entry, quote=title
    )


PAIRED = {name: (_said("a", "Heat"),) for name in ("together", "next", "next-lately")}
ALL = (Heard(), Heard(used=True), EVERYTHING, replace(EVERYTHING, behind=PAIRED))


@pytest.mark.parametrize("signal", BEHAVIOUR)
@pytest.mark.parametrize("heard", ALL)
@pytest.mark.parametrize("value", [0.7, -0.7])
def test_every_part_has_a_sentence_that_fits_any_catalog(signal, heard, value):
    en, zh = hearsay(signal, value, heard)
    assert en.endswith(".")
    assert zh.endswith("。")
    assert not {"watch", "watched", "film", "films"} & set(en.lower().rstrip(".").split())
    assert not set("看片影") & set(zh)


@pytest.mark.parametrize("heard", ALL)
def test_no_sentence_is_said_twice_of_one_item(heard):
    for signs in product((1.0, -1.0), repeat=2):
        told = [hearsay(s, signs[n % 2], heard) for n, s in enumerate(BEHAVIOUR)]
        for language in zip(*told, strict=True):
            assert len(set(language)) == len(BEHAVIOUR)


LOOKED_AT = ("How ", "Who ", "Whether ", "Its place ")
ALONE = sorted(set(BEHAVIOUR) - set(PAIRED))


@pytest.mark.parametrize("signal", ALONE)
def test_of_what_nobody_chose_that_alone_is_told_whichever_way_it_counts(signal):
    for value in (1.0, -1.0):
        # No fact holds of what nobody chose, whatever else is set.
        en, zh = hearsay(signal, value, replace(EVERYTHING, used=False))
        if signal == "unused":
            assert (en, zh) == ("Nobody here has chosen it yet.", "这里还没有人选过它。")
        else:
            assert en.startswith(LOOKED_AT)


@pytest.mark.parametrize("signal", ALONE)
def test_what_counts_against_an_item_or_is_not_known_is_told_as_what_was_looked_at(signal):
    for value, heard in ((-1.0, EVERYTHING), (-1.0, ALL[3]), (1.0, Heard(used=True))):
        assert hearsay(signal, value, heard)[0].startswith(LOOKED_AT)


def test_a_fact_is_told_where_it_is_so_and_counts_for_the_item():
    for signal, fact in FACTS.items():
        so = hearsay(signal, 1.0, Heard(used=True, **{fact: True}))
        assert not so[0].startswith(LOOKED_AT)
        assert hearsay(signal, 1.0, replace(EVERYTHING, **{fact: False})) != so
    assert hearsay("alike", 1.0, ALL[3])[0].startswith("People with whom you share a choice")
    for signal in ("opinion", "finder", "since-visit", "newest"):
        assert hearsay(signal, 1.0, ALL[3])[0].startswith(LOOKED_AT)
    assert "都" not in hearsay("opinion", 1.0, EVERYTHING)[1]


def test_sentences_of_pairs_name_what_the_person_chose():
    titles = (("a", "Heat"), ("b", "Alien"), ("c", "Jaws"))
    behind = {"next": tuple(_said(e, title) for e, title in titles)}
    en, zh = hearsay("next", 1.0, Heard(behind=behind))
    assert en == "Others chose it after Heat and Alien."
    assert zh == "有人选过《Heat》《Alien》之后选了它。"
    assert hearsay("next", -1.0, Heard(behind=behind)) == hearsay("next", -1.0, Heard())


def _known(recommender: Recommender, user: str, *films: int) -> list[Heard]:
    memory, catalog = recommender.memory, recommender.catalog
    items = [catalog.items[film] for film in films]
    profile = memory.profile(user)
    footprints = Footprints(History(memory))
    heard = footprints.heard(profile, memory.crowd(), items, recommender.offer.ground)
    return [heard[item.id] for item in items]


def test_facts_are_so_however_many_chose_the_item(tmp_path, embedder, clock):
    """Dates of choices, in days before now: no crowd of old ones makes a lately."""
    ago = {
        1: [2.0],
        2: [9.0] * 30,
        3: [300.0, *[1.0] * 40],
        4: [60.0],
        5: [1.0, 2.0, 0.5],
    }
    # The weights have to be learned from something; what is asked about is not in it.
    taught = [
        replace(entry, occurred_at=entry.occurred_at - timedelta(days=500))
        for entry in crowd_of(20)
        if entry.item not in {f"film:{film}" for film in range(1, 7)}
    ]
    entries = taught + [
        used(f"p{film}-{n}", 0, film, (clock() - START) / timedelta(hours=1) - 24 * days)
        for film, choices in ago.items()
        for n, days in enumerate(choices)
    ]
    recommender = opened(
        tmp_path / "dates", embedder, clock, sorted(entries, key=lambda e: e.occurred_at)
    )
    one, many, again, old, rising, never = _known(recommender, "ann", 1, 2, 3, 4, 5, 6)
    assert [h.current for h in (one, many, again, old, rising)] == [True, False, True, False, True]
    assert [h.new for h in (one, again, old, rising)] == [True, False, False, True]
    assert (again.popular, old.popular, one.popular) == (True, False, False)
    assert never == Heard()
    assert not any(h.usual for h in (one, many, again, old, rising))
    recommender.act("ann", "like", "film:2")
    many, again, old = _known(recommender, "ann", 2, 3, 4)
    assert (again.usual, old.usual) == (True, False)
    # What the person chose themselves is no hearsay about it.
    assert not many.behind
    recommender.memory.close()


def test_what_is_told_of_one_item_is_told_once_and_of_the_unused_nothing_else(crowded):
    crowded.act("ann", "like", "film:40")
    used_items = crowded.memory.crowd().used()
    (unused, *_) = [i.id for i in crowded.catalog.items if i.id not in used_items] or [None]
    for item in filter(None, (unused, "film:77", "film:3")):
        told = [r for r in crowded.why("ann", item).reasons if r.signal in BEHAVIOUR]
        assert told
        for language in ("text", "text_zh"):
            assert len({getattr(r, language) for r in told}) == len(told)


def part(signal: str, contribution: float, text: str) -> Reason:
    return Reason(
        family=FAMILY[signal], signal=signal, weight=1.0, value=contribution,
        contribution=contribution, text=text, text_zh=text,
    )  # fmt: skip


def test_many_parts_of_behaviour_are_told_as_one_per_family():
    parts = [
        part("interest", 0.5, "Yours."),
        part("popularity", 1.0, "Popular."),
        part("alike", 0.4, "Alike."),
        part("in-use", 0.2, "Used."),
        part("opinion", -0.3, "Meh."),
        part("newness", -0.2, "Old."),
        part("newest", -0.1, "Old."),
    ]
    social, own, item = gathered(parts)
    assert (social.signal, social.text) == ("popularity", "Popular. Alike.")
    assert social.contribution == pytest.approx(1.3)
    assert own == parts[0]
    assert (item.text, item.contribution) == ("Old.", pytest.approx(-0.3))
    (pairs,) = gathered([part("together", 0.2, "Too."), part("next", 0.3, "After.")])
    assert (pairs.text, pairs.contribution) == ("After.", pytest.approx(0.5))
    assert [reason.signal for reason in top_reasons(parts)] == ["interest", "popularity"]
    weak = [part("interest", 0.05, "Yours."), *parts[1:3]]
    assert [reason.signal for reason in top_reasons(weak)] == ["popularity", "interest"]


def test_variety_is_weighed_up_where_behaviour_spreads_the_scores():
    matrix = np.array([[1, 0], [1, 0], [0, 1]], np.float32)

    def rows(learned, wider=WIDER, diversity=DIVERSITY):
        field = Field(
            score=np.array([3.0, 2.9, 2.3]),
            vectors=lambda some: matrix[some],
            learned=learned,
            wider=wider,
        )
        return [one.position for one in arrange(field, 3, Knobs(diversity=diversity))]

    told = np.array([3.0, 2.9, 1.5])
    assert rows(None) == [0, 1, 2]
    assert rows(np.zeros(3)) == [0, 1, 2]
    assert rows(told) == [0, 2, 1]
    assert rows(told, wider=0.0) == [0, 1, 2]
    # A little variety is a little also there.
    assert rows(told, diversity=0.1) == [0, 1, 2]


def test_what_was_left_out_is_told_in_the_readers_language_with_units():
    found = Recommendation(
        user="ann", at=START, items=(), excluded={"excluded: Horror": 595, "seen": 1}
    )
    console = Console(width=100)
    with console.capture() as captured:
        console.print(recommendation_view(found, chinese=True), recommendation_view(found))
    assert "已排除：你不想要恐怖（595 项）；你已经了解它（1 项）" in captured.get()
    left_out = "left out: you want no Horror (595 items); you know it already (1 item)"
    assert left_out in captured.get()
