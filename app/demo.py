"""Demo: a conversation read from a script file, held with the real stores and the real agent.

Knows the script's format (see :func:`read_script`) and the clock it sets; what each line leads to
is the conversation's business, how it is printed the command's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from penchant.lookup import find_item
from penchant.memory.errors import BadInput
from penchant.memory.kinds import DISMISS_REASONS
from penchant.memory.records import Item, Profile, Recommendation
from penchant.moments import read_length, read_moment

if TYPE_CHECKING:
    from penchant.agent.conversation import Conversation
    from penchant.plugin import Penchant

ACTIONS = ("like", "dislike", "save", "watch", "view", "click", "cart", "purchase", "share")
WORDS = ("person", "at", "wait", "new", "user", *ACTIONS, "dismiss", "undo")

START = datetime(2026, 1, 3, 10, tzinfo=UTC)
BETWEEN = timedelta(minutes=1)
LISTED = 5
"""Length of the list that is asked for where a line leads to none by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a script: the ``word`` before the colon, the ``text`` after it, and when."""

    number: int
    word: str
    text: str
    at: datetime
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one line of a script led to, and what was known and recommended after it."""

    line: Line
    reply: str
    notices: tuple[str, ...]
    profile: Profile
    recommendation: Recommendation


class ScriptClock:
    """Shows the time of the script's line being run."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def default_script() -> str:
    """The script that comes with the package."""
    from importlib.resources import files

    return files("penchant").joinpath("demo_script.txt").read_text("utf-8")


def load_script(path: Path | None) -> tuple[Line, ...]:
    """The script in the file at ``path``, or the one that comes with the package."""
    if path is None:
        return read_script(default_script(), "demo_script.txt")
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the script {path} cannot be read: {error}") from error
    return read_script(text, path.name)


def read_script(text: str, name: str = "script") -> tuple[Line, ...]:
    """The lines of a script; ``BadInput`` names the line that cannot be read.

    One ``word: text`` a line; empty lines and lines that begin with ``#`` are left out.
    ``person:`` who speaks from here on; ``at:`` a date or time the clock is set to (never back);
    ``wait:`` how far it goes on, such as ``30 days``; ``new:`` a new conversation; ``user:`` what
    is said; ``like:``, ``dislike:``, ``save:``, ``watch:``, ``view:``, ``click:``, ``cart:``,
    ``purchase:``, ``share:`` an item, by its place in the last list, its title or its id;
    ``dismiss:`` an item and, after a comma, one of the reasons; ``undo:`` takes back
    what was said or done last. The clock goes on by a minute with every line.

    >>> [(line.word, line.text) for line in read_script("user: I love heist films")]
    [('user', 'I love heist films')]
    """
    lines: list[Line] = []
    now, person = START, "demo"
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        word, rest = _split(raw, f"{name} line {number}")
        try:
            if word == "at":
                then = read_moment(rest)
                if then < now and lines:
                    raise BadInput(f"{rest} is before the line above it")
                now = then
                continue
            if word == "wait":
                now += read_length(rest)
                continue
        except (BadInput, OverflowError) as error:
            raise BadInput(f"{name} line {number}: {error}") from None
        if word == "person":
            person = rest
            continue
        lines.append(Line(number=number, word=word, text=rest, at=now, person=person))
        now += BETWEEN
    if not lines:
        raise BadInput(f"{name} has no line that says or does anything")
    return tuple(lines)


def _split(raw: str, where: str) -> tuple[str, str]:
    word, colon, rest = raw.replace("：", ":", 1).partition(":")
    word, rest = word.strip().lower(), rest.strip()
    if not colon or word not in WORDS:
        raise BadInput(f"{where}: begin the line with one of {', '.join(WORDS)} and a colon")
    if not rest and word not in ("undo", "new"):
        raise BadInput(f"{where}: nothing stands after {word}:")
    return word, rest


class Player:
    """Plays a script against an opened product whose clock is ``clock``."""

    def __init__(self, product: Penchant, clock: ScriptClock) -> None:
        self.product = product
        self.clock = clock
        self.conversation: Conversation | None = None
        self.shown: Recommendation | None = None

    def play(self, lines: Sequence[Line]) -> Iterator[Step]:
        """One step for every line that says or does something; errors name the line."""
        for line in lines:
            self.clock.now = line.at
            if self.conversation is None or self.conversation.user != line.person:
                self._begin(line.person)
            if line.word == "new":
                self._begin(line.person)
                continue
            try:
                yield self._step(line)
            except BadInput as error:
                raise BadInput(f"line {line.number} of the script: {error}") from error

    def _begin(self, person: str) -> None:
        self.conversation = self.product.assistant.conversation(person)
        self.shown = None

    def _step(self, line: Line) -> Step:
        reply = ""
        notices: tuple[str, ...] = ()
        listed: Recommendation | None = None
        if line.word == "user":
            reply, notices, listed = self._say(line.text)
        elif line.word == "undo":
            assert self.conversation is not None
            if self.conversation.undo() is None:
                raise BadInput("there is nothing to undo")
        else:
            self._act(line)
        recommender = self.product.recommender
        if listed is None:
            assert self.conversation is not None
            listed = recommender.recommend(line.person, n=LISTED, conversation=self.conversation.id)
        self.shown = listed
        return Step(
            line=line,
            reply=reply,
            notices=notices,
            profile=recommender.profile(line.person),
            recommendation=listed,
        )

    def _say(self, text: str) -> tuple[str, tuple[str, ...], Recommendation | None]:
        from penchant.agent.events import Finished, Listed, Notice

        assert self.conversation is not None
        reply = ""
        notices: list[str] = []
        listed: Recommendation | None = None
        for event in self.conversation.send(text):
            if isinstance(event, Finished):
                reply = event.text
            elif isinstance(event, Notice) and event.text:
                notices.append(event.text)
            elif isinstance(event, Listed):
                listed = event.recommendation
        return reply, tuple(notices), listed

    def _act(self, line: Line) -> None:
        assert self.conversation is not None
        named, reason = line.text, None
        if line.word == "dismiss":
            named, comma, after = line.text.rpartition(",")
            reason = after.strip() if comma else None
            if reason not in DISMISS_REASONS:
                named, reason = line.text, None
        item = self._item(named.strip())
        shown = {ranked.item.id for ranked in self.shown.items} if self.shown else set()
        impression = self.shown.impression if self.shown and item.id in shown else None
        self.conversation.act(line.word, item.id, impression=impression, reason=reason)

    def _item(self, named: str) -> Item:
        if self.shown is not None and named.isdecimal():
            for ranked in self.shown.items:
                if ranked.rank == int(named):
                    return ranked.item
        return find_item(self.product.recommender.catalog, named)
