"""The demo catalog: what is in it, how it was made, and that its vectors are the embedder's."""

from __future__ import annotations

import gzip
import json
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from penchant.memory.errors import BadInput, StoreDamaged
from penchant.memory.records import Item
from penchant.tools.demo import FILMS, MANIFEST, VECTORS, category_words, load_demo
from penchant.tools.demo.build import build, quantise, to_items
from penchant.tools.demo.selection import Chosen, choose, match, merge_doubles, unify_names
from penchant.tools.demo.sources import (
    Film,
    Rated,
    canonical_genres,
    clean_cast,
    clean_title,
    read_films,
)
from penchant.tools.words.lexicon import GENRES

FOLDER = Path(load_demo.__code__.co_filename).parent


@pytest.fixture(scope="module")
def demo():
    return load_demo()


def test_holds_about_five_thousand_films_of_every_decade(demo):
    assert 4_500 < len(demo.items) < 6_000
    decades = Counter(item.year // 10 * 10 for item in demo.items)
    assert set(decades) == {1970, 1980, 1990, 2000, 2010, 2020}
    assert min(decades.values()) > 400


def test_well_known_films_are_there_with_their_facts(demo):
    films = {item.id: item for item in demo.items}
    matrix = films["film:the-matrix-1999"]
    assert {"Science Fiction", "Action"} <= set(matrix.categories)
    assert matrix.people[0] == "Keanu Reeves"
    assert matrix.prior > 20
    for key in ("heat-1995", "alien-1979", "inception-2010", "blade-runner-1982", "seven-1995"):
        assert films[f"film:{key}"].prior > 5
    assert films["film:interstellar-2014"].prior == 0  # made after the last rating
    order = [item.prior for item in demo.items]
    assert order == sorted(order, reverse=True)


def test_items_are_facts_only_and_clean(demo):
    assert len({item.id for item in demo.items}) == len(demo.items)
    for item in demo.items:
        assert item == Item(
            id=item.id,
            title=item.title,
            categories=item.categories,
            people=item.people,
            year=item.year,
            prior=item.prior,
        )
        assert item.categories or item.people
        assert item.categories != ("Erotic",)
        assert len(item.people) <= 6
        assert not any(c in name for name in (item.title, *item.people) for c in "\xa0{}\n�")
        assert item.id == item.id.lower()
        assert item.id.isascii()


def test_every_category_has_a_chinese_word(demo):
    used = {name for item in demo.items for name in item.categories}
    assert set(demo.words_zh) == used
    # The lexicon's words; if this fails the demo must be built anew.
    assert demo.words_zh == {genre.name: genre.zh for genre in GENRES if genre.name in used}
    assert demo.words_zh["Horror"] == "恐怖"
    assert category_words() == demo.words_zh


def test_files_are_small():
    assert all((FOLDER / name).stat().st_size < 3_000_000 for name in (FILMS, VECTORS, MANIFEST))


def test_vectors_are_unit_rows(demo):
    assert demo.matrix.shape == (len(demo.items), 384)
    assert demo.matrix.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(demo.matrix, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("name", [FILMS, VECTORS])
def test_a_file_that_is_not_the_one_built_is_refused(tmp_path, name):
    for file in (FILMS, VECTORS, MANIFEST):
        shutil.copy(FOLDER / file, tmp_path)
    content = bytearray((tmp_path / name).read_bytes())
    content[-9] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StoreDamaged, match=name):
        load_demo(tmp_path)


@pytest.mark.model
def test_vectors_are_those_of_the_embedder(demo, minilm):
    assert demo.fingerprint == minilm.fingerprint
    rows = np.random.default_rng(7).choice(len(demo.items), 48, replace=False)
    fresh = minilm.encode([demo.items[row].text for row in rows])
    assert np.sum(fresh * demo.matrix[rows], axis=1).min() >= 0.999


def test_quantising_keeps_the_direction_or_fails():
    vectors = np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    small, scale = quantise(vectors)
    assert small.dtype == np.int8
    assert np.abs(small * scale - vectors).max() <= scale / 2 + 1e-6
    vectors[0] = np.eye(384, dtype=np.float32)[0]  # one large number leaves few steps for the rest
    with pytest.raises(ValueError, match="too few"):
        quantise(vectors)


def test_names_and_titles_are_cleaned():
    assert clean_cast(["Robert Downey, Jr.", "voices of", "and Amy Adams", "Tom (narrator)"]) == (
        "Robert Downey Jr.",
        "Amy Adams",
    )
    assert clean_cast(["John Wood (English actor)", "John Wood", ")", "Cast:", "R.E.M."]) == (
        "John Wood",
        "R.E.M.",
    )
    assert clean_cast(["Banksy", "the career of"], documentary=True) == ()
    assert clean_title("Fly by Night\xa0[fr]") == "Fly by Night"
    assert clean_title("Naked Gun .mw-parser-output .frac{color:red}33") == "Naked Gun 33"
    assert canonical_genres(["Sci-Fi", "Science Fiction", "Short", "News", "Sport"]) == (
        "Science Fiction",
        "Sports",
    )


def test_spellings_of_one_name_become_one():
    films = [
        Film("A", 2000, ("Drama",), ("Timothee Chalamet",)),
        Film("B", 2001, ("Drama",), ("Timothée Chalamet",)),
    ]
    assert [film.cast for film in unify_names(films)] == [("Timothée Chalamet",)] * 2


def test_doubled_rows_become_one_and_namesakes_stay():
    rows = [
        Film("Swan Song", 2021, ("Drama",), ("Udo Kier",)),
        Film("Swan Song", 2021, ("Drama",), ("Mahershala Ali",)),
        Film("The Swan Song", 2020, ("Comedy",), ("Udo Kier", "Linda Evans")),
    ]
    assert merge_doubles(rows) == [
        Film("Swan Song", 2021, ("Drama", "Comedy"), ("Udo Kier", "Linda Evans")),
        rows[1],
    ]
    ids = [item.id for item in to_items([Chosen(row, 0) for row in rows[:2]])]
    assert ids == ["film:swan-song-2021", "film:swan-song-2021-2"]


def test_sources_are_matched_by_title_and_year():
    films = [
        Film("Heat", 1986, (), ("A",)),
        Film("Heat", 1995, (), ("B",)),
        Film("The Empire Strikes Back", 1980, (), ("C",)),
        Film("Seven", 1995, (), ("D",)),
        Film("Rocky II", 1979, (), ("E",)),
    ]
    rated = [
        Rated("Heat", 1996, (), 9),
        Rated("Star Wars: Episode V - The Empire Strikes Back", 1980, (), 8),
        Rated("Se7en", 1995, (), 7),
        Rated("Rocky 2", 1982, (), 6),
    ]
    assert match(films, rated) == {1: rated[0], 2: rated[1], 3: rated[2]}


def test_the_well_known_come_first_and_the_rest_by_its_cast():
    drama = ("Drama",)
    films = [
        Film("Known", 2001, drama, ("Ann Star", "Bob Extra")),
        Film("With a star", 2016, drama, ("Ann Star",)),
        Film("With nobody", 2016, drama, ("Cy Nobody",)),
        Film("Picked", 2017, (), ("Di Nobody",)),
        Film("Only erotic", 2016, ("Erotic",), ("Ann Star",)),
        Film("No facts", 2016, (), ()),
        Film("Short one", 2016, drama, ("Ann Star",), small=True),
    ]
    chosen = choose(films, [Rated("Known", 2001, ("Crime",), 50)], ["Picked (2017)"])
    assert [one.film.title for one in chosen] == [
        "Known",
        "With a star",
        "Picked",
        "With nobody",
    ]
    assert chosen[0].film.genres == ("Drama", "Crime")
    assert [one.raters for one in chosen] == [50, 0, 0, 0]
    with pytest.raises(ValueError, match="Missing"):
        choose(films, [], ["Missing (2017)"])


def write_sources(folder: Path, picks: list[str]) -> None:
    wikipedia, tweets = folder / "wikipedia_movies", folder / "movietweetings100k"
    wikipedia.mkdir()
    tweets.mkdir()
    rows = [
        {
            "title": title,
            "year": int(year),
            "cast": ["Ann Star"],
            "genres": ["Drama"],
            "href": "SECRET",
            "extract": "SECRET",
            "thumbnail": "SECRET",
        }
        for title, _, year in (pick.rstrip(")").rpartition(" (") for pick in picks)
    ]
    rows.append({**rows[0], "title": "Oldboy – 올드보이", "year": 1999})
    (wikipedia / "movies-2010s.json").write_text(json.dumps(rows), encoding="utf-8")
    (tweets / "movies.dat").write_text("01::Oldboy - 올드보이 (1999)::Thriller\n", encoding="utf-8")
    ratings = "".join(f"{user}::01::7::1365029107\n" for user in (1, 2, 3, 3))
    (tweets / "ratings.dat").write_text(ratings, encoding="utf-8")


def test_the_builder_gives_the_same_bytes_and_no_text_of_others(tmp_path, embedder):
    picks = json.loads((FOLDER / "picks.json").read_text(encoding="utf-8"))
    write_sources(tmp_path, picks)
    first, second = tmp_path / "first", tmp_path / "second"
    build(tmp_path, first, {VECTORS: embedder})
    build(tmp_path, second, {VECTORS: embedder})
    for name in (FILMS, VECTORS, MANIFEST):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    films = load_demo(first)
    assert films.fingerprint == embedder.fingerprint
    assert films.items[0] == Item(
        id="film:oldboy-1999",
        title="Oldboy – 올드보이",
        categories=("Drama", "Thriller"),
        people=("Ann Star",),
        year=1999,
        prior=3.0,
    )
    fresh = embedder.encode([item.text for item in films.items])
    assert np.sum(fresh * films.matrix, axis=1).min() > 0.999
    assert b"SECRET" not in gzip.decompress((first / FILMS).read_bytes())


def test_missing_sources_are_said(tmp_path):
    with pytest.raises(BadInput, match="movies-"):
        read_films(tmp_path)
