"""Several hundred labelled turns in English and Chinese, over the demo films.

``understood_turns.txt`` holds one turn a line: intent | turn | statements | slots. A turn that
begins with "@" is said after a list of Heat, Blade Runner and Alien.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from penchant.agent.understand import Understanding, build_vocabulary, understand
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.demo import load_demo

TURNS = Path(__file__).with_name("understood_turns.txt")
POLARITY = {"+": 1, "-": -1, "0": 0}


@dataclass(frozen=True)
class Turn:
    intent: str
    text: str
    after_list: bool
    statements: tuple[tuple[str, int], ...]
    slots: tuple[tuple[str, str], ...]


def read_turns() -> list[Turn]:
    turns = []
    for line in TURNS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        intent, text, statements, slots = line.split("|")
        named = re.findall(r"([+\-0])((?:(?! [+\-0][A-Za-z]).)+)", statements)
        turns.append(
            Turn(
                intent,
                text.removeprefix("@"),
                text.startswith("@"),
                tuple((name.strip(), POLARITY[sign]) for sign, name in named),
                tuple(tuple(slot.split("=")) for slot in slots.split(",") if slot),
            )
        )
    return turns


@pytest.fixture(scope="module")
def films():
    demo = load_demo()
    return Catalog(demo.items, demo.matrix, source="demo", words_zh=demo.words_zh)


@pytest.fixture(scope="module")
def understood(films):
    vocabulary = build_vocabulary(films)
    shown = [films.titled(title)[0] for title in ("Heat", "Blade Runner", "Alien")]
    return [
        (turn, understand(turn.text, vocabulary, shown=shown if turn.after_list else ()))
        for turn in read_turns()
    ]


def polarities(films, found: Understanding) -> dict[str, int]:
    return {
        films.get(s.target.item).title if s.target.item else s.target.name: s.polarity
        for s in found.statements
    }


def slot_holds(films, found: Understanding, slot: tuple[str, str]) -> bool:
    name, value = slot
    request = found.request
    if name == "act":
        return found.action == value
    if request is None:
        return False
    match name:
        case "inc":
            return value in request.constraint.include
        case "exc":
            return value in request.constraint.exclude
        case "min":
            return request.constraint.year_min == int(value)
        case "max":
            return request.constraint.year_max == int(value)
        case "n":
            return request.n == int(value)
        case "like":
            return value in [films.get(item).title for item in request.like]
    raise AssertionError(name)


def share(wrong: list, of: int, at_most: float) -> None:
    assert of > 100
    assert len(wrong) <= at_most * of, wrong


def test_there_are_turns_in_both_languages():
    turns = read_turns()
    chinese = [turn for turn in turns if re.search("[\u4e00-\u9fff]", turn.text)]
    assert len(chinese) > 250
    assert len(turns) - len(chinese) > 350
    assert len({turn.intent for turn in turns}) == 13


def test_intents(understood):
    wrong = [(t.text, t.intent, u.intent) for t, u in understood if t.intent != u.intent]
    share(wrong, len(understood), 0.02)


def test_slots(understood, films):
    wanted = [(t.text, u, slot) for t, u in understood for slot in t.slots]
    wrong = [(text, slot) for text, u, slot in wanted if not slot_holds(films, u, slot)]
    share(wrong, len(wanted), 0.02)


def test_targets_and_polarity(understood, films):
    wanted = [(t.text, polarities(films, u), s) for t, u in understood for s in t.statements]
    missing = [(text, name) for text, found, (name, _) in wanted if name not in found]
    turned = [
        (text, name)
        for text, found, (name, polarity) in wanted
        if name in found and found[name] != polarity
    ]
    share(missing, len(wanted), 0.02)
    share(turned, len(wanted), 0.005)


def test_talk_and_memory_turns_judge_nothing(understood):
    silent = {"greet", "thanks", "help", "undo", "why", "profile", "recall", "forget", "question"}
    judged = [
        (t.text, s)
        for t, u in understood
        if t.intent in silent and not t.statements  # "scratch that, I love westerns" says both
        for s in u.statements
        if s.polarity
    ]
    assert not judged


def test_only_what_is_pointed_at_is_meant(films):
    vocabulary = build_vocabulary(films)
    shown = [films.titled(title)[0] for title in ("Heat", "Blade Runner", "Alien", "Jaws")]

    def done(text: str) -> list[tuple[str, str]]:
        found = understand(text, vocabulary, shown=shown)
        return [(films.get(item).title, action) for item, action in found.feedback]

    assert done("第二部和第四部都看过了") == [("Blade Runner", "watch"), ("Jaws", "watch")]
    assert done("the first and the third look great") == [("Heat", "like"), ("Alien", "like")]
    assert done("恐怖片都不喜欢") == []
    assert len(done("都看过了")) == 4
    assert len(done("I've seen them all")) == 4
    text = "no more Schwarzenegger though, I've seen them all"
    assert done(text) == []
    (statement,) = understand(text, vocabulary, shown=shown).statements
    assert (statement.target.name, statement.polarity) == ("Arnold Schwarzenegger", -1)
    assert done("you're pretty good at this") == []


def test_not_hating_is_hardly_liking(films):
    vocabulary = build_vocabulary(films)
    for text in ("I don't hate musicals", "我不讨厌音乐剧"):
        for statement in understand(text, vocabulary).statements:
            assert statement.polarity == 1
            assert statement.strength <= 0.2


def test_search_words_hold_no_filler(films):
    vocabulary = build_vocabulary(films)
    for text, words in (
        ("What's the best film ever?", ""),
        ("surprise me", ""),
        ("想看 Brad Pitt 演的", "Brad Pitt"),
        ("recommend me a heist film basically", "heist"),
    ):
        assert understand(text, vocabulary).request.query == words


def test_what_others_watch_is_not_asked_for(films):
    found = understand("My dad only watches westerns", build_vocabulary(films))
    assert not [s for s in found.statements if s.polarity]
    assert found.request is None


def test_an_invented_year_is_no_lasting_dislike(films):
    vocabulary = build_vocabulary(films)
    for text in ("please stop recommending old movies", "不要太老的电影"):
        found = understand(text, vocabulary)
        assert found.request.constraint.year_min == 1994
        assert not [s for s in found.statements if s.target.kind == "era" and s.lasting]
    named = understand("no more films from before 1980", vocabulary)
    assert [s.lasting for s in named.statements if s.target.kind == "era"] == [True]


def test_praise_of_a_part_is_no_theme(films):
    vocabulary = build_vocabulary(films)
    for text in (
        "我上周看了《阿凡达》，特效很棒但是剧情很烂",
        "The special effects were great but the plot was awful",
    ):
        assert not [s for s in understand(text, vocabulary).statements if s.polarity]
    themes = understand("I love movies with special effects", vocabulary).statements
    assert [s.target.name for s in themes] == ["special effects"]


def test_chinese_around_english_names_is_chinese(films):
    vocabulary = build_vocabulary(films)
    for text, language in (
        ("我想看 Tom Hanks 的 drama", "zh"),
        ("I saw 卧虎藏龙 and loved it", "en"),
        ("please recommend something like 我不是药神 to me", "en"),
    ):
        assert understand(text, vocabulary).language == language


def test_a_length_is_no_word_to_search_with(films):
    vocabulary = build_vocabulary(films)
    for text, words in (
        ("a good thriller under 2 hours", "thriller"),
        ("Do you have anything shorter than 90 minutes?", ""),
    ):
        assert understand(text, vocabulary).request.query == words
