"""The page over a shop's own catalog: its texts, in both languages, are about that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from page_shop import open_shop

from penchant.agent.assistant import Assistant
from penchant.memory.embed.embedder import Embedder
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.shelf import DEMO
from penchant.ui.examples import examples_of
from penchant.ui.seat import PARTS, Seat
from penchant.ui.visitors import about_of
from penchant.ui.wording import CHINESE, CHINESE_FILMS, ENGLISH, ENGLISH_FILMS, Reader, Wording

OF_FILMS = re.compile(
    r"film|movie|\bcast\b|genre|actor|\bwatch|\bseen\b|[《》影片部]|演员|主演|(?<!给你)看过|不看|作品",
    re.IGNORECASE,
)

SAID = {
    "en": (
        "I like Green tea",
        "Something like Longjing",
        "No Herbal tea, please. What do you recommend?",
        "What do you know about me?",
        "Why Sencha?",
        "What is Matcha about?",
        "compare Sencha and Matcha",
        "help",
        "How much is the moon?",
    ),
    "zh": (
        "我喜欢绿茶",
        "想要像西湖龙井那样的",
        "不要黑茶。推荐几个",
        "你了解我什么？",
        "为什么推荐碧螺春？",
        "普洱熟茶怎么样？",
        "比较碧螺春和安吉白茶",
        "帮助",
        "有大红袍吗？",
    ),
}


@pytest.fixture(params=["en", "zh"])
def shop(
    request: pytest.FixtureRequest, tmp_path: Path, embedder: Embedder, clock
) -> Iterator[tuple[Assistant, Wording]]:
    chinese = request.param == "zh"
    assistant = open_shop(tmp_path, embedder, clock, chinese=chinese)
    yield assistant, CHINESE if chinese else ENGLISH
    assistant.recommender.memory.close()


def catalog_of(*items: Item, source: str = "own") -> Catalog:
    return Catalog(
        items, np.eye(max(len(items), 1), 4, dtype=np.float32)[: len(items)], source=source
    )


def test_only_the_demo_catalog_is_called_films() -> None:
    items = (Item(id="a", title="Alien", categories=("Horror",), year=1979),)
    assert about_of(catalog_of(*items)) == "things"
    assert about_of(catalog_of(*items, source=DEMO)) == "films"


def test_every_example_is_understood(shop: tuple[Assistant, Wording]) -> None:
    assistant, words = shop
    seat = Seat(assistant, "ada", None, Reader(words))
    liked, near, refused = (
        assistant.recorder.understand(seat.example(number)) for number in range(3)
    )
    categories = assistant.recommender.catalog.categories
    assert [(s.target.name, s.polarity) for s in liked.statements] == [(categories[0], 1)]
    assert near.request is not None
    assert near.request.like == ("t1",)
    (no,) = refused.statements
    assert no.polarity == -1
    assert no.target.name in categories[1:]


def test_nothing_on_the_page_speaks_of_films(shop: tuple[Assistant, Wording]) -> None:
    assistant, words = shop
    seat = Seat(assistant, "ada", None, Reader(words))
    acts = ("save", "too-expensive", "not-now", "seen-it")
    seat.press({"act": "ask"})
    shown = texts_of(seat)
    seat.press({"act": "ask-leave"})
    for place, text in enumerate(SAID[words.language]):
        list(seat.send(text))
        listed = seat._board.sheet.recommendation
        if listed is not None and listed.items:
            card = {"item": listed.items[0].item.id, "impression": listed.impression}
            seat.press({"act": acts[place % len(acts)], **card})
            seat.press({"act": "why", **card})
            seat.press({"act": "aside", **card})
        shown |= texts_of(seat)
    assert len(shown) > 60
    assert {text for text in shown if OF_FILMS.search(text)} == set()


def texts_of(seat: Seat) -> set[str]:
    return {text for part in PARTS for text in Texts(seat.render(part)).found}


class Texts(HTMLParser):
    """The pieces of text in markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(markup)

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def test_examples_are_about_what_is_there() -> None:
    alien = Item(id="a", title="Alien", categories=("Horror",), year=1979, prior=3)
    both = Item(id="b", title="Both", categories=("Horror", "Drama"), prior=90, hidden=True)
    long = Item(id="c", title="x" * 41, prior=50)
    other = Item(id="d", title="Other", categories=("Music",))
    english, chinese = Reader(ENGLISH), Reader(CHINESE, categories_zh={"Horror": "恐怖"})
    full = catalog_of(alien, both, other)
    assert examples_of(full, english) == (
        "I like Horror",
        "Something like Alien",
        "No Music, please",
    )
    assert examples_of(full, chinese) == ("我喜欢恐怖", "想要像《Alien》那样的", "不要Music")
    assert examples_of(catalog_of(alien, both), english) == (
        "I like Horror",
        "Something like Alien",
    )
    assert examples_of(catalog_of(long), english) == ()
    assert examples_of(catalog_of(replace(both, categories=())), english) == ()
    assert examples_of(catalog_of(), english) == ()
    assert examples_of(catalog_of(), Reader(ENGLISH_FILMS)) == ENGLISH_FILMS.examples
    assert examples_of(full, Reader(CHINESE_FILMS)) == CHINESE_FILMS.examples
