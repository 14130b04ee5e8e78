"""What a message or a press does at one tab, who sits where, and what is let through."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from page_stage import ScriptedAssistant, open_recommender

from penchant.memory.embed.embedder import Embedder
from penchant.memory.errors import BadInput
from penchant.memory.records import Rule
from penchant.ui.guard import LOOPBACK_NAMES, Guard
from penchant.ui.seat import LONGEST_MESSAGE, Change, Seat
from penchant.ui.serve import DEFAULT_PORT, listen, serve
from penchant.ui.visitors import Visitors, to_keep
from penchant.ui.wording import CHINESE, ENGLISH, Reader

HINTS = '{"languages": "zh-CN,en", "zone": "Asia/Shanghai"}'


@pytest.fixture
def assistant(tmp_path: Path, embedder: Embedder, clock) -> Iterator[ScriptedAssistant]:
    recommender = open_recommender(tmp_path, embedder, clock)
    yield ScriptedAssistant(recommender)
    recommender.memory.close()


@pytest.fixture
def seat(assistant: ScriptedAssistant) -> Seat:
    return Seat(assistant, "ada", None, Reader())


def kinds(assistant: ScriptedAssistant, user: str = "ada") -> list[tuple[str, str | None]]:
    entries = assistant.recommender.memory.entries(user)
    return [(entry.kind, entry.item) for entry in entries if entry.kind != "impression"]


def press(seat: Seat, act: str, place: int = 0, **more: str) -> Change:
    listed = seat._board.sheet.recommendation
    assert listed is not None
    click = {"act": act, "item": listed.items[place].item.id, "impression": listed.impression}
    return seat.press({**click, **more})


def item_at(seat: Seat, place: int = 0) -> str:
    listed = seat._board.sheet.recommendation
    assert listed is not None
    return listed.items[place].item.id


# -- messages -----------------------------------------------------------------------------------


def test_a_message_streams_an_answer_and_a_list(seat: Seat) -> None:
    changes = [(change, seat.render("live")) for change in seat.send("list space films")]
    assert changes[0][0].box == ""
    assert 'aria-busy="true"' in changes[0][1]
    assert any("cards" in change.parts for change, _ in changes[1:-1])
    assert "Here is a list." in changes[-1][1]
    assert 'aria-busy="false"' in changes[-1][1]
    assert changes[-1][0].box is None
    assert len(seat._board.sheet.recommendation.items) == 5
    assert "Here is a list." not in seat.render("past")
    list(seat.send("hello"))
    assert "Here is a list." in seat.render("past")
    assert "<strong>hello</strong>" in seat.render("live")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_message_does_nothing(seat: Seat, assistant: ScriptedAssistant, text: str) -> None:
    assert list(seat.send(text)) == [Change()]
    assert kinds(assistant) == []


def test_a_message_too_long_is_refused_and_stays_in_the_box(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    (change,) = seat.send("x" * (LONGEST_MESSAGE + 1))
    assert change.box is None
    assert ENGLISH.too_long in seat.render("live")
    assert kinds(assistant) == []


def test_a_failing_server_is_said_and_the_text_comes_back(seat: Seat) -> None:
    *_, last = seat.send("fail please")
    assert last.box == "fail please"
    live = seat.render("live")
    assert "The server is gone." in live
    assert 'role="alert"' in live
    assert 'aria-busy="false"' in live
    list(seat.send("again"))
    assert "You said" in seat.render("live")


def test_a_bug_is_logged_and_not_shown(seat: Seat, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "penchant"):
        *_, last = seat.send("break please")
    assert last.box == "break please"
    assert "secret" not in seat.render("live")
    assert ENGLISH.broken.split(".")[0] in seat.render("live")
    assert "a secret detail" in caplog.text


def test_an_answer_that_begins_anew_leaves_nothing_of_the_first(seat: Seat) -> None:
    list(seat.send("restart"))
    live = seat.render("live")
    assert "Wrong start" not in live
    assert "I answer myself." in live
    assert "Right." in live


def test_a_second_message_waits_for_the_first(seat: Seat, assistant: ScriptedAssistant) -> None:
    first = seat.send("hello")
    next(first)
    (change,) = seat.send("meanwhile")
    assert change.box is None
    assert ENGLISH.busy in seat.render("cards")
    list(first)
    assert [kind for kind, _ in kinds(assistant)] == ["turn", "turn"]


def test_a_reader_who_goes_away_in_mid_answer_leaves_the_seat_usable(seat: Seat) -> None:
    first = seat.send("list films")
    next(first)
    next(first)
    first.close()
    list(seat.send("hello"))
    assert "You said" in seat.render("live")


def test_a_reloaded_page_has_the_conversation_and_its_list(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    list(seat.send("list space"))
    again = Seat(assistant, "ada", seat.conversation, Reader())
    assert "Here is a list." in again.render("past")
    before, after = seat._board.sheet.recommendation, again._board.sheet.recommendation
    assert [one.item.id for one in after.items] == [one.item.id for one in before.items]
    assert after.impression == before.impression
    press(again, "like")
    assert ("like", item_at(again)) in kinds(assistant)


def test_a_reloaded_list_says_what_moved_its_items(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    rule = Rule(name="old ones first", where={"year": {"$lte": 1960}}, amount=5.0)
    assistant.recommender.add_rule(rule)
    list(seat.send("list films"))
    assert "by the rule “old ones first”" in seat.render("cards")
    again = Seat(assistant, "ada", seat.conversation, Reader())
    assert "by the rule “old ones first”" in again.render("cards")
    then, now = (
        [
            [(moved.name, moved.places) for moved in one.adjustments]
            for one in side._board.sheet.recommendation.items
        ]
        for side in (seat, again)
    )
    assert now == then
    assert now[0] == [("rule: old ones first", 1)]


def test_a_new_conversation_is_empty_and_the_old_one_is_kept(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    list(seat.send("hello"))
    old = seat.conversation
    assert seat.press({"act": "new"}).box == ""
    assert seat.conversation != old
    assert ENGLISH.greeting[:20] in seat.render("past")
    assert "You said" in Seat(assistant, "ada", old, Reader()).render("past")


# -- presses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("like", "like"),
        ("save", "save"),
        ("not-now", "dismiss"),
        ("seen-it", "dismiss"),
        ("not-for-me", "dismiss"),
    ],
)
def test_a_press_is_recorded_shown_and_taken_back(
    seat: Seat, assistant: ScriptedAssistant, answer: str, kind: str
) -> None:
    item = item_at(seat)
    press(seat, answer)
    entry = next(e for e in assistant.recommender.memory.entries("ada") if e.kind == kind)
    assert entry.item == item
    assert entry.data.get("reason") == (answer if kind == "dismiss" else None)
    assert entry.impression == seat._board.sheet.recommendation.impression
    assert entry.conversation == seat.conversation
    assert seat._board.sheet.answers[item] == {answer}
    assert ENGLISH.undo in seat.render("cards")
    press(seat, answer)
    assert item not in seat._board.sheet.answers
    assert ENGLISH.status_undone in seat.render("cards")
    assert seat._board.profile.interests == ()


def test_a_press_changes_the_profile_at_once(seat: Seat) -> None:
    assert ENGLISH.profile_empty[:20] in seat.render("panel")
    change = press(seat, "like")
    assert {"cards", "panel"} <= change.parts
    panel = seat.render("panel")
    assert ENGLISH.profile_empty[:20] not in panel
    assert "100 %" in panel


def test_like_and_not_for_me_exclude_each_other(seat: Seat, assistant: ScriptedAssistant) -> None:
    press(seat, "like")
    press(seat, "not-for-me")
    assert seat._board.sheet.answers[item_at(seat)] == {"not-for-me"}
    press(seat, "like")
    assert seat._board.sheet.answers[item_at(seat)] == {"like"}
    assert [kind for kind, _ in kinds(assistant)] == ["like", "undo", "dismiss", "undo", "like"]


def test_a_card_is_put_aside_for_one_reason(seat: Seat, assistant: ScriptedAssistant) -> None:
    press(seat, "not-now")
    press(seat, "seen-it")
    assert seat._board.sheet.answers[item_at(seat)] == {"seen-it"}
    assert [kind for kind, _ in kinds(assistant)] == ["dismiss", "undo", "dismiss"]


def test_what_was_said_otherwise_is_not_taken_back_by_another_reason(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    assistant.recommender.act("ada", "rating", item_at(seat), value=5.0)
    seat._board.look()
    press(seat, "not-for-me")
    assert seat._board.sheet.answers[item_at(seat)] == {"seen-it", "not-for-me"}
    assert [kind for kind, _ in kinds(assistant)] == ["rating", "dismiss"]


def test_a_dislike_of_the_conversation_shows_and_can_be_taken_back(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    assistant.recommender.act("ada", "dislike", item_at(seat))
    seat._board.look()
    assert ENGLISH.put_aside["not-for-me"] in seat.render("cards")
    press(seat, "not-for-me")
    assert seat._board.sheet.answers == {}
    assert [kind for kind, _ in kinds(assistant)] == ["dislike", "undo"]


def test_the_reasons_open_for_one_card_at_a_time_and_close(seat: Seat) -> None:
    press(seat, "aside", 0)
    assert seat.render("cards").count(ENGLISH.answers["not-now"]) > 0
    press(seat, "aside", 1)
    assert seat._board.sheet.choosing == item_at(seat, 1)
    assert seat.render("cards").count('"pc-buttons pc-aside"') == 1
    press(seat, "not-now", 1)
    assert "pc-aside" not in seat.render("cards")
    press(seat, "aside", 1)
    press(seat, "aside", 1)
    assert "pc-aside" not in seat.render("cards")


def test_only_what_has_a_price_is_too_expensive(seat: Seat, assistant: ScriptedAssistant) -> None:
    press(seat, "aside")
    assert ENGLISH.answers["too-expensive"] not in seat.render("cards")
    press(seat, "too-expensive")
    assert kinds(assistant) == []
    item = item_at(seat)
    assistant.recommender.update_item(item, price=30)
    seat.press({"act": "new"})
    assert item_at(seat) == item
    press(seat, "aside")
    assert ENGLISH.answers["too-expensive"] in seat.render("cards")
    press(seat, "too-expensive")
    assert seat._board.sheet.answers[item] == {"too-expensive"}
    assert kinds(assistant) == [("dismiss", item)]
    assistant.recommender.update_item(item, price=20)
    seat._board.look()
    assert seat._board.sheet.answers == {}


def test_what_is_put_off_comes_back(seat: Seat, clock) -> None:
    press(seat, "not-now")
    item = item_at(seat)
    assert "7 days" in seat.render("cards")
    clock.forward(days=6)
    seat.press({"act": "new"})
    assert item not in {one.item.id for one in seat._board.sheet.recommendation.items}
    clock.forward(days=2)
    seat._board.look()
    assert item not in seat._board.sheet.answers


def test_undo_takes_back_the_last_press_only(seat: Seat) -> None:
    press(seat, "like", 0)
    press(seat, "save", 1)
    seat.press({"act": "undo"})
    assert seat._board.sheet.answers == {item_at(seat, 0): {"like"}}
    seat.press({"act": "undo"})
    assert seat._board.sheet.answers == {}
    seat.press({"act": "undo"})
    assert ENGLISH.nothing_to_undo in seat.render("cards")


def test_undo_after_a_button_was_released_takes_back_the_press_before(seat: Seat) -> None:
    press(seat, "like", 0)
    press(seat, "save", 1)
    press(seat, "save", 1)
    seat.press({"act": "undo"})
    assert seat._board.sheet.answers == {}


@pytest.mark.parametrize(
    "click",
    [
        {"act": "purchase"},
        {"act": "like", "item": "no-such-item"},
        {"act": "like", "impression": "someone-elses"},
        {"act": "like", "impression": ""},
        {"act": ["like"], "item": {"a": 1}},
        {},
    ],
)
def test_forged_and_outdated_presses_record_nothing(
    seat: Seat, assistant: ScriptedAssistant, click: dict
) -> None:
    listed = seat._board.sheet.recommendation
    whole = {"item": item_at(seat), "impression": listed.impression, **click}
    seat.press(whole)
    assert kinds(assistant) == []


def test_a_press_on_a_list_that_was_replaced_says_so(
    seat: Seat, assistant: ScriptedAssistant
) -> None:
    old = seat._board.sheet.recommendation
    list(seat.send("list films"))
    seat.press({"act": "like", "item": old.items[0].item.id, "impression": old.impression})
    assert ENGLISH.stale in seat.render("cards")
    assert [kind for kind, _ in kinds(assistant)] == ["turn", "turn"]


def test_a_press_that_meets_a_bug_is_logged_and_said(
    seat: Seat,
    assistant: ScriptedAssistant,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(assistant.recommender, "act", broken)
    press(seat, "like")
    assert ENGLISH.press_broken in seat.render("cards")
    assert "secret" not in seat.render("cards")
    assert "a secret detail" in caplog.text


def test_why_opens_and_closes_the_breakdown(seat: Seat, assistant: ScriptedAssistant) -> None:
    press(seat, "like", 1)
    list(seat.send("list films"))
    press(seat, "why")
    cards = seat.render("cards")
    assert ENGLISH.why_sum in cards
    one = seat._board.sheet.recommendation.items[0]
    assert f"{one.score:.2f}" in cards
    press(seat, "why")
    assert ENGLISH.why_sum not in seat.render("cards")
    assert [kind for kind, _ in kinds(assistant)] == ["like", "turn", "turn"]


def test_looking_back_shows_the_profile_of_that_day(seat: Seat, clock) -> None:
    before = clock.now
    clock.forward(days=10)
    press(seat, "like")
    at = (before + timedelta(days=1)).timestamp() * 1000
    assert seat.press({"act": "as-of", "at": str(at)}).parts == {"panel"}
    assert ENGLISH.profile_empty_then in seat.render("panel")
    press(seat, "save", 1)
    assert ENGLISH.profile_empty_then in seat.render("panel")
    seat.press({"act": "as-of", "at": ""})
    assert ENGLISH.profile_empty_then not in seat.render("panel")
    assert "Saved: 1" in seat.render("panel")


@pytest.mark.parametrize("at", ["nan", "inf", "1e300", "-1e300", "soon", None, "99999999999999"])
def test_days_that_are_none_or_to_come_mean_now(seat: Seat, at: object) -> None:
    seat.press({"act": "as-of", "at": at})
    assert ENGLISH.profile_empty[:20] in seat.render("panel")


def test_the_language_switch_changes_every_part(seat: Seat) -> None:
    change = seat.press({"act": "language"})
    assert change.parts == {"header", "past", "live", "cards", "panel"}
    assert CHINESE.tagline in seat.render("header")
    assert CHINESE.greeting[:10] in seat.render("past")
    assert CHINESE.profile_title in seat.render("panel")
    assert to_keep(seat)["language"] == "zh"


@pytest.mark.parametrize("number", ["0", 1, "2"])
def test_examples_are_said_out_of_the_catalog_in_the_readers_language(
    assistant: ScriptedAssistant, number: object
) -> None:
    words_zh = assistant.recommender.catalog.words_zh
    seat = Seat(assistant, "ada", None, Reader(categories_zh=words_zh))
    expected = ("I like Science Fiction", "Something like Alien", "No Comedy, please")
    assert seat.example(number) == expected[int(str(number))]
    assert expected[int(str(number))] in seat.render("past")
    seat.press({"act": "language"})
    expected = ("我喜欢科幻", "想要像《Alien》那样的", "不要喜剧")
    assert seat.example(number) == expected[int(str(number))]


@pytest.mark.parametrize("number", ["3", "-1", None, "x", "²", ["0"]])
def test_examples_that_do_not_exist_are_nothing(seat: Seat, number: object) -> None:
    assert seat.example(number) == ""


# -- visitors -----------------------------------------------------------------------------------


def test_every_browser_is_a_visitor_of_its_own(assistant: ScriptedAssistant) -> None:
    visitors = Visitors(assistant, None)
    one, other = visitors.open("s1", None, HINTS), visitors.open("s2", None, HINTS)
    assert one.user != other.user
    list(one.send("hello"))
    press(one, "like")
    assert "You said" not in other.render("live") + other.render("past")
    assert other._board.sheet.answers == {}
    assert visitors.find("s1", None) is one


def test_a_browser_is_recognised_by_what_it_kept(assistant: ScriptedAssistant) -> None:
    visitors = Visitors(assistant, None)
    first = visitors.open("s1", None, HINTS)
    list(first.send("hello"))
    kept = to_keep(first)
    visitors.leave("s1")
    again = visitors.find("s9", kept)
    assert (again.user, again.conversation) == (first.user, first.conversation)
    assert "You said" in again.render("past")


@pytest.mark.parametrize(
    "kept",
    [
        {"user": "ada", "conversation": "c1"},
        {"user": "visitor-XYZ"},
        {"user": ["visitor-" + "0" * 16]},
        "visitor",
        7,
        {"user": "visitor-" + "0" * 16 + "\n"},
    ],
)
def test_no_browser_becomes_a_user_by_claiming_to_be_one(
    assistant: ScriptedAssistant, kept: object
) -> None:
    assistant.recommender.act("ada", "like", "alien")
    seat = Visitors(assistant, None).open("s1", kept, "not json")
    assert seat.user.startswith("visitor-")
    assert seat.user not in str(kept)
    assert seat._board.profile.liked == frozenset()


def test_another_users_conversation_stays_closed(assistant: ScriptedAssistant) -> None:
    visitors = Visitors(assistant, None)
    one, other = visitors.open("s1", None, ""), visitors.open("s2", None, "")
    list(one.send("hello"))
    stolen = visitors.open("s3", {**to_keep(other), "conversation": one.conversation}, "")
    assert "hello" not in stolen.render("past")


def test_with_a_user_all_tabs_are_theirs_with_conversations_of_their_own(
    assistant: ScriptedAssistant,
) -> None:
    visitors = Visitors(assistant, "ada")
    one, other = visitors.open("s1", None, ""), visitors.open("s2", None, "")
    assert one.user == other.user == "ada"
    list(one.send("hello"))
    assert "hello" not in other.render("past") + other.render("live")


def test_language_and_time_zone_come_from_the_browser(assistant: ScriptedAssistant) -> None:
    visitors = Visitors(assistant, None)
    seat = visitors.open("s1", None, HINTS)
    assert seat.reader.words is CHINESE
    assert seat.reader.day(datetime(2026, 2, 28, 20, tzinfo=UTC)) == "2026年3月1日"
    assert to_keep(seat)["language"] == ""
    chosen = visitors.open("s2", {"language": "en"}, HINTS)
    assert chosen.reader.words is ENGLISH
    odd = visitors.open("s3", None, '{"languages": 3, "zone": "../../etc/passwd"}')
    assert odd.reader.zone is UTC


# -- the wall and the port ----------------------------------------------------------------------


async def ask(guard: Guard, path: str = "/", host: str = "127.0.0.1:7860", **more: str) -> tuple:
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request"}

    headers = [(b"host", host.encode())]
    headers += [(name.encode(), value.encode()) for name, value in more.items()]
    await guard({"type": "http", "path": path, "headers": headers}, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"])


async def passing(scope: dict, receive: object, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


@pytest.mark.parametrize(
    ("path", "host", "more", "status"),
    [
        ("/", "127.0.0.1:7860", {}, 200),
        ("/", "localhost", {}, 200),
        ("/", "[::1]:7860", {"origin": "http://[::1]:7860"}, 200),
        ("/gradio_api/queue/join", "localhost:1", {"origin": "http://localhost:1"}, 200),
        ("/", "evil.example", {}, 421),
        ("/", "127.0.0.1.evil.example", {}, 421),
        ("/", "", {}, 421),
        ("/gradio_api/queue/join", "localhost:1", {"origin": "http://evil.example"}, 403),
        ("/gradio_api/queue/join", "localhost:1", {"origin": "http://localhost:2"}, 403),
        ("/gradio_api/queue/join", "localhost:1", {"origin": "null"}, 403),
        ("/gradio_api/upload", "localhost", {}, 404),
        ("/gradio_api/info", "localhost", {}, 404),
        ("/gradio_api/file=/etc/passwd", "localhost", {}, 404),
        ("/gradio_api/mcp/schema", "localhost", {}, 404),
        ("/docs", "localhost", {}, 404),
    ],
)
async def test_the_wall(path: str, host: str, more: dict, status: int) -> None:
    got, headers = await ask(Guard(passing, LOOPBACK_NAMES), path, host, **more)
    assert got == status
    assert b"connect-src 'self'" in headers[b"content-security-policy"]


async def test_on_a_network_any_host_name_is_answered() -> None:
    assert (await ask(Guard(passing, None), host="films.example"))[0] == 200


def test_a_busy_default_port_gives_the_next_one() -> None:
    with listen("127.0.0.1", None) as first, listen("127.0.0.1", None) as second:
        one, other = first.getsockname()[1], second.getsockname()[1]
        assert DEFAULT_PORT <= one < other


def test_a_busy_port_that_was_named_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"Port {port} on 127.0.0.1 is in use"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [70000, -1])
def test_a_port_that_is_none_is_an_error(port: int) -> None:
    with pytest.raises(BadInput, match="is not a port"):
        listen("127.0.0.1", port)


def test_one_persons_memory_is_not_served_to_a_network(assistant: ScriptedAssistant) -> None:
    with pytest.raises(BadInput, match="can be opened by others"):
        serve(assistant, user="ada", host="0.0.0.0")
