"""What a conversation says for each item: company, echoes, words, facts, and their columns."""

from __future__ import annotations

import numpy as np
import pytest
from films import films
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.core.talk.company import Company
from penchant.memory.core.talk.echoes import FLOOR, STEEP, Echoes
from penchant.memory.records import Item
from penchant.tools.talk.facts import Facts, newness_in
from penchant.tools.talk.said import Said, Turn
from penchant.tools.talk.signals import NAMES, Talk
from penchant.tools.talk.words import Words, pieces_of, whole, words_of

GROUPS = st.lists(st.lists(st.integers(0, 7), max_size=6), min_size=1, max_size=8)


def company_of(groups, items=8):
    company = Company(items)
    for group in groups:
        company.add(group)
    return company


# -- company -----------------------------------------------------------------------------------


def test_company_is_counted_by_groups():
    company = company_of([[0, 1, 1], [0, 1, 2], [3]])
    assert company.counts().tolist() == [2, 2, 1, 1, 0, 0, 0, 0]
    assert company.beside(0).tolist() == [0, 2, 1, 0, 0, 0, 0, 0]
    near = company.near([0, 3], np.array([0.75, 0.25]), shrink=1.0)
    assert near[1] == pytest.approx((0.75 * 2 / np.sqrt(3 * 3)) ** 0.5)
    assert near[2] == pytest.approx((0.75 * 1 / np.sqrt(3 * 2)) ** 0.5)
    assert near[3] == 0
    assert not company.near([], np.zeros(0), 1.0).any()


@given(GROUPS, st.data())
def test_a_group_left_out_might_as_well_never_have_been(groups, data):
    out = data.draw(st.integers(0, len(groups) - 1))
    whole = company_of(groups)
    rest = company_of(groups[:out] + groups[out + 1 :])
    assert (whole.counts(out) == rest.counts()).all()
    for row in range(8):
        assert (whole.beside(row, out) == rest.beside(row)).all()
    rows, weights = [1, 4], np.array([0.4, 0.6])
    assert whole.near(rows, weights, 2.0, out) == pytest.approx(rest.near(rows, weights, 2.0))


@given(GROUPS)
def test_company_is_mutual_and_within_bounds(groups):
    company = company_of(groups)
    table = np.stack([company.beside(row) for row in range(8)])
    assert (table == table.T).all()
    near = company.near([2], np.ones(1), 0.5)
    assert (near >= 0).all()
    assert (near <= 1).all()


def test_a_group_that_comes_later_is_counted_too():
    company = company_of([[0, 1]])
    assert company.beside(0)[1] == 1
    company.add([0, 1, 2])
    assert company.beside(0)[[1, 2]].tolist() == [2, 1]
    with pytest.raises(IndexError):
        company.add([8])


# -- echoes ------------------------------------------------------------------------------------


def test_the_choice_of_somebody_who_asked_the_same_counts_most():
    echoes = Echoes(3, 2)
    echoes.add(np.array([1, 0], np.float32), [0], 0)
    echoes.add(np.array([-1, 0], np.float32), [1], 1)
    heard = echoes.heard(np.array([1, 0], np.float32))
    near, far = np.exp(STEEP), np.exp(-STEEP)
    assert heard[0] == pytest.approx(np.log1p(near / (near + far) / FLOOR), rel=1e-5)
    assert heard[1] == pytest.approx(np.log1p(far / (near + far) / FLOOR), rel=1e-4)
    assert heard[2] == 0
    assert echoes.heard(np.array([1, 0], np.float32), without=0)[0] == 0


def test_nobody_asked_yet_says_nothing():
    echoes = Echoes(3, 2)
    assert not echoes.heard(np.array([1, 0], np.float32)).any()
    echoes.add(np.array([1, 0], np.float32), [], 0)
    assert not echoes.heard(np.array([1, 0], np.float32)).any()


# -- words -------------------------------------------------------------------------------------


def test_rare_words_count_more():
    words = Words(["ghost house", "ghost ship", "quiet house"])
    rarity = {"ghost": np.log(4 / 3) + 1, "ship": np.log(4 / 2) + 1}
    length = np.hypot(*rarity.values())
    like = words.like_row(1)
    assert like[0] == pytest.approx(rarity["ghost"] / (np.sqrt(2) * length))
    assert like[1] == 0
    assert like[2] == 0


def test_pairs_of_characters_are_said_as_the_words_they_were_taken_from():
    for text in ("捷安特 坐垫", "碳纤维坐垫 gravel tyre", "Gravel 轮胎"):
        assert " ".join(whole(words_of(text), text)) == text.casefold()
    assert whole(["安特", "特价"], "安特 特价") == ["安特", "特价"]
    assert whole(["捷安", "特价"], "捷安特价") == ["捷安", "特价"]
    assert whole(["捷安", "安特", "捷安特"], "捷安特") == ["捷安特"]


def test_words_of_both_languages():
    assert words_of("The quiet 太空船 of 人") == ["quiet", "太空", "空船", "人"]
    assert pieces_of("Jaws")[:3] == [" ja", "jaw", "aws"]
    like = Words(["太空冒险", "爱情故事", "看太空的"]).like_row(2)
    assert like[0] > 0 == like[1]


# -- facts -------------------------------------------------------------------------------------


@pytest.fixture
def facts():
    return Facts(
        [
            Item(id="a", title="Night Shift", categories=("horror",), people=("Ada North",),
                 year=1984),
            Item(id="b", title="Night Shift 2", categories=("horror", "comedy"),
                 people=("Ada North", "Ben J. East"), year=1991),
            Item(id="c", title="Garden", categories=("comedy",), people=("Ben J. East",)),
        ]
    )  # fmt: skip


def test_genres_are_known_by_other_words(facts):
    for text in ("something scary?", "恐怖片", "Horror."):
        assert (facts.genres @ facts.genres_in(text)).tolist() == [1, 1, 0]
    assert (facts.genres @ facts.genres_in("scary but funny")).tolist() == [1, 2, 1]
    assert not facts.genres_in("anything").any()


def test_people_are_known_by_their_full_names(facts):
    assert facts.with_people_in("with ben j east or Ada North").tolist() == [1, 2, 1]
    assert facts.with_people_in("Ada went north").tolist() == [0, 0, 0]
    assert facts.sharing_people(1).tolist() == [1, 0, 1]


def test_years_asked_for(facts):
    assert facts.of_decades_in("some 80s film").tolist() == [1, 0, 0]
    assert facts.of_decades_in("the 1990's").tolist() == [0, 1, 0]
    assert facts.of_decades_in("90年代的").tolist() == [0, 1, 0]
    assert facts.years[2] == pytest.approx((1984 + 1991) / 2)
    assert [newness_in(t) for t in ("a NEW one", "old classics", "old or new", "any")] == [
        1,
        -1,
        0,
        0,
    ]


def test_titles_of_sequels_are_alike(facts):
    like = facts.titled_like(0)
    assert like[0] == 0
    assert like[1] > 0.9 > like[2]


# -- the columns -------------------------------------------------------------------------------


@pytest.fixture
def talk(embedder):
    items = films(40)
    matrix = embedder.encode([item.text for item in items])
    made = Talk(items, matrix)
    for number, rows in enumerate(([0, 6, 12], [0, 6], [1, 7])):
        assert made.named.add(rows) == number
        made.asked.add(embedder.encode([items[rows[0]].text])[0], rows[-1:], number)
        made.latest_asked.add(embedder.encode(["hello"])[0], (), number)
    made.used.add([0, 18])
    return made


def column(talk, said, name, without=None):
    return talk.measure(said, without)[:, [one.signal for one in NAMES].index(name)]


def test_nothing_said_leaves_popularity_and_years_alone(talk):
    values = talk.measure(Said(()))
    assert values.shape == (40, len(NAMES))
    telling = {name.signal for name, one in zip(NAMES, values.T, strict=True) if one.any()}
    assert telling == {"named", "used", "year", "new"}
    assert talk.circumstances(Said(())) == (1.0, 0.0)


def test_every_column_is_finite_and_tells_something(talk, embedder):
    vector = embedder.encode(["horror story"])[0]
    turns = (
        Turn("Do you like Ada North?", own=False),
        Turn("a new scary horror story, 80s", own=True),
    )
    values = talk.measure(Said(turns, (6, 0), vector, vector))
    assert np.isfinite(values).all()
    assert values.any(axis=0).all()
    assert talk.circumstances(Said(turns, (6, 0))) == (1 / 3, 1.0)


def test_what_goes_together_stands_out(talk):
    said = Said((), (0,))
    assert column(talk, said, "company").argmax() == 6
    assert column(talk, said, "used-together").argmax() == 18
    assert column(talk, said, "company", without=1)[6] < column(talk, said, "company")[6]
    assert not column(talk, Said((), (7,)), "company", without=2).any()


def test_what_was_named_last_counts_most(talk):
    assert Said((), (3, 5)).weights.tolist() == pytest.approx([0.7 / 1.7, 1 / 1.7])
    lately = column(talk, Said((), (3, 5)), "again-lately")
    assert lately[5] > lately[3] > 0 == lately[0]


def test_only_the_persons_own_words_name_a_decade(talk):
    own, other = Turn("from the 80s", own=True), Turn("from the 80s", own=False)
    assert column(talk, Said((own,)), "decade-said").any()
    assert not column(talk, Said((other,)), "decade-said").any()
    assert Said((own, Turn("please", own=True))).own_latest_first == ("please", "from the 80s")
