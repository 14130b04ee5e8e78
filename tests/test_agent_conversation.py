"""Conversations as the page has them: over real HTTP on loopback, and offline."""

import threading

import pytest
from agent_shop import make_recommender
from loopback_openai import Break, Fail, LoopbackOpenAI, Say, call

from penchant.agent.assistant import Assistant
from penchant.agent.events import Delta, Finished, Listed, Notice
from penchant.agent.models import choose_model
from penchant.memory.errors import BadInput, MissingUser
from penchant.memory.memory import Memory


@pytest.fixture
def recommender(memory):
    return make_recommender(memory)


@pytest.fixture
def offline(recommender, clock):
    return Assistant(recommender, None, clock=clock)


@pytest.fixture
def serve(recommender, clock):
    """An assistant whose model is a scripted server on loopback."""
    opened = []

    def serve(*script):
        server = LoopbackOpenAI(script)
        server.__enter__()
        opened.append(server)
        model = choose_model(None, server.environment)
        return Assistant(recommender, model, clock=clock), server

    yield serve
    for server in opened:
        server.__exit__()


def run(events):
    """The events as a list, after checking that the deltas make up the final text."""
    listed, text = list(events), ""
    for event in listed:
        if isinstance(event, Delta):
            text += event.text
        elif isinstance(event, Notice) and event.restart:
            text = ""
    assert isinstance(listed[-1], Finished)
    assert listed[-1].text == text
    assert sum(isinstance(event, Finished) for event in listed) == 1
    return listed


def final(events):
    return run(events)[-1].text


def only(events, kind):
    return [event for event in events if isinstance(event, kind)]


def said(conversation):
    return [(message.role, message.text) for message in conversation.history()]


# -- a server that works -------------------------------------------------------------------------


def test_text_streams_as_it_comes(serve):
    assistant, server = serve(Say("Heat is a fine film."))
    events = run(assistant.conversation("ada").send("hello"))
    assert [e.text for e in only(events, Delta)] == ["Heat", " is", " a", " fine", " film."]
    assert server.requests[0]["stream"] is True


def test_a_tool_call_gives_the_list_before_the_words(serve, memory):
    assistant, server = serve(call("recommend", genres=["Crime"], n=2), Say("Try Heat."))
    conversation = assistant.conversation("ada")
    events = run(conversation.send("recommend a crime film"))
    kinds = [type(event).__name__ for event in events]
    assert kinds == ["Listed", "Delta", "Delta", "Finished"]
    (listed,) = only(events, Listed)
    assert {r.item.id for r in listed.recommendation.items} == {"heat", "inside"}
    tool = server.requests[1]["messages"][-1]
    assert tool["role"] == "tool"
    assert "Heat (1995)" in tool["content"]
    message = conversation.history()[-1]
    assert (message.role, message.text) == ("assistant", "Try Heat.")
    assert message.impression == listed.recommendation.impression


def test_words_before_and_after_a_call_are_two_paragraphs(serve):
    assistant, _ = serve(
        Say('Let me look.\n```json\n{"name": "recommend", "arguments": {"n": 1}}\n```'),
        Say("Here it is."),
    )
    assert final(assistant.conversation("ada").send("hello")) == "Let me look.\n\nHere it is."


def test_a_call_written_as_text_never_shows(serve):
    written = '{{"name": "recommend", "arguments": {{"genres": ["Crime"]}}}}'
    assistant, _ = serve(Say(written), Say(written))
    events = run(assistant.conversation("ada").send("recommend a crime film"))
    assert len(only(events, Listed)) == 1
    assert "Heat" in events[-1].text
    assert not any("{" in event.text for event in only(events, Delta))


def test_words_that_turn_out_to_be_no_answer_are_taken_back(serve):
    assistant, _ = serve(Say('Bye now! {"name": "bye", "arguments": {}}'))
    events = run(assistant.conversation("ada").send("thanks!"))
    assert only(events, Notice) == [Notice("", restart=True)]
    assert events[-1].text == "You're welcome."


def test_the_model_gets_the_conversation_so_far_and_what_is_remembered(serve):
    assistant, server = serve(Say("Noted."), Say("Sure."))
    conversation = assistant.conversation("ada")
    run(conversation.send("I love crime films"))
    run(conversation.send("hello again"))
    sent = server.requests[1]["messages"]
    assert [m["role"] for m in sent] == ["system", "user", "assistant", "user"]
    assert [m["content"] for m in sent[1:]] == ["I love crime films", "Noted.", "hello again"]
    assert 'likes "Crime"' in sent[0]["content"]
    assert "user_id" not in str(server.requests[1]["tools"])


def test_titles_from_nowhere_are_never_shown(serve):
    assistant, _ = serve(Say("Watch The Dark Knight Rises (2012), surely."))
    events = run(assistant.conversation("ada").send("recommend a crime film"))
    assert "Dark" not in "".join(event.text for event in only(events, Delta))
    assert len(only(events, Listed)) == 1
    assert "Heat (1995)" in events[-1].text


def test_titles_added_to_a_list_are_taken_back(serve):
    invented = Say("Heat (1995), or The Dark Knight Rises (2012).")
    assistant, _ = serve(call("recommend", genres=["Crime"]), invented)
    conversation = assistant.conversation("ada")
    events = run(conversation.send("recommend a crime film"))
    assert "Dark" not in events[-1].text
    assert "Dark" not in conversation.history()[-1].text


def test_a_model_that_only_says_it_forgot_does_forget(serve, memory):
    assistant, _ = serve(Say("Noted."), Say("I have forgotten everything."))
    conversation = assistant.conversation("ada")
    run(conversation.send("I love crime films"))
    events = run(conversation.send("forget everything about me"))
    assert events[-1].text.startswith("Done: ")
    assert list(memory.entries("ada")) == []


# -- a server that fails ---------------------------------------------------------------------------


def test_a_server_that_is_busy_once_is_asked_again(serve):
    assistant, server = serve(Fail(503), Say("Here I am."))
    events = run(assistant.conversation("ada").send("hello"))
    assert events[-1].text == "Here I am."
    assert only(events, Notice) == []
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ((Fail(401),), "refused the key (401)"),
        ((Fail(500),), "answered with error 500"),
        ((Break("I think you would"),), "broke off in mid-answer"),
        ((Break('Well, {"name": "recom'),), "broke off in mid-answer"),
    ],
    ids=["401", "500", "broken", "broken in a call"],
)
def test_when_it_fails_the_turn_is_kept_answered_offline_and_it_is_said(serve, script, cause):
    assistant, _ = serve(*script)
    conversation = assistant.conversation("ada")
    events = run(conversation.send("I love crime films"))
    (notice,) = only(events, Notice)
    assert cause in notice.text
    assert "offline assistant answered" in notice.text
    assert "Heat" in events[-1].text
    assert len(only(events, Listed)) == 1
    assert said(conversation) == [
        ("user", "I love crime films"),
        ("assistant", events[-1].text),
    ]


def test_half_an_answer_does_not_count(serve):
    assistant, _ = serve(Break("Horror is what you"))
    events = run(assistant.conversation("ada").send("thanks!"))
    assert [e.text for e in only(events, Delta)][:2] == ["Horror", " is"]
    (notice,) = only(events, Notice)
    assert notice.restart
    assert events[-1].text == "You're welcome."


def test_a_failure_after_the_tools_ran_is_answered_from_their_results(serve):
    assistant, server = serve(call("recommend", genres=["Crime"], n=1), Fail(401))
    events = run(assistant.conversation("ada").send("recommend a crime film"))
    assert len(only(events, Listed)) == 1
    assert len(server.requests) == 2
    assert "I'd start with" in events[-1].text


def test_nobody_there_is_said_in_the_turns_language(recommender, clock):
    with LoopbackOpenAI([Say("x")]) as server:
        environment = server.environment
    assistant = Assistant(recommender, choose_model(None, environment), clock=clock)
    events = run(assistant.conversation("ada").send("推荐一部喜剧片"))
    assert only(events, Notice)[0].text == "语言模型的服务器连接不上，这一轮由离线助手回答。"
    assert "《" in events[-1].text


def test_the_server_is_asked_again_in_the_next_turn(serve):
    assistant, _ = serve(Fail(401), Say("Back again."))
    conversation = assistant.conversation("ada")
    run(conversation.send("hello"))
    assert final(conversation.send("hello")) == "Back again."


# -- the journal is the conversation ---------------------------------------------------------------


def test_a_conversation_is_taken_up_again_from_the_journal(serve, recommender, clock):
    assistant, _ = serve(call("recommend", n=3), Say("Three films."))
    first = assistant.conversation("ada")
    listed = only(run(first.send("recommend something")), Listed)[0].recommendation
    again = Assistant(recommender, None, clock=clock).conversation("ada", first.id)
    assert said(again) == [("user", "recommend something"), ("assistant", "Three films.")]
    run(again.send("I loved the second one"))
    (liked,) = recommender.memory.entries("ada", kinds=("like",))
    assert liked.item == listed.items[1].item.id
    assert liked.impression == listed.impression


def test_another_person_with_the_same_conversation_id_sees_nothing(offline):
    run(offline.conversation("ada", "c1").send("I love crime films"))
    assert said(offline.conversation("eve", "c1")) == []


def test_a_reply_that_is_not_listened_to_keeps_the_turn(offline):
    conversation = offline.conversation("ada")
    events = conversation.send("I love crime films")
    next(events)
    events.close()
    assert said(conversation) == [("user", "I love crime films")]


def test_retry_answers_again_without_a_second_turn(serve, memory):
    assistant, server = serve(Say("One."), Say("Two."), Say("Three."))
    conversation = assistant.conversation("ada")
    run(conversation.send("I love crime films"))
    before = assistant.recommender.profile("ada").likes[0].mass
    assert final(conversation.retry()) == "Two."
    assert said(conversation) == [("user", "I love crime films"), ("assistant", "Two.")]
    assert [m["role"] for m in server.requests[1]["messages"]] == ["system", "user"]
    assert assistant.recommender.profile("ada").likes[0].mass == pytest.approx(before)
    run(conversation.retry())
    assert len([e for e in memory.entries("ada", kinds=("turn",)) if e.role == "user"]) == 1


def test_edit_takes_the_place_of_the_last_turn(offline, recommender, memory):
    conversation = offline.conversation("ada")
    run(conversation.send("hello"))
    run(conversation.send("I loved Heat"))
    assert recommender.profile("ada").liked == {"heat"}
    run(conversation.edit("I love comedy films"))
    profile = recommender.profile("ada")
    assert profile.liked == frozenset()
    assert [i.targets for i in profile.likes] == [(("genre", "Comedy"),)]
    texts = [text for role, text in said(conversation) if role == "user"]
    assert texts == ["hello", "I love comedy films"]
    assert len(said(conversation)) == 4


def test_undo_takes_back_actions_and_turns(offline, recommender):
    conversation = offline.conversation("ada")
    assert conversation.undo() is None
    run(conversation.send("I love crime films"))
    conversation.act("like", "bear")
    assert conversation.undo().item == "bear"
    assert recommender.profile("ada").liked == frozenset()
    assert conversation.undo().text == "I love crime films"
    assert recommender.profile("ada").interests == ()
    assert said(conversation) == []


def test_nothing_of_another_person_can_be_undone(offline, recommender):
    mine = recommender.act("ada", "like", "heat", conversation="c")
    assert offline.conversation("eve", "c").undo(mine.id) is None
    assert recommender.profile("ada").liked == {"heat"}


def test_a_button_is_journalled_in_the_conversation(offline, memory):
    conversation = offline.conversation("ada")
    listed = only(run(conversation.send("recommend something")), Listed)[0].recommendation
    entry = conversation.act("like", "heat", impression=listed.impression)
    assert memory.get(entry.id).conversation == conversation.id
    assert memory.get(entry.id).impression == listed.impression


def test_nonsense_is_refused(offline):
    conversation = offline.conversation("ada")
    with pytest.raises(BadInput):
        list(conversation.send("  "))
    with pytest.raises(BadInput):
        list(conversation.retry())
    with pytest.raises(MissingUser):
        offline.conversation(" ")


def test_long_conversations_are_cut_to_the_newest_turns(serve):
    assistant, server = serve(Say("ok"))
    conversation = assistant.conversation("ada")
    for number in range(13):
        run(conversation.send(f"message {number}"))
    sent = [m for m in server.requests[-1]["messages"] if m["role"] != "system"]
    assert len(sent) <= 21
    assert sent[0]["role"] == "user"
    assert sent[-1]["content"] == "message 12"
    run(conversation.send("word " * 3_000))
    run(conversation.send("short"))
    assert [m["content"] for m in server.requests[-1]["messages"][1:]] == ["short"]


def test_two_people_at_once_get_their_own_answers(serve, clock):
    assistant, _ = serve(call("show_profile"), call("show_profile"), Say("x"))
    assistant = Assistant(assistant.recommender, None, clock=clock)
    liked = {"ada": "crime", "eve": "comedy", "bo": "horror"}
    replies: dict[str, str] = {}
    barrier = threading.Barrier(len(liked))

    def talk(user):
        conversation = assistant.conversation(user)
        barrier.wait()
        run(conversation.send(f"I love {liked[user]} films"))
        replies[user] = final(conversation.send("what do you know about me?"))

    threads = [threading.Thread(target=talk, args=(user,)) for user in liked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for user, genre in liked.items():
        assert genre.capitalize() in replies[user]
        assert not any(
            other.capitalize() in replies[user] for other in liked.values() if other != genre
        )


def test_what_a_crash_left_half_done_is_finished_when_taken_up_again(offline, memory, recommender):
    memory.record(user="ada", kind="turn", text="I love crime films", conversation="c", id="t1")
    assert recommender.profile("ada").interests == ()
    conversation = offline.conversation("ada", "c")
    assert recommender.profile("ada").likes
    run(conversation.retry())
    assert [role for role, _ in said(conversation)] == ["user", "assistant"]


def test_a_store_of_another_process_refuses_the_turn(memory, embedder, clock):
    guest = Memory.open(memory.folder, embedder, clock=clock)
    try:
        assistant = Assistant(make_recommender(guest), None, clock=clock)
        with pytest.raises(Exception, match="owns this store"):
            list(assistant.conversation("ada").send("hello"))
    finally:
        guest.close()
