import pytest
from agent_shop import make_recommender

from penchant.agent.grounding import names_unknown_title, skipped_the_tool
from penchant.agent.recorder import Recorder

KNOWN = "1. Heat (1995) - Crime\n2. Ocean's Eleven (2001)\nI loved Amélie (2001)."


@pytest.mark.parametrize(
    "text",
    [
        "Try Heat (1995).",
        'I suggest **"Heat" (1995)** and *Ocean’s Eleven* (2001)!',
        "先看《Heat》（1995），再看《Ocean's Eleven》。",
        "Amélie (2001) is what you named yourself.",
        "What mood are you in?",
        "Films of the nineties (my favourite) are fine.",
    ],
)
def test_titles_that_were_returned_or_said_are_known(text):
    assert not names_unknown_title(text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Watch The Dark Knight Rises (2012).",
        'Heat (1995), or "The Shawshank Redemption" (1994).',
        "Heat (1986)",
        "推荐《放牛班的春天》。",
        "先看《盗火线》（1995）。",
    ],
)
def test_titles_from_nowhere_are_found(text):
    assert names_unknown_title(text, KNOWN)


def test_answers_that_needed_a_tool(memory, clock):
    recorder = Recorder(make_recommender(memory), clock)
    for turn, answer, skipped in (
        ("recommend a crime film", "Sure, here you go!", True),
        ("recommend a crime film", "What mood are you in?", False),
        ("推荐一部喜剧片", "你想看新的还是老的？", False),
        ("what do you know about me?", "You like tea. Right?", True),
        ("forget everything about me", "All is forgotten.", True),
        ("hello", "Hello!", False),
        ("thanks", "You're welcome.", False),
        ("I love crime films", "Good to know.", False),
    ):
        assert skipped_the_tool(answer, recorder.turn("ada", turn)) is skipped, turn
