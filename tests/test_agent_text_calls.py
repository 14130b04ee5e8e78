import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.agent.gate import Gate
from penchant.agent.text_calls import read_calls

KNOWN = ("recommend", "why", "show_profile")
WANTED = {"query": "a heist film", "n": 3}
WRITTEN = json.dumps({"name": "recommend", "arguments": WANTED})

FORMS = {
    "bare": WRITTEN,
    "fence": f"```json\n{WRITTEN}\n```",
    "fence without language": f"```\n{WRITTEN}\n```",
    "doubled braces": '{{"name": "recommend", "arguments": {{"query": "a heist film", "n": 3}}}}',
    "outer braces doubled": "{" + WRITTEN + "}",
    "tags": f"<tool_call>\n{WRITTEN}\n</tool_call>",
    "function tag": f"<function=recommend>{json.dumps(WANTED)}</function>",
    "special token": f"<|tool_call|>{WRITTEN}",
    "parameters": json.dumps({"name": "recommend", "parameters": WANTED}),
    "prefixed name": json.dumps({"name": "functions.recommend", "arguments": WANTED}),
    "arguments as text": json.dumps({"name": "recommend", "arguments": json.dumps(WANTED)}),
    "OpenAI form": json.dumps(
        {
            "tool_calls": [
                {"type": "function", "function": {"name": "recommend", "arguments": WANTED}}
            ]
        }
    ),
    "list": json.dumps([{"name": "recommend", "arguments": WANTED}]),
    "Python dict": str({"name": "recommend", "arguments": WANTED}),
    "Python call": 'recommend(query="a heist film", n=3)',
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_call_is_read_however_it_is_written(text):
    written = read_calls(text, KNOWN)
    assert [(call.name, dict(call.arguments)) for call in written.calls] == [("recommend", WANTED)]
    assert written.prose == ""
    assert written.unknown == ()


# A call in Python's form begins like prose: it is streamed and only mended afterwards.
HELD_BACK = {name: text for name, text in FORMS.items() if not text.startswith("recommend(")}


@pytest.mark.parametrize("text", HELD_BACK.values(), ids=HELD_BACK)
def test_no_part_of_a_written_call_is_streamed(text):
    gate = Gate()
    assert "".join(gate.feed(character) for character in text) == ""


def test_words_before_a_call_stay_and_words_after_it_go():
    written = read_calls(f"Let me look.\n```json\n{WRITTEN}\n```\nI found: Heat.", KNOWN)
    assert written.prose == "Let me look."
    assert len(written.calls) == 1


def test_an_unknown_tool_is_refused():
    written = read_calls('```json\n{"name": "bye", "arguments": {}}\n```', KNOWN)
    assert written.calls == ()
    assert written.unknown == ("bye",)
    assert written


def test_two_different_calls_are_both_read_and_a_repeated_one_once():
    other = json.dumps({"name": "why", "arguments": {"title": "Heat"}})
    written = read_calls(f"{WRITTEN}\n{WRITTEN}\n{other}", KNOWN)
    assert [call.name for call in written.calls] == ["recommend", "why"]


@pytest.mark.parametrize(
    "text",
    [
        "I recommend Heat (1995).",
        "Use {braces} and [brackets] as you like.",
        'The data is {"title": "Heat", "year": 1995}.',
        '{"name": "Heat", "year": 1995}',
        "{",
        "```python\nprint('hi')\n```",
        "",
    ],
)
def test_prose_is_left_alone(text):
    written = read_calls(text, KNOWN)
    assert not written
    assert written.prose == text


@given(st.text())
def test_reading_never_fails(text):
    read_calls(text, KNOWN)


def test_deep_nesting_does_not_crash():
    read_calls("[" * 20_000, KNOWN)
    read_calls('{"a":' * 20_000, KNOWN)


@given(st.text(alphabet=st.characters(blacklist_characters="`<[{"), max_size=60), st.data())
def test_the_gate_passes_plain_text_unchanged_but_for_white_space_at_the_ends(text, data):
    gate, place, shown = Gate(), 0, ""
    while place < len(text):
        step = data.draw(st.integers(1, 7))
        shown += gate.feed(text[place : place + step])
        place += step
    assert shown == gate.passed == text.strip()


def test_the_gate_opens_again_when_it_was_no_call():
    gate = Gate()
    assert gate.feed("I <3 this ") == "I <3 this"
    assert gate.feed("film `x` [1]") == " film `x` [1]"
    assert gate.feed(" and {") == " and"
    assert gate.feed("more") == ""
