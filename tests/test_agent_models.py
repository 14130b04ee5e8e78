import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from penchant.agent.models import choose_model, is_loopback
from penchant.memory.errors import BadInput

LOCAL = {"OPENAI_BASE_URL": "http://127.0.0.1:8099/v1"}


def test_without_key_and_address_there_is_no_model():
    assert choose_model(None, {}) is None
    assert choose_model(None, {"OPENAI_API_KEY": " ", "OPENAI_BASE_URL": ""}) is None


def test_offline_can_be_asked_for_where_a_server_is_configured():
    assert choose_model("offline", {"OPENAI_API_KEY": "k", **LOCAL}) is None


def test_a_name_without_a_server_is_refused():
    with pytest.raises(BadInput, match="OPENAI_API_KEY"):
        choose_model("gpt-4.1", {})


def test_a_server_elsewhere_needs_a_key():
    with pytest.raises(BadInput, match="OPENAI_API_KEY"):
        choose_model(None, {"OPENAI_BASE_URL": "https://models.example/v1"})


def test_a_server_on_this_machine_needs_none():
    model = choose_model("qwen", LOCAL)
    assert model.model_name == "qwen"
    assert model.openai_api_base == LOCAL["OPENAI_BASE_URL"]
    assert model.openai_api_key.get_secret_value() == "none"
    assert model.use_responses_api is False


def test_name_key_and_patience_reach_the_client():
    model = choose_model(None, {"OPENAI_API_KEY": "secret", "OPENAI_MODEL": "gpt-x"})
    assert model.model_name == "gpt-x"
    assert model.openai_api_key.get_secret_value() == "secret"
    assert model.request_timeout.connect == 5.0
    assert model.request_timeout.read == 60.0
    assert model.max_retries == 1
    assert "secret" not in repr(model)


def test_a_model_of_the_hosts_own_is_taken_as_it_is():
    own = FakeListChatModel(responses=["hi"])
    assert choose_model(own, {}) is own


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://127.0.0.1:1/v1", True),
        ("http://[::1]:1/v1", True),
        ("http://localhost/v1", True),
        ("http://localhost.example/v1", False),
        ("https://api.openai.com/v1", False),
        ("http://10.0.0.1/v1", False),
        ("nonsense", False),
    ],
)
def test_loopback_addresses(address, expected):
    assert is_loopback(address) is expected
