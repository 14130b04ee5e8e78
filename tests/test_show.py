"""What a terminal shows: columns that line up with wide characters, and text that stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from penchant.memory.records import (
    Evidence,
    Interest,
    Item,
    Profile,
    Ranked,
    Reason,
    Recommendation,
    Trend,
)
from penchant.show import is_chinese, plain, profile_view, recommendation_view, signed
from penchant.wording import words_for

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def interest(label: str, label_zh: str, mass: float, share: float) -> Interest:
    return Interest(
        id=label,
        polarity=1 if mass > 0 else -1,
        mass=mass,
        share=share,
        centroid=np.ones(1, np.float32),
        half_life=10.0,
        floor=0.1,
        label=label,
        label_zh=label_zh,
        evidence=(
            Evidence(entry="e", kind="turn", occurred_at=AT, amount=mass, quote="我喜欢太空电影"),
        ),
    )


PROFILE = Profile(
    user="mira",
    at=AT,
    interests=(
        interest("Science Fiction", "科幻", 0.9, 0.75),
        interest("Animation about very small animals", "动画", 0.3, 0.25),
        interest("Horror", "恐怖", -0.7, 0.0),
    ),
    excluded=("Horror",),
    entries=3,
)


def lines(view: object, width: int) -> list[str]:
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        console.print(view)
    return captured.get().splitlines()


@pytest.mark.parametrize("chinese", [False, True])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_shares_line_up_and_no_line_is_wider_than_the_terminal(width: int, chinese: bool) -> None:
    shown = lines(profile_view(PROFILE, chinese=chinese), width)
    assert max(cell_len(line) for line in shown) <= width
    bars = [line for line in shown if "█" in line]
    assert len(bars) == 2
    assert len({cell_len(line[: line.index("█")]) for line in bars}) == 1
    full = [line.count("█") for line in bars]
    assert full[0] == 3 * full[1]
    assert ["75%" in bars[0], "25%" in bars[1]] == [True, True]


MOVING = replace(
    PROFILE,
    interests=(
        replace(PROFILE.interests[0], trend=Trend(direction="falling", lately=0.4, before=0.8)),
        replace(PROFILE.interests[1], trend=Trend(direction="steady", lately=0.31, before=0.29)),
        PROFILE.interests[2],
    ),
)


@pytest.mark.parametrize(("chinese", "words"), [(False, "80% ↘ 40%"), (True, "80% ↘ 40%")])
def test_where_interests_are_going_is_a_column_where_any_moves(chinese: bool, words: str) -> None:
    for width in (80, 120):
        shown = lines(profile_view(MOVING, chinese=chinese), width)
        assert max(cell_len(line) for line in shown) <= width
        first, second = (line for line in shown if "█" in line)
        assert words in first
        assert "29%" not in second
    plain_one = "\n".join(lines(profile_view(PROFILE, chinese=chinese), 120))
    assert ("走势" if chinese else "trend") not in plain_one


def test_a_dislike_is_shown_apart_with_its_sign() -> None:
    shown = "\n".join(lines(profile_view(PROFILE), 100))
    assert "\N{MINUS SIGN}0.70" in shown
    assert shown.index("Horror") > shown.index("dislike")


def ranked(*contributions: float) -> Ranked:
    return Ranked(
        rank=1,
        item=Item(id="a", title="Arrival", year=2016, categories=("Drama",)),
        score=sum(contributions),
        reasons=tuple(
            Reason(
                family="content",
                signal=f"s{k}",
                weight=1.0,
                value=c,
                contribution=c,
                text=f"part {k}",
                text_zh=f"部分{k}",
            )
            for k, c in enumerate(contributions)
        ),
    )


def test_reasons_stand_by_size_and_small_ones_are_added_up() -> None:
    found = Recommendation(user="m", at=AT, items=(ranked(0.1, -0.5, 0.0002, 0.0003, 0.3),))
    shown = [line.split() for line in lines(recommendation_view(found), 80)]
    numbers = [words[0] for words in shown if words and words[0][0] in "+\N{MINUS SIGN}"]
    assert numbers == ["\N{MINUS SIGN}0.500", "+0.300", "+0.100", "+0.001", "\N{MINUS SIGN}0.100"]
    assert any("2 smaller parts" in " ".join(words) for words in shown)
    chinese = "\n".join(lines(recommendation_view(found, chinese=True), 80))
    assert "部分1" in chinese
    assert "part" not in chinese


def test_an_empty_list_says_why() -> None:
    empty = Recommendation(user="m", at=AT, items=(), note="Nothing is left.", note_zh="没有了。")
    assert "Nothing is left." in lines(recommendation_view(empty), 80)[0]
    assert "没有了。" in lines(recommendation_view(empty, chinese=True), 80)[0]
    assert lines(recommendation_view(replace(empty, note="", note_zh="")), 80)


@given(st.text(max_size=200))
def test_no_text_can_steer_the_terminal(text: str) -> None:
    shown = plain(text).plain
    assert all(character.isprintable() for character in shown if character.isascii())
    assert not set(shown) & set("\x1b\x9b\n\r\u202e\u2066\u200b")


@given(st.floats(-10, 10))
def test_numbers_are_shown_with_their_sign(number: float) -> None:
    shown = signed(number)
    assert shown[0] in "+\N{MINUS SIGN}"
    assert float(shown.replace("\N{MINUS SIGN}", "-")) == pytest.approx(number, abs=0.0005001)


def test_chinese_is_told_by_its_characters() -> None:
    assert is_chinese("I like 动画")
    assert not is_chinese("I like animé, ¿sí?")


def test_both_languages_have_the_same_words_to_fill_in() -> None:
    english, chinese = words_for(False), words_for(True)
    assert english.keys() == chinese.keys()
    assert all(english[key].count("{}") == chinese[key].count("{}") for key in english)
