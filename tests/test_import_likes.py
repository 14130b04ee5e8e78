"""Likes of one person from lists and exports: what is matched, what is only near, what is there."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_importing import write

from penchant.memory.errors import BadInput, MissingUser
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.importing import import_events, import_likes
from penchant.tools.importing.likes import Missed
from penchant.tools.recommender import Recommender

FILMS = (
    Item(id="m1", title="Heat", year=1995, prior=50),
    Item(id="m2", title="The Thing", year=1982, prior=40),
    Item(id="m3", title="King Kong", year=1933, prior=30),
    Item(id="m4", title="King Kong", year=2005, prior=60),
    Item(id="m5", title="GoodFellas", year=1990, prior=80),
    Item(id="m6", title="Alien: Covenant", year=2017, prior=10),
    Item(id="m7", title="千与千寻", year=2001, prior=20),
    Item(id="7", title="Seven Samurai", year=1954, prior=20),
)


@pytest.fixture
def catalog(memory):
    return Catalog(FILMS, memory.embedder.encode([film.text for film in FILMS]))


def taken(memory, user="ana"):
    return [
        (entry.kind, entry.item, entry.value, entry.scale)
        for entry in memory.entries(user, kinds=("like", "rating"))
    ]


def test_a_list_of_titles_and_ids(tmp_path, memory, catalog):
    path = write(tmp_path, "- Heat\n\nthing, the\n* m5\n千与千寻\nKing Kong (1933)\n", "mine.txt")
    report = import_likes(memory, catalog, "ana", path)
    assert (report.likes, report.ratings, report.unchanged) == (5, 0, 0)
    assert (report.missed, report.skipped) == ((), ())
    assert {item for _, item, _, _ in taken(memory)} == {"m1", "m2", "m5", "m7", "m3"}


def test_a_likeness_without_the_year_is_named_and_not_taken(tmp_path, memory, catalog):
    path = write(tmp_path, "Goodfelas\nAlien\nKing Kong\nZardoz\nHeat\n", "mine.txt")
    report = import_likes(memory, catalog, "ana", path)
    assert taken(memory) == [("like", "m1", None, None)]
    assert [(one.line, one.named) for one in report.missed] == [
        (1, "Goodfelas"),
        (2, "Alien"),
        (3, "King Kong"),
        (4, "Zardoz"),
    ]
    near = {one.named: (*one.near, *one.same) for one in report.missed}
    assert near["Goodfelas"][0] == "GoodFellas (1990)"
    assert near["Alien"][0] == "Alien: Covenant (2017)"
    assert set(near["King Kong"]) == {"King Kong (1933) [m3]", "King Kong (2005) [m4]"}


def test_an_export_with_years_ratings_and_dates(tmp_path, memory, catalog):
    path = write(
        tmp_path,
        "Date,Name,Year,Letterboxd URI,Rating\n"
        "2025-06-01,King Kong,2005,https://example.org/1,4.5\n"
        "2025-05-01,Goodfelas,1990,https://example.org/2,3\n"
        "2025-05-02,Heat,1955,https://example.org/3,5\n"
        "2025-05-03,The Thing,1982,https://example.org/4,\n",
        "ratings.csv",
    )
    report = import_likes(memory, catalog, "ana", path)
    # The older first, on the narrowest usual scale that holds them all.
    assert taken(memory) == [("rating", "m5", 3.0, (1.0, 5.0)), ("rating", "m4", 4.5, (1.0, 5.0))]
    assert [e.occurred_at.date().isoformat() for e in memory.entries("ana", kinds=("rating",))] == [
        "2025-05-01",
        "2025-06-01",
    ]
    assert report.taken == ((3, "Goodfelas", "GoodFellas (1990)"),)
    # Another year is another film: it is said, not taken.
    assert report.missed == (Missed(4, "Heat (1955)", ("Heat (1995)",)),)
    assert report.skipped == ((5, "The Thing has no rating"),)
    assert report.columns["value"] == "Rating"
    assert report.unused == ("Letterboxd URI",)


def test_an_id_of_another_service_is_none_of_ours(tmp_path, memory, catalog):
    path = write(
        tmp_path,
        "Const,Your Rating,Date Rated,Title,IMDb Rating,Year\n"
        "7,9,2025-01-01,Heat,8.3,1995\n"
        "tt9,2,2025-01-02,Seven Samurai,8.6,1954\n",
        "ratings.csv",
    )
    report = import_likes(memory, catalog, "ana", path)
    assert [(item, value) for _, item, value, _ in taken(memory)] == [("m1", 9.0), ("7", 2.0)]
    assert (report.ratings, report.columns["value"]) == (2, "Your Rating")


@pytest.mark.parametrize("packed", [False, True])
def test_json_lists(tmp_path, memory, catalog, packed):
    content = json.dumps(["Heat (1995)", "m4"]).encode()
    path = tmp_path / "likes.json"
    path.write_bytes(gzip.compress(content) if packed else content)
    assert import_likes(memory, catalog, "ana", path).likes == 2
    assert {item for _, item, _, _ in taken(memory)} == {"m1", "m4"}


def test_again_records_nothing_and_more_adds_the_rest(tmp_path, memory, catalog, clock):
    path = write(tmp_path, "Heat\n", "mine.txt")
    import_likes(memory, catalog, "ana", path)
    clock.forward(days=3)
    more = write(tmp_path, "Heat\nThe Thing\nHeat (1995)\n", "more.txt")
    report = import_likes(memory, catalog, "ana", more)
    assert (report.likes, report.unchanged) == (1, 1)
    assert len(taken(memory)) == 2
    # Another person's list is their own.
    assert import_likes(memory, catalog, "ben", more).likes == 2


def test_likes_are_learned_and_erased(tmp_path, memory, catalog):
    recommender = Recommender(memory, catalog)
    path = write(tmp_path, "Heat\nThe Thing\n", "mine.txt")
    import_likes(memory, catalog, "ana", path)
    assert memory.profile("ana").liked == {"m1", "m2"}
    assert not recommender.recommend("ana").cold
    recommender.forget("ana")
    assert memory.profile("ana").liked == frozenset()
    assert import_likes(memory, catalog, "ana", path).likes == 2


def test_bad_lists_record_nothing(tmp_path, memory, catalog):
    with pytest.raises(MissingUser):
        import_likes(memory, catalog, " ", write(tmp_path, "Heat\n", "a.txt"))
    with pytest.raises(BadInput, match="nothing"):
        import_likes(memory, catalog, "ana", write(tmp_path, "\n \n", "b.txt"))
    with pytest.raises(BadInput):
        import_likes(memory, catalog, "ana", tmp_path / "missing.txt")
    bad = write(tmp_path, "title,rating\nHeat,lots\nThe Thing,4\n", "c.csv")
    report = import_likes(memory, catalog, "ana", bad)
    assert report.skipped == ((2, "'lots' is not a number"),)
    assert taken(memory) == [("rating", "m2", 4.0, (1.0, 5.0))]


def test_a_rating_outside_of_the_scale_is_left_out(tmp_path, memory, catalog):
    path = write(tmp_path, "title,rating\nHeat,11\nThe Thing,5\n", "mine.csv")
    report = import_likes(memory, catalog, "ana", path, scale=(1, 5))
    assert report.skipped == ((2, "a rating of 11 is outside of 1 to 5"),)
    assert taken(memory) == [("rating", "m2", 5.0, (1.0, 5.0))]
    with pytest.raises(BadInput, match="a scale goes from"):
        import_likes(memory, catalog, "ana", path, scale=(5, 1))
    events = write(
        tmp_path, "user,item,rating,time\nben,m1,11,2021-05-03\nben,m2,1,2021-05-03\n", "events.csv"
    )
    report = import_events(memory, catalog, events, scale=(1, 5))
    assert report.skipped == ((2, "a rating of 11 is outside of 1 to 5"),)
    assert taken(memory, "ben") == [("rating", "m2", 1.0, (1.0, 5.0))]


def test_a_like_in_the_future_is_named_and_counted_as_now(tmp_path, memory, catalog, clock):
    path = write(tmp_path, "title,date\nHeat,2099-01-01\nThe Thing,2020-01-01\n", "mine.csv")
    report = import_likes(memory, catalog, "ana", path)
    said = "2099-01-01T00:00:00+00:00 is in the future: counted as now, and marked"
    assert (report.likes, report.notes) == (2, ((2, said),))
    assert max(entry.occurred_at for entry in memory.entries("ana")) <= clock()


def test_several_of_one_title_are_said_with_their_ids(tmp_path, memory):
    teas = [
        Item(id="t1", title="Dark Assam"),
        Item(id="t2", title="Dark Assam"),
        Item(id="t3", title="Keemun"),
        Item(id="t4", title="Heat", year=1995),
    ]
    shop = Catalog(teas, memory.embedder.encode([tea.text for tea in teas]))
    path = write(
        tmp_path, "Dark Assam\nDark Assam (2019)\nKeemun (2020)\nHeat (1955)\n", "mine.txt"
    )
    report = import_likes(memory, shop, "ana", path)
    both = ("Dark Assam [t1]", "Dark Assam [t2]")
    assert report.missed == (
        Missed(1, "Dark Assam", same=both),
        Missed(2, "Dark Assam (2019)", same=both),
        Missed(4, "Heat (1955)", ("Heat (1995)",)),
    )
    # An item of no year is not of another one.
    assert (taken(memory), report.taken) == ([("like", "t3", None, None)], ())


@given(lines=st.lists(st.text(max_size=30), max_size=8))
def test_no_line_makes_trouble_and_only_what_is_there_is_taken(lines, tmp_path_factory):
    """Whatever a list holds: every taken item is one of the catalog's, and nothing is raised but
    BadInput."""
    from conftest import Clock, WordEmbedder

    from penchant.memory.memory import Memory

    folder = tmp_path_factory.mktemp("likes")
    path = folder / "mine.txt"
    path.write_text("\n".join([*lines, "Heat"]), encoding="utf-8")
    from datetime import UTC, datetime

    with Memory.open(
        folder / "store", WordEmbedder(), clock=Clock(datetime(2026, 3, 1, tzinfo=UTC))
    ) as memory:
        films = Catalog(FILMS, memory.embedder.encode([film.text for film in FILMS]))
        try:
            import_likes(memory, films, "ana", path)
        except BadInput:
            assert not taken(memory)
        assert all(item in films for _, item, _, _ in taken(memory))
