"""The words of genres, themes and people."""

from __future__ import annotations

import re

import pytest

from penchant.tools.words.chinese_names import PEOPLE_ZH
from penchant.tools.words.lexicon import (
    GENRES,
    THEMES,
    chinese_genre_words,
    chinese_theme_words,
    english_genre_words,
    english_theme_words,
    genre_names,
    inflections,
)

CJK = re.compile("[\u3400-\u9fff]")


def test_every_genre_has_words_in_both_languages_and_finds_itself():
    for genre in GENRES:
        assert CJK.search(genre.zh), genre
        assert genre.english, genre
        assert genre.chinese, genre
        assert genre.text.isascii(), genre
        assert all(not CJK.search(word) for word in (*genre.english, *genre.weak_english))
        assert all(CJK.search(word) for word in (*genre.chinese, *genre.weak_chinese))
        assert any(genre.name in word.names for word in english_genre_words().values())
        assert any(genre.name in word.names for word in chinese_genre_words().values())


def test_labels_are_unique():
    for labels in ([g.name for g in GENRES], [t.name for t in THEMES], [t.zh for t in THEMES]):
        assert len(labels) == len(set(labels))
    assert len(THEMES) >= 150


def test_themes_have_triggers_in_both_languages():
    for theme in THEMES:
        assert CJK.search(theme.zh), theme
        assert english_theme_words()[theme.name.replace("-", " ")][0] is theme, theme.name
        assert chinese_theme_words()[theme.zh], theme.zh
        assert "\n" not in theme.text
        assert theme.weak <= {theme.name, theme.zh, *theme.english, *theme.chinese}


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("sci fi", ("Science Fiction",)),
        ("rom com", ("Comedy", "Romance")),
        ("rom coms", ("Comedy", "Romance")),
        ("whodunits", ("Mystery",)),
        ("scary movie", ("Horror",)),
        ("comedies", ("Comedy",)),
        ("documentaries", ("Documentary",)),
    ],
)
def test_english_words(word, names):
    assert english_genre_words()[word].names == names


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("恐怖片", "Horror"),
        ("科幻", "Science Fiction"),
        ("纪录片", "Documentary"),
        ("悬疑", "Mystery"),
    ],
)
def test_chinese_words(word, name):
    assert chinese_genre_words()[word].names == (name,)


def test_ordinary_words_are_weak():
    words = english_genre_words()
    assert words["war"].weak
    assert words["family"].weak
    assert not words["war film"].weak
    assert not words["horror"].weak


def test_singulars_of_themes_are_found():
    words = english_theme_words()
    assert words["zombie"][0].name == words["zombies"][0].name == "zombies"
    assert words["vampire"][0].name == "vampires"


def test_only_genres_of_the_catalog_count():
    assert genre_names(["Kitchen", "Garden"]) == {}
    assert genre_names(["Sci-Fi", "Drama", "Children"]) == {
        "Science Fiction": "Sci-Fi",
        "Drama": "Drama",
        "Family": "Children",
    }


def test_inflections():
    assert inflections("Comedy") == ("comedy", "comedies")
    assert inflections("spy") == ("spy", "spies")
    assert inflections("western") == ("western", "westerns")


def test_people_are_named_in_chinese():
    assert PEOPLE_ZH["汤姆·汉克斯"] == "Tom Hanks"
    assert all(CJK.search(word) and name.strip() == name for word, name in PEOPLE_ZH.items())
