"""Show: profiles, ranked lists and reasons as text for a terminal.

Knows how a record is laid out for reading, in English or Chinese; knows nothing of how it was
made nor where it is printed. Every function returns a rich renderable, so widths, wide Chinese
characters and colours are the console's business. Text that came from people or catalogs is
never read as markup, and control characters in it are dropped.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from penchant.memory.records import (
    Evidence,
    Interest,
    Item,
    Profile,
    Ranked,
    Reason,
    ReasonGroup,
    Recommendation,
    Trend,
    Why,
)
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.demo import category_words
from penchant.tools.reasons.grouping import grouped
from penchant.tools.reasons.reasons import cause_in_words, gathered
from penchant.tools.words.labels import chinese_name
from penchant.wording import words_for

if TYPE_CHECKING:
    from penchant.doctor import Check

SMALLEST = 0.0005
"""Contributions below this in size are shown together, as one line."""

LABEL = 28
"""Columns that the name of an interest may take before it goes on in a second line."""

SOURCES = 3
"""Entries shown under each group of reasons, the newest."""

BAR = 16
"""Width of a full share bar, in columns."""

_DROPPED = {"Cc": " ", "Cf": "", "Cs": ""}
"""What stands for control, invisible formatting and half characters: they could move the cursor
or turn the line around."""


def is_chinese(text: str) -> bool:
    """Whether ``text`` holds a Chinese character."""
    return any("一" <= character <= "鿿" for character in text)


def plain(text: str, style: str = "") -> Text:
    """``text`` as it stands: no markup, no control characters."""
    kept = "".join(_DROPPED.get(unicodedata.category(c), c) for c in text)
    return Text(" ".join(kept.split()), style=style)


def piece(text: str) -> Text:
    """A streamed piece of ``text`` with its spaces and line ends; else as :func:`plain`."""
    return Text("".join(c if c == "\n" else _DROPPED.get(unicodedata.category(c), c) for c in text))


def date(moment: datetime) -> str:
    """``moment`` to the minute, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def name_of(item: Item) -> str:
    """An item's title with its year, as it stands in the catalog."""
    return f"{item.title} ({item.year})" if item.year is not None else item.title


def profile_view(profile: Profile, *, chinese: bool = False) -> RenderableType:
    """A person's interests with shares as bars, dislikes, and what is known of items."""
    words = words_for(chinese)
    head = Text.assemble(
        plain(profile.user, "bold"), "  ", date(profile.at), "  ",
        words["entry" if profile.entries == 1 else "entries"].format(profile.entries),
    )  # fmt: skip
    parts: list[RenderableType] = [head]
    if not profile.interests:
        parts.append(Text(words["nothing"], style="dim"))
    if profile.likes:
        parts.append(_interests(profile.likes, words, chinese))
    if profile.dislikes:
        parts.append(_dislikes(profile.dislikes, words, chinese))
    if profile.excluded:
        never = [_name(one, chinese) for one in profile.excluded]
        parts.append(
            Text(words["excluded"], "red") + plain(("、" if chinese else ", ").join(never))
        )
    if profile.told:
        said = ("、" if chinese else ", ").join(f"{name} {value}" for name, value in profile.told)
        parts.append(Text(words["told"], style="dim") + plain(said))
    counts = [
        f"{words[key]} {len(ids)}"
        for key, ids in (
            ("liked", profile.liked),
            ("disliked", profile.disliked),
            ("saved", profile.saved),
            ("seen", profile.seen),
        )
        if ids
    ]
    if counts:
        parts.append(Text(" · ".join(counts), style="dim"))
    return Group(*parts)


def _table(*headers: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in headers:
        table.add_column(header, overflow="fold")
    return table


def _interests(interests: Sequence[Interest], words: Mapping[str, str], chinese: bool) -> Table:
    moving = any(one.trend is not None and one.trend.direction != "steady" for one in interests)
    trend = [words["trend"]] if moving else []
    table = _table(words["interest"], words["share"], "", *trend, words["fades"], words["since"])
    for column in table.columns[1:]:
        column.no_wrap = True
    _give_way(table, len(table.columns) - 1)
    table.columns[2].justify = table.columns[-2].justify = "right"
    for interest in interests:
        table.add_row(
            plain(label_of(interest, chinese), "green"),
            Text(_bar(interest.share), style="green"),
            f"{interest.share:.0%}",
            *([_trend(interest.trend, words)] if moving else []),
            _half_life(interest.half_life, words),
            _sources(interest.evidence, 2),
        )
    return table


def _trend(trend: Trend | None, words: Mapping[str, str]) -> str:
    if trend is None:
        return ""
    return words[trend.direction].format(f"{trend.before:.0%}", f"{trend.lately:.0%}")


def _dislikes(interests: Sequence[Interest], words: Mapping[str, str], chinese: bool) -> Table:
    table = _table(words["dislike"], "", words["since"])
    _give_way(table, 2)
    table.columns[1].justify = "right"
    for interest in interests:
        table.add_row(
            plain(label_of(interest, chinese), "red"),
            signed(interest.mass, 2),
            _sources(interest.evidence, 2),
        )
    return table


def _give_way(table: Table, place: int) -> None:
    """Let the column at ``place`` have what the others leave: its long quotes are cut, not they."""
    table.expand = True
    table.columns[0].max_width = LABEL
    column = table.columns[place]
    column.no_wrap, column.overflow, column.ratio = True, "ellipsis", 1


def label_of(interest: Interest, chinese: bool) -> str:
    """The interest's label in the wanted language, else in the other."""
    first, second = interest.label, interest.label_zh
    if chinese:
        first, second = second, first
    return first or second or interest.id


def _bar(share: float) -> str:
    full = round(max(0.0, min(1.0, share)) * BAR)
    return "█" * full + "░" * (BAR - full)


def _half_life(days: float, words: Mapping[str, str]) -> str:
    if not math.isfinite(days):
        return words["forever"]
    return (
        words["days"].format(f"{days:.3g}")
        if days >= 1
        else words["hours"].format(f"{days * 24:.2g}")
    )


def signed(number: float, digits: int = 3) -> str:
    """``number`` with its sign, a real minus, and ``digits`` decimals."""
    return f"{number:+.{digits}f}".replace("-", "\N{MINUS SIGN}")


def _sources(evidence: Iterable[Evidence], limit: int) -> Text:
    """A line for each of the first ``limit`` entries: its day, and the words or the item."""
    lines: dict[str, Text] = {}
    for one in evidence:
        day = one.occurred_at.astimezone(UTC).strftime("%Y-%m-%d")
        said = one.item is None and one.quote
        words = f"“{one.quote}”" if said else f"{one.kind} {one.quote}"
        line = Text(f"{day} ", style="dim") + plain(words)
        lines.setdefault(line.plain, line)
    return Text("\n").join(list(lines.values())[:limit])


def recommendation_view(
    recommendation: Recommendation, *, chinese: bool = False, most: int | None = None
) -> RenderableType:
    """The first ``most`` (all) items of a ranked list with the reasons that add up to the score."""
    words = words_for(chinese)
    parts: list[RenderableType] = []
    note = recommendation.note_zh if chinese else recommendation.note
    note = note or recommendation.note
    if note or not recommendation.items:
        parts.append(plain(note or words["empty"], "italic"))
    for ranked in recommendation.items[:most]:
        parts.append(_ranked_head(ranked))
        parts.append(Padding(_ranked_body(ranked, words, chinese), (0, 0, 0, 4)))
    more = recommendation.items[len(recommendation.items[:most]) :]
    if more:
        apart = "；" if chinese else "; "
        names = apart.join(f"{ranked.rank} {name_of(ranked.item)}" for ranked in more)
        parts.append(Padding(plain(names, "dim"), (0, 0, 0, 1)))
    left_out = {cause: n for cause, n in recommendation.excluded.items() if n}
    if left_out:
        causes = _causes(left_out, chinese)
        parts.append(Text(words["left_out"], "dim") + plain(causes, "dim"))
    return Group(*parts)


def _causes(left_out: Mapping[str, int], chinese: bool) -> str:
    """What keeps items out, each with how many."""
    if chinese:
        words = _words()
        return "；".join(f"{cause_in_words(c, words)[1]}（{n} 项）" for c, n in left_out.items())
    return "; ".join(
        f"{cause_in_words(c)[0]} ({n} {'item' if n == 1 else 'items'})" for c, n in left_out.items()
    )


def _name(name: str, chinese: bool) -> str:
    return chinese_name(name, _words()) if chinese else name


def _words() -> Catalog:
    """A catalog of no items: names have the same Chinese words in every catalog."""
    return Catalog((), np.zeros((0, 1), np.float32), words_zh=category_words())


def _ranked_head(ranked: Ranked) -> Table:
    head = Table.grid(padding=(0, 2, 0, 0))
    head.add_column(justify="right", min_width=2, no_wrap=True)
    head.add_column(overflow="fold")
    name = plain(name_of(ranked.item), "bold")
    categories = plain(", ".join(ranked.item.categories), "dim")
    head.add_row(Text(str(ranked.rank), style="dim"), Text("  ").join((name, categories)))
    return head


def _ranked_body(ranked: Ranked, words: Mapping[str, str], chinese: bool) -> Table:
    table = _reasons(gathered(ranked.reasons), ranked.score, words, chinese)
    for adjustment in ranked.adjustments:
        text = (adjustment.text_zh if chinese else "") or adjustment.text
        table.add_row(_places(adjustment.places), plain(adjustment.name, "dim"), plain(text))
    return table


def _places(places: int) -> str:
    if not places:
        return ""
    return f"{'↑' if places > 0 else '↓'}{abs(places)}"


def _reasons(
    reasons: Sequence[Reason], score: float, words: Mapping[str, str], chinese: bool
) -> Table:
    """Contributions, largest first, each with its sentence, and their sum."""
    table = _parts(reasons, words, chinese)
    table.add_row(Text(signed(score), style="bold"), Text(words["sum"], style="bold"), "")
    return table


def _parts(reasons: Sequence[Reason], words: Mapping[str, str], chinese: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    small = [r for r in reasons if abs(r.contribution) < SMALLEST]
    large = [r for r in reasons if abs(r.contribution) >= SMALLEST]
    for reason in sorted(large, key=lambda r: -abs(r.contribution)):
        style = "green" if reason.contribution > 0 else "red"
        text = (reason.text_zh if chinese else "") or reason.text or reason.about
        table.add_row(
            Text(signed(reason.contribution), style=style),
            plain(reason.family, "dim"),
            plain(text),
        )
    if small:
        rest = sum(r.contribution for r in small)
        few = words["smaller_one" if len(small) == 1 else "smaller"]
        table.add_row(signed(rest), "", Text(few.format(len(small)), style="dim"))
    return table


def why_view(why: Why, *, chinese: bool = False) -> RenderableType:
    """One item's standing: place, reasons by interest and family with their sources, what keeps it
    out, and what it would stand higher without.
    """
    words = words_for(chinese)
    parts: list[RenderableType] = [plain(name_of(why.item), "bold")]
    if said := (why.text_zh if chinese else "") or why.text:
        parts.append(plain(said, "red" if why.left_out else ""))
    for group in grouped(why.reasons):
        parts.append(_group_head(group, words, chinese))
        table = _parts(group.reasons, words, chinese)
        parts.append(Padding(table, (0, 0, 0, 4)))
        if group.evidence:
            parts.append(Padding(_sources(group.evidence, SOURCES), (0, 0, 0, 4)))
    parts.append(Text.assemble((signed(why.score), "bold"), "  ", (words["sum"], "bold")))
    for moved in why.adjustments:
        parts.append(plain((moved.text_zh if chinese else "") or moved.text))
    if why.hindrances:
        parts.append(Text(words["higher"], style="dim"))
        for one in why.hindrances:
            parts.append(Padding(plain((one.text_zh if chinese else "") or one.text), (0, 0, 0, 2)))
    return Group(*parts)


def _group_head(group: ReasonGroup, words: Mapping[str, str], chinese: bool) -> Text:
    name = (group.name_zh if chinese else "") or group.name
    if group.interest is not None:
        against = group.reasons[0].signal == "dislike"
        name = words["against" if against else "liking"].format(name)
    style = "green" if group.total > 0 else "red"
    return Text.assemble((signed(group.total), style), "  ", plain(name, "bold"))


def check_view(check: Check) -> RenderableType:
    """One finding of ``doctor``: its status, what was looked at, what was seen."""
    style = {"ok": "green", "warning": "yellow"}.get(check.status, "bold red")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=len("problem"), no_wrap=True)
    table.add_column(min_width=len("sentence-transformers"), no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(check.status, style), check.name, plain(check.detail))
    return table
