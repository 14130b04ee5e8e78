"""The commands for a person's first day: import likes, and start, which asks a few questions.

Knows their arguments and how they talk in a terminal; the work is the product's.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from penchant.commands_people import User
from penchant.commands_store import File, Map, Scale, Zone, read_mapping, read_scale
from penchant.invocation import Invocation, JsonOption, StoreOption
from penchant.memory.errors import BadInput
from penchant.moments import read_zone
from penchant.wording import words_for

if TYPE_CHECKING:
    from penchant.plugin import Penchant
    from penchant.tools.importing import LikesReport, Missed
    from penchant.tools.onboarding.kinds import KindsQuestion
    from penchant.tools.onboarding.onboarding import Onboarding, Question

WORDS: Mapping[str, str] = {
    **dict.fromkeys(("y", "yes", "like", "+", "喜欢", "是"), "like"),
    **dict.fromkeys(("n", "no", "dislike", "-", "不喜欢", "否"), "dislike"),
    **dict.fromkeys(("", "?", "unknown", "不了解", "不知道"), "unknown"),
}
"""What may be typed for each answer."""

BETWEEN = re.compile(r"[\s,;，、；]+")
"""What stands between numbers."""

LEAVE = ("q", "quit", "exit", "退出", "结束")

SHOWN = 20
"""Rows of each sort that are named; the others are counted."""


def import_likes(
    ctx: typer.Context,
    user: User,
    file: File,
    columns: Map = None,
    scale: Scale = None,
    zone: Zone = "UTC",
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Bring in what one person likes: titles or ids, one a line, or an export with ratings."""
    from penchant.shapes import likes_shape, to_json

    invocation: Invocation = ctx.obj.with_options(store, json)
    mapping = read_mapping(columns or ())
    limits, place = read_scale(scale), read_zone(zone)
    with invocation.opened(writing=True) as product:
        report = product.import_likes(user, file, mapping, scale=limits, zone=place)
    if invocation.json:
        sys.stdout.write(to_json(likes_shape(report), indent=2) + "\n")
        return
    _print(user, report)


def start(
    ctx: typer.Context,
    user: User,
    n: Annotated[int, typer.Option("-n", min=1, max=50, help="Items to judge.")] = 5,
    answers: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            metavar="ITEM=ANSWER",
            help="Record like, dislike or unknown about an item (id or title), and ask nothing "
            "here; may be repeated.",
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="NAME",
            help="Record a kind that they like best, and ask nothing here; up to three.",
        ),
    ] = None,
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Ask somebody new the few questions that tell most, then recommend.

    With --json, --kind or --answer nothing is asked here: the next question is printed.
    """
    from penchant.lookup import find_item
    from penchant.shapes import question_shape
    from penchant.show import plain

    invocation: Invocation = ctx.obj.with_options(store, json)
    pairs = [_answer(one) for one in answers or ()]
    told = bool(pairs or kinds)
    with invocation.opened(writing=told or not invocation.json) as product:
        onboarding = product.onboarding(user, n)
        catalog = product.recommender.catalog
        found = [(find_item(catalog, named).id, answer) for named, answer in pairs]
        chinese = invocation.settings.chinese
        if kinds:
            onboarding.choose(kinds, chinese=chinese)
        for item, answer in found:
            onboarding.answer(item, answer)
        if not told and not invocation.json:
            _ask(onboarding, product, invocation)
            return
        choice, question = onboarding.kinds(), onboarding.question()
    invocation.write(question_shape(question, choice), lambda: plain(_said(question, chinese)))


def _answer(text: str) -> tuple[str, str]:
    from penchant.tools.onboarding.beliefs import ANSWERS

    named, equals, answer = text.rpartition("=")
    if not equals or not named.strip():
        raise BadInput(f"--answer {text!r}: write it as ITEM=like, ITEM=dislike or ITEM=unknown")
    if answer.strip() not in ANSWERS:
        raise BadInput(f"--answer {text!r}: the answer is one of {', '.join(ANSWERS)}")
    return named.strip(), answer.strip()


def _said(question: Question | None, chinese: bool) -> str:
    if question is None:
        return words_for(chinese)["enough"]
    return question.text_zh if chinese else question.text


def _ask(onboarding: Onboarding, product: Penchant, invocation: Invocation) -> None:
    """Ask line by line until enough is known or the person has had enough; then recommend."""
    from penchant.show import plain, recommendation_view

    chinese = invocation.settings.chinese
    words, out = words_for(chinese), invocation.out
    choice = onboarding.kinds()
    if choice is not None and not _ask_kinds(choice, onboarding, invocation):
        out.print(recommendation_view(product.recommend(onboarding.user), chinese=chinese))
        return
    out.print(plain(words["how"]))
    while (question := onboarding.question()) is not None:
        out.print(plain(_said(question, chinese)))
        line = sys.stdin.readline()
        word = line.strip().casefold()
        if not line or word in LEAVE:
            break
        answer = WORDS.get(word)
        if answer is None:
            out.print(plain(words["again"]))
            continue
        onboarding.answer(question.item.id, answer)
    out.print(recommendation_view(product.recommend(onboarding.user), chinese=chinese))


def _ask_kinds(choice: KindsQuestion, onboarding: Onboarding, invocation: Invocation) -> bool:
    """Let the person choose kinds by their numbers; False where they have had enough."""
    from penchant.show import plain

    chinese = invocation.settings.chinese
    words, out = words_for(chinese), invocation.out
    out.print(plain(choice.text_zh if chinese else choice.text))
    for number, kind in enumerate(choice.kinds_zh if chinese else choice.kinds, 1):
        out.print(plain(f"{number}. {kind}"))
    out.print(plain(words["how_kinds"]))
    while True:
        line = sys.stdin.readline()
        word = line.strip().casefold()
        if not line or word in LEAVE:
            return False
        if not word:
            return True
        numbers = [int(one) if one.isdecimal() else 0 for one in BETWEEN.split(word) if one]
        fits = all(0 < number <= len(choice.kinds) for number in numbers)
        if numbers and fits and len(set(numbers)) <= choice.most:
            onboarding.choose([choice.kinds[number - 1] for number in numbers], chinese=chinese)
            return True
        out.print(plain(words["again_kinds"].format(choice.most)))


def _print(user: str, report: LikesReport) -> None:
    _name([f"line {one.line}: {_missed(one)}" for one in report.missed])
    _name([f"line {line}: {why}" for line, why in report.skipped])
    _name([f"line {line}: {named} taken for {title}" for line, named, title in report.taken])
    _name([f"line {line}: {note}" for line, note in report.notes])
    sys.stdout.write(
        f"Recorded {_counted(report.likes, 'like')} and {_counted(report.ratings, 'rating')} of "
        f"{user}; {report.unchanged} were there already, {len(report.missed)} not found, "
        f"{len(report.skipped)} left out.\n"
    )


def _missed(one: Missed) -> str:
    if one.same:
        return f"several items are called {one.named}: {', '.join(one.same)}; use the id"
    near = f"; near it: {', '.join(one.near)}" if one.near else ""
    return f"no item is called {one.named}{near}"


def _name(lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        sys.stderr.write(f"{line}\n")
    if len(lines) > SHOWN:
        sys.stderr.write(f"... and {len(lines) - SHOWN} more\n")


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
