"""A small catalog of films for tests, large enough to have clusters, and statements about them."""

from __future__ import annotations

from penchant.memory.memory import Memory
from penchant.memory.records import Entry, Item, Statement, Target
from penchant.memory.statements import statement_to_data
from penchant.tools.catalog.catalog import Catalog
from penchant.tools.recommender import Recommender

GENRES = ("Horror", "Comedy", "Science Fiction", "Crime", "Romance", "Western")
PEOPLE = ("Ada North", "Ben East", "Cleo South", "Dov West", "Eva Hill", "Finn Lake")


def films(number: int = 120) -> list[Item]:
    """``number`` invented films, the genres and decades evenly spread."""
    made = []
    for k in range(number):
        genre, second = GENRES[k % 6], GENRES[(k // 6) % 6]
        made.append(
            Item(
                id=f"film:{k}",
                title=f"{genre} Story {k}",
                categories=(genre,) if genre == second else (genre, second),
                people=(PEOPLE[k % 5], PEOPLE[(k // 5) % 6]),
                year=1970 + (k * 7) % 54,
                prior=float((k * 37) % 100),
            )
        )
    return made


def film_catalog(memory: Memory, number: int = 120) -> Catalog:
    items = films(number)
    matrix = memory.embedder.encode([item.text for item in items])
    return Catalog(items, matrix, words_zh={"Horror": "恐怖", "Comedy": "喜剧"})


def state(
    recommender: Recommender,
    user: str,
    text: str,
    target: Target,
    polarity: int,
    strength: float,
    *,
    lasting: bool = True,
) -> Entry:
    """Record a turn with one statement, as the agent does."""
    memory = recommender.memory
    turn = memory.record(user=user, kind="turn", text=text)
    statement = Statement(target=target, polarity=polarity, strength=strength, lasting=lasting)
    return memory.record(
        user=user,
        kind="statement",
        id=f"{turn.id}.s0",
        parent=turn.id,
        data=statement_to_data(statement),
        vector=recommender.target_vector(target),
    )


def genre(name: str) -> Target:
    return Target(kind="genre", name=name, text=f"{name} films")
