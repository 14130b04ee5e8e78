"""More like this, search and compare: as tools, in the offline assistant, on the command line."""

from __future__ import annotations

import json

import pytest
from agent_shop import Scripted, calls, make_recommender
from langchain.agents import create_agent
from langchain_core.messages import AIMessage, ToolMessage

from penchant.agent.compared import compared
from penchant.agent.plan import plan
from penchant.agent.understand import build_vocabulary, understand
from penchant.memory.records import Recommendation, Request
from penchant.tools.context import PenchantContext
from penchant.tools.finding.comparing import Comparison
from penchant.tools.langchain import make_tools

ADA = PenchantContext("ada", "c1")


@pytest.fixture
def recommender(memory):
    return make_recommender(memory)


@pytest.fixture
def use(recommender):
    """Has an agent call one tool for a person and gives the tool's message."""

    def use(name, **arguments) -> ToolMessage:
        model = Scripted(script=[calls((name, arguments)), AIMessage("done")])
        tools = make_tools(recommender, lambda user, words: Request(query=words))
        agent = create_agent(model, tools=tools, context_schema=PenchantContext)
        state = agent.invoke({"messages": [("user", "x")]}, context=ADA)
        return next(m for m in state["messages"] if isinstance(m, ToolMessage))

    return use


def ids(message: ToolMessage) -> list[str]:
    assert isinstance(message.artifact, Recommendation), message.text
    return [ranked.item.id for ranked in message.artifact.items]


def entries(recommender):
    return list(recommender.memory.entries("ada"))


# -- tools -----------------------------------------------------------------------------------------


def test_search_gives_text_and_list_and_is_journalled_in_the_conversation(use, recommender):
    recommender.act("ada", "watch", "heat")
    message = use("search_catalog", text="Heat")
    assert ids(message)[0] == "heat"
    assert 'found for "Heat", best first:' in message.text
    assert "1. Heat (1995)" in message.text
    _, searched, shown = entries(recommender)
    assert (searched.kind, searched.conversation, searched.text) == ("search", "c1", "Heat")
    assert searched.role == "assistant"
    assert (shown.id, shown.conversation) == (message.artifact.impression, "c1")
    liked = use("record_feedback", kind="like", position=1)
    assert liked.artifact.impression == message.artifact.impression


def test_a_search_takes_a_weak_models_slips_and_limits(use):
    assert ids(use("search_catalog", query="paddington"))[0] == "bear"
    assert ids(use("search_catalog", q=["al", "pacino"]))[0] == "heat"
    assert set(ids(use("search_catalog", category="crime"))) >= {"heat", "inside"}
    assert set(ids(use("search_catalog", text="thriller", year_min="1997", n="5"))) <= {
        "ronin", "inside", "bear", "arrival",
    }  # fmt: skip
    assert "heat" not in ids(use("search_catalog", text="thriller", exclude="crime"))
    assert len(ids(use("search_catalog", text="thriller", n=1))) == 1
    assert 'has no "polka"' in use("search_catalog", text="bear", genres=["polka"]).text


def test_nothing_is_learned_of_the_person_from_a_models_words(use, recommender):
    use("search_catalog", text="Alien")
    assert recommender.profile("ada").interests == ()
    recommender.search("Alien", "ada")
    assert recommender.profile("ada").interests


@pytest.mark.parametrize("arguments", [{}, {"text": None}, {"text": "null"}, {"text": " "}])
def test_a_search_for_nothing_is_a_sentence(use, recommender, arguments):
    message = use("search_catalog", **arguments)
    assert "Say what to search for in 'text'" in message.text
    assert message.artifact is None
    assert entries(recommender) == []


def test_a_search_that_limits_leave_empty_says_so(use):
    message = use("search_catalog", text="heat", year_min=2050)
    assert message.text.startswith("Nothing is left.")
    assert ids(message) == []


def test_more_like_this_by_title_list_or_position(use, recommender):
    for arguments in ({"titles": ["Heat"]}, {"title": "Heat"}, {"item": "heat"}, {"like": "heat."}):
        message = use("more_like_this", **arguments, n=3)
        assert "heat" not in ids(message)
        assert message.text.startswith("3 items like Heat (1995), best first:")
    both = use("more_like_this", titles=["Heat", "Alien"], n=6)
    assert not {"heat", "alien"} & set(ids(both))
    assert "like Heat (1995) and Alien (1979)" in both.text
    place = ids(both)[1]
    again = use("more_like_this", position="2", n=2)
    assert place not in ids(again)
    assert recommender.catalog.get(place).title in again.text
    assert entries(recommender)[-1].data["request"]["like"] == [place]


def test_more_like_nothing_or_like_something_unknown_is_a_sentence(use, recommender):
    assert "Say like what" in use("more_like_this").text
    assert "no title" in use("more_like_this", titles=["Qwzx Nonsense"]).text
    assert "No list has been shown" in use("more_like_this", positions=[1]).text
    assert entries(recommender) == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"first": "Heat", "second": "Ronin"},
        {"a": "heat", "b": "ronin"},
        {"titles": ["Heat", "Ronin"]},
        {"titles": "Heat vs. Ronin"},
        {"items": "Heat; Ronin"},
    ],
)
def test_compare_says_what_decides_and_adds_up(use, recommender, arguments):
    recommender.act("ada", "like", "inside")
    message = use("compare", **arguments)
    found = message.artifact
    assert isinstance(found, Comparison)
    assert (found.first.item.id, found.second.item.id) == ("heat", "ronin")
    assert message.text.startswith(found.text)
    assert f"{found.first.score - found.second.score:+.3f}, the sum of:" in message.text
    assert "year: 1995 / 1998" in message.text
    assert [entry.kind for entry in entries(recommender)] == ["like"]
    told = [float(line.split()[0]) for line in message.text.splitlines() if line[:1] in "+-"]
    assert sum(told) == pytest.approx(found.first.score - found.second.score, abs=0.004)


def test_compare_by_positions_and_what_cannot_be_compared(use):
    listed = ids(use("recommend", n=3))
    found = use("compare", positions="1 and 3").artifact
    assert (found.first.item.id, found.second.item.id) == (listed[0], listed[2])
    for arguments in (
        {}, {"first": "Heat"}, {"first": "Heat", "second": "heat"}, {"titles": ["Heat"]},
        {"titles": ["Heat", "Ronin", "Alien"]},
    ):  # fmt: skip
        message = use("compare", **arguments)
        assert "Two different items" in message.text
        assert message.artifact is None
    assert "no title" in use("compare", first="Heat", second="Qwzx Nonsense").text


# -- the offline assistant -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "compare Heat and Ronin",
        "Could you compare Heat with Ronin, please?",
        "Heat vs. Ronin",
        "what's the difference between Heat and Ronin?",
        "which one suits me better: Heat or Ronin?",
        "比较一下Heat和Ronin",
        "对比《Heat》与《Ronin》吧",
        "Heat和Ronin哪个更适合我？",
        "Heat跟Ronin有什么区别",
    ],
)
def test_turns_that_ask_to_compare(text):
    assert compared(text) == ("Heat", "Ronin")


@pytest.mark.parametrize(
    "text",
    [
        "more like Heat",
        "I like Heat and Ronin",
        "Heat",
        "",
        "nothing compares to Heat",
        "好的",
        "vs",
    ],
)
def test_turns_that_do_not(text):
    assert compared(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("compare Heat and Ronin", " suits you better: it "),
        ("比较一下《Heat》和《Ronin》", "更适合你：它"),
    ],
)
def test_the_offline_assistant_compares_in_the_persons_language(recommender, clock, text, said):
    from penchant.agent.assistant import Assistant
    from penchant.agent.events import Finished

    recommender.act("ada", "like", "inside")
    conversation = Assistant(recommender, None, clock=clock).conversation("ada")
    finished = [event for event in conversation.send(text) if isinstance(event, Finished)]
    assert said in finished[-1].text


@pytest.mark.parametrize(
    "text",
    [
        "compare the first and the third",
        "比较第一个和第三个",
        "对比一下第一款跟第三款吧",
        "第一部和第三部有什么区别",
    ],
)
def test_places_in_the_list_are_compared_in_both_languages(recommender, text):
    vocabulary, shown = build_vocabulary(recommender.catalog), recommender.catalog.items[:4]
    (step,) = plan(text, understand(text, vocabulary, shown=shown), shown)
    assert (step.tool, step.arguments) == ("compare", {"first": shown[0].id, "second": shown[2].id})


# -- the command line ------------------------------------------------------------------------------


@pytest.fixture
def shop(memory, clock):
    """The command line over a store with the eight films."""
    from typer.testing import CliRunner

    from penchant import cli
    from penchant.plugin import Penchant
    from penchant.settings import read_settings

    recommender = make_recommender(memory)

    class Kept(Penchant):
        def close(self) -> None:
            """The fixture closes the memory."""

    def run(*words, code=0, **environ):
        variables = {"PENCHANT_STORE": str(memory.folder), **environ}
        product = Kept(memory, recommender, read_settings(variables))
        result = CliRunner().invoke(cli.build(lambda *_, **__: product, variables), list(words))
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run


def test_the_command_search(shop, recommender):
    found = json.loads(shop("search", "the heat", "--json").stdout)
    assert found["user"] is None
    assert found["impression"] is None
    assert found["query"] == "the heat"
    assert found["items"][0]["item"]["id"] == "heat"
    assert "Its title is what you searched for." in shop("search", "heat").stdout
    assert "名称正是你搜索的" in shop("search", "heat", LANG="zh_CN.UTF-8").stdout
    assert "名称正是你搜索的" in shop("search", "盗火线").stdout
    limited = json.loads(
        shop("search", "thriller", "--from", "1996", "--exclude", "Action", "--json").stdout
    )
    assert {one["item"]["id"] for one in limited["items"]} <= {"inside", "bear", "arrival"}
    mine = json.loads(shop("search", "alien", "--user", "ada", "-n", "2", "--json").stdout)
    assert mine["user"] == "ada"
    assert [entry.kind for entry in entries(recommender)] == ["search", "impression"]
    assert "Nothing to search for was typed" in shop("search", " ").stdout
    assert "nobody was named" in shop("search", "heat", "--user", " ", code=2).output


def test_the_command_similar(shop):
    found = json.loads(shop("similar", "Heat", "-n", "3", "--json").stdout)
    assert len(found["items"]) == 3
    assert "heat" not in {one["item"]["id"] for one in found["items"]}
    mine = json.loads(shop("similar", "heat", "Alien", "--user", "ada", "--json").stdout)
    assert mine["impression"]
    assert "no item of the catalog" in shop("similar", "Qwzx", code=2).output


def test_the_command_compare(shop, recommender):
    recommender.act("ada", "like", "inside")
    recommender.act("ada", "watch", "ronin")
    found = json.loads(shop("compare", "ada", "Heat", "Ronin", "--json").stdout)
    total = found["first"]["score"] - found["second"]["score"]
    assert sum(one["amount"] for one in found["differences"]) == pytest.approx(total, abs=1e-6)
    assert found["second"]["left_out"] == "you know it already"
    assert {fact["name"] for fact in found["facts"]} == {"year", "categories", "people"}
    shown = shop("compare", "ada", "Heat", "Ronin").stdout
    assert found["text"] in " ".join(shown.split())
    assert "1995" in shown
    chinese = shop("compare", "ada", "Heat", "Ronin", LANG="zh_CN.UTF-8").stdout
    assert found["text_zh"] in "".join(chinese.split())
    assert "年份" in chinese
    assert "two different items" in shop("compare", "ada", "Heat", "heat", code=2).output
