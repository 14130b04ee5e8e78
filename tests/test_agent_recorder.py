import pytest
from agent_shop import make_recommender

from penchant.agent.recorder import LONGEST_TURN, Recorder
from penchant.agent.understand.prices import Prices
from penchant.memory.errors import BadInput, Conflict, MissingUser
from penchant.memory.statements import statement_from_data


@pytest.fixture
def recommender(memory):
    return make_recommender(memory)


@pytest.fixture
def recorder(recommender, clock):
    return Recorder(recommender, clock)


def of(memory, kind, user="ada"):
    return list(memory.entries(user, kinds=(kind,)))


def test_a_turn_its_statements_and_their_vectors(recorder, memory):
    heard = recorder.turn("ada", "I hate horror films", conversation="c1")
    (turn,) = of(memory, "turn")
    (statement,) = of(memory, "statement")
    assert (turn.text, turn.conversation, turn.role) == ("I hate horror films", "c1", "user")
    assert statement.id == f"{turn.id}.s0"
    assert statement.parent == turn.id
    assert statement_from_data(dict(statement.data)) == heard.statements[0]
    assert heard.statements[0].polarity == -1
    vectors = memory.journal.vectors(
        memory.embedder.fingerprint, [turn.sequence, statement.sequence]
    )
    assert set(vectors) == {turn.sequence, statement.sequence}
    assert memory.difference() == (set(), set())


def test_the_turn_is_durable_before_it_is_understood(recorder, memory, monkeypatch):
    def crash(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(recorder, "understand", crash)
    with pytest.raises(KeyboardInterrupt):
        recorder.turn("ada", "I love crime films", id="t1")
    assert [entry.text for entry in of(memory, "turn")] == ["I love crime films"]
    monkeypatch.undo()
    recorder.turn("ada", "I love crime films", id="t1")
    assert len(of(memory, "turn")) == 1
    assert len(of(memory, "statement")) == 1


def test_repeating_a_turn_changes_nothing(recorder, memory):
    first = recorder.turn("ada", "I loved Heat", id="t1")
    head = memory.journal.head()
    again = recorder.turn("ada", "I loved Heat", id="t1")
    assert memory.journal.head() == head
    assert again == first


def test_an_id_used_for_another_text_is_a_conflict(recorder, memory):
    recorder.turn("ada", "hello", id="t1")
    for user, text in (("ada", "goodbye"), ("eve", "hello")):
        with pytest.raises(Conflict):
            recorder.turn(user, text, id="t1")
    assert len(list(memory.entries())) == 1


def test_hating_a_genre_adds_no_liking_and_a_question_next_to_none(recorder, recommender):
    recorder.turn("ada", "I hate horror films")
    assert recommender.profile("ada").likes == ()
    recorder.turn("eve", "are there any horror films?")
    recorder.turn("eve", "I love horror films")
    asked = sum(i.mass for i in recommender.profile("eve").likes)
    recorder.turn("bo", "I love horror films")
    loved = sum(i.mass for i in recommender.profile("bo").likes)
    assert asked <= 1.2 * loved


def test_feedback_on_a_named_film_is_an_action_too(recorder, memory, recommender):
    heard = recorder.turn("ada", "I loved Heat", conversation="c1")
    (like,) = of(memory, "like")
    assert like == heard.actions[0]
    assert (like.item, like.parent, like.conversation) == ("heat", heard.entry.id, "c1")
    assert recommender.profile("ada").liked == {"heat"}


def test_one_turn_can_judge_several_films(recorder, memory):
    recorder.turn("ada", "I loved Heat but I hated Ronin. Recommend a comedy")
    noted = {e.item: e.kind for e in memory.entries("ada", kinds=("like", "dislike"))}
    assert noted == {"heat": "like", "ronin": "dislike"}


def test_words_point_at_the_list_shown_before(recorder, recommender, memory):
    listed = recommender.recommend("ada", n=3, conversation="c1")
    heard = recorder.turn("ada", "I loved the second one", conversation="c1")
    assert [item.id for item in heard.shown] == [ranked.item.id for ranked in listed.items]
    (like,) = of(memory, "like")
    assert like.item == listed.items[1].item.id
    assert like.impression == listed.impression


def test_a_turn_said_again_points_at_the_list_it_was_about(recorder, recommender, memory):
    first = recommender.recommend("ada", n=3, conversation="c1")
    recorder.turn("ada", "I loved the second one", conversation="c1", id="t1")
    recommender.recommend("ada", n=3, conversation="c1")
    heard = recorder.turn("ada", "I loved the second one", conversation="c1", id="t1")
    assert heard.actions[0].item == first.items[1].item.id
    assert len(of(memory, "like")) == 1


def test_an_edit_takes_back_what_the_old_words_did(recorder, recommender, memory):
    recorder.turn("ada", "I loved Heat", id="t1")
    assert recommender.profile("ada").liked == {"heat"}
    recorder.turn("ada", "I love comedy films", id="t2", supersedes="t1")
    profile = recommender.profile("ada")
    assert profile.liked == frozenset()
    assert [i.targets for i in profile.likes] == [(("genre", "Comedy"),)]


@pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST_TURN + 1)])
def test_empty_and_endless_turns_are_refused(recorder, memory, text):
    with pytest.raises(BadInput):
        recorder.turn("ada", text)
    assert list(memory.entries()) == []


def test_nobody_is_refused(recorder, memory):
    with pytest.raises(MissingUser):
        recorder.turn(" ", "hello")
    assert list(memory.entries()) == []


def test_the_assistants_words_are_kept_without_a_vector(recorder, memory, recommender):
    turn = recorder.turn("ada", "hello", conversation="c1").entry
    reply = recorder.reply("ada", "You love horror.", conversation="c1", answers=turn.id)
    assert (reply.role, reply.parent, reply.embedder) == ("assistant", turn.id, None)
    assert recorder.reply("ada", "You love horror.", conversation="c1", answers=turn.id) == reply
    newer = recorder.reply("ada", "Other words.", conversation="c1", answers=turn.id)
    assert newer.supersedes == reply.id
    assert recommender.profile("ada").interests == ()
    assert memory.difference() == (set(), set())


def test_no_answer_is_kept_to_a_turn_that_was_erased(recorder, memory, recommender):
    turn = recorder.turn("ada", "I love crime films").entry
    recommender.forget("ada")
    assert recorder.reply("ada", "Noted: crime.", conversation=None, answers=turn.id) is None
    assert list(memory.entries("ada")) == []


def test_a_new_catalog_brings_its_own_words(recorder, recommender):
    old = recorder.vocabulary
    assert recorder.vocabulary is old
    recommender.catalog = make_recommender(recommender.memory).catalog
    assert recorder.vocabulary is not old


def test_prices_that_come_later_are_read_too(recorder, recommender):
    old = recorder.vocabulary
    assert (old.prices, old.stocked) == (None, False)
    heat, other = recommender.catalog.items[:2]
    recommender.update_item(heat.id, price=12.0, stock=3)
    recommender.update_item(other.id, price=20.0)
    now = recorder.vocabulary
    assert now.prices == Prices(16.0, 12.0)
    assert now.stocked
    assert now.phrases is old.phrases
    wanted = recorder.understand("something under 15 dollars").request
    assert wanted is not None
    assert wanted.constraint.price_max == 15.0
