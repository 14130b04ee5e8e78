"""What nobody should say, said at every door: each has an answer, and nothing is half written."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from agent_shop import make_recommender
from conftest import Clock, WordEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from penchant import cli
from penchant.agent.recorder import LONGEST_TURN, Recorder
from penchant.memory.errors import BadInput, Conflict, MissingUser, PenchantError, UnknownItem
from penchant.memory.memory import LONGEST_NAME, Memory
from penchant.memory.records import Constraint, Entry, Request
from penchant.plugin import Penchant
from penchant.settings import read_settings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

ODD = {
    "controls": "a\x01\x02\x1b[31mb\x7f",
    "NUL": "before\x00after",
    "right to left": "אני אוהב סרטי אימה \u202e\u200f",
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 i love horror 🎃",
    "combining": "I lo\u0301ve" + "\u0301" * 500,
    "not normalised": "Amélie Ame\u0301lie ﬁlm",
    "line ends": "one\r\ntwo\u2028three\x0b\x85",
    "noncharacters": "\ufffe\uffff\ufeff\U0010ffff",
    "markup": "<script>alert(1)</script> {{7*7}} '; DROP TABLE entry; --",
    "one character": "x",
    "Chinese": "我喜欢恐怖片，但是不要太血腥的。" * 20,
    "brackets": "([{" * 100,
    "titles": "Heat and Alien and Ronin or " * 40,
    "digits": "1" * 1_000,
    "as long as may be": "ab " * (LONGEST_TURN // 3),
}
NOBODY = ("", " ", "\t\n", "\u3000")
BLANK = ("", " ", "\n\t ", "\u3000\u2003")


@pytest.fixture(scope="module")
def product(tmp_path_factory) -> Any:
    """One product for all: what is refused leaves no trace, and what is taken has its own user."""
    folder = tmp_path_factory.mktemp("bad-input")
    memory = Memory.open(folder / "store", WordEmbedder(), clock=Clock(NOW))
    with Penchant(memory, make_recommender(memory), read_settings({}), None) as made:
        yield made


_people = itertools.count()


def somebody() -> str:
    return f"person {next(_people)}"


def doors(product: Penchant) -> dict[str, Callable[..., Entry]]:
    """Ways for words to come in."""
    recorder = Recorder(product.recommender, product.memory.clock)
    return {
        "record": lambda user, text, **more: product.memory.record(
            user=user, kind="turn", text=text, **more
        ),
        "turn": lambda user, text, **more: recorder.turn(user, text, **more).entry,
        "product": lambda user, text, **more: product.record(user, text, **more),
    }


def actions(product: Penchant) -> dict[str, Callable[..., Entry]]:
    """Ways for something done with an item to come in."""
    return {
        "act": lambda user, kind, item, **more: product.recommender.act(user, kind, item, **more),
        "product": lambda user, kind, item, **more: product.record(
            user, kind=kind, item=item, **more
        ),
    }


WORDS = ("record", "turn", "product")
DEEDS = ("act", "product")


def check_whole(product: Penchant) -> None:
    """Numbers without a gap, and Chroma in step with the journal."""
    sequences = [entry.sequence for entry in product.memory.entries()]
    assert sequences == list(range(1, len(sequences) + 1))
    assert product.memory.difference() == (set(), set())
    assert product.memory.repairs == []


# -- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", WORDS)
@pytest.mark.parametrize("name", ODD)
def test_odd_words_are_kept_to_the_letter(product, door, name) -> None:
    user = somebody()
    kept = doors(product)[door](user, ODD[name])
    assert product.memory.get(kept.id).text == ODD[name]
    assert next(iter(product.export(user)))["text"] == ODD[name]
    assert product.profile(user).user == user
    if door == "product":
        assert product.memory.recall(user, ODD[name], 1)[0][0].id == kept.id
        assert product.recommend(user, ODD[name], 3).user == user


@pytest.mark.parametrize("door", WORDS)
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("half \ud800 a character", "half of a character"),
        ("\udfff", "half of a character"),
        ("x" * 200_001, "characters"),
        (7, "text|str|characters"),
        (b"bytes", "text|str|characters"),
        (["a list"], "text|str|characters"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_words_that_are_none_are_refused(product, door, text, says) -> None:
    head = product.memory.journal.head()
    with pytest.raises(BadInput, match=says):
        doors(product)[door](somebody(), text)
    assert product.memory.journal.head() == head


@pytest.mark.parametrize("door", ["turn", "product"])
@pytest.mark.parametrize("text", [*BLANK, "x" * 100_000])
def test_a_turn_says_something_and_comes_to_an_end(product, door, text) -> None:
    head = product.memory.journal.head()
    with pytest.raises(BadInput, match="between 1 and"):
        doors(product)[door](somebody(), text)
    assert product.memory.journal.head() == head


def test_a_hundred_thousand_characters_are_kept_by_the_memory_itself(product) -> None:
    user = somebody()
    kept = product.memory.record(user=user, kind="turn", text="word " * 20_000)
    assert len(product.memory.get(kept.id).text) == 100_000
    assert product.memory.recall(user, "word")[0][0].id == kept.id


@pytest.mark.parametrize("door", WORDS)
@pytest.mark.parametrize("user", [*NOBODY, None, 7])
def test_nobody_says_nothing(product, door, user) -> None:
    head = product.memory.journal.head()
    with pytest.raises(BadInput):
        doors(product)[door](user, "i love horror")
    assert product.memory.journal.head() == head


@pytest.mark.parametrize("door", WORDS)
def test_names_have_an_end(product, door) -> None:
    longest = f"{next(_people)}" + "n" * LONGEST_NAME
    head = product.memory.journal.head()
    for more in ({"id": longest}, {"conversation": longest}, {"supersedes": longest}):
        with pytest.raises(BadInput, match="are allowed"):
            doors(product)[door](somebody(), "hello", **more)
    with pytest.raises(BadInput, match="are allowed"):
        doors(product)[door](longest, "hello")
    assert product.memory.journal.head() == head
    fits = longest[:LONGEST_NAME]
    assert doors(product)[door](fits, "i love horror", conversation=fits).user == fits
    assert product.memory.difference() == (set(), set())


# -- times ----------------------------------------------------------------------------------------

ANY = {
    **{f"words by {name}": name for name in WORDS},
    **{f"deeds by {name}": name for name in DEEDS},
}


def enter(product: Penchant, way: str, user: str, **more: Any) -> Entry:
    if way.startswith("words"):
        return doors(product)[ANY[way]](user, "i love horror films", **more)
    return actions(product)[ANY[way]](user, "like", "alien", **more)


@pytest.mark.parametrize("way", ANY)
def test_a_time_without_a_zone_is_refused(product, way) -> None:
    head = product.memory.journal.head()
    with pytest.raises(BadInput, match="time zone"):
        enter(product, way, somebody(), occurred_at=datetime(2026, 1, 1))
    assert product.memory.journal.head() == head


@pytest.mark.parametrize("way", ANY)
@pytest.mark.parametrize("late", [timedelta(days=1), timedelta(days=365 * 100), None])
def test_the_future_is_taken_as_now_and_marked(product, way, late) -> None:
    user = somebody()
    claimed = datetime.max.replace(tzinfo=UTC) if late is None else NOW + late
    kept = enter(product, way, user, occurred_at=claimed)
    assert kept.occurred_at == NOW
    assert kept.context["claimed_occurred_at"] == claimed.isoformat()
    assert product.profile(user).interests or way == "words by record"


@pytest.mark.parametrize("way", ANY)
@pytest.mark.parametrize(
    "past", [datetime(1969, 7, 20, tzinfo=UTC), datetime.min.replace(tzinfo=UTC)]
)
def test_long_ago_is_long_ago(product, way, past) -> None:
    user = somebody()
    assert enter(product, way, user, occurred_at=past).occurred_at == past
    for moment in (None, NOW, datetime(9999, 12, 31, tzinfo=UTC)):
        profile = product.profile(user, moment)
        assert all(0 < one.mass <= 1 for one in profile.likes)
    assert product.profile(user, datetime.min.replace(tzinfo=UTC)).user == user


# -- deeds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", DEEDS)
@pytest.mark.parametrize(
    ("kind", "item", "more", "error"),
    [
        ("like", "no such film", {}, UnknownItem),
        ("like", "", {}, BadInput),
        ("like", "\x00", {}, UnknownItem),
        ("like", "\ud800", {}, BadInput),
        ("like", "x" * 100_000, {}, BadInput),
        ("fancy \ud800", "alien", {}, BadInput),
        ("", "alien", {}, BadInput),
        ("turn", "alien", {}, BadInput),
        ("undo", "alien", {}, BadInput),
        ("rating", "alien", {}, BadInput),
        ("rating", "alien", {"value": float("nan")}, BadInput),
        ("rating", "alien", {"value": float("inf")}, BadInput),
        ("rating", "alien", {"value": 6}, BadInput),
        ("rating", "alien", {"value": 0}, BadInput),
        ("rating", "alien", {"value": "five"}, BadInput),
        ("rating", "alien", {"value": 3, "scale": (5, 1)}, BadInput),
        ("rating", "alien", {"value": 3, "scale": (3, 3)}, BadInput),
        ("rating", "alien", {"value": 3, "scale": (float("nan"), 5)}, BadInput),
        ("rating", "alien", {"value": 3, "scale": (1, float("inf"))}, BadInput),
        ("rating", "alien", {"value": 3, "scale": (1,)}, BadInput),
        ("rating", "alien", {"value": 3, "scale": "15"}, BadInput),
        ("dismiss", "alien", {"reason": "no such reason"}, BadInput),
        ("like", "alien", {"context": {"a": float("nan")}}, BadInput),
        ("like", "alien", {"context": {"a": {1}}}, BadInput),
        ("like", "alien", {"context": {"a": "\ud800"}}, BadInput),
        ("like", "alien", {"impression": "i" * 600}, BadInput),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_deeds_that_make_no_sense_are_refused(product, door, kind, item, more, error) -> None:
    head = product.memory.journal.head()
    with pytest.raises(error):
        actions(product)[door](somebody(), kind, item, **more)
    assert product.memory.journal.head() == head


@pytest.mark.parametrize("user", NOBODY)
@pytest.mark.parametrize("door", DEEDS)
def test_nobody_does_nothing(product, door, user) -> None:
    with pytest.raises(MissingUser):
        actions(product)[door](user, "like", "alien")


@pytest.mark.parametrize("way", ANY)
def test_an_id_again_is_harmless_and_for_something_else_a_conflict(product, way) -> None:
    user, id = somebody(), somebody()
    first = enter(product, way, user, id=id)
    before, believed = product.memory.journal.head(), repr(product.profile(user))
    again = enter(product, way, user, id=id)
    assert (again.sequence, again.id) == (first.sequence, id)
    assert product.memory.journal.head() == before
    with pytest.raises(Conflict):
        enter(product, way, somebody(), id=id)
    assert product.memory.journal.head() == before
    assert repr(product.profile(user)) == believed


@pytest.mark.parametrize("n", [-1, -(10**9)])
def test_a_list_has_no_negative_length(product, n) -> None:
    with pytest.raises(BadInput):
        product.recommend(somebody(), None, n)


def test_a_list_of_no_items_is_empty_and_says_nothing_of_items(product) -> None:
    found = product.recommend(somebody(), None, 0)
    assert (found.items, found.note, found.note_zh) == ((), "", "")


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"where": {}}, r"write Request\(where=\.\.\.\)"),
        (5, r"a request is words or a Request\("),
        (Request(query=5), "query is text"),  # type: ignore[arg-type]
        (Request(again=5), "again is a list"),  # type: ignore[arg-type]
        (Request(again="seen"), "again is a list"),  # type: ignore[arg-type]
        (Request(again=([],)), "again is a list"),  # type: ignore[arg-type]
        (Request(again=("sold",)), "again names some of"),
        (Request(like=None), "like is a list"),  # type: ignore[arg-type]
        (Request(rules=5), "rules come in a list"),  # type: ignore[arg-type]
        (Request(constraint=None), "constraint is a Constraint"),  # type: ignore[arg-type]
        (Request(constraint=Constraint(include=5)), "include is a list"),  # type: ignore[arg-type]
        (Request(constraint=Constraint(year_min="x")), "year_min is a year"),  # type: ignore[arg-type]
    ],
)
def test_a_request_of_the_wrong_kind_is_refused_with_a_sentence(product, request_, says) -> None:
    with pytest.raises(BadInput, match=says):
        product.recommend(somebody(), request_)
    with pytest.raises(BadInput, match=says):
        product.similar("heat", somebody(), request=request_)


@pytest.mark.parametrize("given", [None, 5])
def test_what_is_no_list_is_refused_where_lists_are_taken(product, given) -> None:
    with pytest.raises(BadInput, match="in a list"):
        product.add_items(given)
    with pytest.raises(BadInput, match="in a list"):
        product.import_follows(given)


EDGE = timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    "at",
    [datetime(9999, 12, 31), datetime.max.replace(tzinfo=EDGE), "2026-01-01", 5],
)
def test_a_moment_that_is_none_is_refused(product, at) -> None:
    for ask in (product.recommend, product.profile):
        with pytest.raises(BadInput):
            ask(somebody(), at=at)
    with pytest.raises(BadInput):
        product.why(somebody(), "heat", at)


@pytest.mark.parametrize("year", [2026.5, -0.5, True])
def test_half_a_year_is_none(product, year) -> None:
    with pytest.raises(BadInput, match="is no year"):
        product.add_items([{"id": "half", "title": "Half", "year": year}])
    assert "half" not in product.recommender.catalog


def test_an_unknown_item_has_no_why(product) -> None:
    with pytest.raises(UnknownItem):
        product.why(somebody(), "no such film")


# -- anything at all ------------------------------------------------------------------------------

text = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=25)
@given(user=text, said=text, conversation=st.none() | text, id=st.none() | text)
def test_whatever_is_said_is_kept_to_the_letter_or_refused_whole(
    product, user, said, conversation, id
) -> None:
    head = product.memory.journal.head()
    id = None if id is None else f"{somebody()} {id}"
    try:
        kept = product.record(user, said, conversation=conversation, id=id)
    except PenchantError:
        assert product.memory.journal.head() == head
        return
    found = product.memory.get(kept.id)
    assert (found.user, found.text, found.conversation) == (user, said, conversation)
    assert product.profile(user).user == user


@settings(max_examples=25)
@given(
    user=text,
    kind=st.sampled_from(("like", "rating", "dismiss", "view")) | text,
    item=st.sampled_from(("alien", "heat")) | text,
    value=st.none() | st.floats() | st.integers(),
    scale=st.none() | st.tuples(st.floats(), st.floats()),
)
def test_whatever_is_done_is_kept_or_refused_whole(product, user, kind, item, value, scale) -> None:
    head = product.memory.journal.head()
    try:
        product.record(user, kind=kind, item=item, value=value, scale=scale)
    except PenchantError:
        assert product.memory.journal.head() == head
        return
    assert product.memory.journal.head() == head + 1
    for interest in product.profile(user).interests:
        assert np.isfinite(interest.mass)


def test_after_all_this_the_store_is_whole(product) -> None:
    check_whole(product)


# -- the command line -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in ODD if name != "NUL"])
def test_the_command_line_takes_odd_words(product, tmp_path: Path, name) -> None:
    # A person's id may be no longer than LONGEST_NAME; what is asked for may.
    result = run(product, "recommend", somebody(), "-q", ODD[name], "-n", "2")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "words",
    [
        ("profile", ""),
        ("profile", " "),
        ("recommend", "\udcff"),
        ("recommend", "ann", "-n", "0"),
        ("recommend", "ann", "-n", "nan"),
        ("profile", "ann", "--at", "yesterday"),
        ("profile", "ann", "--at", "2026-13-40"),
        ("why", "ann", "no such film at all, I am sure"),
        ("why", "ann", ""),
        ("forget", "", "--yes"),
        ("forget", "ann", "--entry", "no such entry", "--yes"),
        ("export", "\u3000"),
    ],
    ids=repr,
)
def test_the_command_line_refuses_with_one_sentence(product, words) -> None:
    result = run(product, *words)
    assert result.exit_code == 2, (result.output, result.exception)
    assert "Traceback" not in result.output
    assert result.stderr.strip()


def run(product: Penchant, *words: str) -> Any:
    def opener(folder: Path, **_: Any) -> Penchant:
        return Opened(product)

    return CliRunner().invoke(cli.build(opener, {"PENCHANT_STORE": "store"}), list(words))


class Opened:
    """The product, which stays open."""

    def __init__(self, product: Penchant) -> None:
        self._product = product

    def __getattr__(self, name: str) -> Any:
        return getattr(self._product, name)

    def close(self) -> None:
        """It is used again."""
