"""The questions to somebody new on the page: offered, answered, taken back, left at any time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_stage import ScriptedAssistant, open_recommender

from penchant.memory.embed.embedder import Embedder
from penchant.tools.onboarding.onboarding import USUAL, Onboarding
from penchant.ui.seat import Seat
from penchant.ui.wording import CHINESE, ENGLISH, Reader

OFFER = 'data-act="ask"'


@pytest.fixture
def assistant(tmp_path: Path, embedder: Embedder, clock) -> Iterator[ScriptedAssistant]:
    recommender = open_recommender(tmp_path, embedder, clock)
    yield ScriptedAssistant(recommender)
    recommender.memory.close()


@pytest.fixture
def seat(assistant: ScriptedAssistant) -> Seat:
    return Seat(assistant, "ada", None, Reader())


def kinds(assistant: ScriptedAssistant) -> list[tuple[str, str | None]]:
    entries = assistant.recommender.memory.entries("ada")
    return [(entry.kind, entry.item) for entry in entries if entry.kind != "impression"]


def open_item(seat: Seat) -> str:
    question = seat._questions.open
    assert question is not None
    return question.item.id


def begin(seat: Seat) -> None:
    """Begin, with no kind that is liked best."""
    seat.press({"act": "ask"})
    seat.press({"act": "ask-kinds"})


def answer(seat: Seat, answer: str, item: str | None = None) -> str:
    item = item or open_item(seat)
    seat.press({"act": "ask-answer", "item": item, "answer": answer})
    return item


def test_only_who_has_said_nothing_is_offered_questions(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    assert OFFER in seat.render("cards")
    list(seat.send("hello"))
    assert OFFER not in seat.render("cards")
    assert OFFER not in Seat(assistant, "ada", seat.conversation, Reader()).render("cards")
    other = Seat(assistant, "eve", None, Reader())
    assert OFFER in other.render("cards")
    assistant.recommender.act("eve", "save", "alien")
    other._board.look()
    assert OFFER not in other.render("cards")


def test_the_page_asks_what_the_engine_asks_until_enough_is_judged(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    begin(seat)
    engine, given = Onboarding(assistant.recommender, "ada"), []
    while (question := engine.question()) is not None:
        cards = seat.render("cards")
        assert question.text.replace("'", "&#x27;")[:20] in cards
        assert ENGLISH.ask_progress.format(answered=question.answered, wanted=USUAL) in cards
        assert "pc-cards" not in cards
        kind = ("like", "dislike", "unfamiliar")[len(given) % 3]
        given.append((kind, question.item.id))
        answer(seat, {"unfamiliar": "unknown"}.get(kind, kind), question.item.id)
    assert kinds(assistant) == given
    assert sum(kind != "unfamiliar" for kind, _ in given) == USUAL
    cards = seat.render("cards")
    assert ENGLISH.ask_done in cards
    assert "pc-cards" in cards
    assert ENGLISH.list_title in cards
    judged = {item for kind, item in given if kind != "unfamiliar"}
    assert judged.isdisjoint(one.item.id for one in seat._board.sheet.recommendation.items)


def test_questions_can_be_left_at_any_time_and_what_was_answered_counts(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    before = seat._board.sheet.recommendation
    begin(seat)
    seat.press({"act": "ask-leave"})
    assert seat._board.sheet.recommendation is before
    assert OFFER in seat.render("cards")
    begin(seat)
    liked = answer(seat, "like")
    assert "100 %" in seat.render("panel")
    seat.press({"act": "ask-leave"})
    cards = seat.render("cards")
    assert ENGLISH.ask_done in cards
    assert OFFER not in cards
    assert kinds(assistant) == [("like", liked)]
    assert seat._board.sheet.recommendation is not before


def test_who_knows_none_of_them_gets_no_thanks_for_nothing(seat: Seat) -> None:
    begin(seat)
    answer(seat, "unknown")
    seat.press({"act": "ask-leave"})
    assert ENGLISH.ask_done not in seat.render("cards")


def test_a_second_press_and_a_forged_one_answer_nothing(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    answer(seat, "like", "alien")
    begin(seat)
    first = answer(seat, "like")
    answer(seat, "like", first)
    answer(seat, "dislike", "no-such-item")
    answer(seat, "love")
    answer(seat, "")
    assert kinds(assistant) == [("like", first)]


def test_the_last_answer_can_be_taken_back(seat: Seat, assistant: ScriptedAssistant) -> None:
    begin(seat)
    assert "ask-back" not in seat.render("cards")
    seat.press({"act": "ask-back"})
    first = answer(seat, "dislike")
    assert open_item(seat) != first
    assert "ask-back" in seat.render("cards")
    seat.press({"act": "ask-back"})
    assert open_item(seat) == first
    assert [kind for kind, _ in kinds(assistant)] == ["dislike", "undo"]
    assert seat._board.profile.interests == ()
    answer(seat, "like", first)
    assert seat._board.profile.liked == {first}


def test_a_message_leaves_the_questions(seat: Seat) -> None:
    begin(seat)
    changes = list(seat.send("list space films"))
    assert "cards" in changes[0].parts
    cards = seat.render("cards")
    assert "pc-question" not in cards
    assert "pc-cards" in cards


def test_questions_are_asked_in_the_readers_language(seat: Seat) -> None:
    begin(seat)
    seat.press({"act": "language"})
    cards = seat.render("cards")
    assert "你喜欢" in cards
    assert all(text in cards for text in CHINESE.ask_answers.values())
    assert CHINESE.ask_leave in cards


def test_with_nothing_left_to_ask_the_page_says_so(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    for item in assistant.recommender.catalog.items:
        assistant.recommender.hide_item(item.id)
    seat.press({"act": "ask"})
    assert ENGLISH.ask_none in seat.render("cards")


def press(seat: Seat, *names: str) -> None:
    for name in names:
        seat.press({"act": "ask-kind", "item": name})


def test_kinds_come_first_and_are_kept_when_the_person_goes_on(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    seat.press({"act": "ask"})
    choice = Onboarding(assistant.recommender, "ada").kinds()
    assert choice is not None
    cards = seat.render("cards")
    assert choice.text in cards
    assert [f'data-item="{kind}"' in cards for kind in ("Horror", "Drama", "Comedy")] == [True] * 3
    assert ENGLISH.ask_kinds_none in cards
    press(seat, "Drama", "Drama", "Horror", "No Such Kind", "")
    cards = seat.render("cards")
    assert cards.count('aria-pressed="true"') == 1
    assert ENGLISH.ask_kinds_next in cards
    assert ENGLISH.ask_kinds_none not in cards
    assert kinds(assistant) == []
    seat.press({"act": "ask-kinds"})
    seat.press({"act": "ask-kinds"})
    press(seat, "Drama")
    assert kinds(assistant) == [("turn", None), ("statement", None)]
    assert seat._board.profile.interests[0].targets == (("genre", "Horror"),)
    item = assistant.recommender.catalog.get(open_item(seat))
    assert item is not None
    assert "Horror" in item.categories
    assert Onboarding(assistant.recommender, "ada").kinds() is None


def test_of_more_kinds_than_may_be_chosen_the_first_makes_room(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    seat.press({"act": "ask"})
    press(seat, "Drama", "Horror", "Comedy", "Romance")
    seat.press({"act": "language"})
    assert "都不是" not in seat.render("cards")
    seat.press({"act": "ask-kinds"})
    said = next(assistant.recommender.memory.entries("ada", kinds=("turn",)))
    assert said.text == "恐怖、喜剧、爱情"
    assert len(seat._board.profile.interests) == 3


def test_kinds_can_be_taken_back_and_are_asked_for_again(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    seat.press({"act": "ask"})
    press(seat, "Horror")
    seat.press({"act": "ask-kinds"})
    first = answer(seat, "like")
    seat.press({"act": "ask-back"})
    assert open_item(seat) == first
    seat.press({"act": "ask-back"})
    assert seat._questions.open is None
    assert ENGLISH.ask_kinds_none in seat.render("cards")
    assert seat._board.profile.interests == ()
    press(seat, "Comedy")
    seat.press({"act": "ask-leave"})
    assert "pc-question" not in seat.render("cards")
    assert [kind for kind, _ in kinds(assistant)] == ["turn", "statement", "like", "undo", "undo"]


def test_who_only_named_kinds_is_thanked_and_listed_by_them(seat: Seat) -> None:
    seat.press({"act": "ask"})
    press(seat, "Horror")
    seat.press({"act": "ask-kinds"})
    seat.press({"act": "ask-leave"})
    assert ENGLISH.ask_done in seat.render("cards")
    listed = seat._board.sheet.recommendation
    assert listed is not None
    assert "Horror" in listed.items[0].item.categories
