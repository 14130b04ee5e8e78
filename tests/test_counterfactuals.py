"""What would be without an interest or an entry: the same as in a store that never had them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import Clock, WordEmbedder
from films import GENRES, film_catalog, genre, state
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.folds import Folds
from penchant.memory.imagined import imagine
from penchant.memory.memory import Memory
from penchant.memory.records import (
    Profile,
    Recommendation,
    Request,
    Statement,
    Target,
    Without,
    to_day,
)
from penchant.memory.statements import statement_to_data
from penchant.tools.recommender import Recommender

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
FILMS = 60
WHOLE = (Phase.explicit, Phase.reuse, Phase.generate)
"""An example takes a second or two: making a failing one smaller would take minutes."""


@pytest.fixture
def recommender(memory: Memory) -> Recommender:
    return Recommender(memory, film_catalog(memory, FILMS))


def fed(source: Memory, gone: Iterable[str], folder: Path) -> Memory:
    """A store of its own that was told all that ``source`` was, but for the entries ``gone``."""
    gone = set(gone)
    made = Memory.open(folder, WordEmbedder(), clock=source.clock)
    for entry in source.entries():
        if entry.id not in gone:
            found = source.journal.vectors(source.embedder.fingerprint, [entry.sequence])
            vectors = dict.fromkeys([entry.id], found.get(entry.sequence))
            made.record_all([replace(entry, sequence=0)], vectors if found else {})
    return made


def same_profile(one: Profile, other: Profile) -> None:
    assert [i.label for i in one.interests] == [i.label for i in other.interests]
    for mine, theirs in zip(one.interests, other.interests, strict=True):
        assert mine.mass == pytest.approx(theirs.mass, abs=1e-9)
        assert mine.share == pytest.approx(theirs.share, abs=1e-9)
        assert [e.entry for e in mine.evidence] == [e.entry for e in theirs.evidence]
    assert (one.seen, one.liked, one.disliked, one.saved, one.excluded, one.entries) == (
        other.seen, other.liked, other.disliked, other.saved, other.excluded, other.entries,
    )  # fmt: skip


def same_list(one: Recommendation, other: Recommendation) -> None:
    assert [r.item.id for r in one.items] == [r.item.id for r in other.items]
    for mine, theirs in zip(one.items, other.items, strict=True):
        assert mine.score == pytest.approx(theirs.score, abs=1e-9)
        assert mine.adjustments == theirs.adjustments
        assert [(r.signal, r.text) for r in mine.reasons] == [
            (r.signal, r.text) for r in theirs.reasons
        ]


def same_store(imagined: Recommender, real: Recommender, users: Iterable[str]) -> None:
    # Neither journals what is compared: a list that was shown is one more thing that happened.
    real.memory.imagined = True
    for user in users:
        same_profile(imagined.profile(user), real.profile(user))
        same_list(imagined.recommend(user, n=8), real.recommend(user, n=8))
        asked = Request(query="romance story")
        same_list(imagined.recommend(user, asked, n=8), real.recommend(user, asked, n=8))
        for item in ("film:0", "film:7"):
            mine, theirs = imagined.why(user, item), real.why(user, item)
            assert mine.score == pytest.approx(theirs.score, abs=1e-9)
            assert (mine.rank, mine.candidates, mine.left_out) == (
                theirs.rank, theirs.candidates, theirs.left_out,
            )  # fmt: skip
    assert imagined.memory.weights().get() == real.memory.weights().get()
    assert imagined.memory.crowd().choices == real.memory.crowd().choices


STEPS = st.tuples(
    st.sampled_from(["ann", "bo"]),
    st.sampled_from(
        ["say", "say", "hate", "like", "dislike", "watch", "rating", "chosen", "edit", "undo"]
    ),
    st.integers(0, 59),
)


def live(recommender: Recommender, clock: Clock, steps: list[tuple[str, str, int]]) -> None:
    """Let people do things; every third of them after a list was shown."""
    shown: dict[str, Recommendation] = {}
    last: dict[str, str] = {}
    for number, (user, act, k) in enumerate(steps):
        clock.forward(hours=7)
        if number % 3 == 0:
            shown[user] = recommender.recommend(user, n=5)
        name, item = GENRES[k % 6], f"film:{k}"
        if act in ("say", "hate"):
            polarity = 1 if act == "say" else -1
            entry = state(recommender, user, f"{act} {name}", genre(name), polarity, 0.9)
        elif act == "chosen" and user in shown and shown[user].items:
            one = shown[user].items[k % len(shown[user].items)]
            entry = recommender.act(user, "like", one.item.id, impression=shown[user].impression)
        elif act == "undo" and user in last:
            entry = recommender.undo(user, last.pop(user))
            continue
        elif act == "edit" and user in last:
            entry = recommender.act(user, "rating", item, value=k % 5 + 1, supersedes=last[user])
        else:
            kind = act if act in ("like", "dislike", "watch", "rating") else "like"
            value = k % 5 + 1 if kind == "rating" else None
            entry = recommender.act(user, kind, item, value=value)
        last[user] = entry.id


@given(st.lists(STEPS, min_size=2, max_size=10), st.integers(0, 10_000), st.booleans())
@settings(max_examples=4, phases=WHOLE, suppress_health_check=[HealthCheck.too_slow])
def test_without_an_entry_is_as_if_it_had_never_come(steps, chosen, saved):
    with TemporaryDirectory() as folder:
        clock = Clock(START)
        memory = Memory.open(Path(folder) / "whole", WordEmbedder(), clock=clock)
        recommender = Recommender(memory, film_catalog(memory, FILMS))
        live(recommender, clock, steps[: len(steps) // 2])
        if saved:
            keep_snapshot(memory)
        live(recommender, clock, steps[len(steps) // 2 :])
        own = [e for e in memory.entries() if e.user and e.kind not in ("undo", "impression")]
        entry = own[chosen % len(own)]
        gone = hanging_on(memory, {entry.id})
        head, before = memory.journal.head(), recommender.profile(entry.user)
        imagined = recommender.without(entry.user, Without(entry=entry.id))
        real = fed(memory, gone, Path(folder) / "other")
        same_store(imagined, Recommender(real, film_catalog(real, FILMS)), ("ann", "bo"))
        assert memory.journal.head() == head
        same_profile(recommender.profile(entry.user), before)
        real.close()
        memory.close()


@given(st.lists(STEPS, min_size=2, max_size=10), st.integers(0, 10_000))
@settings(max_examples=4, phases=WHOLE, suppress_health_check=[HealthCheck.too_slow])
def test_without_an_interest_is_as_if_its_entries_had_never_come(steps, chosen):
    with TemporaryDirectory() as folder:
        clock = Clock(START)
        memory = Memory.open(Path(folder) / "whole", WordEmbedder(), clock=clock)
        recommender = Recommender(memory, film_catalog(memory, FILMS))
        live(recommender, clock, [("ann", "like", 3), *steps])
        interests = memory.profile("ann").interests
        if interests:
            one = interests[chosen % len(interests)]
            imagined = recommender.without("ann", Without(interest=one.id))
            members = set(memory.members("ann", one.id))
            assert {e.entry for e in one.evidence} <= members
            gone = hanging_on(memory, members, replaced=True)
            real = fed(memory, gone, Path(folder) / "other")
            same_store(imagined, Recommender(real, film_catalog(real, FILMS)), ("ann", "bo"))
            real.close()
        memory.close()


def keep_snapshot(memory: Memory) -> None:
    """Have the folds save what they know now, however little."""
    folds: Folds = memory._folds
    states = {name: (version, fold.snapshot()) for name, version, fold in folds._named()}
    memory.journal.save_snapshots(folds.sequence, states)


def hanging_on(memory: Memory, roots: set[str], *, replaced: bool = False) -> set[str]:
    """``roots`` with what came of them, what undid them and, if asked for, what they replaced."""
    entries, gone = list(memory.entries()), set(roots)
    for _ in entries:
        gone |= {e.id for e in entries if e.parent in gone}
        gone |= {e.id for e in entries if e.kind == "undo" and e.supersedes in gone}
        if replaced:
            gone |= {e.supersedes for e in entries if e.id in gone and e.supersedes}
    return gone


def test_without_a_turn_all_that_was_read_from_it_goes(recommender, clock):
    kept = state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    clock.forward(days=1)
    said = state(recommender, "ann", "I hate horror", genre("Horror"), -1, 0.95)
    assert recommender.profile("ann").excluded == ("Horror",)
    other = recommender.profile("ann", without=Without(entry=said.parent))
    assert other.excluded == ()
    assert [one.label for one in other.interests] == ["Western"]
    assert [e.entry for e in other.interests[0].evidence] == [kept.id]
    found = recommender.recommend("ann", n=FILMS, without=Without(entry=said.parent))
    assert any("Horror" in ranked.item.categories for ranked in found.items)
    assert found.impression is None
    why = recommender.why("ann", "film:0", without=Without(entry=said.id))
    assert (why.left_out, why.rank is None) == ("", False)
    # The live store is as it was.
    assert recommender.why("ann", "film:0").left_out == "you want no Horror"


def test_what_an_entry_had_replaced_counts_again_and_what_was_undone_stays_away(recommender):
    first = recommender.act("ann", "rating", "film:5", value=5)
    edited = recommender.act("ann", "rating", "film:5", value=1, supersedes=first.id)
    assert recommender.profile("ann").dislikes
    again = recommender.profile("ann", without=Without(entry=edited.id))
    assert again.likes
    assert not again.dislikes
    liked = recommender.act("ann", "like", "film:7")
    recommender.undo("ann", liked.id)
    assert "film:7" not in recommender.profile("ann", without=Without(entry=first.id)).liked
    (dislike,) = recommender.profile("ann").dislikes
    bare = recommender.profile("ann", without=Without(interest=dislike.id))
    # With the interest goes the rating that its own had replaced.
    assert bare.interests == ()


def test_what_only_says_a_statement_once_more_goes_with_its_interest(recommender):
    turn = recommender.memory.record(user="ann", kind="turn", text="I loved Western Story 5")
    target = Target(kind="item", name="Western Story 5", item="film:5", text="Western Story 5")
    statement = Statement(target=target, polarity=1, strength=0.9)
    recommender.memory.record(
        user="ann",
        kind="statement",
        id=f"{turn.id}.s0",
        parent=turn.id,
        data=statement_to_data(statement),
        vector=recommender.catalog.vector("film:5"),
    )
    recommender.act("ann", "like", "film:5", parent=turn.id)
    (interest,) = recommender.profile("ann").interests
    other = recommender.profile("ann", without=Without(interest=interest.id))
    assert other.interests == ()
    assert other.liked == frozenset()


def test_it_holds_for_past_moments_too(recommender, clock):
    state(recommender, "ann", "I love westerns", genre("Western"), 1, 0.9)
    then = clock.forward(days=2)
    clock.forward(days=30)
    state(recommender, "ann", "I love comedy", genre("Comedy"), 1, 0.9)
    (western,) = recommender.profile("ann", then).interests
    other = recommender.profile("ann", then, without=Without(interest=western.id))
    assert other.interests == ()
    found = recommender.recommend("ann", n=5, at=then, without=Without(interest=western.id))
    assert found.cold


def test_other_peoples_choices_lose_what_the_entry_taught(recommender):
    for person in ("bo", "cy", "di", "ed"):
        recommender.act(person, "like", "film:3")
        recommender.act(person, "like", "film:40")
    taught = recommender.act("ann", "like", "film:3")
    before, today = recommender.memory.crowd(), to_day(recommender.memory.clock())
    assert before.people(["film:3"], today)[0, -1] == pytest.approx(5)
    imagined = recommender.without("ann", Without(entry=taught.id))
    assert imagined.memory.crowd().people(["film:3"], today)[0, -1] == pytest.approx(4)
    assert recommender.memory.crowd() is before
    assert before.people(["film:3"], today)[0, -1] == pytest.approx(5)


def test_what_came_after_a_snapshot_is_thought_away_from_there(recommender, monkeypatch):
    for k in range(12):
        recommender.act("bo", "like", f"film:{k}")
    keep_snapshot(recommender.memory)
    last = recommender.act("ann", "like", "film:20")
    learned = []
    take = Folds._take
    monkeypatch.setattr(
        Folds,
        "_take",
        lambda self, entry, vector: learned.append(entry) or take(self, entry, vector),
    )
    recommender.without("ann", Without(entry=last.id))
    assert learned == []
    first = next(iter(recommender.memory.entries("bo", kinds=("like",))))
    recommender.without("bo", Without(entry=first.id))
    assert len(learned) == 12


def test_nothing_is_written_by_thinking_something_away(recommender):
    liked = recommender.act("ann", "like", "film:5")
    imagined = imagine(recommender.memory, "ann", Without(entry=liked.id))
    head = recommender.memory.journal.head()
    with pytest.raises(StoreBusy):
        imagined.record(user="ann", kind="impression", data={})
    with pytest.raises(StoreBusy):
        imagined.record(user="ann", kind="like", item="film:7")
    with pytest.raises(StoreBusy):
        imagined.journal.put_meta("key", "value")
    imagined.close()
    assert recommender.memory.journal.head() == head
    recommender.act("ann", "like", "film:7")
    # What comes later is no part of what was imagined.
    assert imagined.journal.head() == head
    assert "film:7" not in imagined.profile("ann").liked
    assert imagined.get(liked.id) is None


@pytest.mark.parametrize(
    "without",
    [
        Without(),
        Without(entry="e", interest="i"),
        Without(entry="nobody's"),
        Without(entry="bo-1"),
        Without(interest="i99"),
    ],
)
def test_what_is_not_there_cannot_be_thought_away(recommender, without):
    recommender.act("bo", "like", "film:5", id="bo-1")
    recommender.act("ann", "like", "film:5")
    with pytest.raises(BadInput):
        recommender.recommend("ann", without=without)
