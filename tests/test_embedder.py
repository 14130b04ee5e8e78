"""The default embedder: published weights, unit vectors with a meaning, nothing loaded early."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penchant.memory.embed.minilm import (
    DIMENSION,
    WEIGHTS_SHA256,
    SentenceEmbedder,
    load_embedder,
    packaged_weights,
    weights_sha256,
)
from penchant.memory.embed.onnx import (
    BATCH_PIECES,
    MOST_TOKENS,
    OnnxEmbedder,
    _batches,
    is_sound,
)
from penchant.memory.errors import BadInput, StoreDamaged

TEXTS = [
    "a scary film about a haunted house",
    "a horror movie with ghosts",
    "how to bake sourdough bread",
    "",
    "恐怖片",
    "🎃 \x00 e\u0301",
]


def test_the_fingerprint_is_known_before_the_weights_are_loaded() -> None:
    embedder = load_embedder()
    assert embedder.fingerprint == f"all-MiniLM-L6-v2:{WEIGHTS_SHA256[:12]}:{DIMENSION}"
    assert load_embedder("sentence-transformers/all-MiniLM-L6-v2").fingerprint == (
        embedder.fingerprint
    )
    assert embedder.dimension == DIMENSION
    assert embedder.encode([]).shape == (0, DIMENSION)


def test_asking_for_the_embedder_loads_no_framework() -> None:
    code = (
        "import sys; from penchant.memory.embed.minilm import load_embedder\n"
        "e = load_embedder(); e.fingerprint, e.dimension, e.encode([])\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'onnxruntime'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "set()"


def test_other_weights_than_the_published_ones_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    embedder = SentenceEmbedder(
        str(tmp_path), fingerprint="f", dimension=3, expected_sha256=WEIGHTS_SHA256
    )
    with pytest.raises(StoreDamaged, match="not the published ones"):
        embedder.encode(["x"])


@pytest.mark.model
def test_the_packaged_weights_are_the_published_ones() -> None:
    folder = packaged_weights()
    assert folder is not None
    assert weights_sha256(folder) == WEIGHTS_SHA256


@pytest.mark.model
def test_vectors_are_unit_length_and_the_same_in_any_company(minilm) -> None:
    together = minilm.encode(TEXTS)
    assert together.shape == (len(TEXTS), minilm.dimension) == (len(TEXTS), DIMENSION)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(TEXTS, together, strict=True):
        np.testing.assert_allclose(minilm.encode([text])[0], vector, atol=1e-5)
    np.testing.assert_allclose(minilm.encode(TEXTS[::-1])[::-1], together, atol=1e-5)


@pytest.mark.model
def test_like_texts_are_near_and_others_far(minilm) -> None:
    scary, horror, bread, *_ = minilm.encode(TEXTS)
    assert scary @ horror > 0.5 > 0.2 > scary @ bread


@pytest.mark.model
def test_a_text_without_end_costs_no_more_than_its_beginning(minilm) -> None:
    long = "word " * 1_000_000
    np.testing.assert_allclose(minilm.encode([long]), minilm.encode([long[:8000]]), atol=1e-6)


@pytest.mark.model
def test_threads_may_share_it(minilm) -> None:
    expected = minilm.encode(TEXTS[:3])
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: minilm.encode(TEXTS[:3]), range(8)):
            np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.fixture(scope="module")
def slow() -> SentenceEmbedder:
    return SentenceEmbedder(str(packaged_weights()))


@pytest.mark.model
def test_the_export_gives_the_model_s_own_vectors(minilm, slow) -> None:
    texts = [*TEXTS, "word " * 500, "The Matrix. Science Fiction, Action. With Keanu Reeves."]
    assert isinstance(minilm, OnnxEmbedder)
    cosines = np.einsum("nd,nd->n", minilm.encode(texts), slow.encode(texts))
    assert cosines.min() >= 0.9999


@given(st.lists(st.integers(2, MOST_TOKENS), max_size=60))
def test_each_text_is_in_one_batch_with_its_like(lengths) -> None:
    batches = list(_batches(lengths))
    places = [place for batch in batches for place in batch]
    assert sorted(places) == list(range(len(lengths)))
    assert [lengths[place] for place in places] == sorted(lengths)
    assert all(len(b) * max(lengths[k] for k in b) <= BATCH_PIECES for b in batches)
    full = [len(b) * lengths[after[0]] for b, after in pairwise(batches)]
    assert all(
        size + lengths[after[0]] > BATCH_PIECES
        for size, after in zip(full, batches[1:], strict=True)
    )


@pytest.mark.model
def test_encoding_with_an_export_at_hand_imports_no_torch(minilm) -> None:
    minilm.encode(["make the export"])
    code = (
        "import sys; from penchant.memory.embed.minilm import load_embedder\n"
        "load_embedder().encode(['a film'])\n"
        "print({'torch', 'transformers', 'sentence_transformers'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.model
def test_a_cut_off_export_is_made_again(minilm, tmp_path) -> None:
    cache = tmp_path / "cache"
    load_embedder(cache=cache).encode(["x"])
    (export,) = cache.glob("*.onnx")
    whole = export.read_bytes()
    export.write_bytes(whole[: len(whole) // 2])
    assert not is_sound(export)
    again = load_embedder(cache=cache).encode(["a film"])
    assert is_sound(export)
    np.testing.assert_allclose(again, minilm.encode(["a film"]), atol=1e-5)


@pytest.mark.model
def test_without_a_place_for_the_export_sentence_transformers_steps_in(
    minilm, tmp_path, caplog
) -> None:
    (tmp_path / "file").write_text("no folder")
    found = load_embedder(cache=tmp_path / "file" / "cache").encode(["a film"])
    assert "sentence-transformers is used" in caplog.text
    np.testing.assert_allclose(found, minilm.encode(["a film"]), atol=1e-4)


@pytest.mark.model
def test_a_folder_is_as_good_as_a_name_and_gets_a_fingerprint_of_its_weights(
    minilm, tmp_path
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(packaged_weights(), folder)
    own = load_embedder(str(folder))
    assert own.fingerprint.startswith("mine:")
    assert own.fingerprint.endswith(f":{DIMENSION}")
    assert own.fingerprint == load_embedder(str(folder)).fingerprint
    np.testing.assert_allclose(own.encode(TEXTS[:2]), minilm.encode(TEXTS[:2]), atol=1e-4)


@pytest.mark.model
def test_a_name_that_leads_nowhere_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="no embedding model could be loaded"):
        load_embedder("no/such-model-anywhere").encode(["x"])
