"""Memories: what is like a question, out of what one person said; beside memories of others.

Penchant's ``recall`` is the like for like: words in, the nearest entries out. All have the same
vectors through their own embedders' interface. Knows how each is filled and asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.speed.figure import Figure, figure, spent
from bench.speed.mem0_process import Left, ask_mem0
from bench.speed.world import START, Clusters, Ticking, memories, questions
from penchant.memory.memory import Memory
from penchant.memory.records import Entry, FloatArray

N = 5
OTHERS = 100
"""People whom the same memories are spread over in the second store."""

ONE, MANY = "recall, one person", "recall, 100 people"

Answers = dict[str, list[str]]
"""By question: the texts found, the nearest first."""


def owner(place: int, people: int) -> str:
    """Who said the ``place``-th memory, where so many speak."""
    return f"person-{place % people}"


def penchant(
    texts: Sequence[str], asked: Sequence[str], people: int, folder: Path
) -> tuple[Figure, Answers]:
    """Recall in a real store."""
    what = ONE if people == 1 else MANY
    with Memory.open(folder / f"store-{people}", Clusters(), clock=Ticking()) as memory:
        said = [_turn(place, text, people) for place, text in enumerate(texts)]
        vectors = dict(zip((e.id for e in said), memory.embedder.encode(texts), strict=True))
        memory.record_all(said, vectors)
        memory.recall(owner(0, people), asked[0], N)
        memory._recall.settle()
        answers: Answers = {}

        def recall(place: int, text: str) -> None:
            found = memory.recall(owner(place, people), text, N)
            answers[text] = [entry.text or "" for entry, _ in found]

        times = [spent(lambda p=p, t=t: recall(p, t)) for p, t in enumerate(asked)]  # type: ignore[misc]
        return figure(what, len(texts), "Penchant", times), answers


def _turn(place: int, text: str, people: int) -> Entry:
    at = START + timedelta(minutes=place)
    return Entry(
        id=f"memory-{place}",
        kind="turn",
        user=owner(place, people),
        text=text,
        occurred_at=at,
        recorded_at=at,
    )


def langchain(texts: Sequence[str], asked: Sequence[str]) -> tuple[Figure, Answers]:
    """LangChain's time-weighted retriever over its own store in memory. (Over Chroma it cannot be
    filled: it puts a datetime where Chroma takes none.) Left where it is not installed.
    """
    try:
        from langchain_classic.retrievers import TimeWeightedVectorStoreRetriever
        from langchain_core.documents import Document
        from langchain_core.embeddings import Embeddings
        from langchain_core.vectorstores import InMemoryVectorStore
    except ImportError as error:
        raise Left(f"LangChain's retriever: {error.name} is not installed") from error
    embedder = Clusters()

    class Embedding(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in embedder.encode(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    class Store(InMemoryVectorStore):
        """Makes relevances of its cosines, as the retriever wants them: from 0 to 1."""

        def _select_relevance_score_fn(self) -> Callable[[float], float]:
            return lambda cosine: min(max((1.0 + cosine) / 2.0, 0.0), 1.0)

    retriever = TimeWeightedVectorStoreRetriever(vectorstore=Store(Embedding()), k=N)
    # All of one time, so that what is near decides and the answers can be compared.
    now = START.replace(tzinfo=None)
    retriever.add_documents([Document(text) for text in texts], current_time=now)
    answers: Answers = {}

    def retrieve(text: str) -> None:
        answers[text] = [document.page_content for document in retriever.invoke(text)]

    times = [spent(lambda t=text: retrieve(t)) for text in asked]  # type: ignore[misc]
    return figure(ONE, len(texts), "LangChain time-weighted", times), answers


def exact(texts: Sequence[str], asked: Sequence[str], people: int) -> Answers:
    """What is right: by comparing each question with all of the same person's memories."""
    embedder = Clusters()
    matrix, wanted = embedder.encode(texts), embedder.encode(asked)
    return {text: _best(texts, matrix, wanted[p], p, people) for p, text in enumerate(asked)}


def _best(
    texts: Sequence[str], matrix: FloatArray, wanted: FloatArray, place: int, people: int
) -> list[str]:
    own = range(place % people, len(texts), people)
    cosines = matrix[place % people :: people] @ wanted
    return [texts[own[row]] for row in (-cosines).argsort()[:N]]


def measure(
    sizes: Sequence[int], calls: int, python: str | None, left: list[str]
) -> Iterator[Figure]:
    """Recall from so many memories, by all that are there; ``left`` hears who is not."""
    for size in sizes:
        texts, asked = memories(size), questions(calls)
        with TemporaryDirectory(prefix="penchant-speed-") as name:
            for people in (1, OTHERS):
                yield penchant(texts, asked, people, Path(name))[0]
            try:
                yield langchain(texts, asked)[0]
            except Left as why:
                _once(left, str(why))
            try:
                for people, what in ((1, ONE), (OTHERS, MANY)):
                    found = ask_mem0(texts, asked, people, N, Path(name), python)
                    yield from mem0_figures(what, size, found)
            except Left as why:
                _once(left, str(why))


def mem0_figures(what: str, size: int, found: Mapping[str, Any]) -> Iterator[Figure]:
    """The figures in what mem0's process answered."""
    for name, seconds in ((what, found["search"]), (f"add, {what}", found["add"])):
        made = figure(name, size, "mem0, infer=False", seconds)
        yield Figure(name, size, made.method, made.p50_ms, made.p95_ms, found["rss_mb"])


def _once(left: list[str], why: str) -> None:
    if why not in left:
        left.append(why)
