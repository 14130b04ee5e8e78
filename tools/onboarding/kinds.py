"""The kinds a new person may name as what they like best, before they are asked about items.

Knows which categories of a catalog are worth naming, and how a choice among them is kept: as what
it is in words, a turn with a statement for each kind, so that it counts, is quoted, taken back and
forgotten like anything said. Knows nothing of pages and terminals.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from penchant.memory.errors import BadInput
from penchant.memory.records import Entry, Profile, Statement, Target
from penchant.memory.statements import statement_to_data
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender
from penchant.tools.words.labels import chinese_name
from penchant.tools.words.lexicon import GENRES

OFFERED = 12
"""Kinds that are named to choose from: about what is read at one glance."""

FEWEST = 4
"""Kinds that there must be: among fewer, a choice of MOST tells next to nothing."""

MOST = 3
"""Kinds that may be chosen: of one who names everything nothing is learned."""

LIKED = 0.7
"""How strong a like is that is told by choosing a kind: as of "I like horror"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindsQuestion:
    """Which of ``kinds``, by their names in the catalog, ``user`` likes best; ``kinds_zh`` are the
    same in Chinese. At most ``most`` may be chosen. ``text`` and ``text_zh`` ask it in words.
    """

    user: str
    kinds: tuple[str, ...]
    kinds_zh: tuple[str, ...]
    most: int
    text: str
    text_zh: str


def kinds_of(catalog: Catalog) -> tuple[str, ...]:
    """The categories that split the items best, those nearest to having half of them first, as far
    as there are items on both sides; none where they are fewer than FEWEST.
    """
    items = [item for item in catalog.items if not item.hidden]
    counts = Counter(name for item in items for name in set(item.categories) if name.strip())
    splits = {name: count * (len(items) - count) for name, count in counts.items() if count > 1}
    best = sorted((name for name in splits if splits[name]), key=lambda n: (-splits[n], n))
    return tuple(best[:OFFERED]) if len(best) >= FEWEST else ()


def question_of(user: str, catalog: Catalog) -> KindsQuestion | None:
    """The question to ``user``; None where the catalog has no kinds to choose from."""
    kinds = kinds_of(catalog)
    if not kinds:
        return None
    return KindsQuestion(
        user=user,
        kinds=kinds,
        kinds_zh=tuple(chinese_name(name, catalog) for name in kinds),
        most=MOST,
        text=f"Which of these do you like best? Up to {MOST}.",
        text_zh=f"下面这些，你最喜欢哪几类？最多选 {MOST} 类。",
    )


def choose(recommender: Recommender, user: str, kinds: Sequence[str], *, chinese: bool) -> Entry:
    """Keep that ``user`` named ``kinds`` as what they like best; the turn that says so.

    Raises BadInput where there are none, too many, or one that was not to choose from.
    """
    catalog, memory = recommender.catalog, recommender.memory
    chosen = tuple(dict.fromkeys(kinds))
    offered = kinds_of(catalog)
    if not 0 < len(chosen) <= MOST:
        raise BadInput(f"from one to {MOST} kinds may be chosen, not {len(chosen)}")
    if unknown := [name for name in chosen if name not in offered]:
        those = f"one of {', '.join(offered)}" if offered else "to choose from: there are no kinds"
        raise BadInput(f"{unknown[0]!r} is not {those}")
    now, turn = memory.clock(), uuid.uuid4().hex
    words = [chinese_name(name, catalog) for name in chosen] if chinese else chosen
    entries = [
        Entry(
            id=turn,
            kind="turn",
            user=user,
            occurred_at=now,
            recorded_at=now,
            text=("、" if chinese else ", ").join(words),
        )
    ]
    vectors = {}
    for number, name in enumerate(chosen):
        said = said_of(name)
        entries.append(
            Entry(
                id=f"{turn}.s{number}",
                kind="statement",
                user=user,
                occurred_at=now,
                recorded_at=now,
                parent=turn,
                embedder=memory.embedder.fingerprint,
                data=statement_to_data(said),
            )
        )
        vectors[entries[-1].id] = recommender.target_vector(said.target)
    # In one transaction: words of which nothing was made would be asked for no more.
    return memory.record_all(entries, vectors)[0]


def of_liked_kinds(items: Sequence[str], profile: Profile, catalog: Catalog) -> frozenset[str]:
    """Those of ``items``, by id, that are of a kind that the person said they like."""
    named = {
        name
        for interest in profile.likes
        for kind, name in interest.targets
        if kind == "genre" and name
    }
    liked = [catalog.rows_with(name) for name in sorted(named)]
    if not liked:
        return frozenset()
    of_kind = np.isin([catalog.row(item) for item in items], np.concatenate(liked))
    return frozenset(item for item, is_liked in zip(items, of_kind, strict=True) if is_liked)


def said_of(kind: str) -> Statement:
    """What is said by choosing ``kind``."""
    text = next((genre.text for genre in GENRES if genre.name == kind), kind)
    return Statement(target=Target(kind="genre", name=kind, text=text), polarity=1, strength=LIKED)
