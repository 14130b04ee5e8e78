"""How well one turn is understood: intents, slots and polarity over ``bench/utterances.jsonl``.

Knows the labels and how a finding is held against them; nothing of how turns are read.

An utterance has ``intent``, ``slots`` and ``targets``. ``also`` lists intents that a reader would
accept as well; ``either`` holds slots and targets that may be found or not. A year given as
``[a, b]`` takes anything from a to b, and so do a price and ``n``; an ``action`` given as a list
takes any of them; an id or a name ``a|b`` takes either. With ``--additions`` the targets of another
file may be found as well; with ``--shop`` the turns are those of customers of a tea shop, over its
catalog (``teas.csv``) in the language of each. Polarity 0 is asked and not judged: what a request
asks for is stated as a weak and passing like (``ASKED``), which counts as 0 unless ``--strict``.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from penchant.agent.understand import Understanding, Vocabulary, build_vocabulary, understand
from penchant.memory.records import Item
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.demo import load_demo

UTTERANCES = Path(__file__).with_name("utterances.jsonl")
"""Written before the rules saw it; never edited since, which a test holds."""
ADDITIONS = Path(__file__).with_name("utterance_additions.jsonl")
"""Targets that turned out to be missing: they may be found or not. Each says why."""
SHOP_UTTERANCES = Path(__file__).with_name("shop_utterances.jsonl")
"""What customers of a shop say, written before the rules saw it; never edited since either."""
TEAS = Path(__file__).with_name("teas.csv")
"""The shop's catalog, each name in both languages."""
INTENTS = (
    "recommend", "why", "profile", "feedback", "state", "recall", "forget", "undo", "greet",
    "thanks", "help", "question", "other",
)  # fmt: skip
SETS = ("include", "exclude", "like", "items")
NUMBERS = ("year_min", "year_max", "n", "price_min", "price_max")
SLOTS = (*SETS, *NUMBERS, "in_stock", "cheapest", "action", "reason")
NOT_FOR_ME = "not-for-me"
"""The only reason of a dismissal that judges an item; "not now" and the like do not."""
SIGNS = {"like": 1, "dislike": -1, "dismiss": -1}
"""What feedback on an item says of it; the other actions judge nothing."""
ASKED = 0.4
"""A passing wish up to this strength is what a request asks for, no judgement."""
GOALS = {"intents": 92.0, "slots": 85.0, "polarity": 2.0}
DRAWS = 2000


@dataclass(slots=True)
class Score:
    """One utterance held against its label. ``signs`` counts every target that was judged, by the
    label or by the finding; ``wrong`` those of them with another sign or that nobody labelled.
    """

    id: str
    language: str
    intent: int = 0
    slots: int = 0
    slots_right: int = 0
    false_slots: int = 0
    targets: int = 0
    targets_found: int = 0
    signs: int = 0
    wrong: int = 0
    misses: list[str] = field(default_factory=list)


def load(path: Path = UTTERANCES) -> list[dict[str, Any]]:
    """The labelled utterances."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def completed(labels: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The labels with what ADDITIONS allows beside them."""
    added = {one["id"]: one["targets"] for one in load(ADDITIONS)}
    result = []
    for label in labels:
        either = label.get("either", {})
        more = [*either.get("targets", ()), *added.get(label["id"], ())]
        result.append(label | {"either": {**either, "targets": more}})
    return result


def score(label: Mapping[str, Any], found: Understanding, *, strict: bool = False) -> Score:
    """One utterance's label against what was ``found``; ``strict``: an ask is a like."""
    result = Score(label["id"], label["language"])
    accepted = [label["intent"], *label.get("also", ())]
    result.intent = int(found.intent in accepted)
    if not result.intent:
        result.misses.append(f"intent: {found.intent}, not {'/'.join(accepted)}")
    _score_slots(label, found_slots(found), result)
    _score_targets(label, found_signs(found, strict=strict), result)
    return result


def found_slots(found: Understanding) -> dict[str, Any]:
    """The slots that an understanding fills, by name; a standing limit counts as one."""
    request = found.request
    limits = [s.constraint for s in found.statements if s.constraint is not None]
    if request is not None:
        limits.insert(0, request.constraint)
    slots: dict[str, Any] = {
        "include": {name for limit in limits for name in limit.include},
        "exclude": {name for limit in limits for name in limit.exclude},
        "year_min": next((y.year_min for y in limits if y.year_min is not None), None),
        "year_max": next((y.year_max for y in limits if y.year_max is not None), None),
        "like": set(request.like) if request is not None else set(),
        "n": request.n if request is not None else None,
        "price_min": request.constraint.price_min if request is not None else None,
        "price_max": request.constraint.price_max if request is not None else None,
        "in_stock": (request is not None and request.in_stock) or None,
        "items": set(found.items),
        "cheapest": (request is not None and request.cheapest) or None,
        "action": found.action,
        "reason": next((reason for _, reason in found.reasons), None),
    }
    return {name: value for name, value in slots.items() if value not in (None, set())}


def found_signs(found: Understanding, *, strict: bool = False) -> dict[str, int]:
    """The polarity stated of every target: of an item by id, of others by name."""
    signs = {}
    for stated in found.statements:
        asked = stated.polarity > 0 and stated.strength <= ASKED and not stated.lasting
        key = stated.target.item or stated.target.name or stated.target.text
        signs[key] = 0 if asked and not strict else stated.polarity
    reasons = dict(found.reasons)
    for item, action in found.feedback:
        if reasons.get(item, NOT_FOR_ME) != NOT_FOR_ME:
            continue
        if action in SIGNS and not signs.get(item):
            signs[item] = SIGNS[action]
    return signs


def _score_slots(label: Mapping[str, Any], found: Mapping[str, Any], result: Score) -> None:
    wanted, free = label["slots"], label.get("either", {}).get("slots", {})
    result.slots = len(wanted)
    for name, value in wanted.items():
        right = name in found and _fits(name, value, found[name], free.get(name))
        result.slots_right += right
        if not right:
            result.misses.append(f"{name}: {_plain(found.get(name))}, not {value}")
    for name, value in found.items():
        if name in wanted or (name in free and _within(name, free[name], value)):
            continue
        if not _implied(name, value, label):
            result.false_slots += 1
            result.misses.append(f"{name}: {_plain(value)}, not asked for")


def _fits(name: str, wanted: Any, found: Any, free: Any) -> bool:
    """Whether ``found`` is what is ``wanted``, with or without what is ``free``."""
    if name not in SETS:
        return _one(name, wanted, found) or (free is not None and _one(name, free, found))
    every = all(any(_same(value, one) for one in found) for value in wanted)
    return every and _within(name, [*wanted, *(free or ())], found)


def _within(name: str, allowed: Any, found: Any) -> bool:
    if name not in SETS:
        return _one(name, allowed, found)
    return all(any(_same(value, one) for value in allowed) for one in found)


def _one(name: str, wanted: Any, found: Any) -> bool:
    if name in NUMBERS and isinstance(wanted, list):
        return bool(wanted[0] <= found <= wanted[1])
    return found in wanted if isinstance(wanted, list) else bool(found == wanted)


def _implied(name: str, value: Any, label: Mapping[str, Any]) -> bool:
    """Whether an unlabelled slot only repeats what the labelled targets say of their items, or how
    many "the cheapest" are.
    """
    targets = [t for t in label["targets"] if t["kind"] == "item"]
    if name == "items":
        return all(any(_same(t["item"], one) for t in targets) for one in value)
    if name == "n":  # "The cheapest" is one.
        return "cheapest" in label["slots"]
    return name == "action" and any(t["polarity"] == SIGNS.get(value, 9) for t in targets)


def _score_targets(label: Mapping[str, Any], signs: Mapping[str, int], result: Score) -> None:
    free = label.get("either", {}).get("targets", ())
    left = dict(signs)
    for target in label["targets"]:
        key = next((key for key in signs if _about(target, key)), None)
        result.targets += 1
        if key is None:
            result.misses.append(f"target: {_name(target)} not found")
            continue
        left.pop(key, None)
        wanted, found = target["polarity"], signs[key]
        allowed = {wanted, *(t["polarity"] for t in free if _about(t, key))}
        if wanted and not found:
            result.misses.append(f"target: {_name(target)} found, not judged")
        else:
            result.targets_found += 1
            result.signs += bool(wanted or found)
            result.wrong += found not in allowed
            if found not in allowed:
                result.misses.append(f"polarity: {_name(target)} {found:+d}, not {wanted:+d}")
    for key, found in left.items():
        allowed = {t["polarity"] for t in free if _about(t, key)}
        if found:
            result.signs += 1
            result.wrong += found not in allowed
            if found not in allowed:
                result.misses.append(f"polarity: {key} {found:+d}, not labelled")


def _about(target: Mapping[str, Any], key: str) -> bool:
    if target["kind"] == "item":
        return _same(target["item"], key)
    names = target["name"].casefold().split("|")
    if target["kind"] in ("theme", "era"):
        return any(name in key.casefold() or key.casefold() in name for name in names)
    return key.casefold() in names


def _same(wanted: str, found: str) -> bool:
    """Whether ``found`` is one of ``wanted``, an ``a|b``; ``~`` marks free words."""
    if wanted.startswith("~"):
        return wanted[1:] in found.casefold()
    return found in wanted.split("|")


def _name(target: Mapping[str, Any]) -> str:
    return str(target.get("item") or target["name"])


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, set) else value


RATES: dict[str, tuple[Callable[[Score], int], Callable[[Score], int]]] = {
    "intents": (lambda s: s.intent, lambda s: 1),
    "slots": (lambda s: s.slots_right, lambda s: s.slots),
    "turns with a false slot": (lambda s: int(s.false_slots > 0), lambda s: 1),
    "targets": (lambda s: s.targets_found, lambda s: s.targets),
    "polarity": (lambda s: s.wrong, lambda s: s.signs),
}
"""What is counted and of how many; "polarity" is what is wrong, the others what is found."""


def rates(scores: Sequence[Score]) -> dict[str, dict[str, float]]:
    """Every rate in percent with its 95 % interval from a bootstrap over the utterances."""
    rng = np.random.default_rng(0)
    drawn = rng.integers(0, len(scores), size=(DRAWS, len(scores)))
    result = {}
    for name, (part, whole) in RATES.items():
        parts = np.array([part(s) for s in scores], dtype=float)
        wholes = np.array([whole(s) for s in scores], dtype=float)
        if not wholes.sum():
            continue
        sums = wholes[drawn].sum(axis=1)
        draws = 100 * parts[drawn].sum(axis=1)[sums > 0] / sums[sums > 0]
        low, high = np.percentile(draws, [2.5, 97.5])
        result[name] = {
            "count": int(parts.sum()),
            "of": int(wholes.sum()),
            "percent": round(float(100 * parts.sum() / wholes.sum()), 1),
            "low": round(float(low), 1),
            "high": round(float(high), 1),
        }
    return result


@dataclass(frozen=True, slots=True)
class Shelf:
    """What turns are about: items by id, and the words for them."""

    items: Mapping[str, Item]
    vocabulary: Vocabulary


def film_shelves() -> dict[str, Shelf]:
    """The demo catalog, the same for turns of either language."""
    demo = load_demo()
    catalog = Catalog(demo.items, demo.matrix, words_zh=demo.words_zh)
    shelf = Shelf({item.id: item for item in demo.items}, build_vocabulary(catalog))
    return {"en": shelf, "zh": shelf}


def tea_shelves() -> dict[str, Shelf]:
    """The tea shop as an English and as a Chinese catalog."""
    with TEAS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shelves = {}
    for language, end in (("en", ""), ("zh", "_zh")):
        items = [
            Item(
                id=row["id"],
                title=row[f"name{end}"],
                categories=(row[f"category{end}"],),
                price=float(row["price"]),
                stock=float(row["stock"]),
                attributes={"origin": row[f"origin{end}"]},
            )
            for row in rows
        ]
        # No vector is looked at: what is named in a turn is told by words alone.
        catalog = Catalog(items, np.eye(len(items), dtype=np.float32))
        shelves[language] = Shelf({item.id: item for item in items}, build_vocabulary(catalog))
    return shelves


def run(
    labels: Sequence[Mapping[str, Any]],
    shelves: Mapping[str, Shelf] | None = None,
    *,
    strict: bool = False,
) -> list[Score]:
    """Every utterance understood over the shelf of its language, against its label; without
    ``shelves`` over the demo catalog.
    """
    shelves = film_shelves() if shelves is None else shelves
    scores = []
    for label in labels:
        shelf = shelves[label["language"]]
        shown = [shelf.items[id] for id in label["shown"]]
        found = understand(label["text"], shelf.vocabulary, shown=shown)
        scores.append(score(label, found, strict=strict))
    return scores


def main(argv: list[str]) -> int:
    """Print the rates per language and in all; ``--show`` every miss, ``--json`` writes it all."""
    parser = argparse.ArgumentParser(prog="python -m bench understanding", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--show", action="store_true", help="print every miss")
    parser.add_argument("--strict", action="store_true", help="count what is asked for as liked")
    parser.add_argument("--additions", action="store_true", help="with utterance_additions.jsonl")
    parser.add_argument("--shop", action="store_true", help="what a shop's customers say")
    given = parser.parse_args(argv)
    labels = load(SHOP_UTTERANCES) if given.shop else load()
    if given.additions:
        labels = completed(labels)
    scores = run(labels, tea_shelves() if given.shop else None, strict=given.strict)
    groups = {name: [s for s in scores if s.language == name] for name in ("en", "zh")}
    report = {name: rates(group) for name, group in (*groups.items(), ("all", scores))}
    if given.show:
        for label, one in zip(labels, scores, strict=True):
            if one.misses:
                print(f"{one.id}  {label['text']}", *one.misses, sep="\n        ")
        print()
    for name, found in report.items():
        print(f"{name}: {found['intents']['of']} utterances")
        for rate, value in found.items():
            wrong = " wrong" if rate == "polarity" else ""
            goal = f"  goal {GOALS[rate]:g}" if rate in GOALS else ""
            print(
                f"  {rate + wrong:<24}{value['percent']:6.1f} %"
                f"  ({value['low']} to {value['high']})  {value['count']}/{value['of']}{goal}"
            )
    if given.json is not None:
        misses = {s.id: s.misses for s in scores if s.misses}
        text = json.dumps({"rates": report, "misses": misses}, ensure_ascii=False, indent=1)
        given.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
