"""Why an item stands where it does: groups that add up, ranks without things, and the sentences."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from films import GENRES, film_catalog, genre, state
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from penchant.memory.records import Evidence, Reason, Request
from penchant.show import why_view
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.profiles import Profiles
from penchant.tools.reasons.dates import (
    MONTHS,
    counted,
    day_in_chinese,
    day_in_english,
    entries_since,
)
from penchant.tools.reasons.grouping import grouped
from penchant.tools.reasons.standing_in_words import taste_said
from penchant.tools.recommender import Recommender
from penchant.tools.sentences import say_why

PLAIN = Request(diversity=0.0, calibration=0.0)


@pytest.fixture
def recommender(memory):
    made = Recommender(memory, film_catalog(memory, 240))
    state(made, "ann", "I love westerns", genre("Western"), 1, 0.9)
    state(made, "ann", "comedies are alright", genre("Comedy"), 1, 0.4)
    memory.clock.forward(days=2)
    state(made, "ann", "not keen on science fiction", genre("Science Fiction"), -1, 0.4)
    return made


def ranks_of(recommender, user, request=PLAIN):
    return [one.item.id for one in recommender.recommend(user, request, n=100).items]


def shown_in(why, *, chinese=False):
    console = Console(width=120)
    with console.capture() as captured:
        console.print(why_view(why, chinese=chinese))
    return captured.get()


# -- groups ------------------------------------------------------------------------------------

REASONS = st.lists(
    st.builds(
        Reason,
        family=st.sampled_from(["content", "social", "item", "behaviour"]),
        signal=st.sampled_from(["interest", "dislike", "known"]),
        weight=st.just(1.0),
        value=st.floats(-5, 5),
        contribution=st.floats(-5, 5),
        about=st.sampled_from(["Western", "Comedy"]),
        interest=st.sampled_from([None, "i1", "i2"]),
        evidence=st.lists(
            st.builds(
                Evidence,
                entry=st.sampled_from(["a", "b", "c"]),
                kind=st.just("like"),
                occurred_at=st.datetimes(timezones=st.just(UTC)),
                amount=st.just(1.0),
            ),
            max_size=2,
        ).map(tuple),
    ),
    max_size=12,
)


@given(REASONS)
def test_groups_hold_every_reason_once_and_their_totals_add_up(reasons):
    groups = grouped(reasons)
    kept = [id(reason) for group in groups for reason in group.reasons]
    assert sorted(kept) == sorted(map(id, reasons))
    for group in groups:
        assert group.total == pytest.approx(sum(r.contribution for r in group.reasons), abs=1e-9)
        assert {r.interest for r in group.reasons} == {group.interest}
        if group.interest is None:
            assert {r.family for r in group.reasons} == {group.family}
        entries = [one.entry for one in group.evidence]
        assert len(set(entries)) == len(entries)
        assert set(entries) == {e.entry for r in group.reasons for e in r.evidence}
    assert sum(g.total for g in groups) == pytest.approx(
        sum(r.contribution for r in reasons), abs=1e-6
    )
    sizes = [abs(group.total) for group in groups]
    assert sizes == sorted(sizes, reverse=True)


def test_a_score_is_the_sum_of_its_groups_by_interest_with_entries_and_dates(recommender):
    why = recommender.why("ann", "film:5")
    groups = grouped(why.reasons)
    assert sum(group.total for group in groups) == pytest.approx(why.score, abs=1e-6)
    by_name = {group.name: group for group in groups}
    western = by_name["Western"]
    assert {reason.signal for reason in western.reasons} == {"interest", "interest-match"}
    assert [e.quote for e in western.evidence] == ["I love westerns"]
    assert western.evidence[0].occurred_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    # No Chinese word is known for it in this catalog; for comedy there is one.
    assert by_name["Comedy"].name_zh == "喜剧"
    assert by_name["other people"].name_zh == "其他人"


# -- ranks -------------------------------------------------------------------------------------


def test_the_rank_of_any_item_is_its_place_among_all_candidates(recommender):
    listed = ranks_of(recommender, "ann")
    for place in (0, 9, 57, 99):
        why = recommender.why("ann", listed[place])
        assert why.rank == place + 1
        assert why.otherwise is None
        assert f"Rank {place + 1} of {why.candidates} items." in why.text
    assert why.candidates == 240


def without_in_the_profile(recommender, monkeypatch, change):
    """The recommender's own lists with the profile changed as told: the naive way."""
    profile = Profiles.of
    monkeypatch.setattr(
        Profiles, "of", lambda self, *rest, **more: change(profile(self, *rest, **more))
    )


@pytest.mark.parametrize("item", ["film:2", "film:8", "film:20", "film:101"])
def test_without_a_dislike_or_an_interest_the_rank_is_that_of_such_a_profile(
    recommender, monkeypatch, item
):
    why = recommender.why("ann", item)
    told = [one for one in why.hindrances if one.kind in ("dislike", "interest")]
    if item in ("film:2", "film:8"):
        assert any(one.kind == "dislike" for one in told)
    for one in told:
        with monkeypatch.context() as patch:

            def change(profile, gone=one.interest):
                left = [i for i in profile.interests if i.id != gone]
                total = sum(i.share for i in left)
                return replace(
                    profile,
                    interests=tuple(
                        replace(i, share=i.share / total if i.polarity > 0 else 0.0) for i in left
                    ),
                )

            without_in_the_profile(recommender, patch, change)
            assert recommender.why("ann", item).rank == one.rank
        assert one.rank < why.rank
        assert one.evidence


def test_hindrances_stand_by_what_they_would_bring_and_none_brings_nothing(recommender):
    for k in range(0, 240, 17):
        why = recommender.why("ann", f"film:{k}")
        ranks = [one.rank for one in why.hindrances if one.kind not in ("cause", "together")]
        assert ranks == sorted(ranks)
        assert all(rank < why.rank for rank in ranks)


def test_the_hated_is_in_the_top_without_the_dislike(recommender):
    state(recommender, "bo", "I love horror", genre("Horror"), 1, 0.9)
    liked = [i for i in ranks_of(recommender, "bo") if "Horror" in title(recommender, i)]
    state(recommender, "bo", "I hate horror", genre("Horror"), -1, 0.95)
    state(recommender, "bo", "I love crime", genre("Crime"), 1, 0.9)
    why = recommender.why("bo", liked[0])
    assert why.rank is None
    (cause,) = [one for one in why.hindrances if one.kind == "cause"]
    assert cause.name == "excluded: Horror"
    assert cause.rank == why.otherwise > 10
    assert cause.evidence[0].quote == "I hate horror"
    (dislike,) = [one for one in why.hindrances if one.kind == "dislike"]
    assert dislike.rank < cause.rank
    assert "1 entry of 3 March 2026" in dislike.text
    assert "2026年3月3日的 1 条记录" in dislike.text_zh


def title(recommender, item):
    return recommender.catalog.get(item).title


def test_what_was_seen_says_since_when_and_where_it_would_stand(recommender):
    item = ranks_of(recommender, "ann")[2]
    before = recommender.why("ann", item)
    recommender.act("ann", "view", item)
    recommender.memory.clock.forward(days=3)
    recommender.act("ann", "purchase", item)
    why = recommender.why("ann", item)
    assert why.rank is None
    assert why.left_out == "you bought it already"
    (cause,) = [one for one in why.hindrances if one.kind == "cause"]
    assert (cause.name, cause.rank) == ("bought", why.otherwise)
    assert [e.kind for e in cause.evidence] == ["purchase"]
    assert "(6 March 2026)" in cause.text
    assert "（2026年3月6日）" in cause.text_zh
    assert before.rank == 3
    assert f"rank {why.otherwise}." in why.text
    assert f"排第 {why.otherwise} 位" in why.text_zh


def test_where_two_things_keep_it_out_neither_alone_lets_it_in(recommender):
    state(recommender, "ann", "I hate horror", genre("Horror"), -1, 0.95)
    recommender.act("ann", "watch", "film:0")
    why = recommender.why("ann", "film:0")
    causes = [one for one in why.hindrances if one.kind == "cause"]
    assert [(one.name, one.rank) for one in causes] == [("seen", None), ("excluded: Horror", None)]
    assert why.otherwise is not None


def test_a_few_things_together_bring_it_to_the_top_where_none_does_alone(memory):
    recommender = Recommender(memory, film_catalog(memory, 240))
    state(recommender, "cy", "I love romance", genre("Romance"), 1, 0.5)
    for name in ("Comedy", "Crime"):
        state(recommender, "cy", f"not keen on {name}", genre(name), -1, 0.7)
    told = []
    for k in range(240):
        why = recommender.why("cy", f"film:{k}")
        told += [(why, one) for one in why.hindrances if one.kind == "together"]
    assert told
    for why, one in told:
        singles = [h for h in why.hindrances if h.kind in ("interest", "dislike", "signal")]
        assert all(h.rank > 10 for h in singles)
        assert one.rank <= 10 < why.rank
        assert why.text.endswith(one.text)
        assert " and " in one.text
        assert "、" in one.text_zh


# -- sentences -----------------------------------------------------------------------------------


def test_one_item_is_an_item(memory, embedder):
    (only,) = film_catalog(memory, 1).items
    recommender = Recommender(memory, Catalog([only], embedder.encode([only.text])))
    why = recommender.why("ann", only.id)
    assert why.text == "Rank 1 of 1 item."
    assert why.text_zh == "在 1 个候选中排第 1 位。"
    assert "rank 1 of 1 item," in say_why(why)


def test_the_models_text_tells_groups_and_what_would_bring_it_up(recommender):
    why = recommender.why("ann", "film:2")
    said = say_why(why)
    assert f"rank {why.rank} of 240 items" in said
    assert why.hindrances[0].text in said
    numbers = [float(n) for n in re.findall(r"(?m)^([+-]\d\.\d+) ", said)]
    assert sum(numbers) == pytest.approx(why.score, abs=0.001 * len(numbers))
    top = recommender.why("ann", ranks_of(recommender, "ann")[0])
    assert "Without" not in say_why(top)


def test_the_terminal_shows_groups_that_add_up_and_hindrances_in_both_languages(recommender):
    why = recommender.why("ann", "film:2")
    shown = shown_in(why)
    heads = re.findall(r"(?m)^([+\u2212]\d\.\d+)  (?!sum)", shown)
    total = sum(float(n.replace("\u2212", "-")) for n in heads)
    assert total == pytest.approx(why.score, abs=0.0005 * (len(heads) + 1))
    assert "your dislike of Science Fiction" in shown
    assert " ".join(why.hindrances[0].text.split()) in " ".join(shown.split())
    chinese = shown_in(why, chinese=True)
    assert "你不喜欢：" in chinese
    assert "使它排得较低的" in chinese
    assert "Without" not in chinese


def at(*date):
    return Evidence(
        entry=str(date), kind="like", occurred_at=datetime(*date, tzinfo=UTC), amount=1.0
    )


def test_entries_are_counted_and_dated_in_both_languages():
    assert entries_since([]) == ("", "")
    one = entries_since([at(2026, 3, 4)])
    assert one == ("1 entry of 4 March 2026", "2026年3月4日的 1 条记录")
    three = [at(2026, 3, 4), at(2025, 12, 31), at(2026, 1, 1)]
    assert entries_since(three) == (
        "3 entries since 31 December 2025",
        "2025年12月31日以来的 3 条记录",
    )
    assert entries_since(three, datetime(2024, 2, 29, tzinfo=UTC), whole=False) == (
        "at least 3 entries since 29 February 2024",
        "2024年2月29日以来的至少 3 条记录",
    )


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1)))
def test_dates_are_days_of_utc_without_leading_zeros(moment):
    moment = moment.replace(tzinfo=timezone(timedelta(hours=8)))
    day = moment.astimezone(UTC)
    number, month, year = day_in_english(moment).split()
    assert (int(number), MONTHS.index(month) + 1, int(year)) == (day.day, day.month, day.year)
    assert month.startswith(calendar.month_name[day.month])
    assert day_in_chinese(moment) == f"{day.year}年{day.month}月{day.day}日"
    assert not re.search(r"\b0", day_in_english(moment))


def test_numbers_have_their_noun():
    assert [counted(n, "item", "items") for n in (0, 1, 2, 1000)] == [
        "0 items", "1 item", "2 items", "1,000 items",
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["love", "hate", "dislike", "watch", "like"]), st.integers(0, 119)
        ),
        max_size=6,
    )
)
@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_every_rank_and_sentence_holds_for_whatever_was_done(memory, done):
    recommender = Recommender(memory, film_catalog(memory))
    user = f"p{memory.journal.head()}"
    for act, k in done:
        if act in ("love", "hate"):
            polarity = 1 if act == "love" else -1
            state(recommender, user, act, genre(GENRES[k % 6]), polarity, 0.9)
        else:
            recommender.act(user, act, f"film:{k}")
    for item in ("film:0", "film:41", f"film:{done[-1][1] if done else 3}"):
        why = recommender.why(user, item)
        assert why.score == pytest.approx(sum(r.contribution for r in why.reasons), abs=1e-6)
        assert (why.rank is None) == bool(why.left_out) == (why.otherwise is not None)
        assert why.text.endswith(".")
        assert why.text_zh.endswith("。")
        for one in why.hindrances:
            assert one.rank is None or 1 <= one.rank <= 120
            assert one.text.endswith(".")
            assert one.text_zh.endswith("。")
            assert not re.search(r"[.。]{2}|  | ,|\(\)|（）", one.text + one.text_zh)


def test_what_is_at_the_top_already_is_not_said_to_come_there(recommender):
    second = ranks_of(recommender, "ann")[1]
    recommender.act("bea", "like", second)
    (up, *_) = recommender.profile("bea").likes
    assert taste_said(up, 1)[0].endswith("it would be in the top 10, at rank 1.")
    assert taste_said(up, 1, at_top=True)[0].endswith("it would be at rank 1.")
    assert taste_said(up, 1, at_top=True)[1].endswith("它会排第 1 位。")
