"""The offline assistant: what it calls, what it says in two languages, and what it never claims."""

import re

import pytest
from agent_shop import FILMS, calls, make_recommender
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import tool

from penchant.agent.assistant import Assistant
from penchant.agent.events import Finished, Listed
from penchant.agent.offline import OFFLINE_NAME, is_offline, pieces_of


@pytest.fixture
def recommender(memory):
    return make_recommender(memory)


@pytest.fixture
def assistant(recommender, clock):
    return Assistant(recommender, None, clock=clock)


@pytest.fixture
def ask(assistant):
    """Says a text in one conversation; gives the reply and the lists that came with it."""
    conversation = assistant.conversation("ada")

    def ask(text):
        events = list(conversation.send(text))
        assert isinstance(events[-1], Finished)
        lists = [event.recommendation for event in events if isinstance(event, Listed)]
        return events[-1].text, lists

    return ask


def titles_in(text):
    return {film.title for film in FILMS if film.title in text}


def test_a_request_names_the_first_items_and_why(ask):
    text, (listed,) = ask("recommend a crime film")
    first, second = (ranked.item for ranked in listed.items[:2])
    assert f"I'd start with {first.title} ({first.year})" in text
    assert f"{second.title} ({second.year})" in text
    assert titles_in(text) <= {ranked.item.title for ranked in listed.items}


def test_the_same_in_chinese(ask):
    text, (listed,) = ask("推荐一部犯罪片")
    assert text.startswith("我先推荐《")
    # 一部 says no more than "a": several may be shown.
    assert {ranked.item.id for ranked in listed.items} == {"heat", "inside"}
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", text)


def test_a_list_without_a_known_interest_says_so_and_asks(ask):
    text, (listed,) = ask("recommend something")
    assert listed.cold
    assert "rests on no interest of yours yet" in text
    assert text.endswith("?")
    text, _ = ask("推荐点什么")
    assert text.endswith("？")


def test_what_was_stated_is_acknowledged_and_left_out(ask):
    text, (listed,) = ask("I hate horror films")
    assert text.startswith("Noted: you dislike Horror. None of these has Horror.")
    assert not {"alien", "ghost"} & {ranked.item.id for ranked in listed.items}
    text, _ = ask("我很喜欢喜剧片")
    assert text.startswith("记下了：你")
    assert "喜剧" in text


def test_an_absence_is_claimed_only_where_it_is_true(assistant, recommender):
    listed = recommender.recommend("ada", n=8)
    heard = assistant.recorder.turn("ada", "I hate horror films")
    assert any("Horror" in ranked.item.categories for ranked in listed.items)
    request = calls(("recommend", {}))
    result = ToolMessage(
        "list", tool_call_id=request.tool_calls[0]["id"], name="recommend", artifact=listed
    )
    model = assistant.offline.hearing(heard)
    reply = model.invoke([HumanMessage("I hate horror films"), request, result])
    assert "None of these" not in reply.text


def test_nothing_is_said_to_be_noted_that_was_not_recorded(assistant):
    bound = assistant.offline.bind_tools(assistant.tools())
    request = bound.invoke([HumanMessage("I hate horror films")])
    assert [call["name"] for call in request.tool_calls] == ["recommend"]
    assert "Noted" not in assistant.offline.invoke([HumanMessage("I hate horror films")]).text


def test_feedback_is_noted_once_and_what_was_liked_leads_on(ask, memory):
    text, (listed,) = ask("I loved Heat")
    assert text.startswith("Noted: you like Heat (1995).")
    assert "heat" not in {ranked.item.id for ranked in listed.items}
    assert [e.item for e in memory.entries("ada", kinds=("like",))] == ["heat"]


def test_why_profile_recall_undo_and_forget_answer_from_records(ask, memory):
    ask("I love crime films")
    text, (listed,) = ask("recommend something")
    second = listed.items[1].item
    text, _ = ask("why the second one?")
    assert text.startswith(f"{second.title} ({second.year}) is number ")
    text, _ = ask("what do you know about me?")
    assert "Crime (100%)" in text
    text, _ = ask("undo that")
    assert text.startswith("Taken back")
    text, _ = ask("forget everything about me")
    assert re.match(r"Done: \d+ entries and \d+ vectors are deleted\.", text)
    assert list(memory.entries("ada")) == []


def test_why_not_says_what_it_would_be_listed_without(ask):
    ask("I hate crime films")
    text, _ = ask("why was Heat not recommended?")
    assert text.startswith("Heat (1995) is left out: you want no Crime.")
    assert re.search(r"Without your dislike of Crime \(1 entry of \d+ \w+ \d{4}\) it would", text)
    text, _ = ask("为什么没有推荐《Heat》？")
    assert re.search(r"若没有你对“.+”的不喜欢（\d{4}年\d+月\d+日的 1 条记录），它会", text)


def test_dropping_a_subject_deletes_nothing(ask, memory):
    ask("I love crime films")
    for text in ("forget it", "Oh, never mind.", "forget about that!", "算了"):
        before = {entry.id for entry in memory.entries("ada")}
        ask(text)
        assert {entry.id for entry in memory.entries("ada")} >= before


def test_one_topic_is_forgotten_and_the_rest_kept(ask, memory):
    ask("I love crime films")
    ask("I hate horror films")
    text, _ = ask("forget that I love crime films")
    assert text.startswith("Done: ")
    said = [entry.text for entry in memory.entries("ada", kinds=("turn",)) if entry.role == "user"]
    assert said == ["I hate horror films"]


def test_small_talk_needs_no_tool(ask):
    for text, start in (
        ("hello", "Hello!"),
        ("你好", "你好！"),
        ("thanks", "You're welcome."),
        ("谢谢", "不客气。"),
        ("what can you do?", "I recommend from the catalog"),
        ("你能做什么？", "我从目录里"),
        ("qwertyuiop", "I'm not sure what you mean."),
    ):
        reply, lists = ask(text)
        assert reply.startswith(start)
        assert lists == []


def test_a_title_nobody_knows_is_asked_back(ask):
    ask("recommend something")
    text, lists = ask("why did you recommend Zyzzyva Rising?")
    assert lists == []
    assert 'no title "Zyzzyva Rising"' in text


def test_a_question_about_a_film_is_answered_from_the_catalog(ask):
    for text in (
        "who stars in Inside Man?",
        "what is Inside Man about?",
        "《Inside Man》是谁演的？",
    ):
        reply, lists = ask(text)
        assert "Clive Owen" in reply
        assert lists == []


def test_it_calls_only_tools_it_was_given(assistant):
    @tool
    def order_status(order: str) -> str:
        """Where an order is."""
        return order

    reply = assistant.offline.bind_tools([order_status]).invoke([HumanMessage("recommend a film")])
    assert reply.tool_calls == []
    assert reply.text


def test_the_result_of_a_hosts_tool_is_passed_on(assistant):
    request = calls(("order_status", {"order": "7"}))
    result = ToolMessage(
        "On its\nway <b>", tool_call_id=request.tool_calls[0]["id"], name="order_status"
    )
    reply = assistant.offline.invoke([HumanMessage("where is my order"), request, result])
    assert reply.text == "Here is what I found: On its way ‹b›."


def test_a_refusal_is_said_in_the_turns_language(assistant):
    request = calls(("why", {"title": "x"}))
    result = ToolMessage("No such title.", tool_call_id=request.tool_calls[0]["id"], name="why")
    english = assistant.offline.invoke([HumanMessage("why x"), request, result])
    chinese = assistant.offline.invoke([HumanMessage("为什么推荐它"), request, result])
    assert english.text == "That did not work: No such title."
    assert chinese.text.startswith("没有办到：")


def test_its_messages_can_be_told_from_others(assistant):
    reply = assistant.offline.invoke([HumanMessage("hello")])
    assert is_offline(reply)
    assert not is_offline(AIMessage("hello"))
    assert assistant.model_name == OFFLINE_NAME


def test_streaming_gives_the_same_message(assistant):
    bound = assistant.offline.bind_tools(assistant.tools())
    for text in ("hello", "recommend a crime film", "你好"):
        chunks = list(bound.stream([HumanMessage(text)]))
        whole = bound.invoke([HumanMessage(text)])
        merged = chunks[0]
        for chunk in chunks[1:]:
            merged += chunk
        assert merged.text == whole.text
        assert [(c["name"], c["args"]) for c in merged.tool_calls] == [
            (c["name"], c["args"]) for c in whole.tool_calls
        ]
        assert is_offline(merged)
    assert len(list(bound.stream([HumanMessage("hello")]))) > 5


@given(st.text())
def test_the_pieces_of_a_stream_are_the_text(text):
    assert "".join(pieces_of(text)) == text


async def test_it_works_asynchronously(assistant):
    reply = await assistant.offline.ainvoke([HumanMessage("hello")])
    assert reply.text.startswith("Hello!")
    pieces = [chunk.text async for chunk in assistant.offline.astream([HumanMessage("hello")])]
    assert "".join(pieces) == reply.text


def test_every_phrase_exists_in_both_languages_with_the_same_gaps():
    from dataclasses import fields

    from penchant.agent.phrases import CHINESE, ENGLISH

    def gaps(phrase):
        return len(re.findall(r"\{\d?\}", phrase))

    for field in fields(ENGLISH):
        one, other = getattr(ENGLISH, field.name), getattr(CHINESE, field.name)
        if isinstance(one, dict):
            assert one.keys() == other.keys()
            assert [gaps(p) for p in one.values()] == [gaps(p) for p in other.values()]
        else:
            assert gaps(one) == gaps(other), field.name


def test_what_could_not_be_done_is_said(ask):
    text, _ = ask("a good thriller under 2 hours")
    assert text.startswith("I cannot search by running time")
    text, _ = ask("a coffee grinder under 100 euros")
    assert text.startswith("I cannot search by price")
    text, _ = ask("Have you got any Studio Ghibli?")
    assert text.startswith("The catalog has nothing named “Studio Ghibli”")
    for amounts in ("between 20 and 100 euros", "from 20 to 100 dollars", "under 50 EUR"):
        text, _ = ask(f"show me something by Al Pacino {amounts}")
        assert "nothing named" not in text, amounts
    text, _ = ask("show me something like 12 and Holding")
    assert "nothing named “12 and Holding”" in text
    text, _ = ask("who directed Heat?")
    assert text.startswith("I don't know who directed it")
    assert "Heat (1995)" in text


def test_a_question_about_the_world_is_no_title(ask):
    for question in ("What's the capital of France?", "who is the president of the US?"):
        text, lists = ask(question)
        assert text.startswith("That I cannot answer")
        assert lists == []


def test_several_judgements_are_noted_in_one_sentence(ask):
    text, _ = ask("I loved Heat and Ronin")
    assert text.startswith("Noted: you like Heat (1995) and Ronin (1998).")


def test_what_has_no_name_here_is_noted_in_the_persons_words(ask):
    text, _ = ask("I adored Memories of Murder, and I can't stand musicals")
    assert text.startswith("Noted: you love “Memories of Murder” and you dislike “musicals”.")


def test_what_was_said_is_told_from_what_was_not(ask):
    ask("I like comedy films")
    text, _ = ask("Did I say I like horror?")
    assert text == "No, I remember nothing that you said about Horror."
    text, _ = ask("Did I say I like comedy?")
    assert "you said “I like comedy films”" in text


def test_times_and_refusals_are_worded_in_the_turns_language(ask):
    text, _ = ask("I love films from before 1994")
    assert "you love films from before 1994" in text
    text, _ = ask("我喜欢九十年代的电影")
    assert "90年代的电影" in text
    text, _ = ask("没看过《教父二》")
    assert text.startswith("目录里没有“教父二”")
    text, _ = ask("I don't hate comedies")
    assert "you don't mind Comedy" in text


def test_what_is_judged_alike_is_said_together(ask):
    text, _ = ask("I love crime and comedy films")
    assert text.startswith("Noted: you love Crime and Comedy.")
