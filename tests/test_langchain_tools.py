import json

import pytest
from agent_shop import Scripted, calls, make_recommender
from langchain.agents import create_agent
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.utils.function_calling import convert_to_openai_tool

from penchant.memory.records import Item, Profile, Receipt, Recommendation, Request, Why
from penchant.tools.context import HOW_TO_PASS, PenchantContext, person_of
from penchant.tools.langchain import TOOL_NAMES, make_tools

ADA = PenchantContext("ada", "c1")


@pytest.fixture
def recommender(memory):
    return make_recommender(memory)


@pytest.fixture
def use(recommender):
    """Has an agent call one tool for a person and gives the tool's message."""

    def use(name, context=ADA, **arguments) -> ToolMessage:
        model = Scripted(script=[calls((name, arguments)), AIMessage("done")])
        tools = make_tools(recommender, lambda user, words: Request(query=words))
        agent = create_agent(model, tools=tools, context_schema=PenchantContext)
        state = agent.invoke({"messages": [("user", "x")]}, context=context)
        return next(m for m in state["messages"] if isinstance(m, ToolMessage))

    return use


def entries(recommender, user="ada"):
    return list(recommender.memory.entries(user))


def test_recommend_gives_text_for_the_model_and_the_list_as_artifact(use, recommender):
    message = use("recommend", genres=["crime"], n=2)
    assert isinstance(message.artifact, Recommendation)
    assert {ranked.item.id for ranked in message.artifact.items} == {"heat", "inside"}
    assert "Heat (1995)" in message.text
    assert message.text.startswith("2 recommended")
    (impression,) = entries(recommender)
    assert impression.id == message.artifact.impression
    assert impression.conversation == "c1"


def test_what_the_host_knows_of_the_moment_is_kept_with_list_and_feedback(use, recommender):
    told = {"time_zone": "Asia/Shanghai", "device": "tv"}
    use("recommend", PenchantContext("ada", "c1", told), n=2)
    use("record_feedback", {"user": "ada", "context": told}, kind="like", title="Heat")
    assert [one.context for one in entries(recommender)] == [told, told]


def test_the_limits_of_a_call_reach_the_list(use):
    def ids(**arguments):
        found = use("recommend", **arguments).artifact.items
        return {ranked.item.id for ranked in found}

    assert ids(year_min=2006, exclude=["Comedy"]) == {"inside", "arrival"}
    assert ids(people=["Al Pacino"]) == {"heat"}
    assert ids(year_max="1980") == {"alien", "plane"}
    assert "heat" not in ids(like_titles=["Heat"], n=3)
    assert len(ids(n=0)) == 1
    assert len(ids(n=5000)) == 8


def test_prices_and_stock_reach_the_list_and_bad_ones_are_left_out(use, recommender):
    recommender.update_item("heat", price=5, stock=0)
    recommender.update_item("alien", price=9, stock=2)

    def ids(**arguments):
        found = use("recommend", **arguments).artifact.items
        return {ranked.item.id for ranked in found}

    assert ids(price_max=10) == {"heat", "alien"}
    assert ids(price_max="$8") == {"heat"}
    assert ids(price_min=6.5, price_max="10,00 €") == {"alien"}
    assert ids(price_max=10, in_stock=True) == {"alien"}
    assert len(ids(price_max="cheap", price_min="null")) == 8
    assert "it does not cost 1 or less" in use("recommend", price_max=1).text


def test_limits_by_other_names_hold_and_unreadable_ones_are_said(use, recommender):
    recommender.update_item("heat", price=5)
    recommender.update_item("alien", price=9)
    for name in ("max_price", "price_under", "budget"):
        message = use("recommend", **{name: "8"})
        assert [r.item.id for r in message.artifact.items] == ["heat"]
        assert "could not be read" not in message.text
    assert {
        r.item.id for r in use("recommend", min_year=2006, without="Comedy").artifact.items
    } == {
        "inside",
        "arrival",
    }
    for tool in ("recommend", "search_catalog"):
        query = {"query": "film"} if tool == "recommend" else {"text": "Heat"}
        text = use(tool, price_max="ten", max_cost=3, price_min=None, **query).text
        assert 'The argument "price_max=ten" could not be read as a limit' in text
        assert 'The argument "max_cost=3" could not be read as a limit' in text
        assert "price_min" not in text
        assert "film=" not in text


def test_no_model_is_told_of_what_is_only_kept_inside(recommender):
    for tool in make_tools(recommender, lambda user, words: Request(query=words)):
        assert "unread" not in str(convert_to_openai_tool(tool))


def test_what_was_deleted_is_still_recalled_by_its_title(use, recommender):
    use("record_feedback", kind="like", title="Heat")
    recommender.delete_item("heat")
    assert "like for Heat (1995)" in use("recall_memory", about="Heat").text
    # It is in no list; what was liked may still be named as the reason for others.
    assert "heat" not in {one.item.id for one in use("recommend", n=50).artifact.items}


def test_a_weak_models_slips_are_understood(use):
    message = use("recommend", genre="crime, thriller", exclude=None, year_min="null", n="1")
    assert [r.item.id for r in message.artifact.items] in (["heat"], ["inside"])


def test_a_category_in_other_words_is_known(use):
    assert {r.item.id for r in use("recommend", genres=["scary movies"]).artifact.items} == {
        "alien",
        "ghost",
    }
    assert {r.item.id for r in use("recommend", genres=["恐怖片"]).artifact.items} == {
        "alien",
        "ghost",
    }


def test_an_unknown_category_is_searched_as_words_and_said(use):
    message = use("recommend", genres=["polka"], exclude=["tuba"])
    assert message.artifact.query == "polka"
    assert 'no "polka"' in message.text
    assert 'no "tuba"' in message.text


@pytest.mark.parametrize("context", [None, PenchantContext(""), PenchantContext("  ")])
def test_without_a_person_every_tool_is_closed_and_says_how_to_pass_one(
    context, use, recommender, monkeypatch
):
    def refuse(*_, **__):
        raise AssertionError("read or written for nobody")

    for method in ("profile", "recommend", "why", "act", "undo", "forget"):
        monkeypatch.setattr(recommender, method, refuse)
    arguments = {"title": "Heat", "kind": "like", "about": "x", "everything": True}
    for name in TOOL_NAMES:
        message = use(name, context, **arguments)
        assert message.text == HOW_TO_PASS
        assert message.artifact is None
    assert 'context=PenchantContext(user="..."))' in HOW_TO_PASS
    assert entries(recommender, None) == []


def test_a_tool_called_outside_an_agent_is_closed(recommender):
    tools = {tool.name: tool for tool in make_tools(recommender, lambda *_: Request())}
    assert tools["show_profile"].invoke({}) == HOW_TO_PASS
    assert tools["recommend"].invoke({"query": "x"}) == HOW_TO_PASS


def test_no_argument_can_name_a_person(recommender, use):
    for tool in make_tools(recommender, lambda *_: Request()):
        shape = json.dumps(convert_to_openai_tool(tool))
        assert "user" not in shape.replace("user's", "")
        assert "runtime" not in shape
    use("record_feedback", kind="like", title="Heat", user="eve", user_id="eve")
    assert entries(recommender, "eve") == []
    assert [entry.kind for entry in entries(recommender, "ada")] == ["like"]


def test_a_host_may_pass_its_own_context():
    class Own:
        user = "ada"
        plan = "gold"

    assert person_of(Own()) == PenchantContext("ada", None)
    assert person_of({"user": "ada", "conversation": "c"}) == PenchantContext("ada", "c")


def test_why_adds_up_and_says_what_keeps_an_item_out(use, recommender):
    message = use("why", title="Heat")
    assert isinstance(message.artifact, Why)
    assert "Heat (1995): rank" in message.text
    recommender.act("ada", "watch", "heat")
    assert "left out" in use("why", title="heat").text


def test_an_unknown_title_gives_a_sentence_that_helps(use, recommender):
    message = use("why", title="Heet Wave Nonsense")
    assert "no title" in message.text
    assert message.artifact is None
    assert "pass its title" in use("why").text
    assert "No list has been shown" in use("record_feedback", kind="like", position=1).text
    assert entries(recommender) == []


def test_feedback_by_position_is_attributed_to_the_list(use, recommender):
    listed = use("recommend", n=3).artifact
    message = use("record_feedback", kind="loved", position=2)
    second = listed.items[1].item
    assert second.title in message.text
    entry = entries(recommender)[-1]
    assert (entry.kind, entry.item, entry.impression) == ("like", second.id, listed.impression)
    assert "has 3" in use("record_feedback", kind="like", position=4).text


def test_a_list_of_another_conversation_is_not_pointed_at(use):
    use("recommend", PenchantContext("ada", "c2"), n=3)
    assert "No list" in use("record_feedback", kind="like", position=1).text


def test_a_wrong_kind_is_a_sentence_and_writes_nothing(use, recommender):
    message = use("record_feedback", kind="explode", title="Heat")
    assert message.status == "error"
    assert entries(recommender) == []


def test_describe_gives_the_catalogs_facts(use):
    message = use("describe", title="Inside Man")
    assert isinstance(message.artifact, Item)
    assert "Clive Owen" in message.text
    assert '"A bank heist."' in message.text


def test_profile_now_and_at_a_past_day(use, recommender, clock):
    assert "Nothing is known" in use("show_profile").text
    recommender.act("ada", "like", "heat")
    clock.forward(days=3)
    message = use("show_profile")
    assert isinstance(message.artifact, Profile)
    assert "Heat" in message.text
    assert "Nothing is known" in use("show_profile", day="2026-02-01").text
    assert "YYYY-MM-DD" in use("show_profile", day="yesterday").text


def test_recall_finds_own_words_only(use, recommender):
    memory = recommender.memory
    for user, text in (("ada", "I adore heist films"), ("eve", "heist films bore me")):
        vector = memory.embedder.encode([text])[0]
        memory.record(user=user, kind="turn", text=text, vector=vector)
    text = use("recall_memory", about="heist").text
    assert "I adore heist films" in text
    assert "bore" not in text


def test_undo_takes_back_the_last_action(use, recommender):
    recommender.act("ada", "like", "heat", conversation="c1")
    assert "Heat" in use("undo").text
    assert recommender.profile("ada").liked == frozenset()
    assert "nothing to take back" in use("undo").text


def test_undo_takes_items_out_of_the_cart_however_it_is_asked(use, recommender):
    for title in ("Heat", "Alien", "Ronin"):
        use("record_feedback", kind="cart", title=title)
    use("record_feedback", kind="like", title="Arrival")
    assert use("undo", what="Cart", title="Alien").text == 'Taken out of the cart: "Alien".'
    assert use("undo", what="cart").text == 'Taken out of the cart: "Ronin".'
    assert recommender.profile("ada").in_cart == {"heat"}
    assert use("undo", what="cart", title="Alien").text == "That is not in the cart."
    use("undo", what="whole-cart")
    assert recommender.profile("ada").in_cart == frozenset()
    assert use("undo", what="cart").text == "There is nothing in the cart."
    assert recommender.profile("ada").liked == {"arrival"}
    assert "Arrival" in use("undo", what="the last thing").text


def test_forget_by_title_topic_and_everything_is_for_this_person_only(use, recommender):
    memory = recommender.memory
    for user in ("ada", "eve"):
        recommender.act(user, "like", "heat")
        recommender.act(user, "like", "alien")
        text = f"{user} says: polka films are great"
        memory.record(user=user, kind="turn", text=text, vector=memory.embedder.encode([text])[0])
    assert "Say what to delete" in use("forget").text
    message = use("forget", title="Heat")
    assert isinstance(message.artifact, Receipt)
    assert [e.item for e in entries(recommender)] == ["alien", None]
    assert use("forget", topic="polka").text.startswith("Deleted: 1 entry and 1 vector.")
    assert [e.item for e in entries(recommender)] == ["alien"]
    assert "Nothing that was said" in use("forget", topic="polka").text
    use("forget", everything=True)
    assert entries(recommender) == []
    assert len(entries(recommender, "eve")) == 3
