"""Import of what people did, from a file into the journal.

Knows how a row becomes an action on an item and how actions are written so that a repeated or
interrupted import counts each once; knows nothing of what is learned from them.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from penchant.memory.core.dwell import DWELL
from penchant.memory.errors import BadInput, StoreBusy
from penchant.memory.kinds import DISMISS_REASONS, KINDS, TOO_EXPENSIVE
from penchant.memory.memory import FUTURE_TOLERANCE, LONGEST_NAME, LONGEST_TEXT, Memory
from penchant.memory.records import Entry, Item, Json
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.catalog.embedding import Progress
from penchant.tools.importing.cells import are_whole, number_of, says_nothing, text_of
from penchant.tools.importing.columns import EVENT_COLUMNS, named, plain_name, recognise, unused
from penchant.tools.importing.moments import DayFirst, moment_of, shows_day_first
from penchant.tools.importing.report import ImportReport, examples
from penchant.tools.importing.tables import Row, read_table

BATCH = 1_000
"""Entries of one transaction."""

_WORDS: Mapping[str, str] = {
    "view": "view viewed views pv page_view pageview visit visited open opened read 浏览 查看",
    "click": "click clicked clicks 点击",
    "like": "like liked likes love loved thumbs_up upvote heart 喜欢 点赞 赞",
    "dislike": "dislike disliked dislikes hate thumbs_down downvote 不喜欢 踩 讨厌",
    "save": "save saved bookmark bookmarked favorite favourite fav wishlist watchlist 收藏 想看",
    "cart": "cart add_to_cart addtocart add_cart basket 加购 加入购物车 购物车",
    "purchase": "purchase purchased buy bought order ordered transaction 购买 下单 支付",
    "rating": "rating rate rated review reviewed 评分 打分 评价",
    "watch": "watch watched play played listen listened finish finished seen 观看 看过 播放 收听",
    "dismiss": "dismiss dismissed hide skip skipped 忽略 跳过",
    "share": "share shared forward 分享 转发",
    "follow": "follow followed subscribe subscribed 关注 订阅",
}
_IDS = ("id", "user_id", "item_id", "product_id", "sku", "asin", "username")
_SCALES = (
    (0.0, 1.0),
    (-1.0, 1.0),
    (1.0, 5.0),
    (0.5, 5.0),
    (0.0, 5.0),
    (1.0, 10.0),
    (0.0, 10.0),
    (0.0, 100.0),
)
"""Scales that ratings are given on, the narrowest first."""


@dataclass(frozen=True, slots=True)
class Action:
    """One usable row: what ``user`` did with ``item``, and when."""

    user: str
    item: Item
    kind: str
    at: datetime
    value: float | None = None
    text: str | None = None
    own_id: str = ""
    dwell: float | None = None
    reason: str | None = None

    @property
    def id(self) -> str:
        """The entry's id; it follows from the content, so the same row is the same entry."""
        content = [self.user, self.item.id, self.kind, self.at.isoformat(), self.value]
        content += [self.text, self.own_id]
        content += [one for one in (self.dwell, self.reason) if one is not None]
        text = json.dumps(content, ensure_ascii=False)
        return "event:" + hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Times:
    """How the file writes times."""

    zone: tzinfo
    day_first: DayFirst


def import_events(
    memory: Memory,
    catalog: Catalog,
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    kind: str | None = None,
    scale: tuple[float, float] | None = None,
    zone: tzinfo = UTC,
    progress: Progress | None = None,
) -> ImportReport:
    """Record the actions in a file, or a folder of files, in the order in which they happened.

    A file is CSV, JSON, JSON lines, YAML or Parquet, plain or compressed by gzip.

    Columns (user, item, kind, value, time, and where there are any text, id, the reason of a
    dismissal, and dwell, the seconds that a view lasted) are found by their names, English or
    Chinese; ``mapping`` (field -> column) overrides. An item is named by its id or its exact title.
    Kinds are known by common words; ``kinds`` (word -> kind) adds others, and ``kind`` is that of
    rows without one (``rating`` where there is a value). Ratings are on ``scale`` or, without it,
    on the narrowest usual scale that holds all values of the file. Times without a zone are in
    ``zone``, UTC unless given; of dates such as 03/04/2021 the month comes first unless one of the
    file has a first number above 12. A time in the future is marked and counted as now, and noted.
    Rows that cannot be used, such as ratings outside of a ``scale`` that is given, are reported
    with their lines and skipped. Importing a file again records nothing, and an import that was cut
    short is completed by it.

    Raises BadInput, with nothing recorded, where no row can be used or a column is missing;
    MissingExtra for Parquet without pyarrow.
    """
    _check_kinds([*(kinds or {}).values(), *([kind] if kind else [])])
    check_limits(scale)
    table = read_table(path)
    columns = recognise(table.columns, EVENT_COLUMNS, mapping)
    if table.columns:
        _require(columns, table.columns, path, kind)
    words = _kind_words(kinds or {})
    whole = are_whole(_cells(table.rows, columns.get("user", ())))
    latest = memory.clock() + FUTURE_TOLERANCE
    times = _Times(zone, shows_day_first(_cells(table.rows, columns.get("time", ()))))
    actions: list[Action] = []
    skipped, notes = list(table.broken), []
    for row in table.rows:
        try:
            action = _action(row, columns, catalog, words, kind, times)
            action = replace(action, user=action.user.removesuffix(".0")) if whole else action
            if action.kind == "rating":
                check_rated(action.value, scale)
        except ValueError as error:
            skipped.append((row.line, row.said(str(error))))
            continue
        actions.append(action)
        if action.at > latest:
            notes.append((row.line, row.said(in_the_future(action.at))))
    if not actions:
        why = examples(sorted(skipped)) if skipped else ": there is none, or only a header"
        raise BadInput(f"no row of {path} can be used{why}")
    if memory.read_only:
        raise StoreBusy("another process owns this store; nothing was imported")
    actions.sort(key=lambda action: action.at)  # learning follows the order of arrival
    imported = _write(memory, catalog, actions, scale or _scale(actions), progress)
    return ImportReport(
        imported=imported,
        unchanged=len(actions) - imported,
        skipped=tuple(sorted(skipped)),
        columns={name: ", ".join(found) for name, found in columns.items()},
        unused=unused(table.columns, columns),
        notes=tuple(notes),
    )


def _require(
    columns: Mapping[str, object], existing: Sequence[str], path: Path, kind: str | None
) -> None:
    missing = [name for name in ("user", "item", "time") if name not in columns]
    if kind is None and "kind" not in columns and "value" not in columns:
        missing.append("kind")
    if missing:
        raise BadInput(
            f"no column of {path} is recognised as {' or '.join(missing)}: name them, for example "
            f"with {missing[0]}={existing[0]}; there are {named(existing)}"
        )


def _check_kinds(kinds: Iterable[str]) -> None:
    """Raise BadInput for a kind of entry that is no action on an item."""
    for kind in kinds:
        if not kind.strip() or (kind in KINDS and kind not in _WORDS):
            raise BadInput(f"events cannot be of the kind {kind!r}; there are {', '.join(_WORDS)}")


def _kind_words(more: Mapping[str, str]) -> dict[str, str]:
    """Word -> kind. A kind is a word for itself."""
    words = {word: kind for kind, line in _WORDS.items() for word in line.split()}
    words |= {name: name for name, kind in KINDS.items() if kind.action and name in _WORDS}
    return words | {plain_name(word): kind for word, kind in more.items()}


def _action(
    row: Row,
    columns: Mapping[str, tuple[str, ...]],
    catalog: Catalog,
    words: Mapping[str, str],
    default: str | None,
    times: _Times,
) -> Action:
    """The action in ``row``; ValueError, with the reason, where there is none."""
    cells = {name: row.get(found[0]) for name, found in columns.items()}
    user = _identity(cells.get("user"))
    if not user:
        raise ValueError("no user")
    if len(user) > LONGEST_NAME:
        raise ValueError(f"a user of {len(user)} characters; {LONGEST_NAME} are allowed")
    value = number_of(cells.get("value"))
    word = text_of(cells.get("kind"))
    if says_nothing(word):
        kind = default or ("rating" if value is not None else None)
        if kind is None:
            raise ValueError("no kind of action")
    else:
        kind = words.get(plain_name(word))
        if kind is None:
            raise ValueError(f"{word!r} is no known kind of action")
    if kind == "rating" and value is None:
        raise ValueError("a rating without a value")
    dwell = number_of(cells.get("dwell")) if kind == "view" else None
    if dwell is not None and not 0 <= dwell < math.inf:
        raise ValueError(f"a view of {dwell:g} seconds")
    reason = _reason(text_of(cells.get("reason"))) if kind == "dismiss" else None
    return Action(
        user=user,
        item=_item(_identity(cells.get("item")), catalog),
        kind=kind,
        at=moment_of(cells.get("time"), times.zone, day_first=times.day_first),
        value=value,
        text=text_of(cells.get("text"))[:LONGEST_TEXT] or None,
        own_id=text_of(cells.get("id")),
        dwell=dwell,
        reason=reason,
    )


def _reason(said: str) -> str | None:
    if says_nothing(said):
        return None
    reason = plain_name(said).replace("_", "-")
    if reason not in DISMISS_REASONS:
        raise ValueError(f"{said!r} is no reason: there are {', '.join(DISMISS_REASONS)}")
    return reason


def _data(action: Action) -> dict[str, Json]:
    data: dict[str, Json] = {} if action.dwell is None else {DWELL: action.dwell}
    if action.reason is not None:
        data["reason"] = action.reason
    if action.reason == TOO_EXPENSIVE and action.item.price is not None:
        data["price"] = action.item.price
    return data


def _cells(rows: Sequence[Row], columns: Sequence[str]) -> Iterable[Json]:
    return (row.get(column) for row in rows for column in columns)


def _identity(value: Json) -> str:
    """The text of a cell; of an object, its id."""
    if isinstance(value, Mapping):
        found = {plain_name(str(name)): part for name, part in value.items()}
        return text_of(next((found[name] for name in _IDS if name in found), value))
    return text_of(value)


def _item(name: str, catalog: Catalog) -> Item:
    item = catalog.get(name)
    if item is None and re.fullmatch(r"\d+\.0", name):  # 12 as many programs write it
        item = catalog.get(name.removesuffix(".0"))
    if item is not None:
        return item
    titled = catalog.titled(name)
    to_the_letter = [one for one in titled if one.title.casefold() == name.casefold()]
    if len(to_the_letter) == 1:
        return to_the_letter[0]
    if len(titled) > 1:
        ids = ", ".join(one.id for one in titled[:3])
        raise ValueError(f"{len(titled)} items are called {name!r} ({ids}): use the id or the year")
    if not titled:
        raise ValueError(f"no item {name!r} in the catalog" if name else "no item")
    return titled[0]


def _scale(actions: Iterable[Action]) -> tuple[float, float] | None:
    return scale_of(
        [one.value for one in actions if one.kind == "rating" and one.value is not None]
    )


def check_limits(scale: tuple[float, float] | None) -> None:
    """Raise BadInput for a scale that goes from nowhere to nowhere."""
    if scale is not None and not 0 < scale[1] - scale[0] < math.inf:
        raise BadInput(f"a scale goes from a low number to a high one, not {scale}")


def check_rated(value: float | None, scale: tuple[float, float] | None) -> None:
    """Raise ValueError for a rating outside of ``scale``."""
    if value is not None and scale is not None and not scale[0] <= value <= scale[1]:
        raise ValueError(f"a rating of {value:g} is outside of {scale[0]:g} to {scale[1]:g}")


def in_the_future(at: datetime) -> str:
    """The note on a row whose time is yet to come."""
    return f"{at.isoformat()} is in the future: counted as now, and marked"


def scale_of(values: Sequence[float]) -> tuple[float, float] | None:
    """The narrowest usual scale that holds all ratings; None without ratings or for odd ones."""
    if not values:
        return None
    low, high = min(values), max(values)
    return next((scale for scale in _SCALES if scale[0] <= low and high <= scale[1]), None)


def _write(
    memory: Memory,
    catalog: Catalog,
    actions: Sequence[Action],
    scale: tuple[float, float] | None,
    progress: Progress | None,
) -> int:
    """Record ``actions`` in batches, each durable before the next; returns how many were new."""
    imported = 0
    for start in range(0, len(actions), BATCH):
        batch = actions[start : start + BATCH]
        now = memory.clock()
        there = memory.get_many([action.id for action in batch])
        # An entry that is there keeps the scale it was recorded with.
        fresh = {action.id: action for action in batch if action.id not in there}
        vectors = {id: catalog.vector(action.item.id) for id, action in fresh.items()}
        entries = {
            id: _entry(action, scale, now, memory.embedder.fingerprint)
            for id, action in fresh.items()
        }
        memory.record_all(list(entries.values()), vectors)
        imported += len(entries)
        if progress is not None:
            progress(start + len(batch), len(actions))
    return imported


def _entry(
    action: Action, scale: tuple[float, float] | None, now: datetime, embedder: str
) -> Entry:
    return Entry(
        id=action.id,
        kind=action.kind,
        user=action.user,
        occurred_at=action.at,
        recorded_at=now,
        item=action.item.id,
        value=action.value,
        scale=scale if action.kind == "rating" else None,
        text=action.text,
        data=_data(action),
        embedder=embedder,
    )
